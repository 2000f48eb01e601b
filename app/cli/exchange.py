"""export, verify, receive, merge, receipt."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.cli.parser import Doors, Report, common, month, options_clock, passphrase, passphrase_of
from app.core.money import yuan
from app.services import (
    compare_file,
    county,
    county_merge,
    county_year,
    guomi,
    ledger_down,
    ledger_up,
    sticks,
    verify,
)
from app.services.office import expect_office


def add(commands: Any) -> None:
    _add_township(commands)
    _add_county(commands)
    _add_receipt(commands)


def _add_township(commands: Any) -> None:
    export = commands.add_parser("export", help="导出签名的月台账（乡镇报县里，县级报市里）")
    common(export)
    export.add_argument("--month", type=month, required=True, metavar="年-月", help="哪个月的台账")
    export.add_argument("--out", type=Path, required=True, metavar="文件夹", help="U盘或文件夹")
    passphrase(export)
    export.add_argument(
        "--second-passphrase", default="", metavar="口令", help="双人签名：填报人的口令"
    )
    export.add_argument("--filled-by", required=True, metavar="姓名", help="填报人")
    export.add_argument("--checked-by", required=True, metavar="姓名", help="审核人")
    export.add_argument(
        "--copy-to", type=Path, metavar="文件夹", help="再存一份：另一个 U 盘或文件夹"
    )
    export.set_defaults(run=run_export)

    check = commands.add_parser("verify", help="核验台账文件")
    common(check)
    check.add_argument("files", nargs="+", type=Path, metavar="文件", help="台账，可多个")
    check.add_argument("--trust", type=Path, action="append", default=[], metavar="证书",
                       help="根证书，可多次（不写：本单位已认定的）")  # fmt: skip
    check.set_defaults(run=run_verify)

    compare = commands.add_parser("compare", help="乡镇：被退回的台账与本机留存的原文件哪里不同")
    common(compare)
    compare.add_argument("file", type=Path, metavar="文件", help="被退回或改动过的台账")
    compare.add_argument("--batch", type=int, metavar="批次", help="与哪一批比较（不写：看文件）")
    compare.add_argument("--out", type=Path, metavar="文件", help="把不同之处写成表格（xlsx）")
    compare.set_defaults(run=run_compare)


def _add_county(commands: Any) -> None:
    receive = commands.add_parser("receive", help="县级：接收台账（文件或文件夹，可多个）")
    common(receive)
    receive.add_argument(
        "files", nargs="+", type=Path, metavar="文件", help="台账或装有台账的文件夹"
    )
    receive.set_defaults(run=run_receive)

    merge = commands.add_parser("merge", help="县级：合并一个月的台账")
    common(merge)
    merge.add_argument("--month", type=month, required=True, metavar="年-月", help="哪个月")
    merge.add_argument("--out", type=Path, required=True, metavar="文件夹", help="写到哪里")
    merge.add_argument("--anyway", action="store_true", help="核对过了：数字看起来不对，仍要合并")
    passphrase(merge)
    merge.set_defaults(run=run_merge)

    board = commands.add_parser("board", help="县级：各单位各月的报送情况，可写出催报函")
    common(board)
    board.add_argument("--month", type=month, required=True, metavar="年-月", help="到哪个月为止")
    board.add_argument("--letters", type=Path, metavar="文件", help="给未报单位的催报函（PDF）")
    board.set_defaults(run=run_board)


def _add_receipt(commands: Any) -> None:
    receipt = commands.add_parser("receipt", help="县级写出回执；乡镇导入回执")
    steps = receipt.add_subparsers(dest="step", metavar="步骤", title="步骤", required=True)
    write = steps.add_parser("write", help="县级：为一个月收到的台账写回执")
    common(write)
    write.add_argument("--month", type=month, required=True, metavar="年-月", help="哪个月")
    write.add_argument("--out", type=Path, required=True, metavar="文件夹", help="写到哪里")
    passphrase(write)
    write.set_defaults(run=run_write_receipts)
    load = steps.add_parser("import", help="乡镇：导入县级回执")
    common(load)
    load.add_argument("file", type=Path, metavar="文件", help="回执文件")
    load.set_defaults(run=run_import_receipt)


def run_export(options: argparse.Namespace, doors: Doors) -> Report:
    secret = passphrase_of(options)
    with doors.open_desk(options) as desk:
        made = ledger_up.export_ledger(
            desk,
            options.month,
            options.out,
            passphrase=secret,
            filled_by=options.filled_by,
            checked_by=options.checked_by,
            second_passphrase=options.second_passphrase,
        )
        beside = guomi.sign_beside(desk, made.path, secret)
        if options.copy_to:
            copy = sticks.copy_ledger(desk, made.batch_no, options.copy_to)
            guomi.sign_beside(desk, copy.path, secret)
    line = (
        f"已导出：{made.path}（第 {made.batch_no} 批，{made.people} 人，走访联系 {made.visits} 次，"
        f"待遇合计 {yuan(made.amount)} 元），已读回核对。"
    )
    signed = (f"国密副签：{beside}",) if beside else ()
    second = (f"第二份：{options.copy_to / made.path.name}",) if options.copy_to else ()
    return Report((line, *signed, *second), asdict(made))


def run_verify(options: argparse.Namespace, doors: Doors) -> Report:
    if options.trust:
        results = verify.verify_files(options.files, options.trust, at=options_clock(options).now())
    else:
        with doors.open_desk(options) as desk:
            results = verify.verify_with_pinned(desk, options.files)
    lines = []
    for result in results:
        lines.append(f"{'通过' if result.ok else '不通过'}  {result.file}")
        lines += [f"    {words}" for words in result.words]
    return Report(
        tuple(lines), [asdict(result) for result in results], ok=all(r.ok for r in results)
    )


def run_receive(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        rows = county.receive_ledgers(desk, options.files)
    lines = tuple(f"{row.state_name}  {row.file}：{row.words}" for row in rows)
    return Report(lines, [asdict(row) for row in rows], ok=all(row.kept for row in rows))


def run_board(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        found = county_year.county_year(desk, options.month)
        lines = [
            f"{row.office}："
            + "，".join(f"{c.month} {c.standing}" for c in row.cells if c.standing)
            for row in found.rows
        ]
        if options.letters:
            offices = county_year.write_reminders(desk, options.month, options.letters)
            lines.append(f"催报函：{options.letters}（{'、'.join(offices)}）")
    return Report(tuple(lines), asdict(found))


def run_merge(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        made = county_merge.merge_month(
            desk,
            options.month,
            options.out,
            passphrase=passphrase_of(options),
            anyway=options.anyway,
        )
    line = (
        f"已合并：{made.path}（{made.offices} 个单位，{made.people} 人，"
        f"待遇合计 {yuan(made.amount)} 元，冲突 {made.conflicts} 处、"
        f"未处理 {made.undecided} 处，不计入 {made.left_out} 行，"
        f"未报 {len(made.missing)} 个单位）"
    )
    return Report((line,), asdict(made))


def run_write_receipts(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        paths = county_merge.write_receipts(
            desk, options.month, options.out, passphrase=passphrase_of(options)
        )
    return Report(tuple(f"回执：{path}" for path in paths), {"paths": paths})


def run_import_receipt(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        view = ledger_down.import_receipt(desk, options.file)
        above = expect_office(desk).level.above.grade
    lines = [
        f"{view.month} 的台账（第 {view.batch_no} 批）{above}已接收：接受 {view.accepted} 行。"
    ]
    for row in view.refused:
        origin = view.origins.get((row.sheet, row.row))
        whose = f"（{origin.office} 第 {origin.row} 行）" if origin else ""
        lines.append(f"  {row.sheet} 第 {row.row} 行{whose}：{row.reason} {row.remedy}")
    if view.asked or view.settled:
        lines.append(f"  事项：列入 {view.asked} 件，自行消除 {view.settled} 件")
    facts = asdict(view) | {
        "origins": [[*row, *vars(o).values()] for row, o in view.origins.items()]
    }
    return Report(tuple(lines), facts)


def run_compare(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        found = compare_file.compare_file(desk, options.file, batch_no=options.batch)
    if options.out and found.changes:
        compare_file.write_changes(options.out, found)
    lines = [found.verdict, f"{found.month} 第 {found.batch_no} 批，与{found.against}比较："]
    lines += [
        f"  《{c.sheet}》第 {c.row or '—'} 行 {c.column or c.what}：{c.before or '空'} → "
        f"{c.after or '空'}"
        for c in found.changes
    ]
    if not found.changes:
        lines.append("  内容没有不同。")
    return Report(tuple(lines), asdict(found), ok=not found.changes)
