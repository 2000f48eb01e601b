"""All fields of a person in one scrolling form: sections left, remarks right of each field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QWidget,
)

from app.services.register import KnownPerson
from app.services.typed_facts import Remark, Weight
from app.ui.pages.people.fact_row import FactRow
from app.ui.pages.people.home_picker import HomePicker
from app.ui.pages.people.kinds_picker import KindsPicker
from app.ui.pages.people.person_draft import PersonDraft
from app.ui.pages.people.person_editor import FormChoices
from app.ui.pages.people.sections import KINDS, PLACE, REQUIRED, SECTIONS
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.page import link_button
from app.ui.widgets.plain_label import plain_label, set_role
from app.ui.widgets.upright_scroll import UprightScroll

_NAV_PX, _NAV_LINE_PX, _LABEL_PX = 148, 30, 132
_STRETCHES = (0, 5, 4)  # label, field, remark


class PersonFields(QWidget):
    """``changed`` when anything does, ``number_left`` when a number was typed to its end,
    ``open_known`` when the clerk wants the record that has this number already."""

    changed = Signal()
    number_left = Signal()
    open_known = Signal(int)

    def __init__(self, today: date) -> None:
        super().__init__()
        self.rows: dict[str, FactRow] = {}
        self._headings: list[QLabel] = []
        self._starts: list[QWidget] = []
        self._known: KnownPerson | None = None
        self.village = QComboBox()
        self.village.setEditable(True)
        self.group = QLineEdit()
        self.home = HomePicker()
        self.kinds = KindsPicker()
        self._kinds_said = plain_label("", wrap=True)
        self._open = link_button("打开已有的记录", self._press_open)
        self._open.hide()
        self._nav = QListWidget()
        self._nav.setProperty("role", "sections")
        self._nav.setFixedWidth(_NAV_PX)
        self._nav.setUniformItemSizes(True)
        self._nav.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._nav.setAccessibleName("各部分")
        self._nav.itemClicked.connect(lambda _: self.go_to(self._nav.currentRow()))
        self._scroll = UprightScroll()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._build(today))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._nav)
        layout.addWidget(self._scroll, 1)

    # --- what is asked and shown -------------------------------------------------------------
    def draft(self) -> PersonDraft:
        """What stands in the fields."""
        return PersonDraft(
            values={key: row.text() for key, row in self.rows.items()},
            village=self.village.currentText().strip(),
            group=self.group.text().strip(),
            categories=self.kinds.chosen(),
            home=self.home.home(),
        )

    def show_choices(self, choices: FormChoices) -> None:
        with QSignalBlocker(self):
            self.village.clear()
            self.village.addItems(["", *choices.villages])
            self.kinds.offer(choices.kinds)
            self.home.relation.offer(choices.words.get("relation", ()))
            for key, row in self.rows.items():
                row.offer(choices.words.get(key, ()))

    def show_draft(self, draft: PersonDraft, *, touched: bool) -> None:
        """Fill the fields. What is strange in a filled one is said at once, with ``touched`` in an
        empty one too."""
        with QSignalBlocker(self):
            for key, row in self.rows.items():
                row.put(draft.values.get(key, ""))
                row.set_touched(touched or bool(row.text()))
            self.village.setCurrentText(draft.village)
            self.group.setText(draft.group)
            self.home.show_home(draft.home)
            self.kinds.choose(draft.categories)
        self.changed.emit()

    def fill(self, told: dict[str, str], before: dict[str, str]) -> None:
        """Put what a number tells into fields that are empty or still hold what it told before."""
        for key, text in told.items():
            row = self.rows[key]
            if key == "id_no" or row.text() in {"", before.get(key, "")}:
                row.put(text)

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        first: dict[str, Remark] = {}
        for remark in remarks:
            first.setdefault(remark.key, remark)
        for key, row in self.rows.items():
            row.say(first.get(key))
        self._show_known()
        said = first.get("categories")
        self._kinds_said.setText(said.words if said is not None else "")
        wrong = said is not None and said.weight is Weight.ERROR
        set_role(self._kinds_said, "problem" if wrong else "doubt")
        self._count(wrong)

    def show_known(self, known: KnownPerson | None) -> None:
        self._known = known
        self._show_known()

    def touch_all(self) -> None:
        """Saving was tried: every field answers for itself, the cursor goes to the first error."""
        for row in self.rows.values():
            row.set_touched(True)
        bad = next((row for row in self.rows.values() if row.error()), None)
        if bad is not None:
            bad.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        self.rows["name"].edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureVisible(0, 0)

    def go_to(self, place: int) -> None:
        """Put the cursor into a section."""
        place = min(max(place, 0), len(self._starts) - 1)
        top = self._headings[place].pos().y()
        self._scroll.verticalScrollBar().setValue(top)
        self._starts[place].setFocus(Qt.FocusReason.OtherFocusReason)
        self._nav.setCurrentRow(place)

    def step(self, by: int) -> None:
        """To the section ``by`` further on."""
        self.go_to(self._nav.currentRow() + by)

    def section(self) -> str:
        """The section that has the cursor."""
        return SECTIONS[max(self._nav.currentRow(), 0)].title

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field with the cursor is in view, its section marked on the left."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched, 0, 48)
            self._nav.setCurrentRow(self._sections[watched])
        return False

    # --- how it is built ---------------------------------------------------------------------
    def _build(self, today: date) -> QWidget:
        paper = QWidget()
        self._grid = QGridLayout(paper)
        self._grid.setContentsMargins(0, 0, 12, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnMinimumWidth(0, _LABEL_PX)
        for column, stretch in enumerate(_STRETCHES):
            self._grid.setColumnStretch(column, stretch)
        self._sections: dict[QWidget, int] = {}
        order: list[QWidget] = []
        for place, section in enumerate(SECTIONS):
            self._heading(section.title)
            self._nav.addItem(section.title)
            self._nav.item(place).setSizeHint(QSize(0, _NAV_LINE_PX))
            fields = self._section(section.title, section.keys, today)
            self._starts.append(fields[0])
            self._sections |= dict.fromkeys(fields, place)
            order += fields
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self.last = order[-1]
        self._moves = EnterMoves(order[:-1], order[-1], self)
        self.home.listen_first()
        self.kinds.listen_first()
        for widget in order:
            widget.installEventFilter(self)
        self._nav.setCurrentRow(0)
        return paper

    def _section(self, title: str, keys: Sequence[str], today: date) -> list[QWidget]:
        """The fields of a section, in the order in which Enter goes through them."""
        fields: list[QWidget] = []
        if title == PLACE:
            fields += self._place()
        if title == KINDS:
            row = self._grid.rowCount()
            self._grid.addWidget(self.kinds, row, 0, 1, 3)
            self._grid.addWidget(self._kinds_said, row + 1, 0, 1, 3)
            self.kinds.changed.connect(self.changed)
            fields.append(self.kinds.search)
        for key in keys:
            fact = FactRow(key, today, self)
            fact.changed.connect(self.changed)
            fact.left.connect(self._left)
            self.rows[key] = fact
            fact.label.setText(fact.label.text() + ("　*" if key in REQUIRED else ""))
            self._line(fact.label, fact.edit, fact.said)
            if key == "id_no":
                self._line(None, self._open, None)
            fields.append(fact.edit)
        return fields

    def _place(self) -> list[QWidget]:
        self._line(plain_label("村（社区）"), self.village, None)
        self._line(plain_label("组"), self.group, None)
        self._line(plain_label("家庭"), self.home, None)
        self._line(plain_label("与户主关系"), self.home.relation, None)
        self.village.setAccessibleName("村（社区）")
        self.group.setAccessibleName("组")
        self.village.currentTextChanged.connect(lambda _: self.changed.emit())
        self.group.textChanged.connect(lambda _: self.changed.emit())
        self.home.changed.connect(self.changed)
        return [self.village, self.group, self.home.choice, self.home.search, self.home.relation]

    def _heading(self, words: str) -> None:
        label = plain_label(words, role="heading")
        label.setContentsMargins(0, 10 if self._headings else 0, 0, 2)
        self._headings.append(label)
        self._grid.addWidget(label, self._grid.rowCount(), 0, 1, 3)

    def _line(self, label: QLabel | None, edit: QWidget, said: QLabel | None) -> None:
        row, top = self._grid.rowCount(), Qt.AlignmentFlag.AlignTop
        for column, widget in ((0, label), (2, said)):
            if widget is not None:
                widget.setContentsMargins(0, 5, 0, 0)
                self._grid.addWidget(widget, row, column, top)
        self._grid.addWidget(edit, row, 1, top)

    def _left(self, key: str) -> None:
        if key in {"id_no", "disability_no"}:
            self.number_left.emit()

    def _show_known(self) -> None:
        self._open.setVisible(self._known is not None)
        if self._known is not None:
            words = f"已经登记：{self._known.name}"
            self.rows["id_no"].say(Remark("id_no", words, Weight.ERROR))

    def _press_open(self) -> None:
        if self._known is not None:
            self.open_known.emit(self._known.person_id)

    def _count(self, wrong_kinds: bool) -> None:
        """How many errors a section holds, beside its name."""
        for place, section in enumerate(SECTIONS):
            errors = sum(self.rows[key].error() for key in section.keys)
            errors += section.title == KINDS and wrong_kinds
            item = self._nav.item(place)
            item.setText(f"{section.title}　{errors} 处" if errors else section.title)

    def known_button(self) -> QPushButton:
        """Shown when the number is registered already."""
        return self._open
