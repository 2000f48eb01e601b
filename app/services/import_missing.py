"""Who stood on an earlier provincial list and is not on the newer one (不在新名单上).

They are only told: a category is ended by the clerk, with a reason, never by an import itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.codes import category_name
from app.core.errors import UserError
from app.importers.planned import Action, ImportPlan, PlannedFile
from app.models.exchange import ImportBatch
from app.models.holding import Holding
from app.models.queries import imports as queries
from app.models.queries import office as office_queries
from app.models.unit_of_work import Session, Work
from app.services.desk import Desk
from app.services.faces import id_on_screen

REASONS = ("去世", "不再符合条件", "本人自愿退出", "迁出本地", "转为其他类别", "其他")


@dataclass(frozen=True)
class MissingRow:
    """Somebody who holds a category because of an earlier list and is missing from this one."""

    holding_id: int
    person_id: int
    name: str
    id_masked: str
    village: str
    category: str
    since: date
    before: str
    now: str


@dataclass(frozen=True)
class EndHolding:
    """The clerk's decision to end a category with today, and why."""

    holding_id: int
    reason: str


def missing_people(session: Session, plan: ImportPlan) -> tuple[MissingRow, ...]:
    """Those who are missed by the whole lists among the files of ``plan``."""
    villages = {region.id: region.name for region in office_queries.villages(session)}
    earlier = queries.batches(session)
    rows: list[MissingRow] = []
    for layout in dict.fromkeys(file.layout for file in plan.files if file.whole):
        files = [file for file in plan.files if file.whole and file.layout == layout]
        for code, named in _by_category(plan, files).items():
            lists = _lists_before(earlier, layout, max(_days(files), default=None))
            for holding, person in queries.holdings_by_basis(session, [code], lists):
                if person.id_key in named:
                    continue
                rows.append(
                    MissingRow(
                        holding_id=holding.id,
                        person_id=person.id,
                        name=person.name,
                        id_masked=id_on_screen(person.id_no),
                        village=villages.get(person.village_id or 0, ""),
                        category=category_name(code),
                        since=holding.start,
                        before=holding.basis or "",
                        now="、".join(sorted({file.path.name for file in files})),
                    )
                )
    return tuple(rows)


def _by_category(plan: ImportPlan, files: Sequence[PlannedFile]) -> dict[str, set[str | None]]:
    """Who the files name for each category; refused rows count, for they are named too."""
    names = {file.path.name for file in files}
    found: dict[str, set[str | None]] = {}
    for person in plan.people:
        for category in person.categories:
            if category.basis in names and person.action is not Action.REFUSED:
                found.setdefault(category.code, set()).add(person.id_key)
    refused = {
        key
        for person in plan.people
        if person.action is Action.REFUSED and person.place.file in names
        for key in person.candidates
    }
    return {code: keys | refused for code, keys in found.items()}


def _days(files: Iterable[PlannedFile]) -> list[date]:
    return [file.day for file in files if file.day is not None]


def _lists_before(earlier: Sequence[ImportBatch], layout: str, day: date | None) -> list[str]:
    """The names of earlier lists of this kind; none when the list at hand is older than one."""
    lists: list[str] = []
    for batch in earlier:
        for file in batch.files:
            if file.get("layout") != layout:
                continue
            before = file.get("day")
            if day is not None and before is not None and date.fromisoformat(before) > day:
                return []
            lists.append(file["name"])
    return lists


def end_missing(work: Work, desk: Desk, decisions: Sequence[EndHolding]) -> int:
    """End these categories with today; how many. Raises ``UserError`` when a reason is missing."""
    today = desk.clock.today()
    for decision in decisions:
        if not decision.reason.strip():
            raise UserError("停止类别要写原因。", "", "请选择或填写原因。")
        holding = work.session.get(Holding, decision.holding_id)
        if holding is not None and holding.end is None:
            holding.end = today
            why = f"停止原因：{decision.reason.strip()}"
            holding.basis = f"{holding.basis}；{why}" if holding.basis else why
            holding.confirmed_by = desk.actor.name
    return len(decisions)
