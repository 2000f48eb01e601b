"""The page 政策 by keyboard: a new standard with its preview, programmes, packs from the county."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication

from app.core.terms import Role
from app.services.acts import list_acts
from app.services.desk import Desk
from app.services.figures import (
    Entry,
    FigureState,
    enter_figures,
    keep_entries,
    list_figures,
    show_figure,
)
from app.services.office import expect_office
from app.services.policy_packs import (
    PackPreview,
    list_policy_packs,
    own_entries,
    write_policy_pack,
)
from app.services.standard_change import preview_change
from app.ui.pages.policy.entry_dialog import EntryDialog
from app.ui.pages.policy.import_dialog import ImportDialog
from app.ui.pages.policy.page import PolicyPage
from app.ui.pages.policy.presenter import FigureQuery, PolicyPresenter
from app.ui.ports import Context
from app.ui.widgets.step_chart import Step, StepChart
from tests.conftest import Offices
from tests.factory import COUNTY_CODE, PASSPHRASE, pupil
from tests.gui.clerk import Clerk
from tests.gui.conftest import TODAY, OpenWindow
from tests.gui.stand_ins import StandInAsk

RURAL = Entry(
    "standard.dibao_rural",
    COUNTY_CODE[:6],
    "800",
    date(2026, 1, 1),
    date(2026, 3, 5),
    "县民发[2026]3号",
)
URBAN = replace(RURAL, key="standard.dibao_urban", value="900")


def open_page(clerk: Clerk) -> PolicyPage:
    clerk.turn_to("policy")
    page = clerk.page()
    assert isinstance(page, PolicyPage)
    page.settle()
    clerk.rest()
    return page


def open_entry(clerk: Clerk, page: PolicyPage, key: str = RURAL.key) -> EntryDialog:
    page.figures.select(key)
    page.figures.table.setFocus()
    clerk.press("Enter")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, EntryDialog)
    return dialog


def fill(clerk: Clerk, value: str = "800") -> None:
    """Value, first day, day of issue, document; the last day and the region stay as they are."""
    clerk.fill(value, "20260101", "20260305", "县民发[2026]3号")


def test_what_is_still_to_be_entered_stands_first_and_is_counted(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_page(clerk)
    rows = page.figures.table.model_of_rows.rows()
    assert rows[0].state is FigureState.OPEN
    missing = [row for row in rows if row.state in {FigureState.OPEN, FigureState.DEFAULT}]
    assert page.figures.wanted() == f"县里还要录入 {len(missing)} 项"
    assert tuple(missing) == rows[: len(missing)]


def test_the_list_is_narrowed_and_a_figure_shows_its_values_over_time(
    township: Desk, sit_down: OpenWindow
) -> None:
    enter_figures(township, [RURAL])
    clerk = sit_down(township)
    page = open_page(clerk)
    clerk.press("F3")
    clerk.type("农村低保")
    clerk.rest()
    assert RURAL.key in {row.key for row in page.figures.table.model_of_rows.rows()}
    page.figures.select(RURAL.key)
    page.settle()
    clerk.rest()
    pane = page.figures.pane
    assert "2026-01-01 起 800.00元/人·月" in pane.chart.accessibleName()
    assert [one.words for one in pane.versions.model_of_rows.rows()][-1] == "800.00元/人·月"
    clerk.press("F3")
    clerk.type("没有这样的参数")
    clerk.rest()
    assert page.figures.table.model_of_rows.rows() == ()
    clerk.press("Esc")
    assert len(page.figures.table.model_of_rows.rows()) == len(list_figures(township))


def test_a_new_standard_is_looked_at_and_then_entered_with_the_keyboard(
    township: Desk, sit_down: OpenWindow
) -> None:
    pupil(township)
    clerk = sit_down(township)
    page = open_page(clerk)
    dialog = open_entry(clerk, page)
    fill(clerk)
    clerk.press("Ctrl+Return")
    assert "提高" in dialog.change.words()
    assert "张小明" in {one.name for one in dialog.change.shown()}
    assert own_entries(township) == (), "nothing is written before it is confirmed"
    clerk.press("Ctrl+Return")
    assert own_entries(township) == (RURAL,)
    assert page.words().startswith("已录入 1 项")
    act = list_acts(township)[0]
    assert (act.verb, act.undoable) == ("enter_figures", True)


def test_several_standards_of_one_document_are_entered_together(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_page(clerk)
    dialog = open_entry(clerk, page)
    fill(clerk)
    dialog.presenter.add(dialog.typed())
    clerk.rest()
    dialog.figure.setCurrentIndex(dialog.figure.findData(URBAN.key))
    clerk.press("Enter")
    clerk.type("900")
    clerk.press("Ctrl+Return", "Ctrl+Return")
    assert own_entries(township) == (RURAL, URBAN)


def test_esc_leads_from_the_preview_back_to_the_form_and_enters_nothing(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    open_entry(clerk, open_page(clerk))
    fill(clerk)
    clerk.press("Ctrl+Return", "Esc")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, EntryDialog)
    dialog.presenter.remove(dialog.presenter.collected)
    clerk.press("Ctrl+Return")
    assert dialog.change.isHidden()
    clerk.press("Esc")
    assert QApplication.activeModalWidget() is None
    assert own_entries(township) == ()


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        (("八百", "20260101", "20260305", "县民发3号"), "不是金额"),
        (("800", "", "20260305", "县民发3号"), "执行日期"),
        (("800", "20260101", "昨天", "县民发3号"), "发文日期"),
        (("800", "20260101", "20260305", ""), "文件和文号"),
        (("800", "20260101", "20260305", "县民发3号", "20250101"), "早于执行日期"),
        (("800", "20260101", "20260305", "县民发3号", "年底"), "到期日"),
    ],
)
def test_what_is_wrong_is_said_in_the_form_and_nothing_is_looked_at(
    township: Desk, sit_down: OpenWindow, texts: tuple[str, ...], why: str
) -> None:
    clerk = sit_down(township)
    dialog = open_entry(clerk, open_page(clerk))
    clerk.fill(*texts)
    clerk.press("Ctrl+Return")
    assert why in dialog.problem()
    assert dialog.change.isHidden()
    assert dialog.presenter.collected == ()


def test_the_people_affected_are_narrowed_and_saved_as_a_workbook(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    pupil(township)
    clerk = sit_down(township)
    dialog = open_entry(clerk, open_page(clerk))
    fill(clerk)
    clerk.press("Ctrl+Return")
    everybody = len(dialog.change.shown())
    dialog.change.filters.search.setText("张小明")
    assert 0 < len(dialog.change.shown()) < everybody
    ask.saves_as = tmp_path / "名单.xlsx"
    dialog.change.save()
    clerk.rest()
    sheet = load_workbook(ask.saves_as)["新标准影响的人"]
    assert {row[1].value for row in sheet.iter_rows(min_row=4)} == {"张小明"}
    assert own_entries(township) == ()


def test_a_programme_gets_another_last_day(township: Desk, sit_down: OpenWindow) -> None:
    clerk = sit_down(township)
    page = open_page(clerk)
    clerk.window.context.go("policy", "packs")
    clerk.rest()
    table = page.packs.packs
    table.setFocus()
    place = [pack.adopted for pack in table.model_of_rows.rows()].index(True)
    table.select_place(place)
    key = table.row_at(place).key
    clerk.press("Enter", "Enter", "Ctrl+A")
    clerk.type("20271231")
    clerk.press("Enter", "Enter")
    assert next(p.last for p in expect_office(township).packs if p.key == key) == date(2027, 12, 31)
    page.presenter.drop(table.row_at(place))
    clerk.rest()
    assert not next(p.adopted for p in expect_office(township).packs if p.key == key)


def test_what_is_out_of_date_leads_to_its_figure(township: Desk, sit_down: OpenWindow) -> None:
    clerk = sit_down(township)
    page = open_page(clerk)
    page.open_place("packs")
    stale = page.packs.stale
    stale.setFocus()
    stale.select_place(0)
    wanted = stale.row_at(0).key
    clerk.press("Enter")
    row = page.figures.table.current()
    assert row is not None
    assert row.key == wanted


def test_a_pack_goes_from_the_county_to_the_township_through_both_pages(
    offices: Offices, ask: StandInAsk, sit_down: OpenWindow
) -> None:
    ask.secret, ask.chosen_folder = PASSPHRASE, offices.stick
    with offices.county() as county:
        enter_figures(county, [RURAL, URBAN])
        clerk = sit_down(county)
        page = open_page(clerk)
        page.presenter.write_pack()
        clerk.rest()
    (path,) = offices.stick.iterdir()
    assert str(path) in ask.said[-1]
    ask.picks = (path,)
    with offices.township() as desk:
        clerk = sit_down(desk)
        page = open_page(clerk)
        page.presenter.open_pack()
        clerk.rest()
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ImportDialog)
        assert [line.key for line in dialog.lines.model_of_rows.rows()] == [RURAL.key, URBAN.key]
        assert own_entries(desk) == ()
        clerk.press("Ctrl+Return")
        assert own_entries(desk) == (RURAL, URBAN)
        assert len(page.packs.imported.model_of_rows.rows()) == 1
        page.presenter.open_pack()
        clerk.rest()
        assert "已经导入过" in ask.said[-1]
        assert len(list_policy_packs(desk)) == 1


def test_a_pack_that_clashes_meanwhile_stays_open_with_the_reason(
    offices: Offices, ask: StandInAsk, sit_down: OpenWindow
) -> None:
    with offices.county() as county:
        enter_figures(county, [RURAL])
        ask.picks = (write_policy_pack(county, offices.stick, passphrase=PASSPHRASE),)
    with offices.township() as desk:
        clerk = sit_down(desk)
        page = open_page(clerk)
        page.presenter.open_pack()
        clerk.rest()
        enter_figures(desk, [replace(RURAL, value="790")])
        clerk.press("Ctrl+Return")
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ImportDialog)
        assert "时间重叠" in dialog.problem()
        assert list_policy_packs(desk) == ()
        clerk.press("Esc")


# --- without a screen ----------------------------------------------------------------------------
@dataclass
class Screen:
    packs: list[PackPreview] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def show_role(self, role: Role) -> None: ...

    def show_wanted(self, words: str) -> None:
        self.said.append(words)

    def show_figures(self, rows: object) -> None: ...

    def show_figure(self, view: object) -> None: ...

    def show_nothing(self) -> None: ...

    def show_packs(self, packs: object) -> None: ...

    def show_stale(self, rows: object) -> None: ...

    def show_imported(self, rows: object) -> None: ...

    def show_pack(self, path: Path, preview: PackPreview) -> None:
        self.packs.append(preview)

    def query(self) -> FigureQuery:
        return FigureQuery()

    def say(self, words: str) -> None:
        self.said.append(words)


def test_a_file_or_passphrase_that_is_not_given_does_nothing(
    context: Context, ask: StandInAsk, tmp_path: Path
) -> None:
    screen = Screen()
    presenter = PolicyPresenter(context, screen)
    presenter.open_pack()
    presenter.write_pack()
    ask.chosen_folder = tmp_path / "stick"
    presenter.write_pack()
    presenter.save_list(preview_change(context.desk, [RURAL]), ())
    assert (screen.packs, ask.said) == ([], [])


def test_a_township_is_told_that_only_the_county_writes_packs(
    context: Context, ask: StandInAsk, tmp_path: Path
) -> None:
    ask.chosen_folder, ask.secret = tmp_path, PASSPHRASE
    PolicyPresenter(context, Screen()).write_pack()
    assert "只有县级" in ask.said[-1]


def test_an_entry_that_no_longer_holds_is_said_above_the_list(context: Context) -> None:
    with context.desk.write("enter_figures", "录入") as work:
        keep_entries(work, context.desk, [replace(RURAL, key="standard.of_old")])
    screen = Screen()
    PolicyPresenter(context, screen).refresh()
    assert "有 1 项录入在这个版本里不再有效" in screen.said[-1]
    assert "standard.of_old" in screen.said[-1]


def test_a_chart_tells_its_values_and_hides_without_any(township: Desk) -> None:
    enter_figures(township, [RURAL])
    chart = StepChart("历年的值")
    view = show_figure(township, RURAL.key)
    chart.show_steps([Step(one.first, one.amount, one.words) for one in view.steps], TODAY)
    assert not chart.isHidden()
    assert chart.accessibleName().startswith("历年的值：2022-01-01 起 705.00元/人·月；")
    chart.resize(400, 132)
    assert not chart.grab().isNull()
    chart.show_steps([Step(date(2026, 1, 1), None, "是")], TODAY)
    assert chart.isHidden()
