"""Paper forms as data: what is printed, in which place, and what is keyed back in the same order.

A form is a file below ``resources/forms``. It drives three things that must never drift apart: the
printed sheet, the keyboard screen (``app.core.form_answers``) and the columns of the ledger.
``app.core.form_file`` reads the files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

LABEL_SPAN = 3


class FieldKind(StrEnum):
    """How a field is answered; the Python type of its answer stands behind."""

    TEXT = "text"  # str
    CHOICE = "choice"  # str: the code of one choice
    MULTI = "multi"  # tuple[str, ...]: codes in the order of the paper
    DATE = "date"  # datetime.date
    YES_NO = "yes_no"  # bool
    MONEY = "money"  # decimal.Decimal, yuan
    TIME = "time"  # str: HH:MM


class Repeat(StrEnum):
    """Where the keyboard screen takes an answer from that is the same again."""

    REST = "rest"  # the person's last visit, with the section or the whole rest of the sheet
    ALONE = "alone"  # the person's last visit, but only when asked for this one field
    BATCH = "batch"  # the sheet keyed before: the same for a whole afternoon


@dataclass(frozen=True)
class Choice:
    """One box: its stable code, the digit that ticks it, its word; ``alone`` excludes the rest."""

    code: str
    digit: str
    name: str
    alone: bool = False


YES_NO_CHOICES = (Choice("yes", "1", "是"), Choice("no", "2", "否"))


@dataclass(frozen=True)
class Area:
    """Where a cell stands in its section: row from 1, columns in all, columns of the label,
    height in lines."""

    row: int
    span: int
    label_span: int = LABEL_SPAN
    lines: int = 1


@dataclass(frozen=True)
class Condition:
    """True when the earlier answer to ``field`` is, or holds, one of ``values``."""

    field: str
    values: tuple[str | bool, ...]


@dataclass(frozen=True)
class FormField:
    """Something written by hand at the door and keyed in afterwards."""

    key: str
    label: str
    kind: FieldKind
    area: Area
    choices: tuple[Choice, ...] = ()
    required: bool = False
    when: Condition | None = None
    required_when: Condition | None = None
    required_for: tuple[str, ...] = ()
    repeat: Repeat = Repeat.REST

    @property
    def boxes(self) -> tuple[Choice, ...]:
        """The boxes to tick, none for a field that is written out."""
        return YES_NO_CHOICES if self.kind is FieldKind.YES_NO else self.choices


@dataclass(frozen=True)
class Fact:
    """Something printed from the register; ``boxes`` puts □是 □否 behind each of its lines."""

    key: str
    label: str
    area: Area
    boxes: bool = False


Cell = Fact | FormField


def rows_of(cells: Sequence[Cell]) -> Iterator[tuple[Cell, ...]]:
    """Cells that stand in the same row, together."""
    for _, row in groupby(cells, key=_row):
        yield tuple(row)


def _row(cell: Cell) -> int:
    return cell.area.row


@dataclass(frozen=True)
class Section:
    """One strip of the paper; facts stand above fields."""

    title: str
    line_mm: float
    facts: tuple[Fact, ...] = ()
    fields: tuple[FormField, ...] = ()

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """The cells row by row, each row from the left."""
        for cells in (self.facts, self.fields):
            yield from rows_of(cells)


@dataclass(frozen=True)
class Form:
    """A whole sheet. ``source`` names the rules that ask for it, ``signatures`` the places to sign
    (never pre-printed), ``notes`` what stands in small print at the foot."""

    key: str
    version: int
    title: str
    source: str
    columns: int
    sections: tuple[Section, ...]
    signatures: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Everything printed from the register, in the order of the paper."""
        return tuple(fact for section in self.sections for fact in section.facts)

    @property
    def fields(self) -> tuple[FormField, ...]:
        """Everything to be keyed in, in the order of the paper."""
        return tuple(field for section in self.sections for field in section.fields)

    def field(self, key: str) -> FormField:
        """The field of this key. Raises KeyError."""
        for field in self.fields:
            if field.key == key:
                return field
        raise KeyError(key)
