"""The page 人员: finding people, showing one, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.core.errors import UserError
from app.core.progress import Progress
from app.services.codes import used_categories
from app.services.desk import Desk
from app.services.entitlements import VerdictView, assess_person
from app.services.office import OfficeView, show_office
from app.services.people import (
    MISSING,
    FirstPeople,
    PeopleQuery,
    PersonRow,
    find_first,
    find_people,
)
from app.services.people_list import PeopleList, copy_people, save_people
from app.services.person.view import PersonView, show_person
from app.ui.ports import WORKBOOK, Context


@dataclass(frozen=True)
class FoundPeople:
    """What a search gave, with the words for the line below the list. ``whole``: these are all;
    ``anew``: the clerk asked something else than before."""

    rows: tuple[PersonRow, ...]
    words: str
    whole: bool = True
    anew: bool = False


class PeopleScreen(Protocol):
    def show_found(self, found: FoundPeople) -> None: ...

    def show_choices(
        self, villages: Sequence[tuple[str, str]], kinds: Sequence[tuple[str, str]]
    ) -> None: ...

    def show_person(self, person: PersonView, *, unmasked: bool) -> None: ...

    def show_verdicts(self, verdicts: tuple[VerdictView, ...]) -> None: ...

    def show_nobody(self) -> None: ...

    def select_person(self, person_id: int) -> None: ...

    def include_closed(self) -> None: ...

    def put_on_clipboard(self, people: PeopleList) -> None: ...

    def say(self, words: str) -> None: ...

    def query(self) -> PeopleQuery: ...


class PeoplePresenter:
    """Asks for people as the clerk types; an answer that comes too late is thrown away."""

    def __init__(self, context: Context, view: PeopleScreen) -> None:
        self._context = context
        self._view = view
        self._shown: PersonView | None = None
        self._wanted: int | None = None
        self._asked: PeopleQuery | None = None

    @property
    def shown(self) -> PersonView | None:
        """The person whose page is open."""
        return self._shown

    def refresh(self) -> None:
        """Read the pick lists, the list and the open person again."""
        desk = self._context.desk
        self._context.jobs.run(
            lambda _: (show_office(desk), category_choices(desk)),
            self._show_choices,
            latest="people.office",
        )
        self.search()
        if self._shown is not None:
            self.open_person(self._shown.row.id)

    def search(self) -> None:
        """Look for what stands in the search box and the pick lists: the best ones at once, then
        everybody."""
        query = self._view.query()
        if self._wanted is not None:
            self._search_all(query)
            return
        self._context.jobs.run(
            lambda _: find_first(self._context.desk, query),
            lambda first: self._show_first(query, first),
            latest="people.find",
        )

    def _search_all(self, query: PeopleQuery) -> None:
        self._context.jobs.run(
            lambda progress: find_people(self._context.desk, query, progress=progress),
            lambda rows: self._show_all(query, rows),
            latest="people.find",
            quiet=self._wanted is None,
        )

    def want(self, person_id: int) -> None:
        """Select this person as soon as the list has been read."""
        self._wanted = person_id

    def open_person(self, person_id: int, *, unmask: bool = False) -> None:
        """Show everything about a person; the look is on record."""
        desk = self._context.desk

        def read(_: Progress) -> PersonView:
            return show_person(desk, person_id, unmask=unmask)

        self._context.jobs.run(
            read,
            lambda person: self._show_person(person, unmask),
            latest="people.person",
            failed=self._forget,
        )

    def unmask(self) -> None:
        """Show the sensitive facts of the open person."""
        if self._shown is not None:
            self.open_person(self._shown.row.id, unmask=True)

    def assess(self) -> None:
        """Ask the rules about the open person."""
        if self._shown is None:
            return
        person_id, desk = self._shown.row.id, self._context.desk
        self._context.jobs.run(
            lambda _: assess_person(desk, person_id, day=desk.clock.today()),
            self._view.show_verdicts,
            latest="people.verdicts",
        )

    def copy_list(self, rows: Sequence[PersonRow], *, full: bool) -> None:
        """The list as it is shown, to be pasted into a spreadsheet."""
        if not self._may_hand_out(rows, full=full):
            return
        desk, ids = self._context.desk, [row.id for row in rows]

        def show(people: PeopleList) -> None:
            self._view.put_on_clipboard(people)
            self._view.say(f"已复制 {len(people.rows)} 人，可以粘贴到表格里。")

        self._context.jobs.run(
            lambda _: copy_people(desk, ids, full=full), show, title="正在复制名单"
        )

    def save_list(self, rows: Sequence[PersonRow], *, full: bool) -> None:
        """The list as it is shown, as a workbook."""
        if not self._may_hand_out(rows, full=full):
            return
        desk, ids = self._context.desk, [row.id for row in rows]
        suggested = desk.folder / f"人员名单_{desk.clock.today():%Y%m%d}.xlsx"
        path = self._context.ask.save_as("名单存到哪里", suggested, WORKBOOK)
        if path is None:
            return
        self._context.jobs.run(
            lambda progress: save_people(desk, ids, path, full=full, progress=progress),
            lambda count: self._view.say(f"已存 {count} 人：{path}"),
            title="正在写名单",
        )

    def _may_hand_out(self, rows: Sequence[PersonRow], *, full: bool) -> bool:
        return not full or self._context.ask.confirm(
            "名单里写完整的身份证号吗？",
            f"共 {len(rows)} 人。请只交给工作需要的人；这一步会留下记录。",
            yes="写完整号码",
        )

    def _show_first(self, query: PeopleQuery, first: FirstPeople) -> None:
        if first.whole:
            self._show_all(query, first.rows)
            return
        words = f"显示前 {len(first.rows)} 人，正在读其余的人…"
        anew, self._asked = query != self._asked, query
        self._view.show_found(FoundPeople(first.rows, words, whole=False, anew=anew))
        self._search_all(query)

    def _show_all(self, query: PeopleQuery, rows: tuple[PersonRow, ...]) -> None:
        households = len({(row.village, row.head_name) for row in rows if row.head_name})
        anew, self._asked = query != self._asked, query
        words = f"共 {len(rows)} 人，{households} 户"
        self._view.show_found(FoundPeople(rows, words, anew=anew))
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted in {row.id for row in rows}:
            self._view.select_person(wanted)
        elif wanted is not None and not query.closed:
            self._wanted = wanted
            self._view.include_closed()
        elif not rows:
            self._shown = None
            self._view.show_nobody()

    def _show_choices(self, found: tuple[OfficeView | None, tuple[tuple[str, str], ...]]) -> None:
        villages = found[0].villages if found[0] else ()
        self._view.show_choices([(name, name) for name in villages], found[1])

    def _show_person(self, person: PersonView, unmasked: bool) -> None:
        self._shown = person
        self._view.show_person(person, unmasked=unmasked)
        self.assess()

    def _forget(self, error: UserError) -> None:
        self._shown = None
        self._view.show_nobody()
        self._context.ask.error(error)


def category_choices(desk: Desk) -> tuple[tuple[str, str], ...]:
    """What the list can be filtered by, ``(code, name)``: the categories that somebody holds.
    Of all that there are most would find nobody."""
    return used_categories(desk)


def missing_words(key: str) -> str:
    """The words for a condition that came from the workbench."""
    return MISSING.get(key, "")
