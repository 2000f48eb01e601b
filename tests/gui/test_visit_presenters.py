"""What the tabs of the page 走访 do, without a window."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from app.core.terms import DutyState
from app.services.plan import VillageProgress
from app.services.plan_days import DayRow, Suggestion, day_plan
from app.services.visit_figures import FlagRow, MonthFigures
from app.ui.pages.visits.balance_presenter import Asked, BalancePresenter, Spread, words_of
from app.ui.pages.visits.figures_presenter import FiguresPresenter
from app.ui.pages.visits.plan_presenter import (
    NO_DAY,
    Calendar,
    DayCount,
    PlanFilter,
    PlanPresenter,
    day_counts,
)
from app.ui.ports import Context
from tests.gui.conftest import TODAY
from tests.gui.stand_ins import StandInAsk, Went

MONTH = "2026-06"


@dataclass
class PlanView:
    wanted: PlanFilter = field(default_factory=PlanFilter)
    rows: tuple[DayRow, ...] = ()
    calendar: Calendar | None = None
    names: tuple[str, ...] = ()
    words: str = ""

    def show_plan(self, rows: tuple[DayRow, ...], words: str) -> None:
        self.rows = rows

    def show_villages(self, villages: tuple[VillageProgress, ...]) -> None: ...

    def show_visitors(self, names: tuple[str, ...]) -> None:
        self.names = names

    def show_calendar(self, calendar: Calendar) -> None:
        self.calendar = calendar

    def show_done(self, words: str) -> None:
        self.words = words

    def filter(self) -> PlanFilter:
        return self.wanted

    def month(self) -> str:
        return MONTH


def opened(context: Context) -> tuple[PlanPresenter, PlanView]:
    view = PlanView()
    presenter = PlanPresenter(context, view)
    presenter.refresh()
    return presenter, view


def test_a_day_filters_the_list_and_not_the_calendar(context: Context) -> None:
    presenter, view = opened(context)
    row = view.rows[0]
    presenter.choose([row], day=TODAY, visitor="王干部")
    presenter.refresh()
    assert view.names == ("王干部",)
    everything = len(view.rows)
    for day, count in ((TODAY.isoformat(), 1), (NO_DAY, everything - 1), ("2026-06-23", 0)):
        view.wanted = PlanFilter(day=day)
        presenter.show_filtered()
        assert len(view.rows) == count
        assert view.calendar is not None
        assert view.calendar.unplaced == everything - 1
        assert view.calendar.days[TODAY].planned == 1


def test_a_day_behind_the_last_good_one_is_kept_and_told(context: Context) -> None:
    presenter, view = opened(context)
    due = next(row for row in view.rows if row.state is DutyState.DUE)
    early = replace(due, due=TODAY)
    presenter.choose([early], day=TODAY + timedelta(days=1))
    assert "1 人次排在到期以后" in view.words


def test_a_visitor_alone_leaves_the_day(context: Context) -> None:
    presenter, view = opened(context)
    presenter.choose(view.rows[:1], day=TODAY)
    presenter.refresh()
    presenter.choose([row for row in view.rows if row.planned_on], visitor="赵干部")
    presenter.refresh()
    (row,) = [row for row in view.rows if row.planned_on]
    assert (row.planned_on, row.visitor) == (TODAY, "赵干部")


def test_what_waits_on_a_day_that_has_passed_is_late(context: Context) -> None:
    _, view = opened(context)
    due = next(row for row in view.rows if row.state is DutyState.DUE)
    before, after = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    rows = [replace(due, planned_on=before), replace(due, planned_on=after)]
    assert day_counts(rows, TODAY) == {before: DayCount(1, 1, 0), after: DayCount(1, 0, 0)}


@dataclass
class BalanceView:
    asked: Asked | None = None
    rows: tuple[Suggestion, ...] = ()
    words: str = ""
    told: str = ""
    closed: bool = False

    def show_asked(self, asked: Asked) -> None:
        self.asked = asked

    def show_suggested(self, rows: tuple[Suggestion, ...], words: str) -> None:
        self.rows, self.words = rows, words

    def tell(self, words: str) -> None:
        self.told = words

    def close_saved(self) -> None:
        self.closed = True


def balance(context: Context) -> tuple[BalancePresenter, BalanceView]:
    plan = day_plan(context.desk, MONTH)
    view = BalanceView()
    task = Spread(plan, {row.key for row in plan.rows})
    presenter = BalancePresenter(context, view, task, lambda _: None)
    presenter.start()
    return presenter, view


def test_the_rest_of_the_month_is_offered_and_the_most_is_remembered(
    context: Context, went: Went
) -> None:
    presenter, view = balance(context)
    assert view.asked == Asked(TODAY, date(2026, 6, 30), "", 12, by_responsible=False, keep=True)
    presenter.spread(replace(view.asked, most=5, visitors="王干部"))
    presenter.adopt()
    assert view.closed
    assert went.changes == 1
    _, again = balance(context)
    assert again.asked is not None
    assert (again.asked.most, again.asked.visitors) == (5, "王干部")
    assert "王干部" not in str(context.memory.recall("visits.balance"))


def test_what_has_no_room_is_told_and_not_kept(context: Context) -> None:
    presenter, view = balance(context)
    assert view.asked is not None
    presenter.spread(replace(view.asked, last=TODAY, most=2, visitors="王干部"))
    left = [one for one in view.rows if one.choice.day is None]
    assert f"到期前排不下 {len(left)} 人次" in view.words
    presenter.adopt()
    kept = [row for row in day_plan(context.desk, MONTH).rows if row.planned_on]
    assert len(kept) == len(view.rows) - len(left)


def test_days_that_cannot_be_read_are_told(context: Context) -> None:
    presenter, view = balance(context)
    assert view.asked is not None
    presenter.spread(replace(view.asked, first=None))
    assert "请写开始和结束的日子" in view.told
    presenter.spread(replace(view.asked, first=date(2026, 6, 27), last=date(2026, 6, 28)))
    assert "没有工作日" in view.told
    assert words_of(()) == "共 0 人次"


def test_a_day_changed_by_hand_that_cannot_be_is_refused_whole(context: Context) -> None:
    presenter, view = balance(context)
    assert view.asked is not None
    presenter.spread(view.asked)
    presenter.change(view.rows[:1], date(2026, 6, 1), None)
    presenter.adopt()
    assert "已经过去" in view.told
    assert not view.closed
    assert not any(row.planned_on for row in day_plan(context.desk, MONTH).rows)


@dataclass
class FiguresView:
    wanted: str = MONTH
    months: list[MonthFigures] = field(default_factory=list)
    years: list[tuple[MonthFigures, ...]] = field(default_factory=list)
    words: str = ""

    def show_month(self, figures: MonthFigures, flags: tuple[FlagRow, ...]) -> None:
        self.months.append(figures)

    def show_year(self, year: tuple[MonthFigures, ...]) -> None:
        self.years.append(year)

    def say(self, words: str) -> None:
        self.words = words

    def month(self) -> str:
        return self.wanted


def test_the_old_year_goes_before_the_new_one_comes(context: Context) -> None:
    view = FiguresView()
    FiguresPresenter(context, view).refresh()
    assert [len(year) for year in view.years] == [0, 12]
    assert view.months[0] == view.years[1][-1]


def test_a_month_that_has_not_begun_is_saved_as_it_is(
    context: Context, ask: StandInAsk, tmp_path: Path
) -> None:
    view = FiguresView(wanted="2026-08")
    presenter = FiguresPresenter(context, view)
    presenter.save()
    assert view.words == ""
    ask.saves_as = tmp_path / "统计.xlsx"
    presenter.save()
    assert ask.saves_as.exists()
    ask.saves_as = tmp_path / "新" / "统计.pdf"
    presenter.print()
    assert ask.saves_as.exists()
