"""The dialog 批量修改: what is changed above, below who changes from what to what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.bulk import (
    AddCategory,
    AddNote,
    BulkChange,
    BulkPreview,
    BulkResult,
    BulkRow,
    EndCategory,
    GiveResponsible,
    MoveVillage,
)
from app.ui.pages.people.bulk_presenter import BulkPresenter
from app.ui.ports import Context
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import DateField
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import fitting_size, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

_LABEL = 72
_KINDS = ("村（社区）", "包保责任人", "增加类别", "结束类别", "备注")


def _tone(row: BulkRow) -> str:
    return "quiet" if row.stays else "done"


_ROWS = (
    Column[BulkRow]("姓名", lambda row: row.name, 100),
    Column[BulkRow]("村（社区）", lambda row: row.village or "—", 100),
    Column[BulkRow]("现在", lambda row: row.before or "—", 190),
    Column[BulkRow]("改成", lambda row: "不改" if row.stays else row.after, 190, tone=_tone),
    Column[BulkRow]("不改的原因", lambda row: row.stays, 180, stretch=True),
)


class BulkDialog(QDialog):
    """Enter goes to the next field, Ctrl+Enter shows the preview and, pressed again, does it."""

    def __init__(
        self,
        context: Context,
        people: Sequence[int],
        parent: QWidget,
        done: Callable[[BulkResult], None],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"批量修改　{len(people)} 人")
        self.resize(fitting_size(parent, 900, 620))
        self._today = context.desk.clock.today()
        self.presenter = BulkPresenter(context, self, people, done)
        self._lay_out()
        add_key(self, "预览、确认", SAVE_KEYS, self._press)
        self.presenter.start()
        self.kind.setFocus()

    # --- what the presenter says -------------------------------------------------------------
    def show_choices(
        self, villages: Sequence[str], kinds: Sequence[tuple[str, str]], cadres: Sequence[str]
    ) -> None:
        self._village.addItems(["", *villages])
        for pick in (self._added, self._ended):
            pick.addItem("", "")
            for code, name in kinds:
                pick.addItem(name, code)
        self._name.setCompleter(QCompleter(list(cadres), self._name))

    def show_preview(self, preview: BulkPreview, words: str) -> None:
        self.table.show_rows(preview.rows)
        self._words.setText(words)
        self._commit.setEnabled(self.presenter.ready)

    def show_problem(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
        self._commit.setEnabled(self.presenter.ready)

    def close_done(self) -> None:
        self.accept()

    def problem(self) -> str:
        """What is wrong with the fields; empty when nothing is."""
        return self._problem.text()

    # --- how it is built ---------------------------------------------------------------------
    def _lay_out(self) -> None:
        self.kind = QComboBox()
        self.kind.addItems(_KINDS)
        self._pages = QStackedWidget()
        for page in (self._village_page(), self._responsible_page(), *self._category_pages()):
            self._pages.addWidget(page)
        self._pages.addWidget(self._note_page())
        self.kind.currentIndexChanged.connect(self._turn)
        choose = QFormLayout()
        choose.setHorizontalSpacing(16)
        choose.addRow(_label("改什么"), self.kind)
        self.table: RowsTable[BulkRow] = RowsTable(
            _ROWS, sortable=False, empty="填好后按“预览”，这里列出每个人从什么改成什么。"
        )
        self._words = plain_label("", role="strong")
        self._problem = plain_label("", role="warning", wrap=True)
        self._problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(choose)
        layout.addWidget(self._pages)
        layout.addWidget(self._words)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._problem)
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        hint = "Ctrl+Enter 先预览，再按一次确认；改错了，人员页按 Ctrl+Z 撤销"
        buttons.addWidget(plain_label(hint, role="small"), 1)
        buttons.addWidget(make_button("取消", self.reject))
        buttons.addWidget(make_button("预览", self._preview, tip="Ctrl+Enter"))
        self._commit = make_button("确认修改", self.presenter.commit, primary=True)
        self._commit.setEnabled(False)
        buttons.addWidget(self._commit)
        return buttons

    def _village_page(self) -> QWidget:
        self._village, self._group = QComboBox(), QLineEdit()
        return self._form(("村（社区）", self._village), ("组", self._group))

    def _responsible_page(self) -> QWidget:
        self._name, self._post, self._unit = QLineEdit(), QLineEdit(), QLineEdit()
        self._phone = QLineEdit()
        self._name.setPlaceholderText("名单里的人只填姓名；名单里没有的，会登记进去")
        self._since = self._day_field()
        return self._form(
            ("姓名", self._name),
            ("职务", self._post),
            ("单位", self._unit),
            ("电话", self._phone),
            ("从哪天起", self._since),
        )

    def _category_pages(self) -> tuple[QWidget, QWidget]:
        self._added, self._start, self._add_basis = QComboBox(), self._day_field(), QLineEdit()
        self._ended, self._end, self._end_basis = QComboBox(), self._day_field(), QLineEdit()
        self._add_basis.setPlaceholderText("例如：2026年5月县民政局审批名单")
        self._end_basis.setPlaceholderText("例如：2026年5月县民政局停发通知")
        return (
            self._form(("类别", self._added), ("从哪天起", self._start), ("依据", self._add_basis)),
            self._form(("类别", self._ended), ("到哪天止", self._end), ("依据", self._end_basis)),
        )

    def _note_page(self) -> QWidget:
        self._note = QLineEdit()
        self._note.setPlaceholderText("加在每个人备注的后面")
        return self._form(("备注", self._note))

    def _day_field(self) -> DateField:
        field = DateField(self._today, past=True)
        field.set_day(self._today)
        return field

    def _form(self, *rows: tuple[str, QWidget]) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for words, widget in rows:
            form.addRow(_label(words), widget)
            if isinstance(widget, QComboBox):
                widget.currentIndexChanged.connect(lambda _: self._forget())
            elif isinstance(widget, QLineEdit):
                widget.textEdited.connect(lambda _: self._forget())
        EnterMoves([widget for _, widget in rows[:-1]], rows[-1][1], page)
        return page

    # --- what the clerk does -----------------------------------------------------------------
    def change(self) -> BulkChange:
        """What the fields say."""
        match self.kind.currentIndex():
            case 0:
                return MoveVillage(self._village.currentText(), self._group.text())
            case 1:
                return GiveResponsible(
                    self._name.text(),
                    self._day(self._since),
                    post=self._post.text(),
                    unit=self._unit.text(),
                    phone=self._phone.text(),
                )
            case 2:
                code = str(self._added.currentData())
                return AddCategory(code, self._day(self._start), self._add_basis.text())
            case 3:
                code = str(self._ended.currentData())
                return EndCategory(code, self._day(self._end), self._end_basis.text())
            case _:
                return AddNote(self._note.text())

    def _day(self, field: DateField) -> date:
        return field.day() or self._today

    def _turn(self, place: int) -> None:
        self._pages.setCurrentIndex(place)
        self._forget()

    def _forget(self) -> None:
        self.table.show_rows(())
        self._words.setText("")
        self.presenter.forget()

    def _preview(self) -> None:
        days = (self._since, self._start, self._end)
        bad = [field for field in days if field.isVisible() and field.day() is None]
        if bad:
            self.show_problem("日期看不懂。请写成 2026-05-20、20260520 或 5.20。")
            bad[0].setFocus()
        else:
            self.presenter.preview(self.change())

    def _press(self) -> None:
        if self.presenter.ready:
            self.presenter.commit()
        else:
            self._preview()


def _label(words: str) -> QWidget:
    """All labels are as wide as the widest, so that fields stand under each other."""
    label = plain_label(words)
    label.setMinimumWidth(_LABEL)
    return label
