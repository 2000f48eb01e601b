"""Several desks of one county on one store: moving there, working side by side, going back."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import make_url

from app.bootstrap import open_desk
from app.core.clock import fixed_clock
from app.core.errors import DeclinedError, FileError, UserError
from app.core.terms import Role
from app.models.place import PLACE_NAME, SharedPlace, read_place, write_place
from app.services import keys
from app.services.acts import last_step, list_acts, undo_act
from app.services.county import county_board, receive_ledgers
from app.services.county_conflicts import Answer, decide, list_conflicts
from app.services.county_keys import list_certificates, revoke_certificate
from app.services.county_merge import list_merges, merge_month
from app.services.desk import Desk
from app.services.office import SetUpOffice, add_office, set_up_office
from app.services.shared_store import (
    Found,
    leave_server,
    save_copy,
    share_store,
    try_server,
    where_store_is,
)
from tests.factory import TODAY, dump, make_person
from tests.samples.ledgers.county_world import MONTH, SECRET, World, county, move_in, people
from tests.samples.ledgers.county_world import TODAY as CLOSING
from tests.shared_stores import database_url, new_database

OFFICE = SetUpOffice(Role.COUNTY, "样例县民政局", "990101000000", "样例县", "赵敏")


def desk_in(folder: Path, day: date = CLOSING, actor: str = "") -> AbstractContextManager[Desk]:
    return open_desk(folder, clock=fixed_clock(day), program="测试", actor=actor)


@dataclass(frozen=True)
class Place:
    """A county's first desk, closed, with a store of its own; an empty database; a free folder."""

    first: Path
    second: Path
    url: str
    stick: Path

    def sit_down(self) -> None:
        """Let the first desk share its store, and the second join it."""
        with desk_in(self.first) as desk:
            share_store(desk, self.url, "赵敏")
        self.second.mkdir()
        write_place(self.second, SharedPlace(self.url, "李四"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first desk and the stick, before anybody shares anything."""
    root = tmp_path_factory.mktemp("county")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.samples.ledgers.county_world.share", lambda _folder: None)
        with county(root / "first", offices=2) as world:
            _send(world, root / "stick")
    return root


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Place:
    """Two ledgers are on the stick, not yet received; they claim one person twice."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    url = database_url(new_database())
    return Place(tmp_path / "first", tmp_path / "second", url, tmp_path / "stick")


def _send(world: World, stick: Path) -> None:
    rows = people(6, 1)
    world.send(stick, 1, rows)
    world.send(stick, 2, move_in(people(6, 2), rows))


# --- moving there and back ---------------------------------------------------------------------
def test_everything_goes_to_an_empty_database_and_comes_back_as_it_was(
    place: Place, tmp_path: Path
) -> None:
    with desk_in(place.first) as desk:
        receive_ledgers(desk, [place.stick])
        assert try_server(desk, place.url).found is Found.EMPTY
        assert share_store(desk, place.url, "赵敏").found is Found.EMPTY
        before = dump(desk.store)
        assert where_store_is(desk).address == ""  # until the next start
    with desk_in(place.first) as desk:
        assert where_store_is(desk).clerk == desk.actor.name == "赵敏"
        assert try_server(desk, place.url).found is Found.OURS
        save_copy(desk, tmp_path / "back" / "bangfu.db")
    with desk_in(tmp_path / "back") as desk:
        assert desk.store.check() == ()
        assert dump(desk.store) == before


def test_numbers_go_on_after_those_that_were_brought_along(place: Place) -> None:
    with desk_in(place.first) as desk:
        receive_ledgers(desk, [place.stick])
        before = max(act.id for act in list_acts(desk))
    place.sit_down()
    with desk_in(place.first) as desk:
        merge_month(desk, MONTH, place.stick, passphrase=SECRET)
        newest = list_acts(desk)[0]
        assert newest.id > before
        undo_act(desk, newest.id)
        assert list_merges(desk) == ()


def test_the_address_that_is_shown_has_no_password(place: Place) -> None:
    url = make_url(place.url).set(password="secret-7").render_as_string(hide_password=False)
    with desk_in(place.first) as desk:
        assert "secret-7" not in share_store(desk, url, "赵敏").address
    with desk_in(place.first) as desk:
        assert "secret-7" not in where_store_is(desk).address


def test_a_desk_that_goes_back_has_its_own_store_as_it_was(place: Place) -> None:
    with desk_in(place.first) as desk:
        share_store(desk, place.url, "赵敏")
        before = dump(desk.store)
    with desk_in(place.first) as desk:
        add_office(desk, code="990199001000", name="新设镇")
        leave_server(desk)
    with desk_in(place.first) as desk:
        assert desk.store.place is None
        assert dump(desk.store) == before


def test_a_copy_that_cannot_be_written_is_told_and_leaves_nothing(
    place: Place, tmp_path: Path
) -> None:
    place.sit_down()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with desk_in(place.first) as desk, pytest.raises(FileError, match="写不了"):
        save_copy(desk, tmp_path / "file" / "bangfu.db")


def test_data_of_another_office_are_left_alone(place: Place, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write_place(other, SharedPlace(place.url))
    with desk_in(other) as desk:
        set_up_office(desk, SetUpOffice(Role.COUNTY, "外县", "990201000000", "外县", "李"))
        there = dump(desk.store)
    with desk_in(place.first) as desk, pytest.raises(DeclinedError, match="别的单位"):
        share_store(desk, place.url, "赵敏")
    assert read_place(place.first) is None
    with desk_in(other) as desk:
        assert dump(desk.store) == there


def test_who_works_here_must_be_said(place: Place) -> None:
    with desk_in(place.first) as desk, pytest.raises(UserError, match="本机经办人"):
        share_store(desk, place.url, " ")
    assert read_place(place.first) is None


# --- townships stay at home --------------------------------------------------------------------
def test_a_township_cannot_share_its_store(made_offices: Path, tmp_path: Path) -> None:
    township = tmp_path / "township"
    shutil.copytree(made_offices / "青山镇", township)
    url = database_url(new_database())
    with desk_in(township, TODAY) as desk, pytest.raises(DeclinedError, match="县级"):
        share_store(desk, url, "王")
    write_place(township, SharedPlace(url))
    with desk_in(township, TODAY) as desk, pytest.raises(DeclinedError, match="乡镇不能"):
        set_up_office(desk, SetUpOffice(Role.TOWNSHIP, "某镇", "990101101000", "样例县", "王"))


def test_a_store_of_a_township_on_a_server_is_not_opened(tmp_path: Path) -> None:
    write_place(tmp_path, SharedPlace(database_url(new_database())))
    with desk_in(tmp_path) as desk:
        set_up_office(desk, OFFICE)
        with desk.write("test", "测试") as work:
            from app.models.queries.office import own_office

            office = own_office(work.session)
            assert office is not None
            office.role = Role.TOWNSHIP
    with pytest.raises(DeclinedError, match="乡镇不能"), desk_in(tmp_path):
        raise AssertionError("it was opened")


# --- side by side ------------------------------------------------------------------------------
def test_what_one_desk_receives_the_other_merges(place: Place) -> None:
    place.sit_down()
    with desk_in(place.first) as first, desk_in(place.second) as second:
        assert second.actor.name == "李四"
        assert all(row.kept for row in receive_ledgers(second, [place.stick]))
        assert county_board(first, MONTH).missing == ()
        merged = merge_month(first, MONTH, place.stick, passphrase=SECRET)
        assert (merged.offices, merged.people) == (2, 12)
        assert [row.number for row in list_merges(second)] == [1]
        assert {act.actor for act in list_acts(first)} >= {"赵敏", "李四"}


def test_the_same_ledger_received_at_both_desks_is_kept_once(place: Place) -> None:
    place.sit_down()
    with desk_in(place.first) as first, desk_in(place.second) as second:
        receive_ledgers(first, [place.stick])
        assert all(row.state == "DUPLICATE" for row in receive_ledgers(second, [place.stick]))


def test_a_conflict_that_the_other_desk_has_just_decided_is_told(place: Place) -> None:
    place.sit_down()
    with desk_in(place.first) as first, desk_in(place.second) as second:
        receive_ledgers(first, [place.stick])
        seen = list_conflicts(first, MONTH)
        same = list_conflicts(second, MONTH)
        one = seen[0]
        decide(second, same, [one.id], Answer(one.choices[0], "电话核实"))
        with pytest.raises(DeclinedError, match="刚刚有人处理过") as told:
            decide(first, seen, [one.id], Answer(one.choices[1], "看过材料"))
        assert "李四" in told.value.why
        now = list_conflicts(first, MONTH)[0].decision
        assert now is not None
        assert (now.decided_by, now.reason) == ("李四", "电话核实")


def test_the_keys_stay_at_the_desk_that_made_them_and_all_know_what_is_revoked(
    place: Place,
) -> None:
    place.sit_down()
    with desk_in(place.first) as first, desk_in(place.second) as second:
        assert keys.trusted_roots(second) == keys.trusted_roots(first)
        with pytest.raises(DeclinedError, match="另一台电脑"):
            keys.make_county_root(second, SECRET)
        with pytest.raises(UserError, match="还没有签名证书"):
            merge_month(second, MONTH, place.stick, passphrase=SECRET)
        assert keys.revocations(second) is None
    assert not (place.second / "keys").exists()


def test_a_certificate_revoked_at_one_desk_is_revoked_at_the_other(
    made_offices: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    shutil.copytree(made_offices / "county", first)  # of this session's own database
    place = read_place(first)
    assert place is not None
    (first / PLACE_NAME).unlink()
    url = database_url(new_database(str(make_url(place.url).database)))
    for folder in (first, second):
        folder.mkdir(exist_ok=True)
        write_place(folder, SharedPlace(url, folder.name))
    with desk_in(first, TODAY) as one, desk_in(second, TODAY) as two:
        serial = list_certificates(one)[0].serial
        revoke_certificate(one, serial, "电脑丢失", passphrase="清水河边-2026")
        assert keys.revocations(two) is not None
        assert keys.revocations(two) == keys.revocations(one)


def test_each_desk_takes_back_its_own_steps(place: Place) -> None:
    place.sit_down()
    with desk_in(place.first) as first, desk_in(place.second) as second:
        make_person(first, "张三")
        theirs = last_step(first)
        make_person(second, "李四")
        assert last_step(first) == theirs
        assert last_step(second) != theirs


def test_the_setting_is_for_its_owner_alone(place: Place) -> None:
    place.sit_down()
    assert (place.first / PLACE_NAME).stat().st_mode & 0o077 == 0
