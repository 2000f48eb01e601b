"""What everybody of a household is entitled to, together: sums of what is settled, the open beside
them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.errors import UserError
from app.core.money import yuan
from app.core.terms import Answer
from app.models.person import Person
from app.models.queries import people as queries
from app.models.queries import sameness
from app.models.unit_of_work import Session
from app.rules.engine.facts import Facts
from app.services.desk import Desk
from app.services.entitlements import VerdictView, facts_on, verdicts_of, view_of
from app.services.faces import age_text, id_on_screen
from app.services.verdict_words import RHYTHM_WORDS, Rhythm, pays_household, rhythm_of

# What is paid first, what is refused last.
RANK = {Answer.YES: 0, Answer.OPEN: 1, Answer.NO: 2}


@dataclass(frozen=True)
class Sum:
    """``known`` is what is settled, in yuan; None while something is open and nothing is paid yet,
    and where no programme applies, so that what nobody knows never reads as zero. ``open`` are the
    titles of what is open."""

    rhythm: Rhythm
    known: Decimal | None
    open: tuple[str, ...]

    def words(self) -> str:
        """``每月 1,128.00 元，另有 1 项待核实``."""
        how = RHYTHM_WORDS[self.rhythm]
        if self.known is None and not self.open:
            return f"{how} 没有适用的待遇"
        if self.known is None:
            return f"{how} 待核实（{len(self.open)} 项）"
        more = f"，另有 {len(self.open)} 项待核实" if self.open else ""
        return f"{how} {yuan(self.known)} 元{more}"


@dataclass(frozen=True)
class MemberEntitlements:
    """One person: ``verdicts`` without those that pay the household as a whole."""

    person_id: int
    name: str
    relation: str
    sex: str
    age: int | None
    id_masked: str
    verdicts: tuple[VerdictView, ...]
    sums: tuple[Sum, ...]

    @property
    def month(self) -> Sum:
        return self.sums[0]


@dataclass(frozen=True)
class HomeEntitlements:
    """The household of ``person_id`` on ``day``; ``home`` are the programmes that pay it as a
    whole, each once. Somebody without a household stands alone."""

    day: date
    person_id: int
    members: tuple[MemberEntitlements, ...]
    home: tuple[VerdictView, ...]
    sums: tuple[Sum, ...]

    @property
    def asked(self) -> MemberEntitlements:
        """The one who was asked for."""
        return next(one for one in self.members if one.person_id == self.person_id)


@dataclass(frozen=True)
class Resident:
    """Somebody of the household with the facts that hold on the day."""

    person: Person
    relation: str
    facts: Facts


def show_entitlements(desk: Desk, person_id: int, *, day: date) -> HomeEntitlements:
    """Everybody of the household of ``person_id``: the categories of ``day``, the law of ``day``,
    all other facts as they are known now. The look is on record.

    Raises ``UserError`` when there is no such person.
    """
    with desk.write("view_person", "查看全户待遇", ("person", person_id)) as work:
        work.line.subject_id = person_id = sameness.kept_id(work.session, person_id)
        found = residents(desk, work.session, person_id, day)
        return _assessed(desk, found, person_id, day)


def residents(desk: Desk, session: Session, person_id: int, day: date) -> tuple[Resident, ...]:
    """The living members of the household of somebody, who is always among them. Raises
    ``UserError`` for nobody."""
    person = session.get(Person, person_id)
    if person is None:
        raise UserError("没有找到这个人。", "", "可能已被删除，请刷新列表。")
    home = queries.household_of(session, person_id)
    members = queries.household_members(session, home[0].id) if home else [(person, None)]
    return tuple(
        Resident(member, relation or "", facts_on(desk, session, member, day))
        for member, relation in members
        if member.id == person_id or (member.death_date is None and member.closed_on is None)
    )


def sums_of(verdicts: Iterable[VerdictView]) -> tuple[Sum, ...]:
    """What comes each month, each year and once; the latter two only where there is any."""
    every = tuple(verdicts)
    month, *others = (_sum(rhythm, every) for rhythm in Rhythm)
    return (month, *(one for one in others if one.known or one.open))


def _sum(rhythm: Rhythm, verdicts: Sequence[VerdictView]) -> Sum:
    here = [verdict for verdict in verdicts if rhythm_of(verdict.unit) is rhythm]
    total = sum((v.amount for v in here if v.amount is not None), Decimal(0))
    waiting = tuple(v.title for v in here if v.amount is None)
    settled = bool(total) or (bool(here) and not waiting)
    return Sum(rhythm, total if settled else None, waiting)


def _assessed(desk: Desk, found: Sequence[Resident], person_id: int, day: date) -> HomeEntitlements:
    views = [tuple(view_of(v) for v in verdicts_of(desk, one.facts, day)) for one in found]
    members = tuple(_member(one, each, day) for one, each in zip(found, views, strict=True))
    home = _of_the_home(verdict for each in views for verdict in each)
    own = [verdict for member in members for verdict in member.verdicts]
    return HomeEntitlements(day, person_id, members, home, sums_of((*own, *home)))


def _member(one: Resident, views: Sequence[VerdictView], day: date) -> MemberEntitlements:
    own = _ranked(view for view in views if not pays_household(view.unit))
    person = one.person
    return MemberEntitlements(
        person_id=person.id,
        name=person.name,
        relation=one.relation,
        sex=person.sex or "",
        age=age_text(person.birth_date, day),
        id_masked=id_on_screen(person.id_no),
        verdicts=own,
        sums=sums_of(own),
    )


def _of_the_home(verdicts: Iterable[VerdictView]) -> tuple[VerdictView, ...]:
    """Each programme that pays the household once: as the member gets it who has the best claim,
    the first one of several."""
    best: dict[str, VerdictView] = {}
    for verdict in verdicts:
        if pays_household(verdict.unit):
            known = best.get(verdict.programme)
            if known is None or RANK[verdict.answer] < RANK[known.answer]:
                best[verdict.programme] = verdict
    return _ranked(best.values())


def _ranked(views: Iterable[VerdictView]) -> tuple[VerdictView, ...]:
    return tuple(sorted(views, key=lambda view: RANK[view.answer]))
