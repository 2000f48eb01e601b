"""The three steps to a signing key, replacing one that is lost, and packages from the county."""

from __future__ import annotations

from pathlib import Path

from app.core.levels import COUNTY
from app.core.progress import Progress
from app.core.terms import Role
from app.services.fingerprint_sheet import print_fingerprint
from app.services.key_slots import slots_of
from app.services.keys import (
    Slot,
    drop_second,
    install_certificate,
    make_key,
    read_offer,
    replace_key,
    write_request,
)
from app.services.office_package import PackageView, apply_package, preview_package
from app.ui.ports import CERTIFICATES, LEDGERS, PDF, Context

_WORDS = "请负责人设一个签名口令。以后每次导出台账都要输入，程序不保存它，忘了就只能重新申请证书。"

_SECOND_WORDS = "请填报人自己设一个口令，不要和负责人的一样。导出台账时两个人各输入自己的口令。"

_COUNTY_WORDS = "上报用的密钥与本县其他密钥用同一个口令。请输入县级签名口令："

_REPLACE = (
    "电脑丢失、口令忘记、U盘遗失被人用过，或经手人调离时才更换。\n"
    "更换以后，要重新写出证书申请、与县里核对指纹、安装新证书，才能再导出台账。"
)
_REPLACED = "1　写出证书申请，打印指纹。\n2　打电话请县里吊销旧证书、签发新证书。\n3　安装新证书。"


class KeyPresenter:
    """Each step asks, does, and says what comes next."""

    def __init__(self, context: Context) -> None:
        self._context, self._say = context, context.sending
        role = Role.COUNTY if context.level == COUNTY else Role.TOWNSHIP
        self.own, self.second = slots_of(role)

    def make(self, slot: Slot | None = None) -> None:
        """Step one: the key, under a passphrase."""
        slot = slot or self.own
        words = _SECOND_WORDS if slot is self.second else _WORDS
        if slot is Slot.UP:
            passphrase = self._context.ask.passphrase("生成上报密钥", _COUNTY_WORDS)
        else:
            passphrase = self._context.ask.passphrase("生成签名密钥", words, new=True)
        if passphrase is None:
            return
        self._context.jobs.run(
            lambda _: make_key(self._context.desk, passphrase, slot=slot),
            lambda _: self._context.changed(),
            title="正在生成密钥",
        )

    def request(self, slot: Slot | None = None) -> None:
        """Step two: the request onto the stick."""
        folder = self._context.ask.folder("证书申请存到哪里（U盘）")
        if folder is None:
            return

        def told(path: Path) -> None:
            self._context.ask.tell(
                "证书申请已写好。",
                f"{path.name}\n{self._say('请交给县里，并打电话核对屏幕上的指纹。')}",
            )

        self._context.jobs.run(
            lambda _: write_request(self._context.desk, folder, slot or self.own),
            told,
            title="正在写出证书申请",
        )

    def install(self, slot: Slot | None = None) -> None:
        """Step three: compare the county's fingerprint, then install."""
        path = self._context.ask.file(self._say("选择县里签发的证书"), CERTIFICATES)
        if path is None:
            return

        def read(_: Progress) -> tuple[str, str]:
            own, root = read_offer(path)
            return own.name, root.fingerprint

        self._context.jobs.run(
            read, lambda offer: self._confirm(path, slot or self.own, *offer), title="正在读取证书"
        )

    def print_sheet(self, slot: Slot | None = None) -> None:
        """The fingerprint on paper, which goes to the county with the request."""
        path = self._context.ask.save_as("密钥指纹存到哪里", Path("密钥指纹.pdf"), PDF)
        if path is None:
            return
        self._context.jobs.run(
            lambda _: print_fingerprint(self._context.desk, path, slot or self.own),
            lambda _: self._context.print_out(path, "指纹单"),
            title="正在写指纹单",
        )

    def drop_second(self) -> None:
        """One signs again."""
        ask = self._context.ask
        if not ask.confirm(
            "要停用双人签名吗？", "填报人的密钥停用，以后只由负责人一人签名。", yes="停用"
        ):
            return
        self._context.jobs.run(
            lambda _: drop_second(self._context.desk),
            lambda _: ask.tell("已停用。", self._say("请县里吊销填报人的证书。")),
            title="正在停用双人签名",
        )

    def replace(self) -> None:
        """A new key because the PC, the stick or the passphrase is lost, or a clerk has left."""
        if not self._context.ask.confirm("要更换签名密钥吗？", self._say(_REPLACE), yes="更换密钥"):
            return
        up = self.own is Slot.UP
        words = _COUNTY_WORDS if up else _WORDS
        passphrase = self._context.ask.passphrase("更换签名密钥", words, new=not up)
        if passphrase is None:
            return

        def told(_: object) -> None:
            self._context.changed()
            self._context.ask.tell("新密钥已生成，旧密钥已停用。", self._say(_REPLACED))

        self._context.jobs.run(
            lambda _: replace_key(self._context.desk, passphrase, slot=self.own),
            told,
            title="正在更换密钥",
        )

    def import_package(self) -> None:
        """Show what the county's package holds, then apply it."""
        path = self._context.ask.file(self._say("选择县里发来的资料包"), LEDGERS)
        if path is None:
            return
        self._context.jobs.run(
            lambda _: preview_package(self._context.desk, path),
            lambda package: self._apply(path, package),
            title="正在核对资料包",
        )

    def _apply(self, path: Path, package: PackageView) -> None:
        lines = [f"{package.office} {package.made_at:%Y-%m-%d %H:%M}，{package.made_by}"]
        lines += [f"· {line}" for line in package.lines]
        lines += [
            f"新的根证书指纹（打电话核对）：\n{fingerprint}" for fingerprint in package.new_roots
        ]
        yes = "指纹一致，应用" if package.new_roots else "应用"
        if not self._context.ask.confirm("资料包核对无误，要应用吗？", "\n".join(lines), yes=yes):
            return
        compared = bool(package.new_roots)
        self._context.jobs.run(
            lambda _: apply_package(self._context.desk, path, roots_compared=compared),
            lambda _: self._context.changed(),
            title="正在应用资料包",
        )

    def _confirm(self, path: Path, slot: Slot, name: str, fingerprint: str) -> None:
        if not self._context.ask.confirm(
            self._say("请打电话与县里核对根证书指纹，一组一组念，完全一样才能安装。"),
            self._say(f"证书名称：{name}\n县级根证书指纹：\n") + fingerprint,
            yes="指纹一致，安装",
        ):
            return
        self._context.jobs.run(
            lambda _: install_certificate(self._context.desk, path, slot),
            lambda _: self._context.changed(),
            title="正在安装证书",
        )
