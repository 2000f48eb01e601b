"""Saying what the columns of a sheet are, and keeping that as a profile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Protocol

from app.core.errors import DeclinedError, UserError
from app.core.money import parse_yuan
from app.services.import_matching import (
    IGNORED,
    Matching,
    Survey,
    category_choices,
    choice_of,
    header_of,
    key_label,
    look_at_sheet,
    survey_books,
    what_is_missing,
    with_keys,
)
from app.services.import_people import Book
from app.services.import_profiles import (
    delete_profile,
    load_profile_file,
    save_profile,
    write_profile,
)
from app.ui.ports import Context

PROFILES = "读表方案 (*.json)"


class MatchingScreen(Protocol):
    def show_sheets(self, sheets: tuple[Matching, ...], current: int) -> None: ...

    def show_sheet(self, sheet: Matching) -> None: ...

    def show_problem(self, words: str) -> None: ...

    def go_on(self, sheets: tuple[Matching, ...]) -> None: ...


class MatchingPresenter:
    """Holds what was said of each sheet; the files themselves are read already."""

    def __init__(self, context: Context, view: MatchingScreen) -> None:
        self._context = context
        self._view = view
        self._books: tuple[Book, ...] = ()
        self.sheets: list[Matching] = []
        self.villages: tuple[str, ...] = ()
        self.profiles: tuple[str, ...] = ()
        self.current = 0

    def start(self, books: tuple[Book, ...], survey: Survey) -> None:
        """Begin with the first sheet that is not clear."""
        self._books, self.sheets = books, list(survey.sheets)
        self.villages, self.profiles = survey.villages, survey.profiles
        unclear = (n for n, each in enumerate(self.sheets) if each.wanted and not each.found.clear)
        self._show(next(unclear, 0))

    def open_sheet(self, place: int) -> None:
        if 0 <= place < len(self.sheets):
            self.current = place
            self._view.show_sheet(self.sheet)

    @property
    def sheet(self) -> Matching:
        return self.sheets[self.current]

    def want(self, place: int) -> None:
        """Read this sheet, or do not."""
        self.sheets[place] = replace(self.sheets[place], wanted=not self.sheets[place].wanted)
        self._show(place)

    def set_key(self, column: int, key: str) -> None:
        """This column is ``key``; a column that was it before is nothing any more."""
        keys = {
            number: known
            for number, known in self.sheet.keys.items()
            if number != column and (known != key or key == IGNORED)
        }
        if key and key != IGNORED:
            keys[column] = key
        amounts = {
            number: amount
            for number, amount in (self.sheet.amounts or {}).items()
            if keys.get(number, "").startswith("benefit.")
        }
        self._change(replace(with_keys(self._books, self.sheet, keys), amounts=amounts))

    def set_amount(self, column: int, text: str) -> None:
        """What a tick in this column means in yuan a month; empty: the cells name the amount."""
        amount = parse_yuan(text) if text.strip() else None
        if text.strip() and (amount is None or amount <= 0):
            self._view.show_problem("金额看不懂，请写数字，如 60。")
            return
        amounts: dict[int, Decimal] = dict(self.sheet.amounts or {})
        amounts.pop(column, None)
        if amount is not None:
            amounts[column] = amount
        self._change(replace(self.sheet, amounts=amounts, touched=True))

    def set_header(self, first: int, last: int) -> None:
        """The header stands in other rows: look at the sheet again."""
        if (first, last) != self.sheet.found.header:
            self._look_again((first, max(first, last)), self.sheet.found.subject)

    def set_subject(self, subject: str) -> None:
        """The sheet lists people, or households."""
        if subject != self.sheet.found.subject:
            self._look_again(self.sheet.found.header, subject)

    def set_rows(
        self,
        *,
        village: str | None = None,
        category: str | None = None,
        hidden_rows: bool | None = None,
        fill_down: bool | None = None,
    ) -> None:
        """How the rows are taken; None leaves a setting as it is."""
        now = self.sheet
        self._change(
            replace(
                now,
                village=now.village if village is None else village,
                category=now.category if category is None else category,
                hidden_rows=now.hidden_rows if hidden_rows is None else hidden_rows,
                fill_down=now.fill_down if fill_down is None else fill_down,
            )
        )

    def finish(self) -> None:
        """Go on to the preview, unless something is still open."""
        for place, sheet in enumerate(self.sheets):
            missing = what_is_missing(sheet)
            if missing:
                self._show(place)
                self._view.show_problem(f"工作表“{sheet.found.sheet}”：{missing}")
                return
        if not any(sheet.wanted for sheet in self.sheets):
            self._view.show_problem("一张工作表也没有勾选。")
            return
        self._view.go_on(tuple(self.sheets))

    # --- profiles ----------------------------------------------------------------------------
    def save_profile(self) -> None:
        """Keep the columns of this sheet under a name."""
        suggested = self.sheet.found.sheet
        name = self._context.ask.line(
            "保存读表方案", "给这种表起个名字，下次见到同样的表头就自动照此读：", text=suggested
        )
        if name is None:
            return
        texts = header_of(self._books, self.sheet)
        choice = replace(choice_of(self.sheet), keys=self.sheet.keys)
        desk = self._context.desk

        def save(*, again: bool) -> None:
            self._context.jobs.run(
                lambda _: save_profile(desk, name, choice, texts, again=again),
                lambda profile: self._after_save(profile.name),
                title="正在保存方案",
                failed=lambda error: self._replace_or_say(error, lambda: save(again=True)),
            )

        save(again=False)

    def load_profile(self) -> None:
        """Take in a profile of another office, and look at the sheets anew."""
        path = self._context.ask.file("选择读表方案", PROFILES)
        if path is None:
            return
        desk, books = self._context.desk, self._books

        def load(*, again: bool) -> None:
            self._context.jobs.run(
                lambda _: (load_profile_file(desk, path, again=again), survey_books(desk, books)),
                lambda found: self._take_profile(found[0].name, found[1]),
                title="正在载入方案",
                failed=lambda error: self._replace_or_say(error, lambda: load(again=True)),
            )

        load(again=False)

    def carry_profile(self, name: str) -> None:
        """Write a profile as a file for another office."""
        path = self._context.ask.save_as(
            "方案存到哪里", self._context.desk.folder / f"读表方案-{name}.json", PROFILES
        )
        if path is not None:
            self._context.jobs.run(
                lambda _: write_profile(self._context.desk, name, path),
                lambda _: self._context.ask.tell("方案已存好。", str(path)),
                title="正在写方案",
            )

    def drop_profile(self, name: str) -> None:
        if self._context.ask.confirm(f"删除方案“{name}”吗？", "以后见到这种表要重新说明各列。"):
            self._context.jobs.run(
                lambda _: delete_profile(self._context.desk, name),
                lambda _: self._after_drop(name),
                title="正在删除方案",
            )

    def categories(self) -> tuple[tuple[str, str], ...]:
        return category_choices()

    def label(self, column: int) -> str:
        """What the column is read as, in words."""
        key = self.sheet.keys.get(column, "")
        return key_label(key, self.sheet.found.subject) if key and key != IGNORED else "不读"

    def _replace_or_say(self, error: UserError, again: Callable[[], None]) -> None:
        if isinstance(error, DeclinedError) and self._context.ask.confirm(
            error.what, "用这一个代替原来的吗？", yes="代替"
        ):
            again()
        elif not isinstance(error, DeclinedError):
            self._context.ask.error(error)

    def _after_save(self, name: str) -> None:
        self.profiles = tuple(sorted({*self.profiles, name}))
        self._context.ask.tell(f"已保存方案“{name}”。", "下次见到同样的表头，自动照此读。")

    def _after_drop(self, name: str) -> None:
        self.profiles = tuple(each for each in self.profiles if each != name)
        self._context.ask.tell(f"已删除方案“{name}”。")

    def _take_profile(self, name: str, survey: Survey) -> None:
        known = any(name in sheet.found.layout for sheet in survey.sheets)
        self.start(self._books, survey)
        words = "已照它读这张表。" if known else "这些表的表头和它不一样，没有用上。"
        self._context.ask.tell(f"已载入方案“{name}”。", words)

    def _look_again(self, header: tuple[int, int], subject: str) -> None:
        try:
            found = look_at_sheet(
                self._books,
                self.sheet,
                header=header,
                subject=subject,
                villages=self.villages,
            )
        except UserError as error:
            self._view.show_problem("".join(error.sentences()))
            return
        self._change(found)

    def _change(self, sheet: Matching) -> None:
        self.sheets[self.current] = sheet
        self._show(self.current)

    def _show(self, place: int) -> None:
        self.current = place
        self._view.show_sheets(tuple(self.sheets), place)
        self._view.show_sheet(self.sheet)
        self._view.show_problem("")
