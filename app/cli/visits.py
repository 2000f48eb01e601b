"""plan, sheets, record."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from app.cli.parser import Doors, Report, common, month, read_text
from app.core.errors import FileError, UserError
from app.core.form_answers import parse_answer
from app.core.terms import DUTY_STATE_NAMES
from app.services.desk import Desk
from app.services.plan import plan_month
from app.services.register_updates import ADOPT
from app.services.sheet_entry import QUESTION, SheetEntry
from app.services.sheets import print_sheets
from app.services.visits import RecordVisit, check_visit, open_sheet, record_visit

_YES_NO = {"1": True, "是": True, "yes": True, "0": False, "否": False, "no": False}


def add(commands: Any) -> None:
    plan = commands.add_parser("plan", help="本月该联系谁、为什么")
    common(plan)
    plan.add_argument("--month", type=month, required=True, metavar="年-月", help="哪个月")
    plan.add_argument("--village", default="", metavar="名称", help="只看这个村（社区）")
    plan.set_defaults(run=run_plan)

    sheets = commands.add_parser("sheets", help="按村打印走访表（PDF）")
    common(sheets)
    sheets.add_argument("--month", type=month, required=True, metavar="年-月", help="哪个月")
    sheets.add_argument(
        "--village", action="append", default=[], metavar="名称", help="只打印这个村，可多次"
    )
    sheets.add_argument("--out", type=Path, required=True, metavar="文件", help="写到哪个 PDF 文件")
    sheets.add_argument("--full-id", action="store_true", help="打印完整身份证号（默认遮盖）")
    sheets.set_defaults(run=run_sheets)

    record = commands.add_parser("record", help="录入走访表")
    common(record)
    record.add_argument("sheet", nargs="?", metavar="编号", help="走访表编号")
    record.add_argument("--set", action="append", default=[], metavar="项=值",
                        help="填写一项，按纸上的数字勾选，如 health=13，可多次")  # fmt: skip
    record.add_argument("--file", type=Path, metavar="文件",
                        help='JSON 文件：[{"sheet": 编号, "answers": {项: 值}}, …]')  # fmt: skip
    record.add_argument("--again", action="store_true", help="改正已录入的表")
    record.set_defaults(run=run_record)


def run_plan(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        plan = plan_month(desk, options.month)
    rows = [row for row in plan.rows if not options.village or row.village == options.village]
    lines = [f"{plan.month}：共 {len(rows)} 项联系任务"]
    lines += [
        f"  {v.name}：应联系 {v.planned}，已完成 {v.done}，逾期 {v.late}" for v in plan.villages
    ]
    lines += [
        f"{row.village} {row.group} {row.name}：{row.kind_name}，{DUTY_STATE_NAMES[row.state]}，"
        f"最迟 {row.due}（{'；'.join(row.reasons)}）"
        for row in rows
    ]
    return Report(tuple(lines), {"month": plan.month, "rows": [asdict(row) for row in rows]})


def run_sheets(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        batch = print_sheets(
            desk,
            options.month,
            out=options.out,
            villages=options.village,
            masked=not options.full_id,
        )
    line = f"已打印 {batch.count} 张（{batch.first_no}–{batch.last_no}）：{batch.path}"
    return Report((line,), asdict(batch))


def run_record(options: argparse.Namespace, doors: Doors) -> Report:
    """Everything is checked before anything is kept: a pile with one bad sheet leaves no trace."""
    with doors.open_desk(options) as desk:
        pile = [
            _checked(desk, sheet, answers, again=options.again)
            for sheet, answers in _typed(options)
        ]
        numbers = [command.sheet_no for command in pile]
        twice = next((no for no in numbers if numbers.count(no) > 1), None)
        if twice is not None:
            raise UserError(f"走访表 {twice} 写了两次。", "", "同一张表只写一次。")
        for command in pile:
            record_visit(desk, command)
    return Report(tuple(f"已录入 {number}" for number in numbers), {"recorded": numbers})


def _typed(options: argparse.Namespace) -> list[tuple[str, Mapping[str, str]]]:
    if options.file:
        text = read_text(options.file)
        try:
            return [(str(one["sheet"]), dict(one["answers"])) for one in json.loads(text)]
        except (ValueError, KeyError, TypeError) as error:
            raise FileError(
                f"读不懂 {options.file}。", "", '请按 [{"sheet": 编号, "answers": {项: 值}}] 填写。'
            ) from error
    if not options.sheet:
        raise UserError("没有走访表编号。", "", "请写编号，或用 --file 指定文件。")
    pairs = [words.partition("=") for words in options.set]
    return [(options.sheet, {key: value for key, _, value in pairs})]


def _checked(desk: Desk, sheet: str, typed: Mapping[str, str], *, again: bool) -> RecordVisit:
    """The sheet ready to be kept. What is wrong with it names it: a pile has many."""
    try:
        entry = open_sheet(desk, sheet)
        today = desk.clock.today()
        answers = {key: _answer(entry, key, text, today) for key, text in typed.items()}
        command = RecordVisit(entry.sheet_no, answers, again=again)
        check_visit(entry, command, today=today)
    except UserError as error:
        what = f"走访表 {sheet}：{error.what}"
        raise type(error)(what, error.why, error.what_to_do) from error
    return command


def _answer(entry: SheetEntry, key: str, text: str, today: date) -> object:
    if key.startswith((QUESTION, ADOPT)):
        if (answer := _YES_NO.get(str(text).strip())) is None:
            raise UserError(f"“{key}”要填是或否，不能填“{text}”。", "", "不知道就不填。")
        return answer
    try:
        field = entry.form.field(key)
    except KeyError as error:
        known = "、".join(f"{f.key}（{f.label}）" for f in entry.form.fields)
        raise UserError(f"{entry.form.title}没有“{key}”这一项。", "", f"可填：{known}。") from error
    return parse_answer(field, str(text), today=today)
