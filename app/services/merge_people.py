"""Merging two records of one person into one: everything is kept, nothing counts twice.

One act: the undo of it brings both records back exactly as they were.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Protocol, TypeVar

from app.core.codes import category_name, excluded_by
from app.core.dictionary import PERSON_FIELDS
from app.core.errors import DeclinedError
from app.core.identity import read_id
from app.core.terms import CONTACT_NAMES, ContactKind
from app.models.base import Base
from app.models.circumstances import Benefit, IncomeLine, Kin, SelfCare
from app.models.contact import Contact
from app.models.duty import ContactExcuse, LifeEvent
from app.models.giving import Gift
from app.models.holding import Holding, Responsible
from app.models.household import Membership
from app.models.person import Person
from app.models.queries import belongings
from app.models.queries import sameness as queries
from app.models.unit_of_work import Session, Work
from app.models.upkeep import Paper
from app.services.desk import Desk
from app.services.duplicates import expect_open, remember
from app.services.pairing import has_one_name
from app.services.responsibility import finish

CLOSED_AS = "合并"


@dataclass(frozen=True)
class Merged:
    """What came of a merge. ``act_id`` undoes it; ``flags`` are what a person should look at, since
    the two records said different things."""

    kept: int
    act_id: int
    flags: tuple[str, ...]


def merge_people(
    desk: Desk, keep: int, drop: int, choices: Mapping[str, int], *, reason: str
) -> Merged:
    """Make one record of two that were judged to be one person.

    ``choices`` say, by field (``village``, ``group`` and ``household`` included), from which of the
    two records its value is taken; without a choice what ``keep`` knows goes before what ``drop``
    knows. Both histories stay readable from the kept record; both numbers lead to it. Raises
    ``DeclinedError`` when they are the same record or one of them is merged or closed already.
    """
    if keep == drop:
        raise DeclinedError("这是同一份记录。", "", "请选择两份不同的记录。")
    with desk.write("merge_people", "合并两份人员记录", ("person", keep)) as work:
        kept, dropped = expect_open(work.session, keep), expect_open(work.session, drop)
        for person in (kept, dropped):
            if person.closed_on is not None:
                raise DeclinedError("其中一份记录已经销户。", "", "请先恢复那份记录，再合并。")
        merger = _Merger(work, desk, (kept, dropped), choices)
        merger.unite_facts()
        merger.move()
        remember(work, desk, (keep, drop), same=True, reason=reason.strip() or CLOSED_AS)
        merger.carry_verdicts()
        merger.close()
        return Merged(keep, work.act_id, tuple(merger.flags))


class _Dated(Protocol):
    """A row that holds from a day to a day."""

    id: int
    start: date
    end: date | None


D = TypeVar("D", Holding, Membership, Responsible, Benefit)
B = TypeVar("B", bound=Base)


class _Merger:
    """Holds both records while their belongings are brought together."""

    def __init__(
        self, work: Work, desk: Desk, pair: tuple[Person, Person], choices: Mapping[str, int]
    ) -> None:
        self._session: Session = work.session
        self._work = work
        self._desk = desk
        self._today = desk.clock.today()
        self._kept, self._dropped = pair
        self._choices = dict(choices)
        self.flags: list[str] = []

    # --- the two rows themselves ---------------------------------------------------------------
    def unite_facts(self) -> None:
        """The chosen facts into the kept row; the dropped row stays as it was."""
        kept, dropped = self._kept, self._dropped
        number_from = self._source("id_no", kept.id_no, dropped.id_no)
        if number_from.id_no is not None:
            self._choices.setdefault("no_id_reason", number_from.id)  # it has a number now
        for field in PERSON_FIELDS:
            mine, theirs = getattr(kept, field.key), getattr(dropped, field.key)
            chosen = getattr(self._source(field.key, mine, theirs), field.key)
            if mine != chosen:
                setattr(kept, field.key, chosen)
        kept.village_id = self._source("village", kept.village_id, dropped.village_id).village_id
        kept.group_name = self._source("group", kept.group_name, dropped.group_name).group_name
        kept.registered_on = min(kept.registered_on, dropped.registered_on)
        if kept.raw or dropped.raw:
            kept.raw = {**(dropped.raw or {}), **(kept.raw or {})}
        kept.id_kind = read_id(kept.id_no or "").kind
        if number_from is dropped:
            self._exchange_keys()

    def _source(self, key: str, mine: object, theirs: object) -> Person:
        default = self._dropped if mine is None and theirs is not None else self._kept
        chosen = self._choices.get(key, default.id)
        return self._dropped if chosen == self._dropped.id else self._kept

    def _exchange_keys(self) -> None:
        """The kept record takes the number, the dropped one the other: whoever looks for either
        finds the kept record. A number belongs to one row at every moment."""
        mine, theirs = self._kept.id_key, self._dropped.id_key
        self._dropped.id_key = None
        self._session.flush()
        self._kept.id_key = theirs
        self._session.flush()
        self._dropped.id_key = mine

    def close(self) -> None:
        self._session.flush()
        self._dropped.merged_into_id = self._kept.id
        self._dropped.closed_on = self._today
        self._dropped.close_reason = CLOSED_AS

    # --- what hangs on them --------------------------------------------------------------------
    def move(self) -> None:
        """Everything that hangs on the dropped record hangs on the kept one, once."""
        self._memberships()
        self._holdings()
        self._responsible()
        self._benefits()
        self._once(IncomeLine, lambda row: (row.kind, row.period), _same_income)
        self._once(SelfCare, lambda row: (row.day, row.result))
        self._once(Paper, lambda row: (row.sha256, row.kind))
        self._once(Kin, lambda row: (row.role, row.name, row.start))
        self._others_kin()
        self._contacts()
        self._planned_gifts()
        united = {Membership, Holding, Responsible, Benefit, IncomeLine, SelfCare, Paper, Kin}
        for table in belongings.tables_about_people():
            if table not in united:
                for row in belongings.rows_about(self._session, table, self._dropped.id):
                    self._take(row)

    def _memberships(self) -> None:
        owners = self._owners(Membership)
        rows = self._spans(Membership, lambda row: row.household_id, _unite_membership)
        wanted = self._choices.get("household", self._kept.id)
        living = [row for row in rows if row.end is None]
        if len(living) < 2:
            return
        stays = next((row for row in living if owners[row.id] == wanted), living[0])
        left = [row for row in living if row is not stays]
        for row in left:
            row.end = self._today
        self._session.flush()
        for home in belongings.empty_households(self._session, *(r.household_id for r in left)):
            self.flags.append(f"户主{home.head_name}的这一户没有成员了，请核对这一户的待遇。")

    def _holdings(self) -> None:
        rows = self._spans(Holding, lambda row: row.code, _unite_holding)
        held = {row.code for row in rows if row.end is None}
        for code, other in combinations(sorted(held), 2):
            if other in excluded_by(code):
                names = f"“{category_name(code)}”和“{category_name(other)}”"
                self.flags.append(f"合并后同时登记了{names}，请结束其中一个。")

    def _responsible(self) -> None:
        """Where one name is responsible for one thing, one stays, the kept record's first."""
        owners = self._owners(Responsible)
        rows = self._spans(
            Responsible, lambda row: (row.cadre_id or row.name, row.programme), _unite_responsible
        )
        by_programme: dict[str | None, list[Responsible]] = defaultdict(list)
        for row in rows:
            if row.end is None:
                by_programme[row.programme].append(row)
        for programme, serving in by_programme.items():
            if not has_one_name(self._desk, programme):
                continue
            stays = next((row for row in serving if owners[row.id] == self._kept.id), serving[0])
            left = [row for row in serving if row is not stays]
            for row in left:
                finish(row, self._today - timedelta(days=1), CLOSED_AS)
            if left:
                self.flags.append(f"两份记录的包保责任人不同，保留了{stays.name}。")

    def _benefits(self) -> None:
        rows = self._spans(Benefit, lambda row: (row.kind, row.amount, row.rhythm), _keep_first)
        current = [row for row in rows if row.end is None]
        kinds = [row.kind for row in current]
        for kind in sorted({kind for kind in kinds if kinds.count(kind) > 1}):
            self.flags.append(f"“{kind}”在两份记录里金额不同，都保留了，请核对。")

    def _contacts(self) -> None:
        """All of them stay: which of two on one day is the right one, only a person knows."""
        known: dict[tuple[date, str], int] = defaultdict(int)
        for row in belongings.rows_about(self._session, Contact, self._kept.id):
            known[row.day, row.kind] += 1
        for row in belongings.rows_about(self._session, Contact, self._dropped.id):
            if known[row.day, row.kind]:
                what = f"{row.day.isoformat()} {CONTACT_NAMES[ContactKind(row.kind)]}"
                self.flags.append(f"{what}：两份记录里都有，都保留了，请核对是不是同一次。")
            self._take(row)
        for table in (ContactExcuse, LifeEvent):
            for told in belongings.rows_about(self._session, table, self._dropped.id):
                self._take(told)

    def _planned_gifts(self) -> None:
        """One person in two lists is one visit (S4.214): whoever stands twice on the list of a
        festival stands on it once, as given where something was given."""
        lines: dict[int, list[Gift]] = defaultdict(list)
        for person in (self._kept, self._dropped):
            for row in self._rows(Gift, person.id):
                if row.festival_id is not None:
                    lines[row.festival_id].append(row)
        for rows in lines.values():
            given = any(row.day is not None for row in rows)
            waiting = [row for row in rows if row.day is None]
            for row in waiting if given else waiting[1:]:
                self.flags.append("两份记录都在同一份节日慰问名单里，去掉了一条。")
                self._session.delete(row)
        self._session.flush()

    def _others_kin(self) -> None:
        """Where the dropped one stands by others; nobody stands by oneself."""
        for row in belongings.kin_naming(self._session, self._dropped.id):
            row.other_id = self._kept.id
        for row in belongings.rows_about(self._session, Kin, self._kept.id, self._dropped.id):
            if row.other_id == self._kept.id:
                self.flags.append("有一条关系是本人对本人，已去掉。")
                self._session.delete(row)

    # --- how rows come together -----------------------------------------------------------------
    def _owners(self, table: type[D]) -> dict[int, int]:
        both = belongings.rows_about(self._session, table, self._kept.id, self._dropped.id)
        return {row.id: row.person_id for row in both}

    def _take(self, row: Base) -> None:
        setattr(row, "person_id", self._kept.id)  # noqa: B010 - every table here has the column

    def _spans(
        self, table: type[D], key: Callable[[D], Hashable], unite: Callable[[D, D], None]
    ) -> list[D]:
        """The rows of both; spans of one ``key`` that overlap or touch become one."""
        both = belongings.rows_about(self._session, table, self._kept.id, self._dropped.id)
        both.sort(key=lambda row: row.person_id != self._kept.id)
        groups: dict[Hashable, list[D]] = defaultdict(list)
        for row in both:
            groups[key(row)].append(row)
            row.person_id = self._kept.id
        return [row for rows in groups.values() for row in self._fold(rows, unite)]

    def _fold(self, rows: list[D], unite: Callable[[D, D], None]) -> Iterator[D]:
        # The first of a group is the kept record's: in whatever both say, it goes before.
        left = list(rows)
        while left:
            row = left.pop(0)
            while (other := next((o for o in left if _touch(row, o)), None)) is not None:
                left.remove(other)
                row.start = min(row.start, other.start)
                row.end = None if row.end is None or other.end is None else max(row.end, other.end)
                unite(row, other)
                self._session.delete(other)
            yield row

    def _once(
        self,
        table: type[B],
        key: Callable[[B], Hashable],
        agree: Callable[[B, B], str] = lambda _, __: "",
    ) -> None:
        """Rows of the dropped one that the kept one has too are left out; what ``agree`` says of
        the two is told."""
        known = {key(row): row for row in self._rows(table, self._kept.id)}
        for row in self._rows(table, self._dropped.id):
            mine = known.get(key(row))
            if mine is None:
                self._take(row)
                continue
            if words := agree(mine, row):
                self.flags.append(words)
            self._session.delete(row)

    def _rows(self, table: type[B], person_id: int) -> Iterable[B]:
        return belongings.rows_about(self._session, table, person_id)

    # --- what was decided before ----------------------------------------------------------------
    def carry_verdicts(self) -> None:
        """Who is not the dropped one is not the kept one either, and is not asked about again."""
        self._session.flush()
        for verdict in queries.verdicts_about(self._session, self._dropped.id):
            other = next(iter({verdict.first_id, verdict.second_id} - {self._dropped.id}))
            known = queries.verdict_on(self._session, self._kept.id, other)
            if other != self._kept.id and not verdict.same and known is None:
                pair = (self._kept.id, other)
                remember(self._work, self._desk, pair, same=False, reason=verdict.reason)


def _touch(one: _Dated, other: _Dated) -> bool:
    """Whether the spans overlap or follow each other without a day between."""
    last = date.max - timedelta(days=1)
    return one.start <= (other.end or last) + timedelta(days=1) and other.start <= (
        one.end or last
    ) + timedelta(days=1)


def _unite_membership(row: Membership, other: Membership) -> None:
    row.relation = row.relation or other.relation


def _unite_holding(row: Holding, other: Holding) -> None:
    bases = dict.fromkeys(basis for basis in (row.basis, other.basis) if basis)
    row.basis = "；".join(bases) or None
    row.confirmed_by = row.confirmed_by or other.confirmed_by


def _unite_responsible(row: Responsible, _: Responsible) -> None:
    if row.end is None:
        row.end_reason = None


def _keep_first(row: object, other: object) -> None:
    """What the kept record says stands."""


def _same_income(mine: IncomeLine, theirs: IncomeLine) -> str:
    if mine.amount == theirs.amount:
        return ""
    return f"{mine.period} 的“{mine.kind}”收入两份记录不同，保留了留下的那份的数。"
