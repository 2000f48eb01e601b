"""The guide to the signing key: its situations, the sheet, and what both offices do alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.services.guomi import (
    guomi_fingerprint,
    make_guomi,
    read_guomi,
    register_guomi,
    write_guomi,
)
from app.services.key_guides import Guide, key_guides, print_guide
from app.services.keys import change_passphrase
from app.ui.ports import CERTIFICATES, PDF, Context

_OLD = "请现在管口令的负责人输入旧口令："
_NEW = "请新负责人自己设一个新口令，不要让别人看见。程序不保存它，忘了找不回来。"


class KeyGuidePresenter:
    """Each step that is done says what became of it."""

    def __init__(self, context: Context, *, up: bool = False) -> None:
        self._context, self._up = context, up

    def read(self, show: Callable[[tuple[Guide, ...]], None]) -> None:
        """The situations of this office."""
        self._context.jobs.run(
            lambda _: key_guides(self._context.desk, up=self._up), show, latest="keys.guides"
        )

    def print_guide(self, key: str) -> None:
        """One situation on paper, with places to sign."""
        ask = self._context.ask
        path = ask.save_as("办理单存到哪里", Path("密钥办理单.pdf"), PDF)
        if path is None:
            return
        self._context.jobs.run(
            lambda _: print_guide(self._context.desk, key, path, up=self._up),
            lambda _: self._context.print_out(path, "密钥办理单"),
            title="正在写办理单",
        )

    def change_passphrase(self) -> None:
        """The same key under another passphrase: the person in charge changes."""
        ask = self._context.ask
        old = ask.passphrase("改签名口令", _OLD)
        new = ask.passphrase("改签名口令", _NEW, new=True) if old is not None else None
        if old is None or new is None:
            return
        self._context.jobs.run(
            lambda _: change_passphrase(self._context.desk, old, new),
            lambda _: ask.tell(
                "口令已经改好。", "以前拷走的密钥文件和旧备份仍用旧口令；不放心就更换密钥。"
            ),
            title="正在改口令",
        )

    def make_guomi(self) -> None:
        """The SM2 key, under the passphrase of the signing key."""
        ask = self._context.ask
        passphrase = ask.passphrase("生成国密密钥", "请负责人输入签名口令：")
        if passphrase is None:
            return
        self._context.jobs.run(
            lambda _: make_guomi(self._context.desk, passphrase),
            lambda fingerprint: ask.tell("国密密钥已生成。", f"指纹：{fingerprint}"),
            title="正在生成国密密钥",
        )

    def write_guomi(self) -> None:
        """The public key onto the stick, its fingerprint to be read out."""
        ask, desk = self._context.ask, self._context.desk
        folder = ask.folder("国密公钥存到哪里（U盘）")
        if folder is None:
            return
        self._context.jobs.run(
            lambda _: (write_guomi(desk, folder), guomi_fingerprint(desk)),
            lambda made: ask.tell(f"已写好：{made[0].name}", f"请与县里核对指纹：\n{made[1]}"),
            title="正在写出国密公钥",
        )

    def register_guomi(self) -> None:
        """At the county: nothing is trusted before fingerprints were compared."""
        path = self._context.ask.file(
            self._context.receiving("选择乡镇交来的国密公钥"), CERTIFICATES
        )
        if path is not None:
            self._context.jobs.run(
                lambda _: read_guomi(path),
                lambda fingerprint: self._register(path, fingerprint),
                title="正在读取国密公钥",
            )

    def _register(self, path: Path, fingerprint: str) -> None:
        ask = self._context.ask
        if not ask.confirm(
            self._context.receiving("请打电话与乡镇核对国密公钥指纹，完全一样才登记。"),
            fingerprint,
            yes="指纹一致",
        ):
            return
        code = ask.line("单位代码", "这是哪个单位的公钥？以本单位掌握的 12 位单位代码为准：")
        if code is None:
            return
        self._context.jobs.run(
            lambda _: register_guomi(self._context.desk, path, code.strip()),
            lambda _: ask.tell("已登记。"),
            title="正在登记国密公钥",
        )
