"""The county receives: any order, twice, changed, strangers, gaps; and sees who is missing."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.errors import DeclinedError, FileError, UserError
from app.core.terms import Role
from app.models.exchange import ReceivedLedger
from app.services import keys
from app.services.acts import list_acts, undo_act
from app.services.county import (
    STATE_MISSING,
    accept_gap,
    county_board,
    receive_ledgers,
)
from app.services.desk import Desk
from app.services.office import SetUpOffice, set_up_office
from tests.conftest import OTHER_TOWNSHIP, Offices, desk_at
from tests.factory import (
    CLERK,
    COUNTY_CODE,
    MONTH,
    PASSPHRASE,
    TOWNSHIP,
    TOWNSHIP_CODE,
    dump,
    export_month,
    make_person,
)
from tests.shared_stores import copy_office
from tests.unit.services.sending import BOTH, SENT, send, tampered


def _states(desk: Desk, *paths: Path) -> list[str]:
    return [row.state for row in receive_ledgers(desk, paths)]


def test_a_ledger_that_holds_is_kept_and_counted(offices: Offices, county: Desk) -> None:
    (ledger,) = send(offices)
    (row,) = receive_ledgers(county, [ledger])
    assert (row.state, row.kept, row.office, row.month) == ("VERIFIED", True, TOWNSHIP, MONTH)
    assert (row.batch_no, row.people) == (1, 1)


def test_the_same_file_again_changes_nothing(offices: Offices, county: Desk) -> None:
    (ledger,) = send(offices)
    receive_ledgers(county, [ledger])
    before = dump(county.store)
    assert _states(county, ledger, ledger) == ["DUPLICATE", "DUPLICATE"]
    assert dump(county.store) == before


def test_a_whole_folder_is_searched_and_lock_files_are_left_out(
    offices: Offices, county: Desk
) -> None:
    (ledger,) = send(offices)
    (offices.stick / f"~${ledger.name}").write_bytes(b"lock")
    assert _states(county, offices.stick) == ["VERIFIED"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_ledgers_may_come_in_any_order(
    three_batches: tuple[Offices, list[Path]], tmp_path: Path, order: tuple[int, ...]
) -> None:
    offices, ledgers = three_batches
    copy_office(offices.root / "county", tmp_path / "county")
    with desk_at(tmp_path / "county", SENT) as desk:
        for place in order:
            receive_ledgers(desk, [ledgers[place]])
        with desk.store.read() as session:
            states = [row.state for row in session.scalars(select(ReceivedLedger))]
        board = county_board(desk, MONTH).rows[0]
    assert states == ["已验证"] * 3
    assert (board.batch_no, board.people) == (3, 3)


@pytest.fixture(scope="module")
def three_batches(
    made_offices: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Offices, list[Path]]:
    root = tmp_path_factory.mktemp("three")
    for name in ("county", TOWNSHIP):
        copy_office(made_offices / name, root / name)
    (root / "stick").mkdir()
    offices = Offices(root, root / "stick")
    return offices, send(offices, batches=3)


def test_a_ledger_whose_predecessor_is_missing_waits_until_it_comes(
    offices: Offices, county: Desk
) -> None:
    first, second = send(offices, batches=2)
    (waiting,) = receive_ledgers(county, [second])
    assert (waiting.state, waiting.kept) == ("GAP", False)
    assert "补送" in waiting.words
    assert county_board(county, MONTH).missing == BOTH
    assert _states(county, first) == ["VERIFIED"]
    assert county_board(county, MONTH).missing == (OTHER_TOWNSHIP,)
    assert county_board(county, MONTH).rows[0].batch_no == 2


def test_a_ledger_whose_predecessor_will_never_come_is_taken_knowingly(
    offices: Offices, county: Desk
) -> None:
    first, second = send(offices, batches=2)
    receive_ledgers(county, [second])
    accept_gap(county, TOWNSHIP_CODE, 2, "第 1 批由已吊销的密钥签名")
    assert county_board(county, MONTH).missing == (OTHER_TOWNSHIP,)
    assert _states(county, second) == ["DUPLICATE"]
    assert _states(county, first) == ["OLD"]
    undo_act(county, next(act.id for act in list_acts(county) if act.verb == "accept_gap"))
    assert county_board(county, MONTH).missing == BOTH


@pytest.mark.parametrize(("batch_no", "reason"), [(2, " "), (1, "电脑丢失"), (3, "电脑丢失")])
def test_what_does_not_wait_or_has_no_reason_is_not_taken(
    offices: Offices, county: Desk, batch_no: int, reason: str
) -> None:
    _, second = send(offices, batches=2)
    receive_ledgers(county, [second])
    before = dump(county.store)
    with pytest.raises(UserError):
        accept_gap(county, TOWNSHIP_CODE, batch_no, reason)
    assert dump(county.store) == before


def test_an_older_batch_with_other_content_is_not_taken(offices: Offices, county: Desk) -> None:
    copy_office(offices.root / TOWNSHIP, offices.root / "copy")
    (ledger,) = send(offices)
    with desk_at(offices.root / "copy", SENT) as desk:  # the office went on from an old backup
        other = export_month(desk, offices.root).path
    receive_ledgers(county, [ledger])
    before = dump(county.store)
    assert _states(county, other) == ["OLD"]
    assert dump(county.store) == before


def test_a_ledger_with_one_cell_changed_is_refused_and_nothing_is_kept(
    offices: Offices, county: Desk
) -> None:
    (ledger,) = send(offices)
    before = dump(county.store)
    (row,) = receive_ledgers(county, [tampered(ledger)])
    assert (row.state, row.kept) == ("CHANGED", False)
    assert row.words
    assert dump(county.store) == before


def test_a_ledger_signed_by_a_stranger_is_refused(
    offices: Offices, county: Desk, tmp_path: Path
) -> None:
    ledger = _strangers_ledger(tmp_path)
    before = dump(county.store)
    (row,) = receive_ledgers(county, [ledger])
    assert (row.state, row.kept) == ("STRANGER", False)
    assert dump(county.store) == before


def _strangers_ledger(folder: Path) -> Path:
    """A ledger of the same office code, certified by a county of another make."""
    with desk_at(folder / "c2") as desk:
        set_up_office(desk, SetUpOffice(Role.COUNTY, "外县", COUNTY_CODE, "外县", CLERK))
        keys.make_county_root(desk, PASSPHRASE)
    with desk_at(folder / "t2") as desk:
        set_up_office(desk, SetUpOffice(Role.TOWNSHIP, TOWNSHIP, "990101101000", "外县", CLERK))
        keys.make_key(desk, PASSPHRASE)
        request = keys.write_request(desk, folder)
    with desk_at(folder / "c2") as desk:
        offer = keys.issue_certificate(
            desk,
            request,
            office_code="990101101000",
            office_name=TOWNSHIP,
            passphrase=PASSPHRASE,
            folder=folder,
        )
    with desk_at(folder / "t2", SENT) as desk:
        keys.install_certificate(desk, offer)
        make_person(desk)
        return export_month(desk, folder).path


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", "一封信".encode()])
def test_a_file_that_is_no_ledger_is_said_to_be_none(
    county: Desk, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "信.xlsx"
    path.write_bytes(content)
    before = dump(county.store)
    (row,) = receive_ledgers(county, [path])
    assert not row.kept
    assert row.words
    assert dump(county.store) == before


def test_one_bad_file_in_the_pile_does_not_keep_the_good_ones_out(
    offices: Offices, county: Desk
) -> None:
    (ledger,) = send(offices)
    bad = offices.stick / "坏.xlsx"
    bad.write_bytes(b"nothing")
    rows = {row.file: row.kept for row in receive_ledgers(county, [bad, ledger])}
    assert rows == {"坏.xlsx": False, ledger.name: True}


def test_a_file_that_is_gone_keeps_nothing_of_the_pile(offices: Offices, county: Desk) -> None:
    (ledger,) = send(offices)
    before = dump(county.store)
    with pytest.raises(FileError, match="读不了文件") as told:
        receive_ledgers(county, [ledger, offices.stick / "没有.xlsx"])
    assert told.value.what_to_do
    assert dump(county.store) == before


def test_a_township_cannot_receive(offices: Offices) -> None:
    with offices.township() as desk, pytest.raises(DeclinedError, match="只有县级"):
        receive_ledgers(desk, [])


def test_the_board_shows_every_office_and_who_is_missing(offices: Offices, county: Desk) -> None:
    (ledger,) = send(offices)
    receive_ledgers(county, [ledger])
    board = county_board(county, MONTH)
    assert [row.office for row in board.rows] == list(BOTH)
    assert [row.state for row in board.rows] == ["已验证", STATE_MISSING]
    assert board.rows[0].amount == Decimal("690.00")
    assert board.missing == (OTHER_TOWNSHIP,)
    assert county_board(county, "2026-04").missing == BOTH
