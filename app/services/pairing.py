"""Giving people to those who look after them, taking them away, handing all of them over.

Each is one act with one undo, and from day to day nobody is without a name in between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.errors import DeclinedError, UserError
from app.models.holding import Cadre, Responsible
from app.models.person import Person
from app.models.queries import cadres as queries
from app.models.queries import many
from app.models.unit_of_work import Session, Work
from app.rules.pairing import Pairing, pairing_on, pairings_on
from app.services.cadres import Acted
from app.services.desk import Desk
from app.services.office import expect_office, packs_on
from app.services.person.typed import FieldError
from app.services.responsibility import (
    HANDED_OVER,
    begin,
    expect_cadre,
    expect_start,
    finish,
    replace_all,
    same_programme,
)

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Programme:
    """A programme under which people can be given to somebody; ``key`` empty: for everything.
    ``most``: how many named persons one object may have, 0 for any number."""

    key: str
    title: str
    cite: str
    most: int


@dataclass(frozen=True)
class Give:
    """From ``start`` on the cadre looks after ``people``. Where a programme has one name for each,
    it is instead of whoever did so far, else beside them."""

    cadre_id: int
    people: tuple[int, ...]
    start: date
    programme: str = ""


@dataclass(frozen=True)
class Given:
    """What came of it; ``stays`` are those with whom nothing changed, by name and why."""

    act_id: int
    given: int
    replaced: int
    stays: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        words = f"已交给 {self.given} 人"
        if self.replaced:
            words += f"，其中 {self.replaced} 人是换人"
        if self.stays:
            words += f"；{len(self.stays)} 人不变：" + "；".join(
                f"{name}（{why}）" for name, why in self.stays[:3]
            )
            words += "等" if len(self.stays) > 3 else ""
        return words + "。"


@dataclass(frozen=True)
class HandOver:
    """From ``start`` on ``taker`` looks after what ``giver`` did: everything, or only ``rows``."""

    giver_id: int
    taker_id: int
    start: date
    rows: tuple[int, ...] = ()
    reason: str = HANDED_OVER


def programmes(desk: Desk) -> tuple[Programme, ...]:
    """The programmes that this office carries out today, the one for everything first."""
    office, today = expect_office(desk), desk.clock.today()
    found = pairings_on(desk.policy, packs_on(office, today), day=today, region=office.code)
    return (
        Programme("", "包保（不分方案）", "S3.220", 1),
        *(Programme(one.key, one.title, one.cite, one.rule.most) for one in found),
    )


def give_people(desk: Desk, command: Give) -> Given:
    """Do what ``Give`` says, as one act.

    Raises ``UserError`` for a day that has not come or is before the cadre came, ``DeclinedError``
    for a cadre who has left, and when nobody's name would change.
    """
    if not command.people:
        raise UserError("没有选人。", "", "请先在名单里选要交给他的人。")
    _expect_programme(desk, command.programme)
    one_name = has_one_name(desk, command.programme)
    with desk.write("give_people", "指定包保责任人", ("cadre", command.cadre_id)) as work:
        cadre = expect_cadre(work.session, command.cadre_id)
        expect_start(cadre, command.start, desk.clock.today())
        giving = _Giving(work.session, one_name=one_name, start=command.start)
        giving.give(cadre, command.people, command.programme or None)
        return giving.finish(work)


def has_one_name(desk: Desk, programme: str | None) -> bool:
    """Whether one object has one named person under a programme; None is for everything."""
    pairing = _pairing(desk, programme) if programme else None
    return pairing is None or pairing.rule.most == 1


def _expect_programme(desk: Desk, programme: str) -> None:
    if programme and _pairing(desk, programme) is None:
        raise UserError("没有这个方案。", "", "请从列表里选一个方案。")


def _pairing(desk: Desk, key: str) -> Pairing | None:
    region = expect_office(desk).code
    return pairing_on(desk.policy, key, day=desk.clock.today(), region=region)


class _Giving:
    """People being given to somebody within one act."""

    def __init__(self, session: Session, *, one_name: bool, start: date) -> None:
        self._session = session
        self._one_name = one_name
        self._start = start
        self._given = 0
        self._replaced = 0
        self._stays: list[tuple[str, str]] = []

    def give(self, cadre: Cadre, people: Sequence[int], programme: str | None) -> None:
        known = many.people_by_id(self._session, people)
        rows = queries.open_rows(self._session, people)
        for person_id in dict.fromkeys(people):
            person = known.get(person_id)
            if person is not None:
                mine = same_programme(rows[person_id], programme)
                why = self._why_not(person, mine, cadre)
                if why:
                    self._stays.append((person.name, why))
                else:
                    self._change(person, mine, cadre, programme)

    def _why_not(self, person: Person, rows: Sequence[Responsible], cadre: Cadre) -> str:
        if person.closed_on is not None:
            return "已经封存"
        if any(row.cadre_id == cadre.id for row in rows):
            return "已经由他负责"
        late = [row.start for row in rows if row.start >= self._start]
        if late and self._one_name:
            return f"现在的责任人从 {max(late)} 起，不能更早换人"
        return ""

    def _change(
        self, person: Person, rows: Sequence[Responsible], cadre: Cadre, programme: str | None
    ) -> None:
        if self._one_name and rows:
            replace_all(rows, self._start)
            self._replaced += 1
        begin(self._session, person.id, cadre, start=self._start, programme=programme)
        self._given += 1

    def keep(self, names: Iterable[str], why: str) -> None:
        """With these nothing is to change."""
        self._stays += [(name, why) for name in names]

    def finish(self, work: Work) -> Given:
        """What was done; raises ``DeclinedError`` when nothing was."""
        if not self._given:
            why = "；".join(f"{name}：{words}" for name, words in self._stays[:5])
            raise DeclinedError("没有人需要改。", f"{why}。" if why else "", "请核对选的人和日期。")
        work.describe(f"指定包保责任人：{self._given} 人")
        return Given(work.act_id, self._given, self._replaced, tuple(self._stays))


def give_to_village_defaults(desk: Desk, people: Sequence[int], start: date) -> Given:
    """Give each of ``people`` to the default of the person's village, as one act; whoever has a
    village without a default stays. Raises like ``give_people``."""
    if not people:
        raise DeclinedError("没有要落实的人。", "该有责任人的都有了。", "")
    today = desk.clock.today()
    with desk.write("give_people", "按村落实包保责任人") as work:
        defaults = {
            cadre.village_id: cadre
            for cadre in queries.all_cadres(work.session).values()
            if cadre.village_default and cadre.left_on is None
        }
        known = many.people_by_id(work.session, people)
        by_village: dict[int | None, list[int]] = defaultdict(list)
        for person_id in people:
            if person_id in known:
                by_village[known[person_id].village_id].append(person_id)
        giving = _Giving(work.session, one_name=True, start=start)
        for village_id, ids in by_village.items():
            cadre = defaults.get(village_id)
            if cadre is None:
                giving.keep((known[i].name for i in ids), "本村没有默认责任人")
            else:
                expect_start(cadre, start, today)
                giving.give(cadre, ids, None)
        return giving.finish(work)


def take_people(desk: Desk, rows: Sequence[int], last: date, reason: str) -> Acted:
    """``last`` is the last day of these responsibilities; nobody follows. Raises ``FieldError`` for
    a day in the future or before one of them began, and without a reason."""
    reason = reason.strip()
    if not reason:
        raise FieldError("reason", "原因没有填写。", "请选择或写明原因。")
    if last > desk.clock.today():
        raise FieldError("end", "日期在今天之后。", "请到那一天再登记。")
    if not rows:
        raise UserError("没有选包保对象。", "", "请先在右边的名单里选。")
    with desk.write("take_people", "结束包保") as work:
        found = _expect_rows(work.session, rows)
        late = max(row.start for row in found)
        if late > last:
            raise FieldError("end", f"有人从 {late} 起才由他负责。", "最后一天不能早于这一天。")
        for row in found:
            finish(row, last, reason)
        words = f"结束包保：{len(found)} 人"
        work.describe(words)
        return Acted(work.act_id, f"{words}。")


def _expect_rows(session: Session, rows: Iterable[int]) -> list[Responsible]:
    found = [row for row_id in rows if (row := session.get(Responsible, row_id)) is not None]
    ended = [row for row in found if row.end is not None]
    if ended or not found:
        raise DeclinedError("名单已经变动。", "选的对象里有的已经不由他负责。", "请刷新后再选。")
    return found


def hand_over(desk: Desk, command: HandOver) -> Acted:
    """Do what ``HandOver`` says, as one act: the old name ends on the day before.

    Raises ``FieldError`` for the same person, ``UserError`` for a day that has not come, is before
    the taker came or not after the giver began; ``DeclinedError`` for a taker who has left and when
    there is nothing to hand over.
    """
    if command.giver_id == command.taker_id:
        raise FieldError("taker", "不能移交给本人。", "请选择另一位责任人。")
    with desk.write("hand_over", "移交包保对象", ("cadre", command.giver_id)) as work:
        session = work.session
        giver = expect_cadre(session, command.giver_id)
        taker = expect_cadre(session, command.taker_id)
        expect_start(taker, command.start, desk.clock.today())
        rows = queries.open_rows_of(session, giver.id)
        if command.rows:
            rows = [row for row in rows if row.id in set(command.rows)]
        _check_handover(rows, giver, command)
        theirs = {(row.person_id, row.programme) for row in queries.open_rows_of(session, taker.id)}
        for row in rows:
            finish(row, command.start - _DAY, command.reason.strip() or HANDED_OVER)
            if (row.person_id, row.programme) not in theirs:
                begin(session, row.person_id, taker, start=command.start, programme=row.programme)
        words = f"移交包保对象：{len(rows)} 人"
        work.describe(words)
        return Acted(work.act_id, f"{words}，从 {command.start} 起。")


def _check_handover(rows: Sequence[Responsible], giver: Cadre, command: HandOver) -> None:
    if not rows:
        raise DeclinedError(
            f"“{giver.name}”没有要移交的对象。", "", "对象可能已经移交或结束，请刷新后再看。"
        )
    late = [row.start for row in rows if row.start >= command.start]
    if late:
        raise FieldError(
            "start",
            f"有 {len(late)} 人从 {max(late)} 起才由“{giver.name}”负责。",
            "移交的日期要晚于这一天；登记错了的，请在操作记录里撤销。",
        )
