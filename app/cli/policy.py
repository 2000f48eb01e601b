"""policy: the figures of the law, entering a new standard, packs of them from the county."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.cli.parser import Doors, Report, common, day, passphrase, passphrase_of
from app.core.errors import UserError
from app.core.money import yuan
from app.services.change_list import change_words, write_change_list
from app.services.desk import Desk
from app.services.figures import FIGURE_STATE_NAMES, Entry, FigureState, enter_figures, list_figures
from app.services.office import expect_office
from app.services.policy_packs import (
    STANDING_NAMES,
    PolicyPackView,
    apply_policy_pack,
    preview_policy_pack,
    write_policy_pack,
)
from app.services.standard_change import MOVE_NAMES, ChangePreview, preview_change
from app.services.typed_figures import typed_value

_COUNTY_DIGITS = 6


def add(commands: Any) -> None:
    policy = commands.add_parser("policy", help="政策参数：查看、录入新标准、政策包")
    steps = policy.add_subparsers(dest="step", metavar="步骤", title="步骤", required=True)

    listing = steps.add_parser("list", help="全部参数，待录入的在前")
    common(listing)
    listing.add_argument(
        "--state",
        choices=tuple(state.value for state in FigureState),
        metavar="状态",
        help=f"只看这一种：{'、'.join(state.value for state in FigureState)}",
    )
    listing.set_defaults(run=run_list)

    for step, words, run in (
        ("impact", "新标准影响谁、差多少，不改动", run_impact),
        ("enter", "录入新标准", run_enter),
    ):
        parser = steps.add_parser(step, help=words)
        _add_entries(parser)
        parser.set_defaults(run=run)
        if step == "impact":
            parser.add_argument("--out", type=Path, metavar="文件", help="名单写成表格（xlsx）")

    write = steps.add_parser("write", help="县级：把录入的参数写成签名的政策包")
    common(write)
    write.add_argument("--out", type=Path, required=True, metavar="文件夹", help="写到哪里")
    passphrase(write)
    write.set_defaults(run=run_write)

    for step, words, run in (
        ("show", "乡镇：核对政策包，显示内容和影响的人，不改动", run_show),
        ("apply", "乡镇：导入政策包", run_apply),
    ):
        parser = steps.add_parser(step, help=words)
        common(parser)
        parser.add_argument("file", type=Path, metavar="文件", help="县里发来的政策包")
        parser.set_defaults(run=run)


def _add_entries(parser: argparse.ArgumentParser) -> None:
    common(parser)
    parser.add_argument(
        "figures",
        nargs="+",
        metavar="参数=值",
        help="如 standard.dibao_rural=800，同一文件的可多个",
    )
    parser.add_argument("--first", type=day, required=True, metavar="年-月-日", help="执行日期")
    parser.add_argument("--issued", type=day, required=True, metavar="年-月-日", help="发文日期")
    parser.add_argument("--citation", required=True, metavar="文件", help="文件名称和文号")
    parser.add_argument("--last", type=day, metavar="年-月-日", help="到期日（不写：一直有效）")
    parser.add_argument("--region", metavar="代码", help="适用范围（不写：本县）")


def run_list(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        rows = list_figures(desk)
    chosen = [row for row in rows if options.state in {None, row.state.value}]
    missing = sum(row.state in {FigureState.OPEN, FigureState.DEFAULT} for row in rows)
    lines = [f"县里还要录入 {missing} 项，共 {len(rows)} 项"]
    lines += [
        f"{FIGURE_STATE_NAMES[row.state]}  {row.key}  {row.title}：{row.words or '—'}"
        f"（{row.source or row.reason}）"
        for row in chosen
    ]
    return Report(tuple(lines), [asdict(row) for row in chosen])


def run_impact(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        preview = preview_change(desk, _entries(desk, options))
    lines = list(_preview_lines(preview))
    if options.out:
        write_change_list(options.out, preview)
        lines.append(f"名单：{options.out}")
    return Report(tuple(lines), _preview_data(preview))


def run_enter(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        count = enter_figures(desk, _entries(desk, options))
    return Report((f"已录入 {count} 项",), {"entered": count})


def run_write(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        path = write_policy_pack(desk, options.out, passphrase=passphrase_of(options))
    return Report((f"政策包：{path}",), {"path": path})


def run_show(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        found = preview_policy_pack(desk, options.file)
    lines = (*_pack_lines(found.pack), *_preview_lines(found.change))
    return Report(lines, {"pack": asdict(found.pack), "change": _preview_data(found.change)})


def run_apply(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        view = apply_policy_pack(desk, options.file)
    return Report((*_pack_lines(view), f"已导入 {len(view.entries)} 项"), asdict(view))


def _entries(desk: Desk, options: argparse.Namespace) -> list[Entry]:
    """What a command line asks to enter. Raises ``UserError`` for an unknown key, a wrong value."""
    rows = {row.key: row for row in list_figures(desk)}
    region = options.region
    if region is None:
        region = expect_office(desk).code[:_COUNTY_DIGITS]
    entries = []
    for text in options.figures:
        key, sign, value = text.partition("=")
        if not sign or key not in rows:
            raise UserError(
                f"没有“{key}”这个政策参数，或没有写值。",
                "",
                "请写成 参数=值；参数的名称见 policy list。",
            )
        entries.append(
            Entry(
                key=key,
                region=region,
                value=typed_value(rows[key], value),
                first=options.first,
                issued=options.issued,
                citation=options.citation,
                last=options.last,
            )
        )
    return entries


def _preview_lines(preview: ChangePreview) -> tuple[str, ...]:
    return (
        change_words(preview),
        *(
            f"  {MOVE_NAMES[one.move]}  {one.village} {one.name}  {one.programme}："
            f"{_amount(one.before)} → {_amount(one.after)} {one.unit}"
            for one in preview.affected
        ),
    )


def _amount(amount: Any) -> str:
    return "—" if amount is None else yuan(amount)


def _preview_data(preview: ChangePreview) -> dict[str, Any]:
    return {
        "day": preview.day,
        "asked": preview.asked,
        "counts": {move.value: preview.counts.get(move, 0) for move in MOVE_NAMES},
        "monthly": preview.monthly(),
        "arrears": preview.arrears(),
        "affected": [asdict(one) for one in preview.affected],
    }


def _pack_lines(view: PolicyPackView) -> tuple[str, ...]:
    return (
        f"{view.office} 政策包 {view.number}（{view.made_at:%Y-%m-%d %H:%M}）",
        *(
            f"  {STANDING_NAMES[line.standing]}  {line.title}：{line.words}，{line.first} 起"
            f"{f'至 {line.last}' if line.last else ''}（{line.citation}）"
            for line in view.lines
        ),
    )
