"""Sending people to another township and taking people in, through the dialogs."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.services.desk import Desk
from app.services.people import PeopleQuery, find_people
from app.services.transfers import list_transfers
from app.ui.pages.people.page import PeoplePage
from app.ui.pages.people.transfers.dialog import TransfersDialog
from app.ui.pages.people.transfers.forms import AnswerDialog, SendDialog
from tests.conftest import OTHER_CODE, OTHER_TOWNSHIP, Offices
from tests.factory import PASSPHRASE, VILLAGES, make_person
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk


@pytest.fixture
def answers(ask: StandInAsk, offices: Offices) -> StandInAsk:
    ask.chosen_folder = offices.stick
    return ask


def transfers_of(clerk: Clerk) -> TransfersDialog:
    """The dialog, opened from the page 人员 with whoever is selected there."""
    clerk.press("Ctrl+2")
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    page.open_transfers()
    clerk.rest()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, TransfersDialog)
    return dialog


def names(desk: Desk) -> list[str]:
    return [row.name for row in find_people(desk, PeopleQuery())]


def test_somebody_is_sent_taken_in_and_closed_by_keyboard(
    offices: Offices, answers: StandInAsk, sit_down: OpenWindow
) -> None:
    with offices.township() as desk:
        make_person(desk, "张大山")
        clerk = sit_down(desk)
        dialog = transfers_of(clerk)
        dialog._press_send()
        clerk.rest()
        assert isinstance(QApplication.activeModalWidget(), SendDialog)
        clerk.fill(OTHER_TOWNSHIP, OTHER_CODE, "随子女居住", str(offices.stick), PASSPHRASE)
        clerk.press("Enter")
        assert answers.said[-1].startswith("转移单已写好")
        assert [row.state_words for row in list_transfers(desk)] == ["已发出，等待对方答复"]
        dialog.reject()
    answers.picks = tuple(offices.stick.glob("转移单_*"))
    with offices.township(OTHER_TOWNSHIP) as desk:
        clerk = sit_down(desk)
        dialog = transfers_of(clerk)
        dialog.presenter.open_file()
        clerk.rest()
        form = QApplication.activeModalWidget()
        assert isinstance(form, AnswerDialog)
        form.press()
        assert form.problem.text() == "请选择转入的村（社区）。"
        form.village.setCurrentText(VILLAGES[1])
        form.folder.setText(str(offices.stick))
        form.passphrase.setText(PASSPHRASE)
        form.press()
        clerk.rest()
        assert answers.said[-1].startswith("转移回执已写好")
        assert names(desk) == ["张大山"]
        dialog.reject()
    answers.picks = tuple(offices.stick.glob("转移回执_*"))
    with offices.township() as desk:
        clerk = sit_down(desk)
        dialog = transfers_of(clerk)
        dialog.presenter.open_file()
        clerk.rest()
        dialog.reject()
        assert "人员已从本单位注销" in answers.said[-1]
        assert names(desk) == []


def test_a_transfer_is_called_back(
    offices: Offices, answers: StandInAsk, sit_down: OpenWindow
) -> None:
    answers.typed = "写错了单位"
    with offices.township() as desk:
        make_person(desk, "张大山")
        clerk = sit_down(desk)
        dialog = transfers_of(clerk)
        dialog._press_send()
        clerk.rest()
        clerk.fill(OTHER_TOWNSHIP, OTHER_CODE, "随子女居住", str(offices.stick), PASSPHRASE)
        clerk.press("Enter")
        dialog.table.select_place(0)
        assert dialog._withdraw.isEnabled()
        dialog._press_withdraw()
        clerk.rest()
        assert [row.state_words for row in list_transfers(desk)] == ["已撤回"]
        assert not dialog._withdraw.isEnabled()
        dialog.reject()
