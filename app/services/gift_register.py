"""The one register of what was given to whom, and how it is spread (S0.231)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.errors import UserError
from app.core.periods import Period
from app.core.terms import GIFT_SOURCE_NAMES, GiftSource
from app.models.queries import codes as code_queries
from app.models.queries import giving as queries
from app.models.queries import people as people_queries
from app.models.unit_of_work import Session
from app.rules.fairness import Received, Share, Subject, served_by, shares, worth_by_person
from app.services.desk import Desk
from app.services.faces import id_on_screen, names_by_person
from app.services.gifts import words_of, worth_of

__all__ = [
    "NO_VILLAGE",
    "FairRow",
    "Fairness",
    "GiftList",
    "GiftQuery",
    "GiftRow",
    "Share",
    "expect_rows",
    "gift_row",
    "list_gifts",
    "show_fairness",
    "summed",
]  # fmt: skip
NO_VILLAGE = "（未分村）"
_ZERO = Decimal("0.00")


@dataclass(frozen=True)
class GiftRow:
    """One gift. ``worth`` is yuan (None: nobody knows); ``from_`` festival or donor behind it."""

    id: int
    number: str
    day: date
    person_id: int
    name: str
    id_masked: str
    village: str
    for_household: bool
    what: str
    worth: Decimal | None
    source: GiftSource
    source_name: str
    from_: str
    given_by: str
    signed_by: str
    note: str

    @property
    def who(self) -> str:
        """The name, with 全户 where it was for the household."""
        return f"{self.name}（全户）" if self.for_household else self.name


@dataclass(frozen=True)
class GiftQuery:
    """What of the register is wanted; what is empty filters nothing."""

    first: date | None = None
    last: date | None = None
    village: str = ""
    source: str = ""
    text: str = ""
    person_id: int | None = None
    donation_id: int | None = None


@dataclass(frozen=True)
class GiftList:
    """The rows, newest first; ``worth`` in yuan without the ``unknown`` ones."""

    rows: tuple[GiftRow, ...]
    worth: Decimal
    unknown: int
    people: int


@dataclass(frozen=True)
class FairRow:
    """Somebody who got nothing, or much, in the time looked at."""

    person_id: int
    name: str
    village: str
    categories: str
    worth: Decimal


@dataclass(frozen=True)
class Fairness:
    """How what was given in ``window`` is spread over those who hold a category now."""

    window: Period
    villages: tuple[Share, ...]
    categories: tuple[Share, ...]
    nothing: tuple[FairRow, ...]
    most: tuple[FairRow, ...]


def list_gifts(desk: Desk, query: GiftQuery | None = None) -> GiftList:
    """What was given, the newest first, with its sums."""
    wanted = query or GiftQuery()
    people = None if wanted.person_id is None else [wanted.person_id]
    with desk.store.read() as session:
        lines = queries.gifts(
            session,
            first=wanted.first,
            last=wanted.last,
            people=people,
            donation_id=wanted.donation_id,
        )
    return summed([row for row in map(gift_row, lines) if _fits(row, wanted)])


def summed(rows: Sequence[GiftRow]) -> GiftList:
    """The rows with their sums."""
    known = [row.worth for row in rows if row.worth is not None]
    return GiftList(
        rows=tuple(rows),
        worth=sum(known, _ZERO),
        unknown=len(rows) - len(known),
        people=len({row.person_id for row in rows}),
    )


def expect_rows(session: Session, ids: Sequence[int]) -> list[GiftRow]:
    """These gifts, as far as they are given. Raises ``UserError`` when that is none."""
    lines = queries.gifts_by_id(session, ids)
    rows = [gift_row(line) for line in lines if line.gift.day is not None]
    if not rows:
        raise UserError("没有选中发放记录。", "", "请换个条件，找到记录之后再做。")
    return rows


def gift_row(line: queries.GiftLine) -> GiftRow:
    """A given gift as the register shows it."""
    gift = line.gift
    assert gift.day is not None  # what only stands on a list is no entry of the register
    source = GiftSource(gift.source)
    return GiftRow(
        id=gift.id,
        number=gift.number,
        day=gift.day,
        person_id=gift.person_id or 0,
        name=line.name or "",
        id_masked=id_on_screen(line.id_no),
        village=line.village or "",
        for_household=gift.household_id is not None,
        what=words_of(gift, line.item or "", line.unit or ""),
        worth=worth_of(gift),
        source=source,
        source_name=GIFT_SOURCE_NAMES[source],
        from_="；".join(part for part in (line.festival, line.donor) if part),
        given_by=gift.given_by or "",
        signed_by=gift.signed_by or "",
        note=gift.note or "",
    )


def _fits(row: GiftRow, query: GiftQuery) -> bool:
    if query.village not in {"", row.village} or query.source not in {"", row.source}:
        return False
    spoken = (row.name, row.what, row.from_, row.given_by, row.number, row.note)
    return all(any(word in text for text in spoken) for word in query.text.split())


def show_fairness(desk: Desk, window: Period, *, most: int = 20) -> Fairness:
    """How what was given in ``window`` is spread: by village and category a head, who got nothing,
    and the ``most`` who got most."""
    today = desk.clock.today()
    with desk.store.read() as session:
        lines = people_queries.list_people(session, visits=False)
        held = people_queries.held_by(session)
        names = names_by_person(held, today, code_queries.own_codes(session))
        found = queries.gifts(session, first=window.first, last=window.last)
    people = [
        Subject(line.id, line.household_id, line.village or NO_VILLAGE, names[line.id])
        for line in lines
        if names.get(line.id)
    ]
    gifts = [
        Received(line.gift.person_id or 0, line.gift.household_id, worth_of(line.gift))
        for line in found
    ]
    known = {line.id: line for line in lines}
    served, worth = served_by(people, gifts), worth_by_person(gifts)
    richest = sorted((one for one in people if one.id in worth), key=lambda one: -worth[one.id])
    return Fairness(
        window=window,
        villages=shares(people, gifts, lambda one: (one.village,)),
        categories=shares(people, gifts, lambda one: one.categories),
        nothing=tuple(_fair(one, known, worth) for one in people if one.id not in served),
        most=tuple(_fair(one, known, worth) for one in richest[:most]),
    )


def _fair(
    one: Subject, known: Mapping[int, people_queries.PersonLine], worth: Mapping[int, Decimal]
) -> FairRow:
    return FairRow(
        person_id=one.id,
        name=known[one.id].name,
        village=one.village,
        categories="、".join(one.categories),
        worth=worth.get(one.id, _ZERO),
    )
