"""``python -m app COMMAND``: the same services without a screen."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from app.cli import (
    conflicts,
    demo,
    exchange,
    guomi,
    keys,
    matters,
    office,
    package,
    people,
    policy,
    rules,
    visits,
)
from app.cli.parser import Doors, Parser, Report, complain
from app.core.errors import Cancelled, UserError

GROUPS = (
    office,
    people,
    visits,
    matters,
    rules,
    keys,
    guomi,
    exchange,
    conflicts,
    package,
    policy,
    demo,
)


def make_parser() -> Parser:
    """The parser of all commands."""
    parser = Parser(
        prog="python -m app", description="帮扶台账：不开窗口的命令。不写命令则打开窗口。"
    )
    commands = parser.add_subparsers(dest="command", metavar="命令", title="命令")
    for group in GROUPS:
        group.add(commands)
    return parser


def run_command(arguments: Sequence[str], doors: Doors) -> int:
    """Run one command. 0 done, 1 the answer is no, 2 bad use, 3 a file is at fault."""
    options = make_parser().parse_args(arguments)
    if options.command is None:
        make_parser().print_help()
        return 2
    try:
        report: Report = options.run(options, doors)
    except UserError as error:
        return complain(error)
    except Cancelled:
        sys.stderr.write("已取消，没有改动。\n")
        return 1
    _show(report, options)
    return 0 if report.ok else 1


def _show(report: Report, options: argparse.Namespace) -> None:
    if getattr(options, "json", False):
        print(json.dumps(report.data, ensure_ascii=False, indent=2, default=_plain))
        return
    for line in report.lines:
        print(line)


def _plain(value: Any) -> Any:
    """What JSON has no word for: amounts keep their digits as text, days are ISO."""
    return str(value)
