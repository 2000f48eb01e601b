"""The figures of the visits as a workbook and on paper."""

from __future__ import annotations

from pathlib import Path

from app.core.dictionary import Kind
from app.exporters.roster_xlsx import Roster, RosterColumn, write_rosters
from app.exporters.table_pdf import PaperColumn, PaperTable, Printing, write_table
from app.services.desk import Desk
from app.services.office import expect_office
from app.services.visit_figures import BASIS, MonthFigures, Tally

_TITLES = ("", "应办", "已办", "完成率", "以前逾期未补")


def save_figures(
    desk: Desk, figures: MonthFigures, year: tuple[MonthFigures, ...], path: Path
) -> None:
    """Write the figures as a workbook: the month, and the year before. Raises FileError."""
    office = expect_office(desk)
    note = f"{office.name}　截至 {figures.day}。{BASIS}"
    rosters = {
        name: Roster(
            f"{figures.month} 走访联系情况（{name}）",
            (
                RosterColumn(first, width=20.0),
                *(RosterColumn(title, Kind.NUMBER, width=12.0) for title in _TITLES[1:3]),
                RosterColumn(_TITLES[3], width=12.0),
                RosterColumn(_TITLES[4], Kind.NUMBER, width=14.0),
            ),
            [(one.name, one.due, one.done, one.rate, one.late) for one in tallies],
            note,
        )
        for name, first, tallies in _tables(figures, year)
    }
    with desk.write("save_visit_figures", f"另存走访统计：{figures.month}"):
        write_rosters(path, rosters)


def print_figures(
    desk: Desk, figures: MonthFigures, year: tuple[MonthFigures, ...], path: Path
) -> int:
    """Write the figures as a PDF; returns its pages. Raises FileError."""
    office = expect_office(desk)
    lead = (
        f"截至 {figures.day}。定期探访率（S3.601，目标 100%）：{figures.visits.rate}"
        f"（{figures.visits.done} ÷ {figures.visits.due}）；"
        f"全部走访联系：{figures.whole.rate}（{figures.whole.done} ÷ {figures.whole.due}）；"
        f"以前逾期未补：{figures.whole.late}。",
        BASIS,
    )
    tables = [
        PaperTable(
            title=f"{office.name}{figures.month} 走访联系情况（{name}）",
            lead=lead,
            columns=(
                PaperColumn(first, 60),
                *(PaperColumn(title, 28, centred=True) for title in _TITLES[1:]),
            ),
            rows=[
                (one.name, str(one.due), str(one.done), one.rate, str(one.late)) for one in tallies
            ],
        )
        for name, first, tallies in _tables(figures, year)
    ]
    with desk.write("print_visit_figures", f"打印走访统计：{figures.month}"):
        printing = Printing(office.name, desk.actor.name, desk.clock.today())
        return write_table(path, tables, printing)


def _tables(
    figures: MonthFigures, year: tuple[MonthFigures, ...]
) -> tuple[tuple[str, str, tuple[Tally, ...]], ...]:
    """(what it is by, the title of the first column, its lines)."""
    sums = (figures.whole, figures.visits)
    months = tuple(Tally(one.month, one.whole.due, one.whole.done, one.whole.late) for one in year)
    visits = tuple(
        Tally(one.month, one.visits.due, one.visits.done, one.visits.late) for one in year
    )
    return (
        ("按村", "村（社区）", (*figures.villages, *sums)),
        ("按方式", "方式", (*figures.kinds, *sums)),
        ("按责任人", "责任人", (*figures.responsible, *sums)),
        ("各月", "月份", months),
        ("各月定期探访", "月份", visits),
    )
