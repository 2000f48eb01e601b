"""What is asked before people are sent out, and before an arrival is answered."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from app.services.people import PersonRow
from app.services.transfers import SendPeople
from app.services.transfers_in import Answer, ArrivingPerson, TransferView
from app.ui.pages.people.transfers.presenter import Arrival, TransfersPresenter
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import IdField
from app.ui.widgets.form_dialog import FormDialog
from app.ui.widgets.page import make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

ARRIVING = (
    Column[ArrivingPerson]("姓名", lambda one: one.name, 110),
    Column[ArrivingPerson]("身份证号", lambda one: one.id_masked, 170),
    Column[ArrivingPerson]("年龄", lambda one: "" if one.age is None else str(one.age), 56),
    Column[ArrivingPerson]("与户主关系", lambda one: one.relation, 100),
    Column[ArrivingPerson]("类别", lambda one: "、".join(one.categories), 200, stretch=True),
    Column[ArrivingPerson](
        "本单位",
        lambda one: one.known,
        120,
        tone=lambda one: "late" if one.known == "已在册" else "",
    ),
)


class _StickForm(FormDialog):
    """A form that ends with a folder and the signing passphrase."""

    def __init__(
        self, title: str, presenter: TransfersPresenter, parent: QWidget, *, save: str
    ) -> None:
        super().__init__(parent, title, save=save)
        self.setMinimumWidth(640)
        self._presenter = presenter
        self.folder = QLineEdit()
        self.folder.setPlaceholderText("U盘或文件夹")
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)

    def add_stick_lines(self) -> None:
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(make_button("选择…", self._choose))
        self.form.addRow("存到", place)
        self.form.addRow("签名口令", self.passphrase)

    def missing(self) -> bool:
        """Whether the folder or the passphrase is missing; says so and goes there."""
        for edit, words in (
            (self.folder, "请选择存到哪里。"),
            (self.passphrase, "请输入签名口令。"),
        ):
            if not edit.text().strip():
                self.tell(words)
                edit.setFocus()
                return True
        return False

    def place(self) -> Path:
        return Path(self.folder.text().strip())

    def _choose(self) -> None:
        folder = self._presenter.pick_folder()
        if folder is not None:
            self.folder.setText(str(folder))
            self.passphrase.setFocus()


class SendDialog(_StickForm):
    """Where the people go, and why."""

    def __init__(
        self, presenter: TransfersPresenter, people: tuple[PersonRow, ...], parent: QWidget
    ) -> None:
        super().__init__("转出到别的乡镇", presenter, parent, save="签名并写转移单")
        self._people = people
        self.office = QLineEdit()
        self.code = IdField()
        self.code.setPlaceholderText("12 位单位代码，可向县里询问")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("如：随子女居住，户口已迁")
        names = "、".join(row.name for row in people)
        self.form.addRow("人员", plain_label(names, wrap=True))
        self.form.addRow("接收单位", self.office)
        self.form.addRow("接收单位代码", self.code)
        self.form.addRow("转移事由", self.reason)
        self.add_stick_lines()
        edits: list[QWidget] = [self.office, self.code, self.reason, self.folder, self.passphrase]
        EnterMoves(edits, self.save, self)
        edits[0].setFocus()

    def press(self) -> None:
        for edit, words in (
            (self.office, "请填写接收单位。"),
            (self.code, "请填写接收单位代码。"),
            (self.reason, "请填写转移事由。"),
        ):
            if not edit.text().strip():
                self.tell(words)
                edit.setFocus()
                return
        if self.missing():
            return
        order = SendPeople(
            tuple(row.id for row in self._people),
            self.code.text().strip(),
            self.office.text().strip(),
            self.reason.text().strip(),
        )
        self.accept()
        self._presenter.send(order, self.place(), self.passphrase.text())


class AnswerDialog(_StickForm):
    """Who comes from where; accept them into a village, or refuse with a reason."""

    def __init__(self, presenter: TransfersPresenter, arrival: Arrival, parent: QWidget) -> None:
        super().__init__("转入人员", presenter, parent, save="接收并写回执")
        view = arrival.view
        self._path = arrival.path
        self.people: RowsTable[ArrivingPerson] = RowsTable(ARRIVING)
        self.people.setAccessibleName("转入人员")
        self.people.show_rows(view.people)
        self.setMinimumWidth(880)
        self.people.setMinimumHeight(150)
        self.village = QComboBox()
        self.village.addItems(["", *arrival.villages])
        self.group = QLineEdit()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("退回时必填；接收时可不填")
        self.form.addRow("转入村（社区）", self.village)
        self.form.addRow("组", self.group)
        self.form.addRow("说明", self.reason)
        self.add_stick_lines()
        self.buttons.insertWidget(0, make_button("退回并写回执", self._press_refuse))
        self.body.insertWidget(0, plain_label(_about(view), wrap=True))
        self.body.insertWidget(1, self.people, 1)
        if view.left_out:
            unknown = "、".join(view.left_out)
            words = f"本机的程序不认识这些内容，不会保存：{unknown}。可升级程序后再接收。"
            self.body.insertWidget(2, plain_label(words, role="problem", wrap=True))
        edits = [self.village, self.group, self.reason, self.folder, self.passphrase]
        EnterMoves(edits, self.save, self)
        edits[0].setFocus()

    def press(self) -> None:
        if not self.village.currentText():
            self.tell("请选择转入的村（社区）。")
            self.village.setFocus()
            return
        village, group = self.village.currentText(), self.group.text().strip()
        self._answer(Answer(True, village, group, self.reason.text().strip()))

    def _press_refuse(self) -> None:
        if not self.reason.text().strip():
            self.tell("请写明退回的原因。")
            self.reason.setFocus()
            return
        self._answer(Answer(False, reason=self.reason.text().strip()))

    def _answer(self, answer: Answer) -> None:
        if self.missing():
            return
        self.accept()
        self._presenter.answer(self._path, answer, self.place(), self.passphrase.text())


def _about(view: TransferView) -> str:
    whole = "整户转移" if view.whole_household else "不含家庭资料"
    return (
        f"{view.from_office} {view.sent_on:%Y-%m-%d} 发来，{len(view.people)} 人，{whole}。"
        f"事由：{view.reason}（编号 {view.number}）"
    )
