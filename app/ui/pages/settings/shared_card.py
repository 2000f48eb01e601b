"""Where the county's store is: a card of the page 设置, tab 数据."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.services.shared_store import PlaceView
from app.ui.pages.settings.shared_presenter import SharedPresenter
from app.ui.ports import Context
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.form_dialog import FormDialog
from app.ui.widgets.page import card, make_button
from app.ui.widgets.plain_label import plain_label

_ALONE = "现在用的是本机数据文件夹里的数据，只有这台电脑能用。几台电脑要一起收台账、处理冲突时，\
请单位的管理员装好 PostgreSQL 数据库，再在这里改用它。"
_BACK_UP = "备份：共享的数据在服务器上，本程序不替服务器做备份。请管理员每天用 pg_dump 备份，\
并定期试着恢复；升级本程序之前也要先备份。密钥仍在各自电脑的数据文件夹里，要另外备份；\
签名和签发证书只能在生成密钥的那台电脑上做。"


class SharedCard(QWidget):
    """Shown at a county only; the address appears without its password."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.presenter = SharedPresenter(context, self)
        frame, inside = card()
        inside.addWidget(plain_label("共享数据库", role="heading"))
        self.state = plain_label("", wrap=True, selectable=True)
        inside.addWidget(self.state)
        self.advice = plain_label("", role="quiet", wrap=True)
        inside.addWidget(self.advice)
        self._share = make_button("改用共享数据库…", self.ask_for_place)
        self._copy = make_button("另存一份…", self.presenter.save_copy)
        self._leave = make_button("改回本机数据…", self.presenter.leave)
        buttons = QHBoxLayout()
        for button in (self._share, self._copy, self._leave):
            buttons.addWidget(button)
        buttons.addStretch(1)
        inside.addLayout(buttons)
        inside.addStretch(1)
        self._stand(frame)

    def _stand(self, frame: QFrame) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self.hide()

    def show_place(self, place: PlaceView | None) -> None:
        self.setVisible(place is not None)
        if place is None:
            return
        shared = bool(place.address)
        where = f"正在使用：{place.address}\n本机经办人：{place.clerk or '未写明'}"
        self.state.setText(where if shared else _ALONE)
        self.advice.setText(_BACK_UP if shared else "")
        self.advice.setVisible(shared)
        self._share.setVisible(not shared)
        self._copy.setVisible(shared)
        self._leave.setVisible(shared)

    def close_program(self) -> None:
        self.window().close()

    def ask_for_place(self) -> None:
        """Ask for the address of the server, and who works here."""
        SharedDialog(self, self.presenter).open()


class SharedDialog(FormDialog):
    """The address holds a password, so it is typed unseen unless wanted."""

    def __init__(self, parent: QWidget, presenter: SharedPresenter) -> None:
        note = (
            "地址由管理员给，写法：postgresql://用户名:密码@服务器/数据库名。"
            "先试着连接，看过那里有什么，确认后才改用；现在什么也不改。"
        )
        super().__init__(parent, "改用共享数据库", note, save="测试连接")
        self._presenter = presenter
        self.url = QLineEdit()
        self.url.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self.clerk = QLineEdit()
        self.form.addRow("数据库地址", self.url)
        self.form.addRow("本机经办人", self.clerk)
        EnterMoves([self.url, self.clerk], self.save, self)
        self.url.setFocus()

    def press(self) -> None:
        self._presenter.share(self.url.text(), self.clerk.text(), self.close_saved, self.tell)
