"""Registering people with the keyboard only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.errors import FileError
from app.services.desk import Desk
from app.services.drafts import NEW_PERSON, find_draft, keep_draft, list_drafts
from app.services.households import household_of
from app.services.people import PeopleQuery, PersonRow, find_people
from app.services.person.view import show_person
from app.services.register import SavePerson, save_person
from app.ui.pages.people.fact_row import Pick
from app.ui.pages.people.page import PeoplePage
from app.ui.pages.people.person_dialog import PersonDialog
from app.ui.pages.people.sections import SECTIONS
from tests.factory import id_number
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk


@dataclass(frozen=True)
class Sitting:
    """A clerk in front of the dialog."""

    clerk: Clerk
    page: PeoplePage
    dialog: PersonDialog

    def said(self, key: str) -> str:
        return self.dialog.fields.rows[key].said.text()

    def text(self, key: str) -> str:
        return self.dialog.fields.rows[key].text()

    def at(self) -> str:
        """The spoken name of the field that has the cursor."""
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus.accessibleName()

    def go_to(self, name: str) -> None:
        """Press Enter until the field called ``name`` has the cursor."""
        for _ in range(100):
            if self.at() == name:
                return
            self.clerk.press("Enter")
        raise AssertionError(f"{name} is never reached")


def open_dialog(clerk: Clerk, *keys: str) -> Sitting:
    clerk.press("Ctrl+2")
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    page.settle()
    clerk.rest()
    clerk.press(*(keys or ("Ctrl+N",)))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PersonDialog)
    return Sitting(clerk, page, dialog)


def named(desk: Desk, name: str) -> PersonRow:
    (row,) = find_people(desk, PeopleQuery(text=name))
    return row


def test_enter_goes_through_every_field_of_every_section(
    township: Desk, sit_down: OpenWindow
) -> None:
    sitting = open_dialog(sit_down(township))
    seen = []
    while "备注" not in seen:
        seen.append(sitting.at())
        sitting.clerk.press("Enter")
    labels = {row.label.text().rstrip("　*") for row in sitting.dialog.fields.rows.values()}
    hidden = {"查找家庭", "与户主关系"}  # asked only of who belongs to a household that is there
    others = {"村（社区）", "组", "家庭", "对象类别"}
    assert set(seen) == labels | others
    assert len(seen) == len(labels | others)
    assert not hidden & set(seen)


def test_the_number_fills_in_what_it_says_and_is_said_beside_the_field(
    township: Desk, sit_down: OpenWindow
) -> None:
    sitting = open_dialog(sit_down(township))
    number = id_number(born=date(1961, 8, 20), male=False)
    sitting.clerk.fill("张三")
    sitting.clerk.type(number[:12])
    assert sitting.said("id_no") == "12 位"
    sitting.clerk.type(number[12:])
    assert sitting.said("id_no").startswith("女，1961-")
    sitting.clerk.press("Enter")
    assert (sitting.text("sex"), sitting.text("birth_date")[:5]) == ("女", "1961-")
    other = id_number(born=date(1970, 8, 20), male=True)
    sitting.dialog.fields.rows["id_no"].edit.setFocus()
    sitting.clerk.press("Ctrl+A")
    sitting.clerk.fill(other)
    assert (sitting.text("sex"), sitting.text("birth_date")[:5]) == ("男", "1970-")


def test_a_wrong_number_is_said_when_it_is_left_and_blocks_saving(
    township: Desk, sit_down: OpenWindow
) -> None:
    sitting = open_dialog(sit_down(township))
    sitting.clerk.fill("张三", "12345")
    assert "位数不对" in sitting.said("id_no")
    sitting.clerk.press("Ctrl+S")
    assert sitting.dialog.isVisible()
    assert sitting.at() == "身份证号"
    assert len(find_people(township, PeopleQuery())) == 60
    sitting.clerk.press("Ctrl+A", "Del")
    sitting.clerk.press("Ctrl+S")
    assert named(township, "张三")


def test_what_is_not_typed_yet_is_not_complained_about(
    township: Desk, sit_down: OpenWindow
) -> None:
    sitting = open_dialog(sit_down(township))
    assert {row.said.text() for row in sitting.dialog.fields.rows.values()} == {""}


def test_a_registered_number_offers_the_record_that_is_there(
    township: Desk, sit_down: OpenWindow
) -> None:
    number = id_number(born=date(1955, 1, 2))
    values = {"name": "已登记的人", "id_no": number}
    known = save_person(township, SavePerson(None, values, "", "", ()))
    sitting = open_dialog(sit_down(township))
    sitting.clerk.fill("张三")
    sitting.clerk.type(number)
    sitting.clerk.rest()
    assert sitting.said("id_no") == "已经登记：已登记的人"
    button = sitting.dialog.fields.known_button()
    assert button.isVisible()
    button.setFocus()
    sitting.clerk.press("Enter")
    sitting.page.settle()
    sitting.clerk.rest()
    assert sitting.page.presenter.shown is not None
    assert sitting.page.presenter.shown.row.id == known


def test_a_person_is_put_into_a_household_by_keyboard(township: Desk, sit_down: OpenWindow) -> None:
    head = next(row for row in find_people(township, PeopleQuery()) if row.relation == "户主")
    sitting = open_dialog(sit_down(township))
    sitting.clerk.fill("小张")
    sitting.go_to("家庭")
    QTest.keyClick(sitting.dialog.fields.home.choice, Qt.Key.Key_End)
    sitting.clerk.press("Enter")
    assert sitting.at() == "查找家庭"
    sitting.clerk.type(head.name)
    sitting.clerk.rest()
    sitting.clerk.press("Enter")
    assert sitting.at() == "与户主关系"
    sitting.clerk.fill("长子")
    sitting.clerk.press("Ctrl+Return")
    home = household_of(township, named(township, "小张").id)
    assert home is not None
    assert home.row.head_name == head.name
    assert home.members[-1].relation == "长子"


def test_what_was_wrong_in_a_draft_is_said_when_it_comes_back(
    township: Desk, sit_down: OpenWindow
) -> None:
    typed = {"values": {"name": "张三", "birth_date": "1985-03"}}
    keep_draft(township, NEW_PERSON, "登记新人：张三", typed)
    sitting = open_dialog(sit_down(township))
    assert sitting.said("birth_date").startswith("日期请写到日")
    assert sitting.said("id_no") == ""


def test_ctrl_n_saves_and_the_next_one_begins_at_the_same_place(
    township: Desk, sit_down: OpenWindow
) -> None:
    sitting = open_dialog(sit_down(township))
    sitting.clerk.fill("第一人")
    sitting.go_to("组")
    sitting.clerk.fill("9组")
    sitting.clerk.press("Ctrl+N")
    assert sitting.dialog.isVisible()
    assert (sitting.at(), sitting.text("name")) == ("姓名", "")
    assert sitting.dialog.fields.group.text() == "9组"
    sitting.clerk.fill("第二人")
    sitting.clerk.press("Ctrl+Return")
    assert {named(township, name).group for name in ("第一人", "第二人")} == {"9组"}


def test_the_section_keys_jump_and_the_cursor_marks_the_section(
    township: Desk, sit_down: OpenWindow
) -> None:
    sitting = open_dialog(sit_down(township))
    for section in SECTIONS[1:]:
        sitting.clerk.press("Ctrl+PgDown")
        assert sitting.dialog.fields.section() == section.title
    sitting.clerk.press("Ctrl+PgDown", "Ctrl+PgUp")
    assert sitting.dialog.fields.section() == SECTIONS[-2].title


def test_esc_closes_without_a_question_and_what_was_typed_comes_back(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    clerk = sit_down(township)
    sitting = open_dialog(clerk)
    sitting.clerk.type("没有写完")
    clerk.press("Esc")
    assert QApplication.activeModalWidget() is None
    assert ask.said == []
    sitting = open_dialog(clerk)
    assert sitting.text("name") == "没有写完"
    assert sitting.dialog.bar.words().startswith("上次没有保存的内容已恢复")
    sitting.dialog.bar.discard.click()
    clerk.rest()
    assert sitting.text("name") == ""
    clerk.press("Esc")
    assert list_drafts(township) == ()


def test_what_was_typed_is_written_when_the_typing_stops(
    township: Desk, sit_down: OpenWindow, qtbot: QtBot
) -> None:
    sitting = open_dialog(sit_down(township))
    sitting.clerk.type("张")
    assert list_drafts(township) == ()
    with qtbot.waitSignal(sitting.dialog.keeper.told, timeout=10_000):
        sitting.clerk.type("三")
    draft = find_draft(township, NEW_PERSON)
    assert draft is not None
    assert draft.typed == {"values": {"name": "张三"}}


def test_typing_it_away_again_leaves_no_draft(township: Desk, sit_down: OpenWindow) -> None:
    clerk = sit_down(township)
    sitting = open_dialog(clerk)
    sitting.clerk.type("张三")
    clerk.press("Esc")
    open_dialog(clerk)
    clerk.press("Ctrl+A", "Del", "Esc")
    assert list_drafts(township) == ()


def test_esc_asks_when_the_draft_cannot_be_written(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise FileError("磁盘已满，没有写入。")

    clerk = sit_down(township)
    sitting = open_dialog(clerk)
    clerk.type("张三")
    monkeypatch.setattr("app.ui.draft_keeper.keep_draft", full)
    ask.agrees = False
    clerk.press("Esc")
    assert ask.said == ["草稿存不上，还是要关闭吗？"]
    assert sitting.dialog.isVisible()
    ask.agrees = True
    clerk.press("Esc")
    assert QApplication.activeModalWidget() is None


def test_closing_the_window_keeps_what_stands_in_the_dialog(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    open_dialog(clerk)
    clerk.type("还没写完")
    clerk.window.close()
    draft = find_draft(township, NEW_PERSON)
    assert draft is not None
    assert draft.typed == {"values": {"name": "还没写完"}}


def test_a_saved_record_leaves_no_draft_behind(township: Desk, sit_down: OpenWindow) -> None:
    keep_draft(township, NEW_PERSON, "登记新人", {"values": {"name": "张三"}})
    clerk = sit_down(township)
    open_dialog(clerk)
    clerk.press("Ctrl+Return")
    assert named(township, "张三")
    assert list_drafts(township) == ()


def test_the_record_that_is_open_is_edited_with_f2(township: Desk, sit_down: OpenWindow) -> None:
    clerk = sit_down(township)
    sitting = open_dialog(clerk, "F2")
    shown = sitting.page.presenter.shown
    assert shown is not None
    assert sitting.text("name") == shown.row.name
    sitting.go_to("备注")
    QGuiApplication.clipboard().setText("第一行\n第二行")
    clerk.press("Ctrl+V")
    clerk.press("Ctrl+Return")
    facts = {fact.key: fact.value for fact in show_person(township, shown.row.id).facts}
    assert facts["note"] == "第一行 第二行"


def test_the_wheel_does_not_change_a_pick_list(sit_down: OpenWindow, township: Desk) -> None:
    sitting = open_dialog(sit_down(township))
    marriage = sitting.dialog.fields.rows["marriage"].edit
    assert isinstance(marriage, Pick)
    marriage.setFocus()
    middle = QPointF(marriage.rect().center())
    turned = QWheelEvent(
        middle,
        marriage.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(marriage, turned)
    assert marriage.currentText() == ""


def test_the_family_is_drawn_in_the_tab_of_the_household_and_leads_to_its_members(
    township: Desk, sit_down: OpenWindow
) -> None:
    row = next(row for row in find_people(township, PeopleQuery()) if row.relation == "配偶")
    clerk = sit_down(township)
    clerk.window.go("people", f"person:{row.id}")
    clerk.rest()
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    page.settle()
    clerk.rest()
    tabs = page.pane.tabs
    tabs.setCurrentWidget(tabs.home_tab)
    tabs.home_tab.setCurrentWidget(tabs.home_tab.tree)
    clerk.rest()
    tabs.home_tab.tree.focus_first()
    boxes = tabs.home_tab.tree.boxes()
    assert {box.member.relation for box in boxes if box.member} >= {"配偶"}
    clerk.press("Left", "Enter")
    shown = page.presenter.shown
    assert shown is not None
    assert shown.row.id != row.id
    assert shown.row.id in {box.member.person_id for box in boxes if box.member}
    assert [box.is_current for box in tabs.home_tab.tree.boxes()].count(True) == 1
