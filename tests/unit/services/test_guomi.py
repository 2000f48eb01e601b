"""国密副签: its own key and file, a second opinion that never decides."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.core.errors import DeclinedError, FileError, UserError
from app.ledger.sealing import sm2
from app.ledger.sealing.sm2 import SUFFIX, new_sm2_key, sm2_fingerprint, sm2_holds, sm2_sign
from app.services import guomi, keys
from app.services.key_guides import Act, key_guides
from app.services.verify import verify_files, verify_with_pinned
from tests.conftest import Offices
from tests.factory import PASSPHRASE, TOWNSHIP_CODE
from tests.unit.services.sending import SENT, send, tampered

pytestmark = pytest.mark.skipif(
    not sm2.is_available(), reason="gmssl-pyx has no wheel for this machine"
)
SECRET = "一个很长很长的口令"
# Made with OpenSSL 3.0 (dgst -sm3 -sign, distid 1234567812345678): another program's signature.
OTHERS_KEY = b"""-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEvXE9rBVIpqBw/4iiksDDtuWJJmKm
XZOeZ/I/a4p4qyI3gWtUMncgBL7GMlXP9NO5c6L9+z3iYAQAdatxlDMnuA==
-----END PUBLIC KEY-----
"""
OTHERS_SIGNATURE = bytes.fromhex(
    "304402206f4ea495c3053033922bb39f629b9f763cf097ab5850bf279ccc5b98cd21bd02"
    "022048d96b3c5d7609b921e411eb2c14def3fe4509c989cf7c8a6e22da5b9efbebfa"
)


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.ledger.sealing.keys.ROUNDS", 1000)


def test_a_signature_of_openssl_holds_here() -> None:
    assert sm2_holds(OTHERS_KEY, "台账".encode(), OTHERS_SIGNATURE)
    assert not sm2_holds(OTHERS_KEY, "台帐".encode(), OTHERS_SIGNATURE)


def test_what_is_signed_here_holds_and_nothing_else() -> None:
    locked, public = new_sm2_key(SECRET)
    signature = sm2_sign(locked, SECRET, b"ledger")
    assert sm2_holds(public, b"ledger", signature)
    assert not sm2_holds(public, b"Ledger", signature)
    assert not sm2_holds(public, b"ledger", b"")
    assert not sm2_holds(new_sm2_key(SECRET)[1], b"ledger", signature)


def test_the_key_opens_with_its_passphrase_only() -> None:
    locked, _ = new_sm2_key(SECRET)
    with pytest.raises(DeclinedError, match="口令不对"):
        sm2_sign(locked, "另一个很长的口令", b"ledger")
    with pytest.raises(DeclinedError, match="口令太短"):
        new_sm2_key("short")


@pytest.mark.parametrize("junk", [b"", b"hello", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END"])
def test_a_file_that_is_no_key_is_said(junk: bytes) -> None:
    with pytest.raises(FileError, match="不是国密公钥"):
        sm2_fingerprint(junk)
    with pytest.raises(FileError, match="不是加了口令"):
        sm2_sign(junk, SECRET, b"")


def signed(offices: Offices) -> Path:
    """A ledger with its SM2 signature beside it, its key registered at the county."""
    (path,) = send(offices)
    with offices.township(day=SENT) as desk:
        guomi.make_guomi(desk, PASSPHRASE)
        public = guomi.write_guomi(desk, offices.stick)
        assert guomi.read_guomi(public) == guomi.guomi_fingerprint(desk)
        beside = guomi.sign_beside(desk, path, PASSPHRASE)
    assert beside == path.with_name(path.name + SUFFIX)
    with offices.county(SENT) as county:
        guomi.register_guomi(county, public, TOWNSHIP_CODE)
    return path


def opinion(offices: Offices, path: Path) -> tuple[bool, str]:
    with offices.county(SENT) as county:
        (result,) = verify_with_pinned(county, [path])
    return result.ok, dict(result.lines).get("国密副签", "")


def test_the_county_is_told_that_the_second_signature_holds(offices: Offices) -> None:
    ok, words = opinion(offices, signed(offices))
    assert ok
    assert words.startswith("有效")


def test_a_wrong_second_signature_is_told_and_the_first_decides(offices: Offices) -> None:
    path = signed(offices)
    path.with_name(path.name + SUFFIX).write_bytes(b"nothing")
    ok, words = opinion(offices, path)
    assert ok
    assert words.startswith("无效")


def test_a_second_signature_saves_no_changed_ledger(offices: Offices) -> None:
    path = signed(offices)
    changed = tampered(path)
    changed.with_name(changed.name + SUFFIX).write_bytes(
        path.with_name(path.name + SUFFIX).read_bytes()
    )
    assert opinion(offices, changed)[0] is False


def test_an_unregistered_key_proves_nothing(offices: Offices, tmp_path: Path) -> None:
    path = signed(offices)
    with offices.county(SENT) as county:
        (county.folder / "keys" / f"sm2-{TOWNSHIP_CODE}.pem").unlink()
        root = tmp_path / "root.pem"
        root.write_bytes(keys.trusted_roots(county)[0])
        at = county.clock.now() + timedelta(days=1)
    assert "没有登记" in opinion(offices, path)[1]
    (result,) = verify_files([path], [root], at=at)
    assert "没有登记" in dict(result.lines)["国密副签"]


def test_a_ledger_without_a_second_signature_has_no_line(offices: Offices) -> None:
    (path,) = send(offices)
    assert opinion(offices, path) == (True, "")
    with offices.township(day=SENT) as desk:
        assert guomi.sign_beside(desk, path, PASSPHRASE) is None


def test_the_key_is_made_once_and_under_the_passphrase_of_the_signing_key(
    offices: Offices,
) -> None:
    with offices.township() as desk:
        with pytest.raises(DeclinedError, match="口令不对"):
            guomi.make_guomi(desk, "another passphrase")
        assert guomi.guomi_fingerprint(desk) == ""
        with pytest.raises(UserError, match="还没有国密密钥"):
            guomi.write_guomi(desk, offices.stick)
        guomi.make_guomi(desk, PASSPHRASE)
        with pytest.raises(DeclinedError, match="已经有了"):
            guomi.make_guomi(desk, PASSPHRASE)
        with pytest.raises(DeclinedError, match="只有县级"):
            guomi.register_guomi(desk, offices.stick, TOWNSHIP_CODE)


def test_the_passphrase_changes_with_that_of_the_signing_key(offices: Offices) -> None:
    path = signed(offices)
    with offices.township(day=SENT) as desk:
        keys.change_passphrase(desk, PASSPHRASE, SECRET)
        beside = path.with_name(path.name + SUFFIX)
        beside.unlink()
        guomi.sign_beside(desk, path, SECRET)
        keys.replace_key(desk, SECRET, kind=keys.KeyKind.EC_P256)
        assert guomi.guomi_fingerprint(desk) == ""
    assert opinion(offices, path)[1].startswith("有效")


def test_a_bad_code_or_file_is_not_registered(offices: Offices, tmp_path: Path) -> None:
    (tmp_path / "x.pem").write_bytes(b"hello")
    with offices.county() as county:
        before = sorted((county.folder / "keys").iterdir())
        with pytest.raises(DeclinedError, match="单位代码"):
            guomi.register_guomi(county, tmp_path / "x.pem", "12")
        with pytest.raises(FileError, match="不是国密公钥"):
            guomi.register_guomi(county, tmp_path / "x.pem", TOWNSHIP_CODE)
        assert sorted((county.folder / "keys").iterdir()) == before


def test_without_the_library_nothing_is_offered_and_words_say_so(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = signed(offices)
    monkeypatch.setattr(sm2, "gmssl_pyx", None)
    ok, words = opinion(offices, path)
    assert ok
    assert "没有安装国密组件" in words
    with offices.township(day=SENT) as desk:
        acts = {step.act for guide in key_guides(desk) for step in guide.steps}
        assert Act.MAKE_GUOMI not in acts
        with pytest.raises(UserError, match="没有安装国密组件"):
            guomi.make_guomi(desk, PASSPHRASE)
        assert guomi.sign_beside(desk, path, PASSPHRASE) is None
