"""How the page 人员 looks: filters above, list and person side by side; import in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.bulk import BulkResult
from app.services.entitlements import VerdictView
from app.services.people import PeopleQuery, PersonRow
from app.services.people_list import PeopleList
from app.services.person.lines import ContactLine
from app.services.person.view import PersonView
from app.ui.pages.people.bulk_dialog import BulkDialog
from app.ui.pages.people.columns import PEOPLE
from app.ui.pages.people.grid_pane import GridPane
from app.ui.pages.people.holdings_dialog import HoldingsDialog
from app.ui.pages.people.import_pane import ImportPane
from app.ui.pages.people.person_dialog import PersonDialog
from app.ui.pages.people.person_pane import PersonPane
from app.ui.pages.people.presenter import FoundPeople, PeoplePresenter, missing_words
from app.ui.pages.people.undo_presenter import UndoPresenter
from app.ui.pages.saved_filters_presenter import SavedFiltersPresenter
from app.ui.ports import Context
from app.ui.widgets.clipboard import put_table
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.filter_bar import TEXT, FilterBar
from app.ui.widgets.keys import UndoBeyond, add_key
from app.ui.widgets.page import GAP, Page, link_button, make_button, side_by_side
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable

_LIST, _IMPORT, _GRID = range(3)
_REST_MS = 150  # a person is read (and the look recorded) when the cursor rests this long


class PeoplePage(Page):
    """The register."""

    def __init__(self, context: Context) -> None:
        super().__init__("人员")
        self._context = context
        self._field = ""  # where to open the next person, when another page asked for it
        self.presenter = PeoplePresenter(context, self)
        self.undo = UndoPresenter(context)
        self.saved = SavedFiltersPresenter(context, "people", self)
        self.add_button("导入", self.open_import)
        self.add_button("批量登记", self.open_grid, tip="Ctrl+Shift+N")
        add_key(self, "批量登记", ("Ctrl+Shift+N",), self.open_grid)
        self.add_button("登记新人", self.new, primary=True, tip="Ctrl+N")
        self.pane = PersonPane(
            context,
            edit=self.edit,
            unmask=self.presenter.unmask,
            print_out=self.print_out,
            open_person=self.presenter.open_person,
            keys_on=self,
        )
        self.pane.tabs.holdings_wanted.connect(self.open_holdings)
        self.pane.tabs.contact_wanted.connect(self.open_contact)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._open_current)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._register())
        self.import_pane = ImportPane(context, self._close_import)
        self._stack.addWidget(self.import_pane)
        self.grid = GridPane(context, self._close_import)
        self._stack.addWidget(self.grid)
        self.body.addWidget(self._stack, 1)

    # --- what the shell calls ----------------------------------------------------------------
    def refresh(self) -> None:
        self.presenter.refresh()
        self.saved.refresh()

    def open_place(self, place: str) -> None:
        kind, _, rest = place.partition(":")
        if kind == "import":
            self.open_import()
        elif kind == "sample":
            self.open_import()
            self.import_pane.presenter.take_sample()
        elif kind == "person":
            person_id, _, self._field = rest.partition(":")
            self._close_import()
            self.presenter.want(int(person_id))
            self.filters.clear()
        elif kind == "grid":
            self.open_grid()
        elif kind == "new":
            self.new()
        elif kind == "edit":
            self._open_dialog(int(rest))
        elif kind == "find":
            self._close_import()
            self.filters.choose({TEXT: rest})
        elif kind == "missing":
            self._close_import()
            self.filters.set_extra(rest, missing_words(rest))

    def go_back(self) -> bool:
        if self._stack.currentIndex():
            self._close_import()
            return True
        if self.filters.search.text():
            self.filters.search.clear()
            self.search()
            return True
        return False

    def search(self) -> None:
        self._close_import()
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def focus_first(self) -> None:
        if self._stack.currentIndex() == _IMPORT:
            self.import_pane.focus_first()
        elif self._stack.currentIndex() == _GRID:
            self.grid.focus_first()
        else:
            self.filters.search.setFocus()

    def settle(self) -> None:
        self._rest.stop()
        self._open_current()

    def keep_looks(self) -> None:
        self._context.memory.keep("people.filter", self.filters.picked())
        self._context.memory.keep("people.table", self.table.looks())

    def keep_drafts(self) -> None:
        self.grid.keeper.write_now()
        for dialog in self.findChildren(PersonDialog):
            dialog.keep_draft()

    def new(self) -> None:
        self._open_dialog(None)

    def edit(self) -> None:
        if self.presenter.shown is not None:
            self._open_dialog(self.presenter.shown.row.id)

    def open_holdings(self) -> None:
        """The categories of the open person."""
        if self.presenter.shown is not None:
            row = self.presenter.shown.row
            HoldingsDialog(self._context, row.id, row.name, self).open()

    # What draws papers or signs files is loaded when it is first opened: it costs half a second.
    def open_transfers(self) -> None:
        from app.ui.pages.people.transfers.dialog import TransfersDialog

        row = self.table.current()
        TransfersDialog(self._context, (row,) if row else (), self).open()

    def open_papers(self) -> None:
        from app.ui.pages.people.papers.dialog import PapersDialog

        row = self.table.current()
        if row is not None:
            PapersDialog(self._context, row.id, row.name, self).open()

    def open_contact(self, contact: ContactLine) -> None:
        """What was typed in for it; of one without a form, its evidence."""
        if contact.form:
            from app.ui.pages.visits.typed_dialog import TypedDialog

            TypedDialog(self._context, self.window(), contact.id).start()
        else:
            from app.ui.pages.visits.evidence_dialog import EvidenceDialog

            words = f"{contact.day} {contact.kind_name}"
            EvidenceDialog(self._context, self.window(), (contact.id, words)).open()

    def print_out(self) -> None:
        """Any form for the chosen people."""
        from app.ui.printing.choice_dialog import ChoiceDialog

        chosen = self.table.chosen()
        if not chosen:
            self.say("先在名单里选人：按住 Shift 或 Ctrl 选几个，Ctrl+A 全选。")
            return
        who = chosen[0].name if len(chosen) == 1 else f"选中的 {len(chosen)} 人"
        people = [row.id for row in chosen]
        ChoiceDialog(self._context, people, f"为{who}打印", self).open()

    def open_grid(self) -> None:
        self._stack.setCurrentIndex(_GRID)
        self.grid.open()
        self.grid.focus_first()

    def open_import(self) -> None:
        self._stack.setCurrentIndex(_IMPORT)
        self.import_pane.focus_first()

    # --- what the presenter says -------------------------------------------------------------
    def show_found(self, found: FoundPeople) -> None:
        before = self.table.current()
        self.table.show_rows(found.rows)
        if found.rows and found.anew:
            self.table.select_place(0)
        elif before is not None:
            self.select_person(before.id)
        for button in (self._copy, self._save):
            button.setEnabled(found.whole)
        self._below.setText(found.words)
        self._left.setCurrentIndex(0 if found.rows else 1)
        if not found.rows:
            empty = self.query() == PeopleQuery()
            self._nobody.say(
                "还没有登记的人" if empty else "没有找到符合条件的人",
                "可以导入省里系统导出的表，或村里报来的名单。"
                if empty
                else "换个词，或去掉条件再找。",
            )
            self._import.setVisible(empty)
            self._everybody.setVisible(not empty)

    def show_choices(
        self, villages: Sequence[tuple[str, str]], kinds: Sequence[tuple[str, str]]
    ) -> None:
        self.filters.set_choices("village", villages)
        self.filters.set_choices("category", kinds)

    def show_person(self, person: PersonView, *, unmasked: bool) -> None:
        self.pane.show_person(person, unmasked=unmasked)
        if self._field:
            self.pane.show_field(self._field)
            self._field = ""

    def show_verdicts(self, verdicts: tuple[VerdictView, ...]) -> None:
        self.pane.show_verdicts(verdicts)

    def show_nobody(self) -> None:
        self.pane.show_nobody()

    def select_person(self, person_id: int) -> None:
        for place, row in enumerate(self.table.model_of_rows.rows()):
            if row.id == person_id:
                self.table.select_place(place)
                self.table.scrollTo(self.table.currentIndex())

    def include_closed(self) -> None:
        self.filters.set_value("closed", "yes")

    def put_on_clipboard(self, people: PeopleList) -> None:
        put_table(people.titles, people.rows)

    def say(self, words: str) -> None:
        self._below.setText(words)

    def words(self) -> str:
        """What is said below the list."""
        return self._below.text()

    def query(self) -> PeopleQuery:
        return PeopleQuery(
            text=self.filters.search.text().strip(),
            village=self.filters.value("village"),
            category=self.filters.value("category"),
            missing=self.filters.extra(),
            closed=bool(self.filters.value("closed")),
        )

    # --- saved filters -----------------------------------------------------------------------
    def show_saved(self, names: Sequence[str]) -> None:
        self.filters.show_saved(names)

    def chosen(self) -> dict[str, str]:
        return self.filters.chosen() | self.table.order()

    def choose(self, values: Mapping[str, str]) -> None:
        self._close_import()
        self.table.set_order(values)
        self.filters.choose(values)

    # --- how it is built ---------------------------------------------------------------------
    def _register(self) -> QWidget:
        self.filters = FilterBar("姓名、拼音首字母、身份证号、电话、住址、户主")
        self.filters.add_pick("village", "全部村（社区）")
        self.filters.add_pick("category", "全部类别", 168)
        self.filters.add_check("closed", "含已封存", "也列出已经离开名册的人")
        self.filters.add_saved()
        self.filters.save_wanted.connect(self.saved.keep)
        self.filters.pick_wanted.connect(self.saved.pick)
        self.filters.drop_wanted.connect(self.saved.drop)
        self.filters.restore(self._context.memory.recall("people.filter"))
        self.filters.changed.connect(self.presenter.search)
        self.filters.down.connect(self._into_list)
        self.table: RowsTable[PersonRow] = RowsTable(PEOPLE)
        self.table.setAccessibleName("名单")
        self.table.restore_looks(self._context.memory.recall("people.table"))
        self.table.moved.connect(lambda row: self._rest.start())
        self.table.opened.connect(lambda row: self.pane.setFocus())
        add_key(self.table, "批量修改…", ("Ctrl+B",), self._press_bulk)
        add_key(self, "撤销上一步", ("Ctrl+Z",), self.undo.undo_last)
        UndoBeyond(self.filters.search)
        self._import = make_button("导入名单", self.open_import, primary=True)
        self._everybody = make_button("去掉条件", self.filters.clear, primary=True)
        self._nobody = EmptyState("还没有登记的人", "", self._import, self._everybody)
        self._left = QStackedWidget()
        self._left.addWidget(self.table)
        self._left.addWidget(self._nobody)
        split = side_by_side(self._left, self.pane, (700, 460))
        self._below = plain_label("", role="small")
        register = QWidget()
        layout = QVBoxLayout(register)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.filters)
        layout.addWidget(split, 1)
        layout.addLayout(self._hand_out())
        return register

    def _hand_out(self) -> QHBoxLayout:
        """How many there are, and the list to take away."""
        self._full = QCheckBox("名单含完整号码")
        self._full.setToolTip("复制和另存的名单里写完整的身份证号，会留下记录")
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self._below, 1)
        line.addWidget(link_button("转移…", self.open_transfers))
        line.addWidget(link_button("材料…", self.open_papers))
        papers = link_button("打印文书…", self.print_out)
        papers.setToolTip("Ctrl+P")
        line.addWidget(papers)
        line.addWidget(self._full)
        self._copy = link_button("复制名单", self._press_copy)
        self._save = link_button("名单存为表格…", self._press_save)
        line.addWidget(link_button("批量修改所选…", self._press_bulk))
        line.addWidget(link_button("撤销上一步", self.undo.undo_last))
        line.addWidget(self._copy)
        line.addWidget(self._save)
        return line

    def _press_copy(self) -> None:
        self.presenter.copy_list(self.table.model_of_rows.rows(), full=self._full.isChecked())
        self._full.setChecked(False)

    def _press_save(self) -> None:
        self.presenter.save_list(self.table.model_of_rows.rows(), full=self._full.isChecked())
        self._full.setChecked(False)

    def _press_bulk(self) -> None:
        people = [row.id for row in self.table.chosen()]
        if people:
            BulkDialog(self._context, people, self, self._changed_many).open()
        else:
            self.say("先在名单里选人：按住 Shift 或 Ctrl 选几个，Ctrl+A 全选。")

    def _changed_many(self, result: BulkResult) -> None:
        self._context.changed()
        self._context.ask.tell(f"已修改 {result.changed} 人。", "改错了，按 Ctrl+Z 撤销。")

    def _into_list(self) -> None:
        self.table.setFocus()

    def _open_current(self) -> None:
        row = self.table.current()
        if row is not None:
            self.presenter.open_person(row.id)

    def _close_import(self) -> None:
        """Back to the list; what stands in the grid stays a draft."""
        if self._stack.currentIndex() == _GRID:
            self.grid.keeper.write()
        self._stack.setCurrentIndex(_LIST)

    def _open_dialog(self, person_id: int | None) -> None:
        dialog = PersonDialog(self._context, person_id, self, self._saved)
        dialog.known_wanted.connect(lambda known: self.open_place(f"person:{known}"))
        dialog.open()

    def _saved(self, person_id: int) -> None:
        self.presenter.want(person_id)
        self._context.changed()
