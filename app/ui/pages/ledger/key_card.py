"""The card that leads through the three steps to a signing key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from app.services.keys import KeyState
from app.ui.widgets.page import card, link_button, make_button
from app.ui.widgets.plain_label import plain_label, set_role


class KeyCard:
    """Shows how far the office is; the button of the next step is the one that can be pressed."""

    def __init__(
        self,
        *,
        make: Callable[[], None],
        request: Callable[[], None],
        install: Callable[[], None],
        print_sheet: Callable[[], None],
        guide: Callable[[], None],
        say: Callable[[str], str],
    ) -> None:
        self._say_it = say
        self.frame: QFrame
        self.frame, inside = card()
        inside.addWidget(plain_label("签名密钥", role="heading"))
        self._words = [plain_label("", wrap=True) for _ in range(3)]
        self._buttons = [
            make_button("生成密钥", make),
            make_button("写出证书申请", request),
            make_button("安装证书", install),
        ]
        for words, button in zip(self._words, self._buttons, strict=True):
            line = QHBoxLayout()
            line.addWidget(words, 1)
            line.addWidget(button)
            inside.addLayout(line)
        self._fingerprint = plain_label("", role="small", wrap=True, selectable=True)
        inside.addWidget(self._fingerprint)
        more = QHBoxLayout()
        more.addWidget(link_button("快到期、换人、遗失、忘记口令怎么办…", guide))
        self._print = link_button("打印指纹…", print_sheet)
        more.addWidget(self._print)
        more.addStretch(1)
        inside.addLayout(more)
        inside.addStretch(1)

    def show_keys(self, keys: KeyState) -> None:
        """Say what is done and what comes next."""
        until = f"{keys.valid_until:%Y-%m-%d}" if keys.valid_until else ""
        self._say(0, "1　密钥已生成" if keys.has_key else "1　生成密钥", keys.has_key)
        self._say(1, self._say_it("2　证书申请交给县里，打电话核对指纹"), keys.has_certificate)
        self._say(
            2,
            f"3　证书有效至 {until}"
            if keys.has_certificate
            else self._say_it("3　安装县里签发的证书"),
            keys.has_certificate,
        )
        self._buttons[0].setVisible(not keys.has_key)
        self._buttons[1].setVisible(keys.has_key and not keys.has_certificate)
        self._buttons[2].setVisible(keys.has_key and not keys.has_certificate)
        shown = f"本机密钥指纹：{keys.fingerprint}" if keys.fingerprint else ""
        self._fingerprint.setText(shown)
        self._print.setVisible(keys.has_key)

    def next_button(self) -> QPushButton | None:
        """The button of the next step, None when all is done."""
        return next((b for b in self._buttons if not b.isHidden()), None)

    def _say(self, place: int, words: str, done: bool) -> None:
        self._words[place].setText(words)
        set_role(self._words[place], "done" if done else "")
