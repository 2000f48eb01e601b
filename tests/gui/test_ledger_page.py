"""The page 台账: looked at before it is signed, faults that lead to the record, receipts."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.core.terms import MatterState
from app.ledger.totals import Fault
from app.services.county import receive_ledgers
from app.services.county_conflicts import Answer, decide, list_conflicts
from app.services.county_merge import write_receipts
from app.services.ledger_preview import SHOWN
from app.services.ledger_up import preview_ledger
from app.services.matter_acts import AddMatter, add_matter
from app.ui.pages.county.presenter import CountyPresenter
from app.ui.pages.ledger.page import LedgerPage
from app.ui.pages.ledger.preview_dialog import LedgerPreview
from app.ui.pages.ledger.receipt_dialog import ReceiptDialog
from app.ui.pages.matters.page import MattersPage
from app.ui.pages.people.page import PeoplePage
from app.ui.ports import Context
from tests.conftest import OTHER_TOWNSHIP, Offices
from tests.factory import (
    MONTH,
    PASSPHRASE,
    TOWNSHIP,
    export_month,
    id_number,
    make_household,
    make_person,
)
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import AtOnce, StandInAsk, Went
from tests.unit.services.sending import BOTH, SENT


def ledger_page(clerk: Clerk) -> LedgerPage:
    clerk.turn_to("ledger")
    page = clerk.page()
    assert isinstance(page, LedgerPage)
    return page


def shown_person(clerk: Clerk) -> int:
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    page.settle()
    clerk.rest()
    assert page.presenter.shown is not None
    return page.presenter.shown.row.id


def refused(offices: Offices) -> Path:
    """The receipt of a township whose one person another is given."""
    number = id_number()
    for name in BOTH:
        with offices.township(name, SENT) as desk:
            make_household(desk, (make_person(desk, "张大山", id_no=number),), amount="500.00")
            export_month(desk, offices.stick)
    with offices.county(SENT) as county:
        receive_ledgers(county, [offices.stick])
        month = list_conflicts(county, MONTH)
        for row in month:
            choice = next(c for c in row.choices if c.words.startswith(f"以{OTHER_TOWNSHIP}"))
            month = decide(county, month, {row.id}, Answer(choice, "户籍在那里"))
        paths = write_receipts(county, MONTH, offices.stick, passphrase=PASSPHRASE)
    return next(path for path in paths if TOWNSHIP in path.name)


def test_the_preview_shows_every_sheet_with_sums_and_masked_numbers(offices: Offices) -> None:
    number = id_number()
    with offices.township() as desk:
        make_household(desk, (make_person(desk, "张大山", id_no=number),), amount="512.50")
        sheets = {sheet.title: sheet for sheet in preview_ledger(desk, MONTH)}
    assert list(sheets)[:3] == ["指标", "人员", "家庭"]
    assert (sheets["人员"].count, len(sheets["人员"].rows)) == (1, 1)
    assert any(total.endswith("512.50") for total in sheets["待遇"].totals)
    assert "张大山" in sheets["人员"].rows[0]
    assert number not in str(sheets)


def test_the_preview_leaves_words_whole_but_for_the_numbers_in_them(offices: Offices) -> None:
    number = id_number()
    with offices.township() as desk:
        add_matter(desk, AddMatter("request", f"屋顶漏雨，请联系{number}的家属"))
        sheets = {sheet.title: sheet for sheet in preview_ledger(desk, MONTH)}
    (words,) = [cell for cell in sheets["事项"].rows[0] if "屋顶" in cell]
    assert words.startswith("屋顶漏雨，请联系")
    assert words.endswith("的家属")
    assert number not in words


def test_no_more_rows_are_shown_than_can_be_looked_at(offices: Offices) -> None:
    with offices.township() as desk:
        for place in range(SHOWN + 3):
            make_person(desk, f"某{place}")
        people = preview_ledger(desk, MONTH)[1]
    assert (people.count, len(people.rows)) == (SHOWN + 3, SHOWN)


def test_the_preview_opens_and_closes_with_the_keyboard(
    offices: Offices, sit_down: OpenWindow
) -> None:
    with offices.township() as desk:
        make_person(desk)
        clerk = sit_down(desk)
        page = ledger_page(clerk)
        page.presenter.preview()
        clerk.rest()
        dialog = page.findChild(LedgerPreview)
        assert dialog is not None
        assert dialog.tabs.tabText(1) == "人员 1"
        clerk.press("Esc")
        clerk.rest()
        assert not any(isinstance(w, LedgerPreview) and w.isVisible() for w in _windows())


def test_enter_on_a_fault_opens_the_record(
    offices: Offices, sit_down: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    with offices.township() as desk:
        make_person(desk, "甲")
        second = make_person(desk, "乙")
        fault = Fault("人员", 3, "与第 2 行重复")
        monkeypatch.setattr("app.services.ledger_preview.find_faults", lambda _content: (fault,))
        clerk = sit_down(desk)
        page = ledger_page(clerk)
        assert page.faults.isVisible()
        page.faults.setFocus()
        page.faults.select_place(0)
        clerk.press("Return")
        clerk.rest()
        assert shown_person(clerk) == second


def test_a_fault_of_a_missing_line_leads_nowhere_and_says_so(
    offices: Offices,
    sit_down: OpenWindow,
    ask: StandInAsk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with offices.township() as desk:
        make_person(desk)
        fault = Fault("指标", 9, "缺少“某村”一行")
        monkeypatch.setattr("app.services.ledger_preview.find_faults", lambda _content: (fault,))
        clerk = sit_down(desk)
        page = ledger_page(clerk)
        page.presenter.open_fault(page.faults.row_at(0))
        page.presenter.open_fault(None)
    assert "不对应某一个人" in ask.said[-2]
    assert "先选一处" in ask.said[-1]


def test_a_receipt_is_taken_in_read_row_by_row_and_followed_to_record_and_matter(
    offices: Offices, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    receipt = refused(offices)
    with offices.township(day=SENT) as desk:
        clerk = sit_down(desk)
        page = ledger_page(clerk)
        page.presenter.open_receipt(page.exports.row_at(0))
        clerk.rest()
        assert "还没有回执" in ask.said[-1]
        ask.picks = (receipt,)
        page.presenter.import_receipt()
        clerk.rest()
        assert page.exports.row_at(0).refused
        page.exports.setFocus()
        page.exports.select_place(0)
        clerk.press("Return")
        clerk.rest()
        dialog = page.findChild(ReceiptDialog)
        assert dialog is not None
        assert dialog.table.row_at(0).what == "退回"
        dialog.table.select_place(0)
        clerk.press("Return")
        clerk.rest()
        assert shown_person(clerk) > 0
        page.presenter.open_matters()
        clerk.rest()
        matters = clerk.page()
        assert isinstance(matters, MattersPage)
        assert [row.state for row in matters.table.model_of_rows.rows()] == [MatterState.OPEN]


class _Month:
    """A county page that shows one month."""

    def month(self) -> str:
        return MONTH

    def __getattr__(self, name: str) -> object:
        return lambda *_: None


def test_the_county_is_asked_before_an_unlikely_month_is_merged(
    offices: Offices, ask: StandInAsk
) -> None:
    for name in BOTH:
        with offices.township(name, SENT) as desk:
            for place in range(4):
                make_person(desk, f"某{place}")  # the same names and days of birth in both
            export_month(desk, offices.stick)
    went = Went()
    ask.chosen_folder, ask.secret = offices.stick, PASSPHRASE
    with offices.county(SENT) as county:
        receive_ledgers(county, [offices.stick])
        context = Context(county, ask, AtOnce(ask), went.go, went.changed)
        presenter = CountyPresenter(context, _Month())  # type: ignore[arg-type]
        ask.agrees = False
        presenter.merge()
        assert ask.said[-1] == "这次汇总看起来不对，仍要汇总吗？"
        assert not list(offices.stick.glob("汇总*"))
        ask.agrees = True
        presenter.merge()
    assert ask.said[-1].startswith("汇总完成")


def _windows() -> list[object]:
    return list(QApplication.topLevelWidgets())
