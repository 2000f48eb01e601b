"""Revoking, renewing, replacing keys, and the package that tells the townships."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.core.errors import DeclinedError, FileError, UserError
from app.ledger.office_package import OfficePackage, build_package
from app.ledger.refusals import LedgerRefused, Refusal
from app.ledger.sealing.package import sign_package
from app.services import keys
from app.services.acts import list_acts, undo_act
from app.services.county import receive_ledgers
from app.services.county_keys import (
    list_certificates,
    revoke_certificate,
    write_packages,
)
from app.services.desk import Desk
from app.services.ledger_up import export_ledger
from app.services.office import expect_office
from app.services.office_package import apply_package, preview_package
from app.services.package_regions import read_regions
from tests.conftest import OTHER_CODE, OTHER_TOWNSHIP, Offices
from tests.factory import MONTH, PASSPHRASE, TODAY, TOWNSHIP, TOWNSHIP_CODE, make_person

LATER = TODAY + timedelta(days=20)


def export(desk: Desk, folder: Path) -> Path:
    return export_ledger(
        desk, MONTH, folder, passphrase=PASSPHRASE, filled_by="甲", checked_by="乙"
    ).path


def serial_of(county: Desk, code: str = TOWNSHIP_CODE) -> str:
    return next(c.serial for c in list_certificates(county) if c.office_code == code)


def package(offices: Offices, day: date = TODAY, **more: object) -> Path:
    with offices.county(day) as county:
        paths = write_packages(county, offices.stick, passphrase=PASSPHRASE, **more)  # type: ignore[arg-type]
    return next(path for path in paths if TOWNSHIP in path.name)


def test_a_revoked_certificate_signs_nothing_any_more_and_what_came_before_stays(
    offices: Offices,
) -> None:
    with offices.township() as desk:
        make_person(desk)
        first, second = export(desk, offices.stick), export(desk, offices.stick)
    with offices.county() as county:
        assert [row.state for row in receive_ledgers(county, [first])] == ["VERIFIED"]
        revoke_certificate(county, serial_of(county), "电脑丢失", passphrase=PASSPHRASE)
    with offices.county(LATER) as county:
        assert [row.state for row in receive_ledgers(county, [second])] == ["CERTIFICATE"]
        assert [c.state for c in list_certificates(county) if c.why] == ["已吊销"]
        assert not any(a.undoable for a in list_acts(county) if a.verb == "revoke_certificate")


def test_nothing_is_revoked_twice_or_without_a_reason(offices: Offices) -> None:
    with offices.county() as county:
        with pytest.raises(UserError, match="没有写吊销原因"):
            revoke_certificate(county, serial_of(county), " ", passphrase=PASSPHRASE)
        revoke_certificate(county, serial_of(county), "U盘丢失", passphrase=PASSPHRASE)
        with pytest.raises(DeclinedError, match="已经吊销"):
            revoke_certificate(county, serial_of(county), "再一次", passphrase=PASSPHRASE)


def test_a_certificate_that_ends_soon_is_renewed_for_the_same_key(offices: Offices) -> None:
    soon = date(2029, 3, 1)
    made = package(offices, soon)
    with offices.township(day=soon) as desk:
        before = keys.key_state(desk)
        view = preview_package(desk, made)
        assert any(line.startswith("安装新证书，有效期至 2032") for line in view.lines)
        assert keys.key_state(desk) == before
        apply_package(desk, made)
        after = keys.key_state(desk)
    assert after.fingerprint == before.fingerprint
    assert after.valid_until is not None
    assert before.valid_until is not None
    assert after.valid_until > before.valid_until


def test_a_package_tells_the_township_that_its_certificate_was_revoked(offices: Offices) -> None:
    with offices.county() as county:
        other = serial_of(county, "990101102000")
        revoke_certificate(county, other, "人员调离", passphrase=PASSPHRASE)
    made = package(offices)
    with offices.township() as desk:
        assert "吊销名单：共 1 份证书" in apply_package(desk, made).lines
        assert keys.revocations(desk) is not None


def test_villages_are_added_with_one_act_that_can_be_undone(
    offices: Offices, tmp_path: Path
) -> None:
    book = Workbook()
    rows = (("单位代码", "村（社区）", "代码"), (TOWNSHIP_CODE, "新河村", "990101101299"))
    for row in rows:
        book.worksheets[0].append(row)
    book.save(tmp_path / "村.xlsx")
    made = package(offices, regions=read_regions(tmp_path / "村.xlsx", TODAY))
    with offices.township() as desk:
        apply_package(desk, made)
        assert "新河村" in expect_office(desk).villages
        undo_act(desk, list_acts(desk)[0].id)
        assert "新河村" not in expect_office(desk).villages


def test_an_older_package_the_same_again_and_another_offices_are_declined(
    offices: Offices,
) -> None:
    old, new = package(offices), package(offices, LATER)
    with offices.township(day=LATER) as desk:
        apply_package(desk, new)
        for again in (new, old):
            with pytest.raises(DeclinedError, match="已经应用过"):
                apply_package(desk, again)
    with offices.township("红河乡") as other, pytest.raises(DeclinedError, match="别的单位"):
        preview_package(other, old)


def test_a_package_that_was_changed_or_is_a_ledger_is_refused(offices: Offices) -> None:
    made = package(offices)
    data = bytearray(made.read_bytes())
    data[len(data) // 2] ^= 1
    made.write_bytes(data)
    with offices.township() as desk:
        with pytest.raises(LedgerRefused):
            preview_package(desk, made)
        make_person(desk)
        with pytest.raises(LedgerRefused) as told:
            preview_package(desk, export(desk, offices.stick))
    assert told.value.code is Refusal.KIND


def test_a_program_that_is_too_old_is_told_to_be_replaced_before_it_exports(
    offices: Offices,
) -> None:
    made = package(offices, minimum_version="99.0")
    with offices.township() as desk:
        make_person(desk)
        assert any("请先升级" in line for line in apply_package(desk, made).lines)
        with pytest.raises(DeclinedError, match="先升级程序"):
            export(desk, offices.stick)
        undo_act(desk, next(a.id for a in list_acts(desk) if a.verb == "apply_package"))
        assert export(desk, offices.stick).exists()


def test_a_version_that_is_none_and_a_list_that_is_none_are_said_in_words(
    offices: Offices, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="不是版本号"):
        package(offices, minimum_version="新版")
    book = Workbook()
    book.save(tmp_path / "空.xlsx")
    with pytest.raises(FileError):
        read_regions(tmp_path / "空.xlsx", TODAY)


def test_a_replaced_key_signs_nothing_until_it_is_certified(offices: Offices) -> None:
    with offices.township() as desk:
        make_person(desk)
        before = keys.key_state(desk)
        after = keys.replace_key(desk, PASSPHRASE)
        assert (after.has_key, after.has_certificate) == (True, False)
        assert after.fingerprint != before.fingerprint
        with pytest.raises(UserError, match="还没有签名证书"):
            export(desk, offices.stick)
        request = keys.write_request(desk, offices.stick)
    with offices.county() as county:
        offer = keys.issue_certificate(
            county,
            request,
            office_code=TOWNSHIP_CODE,
            office_name=TOWNSHIP,
            passphrase=PASSPHRASE,
            folder=offices.stick,
        )
    with offices.township() as desk:
        keys.install_certificate(desk, offer)
        assert export(desk, offices.stick).exists()
    assert len(list((offices.root / TOWNSHIP / "keys" / "retired").iterdir())) == 3


def test_the_county_key_is_not_replaced_like_a_townships(offices: Offices) -> None:
    with offices.county() as county, pytest.raises(DeclinedError, match="县级密钥"):
        keys.replace_key(county, PASSPHRASE)


def test_a_package_that_another_township_signed_is_not_the_countys(offices: Offices) -> None:
    with offices.township(OTHER_TOWNSHIP) as other:
        forged = OfficePackage(
            office_code=OTHER_CODE,
            office_name=OTHER_TOWNSHIP,
            to_office_code=TOWNSHIP_CODE,
            to_office_name=TOWNSHIP,
            made_at=other.clock.now(),
            made_by="甲",
            minimum_version="99.0",
            credentials=(),
        )
        signer = keys.own_signer(other, PASSPHRASE)
        path = offices.stick / "资料包.xlsx"
        signed = sign_package(build_package(forged), signer, at=other.clock.now(), role="")
        path.write_bytes(signed)
    with offices.township() as desk:
        with pytest.raises(DeclinedError, match="不是本县发出的"):
            apply_package(desk, path)
        assert not any(act.verb == "apply_package" for act in list_acts(desk))
