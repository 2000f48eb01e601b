"""试算: what would change if something were known, or otherwise, or on another day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.dictionary import Field, Kind
from app.core.errors import UserError
from app.core.money import yuan
from app.core.terms import UNKNOWN
from app.models.person import Person
from app.models.queries import sameness
from app.rules.asked import facts_asked
from app.rules.engine.fact_names import FACT_NAMES
from app.rules.engine.facts import Facts, facts_of
from app.services.desk import Desk
from app.services.entitlements import VerdictView, facts_on, verdicts_of, view_of
from app.services.faces import value_text
from app.services.office import expect_office, packs_on
from app.services.person.typed import FieldError, typed

_YES_NO = ("是", "否")


@dataclass(frozen=True)
class TrialFact:
    """A fact that the programmes ask for: ``known`` is what the register says, ``tried`` what is
    tried, both as a clerk reads them, empty for 未采集."""

    key: str
    label: str
    question: str
    kind: Kind
    choices: tuple[str, ...]
    known: str
    tried: str


@dataclass(frozen=True)
class TrialLine:
    """One programme as it is (``before``) and as it would be; None where it is not in force."""

    title: str
    before: VerdictView | None
    after: VerdictView | None

    @property
    def changed(self) -> bool:
        return _face(self.before) != _face(self.after)

    @property
    def difference(self) -> Decimal | None:
        """In yuan; None unless both amounts are settled."""
        amounts = [view.amount for view in (self.before, self.after) if view is not None]
        if len(amounts) < 2 or amounts[0] is None or amounts[1] is None:
            return None
        return amounts[1] - amounts[0]

    def words(self) -> str:
        """What changed, in words."""
        if self.before is None or self.after is None:
            return "那一天才有这项待遇" if self.before is None else "那一天没有这项待遇"
        settled = [q for q in self.before.to_find_out if q not in self.after.to_find_out]
        asked = [q for q in self.after.to_find_out if q not in self.before.to_find_out]
        parts = [] if self.difference in {None, Decimal(0)} else [_signed(self.difference)]
        parts += [f"{len(settled)} 项不用再问"] if settled else []
        parts += [f"新增 {len(asked)} 项要核实"] if asked else []
        if not self.changed:
            return "，".join(["结论不变", *parts])
        return "，".join([*parts, self.after.why])


@dataclass(frozen=True)
class TrialView:
    """The trial of ``day`` beside the real answer of ``today``; ``changes`` say what was tried."""

    person_id: int
    name: str
    today: date
    day: date
    facts: tuple[TrialFact, ...]
    changes: tuple[str, ...]
    lines: tuple[TrialLine, ...]


def trial(desk: Desk, person_id: int, changes: Mapping[str, str], day: date) -> TrialView:
    """What somebody would get on ``day`` with ``changes`` (fact → words; empty: not known).

    Nothing of it is kept; only the look at the person is on record. Raises ``UserError`` for
    nobody, ``FieldError`` for a value that cannot be read.
    """
    today = desk.clock.today()
    with desk.write("view_person", "试算待遇", ("person", person_id)) as work:
        work.line.subject_id = person_id = sameness.kept_id(work.session, person_id)
        person = work.session.get(Person, person_id)
        if person is None:
            raise UserError("没有找到这个人。", "", "可能已被删除，请刷新列表。")
        name, now = person.name, facts_on(desk, work.session, person, today)
        then = facts_on(desk, work.session, person, day)
    read = {key: _read(key, text, day) for key, text in changes.items()}
    tried = facts_of({**then.values, **read})
    return TrialView(
        person_id=person_id,
        name=name,
        today=today,
        day=day,
        facts=_facts(desk, then, tried, day),
        changes=_changes(then, tried),
        lines=_lines(
            [view_of(v) for v in verdicts_of(desk, now, today)],
            [view_of(v) for v in verdicts_of(desk, tried, day)],
        ),
    )


def _read(key: str, text: str, day: date) -> object:
    """The value that ``text`` means. Raises ``FieldError``."""
    name = FACT_NAMES[key]
    value = typed(Field(key, name.label, name.kind), text, today=day).value
    if value is not None and name.choices and value not in name.choices:
        raise FieldError(
            key, f"“{name.label}”没有“{text}”这个选项。", f"请选：{'、'.join(name.choices)}。"
        )
    return value


def _facts(desk: Desk, known: Facts, tried: Facts, day: date) -> tuple[TrialFact, ...]:
    """What is asked before or after the change: an answer can open another question."""
    office = expect_office(desk)
    packs = packs_on(office, day)
    asked = {
        key
        for facts in (known, tried)
        for key in facts_asked(facts, desk.policy, day=day, region=office.code, packs=packs)
    }
    return tuple(
        TrialFact(
            key=key,
            label=name.label,
            question=name.question,
            kind=name.kind,
            choices=_YES_NO if name.kind is Kind.YES_NO else name.choices,
            known=_text(known, key),
            tried=_text(tried, key),
        )
        for key, name in FACT_NAMES.items()
        if key in asked
    )


def _text(facts: Facts, key: str) -> str:
    value = facts.get(key)
    return "" if value is None else value_text(FACT_NAMES[key].kind, value)


def _changes(known: Facts, tried: Facts) -> tuple[str, ...]:
    return tuple(
        f"{name.label}：{_text(known, key) or UNKNOWN} → {_text(tried, key) or UNKNOWN}"
        for key, name in FACT_NAMES.items()
        if known.get(key) != tried.get(key)
    )


def _lines(before: Sequence[VerdictView], after: Sequence[VerdictView]) -> tuple[TrialLine, ...]:
    now = {view.programme: view for view in before}
    then = {view.programme: view for view in after}
    return tuple(
        TrialLine((then.get(key) or now[key]).title, now.get(key), then.get(key))
        for key in dict.fromkeys((*now, *then))
    )


def _face(view: VerdictView | None) -> tuple[object, object] | None:
    return None if view is None else (view.answer, view.amount)


def _signed(amount: Decimal | None) -> str:
    known = amount or Decimal(0)
    return f"{'多' if known > 0 else '少'} {yuan(abs(known))} 元"
