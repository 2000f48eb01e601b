"""import, undo."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.cli.parser import Doors, Report, common
from app.services.acts import undo_act
from app.services.import_people import ImportPreview, commit_import, preview_import


def add(commands: Any) -> None:
    load = commands.add_parser("import", help="导入表格：先预览，加 --yes 才写入")
    common(load)
    load.add_argument("files", nargs="+", type=Path, metavar="文件", help="xlsx、xls、csv，可多个")
    load.add_argument("--password", metavar="密码", help="表格的打开密码")
    load.add_argument(
        "--anyway", action="store_true", help="核对过了：很多行像是同一个人，仍要导入"
    )
    load.add_argument("--yes", action="store_true", help="确认写入（不写则只预览）")
    load.set_defaults(run=run_import)

    undo = commands.add_parser("undo", help="撤销一次导入或其他操作")
    common(undo, json=False)
    undo.add_argument("act", type=int, metavar="编号", help="import 输出的操作编号")
    undo.set_defaults(run=run_undo)


def run_import(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        preview = preview_import(desk, options.files, password=options.password)
        result = commit_import(desk, preview, anyway=options.anyway) if options.yes else None
    data = {
        "counts": asdict(preview.counts),
        "stopped": preview.plan.brake.reason if preview.plan.brake else None,
        "conflicts": sum(change.conflict for change in preview.changes),
        "missing": len(preview.missing),
        "problems": [asdict(problem) for problem in preview.problems],
        "act": result.act_id if result else None,
    }
    end = (
        f"已写入，操作编号 {result.act_id}。" if result else "这是预览，没有写入；确认请加 --yes。"
    )
    return Report((*_lines(preview), end), data)


def _lines(preview: ImportPreview) -> list[str]:
    counts = preview.counts
    lines = [
        f"新增 {counts.new} 人，变更 {counts.changed} 人，无变化 {counts.unchanged} 人，"
        f"拒绝 {counts.refused} 人；提醒 {counts.warnings} 处。"
    ]
    conflicts = sum(change.conflict for change in preview.changes)
    if conflicts:
        lines.append(f"有 {conflicts} 项与手工登记的内容不同，写入时保留登记的。")
    if preview.missing:
        lines.append(f"有 {len(preview.missing)} 人不在新名单上，类别照旧；请在窗口里处理。")
    if preview.plan.brake:
        lines.append(f"请先核对：{preview.plan.brake.reason}。确实没错，加 --anyway 才写入。")
    lines += [f"  {p.file} {p.sheet} {p.cell}：{p.reason}。{p.remedy}" for p in preview.problems]
    return lines


def run_undo(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        undo_act(desk, options.act)
    return Report((f"已撤销操作 {options.act}。",))
