"""Three townships over three months: a lost stick, a ledger saved again in a spreadsheet program, a
revoked key, a correction, somebody in two townships. The county's figures are right all the while.
"""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from app.core.terms import Role
from app.ledger.sealing.keys import KeyKind, new_key
from app.services import keys
from app.services.compare_file import compare_file
from app.services.county import ReceivedRow, accept_gap, county_board, receive_ledgers
from app.services.county_conflicts import Answer, decide, list_conflicts
from app.services.county_keys import list_certificates, revoke_certificate, write_packages
from app.services.county_merge import MergedView, list_merges, merge_month, write_receipts
from app.services.ledger_down import ReceiptView, import_receipt
from app.services.office import SetUpOffice, set_up_office
from app.services.office_package import apply_package
from app.services.sent_ledgers import list_exports
from app.services.sticks import copy_ledger
from tests.conftest import OTHER_TOWNSHIP, Offices, desk_at
from tests.factory import (
    CLERK,
    PASSPHRASE,
    TOWNSHIP,
    VILLAGES,
    export_month,
    id_number,
    make_household,
    make_person,
)

THIRD, THIRD_CODE = "蓝田镇", "990101103000"
ALL = (TOWNSHIP, OTHER_TOWNSHIP, THIRD)
MONTHLY = Decimal("690.00")
TWICE = id_number()  # the identity number of the one who is on two registers


@pytest.fixture
def three(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> Offices:
    """The county with a third township; keys are of the small kind, as those of the others."""
    monkeypatch.setattr("app.ledger.sealing.keys.ROUNDS", 1000)
    monkeypatch.setattr("app.services.keys.new_key", lambda _kind=None: new_key(KeyKind.EC_P256))
    with desk_at(offices.root / THIRD) as desk:
        set_up_office(
            desk, SetUpOffice(Role.TOWNSHIP, THIRD, THIRD_CODE, "样例县", CLERK, VILLAGES)
        )
        keys.make_key(desk, PASSPHRASE)
    _certify(offices, THIRD, THIRD_CODE, date(2026, 5, 6))
    return offices


def _certify(offices: Offices, name: str, code: str, day: date) -> None:
    with offices.township(name, day) as desk:
        request = keys.write_request(desk, offices.root)
    with offices.county(day) as county:
        offer = keys.issue_certificate(
            county,
            request,
            office_code=code,
            office_name=name,
            passphrase=PASSPHRASE,
            folder=offices.root,
        )
    with offices.township(name, day) as desk:
        keys.install_certificate(desk, offer)


def _register(offices: Offices, name: str, people: int) -> None:
    """So many families of one, each paid; at the first two one of them is the same person."""
    with offices.township(name, date(2026, 5, 6)) as desk:
        for n in range(people):
            number = TWICE if n == 0 and name != THIRD else id_number()
            person = make_person(desk, f"{name[0]}家{n}", id_no=number)
            make_household(desk, (person,), amount=str(MONTHLY))


def _send(offices: Offices, name: str, day: date, *, onto: Path | None = None) -> Path:
    with offices.township(name, day) as desk:
        return export_month(desk, onto or offices.stick, f"{day:%Y-%m}").path


def _receive(offices: Offices, day: date) -> dict[str, ReceivedRow]:
    """What the county says of each file on the stick; then the stick is empty."""
    with offices.county(day) as county:
        rows = receive_ledgers(county, [offices.stick])
    for path in offices.stick.iterdir():
        path.unlink()
    return {row.file: row for row in rows}


def _merge(offices: Offices, day: date, people: int) -> MergedView:
    """The month merged; it is what was accepted, to the person and the cent."""
    month = f"{day:%Y-%m}"
    with offices.county(day) as county:
        assert county_board(county, month).missing == ()
        merged = merge_month(county, month, offices.root, passphrase=PASSPHRASE)
        assert next(row.people for row in list_merges(county, month)) == merged.people
    assert (merged.offices, merged.people, merged.amount) == (3, people, people * MONTHLY)
    return merged


def _answer(offices: Offices, day: date) -> dict[str, ReceiptView]:
    """Every township takes the receipt of its newest ledger."""
    with offices.county(day) as county:
        paths = write_receipts(county, f"{day:%Y-%m}", offices.root, passphrase=PASSPHRASE)
    answers = {}
    for name in ALL:
        with offices.township(name, day) as desk:
            answers[name] = import_receipt(desk, max(p for p in paths if name in p.name))
    return answers


def test_three_townships_over_three_months(three: Offices, tmp_path: Path) -> None:
    for name, people in zip(ALL, (5, 4, 3), strict=True):
        _register(three, name, people)
    _may_with_a_lost_stick_and_one_person_twice(three)
    _june_with_a_ledger_saved_again_and_a_revoked_key(three, tmp_path)
    _july_with_a_correction(three)
    for name in (*ALL, "county"):
        with three.township(name, date(2026, 7, 30)) as desk:
            assert desk.store.check() == ()


def _may_with_a_lost_stick_and_one_person_twice(offices: Offices) -> None:
    day, answered = date(2026, 5, 27), date(2026, 5, 28)
    for name in ALL:
        _send(offices, name, day)
    for path in offices.stick.iterdir():  # the stick is lost on the way
        path.unlink()
    assert _receive(offices, day) == {}
    for name in ALL:
        with offices.township(name, day) as desk:
            copy_ledger(desk, 1, offices.stick)
    assert all(row.kept for row in _receive(offices, answered).values())

    with offices.county(answered) as county:
        (conflict,) = rows = list_conflicts(county, "2026-05")
        assert {side.office for side in conflict.sides} == {TOWNSHIP, OTHER_TOWNSHIP}
        ours = next(c for c in conflict.choices if c.office_code.startswith("990101101"))
        decide(county, rows, {conflict.id}, Answer(ours, "户籍和居住都在那边"))
    assert _merge(offices, answered, 5 + 4 + 3 - 1).left_out > 0
    answers = _answer(offices, answered)
    assert answers[TOWNSHIP].refused == answers[THIRD].refused == ()
    assert {row.sheet for row in answers[OTHER_TOWNSHIP].refused} >= {"人员", "家庭"}


def _june_with_a_ledger_saved_again_and_a_revoked_key(offices: Offices, tmp_path: Path) -> None:
    day, answered = date(2026, 6, 27), date(2026, 6, 28)
    _send(offices, TOWNSHIP, day)
    saved_again = _send(offices, OTHER_TOWNSHIP, day)
    book = openpyxl.load_workbook(saved_again)
    book["人员"]["B2"] = "改过的名字"
    book.save(saved_again)
    stolen = _send(offices, THIRD, day, onto=tmp_path)
    with offices.county(day) as county:  # the PC of the third is gone; its key is revoked
        serial = next(c.serial for c in list_certificates(county) if c.office_code == THIRD_CODE)
        revoke_certificate(county, serial, "电脑丢失", passphrase=PASSPHRASE)
    shutil.copy(stolen, offices.stick)
    told = _receive(offices, answered)
    assert [row.kept for row in told.values()].count(True) == 1
    assert "签名" in told[saved_again.name].words
    assert "吊销" in told[stolen.name].words

    with offices.township(OTHER_TOWNSHIP, answered) as desk:
        shown = tmp_path / saved_again.name
        book.save(shown)
        changed = compare_file(desk, shown).changes
        assert "改过的名字" in {change.after for change in changed}
        copy_ledger(desk, 2, offices.stick)
    _new_key(offices, answered)
    _send(offices, THIRD, answered)
    told = _receive(offices, answered)
    # What the lost PC signed will never be taken: the county takes what comes after it knowingly.
    assert sorted(row.state_name for row in told.values()) == ["已验证", "缺上期"]
    with offices.county(answered) as county:
        accept_gap(county, THIRD_CODE, 3, "第 2 批由已吊销的密钥签名")

    _merge(offices, answered, 5 + 4 + 3 - 1)  # what was decided in May is not asked again
    with offices.county(answered) as county:
        assert all(row.decision is not None for row in list_conflicts(county, "2026-06"))
    _answer(offices, answered)


def _new_key(offices: Offices, day: date) -> None:
    """The third makes a new key; the county certifies it and tells everybody what was revoked."""
    with offices.township(THIRD, day) as desk:
        keys.replace_key(desk, PASSPHRASE)
    _certify(offices, THIRD, THIRD_CODE, day)
    with offices.county(day) as county:
        packages = write_packages(county, offices.root, passphrase=PASSPHRASE)
    for name in ALL:
        with offices.township(name, day) as desk:
            apply_package(desk, next(path for path in packages if name in path.name))


def _july_with_a_correction(offices: Offices) -> None:
    day, answered = date(2026, 7, 27), date(2026, 7, 28)
    for name in ALL:
        _send(offices, name, day)
    assert all(row.kept for row in _receive(offices, answered).values())
    _merge(offices, answered, 5 + 4 + 3 - 1)
    with offices.township(TOWNSHIP, answered) as desk:  # somebody was forgotten
        person = make_person(desk, "漏报的人")
        make_household(desk, (person,), amount=str(MONTHLY))
    _send(offices, TOWNSHIP, answered)
    assert all(row.kept for row in _receive(offices, answered).values())
    _merge(offices, answered, 5 + 4 + 3 - 1 + 1)
    _answer(offices, answered)
    with offices.county(answered) as county:
        batches = [row.batch_no for row in county_board(county, "2026-07").rows]
    with offices.township(TOWNSHIP, answered) as desk:
        assert [row.batch_no for row in list_exports(desk)] == [4, 3, 2, 1]
    assert batches[0] == 4
