"""The sample township has a living month on the page 帮扶."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.services.activities import list_activities
from app.services.care.score_month import list_month
from app.services.care.views import list_carers
from app.services.desk import Desk
from app.services.donations import list_donations
from app.services.festivals import list_festivals
from app.services.mutual_help import list_help
from app.services.sample import fill_with_sample
from app.services.sample_care import CareCounts, fill_care_with_sample
from app.services.stock import list_stock
from app.services.wishes import list_wishes
from tests.conftest import desk_at
from tests.factory import dump, make_person
from tests.shared_stores import copy_office

_DAY = date(2026, 5, 20)


def _filled(made_offices: Path, folder: Path) -> tuple[CareCounts, Desk]:
    copy_office(made_offices / "plain", folder)
    with desk_at(folder, _DAY) as desk:
        fill_with_sample(desk, people=120)
        return fill_care_with_sample(desk, seed=7), desk


def test_every_tab_of_the_page_has_something_to_see(made_offices: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    counts, _ = _filled(made_offices, folder)
    with desk_at(folder, _DAY) as desk:
        assert len(list_carers(desk)) == counts.carers > 0
        assert list_month(desk, "2026-04").left == 1
        assert counts.scores == counts.agreements - 1 > 0
        assert all(row.disqualified_on is None for row in list_carers(desk))
        assert len({row.state for row in list_wishes(desk)}) == 3  # what is fed back is done
        assert all(row.balance > 0 for row in list_stock(desk))
        assert list_donations(desk)[0].left
        (festival,) = list_festivals(desk)
        assert (festival.name, festival.people) == ("端午节", counts.listed)
        assert not festival.budget.over
        (activity,) = list_activities(desk)
        assert (activity.spent, activity.over) == (activity.budget, None)
        assert list_help(desk).rows


def test_the_same_seed_gives_the_same_month(made_offices: Path, tmp_path: Path) -> None:
    tables = []
    for name in ("one", "two"):
        _filled(made_offices, tmp_path / name)
        with desk_at(tmp_path / name, _DAY) as desk:
            tables.append({key: rows for key, rows in dump(desk.store).items() if "care" in key})
    assert tables[0] == tables[1]


def test_a_register_without_tekun_has_no_carers_but_the_rest(desk: Desk) -> None:
    for place in range(14):
        make_person(desk, f"甲{place}")
    counts = fill_care_with_sample(desk, seed=7)
    assert (counts.carers, counts.agreements, counts.scores) == (0, 0, 0)
    assert (counts.wishes, counts.listed) == (10, 12)
