"""An office where two people sign: keys of their own, both passphrases, both certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.core.errors import DeclinedError, UserError
from app.ledger.content import TWO_SIGNERS
from app.ledger.sealing import certificates
from app.ledger.verifying import verify_ledger
from app.services import keys
from app.services.county import receive_ledgers
from app.services.county_keys import list_certificates, revoke_certificate, write_packages
from app.services.desk import Desk
from app.services.fingerprint_sheet import print_fingerprint
from app.services.keys import KeyKind, Slot
from app.services.ledger_up import export_ledger, two_sign
from app.services.office_package import apply_package, preview_package
from app.services.sent_ledgers import list_exports
from app.services.verify import verify_with_pinned
from tests.conftest import Offices
from tests.factory import MONTH, PASSPHRASE, TOWNSHIP, TOWNSHIP_CODE, make_person

SECOND = "填报人自己的口令"
BOTH = (Slot.OWN, Slot.SECOND)
SENT = date(2026, 5, 27)


@dataclass
class Two:
    """A township whose second signer has been certified."""

    offices: Offices

    def export(self, second: str = SECOND) -> Path:
        with self.offices.township(day=SENT) as desk:
            make_person(desk)
            return export_ledger(
                desk, MONTH, self.offices.stick, passphrase=PASSPHRASE, filled_by="甲",
                checked_by="乙", second_passphrase=second,
            ).path  # fmt: skip


def certify(offices: Offices, desk: Desk) -> Path:
    request = keys.write_request(desk, offices.stick, Slot.SECOND)
    with offices.county() as county:
        return keys.issue_certificate(
            county, request, office_code=TOWNSHIP_CODE, office_name=TOWNSHIP,
            passphrase=PASSPHRASE, folder=offices.root,
        )  # fmt: skip


@pytest.fixture
def two(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> Two:
    monkeypatch.setattr("app.ledger.sealing.keys.ROUNDS", 1000)
    with offices.township() as desk:
        keys.make_key(desk, SECOND, kind=KeyKind.EC_P256, slot=Slot.SECOND)
        keys.install_certificate(desk, certify(offices, desk), Slot.SECOND)
    return Two(offices)


def test_both_sign_and_both_are_told(two: Two) -> None:
    path = two.export()
    with two.offices.county(SENT) as county:
        (result,) = verify_with_pinned(county, [path])
        assert result.ok
        signers = dict(result.lines)["签名人"]
        assert [role for role in TWO_SIGNERS if role in signers] == list(TWO_SIGNERS)
        assert [row.state for row in receive_ledgers(county, [path])] == ["VERIFIED"]


def test_the_ledger_itself_says_that_two_signed(two: Two) -> None:
    path = two.export()
    with two.offices.county(SENT) as county:
        found = verify_ledger(path.read_bytes(), keys.trusted_roots(county), at=county.clock.now())
    assert found.head.signers == TWO_SIGNERS


def test_the_next_batch_is_drawn_from_one_that_two_signed(two: Two) -> None:
    two.export()
    assert two.export().name.endswith("_2.xlsx")


def test_the_second_passphrase_is_asked_for_and_must_be_the_second_persons(two: Two) -> None:
    with pytest.raises(DeclinedError, match="还缺填报人的口令"):
        two.export(second="")
    with pytest.raises(DeclinedError, match="口令不对"):
        two.export(second=PASSPHRASE)
    with two.offices.township(day=SENT) as desk:
        assert list_exports(desk) == ()


def test_the_request_of_the_second_has_a_name_of_its_own(two: Two) -> None:
    names = {path.name for path in two.offices.stick.glob("证书申请*")}
    assert names == {f"证书申请（填报人）_{TOWNSHIP}_{TOWNSHIP_CODE}.pem"}


def test_one_signs_again_when_the_second_is_dropped(two: Two) -> None:
    with two.offices.township() as desk:
        assert two_sign(desk)
        keys.drop_second(desk)
        assert not two_sign(desk)
        assert not keys.key_state(desk, Slot.SECOND).has_key
        assert len(list((desk.folder / "keys" / "retired").iterdir())) == 3
        with pytest.raises(UserError):
            keys.drop_second(desk)
    path = two.export(second="")
    with two.offices.county(SENT) as county:
        assert verify_with_pinned(county, [path])[0].ok


def test_a_package_renews_both_certificates(two: Two) -> None:
    with two.offices.township() as desk:
        end = keys.key_state(desk).valid_until
    assert end is not None
    later = end - timedelta(days=20)
    with two.offices.county(later) as county:
        paths = write_packages(county, two.offices.stick, passphrase=PASSPHRASE)
    (package,) = [path for path in paths if TOWNSHIP in path.name]
    with two.offices.township(day=later) as desk:
        lines = preview_package(desk, package).lines
        assert sum("安装新证书" in line for line in lines) == 2
        apply_package(desk, package)
        ends = [keys.key_state(desk, slot).valid_until for slot in BOTH]
        keys.own_signer(desk, PASSPHRASE)
        keys.own_signer(desk, SECOND, Slot.SECOND)
    assert all(new and new > end for new in ends)


def test_revoking_the_second_certificate_stops_the_ledger(two: Two) -> None:
    path = two.export()
    with two.offices.township() as desk:
        serial = str(keys.own_chain(desk, Slot.SECOND)[0].serial_number)
    with two.offices.county() as county:
        assert len([c for c in list_certificates(county) if c.office_code == TOWNSHIP_CODE]) == 2
        revoke_certificate(county, serial, "填报人调离", passphrase=PASSPHRASE)
    with two.offices.county(SENT) as county:
        assert [row.state for row in receive_ledgers(county, [path])] == ["CERTIFICATE"]


def test_the_second_comes_after_the_first(desk: Desk) -> None:
    with pytest.raises(UserError, match="先办好负责人的证书"):
        keys.make_key(desk, SECOND, slot=Slot.SECOND)
    assert not (desk.folder / "keys" / Slot.SECOND.key).exists()


def test_a_certificate_of_the_wrong_key_or_root_is_not_installed(offices: Offices) -> None:
    with offices.township() as desk:
        keys.make_key(desk, SECOND, kind=KeyKind.EC_P256, slot=Slot.SECOND)
        offer = certify(offices, desk)
        with pytest.raises(DeclinedError, match="不是发给本机密钥"):
            keys.install_certificate(desk, offer)
        pinned = desk.folder / "keys" / keys.TRUSTED_ROOTS
        root = pinned.read_bytes()
        pinned.write_bytes(certificates.certificate_pem(keys.own_chain(desk)[:1]))
        with pytest.raises(DeclinedError, match="不是本机认定的县级根证书"):
            keys.install_certificate(desk, offer, Slot.SECOND)
        assert not keys.key_state(desk, Slot.SECOND).has_certificate
        pinned.write_bytes(root)
        keys.install_certificate(desk, offer, Slot.SECOND)
        assert pinned.read_bytes() == root


def test_the_second_fingerprint_is_another_and_is_printed_apart(two: Two, tmp_path: Path) -> None:
    with two.offices.township() as desk:
        print_fingerprint(desk, tmp_path / "x.pdf", Slot.SECOND)
        first, second = (keys.key_state(desk, slot).fingerprint for slot in BOTH)
    assert first != second
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")
