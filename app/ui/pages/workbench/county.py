"""What the workbench says at the county: who has sent the month's ledger, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.money import yuan
from app.services.county import BoardView, county_board, list_conflicts
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
    conflicts: int

    @property
    def is_late(self) -> bool:
        return bool(self.board and self.board.missing) and self.today > self.deadline


def read_county(desk: Desk) -> CountyBench:
    """The month of the ledgers that are coming in."""
    period = ledger_month(desk)
    has_root = key_state(desk).has_certificate
    board = county_board(desk, period.month) if has_root else None
    conflicts = len(list_conflicts(desk, period.month)) if has_root else 0
    return CountyBench(desk.clock.today(), period.month, period.deadline, board, conflicts)


def county_figures(bench: CountyBench) -> tuple[Figure, ...]:
    """The figures at the top."""
    rows = bench.board.rows if bench.board else ()
    missing = len(bench.board.missing) if bench.board else 0
    amount = sum((row.amount for row in rows), Decimal("0.00"))
    return (
        Figure("未报单位", str(missing), "county", "board", late=bench.is_late),
        Figure("已收 / 应报", f"{len(rows) - missing} / {len(rows)}", "county", "board"),
        Figure("重复与冲突", str(bench.conflicts), "county", "conflicts"),
        Figure("月保障金（元）", yuan(amount), "county", "board"),
    )


def county_todos(bench: CountyBench) -> tuple[Todo, ...]:
    """What comes next, in the order in which it is done."""
    if bench.board is None:
        return (Todo("生成县级根证书，才能接收台账", "", "现在", "county", "keys"),)
    if not bench.board.rows:
        return (Todo("登记应报台账的乡镇，给它们签发证书", "", "现在", "county", "offices"),)
    when = deadline_words(bench.deadline, bench.today)
    month = month_words(bench.month)
    todos = [
        Todo(f"{office}还没有报来{month}台账", "未报", when, "county", "board", bench.is_late)
        for office in bench.board.missing
    ]
    if bench.conflicts:
        found = f"{bench.conflicts} 处"
        todos.append(Todo("核实重复与冲突", found, "汇总前", "county", "conflicts"))
    if len(bench.board.missing) < len(bench.board.rows):
        todos.append(Todo(f"汇总{month}台账，写回执", "", "", "county", "board"))
    return tuple(todos)


def county_progress(bench: CountyBench) -> tuple[VillageProgress, ...]:
    """The townships' visits, as their ledgers say."""
    rows = bench.board.rows if bench.board else ()
    return tuple(
        VillageProgress(row.office, row.visits_due, row.visits_done, 0)
        for row in rows
        if row.visits_due
    )
