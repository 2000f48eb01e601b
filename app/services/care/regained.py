"""What a failed score had ended comes back when the score turns out to have been wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.terms import CareEnd
from app.models.care import CareAgreement, Carer, CareScore
from app.models.circumstances import Kin
from app.models.queries import care as queries
from app.models.unit_of_work import Session, Work
from app.services.care.standing import Ended, ended_of, settle_alone, stand_by
from app.services.desk import Desk


@dataclass(frozen=True)
class Regained:
    """What follows when a failed score no longer counts. ``qualified``: the qualification is back,
    and with it the agreements ``back``; ``stay`` are those that stay ended, because somebody else
    cares by now or the person has died or left. ``other``: another failed score that goes on
    holding the qualification off."""

    qualified: bool = False
    back: tuple[Ended, ...] = ()
    stay: tuple[Ended, ...] = ()
    other: CareScore | None = None


def would_regain(session: Session, carer: Carer, score: CareScore) -> Regained:
    """What would come back without ``score``; nothing, where the qualification was not lost by it,
    or has been given back since."""
    act = queries.act_of_loss(session, carer.id)
    if carer.disqualified_on is None or act is None:
        return Regained()
    if score.id not in queries.rows_changed(session, act, CareScore):
        return Regained()
    lines = queries.agreements(session, carer_id=carer.id)
    scores = queries.scores(session, agreements=[line.agreement.id for line in lines])
    other = next(
        (
            one
            for one in scores
            if not one.passed and one.id != score.id and one.scored_on >= carer.qualified_on
        ),
        None,
    )
    if other is not None:
        return Regained(other=other)
    ended = queries.rows_changed(session, act, CareAgreement)
    lost = [
        line
        for line in lines
        if line.agreement.id in ended and line.agreement.end_reason == CareEnd.DISQUALIFIED
    ]
    stay = [line for line in lost if _is_settled(session, line)]
    return Regained(
        qualified=True,
        back=tuple(ended_of(line) for line in lost if line not in stay),
        stay=tuple(ended_of(line) for line in stay),
    )


def _is_settled(session: Session, line: queries.AgreementLine) -> bool:
    """Whether the person needs this agreement no more: dead, gone, or with another carer."""
    if line.person.closed_on is not None or line.person.death_date is not None:
        return True
    return any(
        other.id != line.agreement.id
        and _last(other) > (line.agreement.ended_on or line.agreement.start)
        and other.start < line.agreement.end
        for other in (
            one.agreement for one in queries.agreements(session, person_id=line.person.id)
        )
    )


def _last(agreement: CareAgreement) -> date:
    return agreement.end if agreement.ended_on is None else min(agreement.end, agreement.ended_on)


def regain(work: Work, desk: Desk, carer: Carer, score: CareScore) -> Regained:
    """Take back what ``score`` ended: the qualification, the agreements nobody has replaced, what
    the records of those cared for say of the carer, the tasks to find another."""
    with work.session.no_autoflush:
        found = would_regain(work.session, carer, score)
    if not found.qualified:
        return found
    carer.disqualified_on = carer.disqualified_reason = None
    _bring_back(work, carer, [one.agreement_id for one in found.back], desk.clock.today())
    settle_alone(work, desk, {one.person_id for one in found.back})
    return found


def _bring_back(work: Work, carer: Carer, ids: Sequence[int], today: date) -> None:
    for line in queries.agreements(work.session, ids=ids):
        agreement = line.agreement
        last, agreement.ended_on, agreement.end_reason = agreement.ended_on, None, None
        kin = work.session.get(Kin, agreement.kin_id) if agreement.kin_id else None
        if kin is not None and last is not None and kin.end == max(last, kin.start or last):
            kin.end = None
        work.session.flush()
        stand_by(work, agreement, carer, today)
