"""What each tab of giving reads and which forms it opens. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from app.core.periods import Period
from app.services.activities import ActivityRow, list_activities
from app.services.codes import used_categories
from app.services.desk import Desk
from app.services.donations import DonationRow, list_donations
from app.services.festival_lines import GiveOut, give_out, remove_lines
from app.services.festivals import (
    FestivalRow,
    FestivalView,
    ListLine,
    close_festival,
    festival_days,
    list_festivals,
    show_festival,
)
from app.services.gift_register import (
    Fairness,
    GiftList,
    GiftQuery,
    GiftRow,
    list_gifts,
    show_fairness,
)
from app.services.giving_books import save_festival_list, save_register
from app.services.giving_papers import (
    print_donation_receipt,
    print_receipts,
    print_register,
    print_signatures,
)
from app.services.matters import MatterQuery, list_matters
from app.services.mutual_help import HelpList, HelpRow, list_help
from app.services.office import show_office
from app.services.saved_filters import list_filters
from app.services.stock import MoveRow, StockRow, list_moves, list_stock
from app.services.wishes import WishQuery, WishRow, list_wishes
from app.ui.pages.care.giving import list_tasks, tasks
from app.ui.pages.care.giving.asks import read_supply
from app.ui.pages.care.giving.doing import Doing, GivingScreen
from app.ui.ports import PDF, WORKBOOK, Context
from app.ui.tasks import Task

Villages = Sequence[str]


def give_form(desk: Desk, person_id: int, name: str, item: int | None = None) -> Task:
    """The form to give something to somebody, with the matters it may solve."""
    matters = list_matters(desk, MatterQuery(person_id=person_id)).rows
    today = desk.clock.today()
    return tasks.give_task(
        person_id, name, read_supply(desk), today=today, matters=matters, item=item
    )


def wish_form(desk: Desk, person_id: int, name: str) -> Task:
    """The form for what somebody wishes for."""
    return tasks.wish_task(person_id, name, desk.clock.today())


def villages_of(desk: Desk) -> tuple[str, ...]:
    """The villages of the office, in their order."""
    office = show_office(desk)
    return office.villages if office else ()


# --- wishes --------------------------------------------------------------------------------------
class WishScreen(GivingScreen, Protocol):
    def show_wishes(self, rows: tuple[WishRow, ...]) -> None: ...

    def show_villages(self, villages: Villages) -> None: ...

    def query(self) -> WishQuery: ...


class WishesPresenter(Doing):
    """The tab 微心愿."""

    def __init__(self, context: Context, view: WishScreen) -> None:
        super().__init__(context, view)
        self._view = view

    def refresh(self) -> None:
        self.read("villages", villages_of, self._view.show_villages)
        self.search()

    def search(self) -> None:
        query = self._view.query()
        self.read("wishes", lambda desk: list_wishes(desk, query), self._view.show_wishes)

    def collect(self) -> None:
        self.start_for(self._view.pick_person, "谁的心愿", wish_form)

    def claim(self, row: WishRow) -> None:
        self.start(lambda desk: tasks.claim_task(row, desk.clock.today()))

    def fulfil(self, row: WishRow) -> None:
        self.start(lambda desk: tasks.fulfil_task(row, read_supply(desk), desk.clock.today()))

    def tell(self, row: WishRow) -> None:
        self.start(lambda desk: tasks.tell_task(row, desk.clock.today()))

    def drop(self, row: WishRow) -> None:
        self.start(lambda _: tasks.drop_task(row))


# --- the store room ----------------------------------------------------------------------------
class StockScreen(GivingScreen, Protocol):
    def show_stock(self, rows: tuple[StockRow, ...]) -> None: ...

    def show_moves(self, rows: tuple[MoveRow, ...]) -> None: ...


class StockPresenter(Doing):
    """The tab 物资."""

    def __init__(self, context: Context, view: StockScreen) -> None:
        super().__init__(context, view)
        self._view = view

    def refresh(self) -> None:
        self.read("stock", list_stock, self._view.show_stock)

    def show(self, row: StockRow) -> None:
        """What moved of one item."""
        self.read("moves", lambda desk: list_moves(desk, row.id), self._view.show_moves)

    def add(self) -> None:
        self.start(lambda _: tasks.item_task())

    def change(self, row: StockRow) -> None:
        self.start(lambda _: tasks.item_task(row))

    def bring_in(self, row: StockRow) -> None:
        self.start(lambda desk: tasks.bring_in_task(row, desk.clock.today()))

    def count(self, row: StockRow) -> None:
        self.start(lambda desk: tasks.count_task(row, desk.clock.today()))

    def give(self, row: StockRow) -> None:
        self.start_for(
            self._view.pick_person,
            f"{row.name}发给谁",
            lambda desk, one, name: give_form(desk, one, name, row.id),
        )


# --- festivals -----------------------------------------------------------------------------------
class FestivalScreen(GivingScreen, Protocol):
    def show_festivals(self, rows: tuple[FestivalRow, ...]) -> None: ...

    def show_list(self, view: FestivalView) -> None: ...


class FestivalPresenter(Doing):
    """The tab 节日慰问."""

    def __init__(self, context: Context, view: FestivalScreen) -> None:
        super().__init__(context, view)
        self._view = view

    def refresh(self) -> None:
        self.read("festivals", list_festivals, self._view.show_festivals)

    def show(self, row: FestivalRow) -> None:
        """The lines of one list."""
        self.read("list", lambda desk: show_festival(desk, row.id), self._view.show_list)

    def add(self) -> None:
        self.start(lambda desk: _festival_form(desk, None))

    def change(self, row: FestivalRow) -> None:
        self.start(lambda desk: _festival_form(desk, row))

    def add_people(self, row: FestivalRow) -> None:
        def make(desk: Desk) -> Task:
            circle = list_tasks.Circle(
                list_filters(desk, "people"), used_categories(desk), villages_of(desk)
            )
            return list_tasks.add_task(row, circle, read_supply(desk))

        self.start(make)

    def change_lines(self, lines: Sequence[ListLine]) -> None:
        if lines:
            self.start(lambda desk: list_tasks.change_task(lines, read_supply(desk)))

    def remove_lines(self, lines: Sequence[ListLine]) -> None:
        ids = [line.id for line in lines]
        if ids:
            self.do(lambda desk: remove_lines(desk, ids), "正在移出名单")

    def give_out(
        self, command: GiveOut, done: Callable[[], None], tell: Callable[[str, str], None]
    ) -> None:
        """A signature sheet typed back; the dialog stays open until it is right."""
        task = Task("登记发放", (), lambda desk, _: give_out(desk, command))
        self.perform(task, {}, done, tell)

    def close(self, row: FestivalRow) -> None:
        """End a list, or open it again."""
        closed = row.closed_on is None
        self.do(lambda desk: close_festival(desk, row.id, closed=closed), "正在保存")

    def print_sheet(self, row: FestivalRow) -> None:
        self.write(
            "发放签字表", f"{row.name}发放签字表", PDF,
            lambda desk, path, progress: print_signatures(desk, row.id, path, progress=progress),
        )  # fmt: skip

    def save(self, row: FestivalRow) -> None:
        self.write(
            "慰问名单", f"{row.name}慰问名单", WORKBOOK,
            lambda desk, path, progress: save_festival_list(desk, row.id, path, progress=progress),
        )  # fmt: skip


def _festival_form(desk: Desk, row: FestivalRow | None) -> Task:
    today = desk.clock.today()
    days = (*festival_days(desk, today.year), *festival_days(desk, today.year + 1))
    return list_tasks.festival_task(days, today, row)


# --- donations, activities, mutual help ----------------------------------------------------------
class DonationScreen(GivingScreen, Protocol):
    def show_donations(self, rows: tuple[DonationRow, ...]) -> None: ...

    def show_activities(self, rows: tuple[ActivityRow, ...]) -> None: ...

    def show_help(self, found: HelpList) -> None: ...


class DonationPresenter(Doing):
    """The tab 捐赠与活动."""

    def __init__(self, context: Context, view: DonationScreen) -> None:
        super().__init__(context, view)
        self._view = view

    def refresh(self) -> None:
        self.read("donations", list_donations, self._view.show_donations)
        self.read("activities", list_activities, self._view.show_activities)
        self.read("help", list_help, self._view.show_help)

    def add_donation(self) -> None:
        self.start(lambda desk: list_tasks.donation_task(read_supply(desk), desk.clock.today()))

    def print_receipt(self, row: DonationRow) -> None:
        self.write(
            "捐赠收据", f"捐赠收据_{row.number}", PDF,
            lambda desk, path, _: print_donation_receipt(desk, row.id, path),
        )  # fmt: skip

    def show_use(self, row: DonationRow) -> None:
        """What was given out of a donation: in the register."""
        self._context.go("care", f"register:donation:{row.id}:{row.donor}")

    def add_activity(self) -> None:
        self.start(lambda desk: list_tasks.activity_task(desk.clock.today()))

    def change_activity(self, row: ActivityRow) -> None:
        self.start(lambda desk: list_tasks.activity_task(desk.clock.today(), row))

    def add_help(self) -> None:
        def helped(person_id: int | None, name: str) -> None:
            if person_id is not None:
                self._view.pick_person(
                    f"谁照应{name}",
                    lambda one, helper: self.start(
                        lambda desk: list_tasks.help_task(
                            person_id, name, desk.clock.today(), helper=helper, helper_id=one
                        )
                    ),
                    or_other=True,
                )

        self._view.pick_person("谁需要照应", helped)

    def end_help(self, row: HelpRow) -> None:
        if row.end is None:
            self.start(lambda desk: list_tasks.end_help_task(row, desk.clock.today()))


# --- the register --------------------------------------------------------------------------------
class RegisterScreen(GivingScreen, Protocol):
    def show_gifts(self, found: GiftList) -> None: ...

    def show_villages(self, villages: Villages) -> None: ...

    def show_fairness(self, found: Fairness) -> None: ...

    def query(self) -> GiftQuery: ...

    def chosen_time(self) -> Period: ...


class RegisterPresenter(Doing):
    """The tab 发放登记."""

    def __init__(self, context: Context, view: RegisterScreen) -> None:
        super().__init__(context, view)
        self._view = view

    def refresh(self) -> None:
        self.read("villages", villages_of, self._view.show_villages)
        self.search()

    def search(self) -> None:
        query = self._view.query()
        self.read("gifts", lambda desk: list_gifts(desk, query), self._view.show_gifts)

    def weigh(self) -> None:
        """How what was given in the chosen time is spread."""
        window = self._view.chosen_time()
        self.read("fair", lambda desk: show_fairness(desk, window), self._view.show_fairness)

    def give(self) -> None:
        self.start_for(self._view.pick_person, "发给谁", give_form)

    def withdraw(self, row: GiftRow) -> None:
        self.start(lambda _: tasks.withdraw_task(row))

    def print_receipts(self, rows: Sequence[GiftRow]) -> None:
        ids = [row.id for row in rows]
        self.write("领取单", "领取单", PDF, lambda desk, path, _: print_receipts(desk, ids, path))

    def print_register(self, rows: Sequence[GiftRow]) -> None:
        ids = [row.id for row in rows]
        self.write(
            "发放登记表", "发放登记表", PDF,
            lambda desk, path, progress: print_register(desk, ids, path, progress=progress),
        )  # fmt: skip

    def save(self, rows: Sequence[GiftRow]) -> None:
        ids, window = [row.id for row in rows], self._view.chosen_time()
        self.write(
            "发放登记", "发放登记", WORKBOOK,
            lambda desk, path, progress: save_register(
                desk, ids, path, window=window, progress=progress
            ),
        )  # fmt: skip
