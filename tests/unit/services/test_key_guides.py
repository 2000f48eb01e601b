"""The guide to the signing key: every situation, its sheet, the passphrase, and what ends soon."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest

from app.core.errors import DeclinedError, FileError, UserError
from app.services import keys
from app.services.acts import list_acts
from app.services.county_keys import count_ending, renew_own
from app.services.desk import Desk
from app.services.key_expiry import WARN_BEFORE, certificate_notice
from app.services.key_guides import Act, key_guides, print_guide
from app.services.workbench import show_county_bench, show_workbench
from tests.conftest import Offices
from tests.factory import PASSPHRASE, TODAY

NEW = "另一个很长的口令"


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        assert len(document) == 1
        return str(document[0].get_textpage().get_text_bounded())


def test_the_township_knows_every_situation(offices: Offices) -> None:
    with offices.township() as desk:
        titles = [guide.title for guide in key_guides(desk)]
    assert titles[:7] == [
        "首次办证", "证书快到期", "换负责人", "忘记口令", "U 盘遗失", "电脑遗失或更换", "双人签名"
    ]  # fmt: skip


def test_the_county_has_situations_of_its_own(offices: Offices) -> None:
    with offices.county() as desk:
        acts = {step.act for guide in key_guides(desk) for step in guide.steps}
    assert {Act.ISSUE, Act.REVOKE, Act.WRITE_PACKAGES, Act.RENEW_OWN} <= acts


@pytest.mark.parametrize("county", [False, True])
def test_every_situation_fits_on_one_sheet_with_the_fingerprint(
    offices: Offices, tmp_path: Path, county: bool
) -> None:
    with offices.county() if county else offices.township() as desk:
        state = keys.key_state(desk)
        groups = state.county_fingerprint if county else state.fingerprint
        for guide in key_guides(desk):
            print_guide(desk, guide.key, tmp_path / "x.pdf")
            text = text_of(tmp_path / "x.pdf")
            assert guide.title in text
            assert groups.split()[0] in text
            assert all(f"{signer}：" in text for signer in guide.signers)
            assert f"{len(guide.steps)}．" in text


def test_a_sheet_is_printed_before_there_is_a_key(desk: Desk, tmp_path: Path) -> None:
    print_guide(desk, "first", tmp_path / "x.pdf")
    assert "首次办证" in text_of(tmp_path / "x.pdf")
    with pytest.raises(UserError, match="没有这一项"):
        print_guide(desk, "nothing", tmp_path / "y.pdf")
    assert not (tmp_path / "y.pdf").exists()


def test_the_passphrase_changes_and_the_key_stays(offices: Offices) -> None:
    with offices.township() as desk:
        before = keys.own_signer(desk, PASSPHRASE).chain
        fingerprint = keys.key_state(desk).fingerprint
        keys.change_passphrase(desk, PASSPHRASE, NEW)
        assert keys.own_signer(desk, NEW).chain == before
        assert keys.key_state(desk).fingerprint == fingerprint
        with pytest.raises(DeclinedError):
            keys.own_signer(desk, PASSPHRASE)
        assert not list_acts(desk)[0].undoable


def test_at_the_county_both_keys_change_together(offices: Offices) -> None:
    with offices.county() as desk:
        keys.change_passphrase(desk, PASSPHRASE, NEW)
        keys.own_signer(desk, NEW)
        keys.county_root(desk, NEW)


@pytest.mark.parametrize(("old", "new"), [("wrong passphrase", NEW), (PASSPHRASE, "short")])
def test_a_wrong_or_short_passphrase_changes_nothing(offices: Offices, old: str, new: str) -> None:
    with offices.county() as desk:
        before = {path.name: path.read_bytes() for path in (desk.folder / "keys").iterdir()}
        with pytest.raises(DeclinedError):
            keys.change_passphrase(desk, old, new)
        after = {path.name: path.read_bytes() for path in (desk.folder / "keys").iterdir()}
    assert after == before


def test_a_disk_that_fails_in_between_leaves_both_keys_under_the_old_passphrase(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    with offices.county() as desk:
        keep, calls = keys.keep, iter([True, False, True, True])

        def failing(desk: Desk, name: str, data: bytes) -> None:
            if not next(calls):
                raise FileError("写不了文件。")
            keep(desk, name, data)

        monkeypatch.setattr(keys, "keep", failing)
        with pytest.raises(FileError):
            keys.change_passphrase(desk, PASSPHRASE, NEW)
        keys.own_signer(desk, PASSPHRASE)
        keys.county_root(desk, PASSPHRASE)


def test_without_a_key_there_is_no_passphrase_to_change(desk: Desk) -> None:
    with pytest.raises(UserError, match="还没有签名密钥"):
        keys.change_passphrase(desk, PASSPHRASE, NEW)


def until(offices: Offices) -> date:
    with offices.township() as desk:
        found = keys.key_state(desk).valid_until
    assert found is not None
    return found


def test_the_workbench_warns_in_time_and_after_the_end(offices: Offices) -> None:
    end = until(offices)
    early = end - WARN_BEFORE
    for day, days in (
        (early - timedelta(days=1), None),
        (early, 60),
        (end + timedelta(days=3), -3),
    ):
        with offices.township(day=day) as desk:
            notice = certificate_notice(desk)
            assert (notice.days if notice else None) == days
    with offices.township(day=early) as desk:
        assert show_workbench(desk).certificate is not None


def test_without_a_certificate_nothing_ends(desk: Desk) -> None:
    assert certificate_notice(desk) is None


def test_the_county_counts_townships_whose_certificate_ends(offices: Offices) -> None:
    end = until(offices)
    with offices.county(end - timedelta(days=10)) as desk:
        assert count_ending(desk, WARN_BEFORE) == 2
        bench = show_county_bench(desk)
        assert (bench.ending, bench.certificate is not None) == (2, True)
    with offices.county(TODAY) as desk:
        assert count_ending(desk, WARN_BEFORE) == 0


def test_the_county_renews_its_own_certificate_for_the_same_key(offices: Offices) -> None:
    day = until(offices) - timedelta(days=10)
    with offices.county(day) as desk:
        before = keys.own_chain(desk)
        with pytest.raises(DeclinedError):
            renew_own(desk, "wrong passphrase")
        assert keys.own_chain(desk) == before
        renew_own(desk, PASSPHRASE)
        after = keys.own_signer(desk, PASSPHRASE).chain
        assert after[0].not_valid_after_utc > before[0].not_valid_after_utc
        assert after[1:] == before[1:]
        assert certificate_notice(desk) is None


def test_the_small_kind_of_key_is_a_choice(desk: Desk) -> None:
    keys.make_key(desk, PASSPHRASE, kind=keys.KeyKind.EC_P256)
    pem = (desk.folder / "keys" / keys.OWN_REQUEST).read_bytes()
    assert len(pem) < 1000  # an RSA-3072 request is twice as long
