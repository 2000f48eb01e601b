"""类别与代码 in the settings, and the dialog of one person's categories."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtWidgets import QApplication

from app.models.person import Person
from app.services.acts import list_acts, undo_act
from app.services.code_lists import unmapped
from app.services.codes import (
    CategoryRow,
    list_categories,
    offer_category,
    offered_categories,
    own_codes,
)
from app.services.desk import Desk
from app.services.holdings import HoldingFacts, HoldingRow, list_holdings
from app.services.office import expect_office
from app.services.people import PeopleQuery, PersonRow, find_people
from app.services.person.view import show_person
from app.services.region_file import PlacePreview
from app.services.villages import VillageRow
from app.ui.pages.people.holdings_dialog import HoldingsDialog
from app.ui.pages.people.holdings_presenter import HoldingsPresenter, HoldingsView
from app.ui.pages.people.person_draft import draft_of
from app.ui.pages.people.presenter import category_choices
from app.ui.pages.settings.categories_presenter import CategoriesPresenter
from app.ui.pages.settings.page import SettingsPage
from app.ui.pages.settings.villages_presenter import VillagesPresenter
from app.ui.pages.settings.words_presenter import WordsPresenter, WordsView
from app.ui.ports import Context
from app.ui.widgets.category_pick import CategoryPick
from tests.gui.conftest import TODAY, OpenWindow
from tests.gui.stand_ins import StandInAsk, Went

SPRING = date(2026, 3, 1)


@dataclass
class Seen:
    """Whatever a presenter showed and said last."""

    categories: tuple[CategoryRow, ...] = ()
    words: list[str] = field(default_factory=list)
    view: WordsView | None = None
    villages: tuple[VillageRow, ...] = ()
    preview: PlacePreview | None = None
    holdings: HoldingsView | None = None
    closed: int = 0

    def show_categories(self, rows: tuple[CategoryRow, ...]) -> None:
        self.categories = rows

    def show_words(self, view: WordsView) -> None:
        self.view = view

    def show_villages(self, rows: tuple[VillageRow, ...]) -> None:
        self.villages = rows

    def show_preview(self, preview: PlacePreview) -> None:
        self.preview = preview

    def show_holdings(self, view: HoldingsView) -> None:
        self.holdings = view

    def say(self, words: str) -> None:
        self.words.append(words)

    def close(self) -> None:
        self.closed += 1

    def category(self, code: str) -> CategoryRow:
        return next(row for row in self.categories if row.code == code)

    def holding(self, code: str) -> HoldingRow:
        assert self.holdings is not None
        return next(row for row in self.holdings.rows if row.code == code)


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def somebody(township: Desk) -> PersonRow:
    return find_people(township, PeopleQuery())[0]


def _without(desk: Desk, person: int) -> str:
    """A category that the person can still take."""
    held = {row.code for row in list_holdings(desk, person)}
    return next(code for code in ("very_old_elder", "care_object") if code not in held)


def test_a_category_is_renamed_and_a_form_with_a_fault_stays_open(
    context: Context, seen: Seen, went: Went
) -> None:
    presenter = CategoriesPresenter(context, seen)
    presenter.refresh()
    row = seen.category("orphan")
    presenter.rename(row, "", SPRING, done=seen.close, tell=seen.say)
    assert (seen.closed, went.changes) == (0, 0)
    assert "名称" in seen.words[0]
    presenter.rename(row, "散居孤儿", SPRING, done=seen.close, tell=seen.say)
    assert (seen.closed, went.changes) == (1, 1)
    assert seen.category("orphan").name == "散居孤儿"


def test_stopping_a_category_is_asked_and_can_be_refused(
    context: Context, seen: Seen, ask: StandInAsk
) -> None:
    presenter = CategoriesPresenter(context, seen)
    presenter.refresh()
    ask.agrees = False
    presenter.toggle(seen.category("vagrant"))
    assert seen.category("vagrant").offered
    ask.agrees = True
    presenter.toggle(seen.category("vagrant"))
    assert not seen.category("vagrant").offered
    presenter.toggle(seen.category("vagrant"))
    assert seen.category("vagrant").offered


def test_an_own_category_appears_at_the_end(context: Context, seen: Seen) -> None:
    presenter = CategoriesPresenter(context, seen)
    presenter.add("重点户", "会议纪要", SPRING, done=seen.close, tell=seen.say)
    assert (seen.closed, seen.categories[-1].name, seen.categories[-1].own) == (1, "重点户", True)


def test_a_word_is_explained_and_says_how_many_changed(
    context: Context, seen: Seen, township: Desk, somebody: PersonRow
) -> None:
    with township.write("test", "测试") as work:
        person = work.session.get(Person, somebody.id)
        assert person is not None
        person.education = "扫盲班"
    presenter = WordsPresenter(context, seen)
    presenter.refresh()
    assert seen.view is not None
    assert [word.word for word in seen.view.waiting] == ["扫盲班"]
    presenter.explain("education", "扫盲班", "小学", seen.close)
    assert (seen.closed, seen.view.waiting) == (1, ())
    assert "1 条记录" in seen.words[0]
    undo_act(township, list_acts(township)[0].id)
    presenter.keep(unmapped(township)[0])
    assert unmapped(township) == ()


def test_a_village_is_renamed_merged_and_its_groups_named(
    context: Context, seen: Seen, ask: StandInAsk
) -> None:
    presenter = VillagesPresenter(context, seen)
    presenter.refresh()
    first, second = seen.villages[0], seen.villages[1]
    presenter.rename(first, "清泉社区", SPRING, done=seen.close, tell=seen.say)
    presenter.merge(second, "清泉社区", SPRING, done=seen.close, tell=seen.say)
    assert seen.closed == 2
    assert "随之转入" in seen.words[-1]
    ask.typed = "99组"
    presenter.add_group(seen.villages[0])
    ask.typed = "末组"
    presenter.rename_group(seen.villages[0], "99组")
    assert "末组" in {group.name for group in seen.villages[0].groups}


def test_a_list_of_places_is_shown_before_it_is_taken(
    context: Context, seen: Seen, ask: StandInAsk, township: Desk, tmp_path: Path
) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["代码", "名称"])
    book.active.append([f"{expect_office(township).code[:9]}299", "白云村"])
    book.save(tmp_path / "区划.xlsx")
    presenter = VillagesPresenter(context, seen)
    presenter.choose()
    assert vars(seen)["preview"] is None
    ask.picks = (tmp_path / "区划.xlsx",)
    presenter.choose()
    assert seen.preview is not None
    assert "白云村" not in expect_office(township).villages
    presenter.commit(seen.preview, seen.close, seen.say)
    assert expect_office(township).villages[-1] == "白云村"


def test_a_persons_categories_begin_are_corrected_and_end(
    context: Context, seen: Seen, township: Desk, somebody: PersonRow
) -> None:
    presenter = HoldingsPresenter(context, seen, somebody.id)
    code = _without(township, somebody.id)
    presenter.add("", HoldingFacts(SPRING), seen.close, seen.say)
    assert seen.words == ["还没有选类别。"]
    presenter.add(code, HoldingFacts(SPRING), seen.close, seen.say)
    presenter.correct(
        seen.holding(code), HoldingFacts(SPRING, basis="批文 8 号"), seen.close, seen.say
    )
    assert seen.holding(code).basis == "批文 8 号"
    presenter.end(seen.holding(code), last=TODAY, reason="登记错误", done=seen.close, tell=seen.say)
    assert seen.holding(code).end == TODAY
    assert seen.closed == 3


def test_the_filter_offers_what_somebody_holds_and_nothing_else(township: Desk) -> None:
    choices = dict(category_choices(township))
    assert "dibao_rural" in choices
    assert set(choices) == {row.code for row in list_categories(township) if row.holders}


def test_what_is_held_but_no_longer_offered_is_not_ended_by_saving(township: Desk) -> None:
    row = next(r for r in find_people(township, PeopleQuery()) if "农村低保" in r.categories)
    offer_category(township, "dibao_rural", offered=False, first=SPRING)
    offered = {c.code for g in offered_categories(township) for c in g.categories}
    codes = {category.name: code for code, category in own_codes(township).categories.items()}
    assert "dibao_rural" not in offered
    assert "dibao_rural" in draft_of(show_person(township, row.id), None, codes).categories


def test_a_category_is_found_by_initials_and_chosen_with_the_keyboard(township: Desk) -> None:
    pick = CategoryPick()
    pick.show_groups(offered_categories(township))
    chosen: list[str] = []
    pick.changed.connect(chosen.append)
    pick.search.setText("ge")
    pick.search.setText("guer")
    assert pick.code() == "orphan"
    pick.search.setText("没有这样的")
    assert pick.code() == ""
    pick.search.clear()
    pick.choose("disabled")
    assert chosen[-1] == "disabled"
    pick.deleteLater()


def test_the_settings_show_categories_words_lists_and_villages(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    clerk.window.go("settings", "codes")
    clerk.rest()
    page = clerk.page()
    assert isinstance(page, SettingsPage)
    clerk.rest()
    assert len(page.codes.categories.table.model_of_rows.rows()) == len(list_categories(township))
    page.codes.categories.search.setText("孤儿")
    assert {row.code for row in page.codes.categories.table.model_of_rows.rows()} >= {"orphan"}
    clerk.press("F2")
    clerk.fill("散居孤儿")
    clerk.press("Ctrl+Return")
    assert {row.name for row in list_categories(township) if row.code == "orphan"} == {"散居孤儿"}
    assert page.codes.lists.lists.model_of_rows.rows()
    assert page.codes.villages.villages.model_of_rows.rows()


def test_the_dialog_registers_a_category_with_the_keyboard(
    township: Desk, somebody: PersonRow, sit_down: OpenWindow, ask: StandInAsk, went: Went
) -> None:
    clerk = sit_down(township)
    context = Context(township, ask, clerk.window.jobs, went.go, went.changed)
    dialog = HoldingsDialog(context, somebody.id, somebody.name, clerk.page())
    dialog.open()
    clerk.rest()
    clerk.press("Ctrl+N")
    clerk.type("gllr")
    clerk.press("Ctrl+Return")
    QApplication.processEvents()
    assert "very_old_elder" in {row.code for row in list_holdings(township, somebody.id)}
    assert went.changes == 1
    dialog.close()
