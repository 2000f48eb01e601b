"""How typing a sheet in looks: the number, then the paper from top to bottom, no mouse needed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.form_answers import Problem
from app.core.forms import Repeat
from app.services.drafts import DraftRow
from app.services.evidence import Source
from app.services.forms import SHEET
from app.services.sheet_entry import SheetEntry
from app.services.sheet_numbers import is_sheet_number
from app.ui.draft_keeper import DraftKeeper
from app.ui.drafts import Unsaved
from app.ui.pages.visits.book_dialog import BookDialog
from app.ui.pages.visits.check_dialog import CheckDialog
from app.ui.pages.visits.entry_form import EntryForm, edit_of
from app.ui.pages.visits.entry_presenter import EntryPresenter
from app.ui.pages.visits.evidence_dialog import EvidenceDialog
from app.ui.pages.visits.evidence_presenter import CLIPBOARD
from app.ui.ports import Context
from app.ui.widgets.draft_bar import DraftBar
from app.ui.widgets.dropped import files_of, pasted
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.fields import IdField
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import GAP, card, make_button
from app.ui.widgets.plain_label import plain_label, set_role
from app.ui.widgets.scanner import ScanWatch
from app.ui.widgets.tab_pane import TabPane

_KEYS = "数字勾选　F4 同上次（Shift 本栏，Ctrl 其余）　PgDn 下一栏　F9 换张　Ctrl+Enter 保存"
_EVIDENCE = "佐证… F10"


class EntryPane(TabPane):
    """Number above, form in the middle, what can be pressed below."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.presenter = EntryPresenter(context, self)
        self._form: EntryForm | None = None
        self.setAcceptDrops(True)
        self._number = IdField()
        self._number.setFixedWidth(200)
        self._number.setPlaceholderText("输入或扫描编号")
        self._number.setAccessibleName("表上的编号")
        self._number.returnPressed.connect(lambda: self.open_sheet(self._number.text()))
        self._kept = plain_label("", role="small")
        self.bar = DraftBar(self.presenter.discard)
        self._stored: dict[str, object] = {}  # what the record has
        self._shown: dict[str, object] = {}  # what stood in the fields when the sheet was opened
        self._before_scan: dict[str, object] = {}
        self.keeper = DraftKeeper(context, self._unsaved, self)
        self.keeper.told.connect(self._kept.setText)
        self._scanner = ScanWatch(
            is_sheet_number, began=self._remember, scanned=self._take_scan, parent=self
        )
        self._words = plain_label("", role="quiet", wrap=True)
        self._who = plain_label("", role="heading")
        self._where = plain_label("", role="quiet")
        self._save = make_button("保存", self._press_save, primary=True, tip="Ctrl+Enter")
        self._save.setEnabled(False)
        self._scanner.watch(self._save)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(_no_sheet())
        self._lay_out()
        self._add_keys()

    def focus_first(self) -> None:
        if self._form is None:
            self._focus_number()
        else:
            self._form.focus_first_empty(self.presenter.usual())

    def keep_drafts(self) -> None:
        self.keeper.write_now()

    def open_sheet(self, typed: str) -> None:
        """Open the sheet of a number; what stands on the one before stays a draft."""
        self.keeper.write()
        self.presenter.open(typed)

    def words(self) -> str:
        """What is said above the form."""
        return self._words.text()

    def evidence_words(self) -> str:
        """What stands on the button of the evidence."""
        return self._evidence.text()

    def field_keys(self) -> tuple[str, ...]:
        """The fields in the order of the paper."""
        return self._form.keys() if self._form else ()

    def edit_of(self, key: str) -> QWidget:
        """The widget that a field is typed into."""
        assert self._form is not None
        return edit_of(self._form.field(key))

    def is_asked(self, key: str) -> bool:
        """Whether earlier answers leave this field to be asked."""
        return self._form is not None and self._form.field(key).isEnabled()

    def current_key(self) -> str:
        """The field that has the cursor, empty when none has."""
        return self._form.current_key() if self._form else ""

    def answers(self) -> dict[str, object]:
        """What stands in the fields; what cannot be read is left out."""
        return self._form.answers() if self._form else {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field with the cursor is always in view."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched, 0, 60)
        return False

    # --- what the presenter says -------------------------------------------------------------
    def show_sheet(self, entry: SheetEntry, kept: Mapping[str, object]) -> None:
        """``kept`` are the answers that stay the same through a batch."""
        self._number.setText(entry.sheet_no)
        self._who.setText(f"{entry.name}　{entry.village}")
        again = "　已录入过，保存会替换" if entry.recorded else ""
        self._where.setText(_place_of(entry) + again)
        if not entry.recorded and not self._words.text().startswith("已保存"):
            self._say("")
        form = EntryForm(entry, self._context.desk.clock.today())
        form.changed.connect(self.keeper.touch)
        form.edited.connect(self.keeper.touch)
        form.told.connect(lambda words: self._say(words, "problem"))
        self._form = form
        self._scroll.setWidget(form)
        form.lead_to(self._save)
        self._stored = form.typed()
        if not entry.recorded:
            form.fill(form.keys_of(Repeat.BATCH), kept)
        self._shown = form.typed()
        for key in self.field_keys():
            self.edit_of(key).installEventFilter(self)
            self._scanner.watch(self.edit_of(key))
        self._save.setEnabled(True)
        self.focus_first()

    def show_restored(self, words: str, found: DraftRow | None) -> None:
        self.bar.say(words)
        self._kept.setText("")
        if found is not None and self._form is not None:
            self._form.show_typed(found.typed)
            self._form.focus_first_empty(self.presenter.usual())
            self.keeper.found(found.place, found.typed)

    def show_number_problem(self, words: str) -> None:
        self._say(words, "problem")
        self._focus_number()

    def show_problems(self, problems: tuple[Problem, ...], words: str) -> None:
        self._say(words, "problem")
        if self._form is not None:
            self._form.mark({problem.field for problem in problems})
        self.keeper.touch()

    def show_saved(self, words: str, place: str) -> None:
        self.keeper.forget(place)
        self.bar.say("")
        self._kept.setText("")
        self._say(words, "done")

    def show_no_sheet(self) -> None:
        self._who.setText("")
        self._where.setText("")
        self._form = None
        self.bar.say("")
        self._scroll.setWidget(_no_sheet())
        self._save.setEnabled(False)
        self._number.clear()
        self._number.setFocus()

    def show_waiting(self, count: int, problem: str) -> None:
        """So many photos and scans are added together with the sheet."""
        self._evidence.setText(f"佐证 {count} 份 F10" if count else _EVIDENCE)
        if problem:
            self._say(problem, "problem")

    def open_evidence(self, sources: Sequence[Source], entry: SheetEntry | None) -> None:
        contact = (entry.contact_id, entry.name) if entry and entry.contact_id else None
        dialog = EvidenceDialog(self._context, self.window(), contact)
        dialog.open()
        dialog.presenter.take(sources)

    # --- evidence ----------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.bring(files_of(event.mimeData()))

    def bring(self, files: Sequence[Path], picture: bytes | None = None) -> None:
        """Photos and scans for the open sheet; without one, each for the sheet it names."""
        sources = [Source(path.name, path) for path in files]
        if picture is not None:
            sources.append(Source(f"{CLIPBOARD}.png", data=picture))
        if sources:
            self.presenter.bring(sources)

    def paste(self) -> None:
        """Files or a picture from the clipboard."""
        files, picture = pasted()
        if files or picture is not None:
            self.bring(files, picture)
        else:
            self._say("剪贴板里没有图片。请先截图或复制图片，再粘贴。")

    def open_book(self) -> None:
        """Sheets out to a village as a workbook, and back."""
        BookDialog(self._context, self.window()).open()

    def open_check(self) -> None:
        """Amounts, days and identity numbers keyed a second time."""
        CheckDialog(self._context, self.window()).open()

    # --- the same again ----------------------------------------------------------------------
    def repeat_field(self) -> None:
        """F4: this field as it was last time, or on the sheet before."""
        form, key = self._form, self.current_key()
        if form is not None and key:
            form.repeat(key, self.presenter.last_value(key))
            self.keeper.touch()

    def repeat_section(self) -> None:
        """Shift+F4: what is still empty in this strip of the paper."""
        if self._form is not None and self.current_key():
            self._repeat(self._form.section_of(self.current_key()))

    def repeat_rest(self) -> None:
        """Ctrl+F4: what is still empty from here to the end."""
        if self._form is not None and self.current_key():
            self._repeat(self._form.rest_from(self.current_key()))

    def _repeat(self, keys: Collection[str]) -> None:
        form, entry = self._form, self.presenter.entry
        if form is None or entry is None:
            return
        if not entry.last:
            self._say("这个人没有录入过这种表，请按纸上的填写。", "note")
            return
        same = [key for key in keys if key in form.keys_of(Repeat.REST)]
        filled = form.fill(same, entry.last)
        self._say(f"已按上次填入 {filled} 项，请对照纸面，不同的改过来。", "note")
        form.go_on_after(keys)
        self.keeper.touch()

    # --- how it is built ---------------------------------------------------------------------
    def _add_keys(self) -> None:
        for words, keys, press in (
            ("保存", SAVE_KEYS, self._press_save),
            ("同上次", ("F4",), self.repeat_field),
            ("本栏同上次", ("Shift+F4",), self.repeat_section),
            ("其余同上次", ("Ctrl+F4",), self.repeat_rest),
            ("上一项", ("Shift+Return", "Shift+Enter"), self._go_back),
            ("下一栏", ("PgDown",), lambda: self._turn(1)),
            ("上一栏", ("PgUp",), lambda: self._turn(-1)),
            ("换一张", ("F9",), self._focus_number),
            ("佐证", ("F10",), lambda: self.open_evidence((), self.presenter.entry)),
            ("粘贴图片", ("Ctrl+V", "Ctrl+Shift+V"), self.paste),
        ):
            add_key(self, words, keys, press)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(plain_label("表上的编号"))
        top.addWidget(self._number)
        top.addWidget(self._who)
        top.addStretch(1)
        top.addWidget(self._where)
        frame, inside = card()
        inside.addWidget(self._scroll)
        bottom = QHBoxLayout()
        bottom.addWidget(plain_label(_KEYS, role="small"), 1)
        bottom.addWidget(self._kept)
        self._evidence = make_button(
            _EVIDENCE, lambda: self.open_evidence((), self.presenter.entry), tip="F10"
        )
        self._evidence.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bottom.addWidget(self._evidence)
        for words, press, tip in (
            ("二次录入…", self.open_check, "金额、日期、身份证号再录一遍，程序比对"),
            ("Excel…", self.open_book, "把走访表做成 Excel 给村里填，或读回来"),
        ):
            button = make_button(words, press, tip=tip)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            bottom.addWidget(button)
        bottom.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(self.bar)
        layout.addWidget(self._words)
        layout.addWidget(frame, 1)
        layout.addLayout(bottom)

    def _press_save(self) -> None:
        if self.presenter.entry is None or self._form is None:
            return
        try:
            answers = self._form.answers(strict=True)
        except UserError as error:
            self._say("".join(error.sentences()), "problem")
            return
        self.keeper.stop()
        if not self.presenter.save(answers):
            self.keeper.touch()

    def _unsaved(self) -> Unsaved | None:
        typed = self._form.typed() if self._form else {}
        if typed == self._shown:  # only what the batch keeps stands there
            return self.presenter.unsaved({})
        changed = {key: text for key, text in typed.items() if text != self._stored.get(key)}
        return self.presenter.unsaved(changed)

    def _remember(self) -> None:
        self._before_scan = self._form.typed() if self._form else {}

    def _take_scan(self, number: str) -> None:
        """The digits of the scanner went into fields: what stood there before stands again."""
        if self._form is not None:
            self._form.show_typed(self._before_scan)
        self.open_sheet(number)

    def _focus_number(self) -> None:
        self._number.setFocus()
        self._number.selectAll()

    def _go_back(self) -> None:
        self.focusNextPrevChild(False)

    def _turn(self, step: int) -> None:
        if self._form is not None:
            self._form.go_to_section(step)

    def _say(self, words: str, role: str = "quiet") -> None:
        self._words.setText(words)
        self._words.setVisible(bool(words))
        set_role(self._words, role)


def _place_of(entry: SheetEntry) -> str:
    """``低保入户调查登记表　第 1 / 3 张``; visit sheets also say the batch."""
    batch = f"　批次 {entry.batch_no}" if entry.form.key == SHEET else ""
    return f"{entry.form.title}{batch}　第 {entry.position} / {entry.size} 张"


def _no_sheet() -> EmptyState:
    return EmptyState(
        "还没有打开走访表",
        "扫描表右上角的条码，或输入条码下面的编号，按 Enter。走访表和其他入户表\n"
        "（送教、探访、评估、入户调查等）都在这里录入；保存一张，同一批的下一张自动打开。",
    )
