"""Deciding whether two records are one person: side by side, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from app.core.progress import Progress
from app.services.duplicates import Beside, LikelyRow, compare_people, decide
from app.services.merge_people import Merged, merge_people
from app.services.quality import register_edition
from app.ui.ports import Context

LEFT, RIGHT = 1, 2


class PairsScreen(Protocol):
    def show_pairs(self, pairs: tuple[LikelyRow, ...]) -> None: ...

    def show_beside(self, beside: Beside, sides: Mapping[str, int], *, unmasked: bool) -> None: ...

    def show_sides(self, sides: Mapping[str, int]) -> None: ...

    def go_on(self) -> None: ...

    def say(self, words: str) -> None: ...


class PairsPresenter:
    """Keeps which side was picked for each field; ``settled`` is told of what is done."""

    def __init__(
        self, context: Context, view: PairsScreen, settled: Callable[[int, int | None], None]
    ) -> None:
        self._context = context
        self._view = view
        self._settled = settled
        self._pairs: tuple[LikelyRow, ...] = ()
        self._row: LikelyRow | None = None
        self._beside: Beside | None = None
        self._sides: dict[str, int] = {}

    @property
    def sides(self) -> Mapping[str, int]:
        """From which side each field that differs is taken."""
        return self._sides

    def show(self, pairs: tuple[LikelyRow, ...]) -> None:
        """The pairs that were found."""
        self._pairs = pairs
        self._row = self._beside = None
        self._view.show_pairs(pairs)

    def open(self, row: LikelyRow, *, unmask: bool = False) -> None:
        """Put both records side by side; the look is on record."""
        desk = self._context.desk

        def read(_: Progress) -> Beside:
            return compare_people(desk, row.first, row.second, unmask=unmask)

        same = self._row == row
        self._row = row
        self._context.jobs.run(
            read, lambda beside: self._show(beside, unmask, kept=same), latest="check.pair"
        )

    def unmask(self) -> None:
        """Show the sensitive facts of both."""
        if self._row is not None:
            self.open(self._row, unmask=True)

    def pick(self, key: str, side: int) -> None:
        """Take a field from the left or the right record."""
        if key in self._sides:
            self._sides[key] = side
            self._view.show_sides(self._sides)

    def pick_all(self, side: int) -> None:
        """Take every field that both know from one side; what only one knows stays."""
        if self._beside is not None:
            for field in self._beside.fields:
                if field.key in self._sides and field.left and field.right:
                    self._sides[field.key] = side
            self._view.show_sides(self._sides)

    def merge(self) -> None:
        """One person: make one record of the two."""
        row, beside = self._row, self._beside
        if row is None or beside is None:
            return
        if not self._context.ask.confirm(
            f"{row.names[0]}和{row.names[1]}是同一人，合并成一份记录吗？",
            "类别、走访、家庭、证明材料等都归到保留的那份，不会丢失；合并可以撤销。",
            yes="同一人并合并",
        ):
            return
        desk, keep, drop = self._context.desk, *_keep_and_drop(beside)
        choices = {
            key: beside.first if side == LEFT else beside.second
            for key, side in self._sides.items()
        }
        reason = "、".join(row.reasons)

        def act(_: Progress) -> tuple[Merged, int]:
            merged = merge_people(desk, keep, drop, choices, reason=reason)
            return merged, register_edition(desk)

        self._context.jobs.run(
            act, lambda done: self._merged(row, drop, *done), title="正在合并记录"
        )

    def not_same(self) -> None:
        """Two people: remember it, with the reason, and never ask again."""
        row, desk = self._row, self._context.desk
        if row is None:
            return
        reason = self._context.ask.line(
            "不是同一人",
            "怎么知道是两个人？写明理由，以后不再提示这一对。",
            text="已核实，是两个人",
        )
        if reason is None:
            return

        def act(_: Progress) -> int:
            decide(desk, row.first, row.second, same=False, reason=reason)
            return register_edition(desk)

        self._context.jobs.run(
            act, lambda edition: self._finish(row, None, edition), title="正在保存"
        )

    def later(self) -> None:
        """Leave this pair for another time."""
        self._view.go_on()

    def _show(self, beside: Beside, unmasked: bool, *, kept: bool) -> None:
        self._beside = beside
        if not kept or not self._sides:
            self._sides = _default_sides(beside)
        self._view.show_beside(beside, self._sides, unmasked=unmasked)

    def _merged(self, row: LikelyRow, drop: int, merged: Merged, edition: int) -> None:
        self._finish(row, drop, edition)
        self._view.say("已合并。撤销：人员页按 Ctrl+Z，或 设置 → 操作记录。")
        if merged.flags:
            self._context.ask.tell("已合并。请核对：", "\n".join(merged.flags))

    def _finish(self, row: LikelyRow, gone: int | None, edition: int) -> None:
        left = (pair for pair in self._pairs if pair != row)
        self.show(tuple(p for p in left if gone is None or gone not in {p.first, p.second}))
        self._settled(edition, gone)
        self._context.changed()


def _default_sides(beside: Beside) -> dict[str, int]:
    """What only one knows comes from there; of the rest what the kept record says."""
    keep, _ = _keep_and_drop(beside)
    usual = LEFT if keep == beside.first else RIGHT
    sides = {
        field.key: usual if bool(field.left) == bool(field.right) else LEFT if field.left else RIGHT
        for field in beside.fields
        if field.differs
    }
    if "id_no" in sides and "no_id_reason" in sides:
        sides["no_id_reason"] = sides["id_no"]  # who has a number needs no reason
    return sides


def _keep_and_drop(beside: Beside) -> tuple[int, int]:
    """The record with an identity number stays, of two with or without one the older."""
    number = next((field for field in beside.fields if field.key == "id_no"), None)
    if number is not None and number.right and not number.left:
        return beside.second, beside.first
    return beside.first, beside.second
