"""Finding matters: every finder over the register, and what that changes in the list."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from app.core.matter_kinds import kind_name
from app.core.progress import Progress, silent
from app.core.terms import MatterOutcome, MatterState
from app.models.matter import Matter
from app.models.queries import matters as queries
from app.models.unit_of_work import Work
from app.rules.finders import finders
from app.rules.finders.look import Look
from app.rules.findings import Finding
from app.services.desk import Desk
from app.services.matter_register import read_register
from app.services.office import expect_office
from app.services.suggestions import PROPOSED, category_findings

FIND = "find_matters"
_GONE = "核对登记时，原因已不存在"
_PROGRAM = "核对登记"


@dataclass(frozen=True)
class Kept:
    """What findings changed in the list of matters."""

    opened: int = 0
    reopened: int = 0
    changed: int = 0
    gone: int = 0

    @property
    def words(self) -> str:
        """``新增 3 件事项，重新打开 1 件，自行消除 2 件``."""
        parts = [f"新增 {self.opened} 件事项"]
        for count, words in (
            (self.reopened, "重新打开"),
            (self.changed, "情况有变"),
            (self.gone, "自行消除"),
        ):
            if count:
                parts.append(f"{words} {count} 件")
        return "，".join(parts)


def find_matters(desk: Desk, progress: Progress = silent) -> Kept:
    """Run every finder over the register of today, ask for proposed categories, and bring the list
    of matters up to it, as one act. Raises ``Cancelled``; then nothing has changed."""
    office = expect_office(desk)
    with desk.write(FIND, _PROGRAM) as work:
        steps = len(finders()) + 2
        progress(0, steps, "读取登记")
        register = read_register(work.session, desk, office)
        look = Look(register, desk.policy, desk.clock.today(), office.code)
        findings: list[Finding] = []
        for place, (name, finder) in enumerate(finders().items(), start=1):
            progress(place, steps, kind_name(name))
            findings += finder(look)
        findings += category_findings(work.session, look, findings)
        progress(steps - 1, steps, "记入事项")
        kept = keep_findings(work, desk, findings, sweep={*finders(), *PROPOSED})
        work.describe(f"{_PROGRAM}，{kept.words}")
    return kept


def keep_findings(
    work: Work,
    desk: Desk,
    findings: Iterable[Finding],
    *,
    sweep: Collection[str] = (),
    gone: str = _GONE,
    by: str = _PROGRAM,
) -> Kept:
    """Make matters of ``findings`` inside ``work``.

    One that is open already is brought up to date. One that was closed is opened again when the
    cause had gone and is back, or when its facts have changed since a clerk closed it. Open matters
    of the kinds in ``sweep`` that are not among the findings have lost their cause and are closed,
    with ``gone`` as the reason; ``by`` says what found them.
    """
    found = {finding.key: finding for finding in findings}
    if sweep:
        known = queries.matters_of_kinds(work.session, sweep)
    else:
        known = queries.matters_by_key(work.session, found)
    now = desk.clock.now().replace(tzinfo=None)
    counts = {"opened": 0, "reopened": 0, "changed": 0, "gone": 0}
    for key, finding in found.items():
        what = _keep(work, known.get(key), finding, now=now, by=by)
        if what:
            counts[what] += 1
    for key, matter in known.items():
        if key not in found and matter.kind in sweep and matter.state != MatterState.CLOSED:
            close(matter, MatterOutcome.GONE, gone, now=now, by=by)
            counts["gone"] += 1
    return Kept(**counts)


def _keep(work: Work, matter: Matter | None, finding: Finding, *, now: datetime, by: str) -> str:
    if matter is None:
        work.session.add(_new(finding, now, by))
        return "opened"
    facts = dict(finding.facts)
    if matter.state != MatterState.CLOSED:
        return "changed" if _update(matter, finding) else ""
    if matter.outcome == MatterOutcome.GONE or matter.facts != facts:
        _update(matter, finding)
        open_again(matter, now=now, by=by)
        matter.due_on = finding.due
        matter.department = finding.department or None
        return "reopened"
    return ""


def _new(finding: Finding, now: datetime, by: str) -> Matter:
    matter = Matter(
        key=finding.key,
        kind=finding.kind,
        person_id=finding.person_id,
        household_id=finding.household_id,
        opened_at=now,
        opened_by=by,
        due_on=finding.due,
        department=finding.department or None,
        state=MatterState.OPEN,
    )
    _update(matter, finding)
    return matter


def _update(matter: Matter, finding: Finding) -> bool:
    """Bring what was found up to date; when it is due stays as it was first said."""
    values = {
        "words": finding.words,
        "remedy": finding.remedy or None,
        "source": finding.source or None,
        "facts": dict(finding.facts),
        "contact_id": finding.contact_id,
    }
    changed = {key: value for key, value in values.items() if getattr(matter, key) != value}
    for key, value in changed.items():
        setattr(matter, key, value)
    return bool(changed)


def close(matter: Matter, outcome: MatterOutcome, reason: str, *, now: datetime, by: str) -> None:
    """End a matter; what was answered and told stays with it."""
    matter.state = MatterState.CLOSED
    matter.outcome = outcome
    matter.reason = reason
    matter.closed_on = now.date()
    matter.closed_by = by


def solve(work: Work, desk: Desk, matter: int | str, reason: str) -> None:
    """Close a matter, by id or key, because what was done inside ``work`` has solved it; one that
    is not open, or not there, is no matter."""
    if isinstance(matter, int):
        found = work.session.get(Matter, matter)
    else:
        found = queries.matters_by_key(work.session, [matter]).get(matter)
    if found is not None and found.state != MatterState.CLOSED:
        now = desk.clock.now().replace(tzinfo=None)
        close(found, MatterOutcome.SOLVED, reason, now=now, by=desk.actor.name)


def open_again(matter: Matter, *, now: datetime, by: str) -> None:
    """Begin a matter anew; how it ended before stays in its story."""
    matter.state = MatterState.OPEN
    matter.opened_at, matter.opened_by = now, by
    matter.outcome = matter.reason = matter.closed_by = matter.answer = None
    matter.closed_on = matter.answered_on = matter.told_on = None
