"""The tabs of the preview in which the clerk decides: changes, refused rows, missing, problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.services.import_changes import RULE_NAMES, Rule, ValueChange
from app.services.import_handback import KIND_NAMES
from app.services.import_missing import REASONS, MissingRow
from app.services.import_people import PreviewRow, Problem, Severity
from app.ui.pages.people.columns import MISSING, PREVIEW, PROBLEMS, VALUE_CHANGES
from app.ui.pages.people.import_presenter import ImportPresenter
from app.ui.widgets.page import link_button, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable


class _Face(QWidget):
    """A line of controls above a table."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = QVBoxLayout(self)
        self.stack.setContentsMargins(0, 8, 0, 0)
        self.stack.setSpacing(8)
        self.line = QHBoxLayout()
        self.line.setSpacing(8)
        self.stack.addLayout(self.line)

    def _pick(self, name: str, entries: Sequence[tuple[str, str]], width: int = 150) -> QComboBox:
        pick = QComboBox()
        pick.setAccessibleName(name)
        pick.setMinimumWidth(width)
        pick.setMaxVisibleItems(16)
        for words, value in entries:
            pick.addItem(words, value)
        self.line.addWidget(pick)
        return pick


class _Turning(RowsTable[ValueChange]):
    """Space turns the chosen rows to the other side."""

    turned = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.turned.emit()
        else:
            super().keyPressEvent(event)


class ChangesTab(_Face):
    """Every value that would change, ours beside theirs, and which of them counts."""

    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        choices = presenter.choices
        self._label = self._pick("项目", [("全部项目", "")], 190)
        kinds = [("冲突和变化", ""), ("只看冲突", "conflict"), ("只看变化", "plain")]
        self._kind = self._pick("情况", kinds, 116)
        self.line.addWidget(plain_label("冲突默认"))
        self._rule = self._pick("冲突默认", [(RULE_NAMES[rule], rule) for rule in Rule], 104)
        self._rule.activated.connect(lambda *_: presenter.follow(Rule(self._rule.currentData())))
        for pick in (self._label, self._kind):
            pick.currentIndexChanged.connect(lambda *_: self._fill())
        self.line.addStretch(1)
        self.line.addWidget(link_button("显示敏感内容", presenter.show_sensitive))
        self.line.addWidget(make_button("保留登记", lambda: self._settle(keep=True)))
        self.line.addWidget(make_button("采用表格", lambda: self._settle(keep=False)))
        side = Column[ValueChange](
            "取哪个",
            choices.side,
            84,
            tone=lambda change: "" if change.id in choices.kept else "done",
        )
        self.table = _Turning((*VALUE_CHANGES[:5], side, *VALUE_CHANGES[5:]))
        self.table.setAccessibleName("要改动的内容")
        self.table.turned.connect(lambda: presenter.turn(self.table.chosen()))
        self.stack.addWidget(self.table, 1)
        self._words = plain_label("", role="small")
        self.stack.addWidget(self._words)

    def start(self) -> None:
        """Other values: fill the filters and the table."""
        with QSignalBlocker(self._label):
            self._label.clear()
            self._label.addItem("全部项目", "")
            for value, words in self._presenter.choices.labels():
                self._label.addItem(words, value)
        self._rule.setCurrentIndex(self._rule.findData(self._presenter.choices.rule))
        self._fill()

    def look(self) -> None:
        """The same values, other sides (or written out in full)."""
        shown = self.table.model_of_rows.rows()
        if shown and shown[0] not in self._presenter.choices.changes:
            self._fill()
        self.table.viewport().update()
        self._words.setText(self._say())

    def _fill(self) -> None:
        label, kind = str(self._label.currentData() or ""), str(self._kind.currentData() or "")
        self.table.show_rows(self._presenter.choices.shown(label, kind))
        self._words.setText(self._say())

    def _say(self) -> str:
        return f"{self._presenter.choices.words()}。选中行按空格换一边；可以多选、全选（Ctrl+A）。"

    def _settle(self, *, keep: bool) -> None:
        self._presenter.settle(self.table.chosen(), keep=keep)
        self.table.setFocus()


class RefusedTab(_Face):
    """Rows that are not imported, and those that the clerk knows all the same."""

    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        words = "号码读不出、但登记簿里有同名而对得上的人时，可以认定是谁："
        self.line.addWidget(plain_label(words, role="quiet"))
        self._candidates = self._pick("登记簿里的人", [], 300)
        self._same = make_button("就是这个人", self._identify)
        self.line.addWidget(self._same)
        self.line.addStretch(1)
        self.line.addWidget(make_button("退回这些行…", presenter.keep_refused))
        self.table: RowsTable[PreviewRow] = RowsTable(PREVIEW)
        self.table.setAccessibleName("拒绝的行")
        self.table.moved.connect(self._offer)
        self.stack.addWidget(self.table, 1)

    def show_rows(self, rows: Sequence[PreviewRow]) -> None:
        self._offer(None)
        self.table.show_rows(rows)

    def _offer(self, row: PreviewRow | None) -> None:
        self._candidates.clear()
        for candidate in row.candidates if row else ():
            self._candidates.addItem(candidate.words, candidate.key)
        known = self._candidates.count() > 0
        self._candidates.setEnabled(known)
        self._same.setEnabled(known)

    def _identify(self) -> None:
        row = self.table.current()
        if row is not None and self._candidates.count():
            self._presenter.identify(row, str(self._candidates.currentData()))


class MissingTab(_Face):
    """Who is not on the newer list; nothing happens to them unless the clerk says so."""

    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        words = "上次名单上有、这次没有的人。不处理就照旧；要停止类别，请选原因。"
        self.line.addWidget(plain_label(words, role="quiet"))
        self.line.addStretch(1)
        self._reason = self._pick("停止原因", [(reason, reason) for reason in REASONS], 130)
        self._reason.setEditable(True)
        self.line.addWidget(make_button("停止所选的类别", self._end))
        self.line.addWidget(make_button("照旧", lambda: self._decide("")))
        done = Column[MissingRow](
            "处理",
            lambda row: (
                f"停止：{presenter.choices.ends[row.holding_id]}"
                if row.holding_id in presenter.choices.ends
                else "照旧"
            ),
            150,
            tone=lambda row: "late" if row.holding_id in presenter.choices.ends else "quiet",
        )
        self.table: RowsTable[MissingRow] = RowsTable((*MISSING, done))
        self.table.setAccessibleName("不在新名单上的人")
        self.stack.addWidget(self.table, 1)

    def show_rows(self, rows: Sequence[MissingRow]) -> None:
        self.table.show_rows(rows)

    def look(self) -> None:
        self.table.viewport().update()

    def _end(self) -> None:
        self._decide(self._reason.currentText().strip())

    def _decide(self, reason: str) -> None:
        self._presenter.end(self.table.chosen(), reason)
        self.table.setFocus()


class ProblemsTab(_Face):
    """What is wrong, by kind; Enter goes to the row meant."""

    def __init__(self, presenter: ImportPresenter, go: Callable[[Problem], None]) -> None:
        super().__init__()
        self._go = go
        self._problems: tuple[Problem, ...] = ()
        self._kind = self._pick("种类", [("全部种类", "")], 150)
        self._severity = self._pick("程度", [("拒绝和提醒", "")], 130)
        self._file = self._pick("文件", [("全部文件", "")], 250)
        for pick in (self._kind, self._severity, self._file):
            pick.currentIndexChanged.connect(lambda *_: self._fill())
        self.line.addStretch(1)
        self.line.addWidget(link_button("看这一行（Enter）", self._go_to_row))
        self.line.addWidget(make_button("存问题清单…", presenter.keep_problems))
        self.table: RowsTable[Problem] = RowsTable(PROBLEMS)
        self.table.setAccessibleName("问题")
        self.table.moved.connect(self._explain)
        self.table.opened.connect(go)
        self.stack.addWidget(self.table, 1)
        self._explained: QLabel = plain_label("", role="note", wrap=True, selectable=True)
        self.stack.addWidget(self._explained)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self._problems = tuple(problems)
        kinds = [(kind.value, name) for kind, name in KIND_NAMES.items()]
        severities = [(Severity.ERROR.value, "拒绝"), (Severity.WARNING.value, "提醒")]
        files = [(name, name) for name in dict.fromkeys(each.file for each in problems)]
        self._offer(self._kind, "全部种类", kinds, lambda problem: problem.kind)
        self._offer(self._severity, "拒绝和提醒", severities, lambda problem: problem.severity)
        self._offer(self._file, "全部文件", files, lambda problem: problem.file)
        self._fill()

    def _offer(
        self,
        pick: QComboBox,
        everything: str,
        entries: Sequence[tuple[str, str]],
        value_of: Callable[[Problem], str],
    ) -> None:
        with QSignalBlocker(pick):
            pick.clear()
            pick.addItem(f"{everything}（{len(self._problems)}）", "")
            for value, words in entries:
                count = sum(value_of(problem) == value for problem in self._problems)
                if count:
                    pick.addItem(f"{words}（{count}）", value)

    def _fill(self) -> None:
        kind, severity, file = (
            str(pick.currentData() or "") for pick in (self._kind, self._severity, self._file)
        )
        self.table.show_rows([
            problem
            for problem in self._problems
            if kind in {"", problem.kind}
            and severity in {"", problem.severity}
            and file in {"", problem.file}
        ])

    def _explain(self, problem: Problem) -> None:
        parts = (problem.file, problem.sheet, problem.cell, problem.value)
        where = "　".join(part for part in parts if part)
        said = (problem.reason, f"要求：{problem.rule}" if problem.rule else "", problem.remedy)
        words = "。".join(part.rstrip("。") for part in said if part)
        self._explained.setText(f"{where}\n{words}。")

    def _go_to_row(self) -> None:
        problem = self.table.current()
        if problem is not None:
            self._go(problem)
