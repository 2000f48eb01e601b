"""What of the law here may be out of date."""

from __future__ import annotations

from datetime import date

from app.services.desk import Desk
from app.services.figures import Entry, enter_figures
from app.services.stale_figures import StaleFigure, list_stale
from tests.conftest import desk_at
from tests.factory import TODAY, TOWNSHIP_CODE

RURAL = "standard.dibao_rural"


def by_key(desk: Desk) -> dict[str, StaleFigure]:
    return {one.key: one for one in list_stale(desk)}


def entry(key: str, value: object, first: date, last: date | None = None) -> Entry:
    return Entry(key, TOWNSHIP_CODE[:6], value, first, first, "县民发3号", last)


def test_an_old_amount_is_stale_until_a_newer_one_is_entered(desk: Desk) -> None:
    assert by_key(desk)[RURAL].why == "超过 24 个月没有更新"
    enter_figures(desk, [entry(RURAL, "800", date(2026, 7, 1))])
    assert date(2026, 7, 1) > TODAY
    assert RURAL not in by_key(desk)


def test_what_has_expired_stands_before_what_is_only_old(desk: Desk) -> None:
    enter_figures(desk, [entry(RURAL, "800", date(2026, 1, 1), date(2026, 3, 31))])
    first = list_stale(desk)[0]
    assert "到期" in first.why
    assert by_key(desk)[RURAL].why == "2026-03-31 已到期"


def test_ages_and_wordings_do_not_grow_old(desk: Desk) -> None:
    assert {one.key for one in list_stale(desk)}.isdisjoint({"nursing.grades", "age.leap_birthday"})


def test_a_year_without_holidays_is_said_when_it_is_near_and_goes_when_entered(
    desk: Desk,
) -> None:
    assert not any("放假" in one.why for one in list_stale(desk))
    folder = desk.folder
    desk.store.close()
    with desk_at(folder, date(2026, 11, 20)) as later:
        assert list_stale(later)[0].why.startswith("没有2027年的放假安排")
        days = {"off": ["2027-01-01"], "worked": []}
        new_year = entry("calendar.announced", days, date(2027, 1, 1), date(2027, 12, 31))
        enter_figures(later, [new_year])
        assert not any("没有2027年" in one.why for one in list_stale(later))
