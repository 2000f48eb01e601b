"""Entering a new standard: several figures of one document, who is affected, then kept at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.core.errors import UserError
from app.services.figures import Entry, FigureRow, check_figures, enter_figures
from app.services.office import OfficeView
from app.services.standard_change import ChangePreview, preview_change
from app.services.typed_figures import typed_value
from app.ui.ports import Context

_LEVELS = ((6, "全县"), (4, "全市"), (2, "全省"))


@dataclass(frozen=True)
class TypedEntry:
    """What stands in the form."""

    row: FigureRow
    text: str
    first: date | None
    issued: date | None
    citation: str
    last: date | None
    region: str


@dataclass(frozen=True)
class Collected:
    """One figure that waits to be confirmed."""

    title: str
    text: str
    entry: Entry


class EntryScreen(Protocol):
    def show_collected(self, rows: Sequence[Collected]) -> None: ...

    def clear_value(self) -> None: ...

    def show_change(self, preview: ChangePreview) -> None: ...

    def show_problem(self, words: str) -> None: ...

    def close_kept(self) -> None: ...


class EntryPresenter:
    """Nothing is written before ``confirm``, and only what was looked at."""

    def __init__(self, context: Context, view: EntryScreen, kept: Callable[[str], None]) -> None:
        self._context = context
        self._view = view
        self._kept = kept
        self._collected: tuple[Collected, ...] = ()
        self._preview: ChangePreview | None = None

    @property
    def collected(self) -> tuple[Collected, ...]:
        """What waits to be confirmed."""
        return self._collected

    def add(self, typed: TypedEntry, then: Callable[[], None] | None = None) -> None:
        """Put what was typed to the others, when all of them together can be entered."""
        try:
            new = Collected(typed.row.title, typed.text.strip(), entry_of(typed))
        except UserError as error:
            self._problem(error)
            return
        everything = (*self._collected, new)

        def checked(_: None) -> None:
            self._collect(everything)
            self._view.clear_value()
            if then is not None:
                then()

        self._context.jobs.run(
            lambda _: check_figures(self._context.desk, [one.entry for one in everything]),
            checked,
            title="正在核对",
            failed=self._problem,
        )

    def remove(self, rows: Sequence[Collected]) -> None:
        """Take some of them out again."""
        self._collect(tuple(one for one in self._collected if one not in rows))

    def preview(self) -> None:
        """Find out in the background who is affected."""
        entries = [one.entry for one in self._collected]
        if not entries:
            self._view.show_problem("还没有填写要录入的标准。")
            return

        def shown(preview: ChangePreview) -> None:
            self._preview = preview
            self._view.show_change(preview)

        self._context.jobs.run(
            lambda progress: preview_change(self._context.desk, entries, progress),
            shown,
            title="正在比较新旧标准",
            failed=self._problem,
        )

    def confirm(self) -> None:
        """Keep exactly what the preview was about, in one act."""
        if self._preview is None:
            return
        entries = self._preview.entries

        def done(count: int) -> None:
            self._view.close_kept()
            self._kept(f"已录入 {count} 项。要撤销，请到 设置 → 操作记录。")
            self._context.changed()

        self._context.jobs.run(
            lambda _: enter_figures(self._context.desk, entries),
            done,
            title="正在录入",
            failed=self._problem,
        )

    def _collect(self, rows: tuple[Collected, ...]) -> None:
        self._collected, self._preview = rows, None
        self._view.show_problem("")
        self._view.show_collected(rows)

    def _problem(self, error: UserError) -> None:
        self._view.show_problem("".join(error.sentences()))


def entry_of(typed: TypedEntry) -> Entry:
    """The entry that was typed. Raises ``UserError`` for a value that cannot be read, a day or a
    document that is missing."""
    value = typed_value(typed.row, typed.text)
    if typed.first is None or typed.issued is None:
        which = "执行日期" if typed.first is None else "发文日期"
        raise UserError(f"“{which}”没有填写，或不是日期。", "", "请写成 2026-01-31。")
    if not typed.citation.strip():
        raise UserError("“文件和文号”没有填写。", "", "如：县民政局2026年第3号通知。")
    return Entry(
        key=typed.row.key,
        region=typed.region,
        value=value,
        first=typed.first,
        issued=typed.issued,
        citation=typed.citation,
        last=typed.last,
    )


def region_choices(office: OfficeView) -> tuple[tuple[str, str], ...]:
    """(prefix, words) of where a figure can hold, the own county first."""
    levels = [
        (office.code[:digits], f"{name}（{office.code[:digits]}）") for digits, name in _LEVELS
    ]
    own = [(office.code, f"只有本单位（{office.code}）")]
    return (levels[0], *own, *levels[1:], ("", "全国"))
