"""matters."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from app.cli.parser import Doors, Report, common
from app.core.matter_kinds import matter_kinds
from app.core.terms import MATTER_STATE_NAMES
from app.services.matter_finding import find_matters
from app.services.matters import ALL, LATE, UNDONE, MatterQuery, MatterRow, list_matters

_STATES = (UNDONE, LATE, ALL, *(state.value for state in MATTER_STATE_NAMES))


def add(commands: Any) -> None:
    matters = commands.add_parser("matters", help="事项：要核实、要办理的事，加 --find 先核对登记")
    common(matters)
    matters.add_argument("--find", action="store_true", help="先核对登记，找出新的事项")
    matters.add_argument(
        "--kind", choices=tuple(matter_kinds()), default="", metavar="种类", help="只看这一种"
    )
    matters.add_argument("--village", default="", metavar="名称", help="只看这个村（社区）")
    matters.add_argument(
        "--state",
        choices=_STATES,
        default=UNDONE,
        metavar="状态",
        help=f"{'、'.join(_STATES)}；不写：没有办结的",
    )
    matters.set_defaults(run=run_matters)


def run_matters(options: argparse.Namespace, doors: Doors) -> Report:
    query = MatterQuery(kind=options.kind, village=options.village, state=options.state)
    with doors.open_desk(options) as desk:
        kept = find_matters(desk) if options.find else None
        found = list_matters(desk, query)
    late = sum(row.late for row in found.rows)
    lines = [f"核对完了：{kept.words}。"] if kept else []
    lines.append(f"共 {len(found.rows)} 件，其中逾期 {late} 件")
    lines += [_line(row) for row in found.rows]
    data = {
        "found": asdict(kept) if kept else None,
        "late": late,
        "rows": [asdict(row) for row in found.rows],
    }
    return Report(tuple(lines), data)


def _line(row: MatterRow) -> str:
    state = "逾期" if row.late else row.outcome_name or row.state_name
    who = " ".join(part for part in (row.village, row.who) if part)
    return f"{row.id} {state} {row.due or '—'} {row.kind_name} {who}：{row.words}"
