"""package: what the county sends down to its offices, and taking it over there."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.parser import Doors, Report, common
from app.services import county_keys, office_package
from app.services.package_regions import read_regions


def add(commands: Any) -> None:
    package = commands.add_parser("package", help="单位资料包：证书、吊销名单、村名单、程序版本")
    steps = package.add_subparsers(dest="step", metavar="步骤", title="步骤", required=True)

    write = steps.add_parser("write", help="县级：给每个持有证书的乡镇写一个")
    common(write)
    write.add_argument("--out", type=Path, required=True, metavar="文件夹", help="写到哪里")
    write.add_argument("--regions", type=Path, metavar="文件", help="村（社区）名单（表格）")
    write.add_argument("--layouts", nargs="*", default=(), metavar="代码", help="一并发下去的表样")
    write.add_argument("--minimum", default="", metavar="版本", help="程序不低于哪个版本")
    write.add_argument("--passphrase", required=True, metavar="口令", help="县级签名密钥的口令")
    write.set_defaults(run=run_write)

    for step, words, run in (
        ("show", "乡镇：核对并显示内容，不改动", run_show),
        ("apply", "乡镇：应用", run_apply),
    ):
        parser = steps.add_parser(step, help=words)
        common(parser)
        parser.add_argument("file", type=Path, metavar="文件", help="县里发来的资料包")
        parser.set_defaults(run=run)
        if step == "apply":
            parser.add_argument(
                "--roots-compared", action="store_true", help="新的根证书指纹已经打电话核对"
            )


def run_write(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        day = desk.clock.today()
        regions = read_regions(options.regions, day) if options.regions else None
        paths = county_keys.write_packages(
            desk,
            options.out,
            passphrase=options.passphrase,
            regions=regions,
            layouts=options.layouts,
            minimum_version=options.minimum,
        )
    return Report(tuple(f"资料包：{path}" for path in paths), {"paths": paths})


def run_show(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        view = office_package.preview_package(desk, options.file)
    return _report(view)


def run_apply(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        view = office_package.apply_package(
            desk, options.file, roots_compared=options.roots_compared
        )
    return _report(view)


def _report(view: office_package.PackageView) -> Report:
    lines = [f"{view.office} {view.made_at:%Y-%m-%d %H:%M}", *(f"  {line}" for line in view.lines)]
    lines += [f"  新的根证书指纹：{fingerprint}" for fingerprint in view.new_roots]
    return Report(tuple(lines), vars(view))
