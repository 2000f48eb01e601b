"""What the register proposes: tasks for somebody, never a change by itself."""

from __future__ import annotations

from datetime import date

from app.services.desk import Desk
from app.services.holdings import HoldingFacts, add_holding, end_holding, list_holdings
from app.services.matter_finding import find_matters
from app.services.matters import list_matters
from app.services.suggestions import PROPOSED, suggest
from tests.factory import TODAY, dump, id_number, make_household, make_person


def _kinds(desk: Desk) -> list[tuple[str, int | None]]:
    return [(finding.kind, finding.person_id) for finding in suggest(desk)]


def _matters(desk: Desk) -> list[str]:
    """What waits, the office's own calendar aside."""
    return sorted({row.kind for row in list_matters(desk).rows} - {"calendar"})


def test_nothing_is_changed_by_looking(desk: Desk) -> None:
    make_person(desk, id_no=id_number(born=date(2008, 1, 2)), categories=("orphan",))
    before = dump(desk.store)
    assert [kind for kind, _ in _kinds(desk)] == ["orphan_over_age"]
    assert dump(desk.store) == before


def test_a_payment_that_goes_on_is_told_of_one_member_only(desk: Desk) -> None:
    people = [make_person(desk, categories=()) for _ in range(3)]
    make_household(desk, tuple(people))
    for person in people[1:]:
        held = add_holding(desk, person, "dibao_rural", HoldingFacts(date(2026, 1, 1)))
        end_holding(desk, held, last=date(2026, 4, 30), reason="不再符合条件")
    assert _kinds(desk) == [("ended_but_paid", people[1])]
    add_holding(desk, people[0], "dibao_rural", HoldingFacts(TODAY))
    assert _kinds(desk) == []


def test_only_those_are_looked_at_who_are_asked_for(desk: Desk) -> None:
    first = make_person(desk, categories=("tekun_scattered",))
    make_person(desk, categories=("tekun_scattered",))
    assert [finding.person_id for finding in suggest(desk, [first])] == [first]


def test_proposals_are_matters_and_go_when_somebody_has_acted(desk: Desk) -> None:
    person = make_person(desk, categories=("disabled",), disability_grade="一级")
    find_matters(desk)
    assert _matters(desk) == ["grade_and_category"]
    held = list_holdings(desk, person)[0]
    end_holding(desk, held.id, last=TODAY, reason="转为其他类别")
    add_holding(desk, person, "severe_disabled", HoldingFacts(TODAY))
    find_matters(desk)
    assert _matters(desk) == []


def test_what_a_finder_finds_is_not_proposed_twice(desk: Desk) -> None:
    make_person(
        desk,
        id_no=id_number(born=date(2008, 1, 2)),
        categories=("orphan",),
    )
    make_person(desk, categories=("tekun_central",), death_date="2026-04-01")
    find_matters(desk)
    assert _matters(desk) == ["dead_but_paid", "orphan_over_age"]
    assert "orphan_over_age" not in PROPOSED
