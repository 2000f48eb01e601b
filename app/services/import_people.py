"""Importing people: a preview first, then the whole import as one act that can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from app.core.code_lists import words_with
from app.core.codes import Codes
from app.core.dictionary import HOUSEHOLD_FIELDS, PERSON, PERSON_FIELDS, Kind
from app.core.errors import DeclinedError
from app.core.identity import read_id
from app.core.progress import Progress, each, silent
from app.core.terms import UNKNOWN
from app.exporters.roster_xlsx import Roster, RosterColumn, write_roster
from app.importers.plan import plan_import
from app.importers.planned import (
    AMOUNT_NAMES,
    Action,
    FieldChange,
    ImportPlan,
    PlanCounts,
    PlannedHousehold,
    PlannedPerson,
    Problem,
    Severity,
)
from app.importers.register import KnownHousehold, KnownPerson, Register
from app.models.exchange import ImportBatch
from app.models.holding import Holding
from app.models.household import Award, Household, Membership
from app.models.person import Person
from app.models.queries import office as office_queries
from app.models.queries import register as queries
from app.models.queries import sameness
from app.models.queries.codes import own_codes
from app.models.unit_of_work import Session, Work
from app.services.desk import Desk
from app.services.faces import id_on_screen, value_text
from app.services.office import village_ids

__all__ = [
    "Action",
    "ImportPreview",
    "ImportResult",
    "PreviewRow",
    "Problem",
    "Severity",
    "commit_import",
    "preview_import",
    "severity_words",
    "write_problem_list",
]

_OTHER_LABELS = {
    "village": "村（社区）",
    "group": "村民小组",
    "relation": "与户主关系",
    "household": "所在家庭",
    "category": "对象类别",
    **AMOUNT_NAMES,
}


@dataclass(frozen=True)
class PreviewRow:
    """What will happen to one row, in words."""

    action: Action
    name: str
    id_masked: str
    village: str
    categories: tuple[str, ...]
    sheet: str
    row: int
    words: str


@dataclass(frozen=True)
class ImportPreview:
    """What an import would do; ``edition`` is the register it was compared with."""

    plan: ImportPlan
    rows: tuple[PreviewRow, ...]
    problems: tuple[Problem, ...]
    edition: int

    @property
    def counts(self) -> PlanCounts:
        return self.plan.counts


@dataclass(frozen=True)
class ImportResult:
    """What an import did; ``act_id`` undoes it whole."""

    act_id: int
    counts: PlanCounts


def preview_import(
    desk: Desk,
    paths: Sequence[Path],
    *,
    password: str | None = None,
    progress: Progress = silent,
) -> ImportPreview:
    """Read ``paths`` and compare them with the register; nothing is written.

    Raises ``FileError`` for a file that cannot be read, in words.
    """
    with desk.store.read() as session:
        edition = queries.edition(session)
        codes = own_codes(session)
        register = _register(session, codes)
    plan = plan_import(
        paths,
        register,
        day=desk.clock.today(),
        passwords=(password,) if password else (),
        progress=progress,
    )
    return ImportPreview(
        plan=plan,
        rows=tuple(_preview_row(person, codes, desk.clock.today()) for person in plan.people),
        problems=plan.problems,
        edition=edition,
    )


def _register(session: Session, codes: Codes) -> Register:
    """The register as the planner compares with it."""
    villages = {region.id: region.name for region in office_queries.villages(session)}
    homes = queries.open_memberships(session)
    held = queries.open_holdings(session)
    paid = queries.open_awards(session)
    everybody = queries.all_people(session)
    by_id = {
        person.id: KnownPerson(
            id=person.id,
            fields={field.key: getattr(person, field.key) for field in PERSON_FIELDS},
            categories=frozenset(held[person.id]),
            household_id=homes[person.id].household_id if person.id in homes else None,
            relation=homes[person.id].relation if person.id in homes else None,
            village=villages.get(person.village_id or 0),
            group=person.group_name,
        )
        for person in everybody
    }
    people = {person.id_key: by_id[person.id] for person in everybody if person.id_key is not None}
    for key, kept in sameness.merged_keys(session).items():
        # A number of a record that was merged away means the kept one, which keeps its own.
        people[key] = replace(by_id[kept], fields={**by_id[kept].fields, "id_no": key})
    households = {
        home.head_key: KnownHousehold(
            id=home.id,
            fields={field.key: getattr(home, field.key) for field in HOUSEHOLD_FIELDS},
            amounts={kind: award.amount for (_, kind), award in paid[home.id].items()},
            category=home.category,
            village=villages.get(home.village_id or 0),
            group=home.group_name,
        )
        for home in queries.all_households(session)
        if home.head_key is not None
    }
    return Register(
        people,
        households,
        tuple(villages.values()),
        former_villages=office_queries.former_villages(session),
        words=words_with(codes),
    )


def _preview_row(planned: PlannedPerson, codes: Codes, today: date) -> PreviewRow:
    names = tuple(codes.category_name(held.code, today) for held in planned.categories)
    return PreviewRow(
        action=planned.action,
        name=str(planned.fields.get("name") or ""),
        id_masked=id_on_screen(str(planned.fields.get("id_no") or planned.id_key or "")),
        village=planned.village or "",
        categories=names,
        sheet=planned.place.sheet,
        row=planned.place.row,
        words="；".join(_change_words(change) for change in planned.changes),
    )


def _change_words(change: FieldChange) -> str:
    """``联系电话：（空）→ 138…``; what is sensitive is only said to differ."""
    field = PERSON.get(change.key)
    label = field.label if field else _OTHER_LABELS.get(change.key, change.key)
    if field is not None and field.sensitive:
        return f"{label}有变化"
    kind = field.kind if field else Kind.TEXT
    before = UNKNOWN if change.before is None else value_text(kind, change.before)
    return f"{label}：{before} → {value_text(kind, change.after)}"


def severity_words(problem: Problem) -> str:
    """Whether the row was refused or only doubted."""
    return "拒绝" if problem.severity is Severity.ERROR else "提醒"


_PROBLEM_LIST = (
    RosterColumn("程度", width=8.0),
    RosterColumn("文件", width=28.0),
    RosterColumn("工作表", width=16.0),
    RosterColumn("单元格", width=9.0),
    RosterColumn("列", width=14.0),
    RosterColumn("内容", width=24.0),
    RosterColumn("原因", width=40.0),
    RosterColumn("怎么办", width=44.0),
)


def write_problem_list(preview: ImportPreview, path: Path, progress: Progress = silent) -> None:
    """Write the problems as a workbook to hand back to the village. Raises ``FileError``."""
    rows = [
        (severity_words(p), p.file, p.sheet, p.cell, p.column, p.value, p.reason, p.remedy)
        for p in preview.problems
    ]
    write_roster(path, Roster("导入问题清单", _PROBLEM_LIST, rows), progress=progress)


def commit_import(desk: Desk, preview: ImportPreview, progress: Progress = silent) -> ImportResult:
    """Write what ``preview`` showed, in one transaction.

    Raises ``DeclinedError`` when the register has changed since the preview.
    """
    counts = preview.counts
    words = f"导入：新增 {counts.new} 人，变更 {counts.changed} 人"
    with desk.write("import", words) as work:
        if queries.edition(work.session) != preview.edition:
            raise DeclinedError(
                "预览之后登记内容又有变动，没有导入。", "", "请重新选择文件，再预览一次。"
            )
        _Writer(work, desk).write(preview.plan, progress)
        files = preview.plan.files
        work.session.add(
            ImportBatch(
                line_id=work.act_id,
                at=desk.clock.now().replace(tzinfo=None),
                files=[{"name": f.path.name, "sheet": f.sheet, "rows": f.rows} for f in files],
                counts=asdict(counts),
            )
        )
        return ImportResult(work.act_id, counts)


class _Writer:
    """Puts a plan into the store: villages, households, people, then what ties them together."""

    def __init__(self, work: Work, desk: Desk) -> None:
        self._session = work.session
        self._work = work
        self._month = desk.clock.today().replace(day=1)
        self._today = desk.clock.today()
        self._households = {h.head_key: h for h in queries.all_households(self._session)}
        self._people = {p.id: p for p in queries.all_people(self._session)}
        self._memberships = queries.open_memberships(self._session)
        self._holdings = queries.open_holdings(self._session)
        self._awards = queries.open_awards(self._session)

    def write(self, plan: ImportPlan, progress: Progress) -> None:
        wanted = [h for h in plan.households if h.action is not Action.REFUSED]
        people = [p for p in plan.people if p.action is not Action.REFUSED]
        names = {h.village for h in wanted if h.village} | {p.village for p in people if p.village}
        villages = village_ids(self._work, names) if names else {}
        for home in each(wanted, progress, "写入家庭"):
            self._household(home, villages)
        self._session.flush()
        written = [(p, self._person(p, villages)) for p in each(people, progress, "写入人员")]
        self._session.flush()
        for planned, person in each(written, progress, "写入类别"):
            self._tie(planned, person)
        for home in wanted:
            self._pay(home)

    def _household(self, planned: PlannedHousehold, villages: Mapping[str, int]) -> None:
        household = self._households.get(planned.head_key)
        if household is None:
            household = Household(head_key=planned.head_key, head_name="")
            self._households[planned.head_key] = household
            self._session.add(household)
        _set(household, planned.fields)
        if planned.village:
            household.village_id = villages[planned.village]
        household.group_name = planned.group or household.group_name
        household.category = planned.category or household.category

    def _person(self, planned: PlannedPerson, villages: Mapping[str, int]) -> Person:
        person = self._people.get(planned.known_id or 0)
        if person is None:
            person = Person(registered_on=self._today, id_key=planned.id_key, name="")
            self._session.add(person)
        _set(person, planned.fields)
        if "id_no" in planned.fields:
            person.id_kind = read_id(person.id_no or "").kind
        if planned.village:
            person.village_id = villages[planned.village]
        if planned.group:
            person.group_name = planned.group
        if planned.raw:
            person.raw = {**(person.raw or {}), **planned.raw}
        return person

    def _tie(self, planned: PlannedPerson, person: Person) -> None:
        household = self._households.get(planned.household_key)
        known = self._memberships.get(person.id)
        if household is not None and (known is None or known.household_id != household.id):
            if known is not None:
                known.end = self._today
            self._session.add(
                Membership(
                    person_id=person.id,
                    household_id=household.id,
                    relation=planned.relation,
                    start=self._today,
                )
            )
        elif known is not None and planned.relation and known.relation != planned.relation:
            known.relation = planned.relation
        for category in planned.categories:
            if category.code not in self._holdings[person.id]:
                self._session.add(
                    Holding(
                        person_id=person.id,
                        code=category.code,
                        start=category.start or self._month,
                        basis=category.basis,
                    )
                )

    def _pay(self, planned: PlannedHousehold) -> None:
        household = self._households[planned.head_key]
        paid = self._awards[household.id]
        for kind, amount in planned.amounts.items():
            known = paid.get((planned.category or "", kind))
            if known is not None and known.amount == amount:
                continue
            if known is not None and known.start >= self._month:
                known.amount = amount
                continue
            if known is not None:
                known.end = self._month - timedelta(days=1)
            self._session.add(
                Award(
                    household_id=household.id,
                    category=planned.category or "",
                    kind=kind,
                    amount=amount,
                    start=self._month,
                )
            )


def _set(row: Person | Household, fields: Mapping[str, object]) -> None:
    for key, value in fields.items():
        if getattr(row, key) != value:
            setattr(row, key, value)
