"""What an agreement does to the record of the person cared for, inside an act: the carer among the
people around the person, the carer's name in the record, and the task to find another."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from app.core.matter_kinds import matter_kinds
from app.core.terms import CareEnd, KinRole, MatterOutcome, MatterState
from app.models.care import CareAgreement, Carer
from app.models.circumstances import Kin
from app.models.person import Person
from app.models.queries import care as queries
from app.models.queries import matters as matter_queries
from app.models.unit_of_work import Work
from app.rules.finders.carers import without_carer
from app.rules.finders.look import Look
from app.rules.findings import key_of
from app.rules.register_snapshot import Register
from app.services.desk import Desk
from app.services.matter_finding import close, keep_findings
from app.services.office import expect_office

_ALONE = without_carer.__name__
_FOUND = "已落实护理人，或不再需要"
_PROGRAM = "护理协议"


@dataclass(frozen=True)
class Ended:
    """One agreement that ends, as a preview or a result names it."""

    agreement_id: int
    number: str
    person_id: int
    person: str
    village: str


def ended_of(line: queries.AgreementLine) -> Ended:
    """An agreement as a preview names it."""
    one, person = line.agreement, line.person
    return Ended(one.id, one.number, person.id, person.name, line.village or "")


def stand_by(work: Work, agreement: CareAgreement, carer: Carer, today: date) -> None:
    """Write the carer down among the people around the person, once; and in the record, once the
    agreement has begun."""
    person = work.session.get_one(Person, agreement.person_id)
    kin = _known_kin(work, agreement, carer) or Kin(
        person_id=person.id, role=KinRole.CARER, name=carer.name, start=agreement.start
    )
    work.session.add(kin)
    _write_kin(kin, carer)
    kin.relation = agreement.relation or kin.relation
    work.session.flush()
    agreement.kin_id = kin.id
    if agreement.start <= today or person.carer_name is None:
        _write_person(person, carer)


def follow_carer(work: Work, carer: Carer, before: str, today: date) -> None:
    """What the record of a carer says now, in the records of those cared for; ``before`` is the
    name under which they know the carer."""
    for line in queries.agreements(work.session, carer_id=carer.id):
        if line.agreement.ended_on is None and line.agreement.end >= today:
            kin = work.session.get(Kin, line.agreement.kin_id)
            if kin is not None and kin.end is None:
                kin.name = carer.name
                _write_kin(kin, carer)
            if line.person.carer_name == before:
                _write_person(line.person, carer)


def end_now(work: Work, agreement: CareAgreement, day: date, reason: CareEnd) -> None:
    """End an agreement with ``day`` as its last, and what the record says of its carer."""
    agreement.ended_on, agreement.end_reason = day, reason
    kin = work.session.get(Kin, agreement.kin_id) if agreement.kin_id else None
    if kin is not None and kin.end is None:
        kin.end = max(day, kin.start or day)
    person = work.session.get_one(Person, agreement.person_id)
    carer = work.session.get_one(Carer, agreement.carer_id)
    if person.merged_into_id is None and person.carer_name == carer.name:
        person.carer_name = person.carer_id_no = person.carer_phone = None


def lose_qualification(work: Work, desk: Desk, carer: Carer, *, day: date, reason: str) -> int:
    """The qualification ends, and with it every agreement that runs or is to begin (S3.217); each
    person left alone becomes a task at once. Returns how many agreements ended."""
    carer.disqualified_on, carer.disqualified_reason = day, reason
    ending = running(queries.agreements(work.session, carer_id=carer.id), day)
    for line in ending:
        begun = line.agreement.start <= desk.clock.today()
        last = max(day, line.agreement.start) if begun else day
        end_now(work, line.agreement, last, CareEnd.DISQUALIFIED)
    settle_alone(work, desk, {line.person.id for line in ending})
    return len(ending)


def running(lines: Iterable[queries.AgreementLine], day: date) -> tuple[queries.AgreementLine, ...]:
    """The agreements that have not ended by ``day``."""
    return tuple(
        line for line in lines if line.agreement.ended_on is None and line.agreement.end >= day
    )


def settle_alone(work: Work, desk: Desk, people: Collection[int]) -> None:
    """Bring the tasks to find a carer for these people up to what the agreements say now."""
    work.session.flush()
    today = desk.clock.today()
    terms = [term for term in queries.care_terms(work.session) if term.person_id in people]
    register = Register(care=terms, interim_carers=queries.people_with_carer(work.session, today))
    findings = list(without_carer(Look(register, desk.policy, today, expect_office(desk).code)))
    keep_findings(work, desk, findings)
    settled = {key_of(_ALONE, one) for one in people} - {finding.key for finding in findings}
    now = desk.clock.now().replace(tzinfo=None)
    for matter in matter_queries.matters_by_key(work.session, settled).values():
        if matter.state != MatterState.CLOSED:
            close(matter, MatterOutcome.GONE, _FOUND, now=now, by=_PROGRAM)


def replacement_due(desk: Desk) -> date | None:
    """The last good day to find a carer for somebody who is left alone today."""
    look = Look(Register(), desk.policy, desk.clock.today(), expect_office(desk).code)
    return look.dues[matter_kinds()[_ALONE].code]


def _known_kin(work: Work, agreement: CareAgreement, carer: Carer) -> Kin | None:
    """The same carer who stands there already, by hand or by the agreement before."""
    return next(
        (
            kin
            for kin in queries.standing_by(work.session, agreement.person_id, agreement.start)
            if kin.end is None
            and kin.name == carer.name
            and (not kin.id_no or not carer.id_no or kin.id_no == carer.id_no)
        ),
        None,
    )


def _write_kin(kin: Kin, carer: Carer) -> None:
    kin.other_id = carer.person_id
    kin.id_no = carer.id_no or kin.id_no
    kin.phone = carer.phone or kin.phone
    kin.address = carer.address or kin.address


def _write_person(person: Person, carer: Carer) -> None:
    person.carer_name, person.carer_id_no = carer.name, carer.id_no
    person.carer_phone = carer.phone
