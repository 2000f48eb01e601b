"""assess: what a person is entitled to, from facts alone."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.parser import Doors, Report, common, day, read_text
from app.services.entitlements import assess_facts
from app.services.office import expect_office


def add(commands: Any) -> None:
    assess = commands.add_parser("assess", help="按事实核算待遇或筛查")
    common(assess)
    names = "待遇项目（all 为全部），或筛查项目 screen.名称（screen.all 为全部）"
    assess.add_argument("--programme", default="all", metavar="项目", help=names)
    assess.add_argument("--facts", type=Path, required=True, metavar="文件", help="事实（JSON）")
    assess.add_argument("--on", type=day, required=True, metavar="年-月-日", help="核算日期")
    assess.add_argument("--region", metavar="代码", help="行政区划代码（不写：本单位）")
    assess.set_defaults(run=run_assess)


def run_assess(options: argparse.Namespace, doors: Doors) -> Report:
    text = read_text(options.facts)
    region = options.region
    if region is None and options.data_dir:
        with doors.open_desk(options) as desk:
            region = expect_office(desk).code
    verdicts = assess_facts(text, options.programme, day=options.on, region=region or "")
    lines = []
    for verdict in verdicts:
        lines.append(verdict.headline())
        lines += [f"{'  ' * line.depth}  {line.words} {line.result}" for line in verdict.lines]
        lines += [f"  待核实：{question}" for question in verdict.missing]
    return Report(tuple(lines), [verdict.data for verdict in verdicts])
