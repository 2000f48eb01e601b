"""设置, 数据: a county that wants to share its store; what a township sees of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.models.place import read_place
from app.services.desk import Desk
from app.services.shared_store import PlaceView
from app.ui.pages.settings.page import SettingsPage
from app.ui.pages.settings.shared_card import SharedDialog
from app.ui.pages.settings.shared_presenter import SharedPresenter
from app.ui.ports import Context
from tests.conftest import Offices
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk

NOBODY = "postgresql://bangfu:secret-7@127.0.0.1:1/bangfu"


@dataclass
class View:
    places: list[PlaceView | None] = field(default_factory=list)
    closed: bool = False

    def show_place(self, place: PlaceView | None) -> None:
        self.places.append(place)

    def close_program(self) -> None:
        self.closed = True


def test_a_township_has_nothing_to_choose(context: Context) -> None:
    view = View()
    SharedPresenter(context, view).refresh()
    assert view.places == [None]


def test_a_server_that_does_not_answer_is_told_in_the_dialog_and_nothing_changes(
    context: Context, offices: Offices, ask: StandInAsk
) -> None:
    told: list[str] = []
    with offices.county() as desk:
        view = View()
        presenter = SharedPresenter(replace(context, desk=desk), view)
        presenter.share(NOBODY, "李四", lambda: told.append("saved"), told.append)
        assert read_place(desk.folder) is None
    assert len(told) == 1
    assert told[0].startswith("连不上共享数据库。")
    assert "secret-7" not in told[0]
    assert ask.said == []
    assert not view.closed


def test_the_county_is_asked_for_the_address_by_keyboard(
    offices: Offices, sit_down: OpenWindow
) -> None:
    with offices.county() as desk:
        clerk = sit_down(desk)
        page = _data_tab(clerk)
        assert page.shared.isVisible()
        page.shared.ask_for_place()
        dialog = page.findChild(SharedDialog)
        assert dialog is not None
        clerk.rest()
        clerk.fill("sqlite:///x.db", "李四")
        clerk.press("Ctrl+Return")
        assert "地址不对" in dialog.problem.text()
        assert read_place(desk.folder) is None


def _data_tab(clerk: Clerk) -> SettingsPage:
    clerk.turn_to("settings")
    page = clerk.page()
    assert isinstance(page, SettingsPage)
    page.open_place("data")
    clerk.rest()
    return page


def test_a_township_does_not_see_the_card(township: Desk, sit_down: OpenWindow) -> None:
    page = _data_tab(sit_down(township))
    assert not page.shared.isVisible()
