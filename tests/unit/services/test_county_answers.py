"""The county answers: what collides, one merged workbook, a receipt for each township."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from app.core.errors import DeclinedError, UserError
from app.core.terms import ContactKind
from app.ledger.refusals import LedgerRefused
from app.services import keys
from app.services.county import (
    county_board,
    receive_ledgers,
)
from app.services.county_conflicts import list_conflicts
from app.services.county_merge import merge_month, write_receipts
from app.services.desk import Desk
from app.services.ledger_down import import_receipt
from app.services.sent_ledgers import STATE_RECEIVED, STATE_SENT, list_exports
from app.services.visits import RecordContact, record_contact
from tests.conftest import OTHER_TOWNSHIP, Offices, desk_at
from tests.factory import (
    COUNTY,
    MONTH,
    PASSPHRASE,
    TOWNSHIP,
    dump,
    export_month,
    id_number,
    make_household,
    make_person,
)
from tests.merged_books import read_merged
from tests.shared_stores import copy_office
from tests.unit.services.sending import BOTH, SENT, send, tampered


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
                make_person(
                    desk,
                    f"{name[0]}{chance.getrandbits(32):x}",  # nobody like the other township's
                    categories=(chance.choice(("dibao_rural", "orphan")),),
                )
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
    receive_ledgers(county, send(offices))
    made = merge_month(county, MONTH, offices.stick, passphrase=PASSPHRASE)
    roots, at = keys.trusted_roots(county), county.clock.now()
    seal, _ = read_merged(made.path.read_bytes(), roots, at=at)
    assert seal.signer.name == COUNTY
    assert made.missing == (OTHER_TOWNSHIP,)
    with pytest.raises(LedgerRefused):
        read_merged(tampered(made.path).read_bytes(), roots, at=at)


def test_merging_again_gives_a_new_workbook_beside_the_old_one(
    offices: Offices, county: Desk
) -> None:
    receive_ledgers(county, send(offices))
    first = merge_month(county, MONTH, offices.stick, passphrase=PASSPHRASE)
    receive_ledgers(county, send(offices, OTHER_TOWNSHIP))
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
        receive_ledgers(county, send(offices))
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
        send(offices, name)
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
    copy_office(made_offices / TOWNSHIP, tmp_path / "new pc")
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


def test_when_one_office_corrects_its_ledger_all_receipts_can_be_written_again(
    offices: Offices,
) -> None:
    written: list[Path] = []
    send(offices, OTHER_TOWNSHIP)
    for day in (date(2026, 5, 27), date(2026, 5, 28)):
        send(offices)
        with offices.county(day) as desk:
            receive_ledgers(desk, [offices.stick])
            written += write_receipts(desk, MONTH, offices.stick, passphrase=PASSPHRASE)
    mine = [path for path in written if OTHER_TOWNSHIP in path.name]
    assert len(set(mine)) == 2
    with offices.township(OTHER_TOWNSHIP, date(2026, 5, 28)) as desk:
        for receipt in mine:
            import_receipt(desk, receipt)
        assert [row.state for row in list_exports(desk)] == [STATE_RECEIVED]
