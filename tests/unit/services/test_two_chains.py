"""A county's two chains: made, certified, renewed and replaced apart from each other."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from app.core.errors import DeclinedError, UserError
from app.services import keys
from app.services.county_keys import list_certificates, revoke_certificate, write_packages
from app.services.desk import Desk
from app.services.fingerprint_sheet import print_fingerprint
from app.services.key_expiry import certificate_notice
from app.services.key_guides import key_guides, print_guide
from app.services.keys import Slot
from app.services.ledger_up import export_ledger
from app.services.office_package import apply_package, preview_package
from tests.factory import MONTH, PASSPHRASE, dump
from tests.journeys.prefecture import (
    COUNTIES,
    EAST,
    MERGED,
    PREFECTURE,
    SENT,
    WEST,
    Prefecture,
    certify,
    make_prefecture,
)

LATE = date(2029, 4, 1)  # every certificate ends within two months


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Prefecture:
    return make_prefecture(tmp_path_factory.mktemp("chains"))


@pytest.fixture
def office(made: Prefecture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Prefecture:
    monkeypatch.setattr("app.ledger.sealing.keys.ROUNDS", 1000)
    shutil.copytree(made.root, tmp_path / "offices")
    shutil.copytree(made.stick, tmp_path / "stick")
    return Prefecture(tmp_path / "offices", tmp_path / "stick")


def below(desk: Desk) -> dict[str, bytes]:
    """Everything that a county's own chain is made of."""
    folder = desk.folder / "keys"
    names = ("county-root.pem", "county-root.key.pem", "own.key.pem", "own.certificate.pem")
    return {name: (folder / name).read_bytes() for name in names}


def package(office: Prefecture, day: date = LATE, county: str = EAST) -> Path:
    with office.desk(PREFECTURE, day) as desk:
        paths = write_packages(desk, office.folder("包"), passphrase=PASSPHRASE)
    return next(path for path in paths if county in path.name)


def test_the_key_for_going_up_opens_with_the_passphrase_of_the_county(office: Prefecture) -> None:
    with office.desk(EAST) as desk:
        before = sorted(path.name for path in (desk.folder / "keys").iterdir())
        with pytest.raises(DeclinedError):
            keys.replace_key(desk, "另一个口令-2026", slot=Slot.UP)
        assert sorted(path.name for path in (desk.folder / "keys").iterdir()) == before
        keys.change_passphrase(desk, PASSPHRASE, "新的县级口令-2026")
        for slot in (Slot.OWN, Slot.UP):
            keys.own_signer(desk, "新的县级口令-2026", slot)


def test_a_package_from_above_renews_only_what_goes_up(office: Prefecture) -> None:
    path = package(office)
    with office.desk(EAST, LATE) as desk:
        before, until = below(desk), keys.key_state(desk, Slot.UP).valid_until
        own = keys.key_state(desk).valid_until
        view = apply_package(desk, path)
        assert any("安装新证书" in line for line in view.lines)
        after = keys.key_state(desk, Slot.UP).valid_until
        assert until is not None
        assert after is not None
        assert after > until
        assert (below(desk), keys.key_state(desk).valid_until) == (before, own)


def test_a_list_from_above_is_not_the_countys_own(office: Prefecture) -> None:
    with office.desk(PREFECTURE, SENT) as desk:
        serial = next(c.serial for c in list_certificates(desk) if c.office_code == COUNTIES[EAST])
        revoke_certificate(desk, serial, "电脑丢失", passphrase=PASSPHRASE)
    path = package(office, SENT, WEST)
    with office.desk(WEST, SENT) as desk:
        apply_package(desk, path)
        assert keys.revocations(desk) is None
        assert keys.revocations(desk, Slot.UP) is not None


def test_a_package_of_a_county_is_not_taken_by_another_and_none_from_a_stranger(
    office: Prefecture,
) -> None:
    path = package(office)
    with office.desk(WEST, LATE) as desk:
        before = dump(desk.store)
        with pytest.raises(DeclinedError, match="发给别的单位"):
            preview_package(desk, path)
        assert dump(desk.store) == before
    with office.desk("西一镇", LATE) as desk, pytest.raises(UserError, match="认定的根证书"):
        preview_package(desk, path)


def test_the_notice_of_an_ending_certificate_says_which_one(office: Prefecture) -> None:
    path = package(office)
    with office.desk(EAST, LATE) as desk:
        apply_package(desk, path)
        notice = certificate_notice(desk)
        assert notice is not None
        assert not notice.up  # what is left is the county's own, which it renews itself
    with office.desk(WEST, LATE) as desk:
        (desk.folder / "keys" / "own.certificate.pem").unlink()
        notice = certificate_notice(desk)
        assert notice is not None
        assert notice.up


def test_the_county_is_guided_up_in_the_words_of_its_level(
    office: Prefecture, tmp_path: Path
) -> None:
    with office.desk(EAST) as desk:
        up = {guide.key: guide for guide in key_guides(desk, up=True)}
        down = {guide.key: guide for guide in key_guides(desk)}
        assert {"first", "renew", "pc", "two"} <= up.keys()
        assert {"handover", "passphrase"}.isdisjoint(up)
        words = "".join(step.words for guide in up.values() for step in guide.steps)
        assert "请市里" in words
        assert "请县里" not in words
        assert "给乡镇签发证书" in {guide.title for guide in down.values()}
        print_guide(desk, "first", tmp_path / "guide.pdf", up=True)
        print_fingerprint(desk, tmp_path / "up.pdf", Slot.UP)
    for name in ("guide.pdf", "up.pdf"):
        assert (tmp_path / name).read_bytes().startswith(b"%PDF")
    with office.desk(PREFECTURE) as desk:
        titles = {guide.title for guide in key_guides(desk)}
    assert "给县区签发证书" in titles


def test_a_county_certifies_everybody_but_itself(office: Prefecture) -> None:
    with office.desk(EAST) as desk:
        request = keys.write_request(desk, office.folder("自签"), Slot.UP)
        before = dump(desk.store)
        with pytest.raises(UserError, match="本单位自己"):
            keys.issue_certificate(
                desk,
                request,
                office_code=COUNTIES[EAST],
                office_name=EAST,
                passphrase=PASSPHRASE,
                folder=office.folder("自签"),
            )
        assert dump(desk.store) == before
    assert not list(office.folder("自签").glob("证书_*"))


def test_two_people_sign_a_countys_ledger(office: Prefecture) -> None:
    certify(office, WEST, COUNTIES[WEST], PREFECTURE, Slot.UP_SECOND)
    office.live("西一镇", [("甲", None)], "100.00")
    office.send("西一镇")
    office.merge(WEST)
    with office.desk(WEST, MERGED) as desk:
        made = export_ledger(
            desk,
            MONTH,
            office.folder(PREFECTURE),
            passphrase=PASSPHRASE,
            filled_by="甲",
            checked_by="乙",
            second_passphrase=PASSPHRASE,
        )
        assert made.people == 1
        keys.drop_second(desk)
        assert not keys.key_state(desk, Slot.UP_SECOND).has_key
        assert keys.key_state(desk, Slot.UP).has_certificate


def test_a_township_has_no_key_for_going_up_beside_its_own(office: Prefecture) -> None:
    with office.desk("东一镇") as desk, pytest.raises(DeclinedError, match="不由上级签发"):
        keys.make_key(desk, PASSPHRASE, slot=Slot.UP)
