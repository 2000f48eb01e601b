"""The county's root, and certificates for townships."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import UserError
from app.core.progress import Progress
from app.services.county_keys import IssuedView, renew_own, revoke_certificate, write_packages
from app.services.fingerprint_sheet import print_fingerprint
from app.services.form_layouts import LayoutRow, list_layouts
from app.services.keys import issue_certificate, make_county_root, read_request
from app.services.package_regions import read_regions
from app.ui.ports import PDF, REQUESTS, Context

_PASSPHRASE = "请输入县级签名口令："
_ROOT_WORDS = (
    "请设县级签名口令。签发证书、汇总、写回执时都要输入。程序不保存它；忘了，"
    "全县的证书都要重新签发。"
)


@dataclass(frozen=True)
class Wanted:
    """What a township asks to be certified as."""

    path: Path
    name: str
    code: str
    fingerprint: str


@dataclass(frozen=True)
class PackageOrder:
    """What the county chose for the packages: the oldest program that will do (empty: any), a table
    of villages, keys of forms."""

    minimum_version: str = ""
    regions: Path | None = None
    layouts: tuple[str, ...] = ()


class CountyKeyPresenter:
    """Nothing is certified before a person has compared fingerprints."""

    def __init__(self, context: Context) -> None:
        self._context, self._say = context, context.receiving

    def make_root(self) -> None:
        say = self._say
        passphrase = self._context.ask.passphrase(say("生成县级根证书"), say(_ROOT_WORDS), new=True)
        if passphrase is None:
            return
        self._context.jobs.run(
            lambda _: make_county_root(self._context.desk, passphrase),
            lambda _: self._context.changed(),
            title="正在生成根证书",
        )

    def issue(self) -> None:
        """Read a request, have its fingerprint compared, certify it."""
        path = self._context.ask.file(self._say("选择乡镇的证书申请"), REQUESTS)
        if path is None:
            return

        def read(_: Progress) -> Wanted:
            request = read_request(path)
            return Wanted(path, request.office_name, request.claimed_code, request.fingerprint)

        self._context.jobs.run(read, self._compare, title="正在读取申请")

    def renew(self) -> None:
        """A new certificate of our own, for the same key."""
        ask = self._context.ask
        passphrase = ask.passphrase(self._say("换发县级证书"), self._say(_PASSPHRASE))
        if passphrase is None:
            return

        def told(_: object) -> None:
            self._context.changed()
            ask.tell(self._say("县级签名证书已换发。"))

        self._context.jobs.run(
            lambda _: renew_own(self._context.desk, passphrase), told, title="正在换发证书"
        )

    def print_sheet(self) -> None:
        """The root's fingerprint on paper, for the wall beside the telephone."""
        suggested = Path(self._say("县级根证书指纹.pdf"))
        path = self._context.ask.save_as("指纹单存到哪里", suggested, PDF)
        if path is None:
            return
        self._context.jobs.run(
            lambda _: print_fingerprint(self._context.desk, path),
            lambda _: self._context.print_out(path, "指纹单"),
            title="正在写指纹单",
        )

    def revoke(self, certificate: IssuedView) -> None:
        """Revoke one certificate, with the reason."""
        ask = self._context.ask
        why = ask.line(
            f"吊销{certificate.office}的证书",
            "吊销后不能恢复；它签的台账不再接收，以前收到的不变。\n原因：",
        )
        passphrase = ask.passphrase(self._say("县级签名"), self._say(_PASSPHRASE)) if why else None
        if not why or passphrase is None:
            return

        def told(_: object) -> None:
            self._context.changed()
            ask.tell("已吊销。", self._say("请写资料包发给各乡镇，并给该单位签发新证书。"))

        self._context.jobs.run(
            lambda _: revoke_certificate(
                self._context.desk, certificate.serial, why, passphrase=passphrase
            ),
            told,
            title="正在吊销证书",
        )

    def read_layouts(self, show: Callable[[tuple[LayoutRow, ...]], None]) -> None:
        """The forms that may go into packages."""
        self._context.jobs.run(
            lambda _: list_layouts(self._context.desk), show, latest="county.layouts"
        )

    def write_packages(self, order: PackageOrder) -> None:
        """A package for every office that holds a certificate."""
        ask, desk = self._context.ask, self._context.desk
        folder = ask.folder("资料包存到哪里（U盘）")
        passphrase = (
            ask.passphrase(self._say("县级签名"), self._say(_PASSPHRASE)) if folder else None
        )
        if folder is None or passphrase is None:
            return

        def work(_: Progress) -> tuple[Path, ...]:
            day = desk.clock.today()
            return write_packages(
                desk,
                folder,
                passphrase=passphrase,
                regions=read_regions(order.regions, day) if order.regions else None,
                layouts=order.layouts,
                minimum_version=order.minimum_version,
            )

        def told(paths: tuple[Path, ...]) -> None:
            self._context.changed()
            remedy = self._say("请交回各乡镇，由他们在“台账”页导入。")
            ask.tell(f"已写出 {len(paths)} 个资料包。", remedy)

        self._context.jobs.run(work, told, title="正在写资料包")

    def _compare(self, wanted: Wanted) -> None:
        ask = self._context.ask
        if not ask.confirm(
            f"请打电话与“{wanted.name}”核对指纹，完全一样才能签发。",
            f"申请单位代码：{wanted.code}\n密钥指纹：\n{wanted.fingerprint}",
            yes="指纹一致",
        ):
            return
        code = ask.line("单位代码", self._say("以县里掌握的 12 位单位代码为准："), text=wanted.code)
        if code is None:
            return
        if not re.fullmatch(r"[0-9]{12}", code.strip()):
            ask.error(UserError("单位代码不对。", "", "单位代码是 12 位数字，请重新签发。"))
            return
        folder = ask.folder("签发的证书存到哪里（U盘）")
        passphrase = (
            ask.passphrase(self._say("县级签名"), self._say(_PASSPHRASE)) if folder else None
        )
        if folder is None or passphrase is None:
            return
        self._context.jobs.run(
            lambda _: issue_certificate(
                self._context.desk,
                wanted.path,
                office_code=code.strip(),
                office_name=wanted.name,
                passphrase=passphrase,
                folder=folder,
            ),
            self._issued,
            title="正在签发证书",
        )

    def _issued(self, path: Path) -> None:
        self._context.changed()
        self._context.ask.tell(
            "证书已签发。",
            f"{path.name}\n"
            + self._say("请交回乡镇，由他们在“台账”页安装，安装时再核对根证书指纹。"),
        )
