"""The guide to the signing key, from both pages and from the workbench."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from app.services import keys
from app.services.guomi import guomi_available, guomi_fingerprint
from app.ui.pages.county.page import CountyPage
from app.ui.pages.key_guide_dialog import KeyGuideDialog
from app.ui.pages.key_guide_presenter import KeyGuidePresenter
from app.ui.pages.ledger.page import LedgerPage
from tests.conftest import Offices
from tests.factory import PASSPHRASE, TOWNSHIP_CODE
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk


def guide_now() -> KeyGuideDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, KeyGuideDialog)
    return dialog


def buttons_of(dialog: KeyGuideDialog) -> set[str]:
    return {button.text() for button in dialog._area.findChildren(QPushButton)}


def test_a_township_reads_each_situation_and_prints_it(
    offices: Offices, ask: StandInAsk, sit_down: OpenWindow, tmp_path: Path
) -> None:
    ask.saves_as = tmp_path / "办理单.pdf"
    with offices.township() as desk:
        clerk = sit_down(desk)
        clerk.turn_to("ledger")
        page = clerk.page()
        assert isinstance(page, LedgerPage)
        page.open_guide()
        clerk.rest()
        dialog = guide_now()
        assert "写出证书申请…" in buttons_of(dialog)
        clerk.press("Down", "Down")
        assert {"改口令…", "更换密钥…"} <= buttons_of(dialog)
        clerk.press("Ctrl+P")
        assert ask.saves_as.read_bytes().startswith(b"%PDF")
        dialog.reject()


def test_the_workbench_leads_to_renewing(offices: Offices, sit_down: OpenWindow) -> None:
    with offices.township() as desk:
        end = keys.key_state(desk).valid_until
        assert end is not None
    with offices.township(day=end - timedelta(days=5)) as desk:
        clerk = sit_down(desk)
        todos = clerk.page().todos.model_of_rows.rows()  # type: ignore[attr-defined]
        line = next(todo for todo in todos if "签名证书快到期" in todo.words)
        clerk.page().presenter.open(line)  # type: ignore[attr-defined]
        clerk.rest()
        assert guide_now().list.currentItem().text() == "证书快到期"
        guide_now().reject()


def test_the_passphrase_is_changed_from_the_guide(
    offices: Offices, ask: StandInAsk, sit_down: OpenWindow
) -> None:
    with offices.township() as desk:
        clerk = sit_down(desk)
        answers = iter([PASSPHRASE, "另一个很长的口令"])
        ask.passphrase = lambda *_, **__: next(answers)  # type: ignore[method-assign]
        KeyGuidePresenter(clerk.window.context).change_passphrase()
        clerk.rest()
        keys.own_signer(desk, "另一个很长的口令")
        assert ask.said[-1].startswith("口令已经改好")


def test_the_county_renews_its_own_certificate_from_the_guide(
    offices: Offices, ask: StandInAsk, sit_down: OpenWindow
) -> None:
    ask.secret = PASSPHRASE
    with offices.county() as desk:
        before = keys.own_chain(desk)[0].serial_number
        clerk = sit_down(desk)
        clerk.press("Ctrl+2")
        page = clerk.page()
        assert isinstance(page, CountyPage)
        page.open_guide()
        clerk.rest()
        dialog = guide_now()
        dialog.list.setCurrentRow(3)
        assert buttons_of(dialog) == {"换发签名证书…"}
        page.keys.renew()
        clerk.rest()
        assert keys.own_chain(desk)[0].serial_number != before
        dialog.reject()


@pytest.mark.skipif(not guomi_available(), reason="gmssl-pyx has no wheel for this machine")
def test_an_sm2_key_is_made_handed_over_and_registered(
    offices: Offices, ask: StandInAsk, sit_down: OpenWindow
) -> None:
    ask.secret, ask.chosen_folder, ask.typed = PASSPHRASE, offices.stick, TOWNSHIP_CODE
    with offices.township() as desk:
        clerk = sit_down(desk)
        presenter = KeyGuidePresenter(clerk.window.context)
        presenter.make_guomi()
        clerk.rest()
        presenter.write_guomi()
        clerk.rest()
        assert guomi_fingerprint(desk) in ask.said[-1]
    ask.picks = tuple(offices.stick.glob("国密公钥*"))
    with offices.county() as county:
        clerk = sit_down(county)
        KeyGuidePresenter(clerk.window.context).register_guomi()
        clerk.rest()
        assert ask.said[-1] == "已登记。"
        assert (county.folder / "keys" / f"sm2-{TOWNSHIP_CODE}.pem").exists()
