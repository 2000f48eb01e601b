"""What the workbench says at the county: who has sent the month's ledger, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.services.county import BoardView, county_board
from app.services.desk import Desk
from app.services.keys import key_state
from app.services.ledger_up import ledger_month
from app.services.plan import VillageProgress
from app.ui.pages.workbench.lines import Figure, Todo
from app.ui.words import deadline_words, month_words


@dataclass(frozen=True)
class CountyBench:
    """The county's month; without a root there is no board yet."""

    today: date
    month: str
    deadline: date
    board: BoardView | None


def read_county(desk: Desk) -> CountyBench:
    """The month of the ledgers that are expected next."""
    period = ledger_month(desk)
    has_root = key_state(desk).has_certificate
    board = county_board(desk, period.month) if has_root else None
    return CountyBench(desk.clock.today(), period.month, period.deadline, board)


def county_figures(bench: CountyBench) -> tuple[Figure, ...]:
    """The figures at the top."""
    rows = bench.board.rows if bench.board else ()
    missing = len(bench.board.missing) if bench.board else 0
    late = missing > 0 and bench.today > bench.deadline
    return (
        Figure("未报单位", str(missing), "county", "board", late=late),
        Figure("已收单位", str(len(rows) - missing), "county", "board"),
        Figure("应报单位", str(len(rows)), "county", "offices"),
        Figure("已报人员", f"{sum(row.people for row in rows)} 人", "county", "board"),
    )


def county_todos(bench: CountyBench) -> tuple[Todo, ...]:
    """What comes next."""
    if bench.board is None:
        return (Todo("生成县级根证书，才能接收台账", "", "现在", "county", "keys"),)
    if not bench.board.rows:
        return (Todo("登记应报台账的乡镇，给它们签发证书", "", "现在", "county", "offices"),)
    when = deadline_words(bench.deadline, bench.today)
    late = bench.today > bench.deadline
    month = month_words(bench.month)
    todos = [
        Todo(f"{office}还没有报来{month}台账", "未报", when, "county", "board", late)
        for office in bench.board.missing
    ]
    if not todos:
        todos.append(Todo(f"{month}台账已收齐，可以汇总、写回执", "", "", "county", "board"))
    todos.append(Todo("核实重复与冲突", "", "汇总前", "county", "conflicts"))
    return tuple(todos)


def county_progress(bench: CountyBench) -> tuple[VillageProgress, ...]:
    """The townships' visits, as their ledgers say."""
    rows = bench.board.rows if bench.board else ()
    return tuple(
        VillageProgress(row.office, row.visits_due, row.visits_done, 0)
        for row in rows
        if row.visits_due
    )
