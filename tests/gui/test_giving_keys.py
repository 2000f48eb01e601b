"""The tabs of giving with the keyboard."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.terms import GiftSource, WishState
from app.services.budget_lines import Event
from app.services.calls import list_calls
from app.services.desk import Desk
from app.services.donations import RecordDonation, list_donations, record_donation
from app.services.festival_lines import add_people
from app.services.festivals import KeepFestival, keep_festival, list_festivals, show_festival
from app.services.gifts import GiveGift, Thing, give_gift
from app.services.people import PeopleQuery, PersonRow, find_people
from app.services.stock import list_stock
from app.services.wishes import collect_wish, list_wishes, wishes_of
from app.ui.pages.care.giving.budget_dialog import BudgetDialog
from app.ui.pages.care.giving.donation_pane import DonationPane
from app.ui.pages.care.giving.festival_pane import FestivalPane
from app.ui.pages.care.giving.give_out_dialog import GiveOutDialog
from app.ui.pages.care.giving.register_pane import RegisterPane
from app.ui.pages.care.page import CarePage
from app.ui.pages.people.page import PeoplePage
from tests.gui.clerk import Clerk
from tests.gui.conftest import TODAY, OpenWindow
from tests.gui.stand_ins import StandInAsk


def _somebody(desk: Desk, place: int = 0) -> PersonRow:
    return find_people(desk, PeopleQuery())[place]


def _go(clerk: Clerk, key: str) -> Any:
    clerk.window.go("care", key)
    clerk.rest()
    page = clerk.page()
    assert isinstance(page, CarePage)
    page.focus_first()
    clerk.rest()
    return page.pane()


def _find(clerk: Clerk, person: PersonRow) -> None:
    """Type a name into the line of the dialog and take the first hit."""
    clerk.type(person.name)
    clerk.press("Enter", "Enter", "Enter", "Ctrl+Return")


def test_what_a_festival_costs_is_written_line_by_line(
    township: Desk, sit_down: OpenWindow
) -> None:
    festival = keep_festival(township, KeepFestival("中秋节", None, 2026, Decimal(6000)))
    clerk = sit_down(township)
    pane = _go(clerk, "festivals")
    assert isinstance(pane, FestivalPane)
    pane.open_budget(Event(festival_id=festival))
    clerk.rest()
    found = QApplication.activeModalWidget()
    assert isinstance(found, BudgetDialog)
    for name, count, unit, price, lump in (
        ("慰问品", "80", "份", "50", ""),
        ("礼包", "10", "份", "120", ""),
        ("演出", "", "", "", "700"),
    ):
        clerk.press("Ins")
        clerk.fill(name, count, unit, price, lump)
        clerk.press("Ctrl+Return")
    assert "合计 5,900.00 元" in found.sums()
    assert "比预算少 100.00 元" in found.sums()
    clerk.press("Ctrl+Z")
    assert "合计 5,200.00 元" in found.sums()
    clerk.press("Esc")
    assert "合计 5,200.00 元" in pane.budget()


def test_a_wish_is_collected_claimed_fulfilled_and_fed_back_with_the_keyboard(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk, person = sit_down(township), _somebody(township)
    pane = _go(clerk, "wishes")
    clerk.press("Ctrl+N")
    _find(clerk, person)
    clerk.press("Enter")
    clerk.fill("修好屋顶")
    clerk.press("Ctrl+Return")
    (row,) = list_wishes(township)
    assert (row.person_id, row.words) == (person.id, "修好屋顶")
    for key, text in (("F6", "某商会"), ("F7", ""), ("F8", "很满意")):
        clerk.press(key)
        clerk.type(text)
        clerk.press("Ctrl+Return")
    (row,) = wishes_of(township, person.id)
    assert (row.state, row.claimed_by, row.feedback) == (WishState.FED_BACK, "某商会", "很满意")
    assert "反馈微心愿" in pane.words()
    clerk.press("Ctrl+Z")
    assert wishes_of(township, person.id)[0].state is WishState.FULFILLED


def test_goods_are_registered_brought_in_and_given_with_the_keyboard(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk, person = sit_down(township), _somebody(township)
    pane = _go(clerk, "stock")
    clerk.press("Ctrl+N")
    clerk.fill("食用油", "桶", "72.5")
    clerk.press("Ctrl+Return", "F6")
    clerk.fill("12")
    clerk.press("Ctrl+Return")
    (row,) = list_stock(township)
    assert (row.name, row.balance, row.price) == ("食用油", Decimal(12), Decimal("72.50"))
    clerk.press("F7")
    _find(clerk, person)
    clerk.press("Enter")
    clerk.fill("2")
    clerk.press("Ctrl+Return")
    assert list_stock(township)[0].balance == Decimal(10)
    assert len(pane.moves.model_of_rows.rows()) == 2
    clerk.press("F8")
    clerk.fill("9")
    clerk.press("Enter")
    clerk.fill("漏了")
    clerk.press("Ctrl+Return")
    assert list_stock(township)[0].balance == Decimal(9)


def test_a_signature_sheet_is_typed_back_with_the_keyboard(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    people = [row.id for row in find_people(township, PeopleQuery())[:6]]
    list_ = keep_festival(township, KeepFestival("端午节", date(2026, 6, 19), 2026, Decimal(100)))
    add_people(township, list_, people, Thing(amount=Decimal(50)))
    clerk = sit_down(township)
    pane = _go(clerk, "festivals")
    assert isinstance(pane, FestivalPane)
    assert "超出预算 200.00 元" in pane.budget()
    ask.saves_as = tmp_path / "sign.pdf"
    clerk.press("Ctrl+P")
    assert ask.saves_as.exists()
    clerk.press("Esc")  # the print dialog
    clerk.press("F8")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, GiveOutDialog)
    count = len(dialog.shown())
    clerk.press("Enter", "Enter")
    clerk.type("1")
    assert len(dialog.absent) == 1
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.absent == set()
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.numbers.text() == "1"
    clerk.press("Ctrl+Return")
    lines = show_festival(township, list_).lines
    assert sum(line.day is not None for line in lines) == count - 1
    assert sum(line.tries for line in lines) == 1
    clerk.press("F9")
    assert list_festivals(township)[0].closed_on == TODAY


def test_a_wrong_number_keeps_the_dialog_open(township: Desk, sit_down: OpenWindow) -> None:
    list_ = keep_festival(township, KeepFestival("端午节", date(2026, 6, 19), 2026))
    add_people(township, list_, [_somebody(township).id], Thing(amount=Decimal(50)))
    clerk = sit_down(township)
    _go(clerk, "festivals")
    clerk.press("F8")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, GiveOutDialog)
    dialog.numbers.setText("7")
    clerk.press("Ctrl+Return")
    assert dialog.isVisible()
    assert "序号" in dialog.problem.text()
    dialog.reject()
    assert show_festival(township, list_).row.given == 0


def test_people_come_onto_a_list_by_a_condition_and_never_all_by_mistake(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk, person = sit_down(township), _somebody(township)
    pane = _go(clerk, "festivals")
    clerk.press("Ctrl+N", "Ctrl+Return")
    (row,) = list_festivals(township)
    assert row.name == "中秋节"
    clerk.press("F6", "Ctrl+Return")
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert list_festivals(township)[0].people == 0
    dialog.edit("text").setText(person.name)  # type: ignore[attr-defined]
    dialog.edit("count").setText("60")  # type: ignore[attr-defined]
    clerk.press("Ctrl+Return")
    assert list_festivals(township)[0].people >= 1
    pane.lines.setFocus()
    clerk.press("Ctrl+A", "Del")
    assert list_festivals(township)[0].people == 0


def test_the_register_shows_what_came_of_a_donation_and_its_spread(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    record_donation(township, RecordDonation(TODAY, "爱心商会", Decimal(500)))
    (donation,) = list_donations(township)
    for place, source in enumerate((GiftSource.DONATION, GiftSource.AID)):
        number = donation.id if source is GiftSource.DONATION else None
        thing = Thing(amount=Decimal(100))
        person = _somebody(township, place).id
        give_gift(township, GiveGift(person, thing, source, TODAY, donation_id=number))
    clerk = sit_down(township)
    pane = _go(clerk, "donations")
    assert isinstance(pane, DonationPane)
    clerk.press("Enter")
    page = clerk.page()
    assert isinstance(page, CarePage)
    register = page.pane()
    assert isinstance(register, RegisterPane)
    assert register.counted() == "共 1 笔，1 人，折价 100.00 元"
    register.filters.clear()
    clerk.rest()
    assert register.counted().startswith("共 2 笔")
    ask.saves_as = tmp_path / "receipt.pdf"
    register.focus_first()
    clerk.press("Ctrl+P")
    assert ask.saves_as.exists()
    clerk.press("Esc")  # the print dialog
    clerk.press("F9")
    assert len(register.most.model_of_rows.rows()) == 2
    clerk.press("Esc")
    assert register.table.isVisible()


def test_activities_and_mutual_help_are_added_where_the_cursor_is(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk, person = sit_down(township), _somebody(township)
    pane = _go(clerk, "donations")
    assert isinstance(pane, DonationPane)
    pane.activities.table.setFocus()
    clerk.press("Ins")
    clerk.fill("第二季度讲座")
    clerk.press("Ctrl+Return")
    assert [row.name for row in pane.activities.table.model_of_rows.rows()] == ["第二季度讲座"]
    pane.help.table.setFocus()
    clerk.press("Ins")
    _find(clerk, person)
    clerk.type("王桂兰")
    clerk.press("Ctrl+Return", "Ctrl+Return")
    (row,) = pane.help.table.model_of_rows.rows()
    assert (row.person_id, row.helper) == (person.id, "王桂兰")
    pane.help.table.setFocus()
    clerk.press("Del", "Ctrl+Return")
    assert pane.help.table.model_of_rows.rows()[0].end == TODAY


def test_a_call_is_written_down_and_listed_by_month(township: Desk, sit_down: OpenWindow) -> None:
    clerk, person = sit_down(township), _somebody(township)
    pane = _go(clerk, "calls")
    clerk.press("Ctrl+N")
    _find(clerk, person)
    clerk.press("Ctrl+Return")
    (row,) = list_calls(township, "2026-06")
    assert (row.person_id, row.done) == (person.id, True)
    assert pane.counted() == "共 1 次，接通 1 次，1 人"
    assert list_calls(township, "2026-05") == ()


def test_a_record_shows_what_was_given_and_gives_more(township: Desk, sit_down: OpenWindow) -> None:
    person = _somebody(township)
    collect_wish(township, person.id, "一床棉被", TODAY)
    clerk = sit_down(township)
    clerk.window.go("people", f"person:{person.id}")
    clerk.rest()
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    page.settle()
    clerk.rest()
    tabs = page.pane.tabs
    tabs.setCurrentWidget(tabs.given)
    clerk.rest()
    assert [row.words for row in tabs.given.wishes.table.model_of_rows.rows()] == ["一床棉被"]
    tabs.given.gifts.table.setFocus()
    clerk.press("Ins", "Enter")
    clerk.fill("300")
    clerk.press("Ctrl+Return")
    (gift,) = tabs.given.gifts.table.model_of_rows.rows()
    assert (gift.worth, gift.person_id) == (Decimal("300.00"), person.id)
