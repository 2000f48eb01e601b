"""The tab 登记疑点: counts above, the doubts of one cell below, what to do about the chosen one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.quality import DoubtRow, QualityReport
from app.ui.pages.check.matrix import Matrix
from app.ui.pages.check.presenter import CheckPresenter
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import GAP, link_button, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

DOUBTS = (
    Column[DoubtRow]("村（社区）", lambda row: row.village, 92),
    Column[DoubtRow]("组", lambda row: row.group, 48),
    Column[DoubtRow]("姓名", lambda row: row.name, 92),
    Column[DoubtRow]("户主", lambda row: row.head, 92),
    Column[DoubtRow]("身份证号", lambda row: row.id_masked, 164),
    Column[DoubtRow]("疑点", lambda row: row.title, 250, stretch=True),
    Column[DoubtRow]("项目", lambda row: row.field_label, 92),
    Column[DoubtRow]("现在登记的", lambda row: row.words or row.now or "—", 190),
    Column[DoubtRow](
        "已忽略", lambda row: "已忽略" if row.ignored else "", 72, tone=lambda row: "quiet"
    ),
)


class DoubtsPane(QStackedWidget):
    """Arrows in the counts choose what is listed; Enter goes into the list, Enter there opens."""

    def __init__(self, presenter: CheckPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._report: QualityReport | None = None
        self._nothing = EmptyState("还没有核查", "打开这一页时会把登记的内容核查一遍。")
        self.addWidget(self._nothing)
        self.matrix = Matrix()
        self.matrix.chosen.connect(self._filter)
        self.matrix.entered.connect(self._into_list)
        self._picked = ("", "")
        self.list: RowsTable[DoubtRow] = RowsTable(DOUBTS, empty="这里没有疑点。")
        self.list.setAccessibleName("疑点")
        self.list.moved.connect(self._tell)
        self.list.opened.connect(presenter.open)
        add_key(self.list, "忽略…", ("Del",), self._ignore)
        add_key(self.list, "恢复", ("Ins",), self._ask_again)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(GAP)
        split.addWidget(self.matrix)
        split.addWidget(self._lower())
        split.setSizes([200, 380])
        self.addWidget(split)

    def show_report(self, report: QualityReport) -> None:
        """Other doubts, or some of them let stand: the place in the list is kept."""
        first = not self.currentIndex()
        self._report = report
        rows = self._rows()
        self._nothing.say(
            "没有发现疑点", f"核查了 {report.people} 人，登记的内容没有发现不合理的地方。"
        )
        self.ignored.setText(f"也列出已忽略的（{len(report.rows) - len(report.open)}）")
        self.setCurrentIndex(1 if report.rows else 0)
        self.matrix.show_counts(rows)
        if first and self.isVisible():
            self.focus_first()

    def shown(self) -> tuple[DoubtRow, ...]:
        """The doubts in the list, in its order."""
        return self.list.model_of_rows.rows()

    def say(self, words: str) -> None:
        self._said.setText(words)

    def focus_first(self) -> None:
        if self.currentIndex():
            self.matrix.table.setFocus()

    def go_back(self) -> bool:
        """From the list back to the counts."""
        inside = self.list.hasFocus()
        if inside:
            self.matrix.table.setFocus()
        return inside

    # --- how it is built ---------------------------------------------------------------------
    def _lower(self) -> QWidget:
        lower = QWidget()
        layout = QVBoxLayout(lower)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.list, 1)
        self._remedy = plain_label("", wrap=True)
        layout.addWidget(self._remedy)
        buttons = QHBoxLayout()
        self._open = make_button("打开这个人", self._press_open, primary=True, tip="Enter")
        self._ignore_button = make_button("忽略…", self._ignore, tip="Del")
        self._again_button = make_button("恢复", self._ask_again, tip="Ins")
        for button in (self._open, self._ignore_button, self._again_button):
            buttons.addWidget(button)
        self.ignored = QCheckBox("也列出已忽略的")
        self.ignored.toggled.connect(lambda _: self._show_again())
        buttons.addWidget(self.ignored)
        self._said = plain_label("", role="small")
        buttons.addWidget(self._said, 1)
        self._full = QCheckBox("含完整号码")
        self._full.setToolTip("疑点表里写完整的身份证号，会留下记录")
        buttons.addWidget(self._full)
        buttons.addWidget(link_button("存为表格…", self._press_save))
        layout.addLayout(buttons)
        return lower

    def _rows(self) -> tuple[DoubtRow, ...]:
        if self._report is None:
            return ()
        return self._report.rows if self.ignored.isChecked() else self._report.open

    def _show_again(self) -> None:
        if self._report is not None:
            self.show_report(self._report)

    def _filter(self, rule: str, village: str) -> None:
        self._picked = rule, village
        rows = [
            row for row in self._rows() if rule in {"", row.rule} and village in {"", row.village}
        ]
        self.list.show_rows(rows)
        self.say(f"列出 {len(rows)} 处")
        self._tell(self.list.current())

    def _tell(self, row: DoubtRow | None) -> None:
        for button in (self._open, self._ignore_button, self._again_button):
            button.setEnabled(row is not None)
        if row is None:
            self._remedy.setText("")
            return
        self._ignore_button.setEnabled(not row.ignored)
        self._again_button.setEnabled(bool(row.ignored))
        reason = f"　已忽略：{row.ignored}" if row.ignored else ""
        self._remedy.setText(f"怎么办：{row.remedy}。　依据：{row.source}{reason}")

    def _into_list(self) -> None:
        if self.shown():
            self.list.setFocus()

    def _press_open(self) -> None:
        row = self.list.current()
        if row is not None:
            self._presenter.open(row)

    def _ignore(self) -> None:
        self._presenter.ignore(self.list.chosen())

    def _ask_again(self) -> None:
        self._presenter.ask_again(self.list.chosen())

    def _press_save(self) -> None:
        self._presenter.save(self.shown(), full=self._full.isChecked())
        self._full.setChecked(False)
