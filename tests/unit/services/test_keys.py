"""Keys and certificates between a township and its county."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.core.errors import DeclinedError, FileError, UserError
from app.core.terms import Role
from app.services import keys
from app.services.desk import Desk
from app.services.office import expect_office
from app.services.sent_ledgers import list_exports
from tests.conftest import OTHER_CODE, OTHER_TOWNSHIP, Offices
from tests.factory import PASSPHRASE, TOWNSHIP, TOWNSHIP_CODE, dump


@pytest.fixture
def request_file(offices: Offices) -> Path:
    with offices.township() as desk:
        return keys.write_request(desk, offices.stick)


def test_at_first_there_is_neither_key_nor_certificate(desk: Desk) -> None:
    state = keys.key_state(desk)
    assert (state.has_key, state.has_certificate, state.fingerprint) == (False, False, "")
    assert state.valid_until is None
    with pytest.raises(UserError, match="还没有签名证书"):
        keys.own_signer(desk, PASSPHRASE)


def test_a_certified_office_knows_the_same_county_as_the_county_itself(offices: Offices) -> None:
    with offices.township() as desk:
        state = keys.key_state(desk)
    with offices.county() as desk:
        county = keys.key_state(desk)
    assert state.has_key
    assert state.has_certificate
    assert state.county_fingerprint == county.county_fingerprint != ""
    assert state.certificate is not None
    assert state.certificate.office_code == TOWNSHIP_CODE


def test_the_request_shows_the_fingerprint_that_is_compared_by_telephone(
    offices: Offices, request_file: Path
) -> None:
    with offices.township() as desk:
        assert keys.read_request(request_file).fingerprint == keys.key_state(desk).fingerprint


def test_no_private_key_leaves_the_office(offices: Offices, request_file: Path) -> None:
    assert b"PRIVATE" not in request_file.read_bytes()
    for key in (offices.root / TOWNSHIP / "keys").glob("*.key.pem"):
        assert b"ENCRYPTED PRIVATE KEY" in key.read_bytes()
        assert key.stat().st_mode & 0o077 == 0


def test_a_second_key_is_not_made_by_mistake(offices: Offices) -> None:
    with offices.township() as desk:
        before = keys.key_state(desk)
        with pytest.raises(DeclinedError, match="已经有了"):
            keys.make_key(desk, PASSPHRASE)
        assert keys.key_state(desk) == before
    with offices.county() as desk, pytest.raises(DeclinedError, match="已经有了"):
        keys.make_county_root(desk, PASSPHRASE)


def test_a_passphrase_that_is_too_short_makes_no_key(desk: Desk) -> None:
    county = expect_office(desk).role is Role.COUNTY
    make = keys.make_county_root if county else keys.make_key
    with pytest.raises(DeclinedError, match="口令"):
        make(desk, "12345")
    assert not keys.key_state(desk).has_key


def test_a_wrong_passphrase_is_declined(offices: Offices) -> None:
    with offices.township() as desk, pytest.raises(DeclinedError, match="口令"):
        keys.own_signer(desk, "不是这个口令-2026")


def test_only_the_county_makes_a_root_and_certifies(offices: Offices, request_file: Path) -> None:
    with offices.township() as desk:
        with pytest.raises(DeclinedError, match="只有县级"):
            keys.make_county_root(desk, PASSPHRASE)
        with pytest.raises(DeclinedError, match="只有县级"):
            _issue(desk, request_file, offices.stick)


def _issue(
    desk: Desk,
    request: Path,
    folder: Path,
    *,
    code: str = "990101103000",
    name: str = "新来乡",
    passphrase: str = PASSPHRASE,
) -> Path:
    return keys.issue_certificate(
        desk, request, office_code=code, office_name=name, passphrase=passphrase, folder=folder
    )


def test_certifying_an_office_puts_it_on_the_countys_list(
    offices: Offices, request_file: Path
) -> None:
    with offices.county() as desk:
        path = _issue(desk, request_file, offices.stick)
        assert path.name == "证书_新来乡_990101103000.pem"
        assert [row[1] for row in dump(desk.store)["office"]][-1] == "990101103000"


@pytest.mark.parametrize("fault", ["garbage", "missing", "passphrase", "code", "folder"])
def test_a_certificate_that_could_not_be_issued_leaves_the_list_as_it_was(
    offices: Offices, request_file: Path, fault: str
) -> None:
    garbage = offices.stick / "垃圾.pem"
    garbage.write_text("不是申请", encoding="utf-8")
    request = {"garbage": garbage, "missing": offices.stick / "没有.pem"}.get(fault, request_file)
    folder = garbage / "x" if fault == "folder" else offices.stick
    passphrase = "不是这个口令-2026" if fault == "passphrase" else PASSPHRASE
    code = "12" if fault == "code" else "990101103000"
    with offices.county() as desk:
        before = dump(desk.store)
        with pytest.raises(UserError) as told:
            _issue(desk, request, folder, code=code, passphrase=passphrase)
        assert told.value.what_to_do
        assert dump(desk.store) == before
    assert not list(offices.stick.glob("证书_新来乡*"))


def test_a_certificate_for_another_key_is_not_installed(offices: Offices) -> None:
    with offices.township(OTHER_TOWNSHIP) as desk:
        request = keys.write_request(desk, offices.stick)
    with offices.county() as desk:
        offer = _issue(desk, request, offices.stick, code=OTHER_CODE, name=OTHER_TOWNSHIP)
    with offices.township() as desk:
        before = keys.key_state(desk)
        with pytest.raises(DeclinedError, match="不是发给本机密钥"):
            keys.install_certificate(desk, offer)
        assert keys.key_state(desk) == before


def test_a_certificate_with_another_code_is_not_installed(
    offices: Offices, request_file: Path
) -> None:
    with offices.county() as desk:
        offer = _issue(desk, request_file, offices.stick)
    with offices.township() as desk, pytest.raises(DeclinedError, match="单位代码") as told:
        keys.install_certificate(desk, offer)
    assert TOWNSHIP_CODE in told.value.why


@pytest.mark.parametrize("content", [b"", "不是证书".encode(), b"\xff\xfe\x00"])
def test_a_file_that_is_no_certificate_is_told_in_words(offices: Offices, content: bytes) -> None:
    path = offices.stick / "证书.pem"
    path.write_bytes(content)
    with offices.township() as desk, pytest.raises(FileError) as told:
        keys.install_certificate(desk, path)
    assert told.value.what_to_do


def test_a_stick_that_is_full_or_gone_is_told_in_words(offices: Offices) -> None:
    shutil.rmtree(offices.stick)
    offices.stick.write_text("", encoding="utf-8")
    with offices.township() as desk, pytest.raises(FileError, match="写不了文件") as told:
        keys.write_request(desk, offices.stick)
    assert told.value.what_to_do
    with offices.township() as desk:
        assert list_exports(desk) == ()
