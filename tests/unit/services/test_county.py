"""The county: receive, see who is missing and what collides, merge, answer."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from app.core.errors import DeclinedError, FileError, UserError
from app.core.terms import ContactKind, Role
from app.ledger.container import join, pack, split
from app.ledger.merging import verify_merged
from app.ledger.refusals import LedgerRefused
from app.models.exchange import ReceivedLedger
from app.services import keys
from app.services.county import (
    STATE_MISSING,
    county_board,
    receive_ledgers,
)
from app.services.county_conflicts import list_conflicts
from app.services.county_merge import merge_month, write_receipts
from app.services.desk import Desk
from app.services.ledger_down import import_receipt
from app.services.ledger_up import STATE_RECEIVED, STATE_SENT, list_exports
from app.services.office import SetUpOffice, set_up_office
from app.services.visits import RecordContact, record_contact
from tests.conftest import OTHER_TOWNSHIP, Offices, desk_at
from tests.factory import (
    CLERK,
    COUNTY,
    COUNTY_CODE,
    MONTH,
    PASSPHRASE,
    TOWNSHIP,
    dump,
    export_month,
    id_number,
    make_household,
    make_person,
)

SENT = date(2026, 5, 27)
BOTH = (TOWNSHIP, OTHER_TOWNSHIP)


def _send(offices: Offices, name: str = TOWNSHIP, *, batches: int = 1) -> list[Path]:
    """The township registers somebody and sends its ledger, ``batches`` times."""
    paths = []
    for _ in range(batches):
        with offices.township(name, SENT) as desk:
            make_household(desk, (make_person(desk),))
            paths.append(export_month(desk, offices.stick).path)
    return paths


@pytest.fixture
def county(offices: Offices) -> Iterator[Desk]:
    with offices.county(SENT) as desk:
        yield desk


def _states(desk: Desk, *paths: Path) -> list[str]:
    return [row.state for row in receive_ledgers(desk, paths)]


def test_a_ledger_that_holds_is_kept_and_counted(offices: Offices, county: Desk) -> None:
    (ledger,) = _send(offices)
    (row,) = receive_ledgers(county, [ledger])
    assert (row.state, row.kept, row.office, row.month) == ("VERIFIED", True, TOWNSHIP, MONTH)
    assert (row.batch_no, row.people) == (1, 1)


def test_the_same_file_again_changes_nothing(offices: Offices, county: Desk) -> None:
    (ledger,) = _send(offices)
    receive_ledgers(county, [ledger])
    before = dump(county.store)
    assert _states(county, ledger, ledger) == ["DUPLICATE", "DUPLICATE"]
    assert dump(county.store) == before


def test_a_whole_folder_is_searched_and_lock_files_are_left_out(
    offices: Offices, county: Desk
) -> None:
    (ledger,) = _send(offices)
    (offices.stick / f"~${ledger.name}").write_bytes(b"lock")
    assert _states(county, offices.stick) == ["VERIFIED"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_ledgers_may_come_in_any_order(
    three_batches: tuple[Offices, list[Path]], tmp_path: Path, order: tuple[int, ...]
) -> None:
    offices, ledgers = three_batches
    shutil.copytree(offices.root / "county", tmp_path / "county")
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
        shutil.copytree(made_offices / name, root / name)
    (root / "stick").mkdir()
    offices = Offices(root, root / "stick")
    return offices, _send(offices, batches=3)


def test_a_ledger_whose_predecessor_is_missing_waits_until_it_comes(
    offices: Offices, county: Desk
) -> None:
    first, second = _send(offices, batches=2)
    (waiting,) = receive_ledgers(county, [second])
    assert (waiting.state, waiting.kept) == ("GAP", False)
    assert "补送" in waiting.words
    assert county_board(county, MONTH).missing == BOTH
    assert _states(county, first) == ["VERIFIED"]
    assert county_board(county, MONTH).missing == (OTHER_TOWNSHIP,)
    assert county_board(county, MONTH).rows[0].batch_no == 2


def test_an_older_batch_with_other_content_is_not_taken(offices: Offices, county: Desk) -> None:
    shutil.copytree(offices.root / TOWNSHIP, offices.root / "copy")
    (ledger,) = _send(offices)
    with desk_at(offices.root / "copy", SENT) as desk:  # the office went on from an old backup
        other = export_month(desk, offices.root).path
    receive_ledgers(county, [ledger])
    before = dump(county.store)
    assert _states(county, other) == ["OLD"]
    assert dump(county.store) == before


def test_a_ledger_with_one_cell_changed_is_refused_and_nothing_is_kept(
    offices: Offices, county: Desk
) -> None:
    (ledger,) = _send(offices)
    before = dump(county.store)
    (row,) = receive_ledgers(county, [_tampered(ledger)])
    assert (row.state, row.kept) == ("CHANGED", False)
    assert row.words
    assert dump(county.store) == before


def _tampered(ledger: Path) -> Path:
    """The ledger with one name changed in whichever sheet holds it."""
    parts, found = [], False
    for one in split(ledger.read_bytes()):
        data = one.unpack()
        changed = data.replace("张大山".encode(), "张小山".encode())
        found = found or changed != data
        parts.append(pack(one.name, [changed]) if changed != data else one)
    assert found
    copy = ledger.with_name("改动.xlsx")
    copy.write_bytes(join(parts))
    return copy


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
    (ledger,) = _send(offices)
    bad = offices.stick / "坏.xlsx"
    bad.write_bytes(b"nothing")
    rows = {row.file: row.kept for row in receive_ledgers(county, [bad, ledger])}
    assert rows == {"坏.xlsx": False, ledger.name: True}


def test_a_file_that_is_gone_keeps_nothing_of_the_pile(offices: Offices, county: Desk) -> None:
    (ledger,) = _send(offices)
    before = dump(county.store)
    with pytest.raises(FileError, match="读不了文件") as told:
        receive_ledgers(county, [ledger, offices.stick / "没有.xlsx"])
    assert told.value.what_to_do
    assert dump(county.store) == before


def test_a_township_cannot_receive(offices: Offices) -> None:
    with offices.township() as desk, pytest.raises(DeclinedError, match="只有县级"):
        receive_ledgers(desk, [])


def test_the_board_shows_every_office_and_who_is_missing(offices: Offices, county: Desk) -> None:
    (ledger,) = _send(offices)
    receive_ledgers(county, [ledger])
    board = county_board(county, MONTH)
    assert [row.office for row in board.rows] == list(BOTH)
    assert [row.state for row in board.rows] == ["已验证", STATE_MISSING]
    assert board.rows[0].amount == Decimal("690.00")
    assert board.missing == (OTHER_TOWNSHIP,)
    assert county_board(county, "2026-04").missing == BOTH


def _same_person(offices: Offices) -> str:
    """Both townships list one person, under 低保 here and 特困 there."""
    number = id_number()
    for name, codes in zip(BOTH, (("dibao_rural", "disabled"), ("tekun_scattered",)), strict=True):
        with offices.township(name, SENT) as desk:
            make_person(desk, "张大山", id_no=number, categories=codes)
            export_month(desk, offices.stick)
    return number


def test_somebody_listed_by_two_townships_is_shown_with_both_sides(
    offices: Offices, county: Desk
) -> None:
    number = _same_person(offices)
    receive_ledgers(county, [offices.stick])
    conflicts = {conflict.kind: conflict for conflict in list_conflicts(county, MONTH)}
    assert set(conflicts) == {"same_person", "exclusive_lines"}
    same = conflicts["same_person"]
    assert [side.office for side in same.sides] == list(BOTH)
    assert {side.name for side in same.sides} == {"张大山"}
    assert number not in str(conflicts)


def test_the_receipt_tells_each_township_of_the_other(offices: Offices, county: Desk) -> None:
    _same_person(offices)
    receive_ledgers(county, [offices.stick])
    receipts = write_receipts(county, MONTH, offices.stick, passphrase=PASSPHRASE)
    with offices.township(day=SENT) as desk:
        view = import_receipt(desk, next(path for path in receipts if TOWNSHIP in path.name))
    assert {decision.other_office for decision in view.decisions} == {OTHER_TOWNSHIP}
    assert {decision.decision for decision in view.decisions} == {"待核实"}


def _random_township(offices: Offices, name: str, chance: Random) -> tuple[int, Decimal]:
    """People, visits and amounts by chance; returns what was registered."""
    people, paid = 0, Decimal("0.00")
    with offices.township(name, SENT) as desk:
        for _ in range(chance.randrange(1, 6)):
            members = tuple(
                make_person(desk, categories=(chance.choice(("dibao_rural", "orphan")),))
                for _ in range(chance.randrange(1, 4))
            )
            amount = Decimal(chance.randrange(1, 300_000)) / 100
            make_household(desk, members, amount=str(amount))
            if chance.random() < 0.5:
                record_contact(desk, RecordContact(members[0], SENT, ContactKind.VISIT))
            people, paid = people + len(members), paid + amount
        export_month(desk, offices.stick)
    return people, paid


@pytest.mark.parametrize("seed", range(3))
def test_the_merged_workbook_sums_up_what_the_townships_sent_to_the_person_and_the_cent(
    offices: Offices, county: Desk, seed: int
) -> None:
    chance = Random(seed)
    sent = [_random_township(offices, name, chance) for name in BOTH]
    receive_ledgers(county, [offices.stick])
    made = merge_month(county, MONTH, offices.stick, passphrase=PASSPHRASE)
    board = county_board(county, MONTH).rows
    assert made.people == sum(people for people, _ in sent) == sum(row.people for row in board)
    assert made.amount == sum((paid for _, paid in sent), Decimal("0.00"))
    assert made.amount == sum((row.amount for row in board), Decimal("0.00"))
    assert (made.offices, made.missing) == (2, ())


def test_the_merged_workbook_is_signed_by_the_county_and_verifies(
    offices: Offices, county: Desk
) -> None:
    receive_ledgers(county, _send(offices))
    made = merge_month(county, MONTH, offices.stick, passphrase=PASSPHRASE)
    roots, at = keys.trusted_roots(county), county.clock.now()
    seal, _ = verify_merged(made.path.read_bytes(), roots, at=at)
    assert seal.signer.name == COUNTY
    assert made.missing == (OTHER_TOWNSHIP,)
    with pytest.raises(LedgerRefused):
        verify_merged(_tampered(made.path).read_bytes(), roots, at=at)


def test_merging_again_gives_a_new_workbook_beside_the_old_one(
    offices: Offices, county: Desk
) -> None:
    receive_ledgers(county, _send(offices))
    first = merge_month(county, MONTH, offices.stick, passphrase=PASSPHRASE)
    receive_ledgers(county, _send(offices, OTHER_TOWNSHIP))
    second = merge_month(county, MONTH, offices.stick, passphrase=PASSPHRASE)
    assert first.path != second.path
    assert first.path.exists()
    assert (first.offices, second.offices) == (1, 2)


@pytest.mark.parametrize("fault", ["nothing", "passphrase", "folder"])
@pytest.mark.parametrize("act", [merge_month, write_receipts])
def test_an_answer_that_could_not_be_made_leaves_everything_as_it_was(
    offices: Offices,
    county: Desk,
    fault: str,
    act: Callable[..., object],
) -> None:
    if fault != "nothing":
        receive_ledgers(county, _send(offices))
    before, files = dump(county.store), sorted(offices.stick.iterdir())
    passphrase = "不是这个口令-2026" if fault == "passphrase" else PASSPHRASE
    folder = offices.stick / "没有" if fault == "folder" else offices.stick
    with pytest.raises(UserError) as told:
        act(county, MONTH, folder, passphrase=passphrase)
    assert told.value.what_to_do
    assert dump(county.store) == before
    assert sorted(offices.stick.iterdir()) == files


@pytest.fixture
def receipts(offices: Offices, county: Desk) -> dict[str, Path]:
    for name in BOTH:
        _send(offices, name)
    receive_ledgers(county, [offices.stick])
    paths = write_receipts(county, MONTH, offices.stick, passphrase=PASSPHRASE)
    return {name: next(path for path in paths if name in path.name) for name in BOTH}


def test_a_receipt_closes_the_month_of_the_township(
    offices: Offices, receipts: dict[str, Path]
) -> None:
    with offices.township(day=SENT) as desk:
        assert list_exports(desk)[0].state == STATE_SENT
        view = import_receipt(desk, receipts[TOWNSHIP])
        assert list_exports(desk)[0].state == STATE_RECEIVED
    assert (view.month, view.batch_no, view.refused) == (MONTH, 1, ())
    assert view.accepted > 0


def test_the_same_receipt_again_changes_nothing(
    offices: Offices, receipts: dict[str, Path]
) -> None:
    with offices.township(day=SENT) as desk:
        import_receipt(desk, receipts[TOWNSHIP])
        before = dump(desk.store)
        import_receipt(desk, receipts[TOWNSHIP])
        assert dump(desk.store) == before


def test_a_receipt_for_another_office_is_declined(
    offices: Offices, receipts: dict[str, Path]
) -> None:
    with offices.township(day=SENT) as desk:
        before = dump(desk.store)
        with pytest.raises(DeclinedError, match="发给别的单位") as told:
            import_receipt(desk, receipts[OTHER_TOWNSHIP])
        assert OTHER_TOWNSHIP in told.value.why
        assert dump(desk.store) == before


def test_a_receipt_for_a_ledger_that_this_pc_did_not_send_is_declined(
    offices: Offices, made_offices: Path, receipts: dict[str, Path], tmp_path: Path
) -> None:
    shutil.copytree(made_offices / TOWNSHIP, tmp_path / "new pc")
    with desk_at(tmp_path / "new pc", SENT) as desk:
        with pytest.raises(DeclinedError, match="不是本机导出") as told:
            import_receipt(desk, receipts[TOWNSHIP])
        assert told.value.what_to_do


def test_a_changed_receipt_and_a_ledger_in_its_place_are_refused(
    offices: Offices, receipts: dict[str, Path]
) -> None:
    data = bytearray(receipts[TOWNSHIP].read_bytes())
    data[len(data) // 2] ^= 1
    changed = offices.stick / "回执.xlsx"
    changed.write_bytes(data)
    ledger = next(path for path in offices.stick.glob("台账*"))
    with offices.township(day=SENT) as desk:
        before = dump(desk.store)
        for path in (changed, ledger):
            with pytest.raises(LedgerRefused) as told:
                import_receipt(desk, path)
            assert told.value.what_to_do
        assert dump(desk.store) == before
