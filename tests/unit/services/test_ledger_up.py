"""The monthly ledger: checked, signed, written, read back; only then it counts as sent."""

from __future__ import annotations

import errno
import subprocess
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.core.errors import DeclinedError, FileError, UserError
from app.core.terms import ContactKind
from app.ledger.verifying import Verified, verify_ledger
from app.services import keys
from app.services.acts import list_acts
from app.services.desk import Desk
from app.services.ledger_up import check_ledger, export_ledger
from app.services.merge_people import merge_people
from app.services.office import expect_office
from app.services.register import SavePerson, save_person
from app.services.sent_ledgers import STATE_SENT, ledger_month, list_exports
from app.services.visits import RecordContact, record_contact
from tests.conftest import Offices
from tests.factory import (
    CLERK,
    MONTH,
    TOWNSHIP_CODE,
    dump,
    export_month,
    make_household,
    make_person,
)

SENT = date(2026, 5, 27)


def _fill(desk: Desk) -> tuple[int, int]:
    """A family of two on 低保 and an orphan who was visited."""
    first, second = (make_person(desk, name, account_no="6217001234567890") for name in "甲乙")
    make_household(desk, (first, second), amount="1380.50")
    orphan = make_person(desk, "丙", categories=("orphan", "disabled"))
    make_household(desk, (orphan,), amount="1128.00", category="orphan")
    record_contact(desk, RecordContact(orphan, SENT, ContactKind.VISIT))
    return first, orphan


def _read(desk: Desk, path: Path) -> Verified:
    return verify_ledger(path.read_bytes(), keys.trusted_roots(desk), at=desk.clock.now())


def test_the_month_to_send_is_this_one_until_its_last_day(offices: Offices) -> None:
    with offices.township(day=date(2026, 5, 28)) as desk:
        assert (ledger_month(desk).month, ledger_month(desk).deadline) == (
            "2026-05",
            date(2026, 5, 28),
        )
    with offices.township(day=date(2026, 5, 29)) as desk:
        assert ledger_month(desk).month == "2026-06"


def test_a_check_shows_the_figures_and_writes_nothing(offices: Offices) -> None:
    with offices.township(day=SENT) as desk:
        _fill(desk)
        before = dump(desk.store)
        draft = check_ledger(desk, MONTH)
        assert dump(desk.store) == before
    assert (draft.people, draft.households, draft.contacts) == (3, 2, 1)
    assert draft.amount == Decimal("2508.50")
    assert (draft.batch_no, draft.new, draft.left, draft.changed) == (1, 3, 0, 0)
    assert draft.faults == ()
    assert (draft.period.covered.first, draft.period.covered.last) == (date(2026, 4, 28), SENT)


def test_an_exported_ledger_verifies_and_says_what_the_register_says(offices: Offices) -> None:
    with offices.township(day=SENT) as desk:
        _fill(desk)
        made = export_month(desk, offices.stick)
        verified = _read(desk, made.path)
    head, tables = verified.head, verified.tables
    assert (head.office_code, head.month, head.batch_no) == (TOWNSHIP_CODE, MONTH, 1)
    assert head.previous_sha256 is None
    assert (head.filled_by, head.checked_by) == (CLERK, "样例负责人")
    assert made.sha256 == verified.sha256
    assert [p["name"] for p in tables["persons"].records()] == ["甲", "乙", "丙"]
    assert tables["awards"].sums["total_amount"] == made.amount == Decimal("2508.50")
    (contact,) = tables["contacts"].records()
    assert (contact["name"], contact["kind"], contact["done"]) == ("丙", "上门入户", True)


def test_the_totals_of_a_ledger_agree_with_each_other(offices: Offices) -> None:
    with offices.township(day=SENT) as desk:
        _fill(desk)
        tables = _read(desk, export_month(desk, offices.stick).path).tables
    paid = sum((Decimal(str(h["paid_total"])) for h in tables["households"].records()), Decimal(0))
    assert paid == tables["awards"].sums["total_amount"]
    assert sum(int(str(h["members"])) for h in tables["households"].records()) == 3
    due = [p for p in tables["persons"].records() if p["visit_due"]]
    assert int(str(tables["indicators"].sums["visits_due"])) == len(due)


def test_the_categories_of_a_person_can_be_told_apart_by_programs(offices: Offices) -> None:
    with offices.township(day=SENT) as desk:
        _fill(desk)
        persons = _read(desk, export_month(desk, offices.stick).path).tables["persons"].records()
    codes = {p["name"]: str(p["category_codes"]).split(",") for p in persons}
    assert codes["丙"] == ["orphan", "disabled"]


def test_a_ledger_that_was_sent_stands_in_the_list(offices: Offices) -> None:
    with offices.township(day=SENT) as desk:
        _fill(desk)
        made = export_month(desk, offices.stick)
        (row,) = list_exports(desk)
    assert (row.month, row.batch_no, row.state) == (MONTH, 1, STATE_SENT)
    assert (row.sha256, row.file_name, row.people) == (made.sha256, made.path.name, 3)


def test_every_batch_names_the_one_before_it(offices: Offices) -> None:
    shas: list[str | None] = [None]
    for month, day in (("2026-05", SENT), ("2026-05", SENT), ("2026-06", date(2026, 6, 27))):
        with offices.township(day=day) as desk:
            if len(shas) == 1:
                _fill(desk)
            made = export_month(desk, offices.stick, month)
            head = _read(desk, made.path).head
        assert (head.batch_no, head.previous_sha256) == (len(shas), shas[-1])
        shas.append(made.sha256)


def test_what_changed_since_the_last_ledger_is_written_with_before_and_after(
    offices: Offices,
) -> None:
    with offices.township(day=SENT) as desk:
        first, _ = _fill(desk)
        export_month(desk, offices.stick)
    with offices.township(day=date(2026, 6, 27)) as desk:
        values = {"name": "甲", "phone": "13999990000"}
        save_person(desk, SavePerson(first, values, "清水村", "一组", ("dibao_rural",)))
        make_person(desk, "丁", categories=("disabled",))
        draft = check_ledger(desk, "2026-06")
        made = export_month(desk, offices.stick, "2026-06")
        changes = list(_read(desk, made.path).tables["changes"].records())
    assert (draft.new, draft.left) == (1, 0)
    moved = {(c["change"], c["name"]) for c in changes}
    assert ("新增", "丁") in moved
    (phone,) = [c for c in changes if c["field"] == "phone"]
    assert (phone["name"], phone["before"], phone["after"]) == ("甲", "13800000000", "13999990000")


def test_a_month_that_has_not_begun_cannot_be_sent(offices: Offices) -> None:
    with offices.township() as desk, pytest.raises(UserError, match="还没有开始"):
        export_month(desk, offices.stick, "2026-07")


def _wrong_passphrase(desk: Desk, stick: Path) -> None:
    export_ledger(
        desk, MONTH, stick, passphrase="不是这个口令-2026", filled_by=CLERK, checked_by=CLERK
    )


def _no_folder(desk: Desk, stick: Path) -> None:
    export_month(desk, stick / "没有这个文件夹")


def _full(desk: Desk, stick: Path) -> None:
    full = stick / "满"
    full.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", str(full)]
    mounted = subprocess.run(words, check=False, capture_output=True).returncode == 0
    with pytest.MonkeyPatch.context() as patch:
        if not mounted:
            patch.setattr("app.ledger.stick.free_space", lambda _folder: 100)
        try:
            export_month(desk, full)
        finally:
            if mounted:
                assert list(full.iterdir()) == []
                subprocess.run(["umount", str(full)], check=True)


def _protected(desk: Desk, stick: Path) -> None:
    def refuse(path: Path, _data: bytes) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.ledger.stick._write", refuse)
        export_month(desk, stick)


def _bad_stick(desk: Desk, stick: Path) -> None:
    def lose(path: Path, data: bytes) -> None:
        path.write_bytes(data[:-1] + b"?")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.ledger.stick._write", lose)
        export_month(desk, stick)


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (_wrong_passphrase, DeclinedError, "口令"),
        (_no_folder, FileError, "找不到要保存的文件夹"),
        (_full, FileError, "空间不够"),
        (_protected, FileError, "只读"),
        (_bad_stick, FileError, "读回来的内容"),
    ],
)
def test_an_export_that_fails_leaves_store_and_stick_as_they_were(
    offices: Offices,
    fault: Callable[[Desk, Path], None],
    kind: type[UserError],
    words: str,
) -> None:
    with offices.township(day=SENT) as desk:
        _fill(desk)
        before = dump(desk.store)
        with pytest.raises(kind, match=words) as told:
            fault(desk, offices.stick)
        assert told.value.what_to_do
        assert dump(desk.store) == before
        assert list_exports(desk) == ()
        assert "export_ledger" not in {act.verb for act in list_acts(desk)}
        assert [path for path in offices.stick.rglob("*") if path.is_file()] == []
        assert export_month(desk, offices.stick).batch_no == 1


def test_an_office_without_a_certificate_is_told_what_to_do_first(
    desk: Desk, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="还没有签名证书") as told:
        export_month(desk, tmp_path)
    assert "县级" in told.value.what_to_do


def test_a_person_without_a_number_goes_under_our_own(offices: Offices) -> None:
    with offices.township(day=SENT) as desk:
        person = make_person(desk, "未取名", id_no="", no_id_reason="新生儿")
        (row,) = _read(desk, export_month(desk, offices.stick).path).tables["persons"].records()
    assert row["person_key"] == f"P{person}"


def test_the_ledger_names_the_programmes_that_the_office_carries_out(offices: Offices) -> None:
    with offices.township(day=SENT) as desk:
        adopted = {pack.key for pack in expect_office(desk).packs if pack.adopted}
        head = _read(desk, export_month(desk, offices.stick).path).head
    assert set(head.rule_versions) == adopted


def test_somebody_who_was_merged_into_another_has_left_by_the_next_ledger(
    offices: Offices,
) -> None:
    with offices.township(day=SENT) as desk:
        kept, dropped = make_person(desk, "甲"), make_person(desk, "甲")
        export_month(desk, offices.stick)
    with offices.township(day=date(2026, 6, 27)) as desk:
        merge_people(desk, kept, dropped, {}, reason="一人两号")
        assert (check_ledger(desk, "2026-06").left, check_ledger(desk, "2026-06").people) == (1, 1)
