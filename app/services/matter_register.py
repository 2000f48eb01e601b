"""The register as finders see it."""

from __future__ import annotations

from app.core.contact_answers import tells_needs_by_boxes, with_needs
from app.models.queries import care
from app.models.queries import register_parts as queries
from app.models.unit_of_work import Session
from app.rules.finders.look import Look
from app.rules.register_snapshot import (
    Excused,
    Held,
    Home,
    Listed,
    Paid,
    Register,
    Someone,
    Told,
    Try,
    Wished,
)
from app.services.desk import Desk
from app.services.forms import printed_forms
from app.services.office import OfficeView, adopted_windows, expect_office


def look_at(desk: Desk) -> Look:
    """The register as of today. Raises ``UserError`` before the office is set up."""
    office = expect_office(desk)
    with desk.store.read() as session:
        register = read_register(session, desk, office)
    return Look(register, desk.policy, desk.clock.today(), office.code)


def read_register(session: Session, desk: Desk, office: OfficeView) -> Register:
    """Everybody still on the register, and what hangs on them today."""
    today = desk.clock.today()
    homes = queries.rows_of_homes(session, Home._fields[1:])
    tries = queries.by_first(queries.tries_since_reached(session, today))
    held = queries.by_first(queries.held_on(session, today))
    awards = queries.by_first(queries.awards_on(session, today))
    benefits = queries.by_first(queries.benefits_on(session, today))
    forms = printed_forms(session)
    by_boxes = [at for at, form in forms.items() if at is not None and tells_needs_by_boxes(form)]
    told = queries.newest_told(session, today, by_boxes)
    return Register(
        people=[Someone(*row) for row in queries.rows_of_people(session, Someone._fields[3:])],
        homes={row[0]: Home(*row) for row in homes},
        held={person: [Held(*row) for row in rows] for person, rows in held.items()},
        awards={home: [Paid(*row) for row in rows] for home, rows in awards.items()},
        benefits={person: [Paid(*row) for row in rows] for person, rows in benefits.items()},
        told={
            person: Told(contact, day, with_needs(forms[layout], answers))
            for person, contact, day, answers, layout in told
        },
        tries={person: [Try(*row) for row in rows] for person, rows in tries.items()},
        excuses={
            person: [Excused(*row) for row in rows]
            for person, rows in queries.by_first(queries.excuses_on(session, today)).items()
        },
        checked=queries.checked_on(session, today),
        assessed=queries.assessed_on(session, today),
        responsible=queries.responsible_on(session, today),
        adopted=adopted_windows(office),
        ledgers=queries.ledgers_sent(session),
        care=care.care_terms(session),
        interim_carers=care.people_with_carer(session, today),
        care_scored=care.care_scored(session),
        wishes=[Wished(*row) for row in queries.wishes_claimed(session)],
        festivals={day: Listed(*rest) for day, *rest in queries.festival_lists(session)},
        activities=queries.activity_days(session),
    )
