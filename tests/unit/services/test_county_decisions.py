"""Deciding where claims collide: remembered, reasoned, reversible, and in every paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.core.errors import DeclinedError, UserError
from app.ledger.receipts import verify_receipt
from app.services.acts import list_acts, undo_act
from app.services.county import receive_ledgers
from app.services.county_conflicts import (
    Answer,
    ConflictRow,
    decide,
    list_conflicts,
    preview_batch,
    withdraw,
)
from app.services.county_merge import list_merges, merge_month, write_receipts
from app.services.keys import trusted_roots
from tests.merged_books import read_merged
from tests.samples.ledgers.county_world import (
    MONTH,
    SECRET,
    World,
    county,
    move_in,
    office_name,
    people,
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Two offices have reported: 青山镇 with twelve people, of whom 白云镇 claims two, too."""
    with county(tmp_path / "county") as made:
        first, second = people(12, 1), people(9, 2)
        second = move_in(move_in(second, first), first, 1)
        made.send(tmp_path / "stick", 1, first)
        made.send(tmp_path / "stick", 2, second)
        receive_ledgers(made.desk, [tmp_path / "stick"])
        yield made


def same_people(rows: tuple[ConflictRow, ...]) -> list[ConflictRow]:
    return [row for row in rows if row.kind == "same_person"]


def keep(row: ConflictRow, office: int, reason: str = "户籍在此") -> Answer:
    choice = next(c for c in row.choices if c.words.startswith(f"以{office_name(office)}"))
    return Answer(choice, reason)


def test_every_answer_names_the_claim_it_keeps(world: World) -> None:
    row = same_people(list_conflicts(world.desk, MONTH))[0]
    assert [choice.words for choice in row.choices] == [
        f"以青山镇 {row.sides[0].name}为准",
        f"以白云镇 {row.sides[0].name}为准",
        "不是同一人，各自计入",
        "保留双方，各自计入",
    ]


def test_a_decision_is_remembered_and_asked_no_more(world: World, tmp_path: Path) -> None:
    month = list_conflicts(world.desk, MONTH)
    row = same_people(month)[0]
    decide(world.desk, month, {row.id}, keep(row, 1))
    world.wait_until(date(2026, 11, 28))
    world.send(tmp_path / "again", 1, people(12, 1), "2026-11")
    second = move_in(move_in(people(9, 2), people(12, 1)), people(12, 1), 1)
    world.send(tmp_path / "again", 2, second, "2026-11")
    receive_ledgers(world.desk, [tmp_path / "again"])
    decided = {c.id: c.decision for c in list_conflicts(world.desk, "2026-11")}
    assert decided[row.id] is not None
    assert decided[row.id].reason == "户籍在此"  # type: ignore[union-attr]


def test_a_decision_without_a_reason_is_not_taken(world: World) -> None:
    month = list_conflicts(world.desk, MONTH)
    row = same_people(month)[0]
    with pytest.raises(UserError, match="没有写理由"):
        decide(world.desk, month, {row.id}, keep(row, 1, "  "))
    assert same_people(list_conflicts(world.desk, MONTH))[0].decision is None


def test_a_decision_is_replaced_withdrawn_and_undone(world: World) -> None:
    month = list_conflicts(world.desk, MONTH)
    row = same_people(month)[0]
    month = decide(world.desk, month, {row.id}, keep(row, 1))
    month = decide(world.desk, month, {row.id}, keep(row, 2, "人已迁走"))
    undo_act(world.desk, list_acts(world.desk)[0].id)
    again = same_people(list_conflicts(world.desk, MONTH))[0]
    assert again.decision is not None
    assert again.decision.words.startswith("以青山镇")
    month = withdraw(world.desk, month, {row.id})
    assert same_people(month)[0].decision is None
    undo_act(world.desk, list_acts(world.desk)[0].id)
    assert same_people(list_conflicts(world.desk, MONTH))[0].decision is not None


def test_who_is_kept_in_one_place_is_not_taken_away_in_another(world: World) -> None:
    month = list_conflicts(world.desk, MONTH)
    row = same_people(month)[0]
    # The same people once more, as another conflict: a different kind, so a different id.
    other = replace(row.conflict, about="另一处")
    twin = replace(row, conflict=other, id=other.id)
    month = decide(world.desk, (*month, twin), {row.id}, keep(row, 1))
    with pytest.raises(DeclinedError, match="互相矛盾"):
        decide(world.desk, month, {twin.id}, keep(twin, 2))


def test_many_alike_are_previewed_and_decided_at_once(world: World) -> None:
    month = list_conflicts(world.desk, MONTH)
    like = same_people(month)[0]
    answer = keep(like, 1)
    preview = preview_batch(month, like, answer.choice)
    assert len(preview.rows) == 2
    assert preview.left_out == (("白云镇", 2),)
    month = decide(world.desk, month, {row.id for row in preview.rows}, answer)
    assert all(row.decision is not None for row in same_people(month))
    assert preview_batch(month, like, answer.choice).rows == ()
    undo_act(world.desk, list_acts(world.desk)[0].id)
    assert all(r.decision is None for r in same_people(list_conflicts(world.desk, MONTH)))


def test_rows_left_out_are_in_no_sum_and_stand_in_the_workbook(
    world: World, tmp_path: Path
) -> None:
    month = list_conflicts(world.desk, MONTH)
    row = same_people(month)[0]
    decide(world.desk, month, {row.id}, keep(row, 1))
    made = merge_month(world.desk, MONTH, tmp_path, passphrase=SECRET)
    assert made.people == 12 + 9 - 1
    _, book = read_merged(
        made.path.read_bytes(), trusted_roots(world.desk), at=world.desk.clock.now()
    )
    summary = book.tables["summary"]
    assert summary.sums["persons"] == made.people == len(book.tables["persons"])
    assert summary.sums["contacts"] == made.visits == len(book.tables["contacts"])
    assert summary.sums["total_amount"] == made.amount == book.tables["awards"].sums["total_amount"]
    assert book.tables["households"].sums["members"] == Decimal(made.people)
    assert summary.sums["left_out"] == made.left_out > 1
    told = [line for line in book.tables["conflicts"].records() if line["decision"]]
    assert [(line["reason"], line["decided_by"]) for line in told] == [("户籍在此", "赵敏")]


def test_the_receipt_refuses_what_was_left_out_and_says_why(world: World, tmp_path: Path) -> None:
    month = list_conflicts(world.desk, MONTH)
    row = same_people(month)[0]
    decide(world.desk, month, {row.id}, keep(row, 1))
    paths = write_receipts(world.desk, MONTH, tmp_path, passphrase=SECRET)
    roots, now = trusted_roots(world.desk), world.desk.clock.now()
    kept, refused = (
        verify_receipt(path.read_bytes(), roots, at=now).receipt for path in sorted(paths)
    )
    if kept.head.to_office_name != "青山镇":
        kept, refused = refused, kept
    assert kept.refused == ()
    assert {line.sheet for line in refused.refused} == {"人员", "走访"}
    assert refused.refused[0].reason.endswith("为准：户籍在此")
    persons = next(result for result in refused.results if result.sheet == "人员")
    assert (persons.received, persons.accepted, persons.refused) == (9, 8, 1)
    decided = {line.decision for line in refused.decisions}
    assert any(words.startswith("以青山镇") for words in decided)


def test_a_merge_is_an_act_that_is_undone_and_its_number_never_comes_again(
    world: World, tmp_path: Path
) -> None:
    first = merge_month(world.desk, MONTH, tmp_path, passphrase=SECRET)
    assert [row.file_name for row in list_merges(world.desk, MONTH)] == [first.path.name]
    undo_act(world.desk, list_acts(world.desk)[0].id)
    assert list_merges(world.desk) == ()
    second = merge_month(world.desk, MONTH, tmp_path, passphrase=SECRET)
    assert second.path.name != first.path.name
    assert [row.number for row in list_merges(world.desk)] == [2]
