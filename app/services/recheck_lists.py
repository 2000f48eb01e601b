"""The contacts that a sample is drawn from: the office's own, or those in the county's ledgers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.core.periods import Period, Span, add_months, periods_in
from app.core.progress import Progress, silent
from app.core.terms import CONTACT_NAMES, ContactKind, Role
from app.core.visitors import visitor_names
from app.ledger.columns import CONTACTS
from app.ledger.table import Value
from app.ledger.verifying import Verified
from app.models.queries import contact_list as queries
from app.services.county import accepted_contents
from app.services.desk import Desk
from app.services.office import expect_office


@dataclass(frozen=True)
class Listed:
    """One contact of the list. ``contact_id`` is None at the county, ``office_code`` empty at the
    township."""

    contact_no: str
    contact_id: int | None
    office_code: str
    office: str
    name: str
    village: str
    group: str
    day: date
    kind_name: str
    visitors: str

    @property
    def number(self) -> str:
        """What the contact is called on the list; the same on every list."""
        return f"{self.office_code}:{self.contact_no}" if self.office_code else self.contact_no


@dataclass(frozen=True)
class Scope:
    """Which contacts: made on these days; what is empty leaves nothing out. ``place`` is a village,
    at the county an office."""

    first: date
    last: date
    place: str = ""
    kind: str = ""
    visitor: str = ""

    @property
    def words(self) -> str:
        """``2026-05-01 至 2026-05-31，清水村，上门入户，走访人王干部``."""
        parts = [
            f"{self.first} 至 {self.last}",
            self.place or "不限地方",
            self.kind or "全部方式",
        ]
        return "，".join([*parts, *([f"走访人{self.visitor}"] if self.visitor else [])])


def contacts_in(desk: Desk, scope: Scope, progress: Progress = silent) -> tuple[Listed, ...]:
    """The contacts that were made within ``scope``, attempts not among them."""
    at_county = expect_office(desk).role is Role.COUNTY
    found = _of_ledgers(desk, scope, progress) if at_county else _own(desk, scope)
    return tuple(
        one
        for one in found
        if (not scope.place or scope.place in {one.village, one.office})
        and (not scope.kind or one.kind_name == scope.kind)
        and (not scope.visitor or scope.visitor in visitor_names(one.visitors))
    )


def _own(desk: Desk, scope: Scope) -> Iterator[Listed]:
    office = expect_office(desk).name
    with desk.store.read() as session:
        lines = queries.contacts_between(session, scope.first, scope.last)
    for line in lines:
        if line.done:
            yield Listed(
                contact_no=f"C{line.id}",
                contact_id=line.id,
                office_code="",
                office=office,
                name=line.name,
                village=line.village or "",
                group=line.group or "",
                day=line.day,
                kind_name=CONTACT_NAMES[ContactKind(line.kind)],
                visitors=line.visitors or "",
            )


def _of_ledgers(desk: Desk, scope: Scope, progress: Progress) -> Iterator[Listed]:
    """From the newest accepted ledgers. A ledger may begin in the month before its own; the newer
    one of two that tell of the same contact counts."""
    end = add_months(scope.last, 1)
    months = [f"{m.first:%Y-%m}" for m in periods_in(Period(scope.first, end), Span.MONTH)]
    found: dict[tuple[str, str], Listed] = {}
    for place, month in enumerate(months):
        progress(place, len(months), f"读取 {month} 的台账")
        for ledger in accepted_contents(desk, month).values():
            for one in _of_ledger(ledger):
                if scope.first <= one.day <= scope.last:
                    found[one.office_code, one.contact_no] = one
    yield from found.values()


def _of_ledger(ledger: Verified) -> Iterator[Listed]:
    content = ledger.content
    table = content.tables[CONTACTS.key]
    for values in table.rows:
        row: Mapping[str, Value] = {key: values[at] for key, at in table.sheet.index.items()}
        day = row["day"]
        if row["done"] and isinstance(day, date):
            yield Listed(
                contact_no=_text(row["contact_no"]),
                contact_id=None,
                office_code=content.head.office_code,
                office=content.head.office_name,
                name=_text(row["name"]),
                village=_text(row["village"]),
                group=_text(row["group"]),
                day=day,
                kind_name=_text(row["kind"]),
                visitors=_text(row["visitor"]),
            )


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""
