"""What the presenters of the tab 护理人 say to a screen that writes it down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from app.services.care.agreements import Offer
from app.services.care.score_month import MonthLine, ScoreMonth
from app.services.care.scores import ScoreTyped
from app.services.care.views import CarerRow, CarerView, show_carer
from app.services.desk import Desk
from app.ui.pages.care.carers.presenter import CarerFilter, CarersPresenter
from app.ui.pages.care.carers.score_presenter import ScorePresenter
from app.ui.ports import Context
from app.ui.tasks import Task
from tests.gui.stand_ins import StandInAsk, Went
from tests.unit.services.carers import make_carer, typed

MONTH = "2026-06"


@dataclass
class Screen:
    """What the presenters say."""

    rows: tuple[CarerRow, ...] = ()
    said: list[str] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    months: list[ScoreMonth] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    after: MonthLine | None = None
    wanted: CarerFilter = field(default_factory=CarerFilter)

    def show_carers(self, rows: tuple[CarerRow, ...], words: str) -> None:
        self.rows = rows

    def show_villages(self, villages: object) -> None: ...

    def show_carer(self, view: CarerView) -> None:
        self.shown.append(view.row.name)

    def show_nothing(self) -> None:
        self.shown.append("")

    def select_carer(self, carer_id: int) -> None: ...

    def start_task(self, task: Task) -> None:
        self.tasks.append(task)

    def start_agreement(self, carer: CarerRow, offer: Offer) -> None:
        self.shown.append(offer.number)

    def say(self, words: str, *, undo: bool = False) -> None:
        self.said.append(words)

    def filter(self) -> CarerFilter:
        return self.wanted

    def show_month(self, month: ScoreMonth, words: str) -> None:
        self.months.append(month)

    def show_line(self, line: MonthLine, month: ScoreMonth) -> None: ...

    def show_problem(self, key: str, words: str) -> None:
        self.problems.append((key, words))

    def show_saved(self, line: MonthLine | None, words: str) -> None:
        self.after = line
        self.said.append(words)


def test_the_list_is_filtered_by_words_and_state(
    township: Desk, context: Context, caring: tuple[int, list[int]]
) -> None:
    make_carer(township, "周七")
    screen = Screen()
    presenter = CarersPresenter(context, screen)
    presenter.refresh()
    assert [row.name for row in screen.rows] == ["李四姐", "周七"]
    for wanted, names in (
        (CarerFilter(text="周"), ["周七"]),
        (CarerFilter(state="caring"), ["李四姐"]),
        (CarerFilter(state="ended"), []),
        (CarerFilter(village="没有"), []),
    ):
        screen.wanted = wanted
        presenter.show_filtered()
        assert [row.name for row in screen.rows] == names


def test_numbers_are_read_whole_only_to_change_them(
    township: Desk, context: Context, caring: tuple[int, list[int]], ask: StandInAsk
) -> None:
    screen = Screen()
    presenter = CarersPresenter(context, screen)
    presenter.open(caring[0])
    presenter.change()
    number = next(one.value for one in screen.tasks[0].asks if one.key == "id_no")
    assert "*" not in number
    masked = next(
        line.value for line in show_carer(township, caring[0]).facts if line.key == "id_no"
    )
    assert "*" in masked
    presenter.print_out()
    assert "还没有考核" in ask.said[-1]


def acts_on_an_agreement() -> list[Callable[[CarersPresenter], None]]:
    def on(act: str) -> Callable[[CarersPresenter], None]:
        def do(presenter: CarersPresenter) -> None:
            assert presenter.shown is not None
            getattr(presenter, act)(presenter.shown.agreements[0])

        return do

    return [on("renew"), on("end"), on("change_agreement")]


@pytest.mark.parametrize("act", acts_on_an_agreement())
def test_every_act_on_an_agreement_is_a_form(
    act: Callable[[CarersPresenter], None],
    context: Context,
    caring: tuple[int, list[int]],
    went: Went,
) -> None:
    screen = Screen()
    presenter = CarersPresenter(context, screen)
    presenter.open(caring[0])
    act(presenter)
    (task,) = screen.tasks
    told: list[tuple[str, str]] = []
    values = {one.key: one.value for one in task.asks}
    presenter.perform(task, values, lambda: None, lambda key, words: told.append((key, words)))
    assert told == []
    assert went.changes == 1


def test_after_the_last_sheet_of_a_month_nobody_is_next(
    township: Desk, context: Context, caring: tuple[int, list[int]]
) -> None:
    screen = Screen()
    presenter = ScorePresenter(context, screen)
    for place, _ in enumerate(caring[1]):
        presenter.read(MONTH)
        line = next(one for one in screen.months[-1].lines if one.score is None)
        presenter.open(line)
        presenter.save(typed(township, line.agreement_id, 80, month=MONTH))
        assert (screen.after is None) is (place == 2)


def test_a_sheet_that_cannot_be_is_told_at_its_field(
    township: Desk, context: Context, caring: tuple[int, list[int]], ask: StandInAsk
) -> None:
    screen = Screen()
    presenter = ScorePresenter(context, screen)
    presenter.read(MONTH)
    line = screen.months[-1].lines[0]
    presenter.open(line)
    presenter.save(ScoreTyped(line.agreement_id, MONTH, {}))
    assert screen.problems[-1][0].startswith("饮食照料")
    presenter.tell([line])
    assert "没有选中打过分的行" in ask.said[-1]
    presenter.print_notices([])
    assert "还没有打过分" in ask.said[-1]
