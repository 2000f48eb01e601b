"""Everything doubtful in the register: found, counted, let stand with a reason, handed out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from app.core.code_lists import words_with
from app.core.dictionary import PERSON
from app.core.errors import UserError
from app.core.places import group_in
from app.core.progress import Progress, silent
from app.models.queries import codes as code_queries
from app.models.queries import office as office_queries
from app.models.queries import quality as queries
from app.models.queries import register as register_queries
from app.models.unit_of_work import Session
from app.models.upkeep import IgnoredDoubt
from app.rules.quality.known import shipped_known
from app.rules.quality.looking import find_doubts, rules
from app.rules.quality.subjects import Doubt, Everything, Home, Rule, Someone
from app.services.desk import Desk
from app.services.faces import id_on_screen
from app.services.person.typed import shown

NO_VILLAGE = "没有村（社区）"
_PLACES = {
    "village": "村（社区）",
    "categories": "对象类别",
    "household": "家庭",
    "contacts": "走访",
}


@dataclass(frozen=True)
class DoubtRow:
    """One doubt as the list shows it. ``person_id`` is who to open (for a household its head or
    first member), ``field`` where; ``now`` is what stands there, masked where it is sensitive.
    ``ignored`` is the reason why it may stand, with who said so; empty while nobody has."""

    rule: str
    title: str
    remedy: str
    source: str
    table: str
    subject_id: int
    person_id: int
    name: str
    id_masked: str
    village: str
    group: str
    head: str
    field: str
    field_label: str
    now: str
    words: str
    fingerprint: str
    ignored: str = ""


@dataclass(frozen=True)
class QualityReport:
    """All doubts as of ``edition`` of the register, by village, group and household."""

    rows: tuple[DoubtRow, ...]
    people: int
    edition: int

    @property
    def open(self) -> tuple[DoubtRow, ...]:
        """Those that nobody has let stand."""
        return tuple(row for row in self.rows if not row.ignored)


@dataclass(frozen=True)
class RuleView:
    """A rule as a person reads it."""

    id: str
    title: str
    remedy: str
    source: str


def list_rules() -> tuple[RuleView, ...]:
    """Every rule, in the order of the counts."""
    return tuple(RuleView(r.id, r.title, r.remedy, r.source) for r in rules().values())


def check_register(desk: Desk, *, progress: Progress = silent) -> QualityReport:
    """Go through everybody on the register and every household that somebody belongs to."""
    today = desk.clock.today()
    progress(0, 0, "读取登记内容")
    with desk.store.read() as session:
        edition = register_queries.edition(session)
        reader = _Reader(session, today)
        ignored = queries.ignored_doubts(session)
        known = replace(shipped_known(), kept=words_with(code_queries.own_codes(session)))
    doubts = find_doubts(reader.everything, known, today, progress)
    rows = [row for doubt in doubts if (row := reader.row(doubt)) is not None]
    rows = [_with_ignored(row, ignored) for row in rows]
    rows.sort(
        key=lambda row: (row.village == NO_VILLAGE, row.village, row.group, row.head, row.name)
    )
    return QualityReport(tuple(rows), len(reader.everything.people), edition)


def register_edition(desk: Desk) -> int:
    """The edition of the register now; a report of another one is out of date."""
    with desk.store.read() as session:
        return register_queries.edition(session)


class _Reader:
    """The register as the rules look at it, and the way back from a doubt to what a clerk sees."""

    def __init__(self, session: Session, today: date) -> None:
        villages = {region.id: region.name for region in office_queries.villages(session)}
        homes = queries.living_together(session)
        spans = queries.spans_held(session)
        repeated = queries.repeated_contacts(session)
        paid = queries.amounts_paid(session, today)
        self._groups: dict[int, str] = {}
        people = []
        for row in queries.plain_people(session):
            self._groups[row.id] = row.group or group_in(_text(row.facts.get("address")))
            home, relation = homes.get(row.id, (None, ""))
            people.append(
                Someone(
                    id=row.id,
                    facts=row.facts,
                    village=villages.get(row.village_id or 0, ""),
                    home=home,
                    relation=relation,
                    codes=_held(spans.get(row.id, ()), today),
                    spans=tuple(spans.get(row.id, ())),
                    repeated=tuple(repeated.get(row.id, ())),
                )
            )
        members: dict[int, list[Someone]] = defaultdict(list)
        for one in people:
            if one.home is not None:
                members[one.home].append(one)
        rows = [row for row in queries.plain_households(session) if row.id in members]
        self.everything = Everything(
            people=tuple(people),
            homes=tuple(
                Home(
                    id=row.id,
                    facts=row.facts,
                    members=tuple(members[row.id]),
                    category=row.category or "",
                    village=villages.get(row.village_id or 0, ""),
                    amounts=paid.get(row.id),
                )
                for row in rows
            ),
        )
        self._homes = {home.id: home for home in self.everything.homes}

    def row(self, doubt: Doubt) -> DoubtRow | None:
        subject, rule = doubt.subject, doubt.rule
        one = _face(subject) if isinstance(subject, Home) else subject
        home = self._homes.get(one.home or 0)
        table = "household" if isinstance(subject, Home) else "person"
        return DoubtRow(
            rule=rule.id,
            title=rule.title,
            remedy=rule.remedy,
            source=rule.source,
            table=table,
            subject_id=subject.id,
            person_id=one.id,
            name=one.text("name"),
            id_masked=id_on_screen(one.text("id_no")),
            village=one.village or NO_VILLAGE,
            group=self._groups[one.id] or (group_in(home.text("address")) if home else ""),
            head=home.text("head_name") if home else "",
            field=rule.field,
            field_label=_PLACES.get(rule.field) or PERSON[rule.field].label,
            now=_now(subject, rule),
            words=doubt.found.words,
            fingerprint=_fingerprint(rule.id, doubt.found.values),
        )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _held(spans: Iterable[tuple[str, date, date | None]], day: date) -> frozenset[str]:
    return frozenset(
        code for code, start, end in spans if start <= day and (end is None or end >= day)
    )


def _face(home: Home) -> Someone:
    """Who stands for a household in the list: the head, or the first who belongs to it."""
    name = home.text("head_name")
    return next((one for one in home.members if one.text("name") == name), home.members[0])


def _now(subject: Someone | Home, rule: Rule) -> str:
    if isinstance(subject, Home) or rule.field not in PERSON:
        return ""
    value = subject.facts.get(rule.field)
    return "" if value is None else shown(PERSON[rule.field], value, unmask=False)


def _fingerprint(rule: str, values: Iterable[object]) -> str:
    """The same as long as the values that raised the doubt are; they cannot be read from it."""
    text = "\x1f".join([rule, *(repr(value) for value in values)])
    return sha256(text.encode()).hexdigest()[:32]


def _with_ignored(row: DoubtRow, ignored: Mapping[tuple[str, str, int], IgnoredDoubt]) -> DoubtRow:
    known = ignored.get((row.rule, row.table, row.subject_id))
    if known is None or known.fingerprint != row.fingerprint:
        return row
    return replace(row, ignored=_ignored_words(known))


def _ignored_words(known: IgnoredDoubt) -> str:
    return f"{known.reason}（{known.ignored_by} {known.ignored_on.isoformat()}）"


# --- counting ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class VillageCounts:
    """How many doubts a village has, in all and by rule."""

    village: str
    total: int
    by_rule: Mapping[str, int]


def count_doubts(rows: Iterable[DoubtRow]) -> tuple[VillageCounts, ...]:
    """Counts by village, most doubtful first."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        counted[row.village][row.rule] += 1
    counts = [VillageCounts(v, by_rule.total(), by_rule) for v, by_rule in counted.items()]
    return tuple(sorted(counts, key=lambda count: (-count.total, count.village)))


# --- letting stand -----------------------------------------------------------------------------
def ignore_doubts(desk: Desk, rows: Sequence[DoubtRow], reason: str) -> tuple[DoubtRow, ...]:
    """Let these doubts stand, with the reason; they are asked again when what raised them changes.
    The same rows back, ignored. Raises ``UserError`` without a reason."""
    if not reason.strip():
        raise UserError("请写明理由。", "", "例如：已对照户口簿，证件上就是这样。")
    with desk.write("ignore_doubts", f"忽略登记疑点：{len(rows)} 处") as work:
        known = queries.ignored_doubts(work.session)
        done = []
        for row in rows:
            kept = known.get((row.rule, row.table, row.subject_id))
            if kept is None:
                kept = IgnoredDoubt(
                    rule=row.rule, subject_table=row.table, subject_id=row.subject_id
                )
                work.session.add(kept)
            kept.fingerprint, kept.reason = row.fingerprint, reason.strip()
            kept.ignored_by, kept.ignored_on = desk.actor.name, desk.clock.today()
            done.append(replace(row, ignored=_ignored_words(kept)))
        return tuple(done)


def ask_again(desk: Desk, rows: Sequence[DoubtRow]) -> tuple[DoubtRow, ...]:
    """No longer let these doubts stand."""
    with desk.write("ask_doubts_again", f"恢复登记疑点：{len(rows)} 处") as work:
        known = queries.ignored_doubts(work.session)
        for row in rows:
            kept = known.get((row.rule, row.table, row.subject_id))
            if kept is not None:
                work.session.delete(kept)
        return tuple(replace(row, ignored="") for row in rows)
