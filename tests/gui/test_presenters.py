"""What pages do, on real services, with nothing on the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from app.core.terms import Role
from app.services.acts import list_acts
from app.services.desk import Desk
from app.services.drafts import GRID, NEW_PERSON, DraftRow, keep_draft, list_drafts
from app.services.entitlements import VerdictView
from app.services.import_matching import Survey
from app.services.import_people import Book, ImportPreview, ImportResult
from app.services.keys import key_state, make_key, write_request
from app.services.office import SetUpOffice, set_up_office, show_office
from app.services.people import PeopleQuery, find_people
from app.services.person.view import PersonView
from app.services.plan import PlanRow, VillageProgress
from app.services.plan_days import DayRow
from app.services.sample import write_sample_books
from app.ui.pages.county.key_presenter import CountyKeyPresenter
from app.ui.pages.ledger.key_presenter import KeyPresenter
from app.ui.pages.people.import_presenter import ImportPresenter
from app.ui.pages.people.presenter import FoundPeople, PeoplePresenter
from app.ui.pages.visits.plan_presenter import Calendar, PlanFilter, PlanPresenter
from app.ui.pages.workbench.lines import Figure, Todo
from app.ui.pages.workbench.presenter import WorkbenchPresenter
from app.ui.ports import Context
from tests.gui.conftest import TODAY, OpenDesk
from tests.gui.stand_ins import AtOnce, StandInAsk, Went


@dataclass
class BenchView:
    figures: tuple[Figure, ...] = ()
    todos: tuple[Todo, ...] = ()
    urgent: tuple[PlanRow, ...] = ()
    drafts: tuple[DraftRow, ...] = ()

    def show_day(self, words: str) -> None:
        assert words == "2026年6月22日　星期一"

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        self.figures = figures

    def show_todos(self, todos: tuple[Todo, ...]) -> None:
        self.todos = todos

    def show_urgent(self, rows: tuple[PlanRow, ...]) -> None:
        self.urgent = rows

    def show_progress(self, title: str, villages: tuple[VillageProgress, ...]) -> None: ...

    def show_drafts(self, drafts: tuple[DraftRow, ...]) -> None:
        self.drafts = drafts


def test_the_workbench_puts_what_is_late_first_and_leads_there(
    context: Context, went: Went
) -> None:
    view = BenchView()
    presenter = WorkbenchPresenter(context, view)
    presenter.refresh()
    assert view.figures[-1].value.startswith("60 人")
    assert view.todos[0].late
    presenter.open(view.todos[0])
    presenter.open_person(view.urgent[0])
    assert went.to == [("visits", "state:late"), ("people", f"person:{view.urgent[0].person_id}")]


def test_one_draft_is_gone_on_with_at_once_and_of_several_one_is_picked(
    context: Context, township: Desk, went: Went, ask: StandInAsk
) -> None:
    view = BenchView()
    presenter = WorkbenchPresenter(context, view)
    presenter.refresh()
    before = view.todos
    keep_draft(township, "sheet:990101001", "走访表：甲", {"visitors": "李"})
    presenter.look_for_drafts()
    assert (view.todos[0].words, view.todos[0].count) == ("未保存的草稿", "1 份")
    presenter.open(view.todos[0])
    assert went.to == [("visits", "sheet:990101001")]
    keep_draft(township, "person:12", "修改人员：乙", {"values": {"note": "草"}})
    keep_draft(township, NEW_PERSON, "登记新人", {"values": {"name": "丙"}})
    keep_draft(township, GRID, "批量登记", {"rows": []})
    presenter.look_for_drafts()
    presenter.open(view.todos[0])
    for draft in view.drafts:
        presenter.open_draft(draft)
    assert {tuple(to) for to in went.to[1:]} == {
        ("people", "grid"),
        ("people", "new"),
        ("people", "edit:12"),
        ("visits", "sheet:990101001"),
    }
    ask.agrees = False
    presenter.drop_draft(view.drafts[0])
    assert len(list_drafts(township)) == 4
    ask.agrees = True
    for draft in view.drafts:
        presenter.drop_draft(draft)
    assert view.todos == before


def test_an_empty_register_is_told_to_import_first(
    empty_desk: Desk, ask: StandInAsk, went: Went
) -> None:
    set_up_office(empty_desk, SetUpOffice(Role.TOWNSHIP, "青山镇", "990101001000", "县", "王"))
    view = BenchView()
    WorkbenchPresenter(Context(empty_desk, ask, AtOnce(ask), went.go, went.changed), view).refresh()
    assert (view.todos[0].page, view.todos[0].place) == ("people", "import")


def test_the_county_is_led_to_its_root_before_anything_else(
    empty_desk: Desk, ask: StandInAsk, went: Went
) -> None:
    set_up_office(empty_desk, SetUpOffice(Role.COUNTY, "县民政局", "990101000000", "县", "赵"))
    view = BenchView()
    WorkbenchPresenter(Context(empty_desk, ask, AtOnce(ask), went.go, went.changed), view).refresh()
    assert [(todo.page, todo.place) for todo in view.todos] == [("county", "keys")]


@dataclass
class PeopleView:
    asked: PeopleQuery = field(default_factory=PeopleQuery)
    found: FoundPeople | None = None
    person: PersonView | None = None
    unmasked: bool = False
    verdicts: tuple[VerdictView, ...] = ()
    nobody: int = 0
    selected: int = 0

    def show_found(self, found: FoundPeople) -> None:
        self.found = found

    def show_choices(self, villages: object, kinds: object) -> None: ...

    def show_person(self, person: PersonView, *, unmasked: bool) -> None:
        self.person, self.unmasked = person, unmasked

    def show_verdicts(self, verdicts: tuple[VerdictView, ...]) -> None:
        self.verdicts = verdicts

    def show_nobody(self) -> None:
        self.nobody += 1

    def select_person(self, person_id: int) -> None:
        self.selected = person_id

    def include_closed(self) -> None: ...

    def put_on_clipboard(self, people: object) -> None: ...

    def say(self, words: str) -> None: ...

    def query(self) -> PeopleQuery:
        return self.asked


def test_a_person_is_shown_with_what_the_rules_say(context: Context) -> None:
    view = PeopleView()
    presenter = PeoplePresenter(context, view)
    presenter.refresh()
    assert view.found is not None
    assert view.found.words.startswith("共 60 人")
    presenter.open_person(view.found.rows[0].id)
    assert view.person is not None
    assert view.verdicts
    assert not view.unmasked


def test_a_look_at_full_numbers_is_on_record(context: Context, township: Desk) -> None:
    view = PeopleView()
    presenter = PeoplePresenter(context, view)
    presenter.open_person(find_people(township, PeopleQuery())[0].id)
    presenter.unmask()
    assert view.unmasked
    assert list_acts(township, looks=True)[0].verb == "unmask_person"


def test_nobody_found_and_nobody_there_are_said(context: Context, ask: StandInAsk) -> None:
    view = PeopleView(asked=PeopleQuery(text="没有这个人"))
    presenter = PeoplePresenter(context, view)
    presenter.search()
    presenter.open_person(99_999)
    assert view.nobody == 2
    assert ask.said == ["没有找到这个人。可能已被删除，请刷新列表。"]


@dataclass
class ImportView:
    preview: ImportPreview | None = None
    result: ImportResult | None = None
    survey: Survey | None = None
    chooses: int = 0
    looks: int = 0

    def show_choose(self) -> None:
        self.chooses += 1

    def show_matching(self, books: tuple[Book, ...], survey: Survey) -> None:
        self.survey = survey

    def show_preview(self, preview: ImportPreview, files: str) -> None:
        self.preview = preview

    def show_changes(self) -> None:
        self.looks += 1

    def show_result(self, result: ImportResult) -> None:
        self.result = result


def test_an_import_is_previewed_confirmed_and_taken_back(
    context: Context, township: Desk, went: Went, tmp_path: Path
) -> None:
    before = find_people(township, PeopleQuery())
    view = ImportView()
    presenter = ImportPresenter(context, view)
    presenter.read(write_sample_books(tmp_path / "books", townships=1, people=80, seed=3))
    assert view.preview is not None
    assert find_people(township, PeopleQuery()) == before
    presenter.confirm()
    assert view.result is not None
    assert len(find_people(township, PeopleQuery())) > len(before)
    presenter.undo()
    assert find_people(township, PeopleQuery()) == before
    assert went.changes == 2


def test_the_problems_of_an_import_are_kept_as_a_workbook(
    context: Context, ask: StandInAsk, tmp_path: Path
) -> None:
    presenter = ImportPresenter(context, ImportView())
    presenter.read(write_sample_books(tmp_path / "books", townships=1, people=80, seed=3))
    ask.saves_as = tmp_path / "problems.xlsx"
    presenter.keep_problems()
    assert ask.saves_as.stat().st_size > 1000


def test_a_file_that_is_no_workbook_is_refused_in_words(
    context: Context, ask: StandInAsk, tmp_path: Path
) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    view = ImportView()
    presenter = ImportPresenter(context, view)
    presenter.read([tmp_path / "a.xlsx"])
    presenter.read([tmp_path / "photo.jpg"])
    assert view.preview is None
    assert len(ask.said) == 2


@dataclass
class PlanView:
    wanted: PlanFilter = field(default_factory=PlanFilter)
    rows: tuple[DayRow, ...] = ()
    words: str = ""

    def show_plan(self, rows: tuple[DayRow, ...], words: str) -> None:
        self.rows, self.words = rows, words

    def show_villages(self, villages: tuple[VillageProgress, ...]) -> None: ...

    def show_visitors(self, names: tuple[str, ...]) -> None: ...

    def show_calendar(self, calendar: Calendar) -> None: ...

    def show_done(self, words: str) -> None: ...

    def filter(self) -> PlanFilter:
        return self.wanted

    def month(self) -> str:
        return "2026-06"


def test_late_contacts_stand_first_and_filters_need_no_second_reading(context: Context) -> None:
    view = PlanView()
    presenter = PlanPresenter(context, view)
    presenter.refresh()
    states = [row.state.value for row in view.rows]
    assert states.index("due") > states.index("late")
    assert "late" not in states[states.index("due") :]
    view.wanted = PlanFilter(state="late", village=view.rows[0].village)
    presenter.show_filtered()
    assert {(row.state.value, row.village) for row in view.rows} == {("late", view.wanted.village)}


def test_no_certificate_is_issued_or_installed_before_fingerprints_agree(
    context: Context, township: Desk, desk_in: OpenDesk, ask: StandInAsk, tmp_path: Path
) -> None:
    county = desk_in("county", TODAY)
    set_up_office(county, SetUpOffice(Role.COUNTY, "县民政局", "990101000000", "样例县", "赵"))
    at_county = Context(county, ask, AtOnce(ask), context.go, context.changed)
    ask.secret, ask.chosen_folder = "correct horse", tmp_path
    CountyKeyPresenter(at_county).make_root()
    make_key(township, "correct horse")
    request = write_request(township, tmp_path)
    ask.picks, ask.agrees = (request,), False
    CountyKeyPresenter(at_county).issue()
    assert list(tmp_path.glob("证书_*")) == []
    office = show_office(township)
    assert office is not None
    ask.agrees, ask.typed = True, office.code
    CountyKeyPresenter(at_county).issue()
    ask.picks = tuple(tmp_path.glob("证书_*"))
    ask.agrees = False
    KeyPresenter(context).install()
    assert not key_state(township).has_certificate
    ask.agrees = True
    KeyPresenter(context).install()
    assert key_state(township).has_certificate
