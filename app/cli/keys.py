"""key: make keys, requests and certificates."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.parser import Doors, Report, common, passphrase, passphrase_of
from app.core.terms import Role
from app.services import county_keys, keys
from app.services.fingerprint_sheet import print_fingerprint
from app.services.key_slots import slots_of
from app.services.office import expect_office


def add(commands: Any) -> None:
    key = commands.add_parser("key", help="签名密钥与证书")
    steps = key.add_subparsers(dest="step", metavar="步骤", title="步骤", required=True)

    make = steps.add_parser("make", help="生成密钥（县级、市级：生成根证书和自己的签名证书）")
    common(make)
    passphrase(make)
    kinds = [kind.value for kind in keys.KeyKind]
    make.add_argument(
        "--kind", choices=kinds, default=kinds[0], help="乡镇密钥的种类（县级只用第一种）"
    )
    make.set_defaults(run=run_make)

    _second(make)
    request = steps.add_parser("request", help="乡镇：写出证书申请")
    common(request)
    _second(request)
    request.add_argument("--out", type=Path, required=True, metavar="文件夹", help="写到哪里")
    request.set_defaults(run=run_request)

    issue = steps.add_parser("issue", help="县级：签发证书")
    common(issue)
    issue.add_argument("request", type=Path, metavar="文件", help="乡镇的证书申请")
    issue.add_argument("--code", required=True, metavar="代码", help="县级名册上的 12 位单位代码")
    issue.add_argument("--name", required=True, metavar="名称", help="县级名册上的单位名称")
    issue.add_argument("--out", type=Path, required=True, metavar="文件夹", help="写到哪里")
    passphrase(issue)
    issue.set_defaults(run=run_issue)

    install = steps.add_parser("install", help="乡镇：安装县级发来的证书")
    common(install)
    _second(install)
    install.add_argument("certificate", type=Path, metavar="文件", help="县级发来的证书")
    install.set_defaults(run=run_install)


def _second(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--second", action="store_true", help="双人签名：填报人的密钥")
    parser.add_argument("--up", action="store_true", help="县级：向市里报台账用的密钥")


def _slot(options: argparse.Namespace) -> keys.Slot:
    pair = slots_of(Role.COUNTY if options.up else Role.TOWNSHIP)
    return pair[1] if options.second else pair[0]


def run_make(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        office = expect_office(desk)
        root = office.role is Role.COUNTY and not options.up
        secret = passphrase_of(options)
        state = (
            keys.make_county_root(desk, secret)
            if root
            else keys.make_key(desk, secret, kind=keys.KeyKind(options.kind), slot=_slot(options))
        )
    lines = [f"密钥已生成，指纹 {state.fingerprint}"]
    if root:
        lines.append(f"{office.level.grade}根证书指纹 {state.county_fingerprint}")
    return Report(tuple(lines), {"fingerprint": state.fingerprint})


def run_request(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        path = keys.write_request(desk, options.out, _slot(options))
    return Report((f"证书申请：{path}",), {"path": path})


def run_issue(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        request = keys.read_request(options.request)
        path = keys.issue_certificate(
            desk,
            options.request,
            office_code=options.code,
            office_name=options.name,
            passphrase=passphrase_of(options),
            folder=options.out,
        )
    line = f"已签发：{path}；请用电话核对申请指纹 {request.fingerprint}"
    return Report((line,), {"path": path, "fingerprint": request.fingerprint})


def run_install(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        state = keys.install_certificate(desk, options.certificate, _slot(options))
    line = f"证书已安装，有效期至 {state.valid_until}；根证书指纹 {state.county_fingerprint}"
    return Report((line,), {"valid_until": state.valid_until})


def run_replace(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        state = keys.replace_key(desk, options.passphrase)
    line = f"密钥已更换，指纹 {state.fingerprint}；请重新申请证书，并请县里吊销旧证书。"
    return Report((line,), {"fingerprint": state.fingerprint})


def run_sheet(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        print_fingerprint(desk, options.out)
    return Report((f"指纹单：{options.out}",), {"path": options.out})


def run_list(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        rows = county_keys.list_certificates(desk)
    lines = tuple(
        f"{row.state}  {row.office}（{row.office_code}）至 {row.valid_until}  "
        f"{row.serial}  {row.why}"
        for row in rows
    )
    return Report(lines or ("还没有签发过证书。",), [vars(row) for row in rows])


def run_revoke(options: argparse.Namespace, doors: Doors) -> Report:
    with doors.open_desk(options) as desk:
        county_keys.revoke_certificate(
            desk, options.serial, options.reason, passphrase=options.passphrase
        )
    return Report(("已吊销；请写资料包发给各乡镇。",), {"serial": options.serial})
