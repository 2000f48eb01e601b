"""How the guide to the signing key looks: situations left, the steps of the chosen one right."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.services.key_guides import Act, Guide
from app.ui.pages.key_guide_presenter import KeyGuidePresenter
from app.ui.ports import Context
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import GAP, fitting_size, make_button
from app.ui.widgets.plain_label import plain_label

_BUTTONS = {
    Act.MAKE: "生成密钥…",
    Act.REQUEST: "写出证书申请…",
    Act.INSTALL: "安装证书…",
    Act.PRINT_FINGERPRINT: "打印指纹单…",
    Act.CHANGE_PASSPHRASE: "改口令…",
    Act.REPLACE: "更换密钥…",
    Act.IMPORT_PACKAGE: "导入资料包…",
    Act.ISSUE: "签发证书…",
    Act.WRITE_PACKAGES: "写资料包…",
    Act.RENEW_OWN: "换发签名证书…",
    Act.MAKE_SECOND: "生成密钥…",
    Act.REQUEST_SECOND: "写出证书申请…",
    Act.INSTALL_SECOND: "安装证书…",
    Act.PRINT_SECOND: "打印指纹单…",
    Act.DROP_SECOND: "停用双人签名…",
    Act.MAKE_GUOMI: "生成国密密钥…",
    Act.WRITE_GUOMI: "写出国密公钥…",
    Act.REGISTER_GUOMI: "登记国密公钥…",
}


class KeyGuideDialog(QDialog):
    """``acts`` does a step; a step without an act there is only read. ``print_guide`` prints the
    situation with this key."""

    def __init__(
        self,
        parent: QWidget,
        guides: tuple[Guide, ...],
        acts: Mapping[Act, Callable[[], None]],
        print_guide: Callable[[str], None],
        *,
        chosen: str = "",
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("签名密钥：遇到情况怎么办")
        self._guides = guides
        self._acts = acts
        self._print = print_guide
        self.list = QListWidget()
        self.list.setAccessibleName("情况")
        self.list.setProperty("role", "sections")
        self.list.setFixedWidth(170)
        self.list.addItems([guide.title for guide in guides])
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        add_key(self, "打印本页", ("Ctrl+P",), self._press_print)
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self.list)
        top.addWidget(self._area, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(
            plain_label("办理单上有密钥指纹（分组、用词念、二维码）和签字处。", role="small")
        )
        buttons.addStretch(1)
        buttons.addWidget(make_button("打印本页…", self._press_print, tip="Ctrl+P"))
        buttons.addWidget(make_button("关闭", self.reject))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(GAP)
        layout.addLayout(top, 1)
        layout.addLayout(buttons)
        self.list.currentRowChanged.connect(self._show)
        keys = [guide.key for guide in guides]
        self.list.setCurrentRow(keys.index(chosen) if chosen in keys else 0)
        self.resize(fitting_size(parent, 900, 560))
        self.list.setFocus()

    def _show(self, place: int) -> None:
        guide = self._guides[place]
        ground = QWidget()
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(8, 0, 12, 0)
        inside.setSpacing(12)
        inside.addWidget(plain_label(guide.title, role="heading"))
        inside.addWidget(plain_label(guide.when, role="note", wrap=True))
        for number, step in enumerate(guide.steps, start=1):
            line = QHBoxLayout()
            line.setSpacing(GAP)
            line.addWidget(plain_label(f"{number}", role="strong"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(plain_label(step.words, wrap=True), 1, Qt.AlignmentFlag.AlignTop)
            act = self._acts.get(step.act)
            if act is not None:
                button = make_button(_BUTTONS[step.act], act)
                line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            inside.addLayout(line)
        inside.addStretch(1)
        self._area.setWidget(ground)

    def _press_print(self) -> None:
        self._print(self._guides[self.list.currentRow()].key)


def open_key_guide(
    parent: QWidget,
    context: Context,
    acts: Mapping[Act, Callable[[], None]],
    chosen: str = "",
    *,
    up: bool = False,
) -> None:
    """Open the guide over a page that can do ``acts``; what both offices do alike is added. ``up``:
    about what this office sends up."""
    presenter = KeyGuidePresenter(context, up=up)
    every = {
        **acts,
        Act.CHANGE_PASSPHRASE: presenter.change_passphrase,
        Act.MAKE_GUOMI: presenter.make_guomi,
        Act.WRITE_GUOMI: presenter.write_guomi,
        Act.REGISTER_GUOMI: presenter.register_guomi,
    }

    def show(guides: tuple[Guide, ...]) -> None:
        KeyGuideDialog(parent, guides, every, presenter.print_guide, chosen=chosen).open()

    presenter.read(show)
