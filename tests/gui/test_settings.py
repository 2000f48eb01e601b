"""设置: the office and its clerk, programmes, what was done and taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.core.errors import DeclinedError
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.keys import make_key
from app.services.office import add_village, expect_office
from app.services.office_change import ChangeOffice, change_office, code_is_fixed
from app.services.people import PeopleQuery, find_people
from app.services.person.view import show_person
from app.services.sheets import print_sheets
from app.ui.pages.settings.page import SettingsPage
from app.ui.pages.settings.presenter import OfficeLine, SettingsPresenter
from app.ui.ports import Context
from tests.gui.conftest import TODAY, OpenWindow


@dataclass
class SettingsView:
    verbs: tuple[str, ...] = ()

    def show_office(self, lines: tuple[OfficeLine, ...], villages: tuple[str, ...]) -> None: ...

    def show_acts(self, acts: tuple[object, ...]) -> None:
        self.verbs = tuple(act.verb for act in acts)  # type: ignore[attr-defined]


def test_a_village_is_added_and_the_act_taken_back(context: Context, township: Desk) -> None:
    presenter = SettingsPresenter(context, SettingsView())
    presenter.add_village("新村")
    presenter.undo(list_acts(township)[0])
    assert "新村" not in expect_office(township).villages


def test_mere_looks_are_listed_only_when_asked_for(context: Context, township: Desk) -> None:
    show_person(township, find_people(township, PeopleQuery())[0].id)
    view = SettingsView()
    presenter = SettingsPresenter(context, view)
    presenter.refresh()
    assert "view_person" not in view.verbs
    presenter.show_looks(True)
    assert "view_person" in view.verbs


def as_it_is(desk: Desk) -> ChangeOffice:
    office = expect_office(desk)
    return ChangeOffice(office.name, office.code, office.county, office.clerk)


def test_another_clerk_is_kept_with_a_line_and_can_be_taken_back(township: Desk) -> None:
    before = expect_office(township)
    assert change_office(township, replace(as_it_is(township), clerk=" 李新 ")).clerk == "李新"
    act = list_acts(township)[0]
    assert (act.words, act.undoable) == ("修改单位信息：经办人", True)
    undo_act(township, act.id)
    assert expect_office(township) == before


def test_nothing_changed_leaves_no_line(township: Desk) -> None:
    acts = list_acts(township)
    with pytest.raises(DeclinedError, match="没有改动"):
        change_office(township, as_it_is(township))
    assert list_acts(township) == acts


def test_a_code_typed_wrongly_is_mended_while_nothing_bears_it_and_then_no_more(
    township: Desk,
) -> None:
    other = replace(as_it_is(township), code="990101109000")
    assert change_office(township, other).code == "990101109000"
    act = list_acts(township)[0]
    assert not act.undoable
    with pytest.raises(DeclinedError, match="不能撤销"):
        undo_act(township, act.id)
    make_key(township, "correct horse")
    with pytest.raises(DeclinedError, match="密钥"):
        change_office(township, replace(other, code="990101108000"))
    assert change_office(township, replace(other, name="新青山镇")).code == "990101109000"


def test_printed_sheets_bear_the_code_in_their_numbers(township: Desk, tmp_path: Path) -> None:
    assert code_is_fixed(township) == ""
    print_sheets(township, f"{TODAY:%Y-%m}", out=tmp_path / "sheets.pdf")
    assert "走访表" in code_is_fixed(township)


def test_acts_belong_to_the_new_clerk_from_the_moment_he_is_named(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    clerk.turn_to("settings")
    page = clerk.page()
    assert isinstance(page, SettingsPage)
    clerk.press("F2")
    clerk.type("李新")
    clerk.press("Ctrl+Return")
    assert expect_office(township).clerk == "李新"
    page.presenter.add_village("新村")
    clerk.rest()
    assert [act.actor for act in list_acts(township)[:2]] == ["李新", "样例经办人"]


def test_old_acts_are_not_pushed_out_by_looks(township: Desk) -> None:
    add_village(township, "新村")
    person = find_people(township, PeopleQuery())[0].id
    for _ in range(5):
        show_person(township, person)
    assert list_acts(township, limit=1)[0].verb == "add_village"
    assert {act.verb for act in list_acts(township, limit=5, looks=True)} == {"view_person"}
