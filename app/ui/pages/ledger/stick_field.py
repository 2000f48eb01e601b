"""Where a file goes: a folder to type, and the sticks that are in as buttons beside it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.services.sticks import StickView
from app.ui.ports import Ask
from app.ui.widgets.page import link_button, make_button
from app.ui.widgets.plain_label import plain_label

_NONE = "没有找到 U 盘，插好后会显示在这里。"


class StickField(QWidget):
    """``edit`` holds the folder; below it the sticks, one press each, and what is wrong with the
    chosen one."""

    def __init__(self, ask: Ask, *, title: str, hint: str, optional: bool = False) -> None:
        super().__init__()
        self._ask = ask
        self._title = title
        self._optional = optional
        self._sticks: tuple[StickView, ...] | None = None
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(hint)
        self.edit.textChanged.connect(lambda _: self._judge())
        self._offers = QVBoxLayout()
        self._offers.setSpacing(0)
        self._problem = plain_label("", role="warning", wrap=True)
        self._problem.hide()
        line = QHBoxLayout()
        line.addWidget(self.edit, 1)
        line.addWidget(make_button("选择…", self._choose))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(line)
        layout.addLayout(self._offers)
        layout.addWidget(self._problem)
        self.setFocusProxy(self.edit)

    def place(self) -> Path | None:
        """The folder that was chosen."""
        text = self.edit.text().strip()
        return Path(text) if text else None

    def offer(self, sticks: tuple[StickView, ...], chosen: Path | None = None) -> None:
        """Show the sticks that are in now; ``chosen`` is taken where nothing is typed yet."""
        if chosen is not None and not self.edit.text():
            self.edit.setText(str(chosen))
        if sticks != self._sticks:
            self._sticks = sticks
            self._show_offers()
        self._judge()

    def _show_offers(self) -> None:
        while item := self._offers.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for stick in self._sticks or ():
            self._offers.addWidget(self._offer(stick))
        if not self._sticks and not self._optional:
            self._offers.addWidget(plain_label(_NONE, role="quiet"))

    def _offer(self, stick: StickView) -> QWidget:
        button = link_button(stick.words, lambda: self.edit.setText(str(stick.folder)))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(button)
        line.addStretch(1)
        return row

    def _judge(self) -> None:
        place = self.place()
        on = next((s for s in self._sticks or () if place and _holds(s.folder, place)), None)
        words = on.problem if on else ""
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    def _choose(self) -> None:
        folder = self._ask.folder(self._title)
        if folder is not None:
            self.edit.setText(str(folder))


def _holds(stick: Path, place: Path) -> bool:
    return place == stick or stick in place.parents
