"""What followed from the contacts of a month, for the ledger: carers' scores, matters."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.matter_kinds import kind_name, kinds_of_ledger
from app.core.periods import Period
from app.core.terms import (
    CARE_END_NAMES,
    CARE_GRADE_NAMES,
    MATTER_OUTCOME_NAMES,
    MATTER_STATE_NAMES,
    CareEnd,
    CareGrade,
    MatterOutcome,
    MatterState,
)
from app.ledger.columns import CARE_FAILED, CARE_PASSED, CARE_UNSCORED
from app.models.care import CareAgreement, Carer, CareScore
from app.models.matter import Matter
from app.models.person import Person
from app.models.queries import ledger as queries
from app.models.unit_of_work import Session
from app.services.ledger_keys import person_key

Row = dict[str, object]


def care_rows(
    session: Session, villages: Mapping[int, str], month: str, window: Period
) -> list[Row]:
    """A row for each care agreement in force (S3.402), assessed or not."""
    return [
        _care(agreement, carer, person, score) | {"village": villages.get(person.village_id or 0)}
        for agreement, carer, person, score in queries.agreements_in(session, month, window)
    ]


def _care(
    agreement: CareAgreement,
    carer: Carer,
    person: Person,
    score: CareScore | None,
) -> Row:
    row: Row = {
        "agreement_no": agreement.number,
        "name": person.name,
        "group": person.group_name,
        "carer": carer.name,
        "relation": agreement.relation,
        "fee": agreement.fee,
        "result": CARE_UNSCORED,
        "ended_on": agreement.ended_on,
        "note": _end_words(agreement),
        "person_key": person_key(person),
    }
    if score is None:
        return row
    return row | {
        "score": score.total,
        "result": CARE_PASSED if score.passed else CARE_FAILED,
        "grade": CARE_GRADE_NAMES[CareGrade(score.grade)] if score.grade else None,
        "scored_on": score.scored_on,
        "told_on": score.told_on,
    }


def _end_words(agreement: CareAgreement) -> str | None:
    reason = agreement.end_reason
    return CARE_END_NAMES[CareEnd(reason)] if reason else None


def matter_rows(session: Session, villages: Mapping[int, str], window: Period) -> list[Row]:
    """A row for each matter that a visit or a request brought (S0.211)."""
    found = queries.matters_in(session, kinds_of_ledger(), window)
    return [
        _matter(matter, person, villages.get(village or 0), window)
        for matter, person, village in found
    ]


def _matter(matter: Matter, person: Person | None, village: str | None, window: Period) -> Row:
    closed = matter.state == MatterState.CLOSED
    late = matter.due_on is not None and matter.due_on <= window.last and not closed
    return {
        "matter_no": f"M{matter.id}",
        "name": person.name if person else None,
        "village": village,
        "kind": kind_name(matter.kind),
        "words": matter.words,
        "opened_on": matter.opened_at.date(),
        "due_on": matter.due_on,
        "department": matter.department,
        "state": MATTER_STATE_NAMES[MatterState(matter.state)],
        "late": late,
        "outcome": MATTER_OUTCOME_NAMES[MatterOutcome(matter.outcome)] if matter.outcome else None,
        "closed_on": matter.closed_on,
        "person_key": person_key(person) if person else None,
    }
