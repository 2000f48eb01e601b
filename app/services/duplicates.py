"""Finding records that may be one person, and remembering what was decided about them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.core.dictionary import PERSON, PERSON_FIELDS
from app.core.errors import DeclinedError, UserError
from app.core.identity import tidy_number
from app.core.likeness import LikelyPair, Traits, likely_pairs
from app.core.progress import Progress, silent
from app.models.person import Person
from app.models.queries import cadres as cadre_queries
from app.models.queries import office as office_queries
from app.models.queries import people as people_queries
from app.models.queries import sameness as queries
from app.models.unit_of_work import Session, Work
from app.models.upkeep import SamenessVerdict
from app.services.desk import Desk
from app.services.faces import id_on_screen, names_by_person, value_text
from app.services.person.typed import shown

_PHONE = re.compile(r"\d{7,}")


@dataclass(frozen=True)
class LikelyRow:
    """Two records that may be one person, as the list shows them. ``same`` says that they were
    judged to be one and only wait to be merged."""

    first: int
    second: int
    names: tuple[str, str]
    ids_masked: tuple[str, str]
    villages: tuple[str, str]
    points: int
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    same: bool = False


def find_likely(desk: Desk, *, progress: Progress = silent) -> tuple[LikelyRow, ...]:
    """The pairs to look at, most alike first; those judged 不是同一人 are not asked again."""
    with desk.store.read() as session:
        people = queries.comparable_people(session)
        villages = {region.id: region.name for region in office_queries.villages(session)}
        decided = {(row.first_id, row.second_id): row.same for row in queries.verdicts(session)}
    pairs = likely_pairs([_traits(person) for person in people], progress)
    known = {person.id: person for person in people}
    return tuple(
        _row(pair, known, villages, same=decided.get((pair.first, pair.second), False))
        for pair in pairs
        if decided.get((pair.first, pair.second), True)
    )


def _traits(person: queries.Comparable) -> Traits:
    phones = (person.phone, person.second_phone, person.home_phone)
    return Traits(
        id=person.id,
        name=person.name,
        former_name=person.former_name or "",
        readings=frozenset(person.pinyin.split()),
        number=person.id_key or tidy_number(person.id_no or ""),
        good=person.id_key is not None,
        sex=person.sex or "",
        birth=person.birth_date,
        village=person.village_id,
        household=person.household_id,
        address=(person.address or person.home_address or "").replace(" ", ""),
        phones=frozenset(number for phone in phones for number in _PHONE.findall(phone or "")),
    )


def _row(
    pair: LikelyPair,
    known: Mapping[int, queries.Comparable],
    villages: Mapping[int, str],
    *,
    same: bool,
) -> LikelyRow:
    first, second = known[pair.first], known[pair.second]
    return LikelyRow(
        first=first.id,
        second=second.id,
        names=(first.name, second.name),
        ids_masked=(id_on_screen(first.id_no), id_on_screen(second.id_no)),
        villages=(
            villages.get(first.village_id or 0, ""),
            villages.get(second.village_id or 0, ""),
        ),
        points=pair.likeness.points,
        reasons=pair.likeness.reasons,
        against=pair.likeness.against,
        same=same,
    )


@dataclass(frozen=True)
class FieldPair:
    """One fact in both records, sensitive ones masked; an empty text is unknown."""

    key: str
    label: str
    left: str
    right: str
    differs: bool


@dataclass(frozen=True)
class Beside:
    """Two records side by side: their facts, and in words what hangs on each."""

    first: int
    second: int
    fields: tuple[FieldPair, ...]
    hangs: tuple[tuple[str, str, str], ...]


# What is chosen beside the fields of the dictionary: (key, label).
PLACE_FIELDS = (("village", "村（社区）"), ("group", "组"), ("household", "所在家庭"))


def compare_people(desk: Desk, first: int, second: int, *, unmask: bool = False) -> Beside:
    """Both records field by field, what is unknown in both left out; the look is on record for
    both. Raises ``UserError`` when one of them is gone or was merged already."""
    verb, words = ("unmask_person", "查看敏感信息") if unmask else ("view_person", "查看人员")
    for person_id in (first, second):
        with desk.write(verb, f"{words}：比对重复", ("person", person_id)) as work:
            expect_open(work.session, person_id)
    with desk.store.read() as session:
        left, right = (expect_open(session, person_id) for person_id in (first, second))
        places = [_places(session, person) for person in (left, right)]
        hangs = [_hangs(session, person, desk) for person in (left, right)]
    pairs = [_fact(field.key, left, right, unmask=unmask) for field in PERSON_FIELDS]
    after_identity = [pair.key for pair in pairs].index("ethnicity")
    pairs[after_identity:after_identity] = [
        FieldPair(key, label, places[0][key], places[1][key], places[0][key] != places[1][key])
        for key, label in PLACE_FIELDS
    ]
    pairs = [pair for pair in pairs if pair.left or pair.right]
    return Beside(
        first=first,
        second=second,
        fields=tuple(pairs),
        hangs=tuple((label, hangs[0][label], hangs[1][label]) for label in hangs[0]),
    )


def _fact(key: str, left: Person, right: Person, *, unmask: bool) -> FieldPair:
    field, mine, theirs = PERSON[key], getattr(left, key), getattr(right, key)
    texts = ["" if v is None else shown(field, v, unmask=unmask) for v in (mine, theirs)]
    return FieldPair(key, field.label, texts[0], texts[1], mine != theirs)


def expect_open(session: Session, person_id: int) -> Person:
    """The record, if it is there and stands by itself. Raises ``UserError``."""
    person = session.get(Person, person_id)
    if person is None:
        raise UserError("没有找到这个人。", "", "可能已被删除，请刷新列表。")
    if person.merged_into_id is not None:
        raise DeclinedError("这份记录已经并入另一份。", "", "请刷新列表。")
    return person


def _places(session: Session, person: Person) -> dict[str, str]:
    villages = {region.id: region.name for region in office_queries.villages(session)}
    home = people_queries.household_of(session, person.id)
    words = f"户主{home[0].head_name}（{home[1].relation or '关系未填'}）" if home else ""
    return {
        "village": villages.get(person.village_id or 0, ""),
        "group": person.group_name or "",
        "household": words,
    }


def _hangs(session: Session, person: Person, desk: Desk) -> dict[str, str]:
    holdings = people_queries.holdings_of(session, [person.id])
    contacts = people_queries.contacts_of(session, person.id)
    last = f"，最近 {contacts[0].day.isoformat()}" if contacts else ""
    today = desk.clock.today()
    responsible = cadre_queries.responsible_of(session, today).get(person.id)
    return {
        "对象类别": "、".join(names_by_person(holdings, today).get(person.id, ())) or "没有",
        "走访联系": f"{len(contacts)} 次{last}",
        "包保责任人": responsible.name if responsible else "没有",
        "登记日期": value_text(PERSON_FIELDS[0].kind, person.registered_on),
    }


def decide(desk: Desk, first: int, second: int, *, same: bool, reason: str) -> None:
    """Remember whether two records are one person. Deciding again replaces what was decided.

    Raises ``UserError`` without a reason, or when a record is gone.
    """
    if not reason.strip():
        raise UserError("请写明理由。", "", "例如：已电话核实，是两个人。")
    words = "同一人" if same else "不是同一人"
    with desk.write("decide_sameness", f"判断两份记录：{words}", ("person", first)) as work:
        for person_id in (first, second):
            expect_open(work.session, person_id)
        remember(work, desk, (first, second), same=same, reason=reason.strip())


def remember(
    work: Work, desk: Desk, pair: tuple[int, int], *, same: bool, reason: str
) -> SamenessVerdict:
    """Put a verdict into the store, in the place of an earlier one about the same two."""
    row = queries.verdict_on(work.session, *pair)
    if row is None:
        low, high = sorted(pair)
        row = SamenessVerdict(first_id=low, second_id=high)
        work.session.add(row)
    row.same, row.reason = same, reason
    row.decided_by, row.decided_on = desk.actor.name, desk.clock.today()
    return row
