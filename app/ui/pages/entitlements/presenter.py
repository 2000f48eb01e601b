"""The page 待遇: whom it is about, on which day, what is tried, what is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from app.core.errors import UserError
from app.services.entitlement_papers import PrintedStatements, print_entitlements
from app.services.home_entitlements import (
    HomeEntitlements,
    MemberEntitlements,
    show_entitlements,
)
from app.services.office import OfficeView, show_office
from app.services.people import PeopleQuery, PersonRow, find_people
from app.services.person.typed import FieldError
from app.services.trials import TrialView, trial
from app.ui.pages.people.presenter import category_choices
from app.ui.ports import PDF, Context


class EntitlementsScreen(Protocol):
    def show_found(self, rows: tuple[PersonRow, ...]) -> None: ...

    def show_choices(
        self, villages: Sequence[tuple[str, str]], kinds: Sequence[tuple[str, str]]
    ) -> None: ...

    def select_person(self, person_id: int) -> None: ...

    def show_home(self, home: HomeEntitlements, *, chosen: int | None) -> None: ...

    def show_nobody(self) -> None: ...

    def show_trial(self, view: TrialView) -> None: ...

    def show_trial_problem(self, key: str, words: str) -> None: ...

    def say(self, words: str) -> None: ...

    def query(self) -> PeopleQuery: ...


class EntitlementsPresenter:
    """Reads off the screen; an older question is forgotten when another person is chosen."""

    def __init__(self, context: Context, view: EntitlementsScreen) -> None:
        self._context = context
        self._view = view
        self._home: HomeEntitlements | None = None
        self._chosen: int | None = None
        self._wanted: int | None = None
        self._day: date | None = None

    @property
    def home(self) -> HomeEntitlements | None:
        """The household whose entitlements are shown."""
        return self._home

    @property
    def day(self) -> date:
        """As of which day; today unless another one was chosen."""
        return self._day or self._context.desk.clock.today()

    @property
    def member(self) -> MemberEntitlements | None:
        """The member that is chosen; None for the household as a whole."""
        if self._home is None or self._chosen is None:
            return None
        return next((m for m in self._home.members if m.person_id == self._chosen), None)

    # --- whom it is about ----------------------------------------------------------------------
    def refresh(self) -> None:
        """Read the pick lists, the people and the open household again."""
        desk = self._context.desk
        self._context.jobs.run(
            lambda _: (show_office(desk), category_choices(desk)),
            self._show_choices,
            latest="entitlements.office",
        )
        self.search()
        if self._home is not None:
            self._read(self._home.person_id, chosen=self._chosen)

    def search(self) -> None:
        """Look for what stands in the search box and the pick lists."""
        query = self._view.query()
        self._context.jobs.run(
            lambda _: find_people(self._context.desk, query),
            self._show_found,
            latest="entitlements.find",
        )

    def want(self, person_id: int) -> None:
        """Select this person as soon as the list has been read."""
        self._wanted = person_id

    def open(self, person_id: int) -> None:
        """Assess the household of somebody, who is chosen in it; the look is on record."""
        if self._home is None or self._home.person_id != person_id:
            self._read(person_id, chosen=person_id)

    def choose(self, person_id: int | None) -> None:
        """Another member, or (None) all of them."""
        self._chosen = person_id

    def set_day(self, day: date | None) -> None:
        """As of another day; None is today."""
        if (day or self._context.desk.clock.today()) == self.day:
            return
        self._day = day
        if self._home is not None:
            self._read(self._home.person_id, chosen=self._chosen)

    def go_to_person(self) -> None:
        """Open the chosen person on the page 人员."""
        if self._home is not None:
            person_id = self._chosen or self._home.person_id
            self._context.go("people", f"person:{person_id}")

    # --- 试算 ------------------------------------------------------------------------------------
    def try_out(self, changes: Mapping[str, str], day: date) -> None:
        """What would change; a value that cannot be read is said beside its field."""
        if self._home is None:
            return
        person_id, desk, tried = (
            self._chosen or self._home.person_id,
            self._context.desk,
            {**changes},
        )

        def failed(error: UserError) -> None:
            key = error.key if isinstance(error, FieldError) else ""
            self._view.show_trial_problem(key, "".join(error.sentences()))

        self._context.jobs.run(
            lambda _: trial(desk, person_id, tried, day),
            self._view.show_trial,
            latest="entitlements.trial",
            failed=failed,
        )

    # --- on paper ------------------------------------------------------------------------------
    def print_out(self, *, full: bool) -> None:
        """待遇核算说明 of the chosen member, or of everybody, into a file that the clerk names."""
        if self._home is None:
            self._context.ask.tell("没有选中的人。", "请先在名单里选一个人。")
            return
        desk, day, member = self._context.desk, self.day, self.member
        people = [m.person_id for m in ((member,) if member else self._home.members)]
        if full and not self._context.ask.confirm(
            "说明里写完整的身份证号？",
            "会留下记录。给别人看的，一般不用完整号码。",
            yes="写完整号码",
        ):
            return
        suggested = desk.folder / f"待遇核算说明_{day:%Y%m%d}.pdf"
        path = self._context.ask.save_as("待遇核算说明存到哪里", suggested, PDF)
        if path is None:
            return

        def printed(result: PrintedStatements) -> None:
            self._view.say(f"已生成 {result.people} 人的核算说明，{result.pages} 页：{result.path}")
            self._context.print_out(result.path, "待遇核算说明")

        self._context.jobs.run(
            lambda progress: print_entitlements(
                desk, people, path, day, full=full, progress=progress
            ),
            printed,
            title="正在生成待遇核算说明",
        )

    # --- inside --------------------------------------------------------------------------------
    def _read(self, person_id: int, *, chosen: int | None) -> None:
        desk, day = self._context.desk, self.day

        def show(home: HomeEntitlements) -> None:
            self._home = home
            there = {member.person_id for member in home.members}
            self._chosen = chosen if chosen is None or chosen in there else home.person_id
            self._view.show_home(home, chosen=self._chosen)

        self._context.jobs.run(
            lambda _: show_entitlements(desk, person_id, day=day),
            show,
            latest="entitlements.home",
            failed=self._forget,
        )

    def _show_found(self, rows: tuple[PersonRow, ...]) -> None:
        self._view.show_found(rows)
        if self._wanted is not None:
            self._view.select_person(self._wanted)
            self._wanted = None
        elif not rows:
            self._home = None
            self._view.show_nobody()

    def _show_choices(self, found: tuple[OfficeView | None, tuple[tuple[str, str], ...]]) -> None:
        villages = found[0].villages if found[0] else ()
        self._view.show_choices([(name, name) for name in villages], found[1])

    def _forget(self, error: UserError) -> None:
        self._home = None
        self._view.show_nobody()
        self._context.ask.error(error)
