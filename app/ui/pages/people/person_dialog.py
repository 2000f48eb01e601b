"""Registering somebody new, or changing a record: the form, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.services.drafts import DraftRow
from app.services.households import HomeRow
from app.services.register import KnownPerson
from app.services.typed_facts import Remark
from app.ui.draft_keeper import DraftKeeper
from app.ui.drafts import Unsaved
from app.ui.pages.people.person_draft import PersonDraft
from app.ui.pages.people.person_editor import FormChoices, PersonEditor
from app.ui.pages.people.person_fields import PersonFields
from app.ui.ports import Context
from app.ui.widgets.draft_bar import DraftBar
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import fitting_size, make_button
from app.ui.widgets.plain_label import plain_label

_HINT = "Enter 下一项　Ctrl+PgDn 下一部分　Ctrl+Enter 保存　Ctrl+N 保存并登记下一人　Esc 关闭"
_SIZE = (1080, 660)


class PersonDialog(QDialog):
    """What is typed is a draft until it is saved; closing the dialog loses nothing."""

    known_wanted = Signal(int)

    def __init__(
        self,
        context: Context,
        person_id: int | None,
        parent: QWidget,
        saved: Callable[[int], None],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(fitting_size(parent, *_SIZE))
        self._context = context
        self._tell_saved = saved
        self._filled: dict[str, str] = {}
        self._ready = False
        self.bar = DraftBar(self._press_discard)
        self.fields = PersonFields(context.desk.clock.today())
        self._problem = plain_label("", role="warning", wrap=True)
        self._problem.hide()
        self._kept = plain_label("", role="small", wrap=True)
        self.editor = PersonEditor(context, self, person_id)
        self.keeper = DraftKeeper(context, self._unsaved, self)
        self.keeper.told.connect(self._kept.setText)
        self._lay_out()
        self._name_window()
        self.editor.start()

    # --- what the editor says ----------------------------------------------------------------
    def show_choices(self, choices: FormChoices) -> None:
        self.fields.show_choices(choices)

    def show_draft(self, draft: PersonDraft) -> None:
        self._filled = {}
        self._ready = True
        self.fields.show_draft(draft, touched=not self.editor.is_new)
        self.fields.focus_first()
        self.keeper.stop()

    def show_restored(self, words: str, found: DraftRow | None) -> None:
        self.bar.say(words)
        if found is not None:
            self.keeper.found(found.place, found.typed)
        else:
            self.keeper.forget(self.editor.place)

    def show_remarks(self, remarks: tuple[Remark, ...]) -> None:
        self.fields.show_remarks(remarks)

    def show_known(self, known: KnownPerson | None) -> None:
        self.fields.show_known(known)
        if known is None:
            self.editor.judge(self.fields.draft())

    def show_homes(self, homes: tuple[HomeRow, ...]) -> None:
        self.fields.home.show_homes(homes)

    def show_problem(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
        if words:
            self.fields.touch_all()
            self.keeper.touch()

    def saved(self, person_id: int, place: str) -> None:
        self.keeper.forget(place)
        self._tell_saved(person_id)

    def start_next(self) -> None:
        self._name_window()
        self._kept.setText("已保存，请登记下一人。")

    def close_form(self) -> None:
        self._ready = False  # nothing here is unsaved any more
        self.accept()

    # --- closing -----------------------------------------------------------------------------
    def reject(self) -> None:
        """Esc: what was typed stays a draft; only when that cannot be written is there a
        question."""
        self.keeper.write(self._close, self._ask_to_lose)

    def keep_draft(self) -> None:
        """The program closes."""
        self.keeper.write_now()

    def _close(self) -> None:
        self._ready = False
        super().reject()

    def _ask_to_lose(self, error: UserError) -> None:
        detail = "".join(error.sentences())
        if self._context.ask.confirm("草稿存不上，还是要关闭吗？", detail, yes="丢掉并关闭"):
            self._close()

    # --- how it is built ---------------------------------------------------------------------
    def _lay_out(self) -> None:
        save = make_button("保存", self._press_save, primary=True, tip="Ctrl+Enter、Ctrl+S")
        following = make_button("保存并登记下一人", self._press_next, tip="Ctrl+N")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._kept, 1)
        buttons.addWidget(make_button("关闭", self.reject, tip="Esc，没有保存的内容留作草稿"))
        buttons.addWidget(following)
        buttons.addWidget(save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(10)
        layout.addWidget(self.bar)
        layout.addWidget(self.fields, 1)
        layout.addWidget(self._problem)
        layout.addWidget(plain_label(_HINT, role="small", wrap=True))
        layout.addLayout(buttons)
        self.fields.changed.connect(self._changed)
        self.fields.number_left.connect(self._fill_from_number)
        self.fields.open_known.connect(self._open_known)
        self.fields.home.wanted.connect(self.editor.find_homes)
        QWidget.setTabOrder(self.fields.last, save)
        add_key(self, "保存", SAVE_KEYS, self._press_save)
        add_key(self, "保存并登记下一人", ("Ctrl+N",), self._press_next)
        add_key(self, "下一部分", ("Ctrl+PgDown",), lambda: self.fields.step(1))
        add_key(self, "上一部分", ("Ctrl+PgUp",), lambda: self.fields.step(-1))

    def _name_window(self) -> None:
        self.setWindowTitle("登记新人" if self.editor.is_new else "编辑人员")

    def _unsaved(self) -> Unsaved | None:
        return self.editor.unsaved(self.fields.draft()) if self._ready else None

    def _changed(self) -> None:
        self.editor.changed(self.fields.draft())
        self.keeper.touch()

    def _fill_from_number(self) -> None:
        told = self.editor.derived(self.fields.draft())
        self.fields.fill(told, self._filled)
        self._filled = told

    def _press_save(self) -> None:
        self.keeper.stop()
        self.editor.save(self.fields.draft())

    def _press_next(self) -> None:
        self.keeper.stop()
        self.editor.save(self.fields.draft(), then_next=True)

    def _press_discard(self) -> None:
        if self._context.ask.confirm("放弃没有保存的内容吗？", "放弃以后找不回来。", yes="放弃"):
            self.keeper.forget(self.editor.place)
            self.editor.discard()

    def _open_known(self, person_id: int) -> None:
        self.known_wanted.emit(person_id)
        self.reject()
