"""The three steps to a signing key: make it, ask the county, install what it certifies."""

from __future__ import annotations

from pathlib import Path

from app.core.progress import Progress
from app.services.keys import (
    install_certificate,
    make_key,
    read_offer,
    write_request,
)
from app.ui.ports import CERTIFICATES, Context

_WORDS = "请负责人设一个签名口令。以后每次导出台账都要输入，程序不保存它，忘了就只能重新申请证书。"


class KeyPresenter:
    """Each step asks, does, and says what comes next."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def make(self) -> None:
        """Step one: the key, under a passphrase."""
        passphrase = self._context.ask.passphrase("生成签名密钥", _WORDS, new=True)
        if passphrase is None:
            return
        self._context.jobs.run(
            lambda _: make_key(self._context.desk, passphrase),
            lambda _: self._context.changed(),
            title="正在生成密钥",
        )

    def request(self) -> None:
        """Step two: the request onto the stick."""
        folder = self._context.ask.folder("证书申请存到哪里（U盘）")
        if folder is None:
            return

        def told(path: Path) -> None:
            self._context.ask.tell(
                "证书申请已写好。", f"{path.name}\n请交给县里，并打电话核对屏幕上的指纹。"
            )

        self._context.jobs.run(
            lambda _: write_request(self._context.desk, folder), told, title="正在写出证书申请"
        )

    def install(self) -> None:
        """Step three: compare the county's fingerprint, then install."""
        path = self._context.ask.file("选择县里签发的证书", CERTIFICATES)
        if path is None:
            return

        def read(_: Progress) -> tuple[str, str]:
            own, root = read_offer(path)
            return own.name, root.fingerprint

        self._context.jobs.run(
            read, lambda offer: self._confirm(path, *offer), title="正在读取证书"
        )

    def _confirm(self, path: Path, name: str, fingerprint: str) -> None:
        if not self._context.ask.confirm(
            "请打电话与县里核对根证书指纹，一组一组念，完全一样才能安装。",
            f"证书名称：{name}\n县级根证书指纹：\n{fingerprint}",
            yes="指纹一致，安装",
        ):
            return
        self._context.jobs.run(
            lambda _: install_certificate(self._context.desk, path),
            lambda _: self._context.changed(),
            title="正在安装证书",
        )
