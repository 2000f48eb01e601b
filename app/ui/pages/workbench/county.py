"""What the workbench says at the county: who has sent the month's ledger, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.money import yuan
from app.services.desk import Desk
from app.services.workbench import CountyBench, show_county_bench
from app.ui.pages.workbench.lines import Figure, Todo, certificate_line
from app.ui.words import deadline_words, month_words


@dataclass(frozen=True)
class NoRootYet:
    """A county that has not made its root can receive nothing."""

    today: date


def read_county(desk: Desk) -> CountyBench | NoRootYet:
    """The month of the ledgers that are coming in."""
    from app.services.keys import key_state  # a township starts without any cryptography

    if not key_state(desk).has_certificate:
        return NoRootYet(desk.clock.today())
    return show_county_bench(desk)


ROOT_FIRST = (Todo("生成根证书，才能接收台账", "", "现在", "county", "keys"),)


def county_figures(bench: CountyBench) -> tuple[Figure, ...]:
    """The figures at the top."""
    missing = len(bench.missing)
    late = missing > 0 and bench.today > bench.deadline
    return (
        Figure("未报单位", str(missing), "county", "board", late=late),
        Figure("已收 / 应报", f"{bench.received} / {bench.expected}", "county", "board"),
        Figure("重复与冲突", str(bench.conflicts), "county", "conflicts"),
        Figure("月保障金（元）", yuan(bench.amount), "county", "board"),
    )


def county_todos(bench: CountyBench) -> tuple[Todo, ...]:
    """What comes next, in the order in which it is done."""
    if not bench.expected:
        return (Todo("登记应报台账的单位，给它们签发证书", "", "现在", "county", "offices"),)
    when = deadline_words(bench.deadline, bench.today)
    late = bench.today > bench.deadline
    month = month_words(bench.month)
    todos = [
        Todo(f"{office}还没有报来{month}台账", "未报", when, "county", "board", late)
        for office in bench.missing
    ]
    if bench.conflicts:
        found = f"{bench.conflicts} 处"
        todos.append(Todo("核实重复与冲突", found, "汇总前", "county", "conflicts"))
    if bench.received:
        state = "已汇总" if bench.merged else "未汇总"
        todos.append(Todo(f"汇总{month}台账，写回执", state, "", "county", "board"))
    if bench.sent_up and bench.received:
        todos.append(Todo(f"上报{month}台账", bench.sent_up, "", "ledger"))
    if bench.ending:
        words = "报送单位的证书快到期，写资料包换发"
        todos.append(Todo(words, f"{bench.ending} 个单位", "", "county", "keys"))
    up = bench.certificate is not None and bench.certificate.up
    place = ("ledger", "guide:renew") if up else ("county", "keys")
    todos += certificate_line(bench.certificate, *place)
    return tuple(todos)
