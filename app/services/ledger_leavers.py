"""Why somebody of the last ledger is not in this one, as the register has it: who leaves without a
reason is asked back by the county."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.ledger.columns import PERSONS
from app.ledger.comparing import Moved
from app.ledger.person_keys import looks_like_number
from app.models.person import Person
from app.models.queries import ledger as queries
from app.models.unit_of_work import Session
from app.services.ledger_keys import Subject, person_key, subjects_of
from app.services.person.closing import closing_words

_UNDONE = "登记已撤销"
_MERGED = "与本单位另一份登记是同一人，已合并"
_NUMBERED = "标识已改为身份证号，仍在册，见新增"
_NOBODY_LEFT = "户内已没有在册人员"


def why_left(session: Session, left: Sequence[Moved]) -> Callable[[Moved], str | None]:
    """The reason of each of ``left``; None where the register knows none."""
    subjects = subjects_of(session, {moved.key for moved in left})
    people = queries.people_by_id(session, {s.person_id for s in subjects.values() if s.person_id})

    def why(moved: Moved) -> str | None:
        subject = subjects.get(moved.key, Subject())
        if moved.sheet != PERSONS.key:
            return _UNDONE if subject.household_id is None else _NOBODY_LEFT
        return _of_person(people.get(subject.person_id or 0), moved.key)

    return why


def _of_person(person: Person | None, key: str) -> str | None:
    if person is None:
        return _UNDONE if looks_like_number(key) else None  # a number may also have been put right
    if person.merged_into_id is not None:
        return _MERGED
    if person.closed_on is not None:
        return closing_words(person)
    return _NUMBERED if person_key(person) != key else None
