"""The county's root, the three steps to a certificate, and the certificates it has issued."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.services.county_keys import IssuedView
from app.services.form_layouts import LayoutRow
from app.services.keys import KeyState
from app.ui.pages.county.columns import ISSUED
from app.ui.pages.county.key_presenter import CountyKeyPresenter
from app.ui.pages.county.package_dialog import PackageDialog
from app.ui.ports import Context
from app.ui.widgets.page import GAP, card, link_button, make_button
from app.ui.widgets.plain_label import plain_label, set_role
from app.ui.widgets.table import RowsTable

_STEPS = (
    "1　乡镇用U盘送来证书申请文件和指纹单。",
    "2　打电话核对指纹，一组一组念，完全一样才能签发。",
    "3　把签发的证书文件交回乡镇安装。",
)


class KeysPane(QWidget):
    """Root left, issuing right, what was issued below."""

    def __init__(
        self, context: Context, presenter: CountyKeyPresenter, guide: Callable[[], None]
    ) -> None:
        super().__init__()
        self._context, self._say = context, context.receiving
        self._presenter = presenter
        self._guide = guide
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self._root_card(), 1)
        top.addWidget(self._issue_card(), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addLayout(self._issued_line())
        self.issued: RowsTable[IssuedView] = RowsTable(ISSUED)
        self.issued.setAccessibleName("已签发的证书")
        self.issued.moved.connect(lambda _: self._set_buttons())
        layout.addWidget(self.issued, 1)

    def show_keys(self, keys: KeyState, issued: tuple[IssuedView, ...]) -> None:
        """How far the county is, and what it has issued."""
        made = keys.has_certificate
        until = f"，签名证书有效至 {keys.valid_until:%Y-%m-%d}" if keys.valid_until else ""
        self._words.setText(
            self._say(f"县级根证书已生成{until}。")
            if made
            else self._say("还没有县级根证书。它是全县台账签名的根，只生成一次。")
        )
        set_role(self._words, "done" if made else "")
        self._make.setVisible(not made)
        self._issue.setEnabled(made)
        self._packages.setEnabled(bool(issued))
        self._fingerprint.setText(keys.county_fingerprint)
        for widget in (self._fingerprint_title, self._print):
            widget.setVisible(made)
        self.issued.show_rows(issued)
        self._set_buttons()

    def _set_buttons(self) -> None:
        row = self.issued.current()
        self._revoke.setEnabled(row is not None and row.state == "有效")

    def open_packages(self) -> None:
        """Choose what goes into the packages, then write them."""

        def show(layouts: tuple[LayoutRow, ...]) -> None:
            PackageDialog(self, self._context, layouts, self._presenter.write_packages).open()

        self._presenter.read_layouts(show)

    def _press_revoke(self) -> None:
        row = self.issued.current()
        if row is not None:
            self._presenter.revoke(row)

    def _root_card(self) -> QFrame:
        frame, inside = card()
        self._words = plain_label("", wrap=True)
        self._make = make_button(
            self._say("生成县级根证书"), self._presenter.make_root, primary=True
        )
        self._fingerprint_title = plain_label(
            self._say("根证书指纹（乡镇安装证书时打电话核对）"), role="quiet"
        )
        self._fingerprint = plain_label("", role="mono", wrap=True, selectable=True)
        self._print = link_button("打印指纹…", self._presenter.print_sheet)
        inside.addWidget(plain_label(self._say("县级根证书"), role="heading"))
        for widget in (self._words, self._make, self._fingerprint_title, self._fingerprint):
            inside.addWidget(widget)
        line = QHBoxLayout()
        line.addWidget(link_button("报失、快到期、换人怎么办…", self._guide))
        line.addWidget(self._print)
        line.addStretch(1)
        inside.addLayout(line)
        inside.addStretch(1)
        return frame

    def _issue_card(self) -> QFrame:
        frame, inside = card()
        inside.addWidget(plain_label(self._say("给乡镇签发证书"), role="heading"))
        for words in _STEPS:
            inside.addWidget(plain_label(self._say(words), wrap=True))
        self._issue = make_button("签发证书…", self._presenter.issue)
        line = QHBoxLayout()
        line.addWidget(self._issue)
        line.addStretch(1)
        inside.addLayout(line)
        inside.addStretch(1)
        return frame

    def _issued_line(self) -> QHBoxLayout:
        self._revoke = make_button("吊销…", self._press_revoke)
        self._packages = make_button(
            "写资料包…", self.open_packages, tip="证书、吊销名单，可以附村名单、表样"
        )
        line = QHBoxLayout()
        line.addWidget(plain_label("已签发的证书", role="heading"))
        line.addStretch(1)
        line.addWidget(self._packages)
        line.addWidget(self._revoke)
        return line
