"""Which values an import takes and which stay, while the clerk looks at them. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.services.import_changes import RULE_NAMES, Rule, ValueChange, default_kept
from app.services.import_missing import EndHolding, MissingRow
from app.services.import_writing import ChangeId


@dataclass
class ChangeChoices:
    """``kept`` values stay as the register has them; ``ends`` are reasons by holding. What was
    chosen one by one stands when the rule is changed."""

    changes: tuple[ValueChange, ...] = ()
    rule: Rule = Rule.KEEP
    kept: set[ChangeId] = field(default_factory=set)
    ends: dict[int, str] = field(default_factory=dict)
    _by_hand: dict[ChangeId, bool] = field(default_factory=dict)

    def start(self, changes: Sequence[ValueChange]) -> None:
        """Look at other values; the rule stays, and what was chosen of those still there."""
        self.changes = tuple(changes)
        there = {change.id for change in self.changes}
        self._by_hand = {key: kept for key, kept in self._by_hand.items() if key in there}
        self.follow(self.rule)

    def forget(self) -> None:
        """Nothing was chosen."""
        self.changes, self.rule = (), Rule.KEEP
        self.kept, self.ends, self._by_hand = set(), {}, {}

    def follow(self, rule: Rule) -> None:
        """Let ``rule`` settle what the clerk has not chosen."""
        self.rule = rule
        self.kept = set(default_kept(self.changes, rule))
        for key, keep in self._by_hand.items():
            (self.kept.add if keep else self.kept.discard)(key)

    def choose(self, changes: Iterable[ValueChange], *, keep: bool) -> None:
        """Keep ours, or take theirs, for these."""
        for change in changes:
            self._by_hand[change.id] = keep
            (self.kept.add if keep else self.kept.discard)(change.id)

    def turn(self, changes: Sequence[ValueChange]) -> None:
        """The other side than now; several go the way the first one goes."""
        if changes:
            self.choose(changes, keep=changes[0].id not in self.kept)

    def side(self, change: ValueChange) -> str:
        """保留登记 or 采用表格."""
        return RULE_NAMES[Rule.KEEP if change.id in self.kept else Rule.TAKE]

    def shown(self, label: str, kind: str) -> list[ValueChange]:
        """Those of one field ("": all) and one kind ("": all, "conflict", "plain")."""
        return [
            change
            for change in self.changes
            if label in {"", change.label} and kind in {"", _kind(change)}
        ]

    def labels(self) -> list[tuple[str, str]]:
        """The fields that change, with how often."""
        counts: dict[str, int] = {}
        for change in self.changes:
            counts[change.label] = counts.get(change.label, 0) + 1
        return [(label, f"{label}（{count}）") for label, count in counts.items()]

    def words(self) -> str:
        """How many are taken, how many stay, how many are conflicts."""
        conflicts = sum(change.conflict for change in self.changes)
        return (
            f"共 {len(self.changes)} 项不同，其中冲突 {conflicts} 项；"
            f"采用表格 {len(self.changes) - len(self.kept)} 项，保留登记 {len(self.kept)} 项"
        )

    def end(self, rows: Iterable[MissingRow], reason: str) -> None:
        """End these categories for ``reason``; without one they go on."""
        for row in rows:
            if reason:
                self.ends[row.holding_id] = reason
            else:
                self.ends.pop(row.holding_id, None)

    def ended(self) -> tuple[EndHolding, ...]:
        return tuple(EndHolding(holding, reason) for holding, reason in self.ends.items())


def _kind(change: ValueChange) -> str:
    return "conflict" if change.conflict else "plain"
