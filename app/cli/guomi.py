"""guomi: the further SM2 signature, where an office is asked for one."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.parser import Doors, Report, common, passphrase, passphrase_of
from app.services import guomi


def add(commands: Any) -> None:
    group = commands.add_parser("guomi", help="国密（SM2）副签：另一个文件，需要国密组件")
    steps = group.add_subparsers(dest="step", metavar="步骤", title="步骤", required=True)

    make = steps.add_parser("make", help="乡镇：生成国密密钥（口令与签名密钥相同）")
    common(make)
    passphrase(make)
    make.set_defaults(run=run_make)

    public = steps.add_parser("public", help="乡镇：写出国密公钥，交县里登记")
    common(public)
    public.add_argument("--out", type=Path, required=True, metavar="文件夹", help="写到哪里")
    public.set_defaults(run=run_public)

    register = steps.add_parser("register", help="县级：登记乡镇的国密公钥（先打电话核对指纹）")
    common(register)
    register.add_argument("file", type=Path, metavar="文件", help="乡镇交来的国密公钥")
    register.add_argument("--code", required=True, metavar="代码", help="12 位单位代码")
    register.set_defaults(run=run_register)


def run_make(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        fingerprint = guomi.make_guomi(desk, passphrase_of(options))
    line = f"国密密钥已生成，指纹 {fingerprint}。以后导出的台账旁边多一个 .sm2sig 文件。"
    return Report((line,), {"fingerprint": fingerprint})


def run_public(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        path = guomi.write_guomi(desk, options.out)
    return Report((f"国密公钥：{path}",), {"path": path})


def run_register(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        guomi.register_guomi(desk, options.file, options.code)
    fingerprint = guomi.read_guomi(options.file)
    return Report((f"已登记，请确认与乡镇核对过指纹 {fingerprint}",), {"fingerprint": fingerprint})
