"""What a person is entitled to, why, why not, and what is still to be found out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.dictionary import PERSON_FIELDS
from app.core.errors import UserError
from app.core.money import yuan
from app.core.terms import ANSWER_NAMES, Answer
from app.models.person import Person
from app.models.queries import office as office_queries
from app.models.queries import people as queries
from app.models.unit_of_work import Session
from app.rules.assess import ALL, assess
from app.rules.engine.explain import Line, answer_data, lines, verdict_data
from app.rules.engine.facts import Facts, facts_from_json
from app.rules.engine.logic import MissingKind
from app.rules.engine.verdict import Verdict
from app.rules.policy import shipped_policy
from app.rules.screening import Screened, screen, screen_keys
from app.services.assessing import HomeFacts, bottom_line, facts_of_person, home_facts
from app.services.desk import Desk
from app.services.office import expect_office, packs_on
from app.services.verdict_words import excluded, why

_SCREEN = "screen."


@dataclass(frozen=True)
class VerdictView:
    """An answer ready to show: ``lines`` is the explanation, ``missing`` the questions to ask,
    ``figures`` what the county has to enter, ``why`` the reason in one sentence, ``excluded`` what
    is not paid beside it."""

    programme: str
    title: str
    answer: Answer
    answer_name: str
    amount: Decimal | None
    unit: str
    clause: str
    lines: tuple[Line, ...]
    missing: tuple[str, ...]
    data: dict[str, object]
    why: str = ""
    excluded: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()

    @property
    def to_find_out(self) -> tuple[str, ...]:
        """Everything that keeps it open: what to ask, then what to enter."""
        return (*self.missing, *self.figures)

    def headline(self) -> str:
        """``分类施保：符合，211.50 元/月``; while the answer is open, no amount."""
        amount = "" if self.amount is None else f"，{yuan(self.amount)} {self.unit}"
        return f"{self.title}：{self.answer_name}{amount}"


def assess_person(desk: Desk, person_id: int, *, day: date) -> tuple[VerdictView, ...]:
    """Every programme in force on ``day`` that the office has adopted, for one person.

    Raises ``UserError`` for nobody, and where two adopted programmes rule one matter.
    """
    with desk.store.read() as session:
        person = session.get(Person, person_id)
        if person is None:
            raise UserError("没有找到这个人。", "", "可能已被删除，请刷新列表。")
        facts = facts_on(desk, session, person, day)
    return tuple(view_of(verdict) for verdict in verdicts_of(desk, facts, day))


def facts_on(desk: Desk, session: Session, person: Person, day: date) -> Facts:
    """The facts of somebody with the categories held on ``day``; all else as it is known now."""
    holdings = queries.holdings_of(session, [person.id])
    codes = {h.code for h in holdings if h.start <= day and (h.end is None or h.end >= day)}
    home = queries.household_of(session, person.id)
    lives = home_facts(session, home[0].id if home else None)
    office = office_queries.own_office(session)
    group = bottom_line(desk.policy, day, region=office.code) if office else ()
    return person_facts(person, codes, lives, group=group)


def verdicts_of(desk: Desk, facts: Facts, day: date) -> tuple[Verdict, ...]:
    """Every programme in force on ``day`` that the office has adopted. Raises ``UserError`` where
    two of them rule one matter."""
    office = expect_office(desk)
    return assess(ALL, facts, desk.policy, day=day, region=office.code, packs=packs_on(office, day))


def assess_facts(text: str, programme: str, *, day: date, region: str) -> tuple[VerdictView, ...]:
    """The same for facts in JSON, without a store; ``screen.NAME`` asks a screen, ``screen.all``
    every one. Raises ``UserError`` for an unknown fact or name."""
    facts = facts_from_json(text)
    if programme.startswith(_SCREEN):
        name = programme.removeprefix(_SCREEN)
        names = screen_keys(shipped_policy()) if name == ALL else (name,)
        found = (screen(key, facts, shipped_policy(), day=day, region=region) for key in names)
        return tuple(_screen_view(one, day, region) for one in found)
    return tuple(
        view_of(v) for v in assess(programme, facts, shipped_policy(), day=day, region=region)
    )


def person_facts(
    person: Person,
    codes: Collection[str],
    home: HomeFacts | None = None,
    *,
    group: Collection[str] = (),
) -> Facts:
    """What the register knows of a person who holds ``codes`` and lives in ``home``; ``group`` are
    the categories of the 兜底保障群体."""
    fields = {field.key: getattr(person, field.key) for field in PERSON_FIELDS}
    return facts_of_person(fields, codes, home, bottom_line=group)


def _screen_view(found: Screened, day: date, region: str) -> VerdictView:
    """A screen has no amount; the class, where it names one, stands behind the answer."""
    grade = f"（{found.grade}）" if found.grade else ""
    questions = tuple(missing.question for missing in found.missing)
    missing = [{"kind": m.kind.value, "key": m.key, "question": m.question} for m in found.missing]
    return VerdictView(
        programme=found.screen,
        title=found.title,
        answer=found.answer,
        answer_name=ANSWER_NAMES[found.answer] + grade,
        amount=None,
        unit="",
        clause=found.clause,
        lines=tuple(lines(found.explanation)),
        missing=questions,
        data={
            "screen": found.screen,
            **answer_data(found.title, day, region, found.explanation),
            "grade": found.grade,
            "remedy": found.remedy,
            "cite": found.cite,
            "clause": found.clause,
            "missing": missing,
        },
    )


def view_of(verdict: Verdict) -> VerdictView:
    """A verdict, ready to show."""
    return VerdictView(
        programme=verdict.programme,
        title=verdict.title,
        answer=verdict.answer,
        answer_name=ANSWER_NAMES[verdict.answer],
        amount=verdict.amount,
        unit=verdict.unit,
        clause=verdict.clause,
        lines=tuple(lines(verdict.explanation)),
        missing=verdict.questions,
        data=verdict_data(verdict),
        why=why(verdict),
        excluded=excluded(verdict),
        figures=tuple(m.question for m in verdict.missing if m.kind is MissingKind.PARAMETER),
    )
