"""The page 上报台账 of a county, and the window of its prefecture, with the keyboard only."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from app.core.levels import COUNTY
from app.core.terms import Role
from app.services import keys
from app.services.county import receive_ledgers
from app.services.county_conflicts import Answer, decide, list_conflicts
from app.services.county_merge import merge_month, write_receipts
from app.services.desk import Desk
from app.services.keys import Slot
from app.services.ledger_up import LedgerDraft, check_ledger
from app.services.office import show_office
from app.services.sent_ledgers import list_exports
from app.ui.pages.county.page import CountyPage
from app.ui.pages.ledger.export_dialog import ExportDialog
from app.ui.pages.ledger.page import LedgerPage
from app.ui.pages.ledger.receipt_dialog import ReceiptDialog
from app.ui.ports import Context
from tests.conftest import Offices
from tests.factory import MONTH, PASSPHRASE, id_number
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import AtOnce, StandInAsk, Went
from tests.journeys.prefecture import (
    EAST,
    MERGED,
    PREFECTURE,
    WEST,
    Prefecture,
    make_prefecture,
)
from tests.unit.services.sending import SENT

TWICE = id_number()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Prefecture:
    """Both townships of the east claim 乙; so does one of the west."""
    office = make_prefecture(tmp_path_factory.mktemp("up"))
    for township in ("东一镇", "东二乡", "西一镇"):
        office.live(township, [("乙", TWICE)], "300.00")
        office.send(township)
    return office


@pytest.fixture
def office(made: Prefecture, tmp_path: Path) -> Prefecture:
    shutil.copytree(made.root, tmp_path / "offices")
    shutil.copytree(made.stick, tmp_path / "stick")
    return Prefecture(tmp_path / "offices", tmp_path / "stick")


def settle(desk: Desk, keeps: str) -> None:
    month = list_conflicts(desk, MONTH)
    for row in [row for row in month if row.kind == "same_person"]:
        choice = next(c for c in row.choices if c.words.startswith(f"以{keeps} "))
        month = decide(desk, month, {row.id}, Answer(choice, "户籍在此"))


def up_page(clerk: Clerk) -> LedgerPage:
    clerk.turn_to("ledger")
    page = clerk.page()
    assert isinstance(page, LedgerPage)
    clerk.rest()
    return page


def words_of(page: LedgerPage | CountyPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def test_the_key_for_going_up_is_made_beside_the_countys_own(
    offices: Offices, sit_down: OpenWindow, ask: StandInAsk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ledger.sealing.keys.ROUNDS", 1000)
    with offices.county(SENT) as county:
        own = keys.key_state(county)
        clerk = sit_down(county)
        page = up_page(clerk)
        assert page.accessibleName() == "上报台账"
        assert "市里签发的证书" in words_of(page)
        ask.secret = PASSPHRASE
        page.focus_first()
        clerk.press("Space")
        assert keys.key_state(county, Slot.UP).has_key
        assert keys.key_state(county) == own
        ask.chosen_folder = offices.stick
        page.focus_first()
        clerk.press("Space")
    assert list(offices.stick.glob("证书申请（上报）_*.pem"))


def test_people_claimed_twice_lead_to_the_conflicts(
    office: Prefecture, sit_down: OpenWindow
) -> None:
    office.merge(EAST)
    with office.desk(EAST, MERGED) as desk:
        clerk = sit_down(desk)
        page = up_page(clerk)
        page.faults.setFocus()
        page.faults.select_place(0)
        clerk.press("Return")
        county = clerk.page()
        assert isinstance(county, CountyPage)
        assert county.tabs.tabText(county.tabs.currentIndex()).startswith("重复与冲突")


def test_a_county_exports_and_reads_whose_row_came_back(
    office: Prefecture, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    with office.desk(EAST, MERGED) as desk:
        receive_ledgers(desk, [office.folder(EAST)])
        settle(desk, "东一镇")
    for county in (EAST, WEST):
        office.merge(county)
    office.send_up(WEST)
    with office.desk(EAST, MERGED) as desk:
        clerk = sit_down(desk)
        page = up_page(clerk)
        assert "汇总 2 个单位，没有未报的。" in words_of(page)
        clerk.press("Ctrl+N")
        dialog = page.findChild(ExportDialog)
        assert dialog is not None
        dialog.folder.setText(str(office.folder(PREFECTURE)))
        dialog.checked_by.setText("负责人")
        dialog.passphrase.setText(PASSPHRASE)
        clerk.press("Ctrl+Return")
        clerk.rest()
        assert [row.state for row in list_exports(desk)] == ["已导出"]
        ask.picks = (_answered(office),)
        page.presenter.import_receipt()
        clerk.rest()
        assert "市里已接收2026年5月第 1 批" in words_of(page)
        assert "（东一镇第 2 行）" in words_of(page)
        page.exports.setFocus()
        page.exports.select_place(0)
        clerk.press("Return")
        answers = page.findChild(ReceiptDialog)
        assert answers is not None
        row = answers.table.row_at(0)
        assert row is not None
        assert (row.name, row.origin) == ("乙", "（东一镇第 2 行）")
        clerk.press("Esc")


def _answered(office: Prefecture) -> Path:
    """The prefecture takes both ledgers, gives 乙 to the west, and answers."""
    with office.desk(PREFECTURE, MERGED) as desk:
        receive_ledgers(desk, [office.folder(PREFECTURE)])
        settle(desk, WEST)
        merge_month(desk, MONTH, office.folder("汇总"), passphrase=PASSPHRASE)
        paths = write_receipts(desk, MONTH, office.folder("回执"), passphrase=PASSPHRASE)
    return next(path for path in paths if EAST in path.name)


def test_a_prefecture_receives_in_the_words_of_its_level_and_sends_nothing(
    office: Prefecture, sit_down: OpenWindow
) -> None:
    with office.desk(PREFECTURE, MERGED) as desk:
        clerk = sit_down(desk)
        assert clerk.window.page_keys() == ("workbench", "county", "policy", "settings")
        clerk.turn_to("county")
        page = clerk.page()
        assert isinstance(page, CountyPage)
        assert page.accessibleName() == "市级汇总"
        words = words_of(page)
    assert "市级根证书" in words
    assert "给县区签发证书" in words
    assert "乡镇" not in words
    assert "县级" not in words


def test_the_first_start_knows_a_prefecture_by_its_code(
    empty_desk: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(empty_desk)
    clerk.press("Down", "Enter")
    clerk.fill("样例市民政局", "990100000000", "赵敏")
    clerk.press("Ctrl+Return")
    office = show_office(empty_desk)
    assert office is not None
    assert (office.role, office.level.title) == (Role.COUNTY, "市（州）")


def test_a_countys_ledger_is_drawn_again_only_when_something_has_changed(
    office: Prefecture, ask: StandInAsk, went: Went, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []

    def check(desk: Desk, month: str) -> LedgerDraft:
        drawn.append(month)
        return check_ledger(desk, month)

    monkeypatch.setattr("app.ui.pages.ledger.presenter.check_ledger", check)
    office.merge(EAST)
    with office.desk(EAST, MERGED) as desk:
        context = Context(desk, ask, AtOnce(ask), went.go, went.changed, level=COUNTY)
        page = LedgerPage(context)
        page.refresh()
        page.refresh()
        assert drawn == [MONTH]
        assert "乙" in page.faults.row_at(0).words
        settle(desk, "东一镇")
        page.refresh()
        assert drawn == [MONTH] * 2
        page.deleteLater()
