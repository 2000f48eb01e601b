"""The county's figures are the sum of what was accepted, whatever came how often in which order."""

from __future__ import annotations

import random
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.county import county_board, receive_ledgers
from app.services.county_conflicts import Answer, decide, list_conflicts
from app.services.county_merge import merge_month
from app.services.keys import trusted_roots
from tests.merged_books import read_merged
from tests.samples.ledgers.county_world import (
    MONTH,
    SECRET,
    Rows,
    World,
    county,
    move_in,
    office_name,
    people,
)

SIZES = st.lists(st.lists(st.integers(1, 12), min_size=1, max_size=3), min_size=2, max_size=4)


@dataclass
class Expected:
    """Figures counted here by hand, from the rows that the offices sent last."""

    people: int = 0
    visits: int = 0
    amount: Decimal = Decimal(0)

    def add(self, rows: Rows, gone: set[object]) -> None:
        staying: dict[object, int] = defaultdict(int)
        for person in rows["persons"]:
            staying[person["household_key"]] += person["person_key"] not in gone
        self.people += sum(staying.values())
        self.visits += sum(visit["person_key"] not in gone for visit in rows["contacts"])
        for award in rows["awards"]:
            if staying[award["household_key"]]:
                self.amount += Decimal(str(award["total_amount"]))


def deliver(world: World, folder: Path, files: list[Path], chance: random.Random) -> None:
    """All files in any order, some twice, in several heaps, the heap left over at last."""
    pile = files + chance.sample(files, k=len(files) // 2)
    chance.shuffle(pile)
    cut = chance.randint(0, len(pile))
    for heap in (pile[:cut], pile[cut:], [folder]):
        receive_ledgers(world.desk, heap)


@settings(max_examples=6)
@given(SIZES, st.booleans(), st.randoms(use_true_random=False))
def test_figures_are_those_of_the_last_batches_without_what_was_decided_away(
    batches: list[list[int]], shared: bool, chance: random.Random
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with county(folder / "county", offices=len(batches)) as world:
            expected, claimed, files = Expected(), set[object](), []
            for number, sizes in enumerate(batches, start=1):
                for size in sizes:
                    rows = people(size, number)
                    if shared and number == 2 and size == sizes[-1]:
                        first = people(batches[0][-1], 1)
                        rows, claimed = move_in(rows, first), {first["persons"][0]["person_key"]}
                    files.append(world.send(folder / "stick", number, rows))
                expected.add(rows, claimed if number == 2 else set())
            deliver(world, folder / "stick", files, chance)
            check(world, folder, expected, claimed)


def check(world: World, folder: Path, expected: Expected, claimed: set[object]) -> None:
    assert county_board(world.desk, MONTH).missing == ()
    month = list_conflicts(world.desk, MONTH)
    double = [row for row in month if row.kind == "same_person"]
    assert len(double) == len(claimed)
    for row in double:
        choice = next(c for c in row.choices if c.words.startswith(f"以{office_name(1)}"))
        month = decide(world.desk, month, {row.id}, Answer(choice, "户籍在此"))
    made = merge_month(world.desk, MONTH, folder, passphrase=SECRET)
    assert (made.people, made.visits, made.amount) == (
        expected.people,
        expected.visits,
        expected.amount,
    )
    roots, now = trusted_roots(world.desk), world.desk.clock.now()
    _, book = read_merged(made.path.read_bytes(), roots, at=now)
    summary = book.tables["summary"].sums
    assert int(summary["persons"]) == expected.people
    assert int(summary["contacts"]) == expected.visits
    assert summary["total_amount"] == book.tables["awards"].sums["total_amount"] == expected.amount
    assert book.tables["households"].sums["paid_total"] == expected.amount
