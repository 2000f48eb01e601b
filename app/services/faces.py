"""How a person is shown in lists: age, masked number, names of categories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from app.core.codes import Codes
from app.core.dictionary import Kind
from app.core.masks import IdMask, mask_id
from app.core.money import yuan
from app.core.periods import age_on
from app.models.holding import Holding
from app.models.queries.cadres import Named
from app.models.queries.people import Held


def id_on_screen(number: str | None) -> str:
    """An identity number where it only has to be recognised: first 2, last 3."""
    return mask_id(number or "", IdMask.B)


def value_text(kind: Kind, value: object) -> str:
    """A known fact as a clerk reads it: 是 and 否, amounts in yuan."""
    if kind is Kind.YES_NO:
        return "是" if value else "否"
    if kind is Kind.MONEY and isinstance(value, Decimal):
        return yuan(value)
    return str(value)


def age_text(birth: date | None, day: date) -> int | None:
    """Completed years on ``day``; None when the birth date is unknown."""
    return None if birth is None else age_on(birth, day)


def names_by_person(
    holdings: Iterable[Held | Holding], day: date, codes: Codes | None = None
) -> dict[int, tuple[str, ...]]:
    """The names of the categories that each person holds on ``day``, in the order of the list: the
    office's own names where its ``codes`` are given, else those under which they ship."""
    held: dict[int, set[str]] = defaultdict(set)
    for holding in holdings:
        if holding.start <= day and (holding.end is None or holding.end >= day):
            held[holding.person_id].add(holding.code)
    combinations = {person_id: frozenset(each) for person_id, each in held.items()}
    known = codes or Codes()
    # Thousands of people, few combinations.
    names = {each: known.category_names(each, day) for each in set(combinations.values())}
    return {person_id: names[each] for person_id, each in combinations.items()}


def responsible_words(one: Named) -> str:
    """Whom to call about somebody, and who stands in while the cadre is away: ``王干部 13800000000
    （代：李干部 13900000000）``."""
    words = f"{one.name} {one.phone}".strip()
    deputy = deputy_words(one)
    return f"{words}（代：{deputy}）" if deputy else words


def deputy_words(one: Named) -> str:
    """Who stands in on that day, with the phone; empty for nobody."""
    return f"{one.deputy.name} {one.deputy.phone or ''}".strip() if one.deputy else ""
