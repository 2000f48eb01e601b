"""Paper forms as data: what is printed, in which place, and what is keyed back in the same order.

A form is a file below ``resources/forms``. It drives three things that must never drift apart: the
printed sheet, the keyboard screen (``app.core.form_answers``) and the columns of the ledger.
``app.core.form_file`` reads the files; ``docs/forms.md`` tells how to write one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from app.core.form_text import places

LABEL_SPAN = 3


class Subject(StrEnum):
    """Of whom a form speaks: this decides which facts it may name."""

    PERSON = "person"
    HOUSEHOLD = "household"
    AGREEMENT = "agreement"
    NONE = "none"


class FormKind(StrEnum):
    """Under which head a form stands in a menu; ``contact`` is filled in at the door."""

    CONTACT = "contact"
    AGREEMENT = "agreement"
    APPLICATION = "application"
    NOTICE = "notice"
    RECORD = "record"


FORM_KIND_NAMES = {
    FormKind.CONTACT: "走访与评估",
    FormKind.AGREEMENT: "协议与责任书",
    FormKind.APPLICATION: "申请与审批",
    FormKind.NOTICE: "告知与决定",
    FormKind.RECORD: "记录与登记",
}
SUBJECT_NAMES = {
    Subject.PERSON: "个人",
    Subject.HOUSEHOLD: "家庭",
    Subject.AGREEMENT: "照料护理协议",
    Subject.NONE: "空白",
}


class Binding(StrEnum):
    """The side that is left free for the binding thread (装订线)."""

    LEFT = "left"
    TOP = "top"
    NONE = "none"


@dataclass(frozen=True)
class PaperKind:
    """The sheet of paper: ``size`` is A4 or A3."""

    size: str = "A4"
    landscape: bool = False
    binding: Binding = Binding.LEFT


class FieldKind(StrEnum):
    """How a field is answered; the Python type of its answer stands behind."""

    TEXT = "text"  # str
    CHOICE = "choice"  # str: the code of one choice
    MULTI = "multi"  # tuple[str, ...]: codes in the order of the paper
    DATE = "date"  # datetime.date
    YES_NO = "yes_no"  # bool
    MONEY = "money"  # decimal.Decimal, yuan
    NUMBER = "number"  # int
    TIME = "time"  # str: HH:MM


class Repeat(StrEnum):
    """Where the keyboard screen takes an answer from that is the same again."""

    REST = "rest"  # the person's last visit, with the section or the whole rest of the sheet
    ALONE = "alone"  # the person's last visit, but only when asked for this one field
    BATCH = "batch"  # the sheet keyed before: the same for a whole afternoon


@dataclass(frozen=True)
class Choice:
    """One box: its stable code, the digit that ticks it, its word; ``alone`` excludes the rest.
    ``register`` is how the register says the same, ``need`` the topic of a need that it tells of
    (``core.matter_kinds``)."""

    code: str
    digit: str
    name: str
    alone: bool = False
    register: str = ""
    need: str = ""


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
    """Something written by hand at the door and keyed in afterwards. ``hint`` is printed small
    before the place to write, ``most`` is the greatest number, ``capitals`` asks for an amount in
    capitals too; ``register`` is the fact of the register that the answer may change."""

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
    hint: str = ""
    most: int | None = None
    capitals: bool = False
    register: str = ""

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
class Column:
    """A column of a table; without ``fact`` it is for the pen."""

    label: str
    span: int
    fact: str = ""


@dataclass(frozen=True)
class Grid:
    """A table: a row for each of ``source`` on the register (empty: none), then ``lines`` as they
    are written in the layout, then empty rows until there are ``rows``."""

    columns: tuple[Column, ...]
    source: str = ""
    rows: int = 0
    lines: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Section:
    """One strip of the paper: facts above fields above a table; or running text (``clauses`` in
    points of ``text_pt``), over which the title stands as a heading."""

    title: str
    line_mm: float
    facts: tuple[Fact, ...] = ()
    fields: tuple[FormField, ...] = ()
    grid: Grid | None = None
    clauses: tuple[str, ...] = ()
    text_pt: float = 12.0

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """The cells row by row, each row from the left."""
        for cells in (self.facts, self.fields):
            yield from rows_of(cells)


@dataclass(frozen=True)
class Signature:
    """A place to sign, never filled: ``lines`` are the words before further places to write,
    ``seal`` and ``thumb`` ask for a stamp or a fingerprint. Places of one ``row`` stand side by
    side; without ``height_mm`` the row takes what a hand and a seal need."""

    label: str
    lines: tuple[str, ...] = ()
    seal: bool = False
    thumb: bool = False
    dated: bool = True
    row: int = 1
    height_mm: float | None = None


@dataclass(frozen=True)
class ContactPart:
    """What makes a form the record of a contact: the keys of the fields that say the day, who came,
    the time of day, the class hours and the note. The kind (``app.core.terms.ContactKind``) is
    ``kind``, or the answer to ``kind_field``; ``in_vain`` is true of an attempt; ``keeps`` names
    what is kept beside the contact (``self_care``)."""

    day: str
    visitors: str
    kind: str = ""
    kind_field: str = ""
    time: str = ""
    hours: str = ""
    note: str = ""
    in_vain: Condition | None = None
    keeps: str = ""


@dataclass(frozen=True)
class Form:
    """A whole sheet. ``source`` names the rules that ask for it; ``heading`` is what is printed as
    the title, ``head`` the two lines beside the barcode (all with places, see ``form_text``);
    ``audience`` are the categories it is meant for (empty: everybody); ``copies`` who keeps which
    copy; ``notes`` small print at the foot. A ``draft`` says on paper that its words are a model;
    a form of ``one_page`` never takes a second, what finds no room is cut and said to be. A form
    with a ``contact`` is typed back in.
    """

    key: str
    version: int
    title: str
    source: str
    columns: int
    sections: tuple[Section, ...]
    signatures: tuple[Signature, ...] = ()
    notes: tuple[str, ...] = ()
    kind: FormKind = FormKind.CONTACT
    subject: Subject = Subject.PERSON
    audience: tuple[str, ...] = ()
    paper: PaperKind = PaperKind()
    heading: str = ""
    head: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    draft: bool = False
    one_page: bool = False
    contact: ContactPart | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Everything printed from the register, in the order of the paper."""
        return tuple(fact for section in self.sections for fact in section.facts)

    @property
    def fields(self) -> tuple[FormField, ...]:
        """Everything to be keyed in, in the order of the paper."""
        return tuple(field for section in self.sections for field in section.fields)

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables, in the order of the paper."""
        return tuple(section.grid for section in self.sections if section.grid)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that has places to fill."""
        clauses = (clause for section in self.sections for clause in section.clauses)
        return (self.heading, *self.head, *clauses)

    @property
    def named(self) -> frozenset[str]:
        """Every fact that the form prints, in a cell or in a text."""
        in_texts = (one.fact for text in self.texts for one in places(text) if one.fact)
        return frozenset(in_texts) | {fact.key for fact in self.facts}

    @property
    def sources(self) -> frozenset[str]:
        """Every register that its tables draw rows from."""
        return frozenset(grid.source for grid in self.grids)

    def field(self, key: str) -> FormField:
        """The field of this key. Raises KeyError."""
        for field in self.fields:
            if field.key == key:
                return field
        raise KeyError(key)
