"""A month that goes two levels up: townships to counties, counties to a prefecture, and back."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.core.errors import UserError
from app.core.terms import Role
from app.ledger.verifying import verify_ledger
from app.services import keys
from app.services.compare_file import compare_file
from app.services.county import county_board, receive_ledgers
from app.services.county_conflicts import Answer, decide, list_conflicts
from app.services.county_merge import merge_month, write_receipts
from app.services.desk import Desk
from app.services.keys import Slot
from app.services.ledger_down import import_receipt, read_receipt
from app.services.ledger_up import check_ledger
from app.services.office import SetUpOffice, set_up_office
from app.services.sent_ledgers import list_exports
from app.services.verify import verify_files, verify_with_pinned
from app.services.workbench import show_county_bench
from tests.factory import CLERK, MONTH, PASSPHRASE, dump, export_month, id_number
from tests.journeys.prefecture import (
    COUNTIES,
    EAST,
    MERGED,
    PREFECTURE,
    TOWNSHIPS,
    WEST,
    Prefecture,
    certify,
    make_prefecture,
    townships_of,
)

TWICE_IN_THE_EAST, TWICE_IN_THE_PREFECTURE = id_number(), id_number()
PEOPLE: dict[str, list[tuple[str, str | None]]] = {
    "东一镇": [("甲", None), ("乙", TWICE_IN_THE_EAST), ("丙", TWICE_IN_THE_PREFECTURE)],
    "东二乡": [("丁", None), ("乙", TWICE_IN_THE_EAST), ("戊", ""), ("己", None)],
    "西一镇": [("庚", None), ("丙", TWICE_IN_THE_PREFECTURE)],
    "西二乡": [("辛", ""), ("壬", "")],
}
AMOUNTS = {"东一镇": "690.10", "东二乡": "300.05", "西一镇": "512.00", "西二乡": "99.99"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Prefecture:
    """All offices; every township has registered its people and sent its ledger."""
    office = make_prefecture(tmp_path_factory.mktemp("prefecture"))
    for township, people in PEOPLE.items():
        office.live(township, people, AMOUNTS[township])
        office.send(township)
    return office


@pytest.fixture
def office(made: Prefecture, tmp_path: Path) -> Prefecture:
    shutil.copytree(made.root, tmp_path / "offices")
    shutil.copytree(made.stick, tmp_path / "stick")
    return Prefecture(tmp_path / "offices", tmp_path / "stick")


def _settle(desk: Desk, keeps: str) -> int:
    """Whoever is claimed twice counts at the office ``keeps``."""
    month = list_conflicts(desk, MONTH)
    twice = [row for row in month if row.kind == "same_person" and row.decision is None]
    for row in twice:
        choice = next(c for c in row.choices if c.words.startswith(f"以{keeps} "))
        decide(desk, month, {row.id}, Answer(choice, "户籍在此"))
        month = list_conflicts(desk, MONTH)
    return len(twice)


def _counties_send_up(office: Prefecture) -> None:
    with office.desk(EAST, MERGED) as desk:
        receive_ledgers(desk, [office.folder(EAST)])
        assert _settle(desk, "东一镇") == 1
    for county in COUNTIES:
        office.merge(county)
        office.send_up(county)


def test_a_month_goes_two_levels_up_and_back(office: Prefecture) -> None:
    _counties_send_up(office)
    in_east, in_west = Decimal("2970.45"), Decimal("1223.98")  # 3 × 690.10 + 3 × 300.05; …
    with office.desk(PREFECTURE, MERGED) as desk:
        rows = receive_ledgers(desk, [office.folder(PREFECTURE)])
        assert [row.state for row in rows] == ["VERIFIED"] * 2
        board = county_board(desk, MONTH)
        figures = {row.office: (row.people, row.amount) for row in board.rows}
        assert figures == {EAST: (6, in_east), WEST: (4, in_west)}
        (same,) = [c for c in list_conflicts(desk, MONTH) if c.kind == "same_person"]
        assert same.words == f"{EAST}、{WEST}"
        assert _settle(desk, WEST) == 1
        merged = merge_month(desk, MONTH, office.folder("汇总"), passphrase=PASSPHRASE)
        assert (merged.offices, merged.people, merged.visits) == (2, 9, 9)
        assert merged.amount == in_east + in_west - Decimal("690.10")
        receipts = write_receipts(desk, MONTH, office.folder("回执"), passphrase=PASSPHRASE)
    _the_county_sees_whose_row_came_back(office, next(p for p in receipts if EAST in p.name))
    _a_correction_takes_the_place_of_the_first(office)


def _the_county_sees_whose_row_came_back(office: Prefecture, receipt: Path) -> None:
    with office.desk(EAST, MERGED) as desk:
        assert show_county_bench(desk).sent_up == "已导出"
        view = import_receipt(desk, receipt)
        assert show_county_bench(desk).sent_up == "市级已接收"
        sent = list_exports(desk)[0]
        assert (sent.state, sent.refused) == ("市级已接收", len(view.refused))
        person = next(row for row in view.refused if row.sheet == "人员")
        assert (person.name, person.key) == ("丙", TWICE_IN_THE_PREFECTURE)
        origin = view.origins["人员", person.row]
        assert (origin.office, origin.row) == ("东一镇", 4)
        refused = [row for row in view.refused if row.sheet != "变动"]
        assert {view.origins[row.sheet, row.row].office for row in refused} == {"东一镇"}
        assert [row.sheet for row in refused] == ["人员", "家庭", "走访", "待遇"]
        assert read_receipt(desk, sent.id) == view


def _a_correction_takes_the_place_of_the_first(office: Prefecture) -> None:
    """A township corrects, its county merges again and sends a second batch."""
    office.live("西二乡", [("癸", None)], AMOUNTS["西二乡"])
    office.send("西二乡")
    with office.desk(WEST, MERGED) as desk:
        receive_ledgers(desk, [office.folder(WEST)])
        (fault,) = check_ledger(desk, MONTH).faults
        assert "重新汇总" in fault.words
        with pytest.raises(UserError, match="还不能上报"):
            export_month(desk, office.folder(PREFECTURE))
    office.merge(WEST)
    second = office.send_up(WEST)
    with office.desk(PREFECTURE, MERGED) as desk:
        (row,) = receive_ledgers(desk, [second.path])
        assert (row.state, row.batch_no, row.people) == ("VERIFIED", 2, 5)
        merged = merge_month(desk, MONTH, office.folder("汇总"), passphrase=PASSPHRASE)
        assert merged.people == 10
    with office.desk(WEST, MERGED) as desk:
        content = verify_ledger(
            second.path.read_bytes(), keys.trusted_roots(desk, Slot.UP), at=desk.clock.now()
        ).content
    assert [row["name"] for row in content.tables["changes"].records()][:1] == ["癸"]
    assert content.head.previous_sha256


def test_the_ledger_says_what_it_was_joined_from(office: Prefecture) -> None:
    _counties_send_up(office)
    (path,) = office.folder(PREFECTURE).glob(f"台账_{EAST}_*.xlsx")
    with office.desk(EAST, MERGED) as desk:
        roots = keys.trusted_roots(desk, Slot.UP)
        content = verify_ledger(path.read_bytes(), roots, at=desk.clock.now()).content
    head = content.head
    assert (head.office_code, head.county_name, head.missing) == (COUNTIES[EAST], "样例市", {})
    assert head.sources.keys() == {TOWNSHIPS[name][0] for name in townships_of(EAST)}
    persons = content.tables["persons"]
    numbers = [key for key in persons.column("person_key") if "-" in str(key)]
    assert numbers == ["990101102000-P3"]
    assert set(persons.column("village")) == {"东一镇·清水村", "东二乡·清水村"}
    assert all(str(key).startswith("99010110") for key in persons.column("household_key"))


def test_a_township_that_did_not_report_is_named_and_nobody_left_without_a_word(
    office: Prefecture,
) -> None:
    _counties_send_up(office)
    day = date(2026, 6, 27)
    office.send("东一镇", "2026-06", day)
    with office.desk(EAST, day) as desk:
        receive_ledgers(desk, [office.folder(EAST)])
        merge_month(desk, "2026-06", office.folder("汇总"), passphrase=PASSPHRASE, anyway=True)
        draft = check_ledger(desk, "2026-06")
        assert (draft.offices, draft.missing, draft.left) == (1, ("东二乡",), 3)
        made = export_month(desk, office.folder(PREFECTURE), "2026-06")
        roots = keys.trusted_roots(desk, Slot.UP)
        content = verify_ledger(made.path.read_bytes(), roots, at=desk.clock.now()).content
    gone = [row for row in content.tables["changes"].records() if row["change"] == "退出"]
    assert {row["reason"] for row in gone} == {"东二乡本期未报"}
    assert len(gone) == 6  # three people and their families


# --- what does not go up ---------------------------------------------------------------------
def test_nothing_accepted_yet_is_said_and_nothing_is_sent(office: Prefecture) -> None:
    with office.desk(EAST, MERGED) as desk:
        before = dump(desk.store)
        with pytest.raises(UserError, match="还没有核验通过"):
            export_month(desk, office.folder(PREFECTURE))
        assert dump(desk.store) == before
    assert not list(office.folder(PREFECTURE).iterdir())


def test_people_claimed_twice_stop_the_ledger_and_lead_to_the_conflicts(
    office: Prefecture,
) -> None:
    office.merge(EAST)
    with office.desk(EAST, MERGED) as desk:
        before = dump(desk.store)
        (fault,) = check_ledger(desk, MONTH).faults
        assert fault.place == ("county", "conflicts")
        assert "乙" in fault.words
        with pytest.raises(UserError, match="还不能上报") as told:
            export_month(desk, office.folder(PREFECTURE))
        assert "同一人在两个单位" in told.value.why
        assert dump(desk.store) == before
    assert not list(office.folder(PREFECTURE).iterdir())


def test_people_whom_both_townships_keep_go_up_twice_under_two_keys(office: Prefecture) -> None:
    with office.desk(EAST, MERGED) as desk:
        receive_ledgers(desk, [office.folder(EAST)])
        month = list_conflicts(desk, MONTH)
        (row,) = [row for row in month if row.kind == "same_person"]
        both = next(choice for choice in row.choices if choice.verdict == "keep_both")
        decide(desk, month, {row.id}, Answer(both, "两地各管一部分"))
    merged = office.merge(EAST)
    assert (merged.people, office.send_up(EAST).people) == (7, 7)
    with office.desk(PREFECTURE, MERGED) as desk:
        (got,) = receive_ledgers(desk, [office.folder(PREFECTURE)])
        assert (got.state, got.people) == ("VERIFIED", 7)


def test_an_expired_certificate_signs_nothing_that_counts(office: Prefecture) -> None:
    late = date(2029, 6, 27)
    with office.desk(WEST, MERGED) as desk:
        receive_ledgers(desk, [office.folder(WEST)])
        merge_month(desk, MONTH, office.folder("汇总"), passphrase=PASSPHRASE)
    with office.desk(WEST, late) as desk:
        before = dump(desk.store)
        with pytest.raises(UserError, match="有效期"):
            export_month(desk, office.folder(PREFECTURE))
        assert dump(desk.store) == before


def test_a_prefecture_sends_nothing_up(office: Prefecture) -> None:
    with office.desk(PREFECTURE, MERGED) as desk:
        with pytest.raises(UserError, match="市级不再往上报"):
            export_month(desk, office.folder("省"))
        with pytest.raises(UserError, match="市级不再往上报"):
            keys.make_key(desk, PASSPHRASE, slot=Slot.UP)


# --- two chains that never meet --------------------------------------------------------------
def test_a_certificate_from_above_leaves_the_countys_own_root_as_it_is(
    office: Prefecture,
) -> None:
    with office.desk(EAST) as desk:
        below, above = keys.trusted_roots(desk), keys.trusted_roots(desk, Slot.UP)
        assert below != above
        assert keys.key_state(desk).certificate != keys.key_state(desk, Slot.UP).certificate
        offer = next(office.folder("证书").glob(f"证书_{EAST}_*.pem"))
        with pytest.raises(UserError, match="不由上级签发"):
            keys.install_certificate(desk, offer, Slot.OWN)
        assert keys.trusted_roots(desk) == below


@pytest.fixture
def stranger(office: Prefecture) -> Prefecture:
    """Another prefecture of the same code, that has certified the county in the east."""
    with office.desk("外市") as desk:
        set_up_office(desk, SetUpOffice(Role.COUNTY, "外市民政局", "990100000000", "外市", CLERK))
        keys.make_county_root(desk, PASSPHRASE)
    with office.desk(EAST) as desk:
        keys.replace_key(desk, PASSPHRASE, slot=Slot.UP)
        request = keys.write_request(desk, office.folder("外"), Slot.UP)
    with office.desk("外市") as desk:
        offer = keys.issue_certificate(
            desk,
            request,
            office_code=COUNTIES[EAST],
            office_name=EAST,
            passphrase=PASSPHRASE,
            folder=office.folder("外"),
        )
    with office.desk(EAST) as desk:
        keys.install_certificate(desk, offer, Slot.UP)
    return office


def test_a_ledger_certified_by_a_strange_prefecture_is_refused(stranger: Prefecture) -> None:
    _counties_send_up(stranger)
    with stranger.desk(PREFECTURE, MERGED) as desk:
        states = {r.file: r.state for r in receive_ledgers(desk, [stranger.folder(PREFECTURE)])}
    assert sorted(states.values()) == ["STRANGER", "VERIFIED"]
    assert states[next(name for name in states if EAST in name)] == "STRANGER"


def test_a_township_ledger_below_the_root_of_the_prefecture_is_refused_at_the_county(
    office: Prefecture,
) -> None:
    with office.desk("西一镇") as desk:
        keys.replace_key(desk, PASSPHRASE)
        request = keys.write_request(desk, office.folder("越级"))
    with office.desk(PREFECTURE) as desk:
        offer = keys.issue_certificate(
            desk,
            request,
            office_code=TOWNSHIPS["西一镇"][0],
            office_name="西一镇",
            passphrase=PASSPHRASE,
            folder=office.folder("越级"),
        )
    with office.desk("西一镇") as desk:
        keys.install_certificate(desk, offer)
        ledger = export_month(desk, office.folder("越级")).path
    with office.desk(WEST, MERGED) as desk:
        before = dump(desk.store)
        (row,) = receive_ledgers(desk, [ledger])
        assert (row.state, row.kept) == ("STRANGER", False)
        assert dump(desk.store) == before


def test_a_countys_ledger_is_verified_by_anybody_and_by_the_county_itself(
    office: Prefecture,
) -> None:
    _counties_send_up(office)
    ledger = next(office.folder(PREFECTURE).glob(f"台账_{EAST}_*.xlsx"))
    with office.desk(PREFECTURE, MERGED) as desk:
        root = office.folder("根") / "root.pem"
        root.write_bytes(b"".join(keys.trusted_roots(desk)))
        (result,) = verify_files([ledger], [root], at=desk.clock.now())
        assert result.ok
    with office.desk(EAST, MERGED) as desk:
        own, township = verify_with_pinned(desk, [ledger, next(office.folder(EAST).iterdir())])
        assert (own.ok, township.ok) == (True, True)
    with office.desk("东一镇", MERGED) as desk:
        (result,) = verify_with_pinned(desk, [ledger])
        assert (result.ok, result.code) == (False, "CHAIN")


def test_two_people_sign_what_goes_up(office: Prefecture) -> None:
    certify(office, WEST, COUNTIES[WEST], PREFECTURE, Slot.UP_SECOND)
    office.merge(WEST)
    with office.desk(WEST, MERGED) as desk, pytest.raises(UserError, match="双人签名"):
        export_month(desk, office.folder(PREFECTURE))


def test_a_county_finds_what_was_changed_in_its_own_ledger(office: Prefecture) -> None:
    _counties_send_up(office)
    ledger = next(office.folder(PREFECTURE).glob(f"台账_{WEST}_*.xlsx"))
    book = load_workbook(ledger)
    book["人员"]["B2"] = "改过的名字"
    changed = office.folder("改") / ledger.name
    book.save(changed)
    with office.desk(WEST, MERGED) as desk:
        assert compare_file(desk, ledger).identical
        found = compare_file(desk, changed)
    assert not found.identical
    assert [(change.sheet, change.row, change.after) for change in found.changes] == [
        ("人员", 2, "改过的名字")
    ]
