"""设置, 数据, on a real server: what the county confirms is done, and the program closes."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.models.place import read_place
from app.services.desk import Desk
from app.ui.pages.settings.shared_presenter import SharedPresenter
from app.ui.ports import Context
from tests.conftest import desk_at
from tests.gui.stand_ins import AtOnce, StandInAsk, Went
from tests.gui.test_shared_store import View
from tests.shared_stores import database_url, new_database


@pytest.fixture
def ask() -> StandInAsk:
    return StandInAsk()


def _at(desk: Desk, ask: StandInAsk, view: View) -> SharedPresenter:
    went = Went()
    return SharedPresenter(Context(desk, ask, AtOnce(ask), went.go, went.changed), view)


def test_a_county_moves_takes_a_copy_and_comes_back(tmp_path: Path, ask: StandInAsk) -> None:
    from app.core.terms import Role
    from app.services.office import SetUpOffice, set_up_office

    folder, url, told = tmp_path / "county", database_url(new_database()), list[str]()
    with desk_at(folder) as desk:
        set_up_office(
            desk, SetUpOffice(Role.COUNTY, "样例县民政局", "990101000000", "样例县", "赵敏")
        )
        view = View()
        presenter = _at(desk, ask, view)
        ask.agrees = False
        presenter.share(url, "李四", lambda: told.append("saved"), told.append)
        assert (told, view.closed, read_place(folder)) == ([], False, None)
        ask.agrees = True
        presenter.share(url, "李四", lambda: told.append("saved"), told.append)
        assert (told, view.closed) == (["saved"], True)
        assert "空的数据库" in ask.said[0]
    with desk_at(folder, actor="") as desk:
        view = View()
        presenter = _at(desk, ask, view)
        presenter.refresh()
        place = view.places[-1]
        assert place is not None
        assert (place.clerk, desk.actor.name) == ("李四", "李四")
        ask.saves_as = tmp_path / "copy.db"
        presenter.save_copy()
        assert ask.saves_as.stat().st_size > 0
        presenter.leave()
        assert view.closed
    with desk_at(folder, actor="") as desk:
        assert desk.store.place is None
        assert desk.actor.name == "赵敏"
