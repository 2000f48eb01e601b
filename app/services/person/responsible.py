"""Who is and was responsible for a person, from day to day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.models.queries.cadres import Named, named
from app.rules.engine.parameters import Policy
from app.rules.pairing import pairing_title
from app.services.faces import deputy_words
from app.services.person.record import Record


@dataclass(frozen=True)
class NamedLine:
    """Somebody who is or was responsible, as the directory knows the cadre; ``programme`` in words
    (empty: for everything), ``deputy`` who stands in that day. ``cadre_id`` 0: not in the
    directory. ``now``: on the day of the view."""

    id: int
    cadre_id: int
    name: str
    unit: str
    post: str
    phone: str
    programme_key: str
    programme: str
    start: date
    end: date | None
    end_reason: str
    deputy: str
    left: bool
    now: bool


def named_lines(record: Record, policy: Policy, day: date) -> tuple[NamedLine, ...]:
    """Who is responsible on ``day`` first, then who was, newest first."""
    lines = [
        _named_line(named(row, record.cadres, day), policy)
        for row in sorted(record.responsible, key=lambda row: (row.start, row.id), reverse=True)
    ]
    return tuple(sorted(lines, key=lambda line: not line.now))


def _named_line(one: Named, policy: Policy) -> NamedLine:
    row = one.row
    return NamedLine(
        id=row.id,
        cadre_id=row.cadre_id or 0,
        name=one.name,
        unit=one.unit,
        post=one.post,
        phone=one.phone,
        programme_key=row.programme or "",
        programme=pairing_title(policy, row.programme),
        start=row.start,
        end=row.end,
        end_reason=row.end_reason or "",
        deputy=deputy_words(one),
        left=one.left,
        now=row.start <= one.day and (row.end is None or row.end >= one.day),
    )
