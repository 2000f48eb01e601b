"""The guide to the signing key: its situations, the sheet, and what both offices do alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.services.key_guides import Guide, key_guides, print_guide
from app.services.keys import change_passphrase
from app.ui.ports import PDF, Context

_OLD = "请现在管口令的负责人输入旧口令："
_NEW = "请新负责人自己设一个新口令，不要让别人看见。程序不保存它，忘了找不回来。"


class KeyGuidePresenter:
    """Each step that is done says what became of it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def read(self, show: Callable[[tuple[Guide, ...]], None]) -> None:
        """The situations of this office."""
        self._context.jobs.run(lambda _: key_guides(self._context.desk), show, latest="keys.guides")

    def print_guide(self, key: str) -> None:
        """One situation on paper, with places to sign."""
        ask = self._context.ask
        path = ask.save_as("办理单存到哪里", Path("密钥办理单.pdf"), PDF)
        if path is None:
            return
        self._context.jobs.run(
            lambda _: print_guide(self._context.desk, key, path),
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
