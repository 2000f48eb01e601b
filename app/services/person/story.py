"""The story of a person: everything that happened to the record and what stands beside it.

Who did what, when, from what to what, and from which file or by hand; rows that were taken back or
deleted keep their place in it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from app.core.benefits import benefit_name
from app.core.dictionary import Field
from app.core.life_events import event_name
from app.core.record_fields import RECORD_FIELDS
from app.core.terms import (
    CONTACT_NAMES,
    EXCUSE_NAMES,
    INCOME_NAMES,
    KIN_ROLE_NAMES,
    RHYTHM_NAMES,
    UNKNOWN,
    ContactKind,
    ExcuseKind,
    IncomeKind,
    KinRole,
    Rhythm,
)
from app.models.base import Base, from_json
from app.models.circumstances import Benefit, IncomeLine, Kin, SelfCare
from app.models.contact import Contact
from app.models.duty import ContactExcuse, LifeEvent
from app.models.exchange import LedgerExport
from app.models.holding import Holding, Responsible
from app.models.household import Award, Household, Membership
from app.models.person import Person
from app.models.queries import ledger, office, sameness, trail
from app.models.queries.codes import own_codes
from app.models.queries.past import State, Step, steps_of
from app.models.unit_of_work import Session
from app.services.desk import Desk
from app.services.person.contacting import ways_words
from app.services.person.facts import expect_person
from app.services.person.notes import close_words
from app.services.person.typed import HIDDEN, PROTECTED, shown

TOPICS: Mapping[str, str] = {
    "person": "本人",
    "membership": "家庭",
    "household": "家庭",
    "award": "待遇",
    "benefit": "待遇",
    "income_line": "收入",
    "kin": "照料人",
    "self_care": "自理评估",
    "holding": "类别",
    "responsible": "包保",
    "contact": "走访",
    "contact_excuse": "走访",
    "life_event": "走访",
}
LEDGER = "台账"
BY_HAND = "手工"
GONE = "（已去掉）"
_OWN: tuple[tuple[type[Base], str], ...] = (
    (Person, "id"),
    (Membership, "person_id"),
    (Holding, "person_id"),
    (Responsible, "person_id"),
    (Kin, "person_id"),
    (IncomeLine, "person_id"),
    (SelfCare, "person_id"),
    (Benefit, "person_id"),
    (Contact, "person_id"),
    (ContactExcuse, "person_id"),
    (LifeEvent, "person_id"),
)
_OF_HOME: tuple[tuple[type[Base], str], ...] = (
    (Household, "id"),
    (Award, "household_id"),
    (IncomeLine, "household_id"),
)
_TYPES = {row_type.__tablename__: row_type for row_type, _ in (*_OWN, *_OF_HOME)}


@dataclass(frozen=True)
class StoryLine:
    """One thing that happened: the act in ``words``, what it was about (``topic``, ``label``), from
    what to what, and where it came from (a file, or by hand). ``undone``: taken back later."""

    at: datetime
    actor: str
    words: str
    topic: str
    label: str
    before: str
    after: str
    source: str
    undone: bool


def tell_story(desk: Desk, person_id: int, *, unmask: bool = False) -> tuple[StoryLine, ...]:
    """The story, the newest first; a sensitive fact only as ``●●●`` unless ``unmask``, and what is
    confidential never. Raises ``UserError`` for nobody.

    Household facts, awards and ledgers belong to the story while the person did to the household
    and the register.
    """
    with desk.store.read() as session:
        person_id = sameness.kept_id(session, person_id)
        expect_person(session, person_id)
        merged = sameness.merged_into(session, person_id)
        own = list(_own_steps(session, (person_id, *merged)))
        steps = chain(own, _home_steps(session, own))
        newest = sorted(steps, key=lambda step: step.change_id, reverse=True)
        teller = _Teller(session, desk.clock.today(), merged, unmask=unmask)
        told = [line for step in newest for line in teller.tell(step)]
        sent = list(_ledgers(session, own))
    return tuple(sorted((*told, *sent), key=lambda line: line.at, reverse=True))


def _own_steps(session: Session, people: Iterable[int]) -> Iterator[Step]:
    """What happened to the record and its rows; a row that a merge handed on is told once."""
    seen: set[int] = set()
    for person_id in people:
        for kind, key in _OWN:
            for step in steps_of(session, kind, key, person_id):
                if step.change_id not in seen:
                    seen.add(step.change_id)
                    yield step


def _home_steps(session: Session, own: Iterable[Step]) -> Iterator[Step]:
    """What happened to the households of the person, from the act that made the membership to its
    end."""
    stays: dict[int, list[Step]] = {}
    for step in own:
        if step.table == Membership.__tablename__:
            stays.setdefault(step.row_id, []).append(step)
    seen: set[int] = set()
    for steps in stays.values():
        first, last = steps[-1], steps[0]
        state = last.after or last.before or {}
        end = state.get("end")
        for kind, key in _OF_HOME:
            for step in steps_of(session, kind, key, state["household_id"]):
                over = last.after is None and step.line.id > last.line.id
                left = end is not None and step.line.at.date().isoformat() > end
                if step.change_id in seen or step.line.id < first.line.id or over or left:
                    continue
                seen.add(step.change_id)
                yield step


def _ledgers(session: Session, own: Iterable[Step]) -> Iterator[StoryLine]:
    """The ledgers that were sent while the person was on the register."""
    newest = sorted(
        (s for s in own if s.table == "person"), key=lambda s: s.change_id, reverse=True
    )
    for export in ledger.exports(session):
        for sent in steps_of(session, LedgerExport, "id", export.id):
            then = next((step.after for step in newest if step.change_id < sent.change_id), None)
            if sent.before is None and then is not None and then.get("closed_on") is None:
                yield StoryLine(
                    at=sent.line.at,
                    actor=sent.line.actor,
                    words=sent.line.words,
                    topic=LEDGER,
                    label=f"{export.month} 第 {export.batch_no} 批",
                    before="",
                    after="已列入",
                    source=export.file_name,
                    undone=False,
                )


class _Teller:
    """Puts steps into words; knows the villages and which acts were imports."""

    def __init__(
        self, session: Session, day: date, merged: Collection[int], *, unmask: bool
    ) -> None:
        self._merged = frozenset(merged)
        self._unmask = unmask
        codes = own_codes(session)

        def category(code: str) -> str:
            return codes.category_name(code, day)

        self._codes = {**_CODES, **dict.fromkeys(_CATEGORIES, category)}
        self._villages = {region.id: region.name for region in office.villages(session)}
        self._files = trail.imported_files(session)

    def tell(self, step: Step) -> Iterator[StoryLine]:
        there = step.after or step.before or {}
        name = self._name(step.table, there)
        if step.before is None or step.after is None:
            whole = self._whole(step.table, there)
            texts = ("", whole) if step.before is None else (whole, GONE)
            yield self._line(step, name or _BORN[step.table], *texts)
            return
        for field in RECORD_FIELDS[step.table]:
            if field.key in step.keys:
                before = self._text(step.table, field, step.before.get(field.key))
                after = self._text(step.table, field, step.after.get(field.key))
                label = f"{name}：{field.label}" if name else field.label
                yield self._line(step, label, before, after)

    def _line(self, step: Step, label: str, before: str, after: str) -> StoryLine:
        of_merged = step.table == "person" and step.row_id in self._merged
        return StoryLine(
            at=step.line.at,
            actor=step.line.actor,
            words=f"{step.line.words}（并入的记录）" if of_merged else step.line.words,
            topic=TOPICS[step.table],
            label=label,
            before=before,
            after=after,
            source=self._files.get(step.line.id, BY_HAND),
            undone=step.line.undone_by is not None,
        )

    def _name(self, table: str, state: State) -> str:
        """Which row of its kind is meant; the person's own facts need no name."""
        key = _NAMED_BY.get(table)
        named = self._codes[table, key](str(state[key])) if key else ""
        return f"{named} {state['period']}" if table == "income_line" else named

    def _whole(self, table: str, state: State) -> str:
        """A row that came or went, in a few words; of persons and households that would be all."""
        if table in {"person", "household"}:
            return ""
        return "，".join(
            f"{field.label} {self._text(table, field, state[field.key])}"
            for field in RECORD_FIELDS[table]
            if state.get(field.key) is not None
            and field.key not in {_NAMED_BY.get(table), "period"}
        )

    def _text(self, table: str, field: Field, kept: object) -> str:
        if kept is None:
            return UNKNOWN
        if field.key in PROTECTED:
            return HIDDEN
        if field.key == "village_id":
            return self._villages.get(kept, UNKNOWN) if isinstance(kept, int) else UNKNOWN
        words = self._codes.get((table, field.key))
        if words is not None:
            return words(str(kept))
        if field.sensitive and not self._unmask:
            return HIDDEN
        return shown(field, from_json(_TYPES[table], field.key, kept), unmask=self._unmask)


_CODES: Mapping[tuple[str, str], Callable[[str], str]] = {
    ("kin", "role"): lambda code: KIN_ROLE_NAMES[KinRole(code)],
    ("benefit", "kind"): benefit_name,
    ("benefit", "rhythm"): lambda code: RHYTHM_NAMES[Rhythm(code)],
    ("income_line", "kind"): lambda code: INCOME_NAMES[IncomeKind(code)],
    ("contact", "kind"): lambda code: CONTACT_NAMES[ContactKind(code)],
    ("contact_excuse", "kind"): lambda code: EXCUSE_NAMES[ExcuseKind(code)],
    ("contact_excuse", "kinds"): ways_words,
    ("life_event", "kind"): event_name,
    ("person", "close_reason"): close_words,
}
_CATEGORIES = (("holding", "code"), ("award", "category"), ("household", "category"))
# Rows of which there may be several are called by this column.
_NAMED_BY = {
    "kin": "role", "holding": "code", "award": "category", "benefit": "kind",
    "income_line": "kind", "contact": "kind", "contact_excuse": "kind", "life_event": "kind",
}  # fmt: skip
_BORN = {
    "person": "登记", "household": "登记家庭", "membership": "加入家庭", "self_care": "评估",
    "responsible": "包保责任人",
}  # fmt: skip
