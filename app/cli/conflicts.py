"""conflicts: list what townships' ledgers have against each other, and decide."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.parser import Doors, Report, common, month
from app.core.errors import UserError
from app.services import county_conflicts
from app.services.county_conflicts import ANSWERS, Answer, Choice, ConflictRow


def add(commands: Any) -> None:
    conflicts = commands.add_parser("conflicts", help="县级：重复与冲突，查看和处理")
    steps = conflicts.add_subparsers(dest="step", metavar="步骤", title="步骤", required=True)

    show = steps.add_parser("list", help="列出一个月的重复与冲突")
    common(show)
    show.add_argument("--month", type=month, required=True, metavar="年-月", help="哪个月")
    show.add_argument("--open", action="store_true", help="只列出尚未处理的")
    show.set_defaults(run=run_list)

    decide = steps.add_parser("decide", help="处理一处或几处")
    common(decide)
    decide.add_argument("--month", type=month, required=True, metavar="年-月", help="哪个月")
    decide.add_argument("--id", action="append", required=True, metavar="编号", help="可多次")
    decide.add_argument(
        "--verdict",
        choices=list(ANSWERS),
        required=True,
        help="，".join(f"{key} {words}" for key, words in ANSWERS.items()),
    )
    decide.add_argument("--keep", default="", metavar="代码", help="keep_one 时：以哪个单位为准")
    decide.add_argument("--reason", required=True, metavar="文字", help="理由，随回执发给乡镇")
    decide.set_defaults(run=run_decide)

    withdraw = steps.add_parser("withdraw", help="撤回处理，重新列为未处理")
    common(withdraw)
    withdraw.add_argument("--month", type=month, required=True, metavar="年-月", help="哪个月")
    withdraw.add_argument("--id", action="append", required=True, metavar="编号", help="可多次")
    withdraw.set_defaults(run=run_withdraw)


def run_list(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        rows = county_conflicts.list_conflicts(desk, options.month)
    return _report([row for row in rows if not options.open or row.decision is None])


def run_decide(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        rows = county_conflicts.list_conflicts(desk, options.month)
        choice = _choice(_expect(rows, options.id)[0], options.verdict, options.keep)
        answer = Answer(choice, options.reason)
        rows = county_conflicts.decide(desk, rows, options.id, answer)
    return _report(_expect(rows, options.id))


def run_withdraw(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        rows = county_conflicts.list_conflicts(desk, options.month)
        _expect(rows, options.id)
        rows = county_conflicts.withdraw(desk, rows, options.id)
    return _report(_expect(rows, options.id))


def _expect(rows: tuple[ConflictRow, ...], ids: list[str]) -> list[ConflictRow]:
    found = [row for row in rows if row.id in ids]
    strange = set(ids) - {row.id for row in found}
    if strange:
        raise UserError(
            f"没有编号为 {min(strange)} 的冲突。", "", "请用 conflicts list 查看这个月的编号。"
        )
    return found


def _choice(row: ConflictRow, verdict: str, keep: str) -> Choice:
    found = [c for c in row.choices if (c.verdict, c.office_code) == (verdict, keep)]
    if len(found) != 1:
        possible = "；".join(f"{c.verdict} {c.office_code}（{c.words}）" for c in row.choices)
        raise UserError("这样处理对这一处不适用。", f"可以选：{possible}。", "请改正后再试。")
    return found[0]


def _report(rows: list[ConflictRow]) -> Report:
    lines = []
    for row in rows:
        names = "、".join(dict.fromkeys(side.name for side in row.sides))
        done = f"{row.decision.words}：{row.decision.reason}" if row.decision else "未处理"
        lines.append(f"{row.id}  {row.kind_name}  {names}（{row.words}）  {done}")
    data = [
        {
            "id": row.id,
            "kind": row.kind,
            "offices": row.words,
            "choices": [vars(choice) for choice in row.choices],
            "decision": vars(row.decision) if row.decision else None,
        }
        for row in rows
    ]
    return Report(tuple(lines) or ("没有重复与冲突。",), data)
