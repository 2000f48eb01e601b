"""Policy packs from the county: taken over whole, or refused in words with nothing written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.core.errors import DeclinedError, UserError
from app.ledger.container import join, pack, split
from app.ledger.policy_pack import PackHead, PackLine, PolicyPack, build_policy_pack
from app.ledger.refusals import LedgerRefused
from app.ledger.sealing.package import sign_package
from app.models.queries import figures as queries
from app.services import policy_packs
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.figures import Entry, enter_figures, list_figures
from app.services.keys import own_signer
from app.services.policy_packs import (
    Standing,
    apply_policy_pack,
    list_policy_packs,
    own_entries,
    preview_policy_pack,
    write_policy_pack,
)
from app.services.standard_change import Move
from tests.conftest import OTHER_CODE, OTHER_TOWNSHIP, Offices
from tests.factory import COUNTY, COUNTY_CODE, PASSPHRASE, TODAY, TOWNSHIP_CODE, pupil

KEY = "standard.dibao_rural"
RURAL = Entry(KEY, COUNTY_CODE[:6], "800", date(2026, 1, 1), date(2026, 3, 5), "县民发[2026]3号")
URBAN = replace(RURAL, key="standard.dibao_urban", value="900")
FESTIVALS = replace(
    RURAL,
    key="calendar.festivals",
    value={"春节": "2027-02-06", "中秋节": "2027-09-15"},
    first=date(2027, 1, 1),
    last=date(2027, 12, 31),
)


def written(offices: Offices, *entries: Entry, day: date = TODAY) -> Path:
    """The county enters ``entries`` and writes all that it has."""
    with offices.county(day) as county:
        enter_figures(county, entries or (RURAL, URBAN))
        return write_policy_pack(county, offices.stick, passphrase=PASSPHRASE)


def forged(offices: Offices, line: PackLine, *, by: str = "", code: str = COUNTY_CODE) -> Path:
    """A pack with any line, signed by the county or by the township ``by``."""
    with offices.township(by) if by else offices.county() as desk:
        now = desk.clock.now()
        head = PackHead("990101-1", code, by or COUNTY, now, "甲")
        data = sign_package(
            build_policy_pack(PolicyPack(head, (line,))), own_signer(desk, PASSPHRASE), at=now
        )
    path = offices.stick / "政策包.xlsx"
    path.write_bytes(data)
    return path


def a_line(**more: object) -> PackLine:
    values = {**vars(RURAL), "title": "农村低保标准", "unit": "", **more}
    return PackLine(**values)


def state_of(desk: Desk) -> tuple[object, ...]:
    """All that a pack could have written."""
    return own_entries(desk), list_policy_packs(desk), list_acts(desk, looks=True)


def refused(offices: Offices, path: Path, match: str) -> None:
    """Neither shown nor taken over, and nothing is written."""
    with offices.township() as desk:
        before = state_of(desk)
        for act in (preview_policy_pack, apply_policy_pack):
            with pytest.raises(UserError, match=match):
                act(desk, path)
        assert state_of(desk) == before


def test_what_the_county_entered_holds_at_the_township_after_its_pack(offices: Offices) -> None:
    path = written(offices, RURAL, URBAN, FESTIVALS)
    with offices.township() as desk:
        view = apply_policy_pack(desk, path)
        assert [line.standing for line in view.lines] == [Standing.NEW] * 3
        assert view.lines[0].words == "800.00元/人·月"
        row = next(row for row in list_figures(desk) if row.key == KEY)
        assert (row.value, row.source) == (Decimal("800.00"), "县民发[2026]3号")
        assert own_entries(desk) == (RURAL, URBAN, FESTIVALS)


def test_the_exact_bytes_are_kept_with_who_signed(offices: Offices) -> None:
    path = written(offices)
    with offices.township() as desk:
        apply_policy_pack(desk, path)
        (kept,) = list_policy_packs(desk)
        assert (kept.signer, kept.issued) == (COUNTY, TODAY)
        with desk.store.read() as session:
            assert queries.packs(session)[0].data == path.read_bytes()


def test_a_preview_says_who_is_affected_and_writes_nothing(offices: Offices) -> None:
    path = written(offices)
    with offices.township() as desk:
        pupil(desk)
        before = state_of(desk)
        preview = preview_policy_pack(desk, path)
        assert preview.change.counts[Move.UP] == 1
        assert preview.change.monthly() == Decimal("19.00")
        assert state_of(desk) == before


def test_a_pack_is_one_act_and_after_its_undo_it_can_be_taken_over_again(offices: Offices) -> None:
    path = written(offices)
    with offices.township() as desk:
        apply_policy_pack(desk, path)
        undo_act(desk, next(a.id for a in list_acts(desk) if a.verb == "apply_policy_pack"))
        assert own_entries(desk) == ()
        assert list_policy_packs(desk) == ()
        apply_policy_pack(desk, path)
        assert own_entries(desk) == (RURAL, URBAN)


def test_the_same_pack_twice_is_refused(offices: Offices) -> None:
    path = written(offices)
    with offices.township() as desk:
        apply_policy_pack(desk, path)
    refused(offices, path, "已经导入过")


def test_a_later_pack_with_everything_adds_only_what_is_new(offices: Offices) -> None:
    first = written(offices)
    later = TODAY + timedelta(days=30)
    second = written(offices, FESTIVALS, day=later)
    with offices.township() as desk:
        apply_policy_pack(desk, first)
    with offices.township(day=later) as desk:
        view = apply_policy_pack(desk, second)
        assert [line.standing for line in view.lines] == [Standing.KNOWN] * 2 + [Standing.NEW]
        assert own_entries(desk) == (RURAL, URBAN, FESTIVALS)


def test_what_holds_for_another_township_only_is_left_out(offices: Offices) -> None:
    path = written(offices, RURAL, replace(URBAN, region=OTHER_CODE))
    with offices.township() as desk:
        view = apply_policy_pack(desk, path)
        assert [line.standing for line in view.lines] == [Standing.NEW, Standing.ELSEWHERE]
        assert own_entries(desk) == (RURAL,)
    with offices.township(OTHER_TOWNSHIP) as desk:
        assert len(apply_policy_pack(desk, path).entries) == 2


def test_a_changed_byte_is_refused(offices: Offices) -> None:
    path = written(offices)
    parts = []
    for one in split(path.read_bytes()):
        data = one.unpack()
        changed = data.replace(b"&quot;800&quot;", b"&quot;900&quot;").replace(b'"800"', b'"900"')
        parts.append(pack(one.name, [changed]) if changed != data else one)
    path.write_bytes(join(parts))
    with offices.township() as desk, pytest.raises(LedgerRefused, match="改动"):
        preview_policy_pack(desk, path)
    refused(offices, path, "改动")


def test_a_pack_signed_by_another_township_is_refused(offices: Offices) -> None:
    path = forged(offices, a_line(), by=OTHER_TOWNSHIP, code=OTHER_CODE)
    refused(offices, path, "不是本县发出的")


def test_a_township_that_says_it_is_the_county_is_refused(offices: Offices) -> None:
    refused(offices, forged(offices, a_line(), by=OTHER_TOWNSHIP), "单位代码与签名证书")


def test_keys_of_a_newer_program_are_named(offices: Offices) -> None:
    path = forged(offices, a_line(key="standard.moon", title="月球标准"))
    refused(offices, path, "月球标准（standard.moon）")


@pytest.mark.parametrize(
    "fault",
    [
        {"value": "八百"},
        {"value": 800.5},
        {"unit": "元/年"},
        {"citation": ""},
        {"last": date(2025, 1, 1)},
    ],
)
def test_a_line_that_could_not_be_entered_refuses_the_whole_pack(
    offices: Offices, fault: dict[str, object]
) -> None:
    refused(offices, forged(offices, a_line(**fault)), "整个没有导入")


def test_a_line_of_another_county_leaves_nothing_to_take_over(offices: Offices) -> None:
    refused(offices, forged(offices, a_line(region="880101")), "没有本单位要导入的内容")


def test_what_overlaps_with_our_own_entry_is_refused(offices: Offices) -> None:
    path = written(offices)
    with offices.township() as desk:
        enter_figures(desk, [replace(RURAL, value="790")])
    refused(offices, path, "时间重叠")


def test_another_kind_of_workbook_is_refused(offices: Offices) -> None:
    path = offices.stick / "名单.xlsx"
    path.write_bytes(b"no workbook")
    refused(offices, path, "xlsx")


def test_only_the_county_writes_and_only_what_it_has(offices: Offices) -> None:
    with offices.township() as desk, pytest.raises(DeclinedError, match="只有县级"):
        write_policy_pack(desk, offices.stick, passphrase=PASSPHRASE)
    with offices.county() as county:
        with pytest.raises(UserError, match="没有可以写进政策包的参数"):
            write_policy_pack(county, offices.stick, passphrase=PASSPHRASE)
        enter_figures(county, [RURAL])
        with pytest.raises(DeclinedError, match="口令"):
            write_policy_pack(county, offices.stick, passphrase="不是这个口令-2026")
    assert list(offices.stick.iterdir()) == []


def test_chosen_entries_are_written_alone(offices: Offices) -> None:
    with offices.county() as county:
        path = write_policy_pack(county, offices.stick, passphrase=PASSPHRASE, entries=[URBAN])
    with offices.township() as desk:
        assert policy_packs.show_policy_pack(desk, path).entries[0].key == URBAN.key


def test_the_region_of_a_township_is_its_own(offices: Offices) -> None:
    path = written(offices, replace(RURAL, region=TOWNSHIP_CODE))
    with offices.township() as desk:
        assert len(apply_policy_pack(desk, path).entries) == 1
