"""Keeping the register clean: likely duplicates, doubts, one change to many people."""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import TYPE_CHECKING

from tests.bench.measurement import SECONDS, Figures, Limit, Measurement, Place, Work
from tests.bench.stores import open_desk, own_copy, store_of

if TYPE_CHECKING:
    from app.core.likeness import Traits

PEOPLE = 20_000
COUNTY = 120_000
MANY = 300
_SAME_NAME = (
    "SELECT a.id, b.id FROM person a JOIN person b "
    "ON a.name = b.name AND a.birth_date = b.birth_date AND a.id < b.id"
)
_WITHOUT_PHONE = "SELECT id FROM person WHERE phone IS NULL OR length(phone) <> 11"


def pairs_ours(place: Place) -> Work:
    """What the page calls: read everybody, compare, rows ready to show."""
    from app.services.duplicates import find_likely

    desk = open_desk(own_copy(place)).__enter__()

    def work() -> Figures:
        find_likely(desk)
        return {}

    return work


def county_ours(place: Place) -> Work:
    """The comparison alone, for a whole county at once."""
    from app.core.likeness import likely_pairs

    people = _county()

    def work() -> Figures:
        assert likely_pairs(people)
        return {}

    return work


def county_peer(place: Place) -> Work:
    people = _county()

    def work() -> Figures:
        seen: dict[tuple[str, object], int] = {}
        for person in people:
            seen[person.name, person.birth] = person.id
        return {}

    return work


def _county() -> list[Traits]:
    from app.core.likeness import Traits
    from app.core.pinyin import readings
    from app.exporters.sample.make import make_sample
    from tests.bench.stores import DAY, SEED

    sample = make_sample(townships=6, people=PEOPLE, seed=SEED, day=DAY)
    people: dict[str, Traits] = {}
    for town, township in enumerate(sample.townships):
        for number, home in enumerate(township.households):
            for one in home.people:
                people[one.id_no] = Traits(
                    id=len(people),
                    name=one.name,
                    readings=frozenset(readings(one.name)[0].split()),
                    number=one.id_no,
                    good=True,
                    birth=one.birth,
                    village=town * 100 + township.villages.index(home.village),
                    household=town * PEOPLE + number,
                )
    return list(people.values())


def doubts_ours(place: Place) -> Work:
    from app.services.quality import check_register

    desk = open_desk(own_copy(place)).__enter__()

    def work() -> Figures:
        assert check_register(desk).rows
        return {}

    return work


def bulk_ours(place: Place) -> Work:
    """Preview and commit of a new responsible person for 300 people."""
    from app.services.bulk import GiveResponsible, commit_bulk, preview_bulk
    from app.services.people import PeopleQuery, find_people
    from tests.bench.stores import DAY

    desk = open_desk(own_copy(place)).__enter__()
    ids = [row.id for row in find_people(desk, PeopleQuery())[:MANY]]

    def work() -> Figures:
        change = GiveResponsible("样例干部", DAY)
        assert commit_bulk(desk, preview_bulk(desk, ids, change)).changed == MANY
        return {}

    return work


def sql_peer(place: Place, *, statement: str) -> Work:
    store = sqlite3.connect(own_copy(place) / "bangfu.db")

    def work() -> Figures:
        store.execute(statement).fetchall()
        store.commit()
        return {}

    return work


MEASUREMENTS = (
    Measurement(
        "pairs-20000", f"likely duplicates among {PEOPLE:,} people",
        pairs_ours, partial(sql_peer, statement=_SAME_NAME), "SQL: same name and birth date",
        (Limit(SECONDS, 5.0),), store_of(PEOPLE),
    ),
    Measurement(
        "pairs-120000", f"likely duplicates among {COUNTY:,} people, compared",
        county_ours, county_peer, "a dict of names and birth dates",
        (Limit(SECONDS, 60.0),), repeats=3,
    ),
    Measurement(
        "doubts-20000", f"doubts about {PEOPLE:,} people",
        doubts_ours, partial(sql_peer, statement=_WITHOUT_PHONE), "SQL: one condition",
        (Limit(SECONDS, 5.0),), store_of(PEOPLE),
    ),
    Measurement(
        "bulk-300", f"one change to {MANY} of {PEOPLE:,} people",
        bulk_ours,
        partial(sql_peer, statement=f"UPDATE person SET note = '样例' WHERE id <= {MANY}"),
        "SQL: UPDATE without a trail",
        (Limit(SECONDS, 1.0),), store_of(PEOPLE),
    ),
)  # fmt: skip
