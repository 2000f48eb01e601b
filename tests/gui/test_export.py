"""The monthly ledger onto the stick, with the keyboard only."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.terms import Role
from app.services.desk import Desk
from app.services.keys import (
    Slot,
    install_certificate,
    issue_certificate,
    make_county_root,
    make_key,
    write_request,
)
from app.services.office import SetUpOffice, set_up_office, show_office
from app.services.sent_ledgers import list_exports
from app.ui.pages.county.page import CountyPage
from app.ui.pages.ledger.page import LedgerPage
from tests.gui.conftest import TODAY, OpenDesk, OpenWindow
from tests.gui.stand_ins import StandInAsk

SECRET = "correct horse"


@pytest.fixture
def county(desk_in: OpenDesk) -> Desk:
    desk = desk_in("county", TODAY)
    set_up_office(
        desk,
        SetUpOffice(Role.COUNTY, "样例县民政局", "990101000000", "样例县", "赵敏"),
    )
    make_county_root(desk, SECRET)
    return desk


@pytest.fixture
def certified(township: Desk, county: Desk, tmp_path: Path) -> Desk:
    """A township whose key the county has certified."""
    office = show_office(township)
    assert office is not None
    make_key(township, SECRET)
    request = write_request(township, tmp_path)
    certificate = issue_certificate(
        county,
        request,
        office_code=office.code,
        office_name=office.name,
        passphrase=SECRET,
        folder=tmp_path,
    )
    install_certificate(township, certificate)
    return township


def export(sit_down: OpenWindow, desk: Desk, stick: Path) -> LedgerPage:
    clerk = sit_down(desk)
    clerk.turn_to("ledger")
    clerk.press("Ctrl+N")
    clerk.fill(str(stick), "", "刘主任")
    clerk.type(SECRET)
    clerk.press("Ctrl+Return")
    page = clerk.page()
    assert isinstance(page, LedgerPage)
    return page


def test_a_ledger_is_exported_and_stands_in_the_history(
    certified: Desk, sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    page = export(sit_down, certified, stick)
    sent = list_exports(certified)
    assert [row.month for row in sent] == ["2026-06"]
    assert (stick / sent[0].file_name).is_file()
    assert page.exports.model_of_rows.rows() == sent
    assert any(words.startswith("已导出") for words in ask.said)


def test_a_stick_that_is_gone_is_said_in_words_and_nothing_counts_as_sent(
    certified: Desk, sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    export(sit_down, certified, tmp_path / "gone")
    assert list_exports(certified) == ()
    assert len(ask.said) == 1


def test_without_a_certificate_the_clerk_is_told_what_comes_first(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    clerk = sit_down(township)
    clerk.turn_to("ledger")
    clerk.press("Ctrl+N")
    assert ask.said == ["还不能导出：没有签名证书。请先完成“签名密钥”里的三步。"]


def test_the_county_receives_merges_and_answers(
    certified: Desk, county: Desk, sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    export(sit_down, certified, stick)
    ask.picks = tuple(stick.glob("*.xlsx"))
    ask.chosen_folder, ask.secret = stick, SECRET
    clerk = sit_down(county)
    clerk.press("Ctrl+2", "Ctrl+N")
    page = clerk.page()
    assert isinstance(page, CountyPage)
    assert [row.kept for row in page.received.model_of_rows.rows()] == [True]
    page.presenter.merge()
    clerk.rest()
    page.presenter.answer()
    clerk.rest()
    assert len(list(stick.glob("*.xlsx"))) == 3
    assert ask.said[-1].startswith("已写出 1 份回执")


def test_where_two_sign_the_dialog_asks_both(
    certified: Desk, county: Desk, sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    ask.secret, ask.chosen_folder = "second horse", stick
    clerk = sit_down(certified)
    clerk.turn_to("ledger")
    page = clerk.page()
    assert isinstance(page, LedgerPage)
    presenter = page.key_presenter
    presenter.make(Slot.SECOND)
    clerk.rest()
    presenter.request(Slot.SECOND)
    clerk.rest()
    office = show_office(certified)
    assert office is not None
    (request,) = stick.glob("证书申请*")
    offer = issue_certificate(
        county,
        request,
        office_code=office.code,
        office_name=office.name,
        passphrase=SECRET,
        folder=tmp_path,
    )
    ask.picks = (offer,)
    presenter.install(Slot.SECOND)
    clerk.rest()
    clerk.press("Ctrl+N")
    clerk.fill(str(stick), "", "刘主任", SECRET)
    clerk.press("Ctrl+Return")
    assert list_exports(certified) == ()
    clerk.type("second horse")
    clerk.press("Ctrl+Return")
    assert len(list_exports(certified)) == 1
    presenter.drop_second()
    clerk.rest()
    assert ask.said[-1].startswith("已停用")
