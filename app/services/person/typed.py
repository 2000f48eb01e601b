"""What a clerk types into a field, as a value; and a value as a clerk reads it.

Three things differ and stay apart: nobody knows (an empty field), there is none (无), the question
does not arise (— or /). Where the type of a fact has no room for the last two, the word is kept in
``raw`` beside the row, as an import keeps what it read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.dictionary import Field, Kind
from app.core.errors import UserError
from app.core.masks import mask_account
from app.core.money import parse_yuan
from app.core.terms import NONE, NOT_APPLICABLE, UNKNOWN
from app.importers.cells import Absence, absence, clean_text, parse_count, parse_yes_no
from app.importers.dates import parse_date_text
from app.services.faces import id_on_screen, value_text

_DASH = "—"
HIDDEN = "●●●"
# Facts that are neither shown nor changed with the others (``services/person/confidential.py``).
PROTECTED = frozenset({"confidential"})
ABSENT = frozenset({NONE, _DASH})
_WORDS = {NONE: NONE, _DASH: NOT_APPLICABLE}
_KEPT = {Absence.NONE: NONE, Absence.NOT_APPLICABLE: _DASH}
_NUMBERS = frozenset({"id_no", "head_id_no", "carer_id_no", "agent_id_no", "disability_no"})
_ACCOUNTS = frozenset({"account_no", "card_no"})


class FieldError(UserError):
    """What was typed into field ``key`` cannot be kept."""

    def __init__(self, key: str, what: str, what_to_do: str = "") -> None:
        self.key = key
        super().__init__(what, "", what_to_do)


@dataclass(frozen=True)
class Typed:
    """``value`` for the column; ``said`` is 无 or — where the column cannot hold it."""

    value: object
    said: str | None = None


def typed(field: Field, text: str | None, *, today: date) -> Typed:
    """What ``text`` means for ``field``. An amount or number 无 is zero, a yes/no 无 is no.

    Raises ``FieldError`` when it cannot be read; it names the field, never guesses.
    """
    plain = clean_text(text or "")
    missing = Absence.UNKNOWN if plain == UNKNOWN else absence(plain)
    if missing is Absence.UNKNOWN:
        return Typed(None)
    if missing is not None:
        return _absent(field.kind, missing)
    if field.kind is Kind.TEXT:
        return Typed(plain)
    value = _read(field, plain, today)
    if value is None:
        raise FieldError(
            field.key,
            f"“{field.label}”看不懂：{plain}。",
            "日期如 2026-05-20，金额如 705.00，是否填是或否；没有写无，不适用写—，不清楚空着。",
        )
    return Typed(value)


def _absent(kind: Kind, missing: Absence) -> Typed:
    word = _KEPT[missing]
    if kind is Kind.TEXT:
        return Typed(word)
    if missing is Absence.NONE:
        nothing = {Kind.MONEY: Decimal("0.00"), Kind.NUMBER: 0, Kind.YES_NO: False}
        if kind in nothing:
            return Typed(nothing[kind])
    return Typed(None, word)


def _read(field: Field, text: str, today: date) -> object:
    if field.kind is Kind.MONEY:
        return parse_yuan(text)
    if field.kind is Kind.NUMBER:
        return parse_count(text)
    if field.kind is Kind.YES_NO:
        return parse_yes_no(text)
    return parse_date_text(text, day=today).exact


@dataclass(frozen=True)
class FactLine:
    """One fact, ready to show; a sensitive one is masked unless asked for. ``known`` is false for
    未采集, 无 and 不适用."""

    key: str
    label: str
    value: str
    sensitive: bool
    known: bool = True


def fact_line(
    field: Field, value: object, raw: Mapping[str, object] | None = None, *, unmask: bool
) -> FactLine:
    """A fact as a line; ``raw`` is what the row keeps beside its values."""
    said = (raw or {}).get(field.key) if value is None else value
    absent = _WORDS.get(said) if isinstance(said, str) else None
    if absent is not None or value is None:
        return FactLine(field.key, field.label, absent or UNKNOWN, field.sensitive, known=False)
    return FactLine(field.key, field.label, shown(field, value, unmask=unmask), field.sensitive)


def shown(field: Field, value: object, *, unmask: bool) -> str:
    """A known fact as text: an identity number or account by its ends, what else is sensitive not
    at all, unless ``unmask``; what is confidential never."""
    if field.key in PROTECTED:
        return HIDDEN
    text = value_text(field.kind, value)
    if unmask or not field.sensitive:
        return text
    if field.key in _ACCOUNTS:
        return mask_account(text)
    return id_on_screen(text) if field.key in _NUMBERS else HIDDEN
