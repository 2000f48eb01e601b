"""The dialog 交给他: who is offered, who is chosen, and giving them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.core.errors import UserError
from app.core.progress import Progress
from app.services.cadre_choices import Candidate, candidates
from app.services.pairing import Give, Given, Programme, give_people, programmes
from app.ui.ports import Context


@dataclass(frozen=True)
class CandidateFilter:
    """Who is offered. ``without``: only those whom nobody looks after."""

    text: str = ""
    village: str = ""
    category: str = ""
    without: bool = False


class GivingScreen(Protocol):
    def show_choices(
        self, programmes: Sequence[Programme], villages: Sequence[str], kinds: Sequence[str]
    ) -> None: ...

    def show_people(self, rows: tuple[Candidate, ...]) -> None: ...

    def filter(self) -> CandidateFilter: ...

    def tell(self, words: str) -> None: ...

    def close_done(self, given: Given) -> None: ...


class GivingPresenter:
    """Reads the register once; ``only`` are the people of a question, empty for everybody."""

    def __init__(
        self, context: Context, view: GivingScreen, cadre_id: int, only: Collection[int] = ()
    ) -> None:
        self._context = context
        self._view = view
        self._cadre_id = cadre_id
        self._only = frozenset(only)
        self._people: tuple[Candidate, ...] = ()

    @property
    def today(self) -> date:
        return self._context.desk.clock.today()

    def start(self) -> None:
        desk = self._context.desk

        def read(_: Progress) -> tuple[tuple[Candidate, ...], tuple[Programme, ...]]:
            return candidates(desk), programmes(desk)

        self._context.jobs.run(read, lambda found: self._take(*found), latest="visits.giving")

    def _take(self, people: tuple[Candidate, ...], found: tuple[Programme, ...]) -> None:
        self._people = tuple(one for one in people if not self._only or one.person_id in self._only)
        villages = dict.fromkeys(one.village for one in self._people if one.village)
        kinds = dict.fromkeys(name for one in self._people for name in one.categories)
        self._view.show_choices(found, list(villages), list(kinds))
        self.show_filtered()

    def show_filtered(self) -> None:
        """Offer those whom the filter leaves; those who need a name and have none come first."""
        wanted = self._view.filter()
        rows = [one for one in self._people if fits(one, wanted)]
        rows.sort(key=lambda one: (bool(one.now), not one.needs))
        self._view.show_people(tuple(rows))

    def give(self, people: Sequence[Candidate], start: date | None, programme: str) -> None:
        """Give the chosen; what is wrong is said in the dialog, which stays open."""
        if start is None:
            self._view.tell("日期不对，请写成 2026-05-20。")
            return
        command = Give(self._cadre_id, tuple(one.person_id for one in people), start, programme)
        desk = self._context.desk

        def finish(given: Given) -> None:
            self._view.close_done(given)
            self._context.changed()

        def fail(error: UserError) -> None:
            self._view.tell("".join(error.sentences()))

        self._context.jobs.run(
            lambda _: give_people(desk, command), finish, title="正在指定责任人", failed=fail
        )


def fits(one: Candidate, wanted: CandidateFilter) -> bool:
    """Whether ``one`` is among those who are looked for."""
    return (
        (not wanted.text or wanted.text in one.name or wanted.text in one.now)
        and (not wanted.village or one.village == wanted.village)
        and (not wanted.category or wanted.category in one.categories)
        and (not wanted.without or not one.now)
    )
