"""How 设置 → 类别与代码 → 待映射 looks: words that nobody has explained, and what was said."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.services.code_lists import MeaningRow, UnmappedWord
from app.ui.pages.settings.words_presenter import WordsPresenter, WordsView
from app.ui.widgets.form_dialog import FormDialog
from app.ui.widgets.page import GAP, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

_WAITING = (
    Column[UnmappedWord]("哪一项", lambda row: row.label, 110),
    Column[UnmappedWord]("登记里的词", lambda row: row.word, 160, stretch=True),
    Column[UnmappedWord](
        "记录", lambda row: str(row.records), 60, right=True, key=lambda row: row.records
    ),
)
_MEANINGS = (
    Column[MeaningRow]("哪一项", lambda row: row.label, 110),
    Column[MeaningRow]("词", lambda row: row.met, 120, stretch=True),
    Column[MeaningRow]("归为", lambda row: "保留" if row.word == row.met else row.word, 140),
)


class WordsPane(QWidget):
    """Left what waits, right what the office has said."""

    def __init__(self, presenter: WordsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._view: WordsView | None = None
        self.waiting: RowsTable[UnmappedWord] = RowsTable(
            _WAITING, empty="没有待映射的词。导入时遇到不认识的词，会列在这里。"
        )
        self.waiting.opened.connect(self._explain)
        self.waiting.moved.connect(lambda *_: self._enable())
        self.meanings: RowsTable[MeaningRow] = RowsTable(
            _MEANINGS, empty="还没有说明过。程序自带的对照不列在这里。"
        )
        self.meanings.opened.connect(self._change)
        self._said = plain_label("", role="done", wrap=True)
        self._said.hide()
        self._map = make_button("归为…", self._press_map, primary=True, tip="Enter")
        self._keep = make_button("保留这个词", self._press_keep)
        self._lay_out()
        self._enable()

    def show_words(self, view: WordsView) -> None:
        self._view = view
        self.waiting.show_rows(view.waiting)
        self.meanings.show_rows(view.meanings)
        self._enable()

    def say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        for side, title, table in (
            (left, "待映射的词", self.waiting),
            (right, "已经说明的词", self.meanings),
        ):
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(plain_label(title, role="heading"))
            column.addWidget(table, 1)
        both = QSplitter()
        both.addWidget(left)
        both.addWidget(right)
        both.setStretchFactor(0, 1)
        both.setStretchFactor(1, 1)
        top = QHBoxLayout()
        top.addWidget(
            plain_label(
                "说明一次，有这个词的记录全部跟着改，以后导入也照此办理；原来的词仍保留在记录里。"
                "双击右边可以改正以前的说明。",
                role="quiet",
                wrap=True,
            ),
            1,
        )
        top.addWidget(self._keep)
        top.addWidget(self._map)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(both, 1)
        layout.addWidget(self._said)

    def _enable(self) -> None:
        some = self.waiting.current() is not None
        self._map.setEnabled(some)
        self._keep.setEnabled(some)

    def _press_map(self) -> None:
        word = self.waiting.current()
        if word is not None:
            self._explain(word)

    def _press_keep(self) -> None:
        word = self.waiting.current()
        if word is not None:
            self._presenter.keep(word)

    def _explain(self, word: UnmappedWord) -> None:
        note = f"{word.label}写“{word.word}”的有 {word.records} 条记录，会一起改。"
        self._ask(word.key, word.word, note)

    def _change(self, row: MeaningRow) -> None:
        if row.word != row.met:
            self._ask(row.key, row.met, f"“{row.met}”原来归为“{row.word}”。")

    def _ask(self, key: str, met: str, note: str) -> None:
        if self._view is not None:
            MeaningForm(self, self._presenter, (key, met, note), self._view.choices[key]).open()


class MeaningForm(FormDialog):
    """Which of the kept words a word means; ``asked`` are its fact, the word, and a note."""

    def __init__(
        self,
        parent: QWidget,
        presenter: WordsPresenter,
        asked: tuple[str, str, str],
        choices: tuple[str, ...],
    ) -> None:
        key, met, note = asked
        super().__init__(parent, f"“{met}”是什么意思", note)
        self._key, self._met = key, met
        self._presenter = presenter
        self.pick = QComboBox()
        self.pick.addItems(["", *choices])
        self.pick.setMaxVisibleItems(16)
        self.form.addRow("归为", self.pick)
        self.pick.setFocus()

    def press(self) -> None:
        word = self.pick.currentText()
        if word:
            self._presenter.explain(self._key, self._met, word, self.close_saved)
        else:
            self.tell("还没有选。都不合适的，请关闭后按“保留这个词”。")
