"""init, sample, doctor, self-test."""

from __future__ import annotations

import argparse
import platform
import sqlite3
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import app
from app.cli.parser import Doors, Report, common, day
from app.core.clock import system_clock
from app.core.errors import FileError, system_reason
from app.core.paths import resource
from app.core.terms import ROLE_NAMES, Role
from app.services import sample
from app.services.office import SetUpOffice, adopt_pack, expect_pack, set_up_office
from app.services.self_test import SelfCheck, self_test


def add(commands: Any) -> None:
    init = commands.add_parser("init", help="设置单位（首次使用）")
    common(init)
    init.add_argument("--role", choices=[role.value for role in Role], default="township",
                      help="township 乡镇（默认），county 县级或市级（看代码）")  # fmt: skip
    init.add_argument("--name", required=True, metavar="名称", help="单位名称，如 青山镇")
    init.add_argument("--code", required=True, metavar="代码", help="12 位单位代码")
    init.add_argument(
        "--county", required=True, metavar="名称", help="所属县（市、区）；市级：本市"
    )
    init.add_argument("--clerk", required=True, metavar="姓名", help="经办人")
    init.add_argument(
        "--village", action="append", default=[], metavar="名称", help="村（社区），可多次"
    )
    init.add_argument("--adopt", action="append", type=_adoption, default=[],
                      metavar="方案:起[:止]",
                      help="执行的帮扶方案及起止日期，如 S1:2026-01-01，可多次")  # fmt: skip
    init.set_defaults(run=run_init)

    make = commands.add_parser("sample", help="生成样例表格（人员均为虚构）")
    make.add_argument("--data-dir", type=Path, metavar="文件夹",
                      help="另把第一个乡镇装入这个数据文件夹")  # fmt: skip
    make.add_argument("--townships", type=int, default=3, metavar="数", help="乡镇数（默认 3）")
    make.add_argument(
        "--people", type=int, default=300, metavar="数", help="每乡镇人数（默认 300）"
    )
    make.add_argument("--seed", type=int, default=7, metavar="数", help="随机种子（默认 7）")
    make.add_argument(
        "--today", type=day, metavar="年-月-日", help="样例的日期（不写：2026-05-20）"
    )
    make.add_argument("--out", type=Path, required=True, metavar="文件夹", help="写到哪里")
    make.add_argument("--json", action="store_true", help="以 JSON 输出结果")
    make.set_defaults(run=run_sample)

    doctor = commands.add_parser("doctor", help="检查数据、规则和程序环境")
    common(doctor)
    doctor.set_defaults(run=run_doctor)

    test = commands.add_parser("self-test", help="程序自检（安装后运行）")
    test.add_argument("--data-dir", type=Path, metavar="文件夹", help="另检查这个数据文件夹")
    test.add_argument("--out", type=Path, metavar="文件", help="把自检结果写入文本文件")
    test.add_argument("--json", action="store_true", help="以 JSON 输出结果")
    test.set_defaults(run=run_self_test)


def _adoption(text: str) -> tuple[str, date, date | None]:
    """``S1:2026-01-01:2026-12-31``: a programme, the days it is carried out, or ValueError."""
    key, first, *rest = text.split(":")
    last = day(rest[0]) if rest else None
    if len(rest) > 1 or (last and last < day(first)):
        raise ValueError(text)
    return key, day(first), last


def run_init(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        for key, _, _ in options.adopt:
            expect_pack(desk, key)
        office = set_up_office(
            desk,
            SetUpOffice(
                role=Role(options.role),
                name=options.name,
                code=options.code,
                county=options.county,
                clerk=options.clerk,
                villages=tuple(options.village),
            ),
        )
        for key, first, last in options.adopt:
            adopt_pack(desk, key, adopted=True, first=first, last=last)
        role = ROLE_NAMES[office.role]
        line = f"已设置：{office.name}（{role}，{office.code}），数据在 {desk.folder}"
        return Report((line,), {"office": office.name, "code": office.code, "folder": desk.folder})


def run_sample(options: argparse.Namespace, doors: Doors) -> Report:
    made = sample.write_sample_books(
        options.out,
        townships=options.townships,
        people=options.people,
        seed=options.seed,
        day=options.today,
    )
    if options.data_dir:
        with doors.open_folder(options.data_dir, options.today or sample.SAMPLE_DAY, "") as desk:
            sample.fill_with_sample(desk, people=options.people, seed=options.seed)
    lines = (f"已生成 {len(made)} 个文件：", *(f"  {path}" for path in made))
    return Report(lines, {"files": made})


def run_doctor(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        problems = desk.store.check()
        data = {
            "version": app.__version__,
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            "schema": desk.store.version(),
            "folder": desk.folder,
            "resources": resource(),
            "problems": problems,
        }
    lines = (
        f"程序 {app.__version__}，Python {data['python']}，SQLite {data['sqlite']}",
        f"数据文件夹：{data['folder']}，数据版本 {data['schema']}",
        *(problems or ("数据检查：完好",)),
    )
    return Report(lines, data, ok=not problems)


def run_self_test(options: argparse.Namespace, doors: Doors) -> Report:
    clock = system_clock()
    checks = self_test(clock)
    if options.data_dir:
        with doors.open_folder(options.data_dir, clock.today(), "") as desk:
            problems = desk.store.check()
        checks += (SelfCheck("数据文件夹", not problems, "；".join(problems) or "完好"),)
    lines = tuple(f"{'通过' if c.ok else '失败'}  {c.name}  {c.words}".rstrip() for c in checks)
    if options.out:
        _write_text(options.out, "\n".join(lines) + "\n")
    return Report(lines, [asdict(c) for c in checks], ok=all(c.ok for c in checks))


def _write_text(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FileError(f"写不了文件 {path}。", system_reason(error), "请换一个位置。") from error
