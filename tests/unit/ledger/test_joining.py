"""Ledgers of townships as one of their county: sums stay, and what two number alike stays apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ledger.columns import SHEETS
from app.ledger.conflicts import find_conflicts
from app.ledger.content import LedgerContent, head_fields, make_content, read_head
from app.ledger.joining import Joined, join_ledgers, origin_of
from app.ledger.merging import Accepted
from app.ledger.person_keys import is_own_number
from app.ledger.table import FIRST_ROW
from app.ledger.totals import find_faults
from tests.samples.ledgers import good as sample

NUMBERED = {
    "households": "household_key",
    "contacts": "contact_no",
    "care": "agreement_no",
    "matters": "matter_no",
}


def unidentified(content: LedgerContent, places: set[int]) -> LedgerContent:
    """The same office, where people at ``places`` have no identity number but P1, P2 …"""
    rows = {key: [dict(r) for r in table.records()] for key, table in content.tables.items()}
    renamed = {}
    for place, person in enumerate(rows["persons"]):
        if place in places:
            renamed[person["person_key"]] = f"P{place + 1}"
            person["id_no"] = None
    for sheet in rows.values():
        for row in sheet:
            for column in ("person_key", "key"):
                if row.get(column) in renamed:
                    row[column] = renamed[row[column]]
    return make_content(content.head, rows)


def office(number: int, people: int, without: set[int], *, strangers: bool) -> LedgerContent:
    """An office; without ``strangers`` its people are those of every other one."""
    first = number * 900 if strangers else 0
    content = sample.content(people, sample.office_head(number), first=first)
    return unidentified(content, without)


def content_of(joined: Joined) -> LedgerContent:
    return LedgerContent(sample.HEAD, joined.tables)


offices = st.builds(
    lambda sizes, without, strangers: [
        office(number, people, without, strangers=strangers)
        for number, people in enumerate(sizes, 1)
    ],
    st.lists(st.integers(0, 9), min_size=1, max_size=3),
    st.sets(st.integers(0, 8)),
    st.booleans(),
)


@settings(max_examples=30)
@given(offices)
def test_everything_agrees_and_no_key_occurs_twice(ledgers: list[LedgerContent]) -> None:
    joined = join_ledgers([Accepted(one, "0" * 64) for one in ledgers])
    assert find_faults(content_of(joined)) == ()  # repeated keys are faults, too
    for sheet in SHEETS:
        table = joined.tables[sheet.key]
        parts = [one.tables[sheet.key] for one in ledgers]
        assert len(table) == sum(map(len, parts))
        for key, total in table.sums.items():
            assert total == sum(part.sums[key] for part in parts)


@settings(max_examples=30)
@given(offices)
def test_every_row_leads_back_to_the_row_that_it_was(ledgers: list[LedgerContent]) -> None:
    by_code = {one.head.office_code: one for one in ledgers}
    joined = join_ledgers([Accepted(one, "0" * 64) for one in ledgers])
    for key in NUMBERED | {"persons": "name", "awards": "head_name"}:
        column = NUMBERED.get(key, "name" if key == "persons" else "head_name")
        for row, value in enumerate(joined.tables[key].column(column), FIRST_ROW):
            origin = origin_of(joined.runs[key], row)
            assert origin is not None
            code, there = origin
            was = by_code[code].tables[key].column(column)[there - FIRST_ROW]
            assert value == (f"{code}-{was}" if key in NUMBERED else was)
    assert origin_of(joined.runs["persons"], FIRST_ROW - 1) is None


def test_an_identity_stays_and_an_own_number_carries_its_office() -> None:
    first, second = (office(n, 4, {0}, strangers=True) for n in (1, 2))
    joined = join_ledgers([Accepted(first, "1"), Accepted(second, "2")])
    keys = list(joined.tables["persons"].column("person_key"))
    own = [first.head.office_code, second.head.office_code]
    assert [keys[0], keys[4]] == [f"{code}-P1" for code in own]
    known = [*first.tables["persons"].column("person_key")[1:]]
    assert keys[1:4] == known
    assert joined.tables["care"].column("person_key")[0] == f"{own[0]}-P1"


def test_villages_of_one_name_stay_apart_and_so_do_townships_of_one_name() -> None:
    first, second = (office(n, 2, set(), strangers=True) for n in (1, 2))
    villages = join_ledgers([Accepted(first, "1"), Accepted(second, "2")]).tables["indicators"]
    assert list(villages.column("village")) == ["第1镇人民政府·青山村", "第2镇人民政府·青山村"]
    alike = replace(second, head=replace(second.head, office_name=first.head.office_name))
    joined = join_ledgers([Accepted(first, "1"), Accepted(alike, "2")])
    assert Counter(joined.tables["indicators"].column("village")) == {
        "第1镇人民政府（990101001000）·青山村": 1,
        "第1镇人民政府（990102001000）·青山村": 1,
    }


def test_rows_that_were_left_out_do_not_go_up() -> None:
    content = office(1, 6, set(), strangers=True)
    gone = frozenset({("persons", 3), ("contacts", 2)})
    joined = join_ledgers([Accepted(content, "1", gone)])
    names = content.tables["persons"].column("name")
    assert list(joined.tables["persons"].column("name")) == [names[0], *names[2:]]
    assert [origin_of(joined.runs["persons"], row) for row in (2, 3)] == [
        ("990101001000", 2),
        ("990101001000", 4),
    ]


@pytest.mark.parametrize(
    ("key", "id_no", "own"),
    [
        ("P7", None, True),
        ("00012", None, True),
        ("P7", "110101195001011", True),  # damaged: no key could be made from it
        ("P1234567", "P1234567", False),  # a travel document that begins with the same letter
        ("990101196000000012", "990101196000000012", False),
        ("990101196000000012", "990101600000001", False),
    ],
)
def test_whose_number_a_key_is(key: str, id_no: str | None, own: bool) -> None:
    assert is_own_number(key, id_no) is own


def test_people_without_identity_numbers_are_not_taken_for_each_other() -> None:
    """P1 of one office is somebody else than P1 of another; one name and birthday are a doubt."""
    first, second = (office(n, 1, {0}, strangers=True) for n in (1, 2))
    assert [conflict.kind for conflict in find_conflicts([first, second])] == []
    same = office(2, 1, {0}, strangers=False)
    other = office(1, 1, {0}, strangers=False)
    kinds = [conflict.kind for conflict in find_conflicts([other, same])]
    assert "same_person" not in kinds
    assert "likely_same" in kinds


def test_the_head_says_what_was_joined_and_what_is_missing() -> None:
    head = replace(
        sample.HEAD, sources={"990101001000": "a" * 64}, missing={"990102001000": "白云镇"}
    )
    fields = head_fields(head)
    assert fields["source:990101001000"] == "a" * 64
    assert fields["missing:990102001000"] == "白云镇"
    assert read_head(fields) == head
