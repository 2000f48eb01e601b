"""One change to many people: a preview that names everybody, then one act that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.codes import Codes, excluded_by
from app.core.errors import DeclinedError, UserError
from app.core.phones import is_phone
from app.core.progress import Progress, each, silent
from app.models.holding import Holding
from app.models.person import Person
from app.models.queries import cadres as cadre_queries
from app.models.queries import codes as code_queries
from app.models.queries import many as queries
from app.models.queries import office as office_queries
from app.models.queries import register as register_queries
from app.models.unit_of_work import Session, Work
from app.services.desk import Desk
from app.services.office import village_ids
from app.services.responsibility import (
    Said,
    begin,
    cadre_said,
    expect_start,
    replace_all,
    same_programme,
)


@dataclass(frozen=True)
class MoveVillage:
    """They live in another village (and group; without one the group stays unknown)."""

    village: str
    group: str = ""


@dataclass(frozen=True)
class GiveResponsible:
    """From ``start`` this person looks after them, instead of whoever did."""

    name: str
    start: date
    post: str = ""
    unit: str = ""
    phone: str = ""


@dataclass(frozen=True)
class AddCategory:
    """They hold a category from ``start``, on a basis."""

    code: str
    start: date
    basis: str


@dataclass(frozen=True)
class EndCategory:
    """They no longer hold a category; ``end`` is the last day."""

    code: str
    end: date
    basis: str


@dataclass(frozen=True)
class AddNote:
    """A sentence at the end of everybody's note."""

    text: str


BulkChange = MoveVillage | GiveResponsible | AddCategory | EndCategory | AddNote


@dataclass(frozen=True)
class BulkRow:
    """What will happen to one person: from what to what, or why the person ``stays`` as is."""

    person_id: int
    name: str
    village: str
    before: str
    after: str
    stays: str = ""


@dataclass(frozen=True)
class BulkPreview:
    """What a change would do; ``edition`` is the register it was worked out with."""

    change: BulkChange
    rows: tuple[BulkRow, ...]
    edition: int

    @property
    def changing(self) -> tuple[BulkRow, ...]:
        return tuple(row for row in self.rows if not row.stays)


@dataclass(frozen=True)
class BulkResult:
    """What a change did; ``act_id`` undoes it whole."""

    act_id: int
    changed: int
    stayed: int


@dataclass(frozen=True)
class _Known:
    """What is known of one person before the change, and what categories are called."""

    person: Person
    village: str
    holdings: Sequence[Holding]
    responsible: Sequence[cadre_queries.Named]
    name_of: Callable[[str], str]
    codes: Codes

    def held(self) -> dict[str, Holding]:
        return {row.code: row for row in self.holdings if row.end is None}


def preview_bulk(desk: Desk, ids: Sequence[int], change: BulkChange) -> BulkPreview:
    """Who changes from what to what, and who stays and why, in the order of ``ids``; nothing is
    written. Raises ``UserError`` when the change itself makes no sense."""
    today = desk.clock.today()
    with desk.store.read() as session:
        _expect_sense(change, today, code_queries.own_codes(session))
        edition = register_queries.edition(session)
        known = _known(session, list(dict.fromkeys(ids)), today)
    return BulkPreview(change, tuple(_preview(one, change) for one in known), edition)


def commit_bulk(desk: Desk, preview: BulkPreview, progress: Progress = silent) -> BulkResult:
    """Do what ``preview`` showed, as one act. Raises ``DeclinedError`` when nobody would change or
    the register has changed since."""
    rows = preview.changing
    if not rows:
        raise DeclinedError("没有人需要改。", "名单里的人都维持原样。", "请看预览里写的原因。")
    today = desk.clock.today()
    with desk.write("bulk_change", "批量修改") as work:
        if register_queries.edition(work.session) != preview.edition:
            raise DeclinedError("预览之后登记内容又有变动，没有修改。", "", "请再预览一次。")
        apply = _writer(work, preview.change, today)
        codes = code_queries.own_codes(work.session)
        words = _bulk_words(preview.change, lambda code: codes.category_name(code, today))
        work.describe(f"批量修改：{words}，{len(rows)} 人")
        known = _known(work.session, [row.person_id for row in rows], today)
        for one in each(known, progress, "批量修改"):
            apply(one, desk.actor.name)
        return BulkResult(work.act_id, len(rows), len(preview.rows) - len(rows))


def _bulk_words(change: BulkChange, name_of: Callable[[str], str]) -> str:
    """What a change is about, without anybody's name."""
    match change:
        case MoveVillage():
            return f"村（社区）改为{change.village}{change.group}"
        case GiveResponsible():
            return "指定包保责任人"
        case AddCategory():
            return f"增加类别“{name_of(change.code)}”"
        case EndCategory():
            return f"结束类别“{name_of(change.code)}”"
        case AddNote():
            return "加备注"


def _expect_sense(change: BulkChange, today: date, codes: Codes) -> None:
    match change:
        case MoveVillage(village=text) if not text.strip():
            raise UserError("没有选村（社区）。", "", "请选择要改成哪个村（社区）。")
        case GiveResponsible(name=text) if not text.strip():
            raise UserError("没有填包保责任人的姓名。", "", "请填写姓名。")
        case GiveResponsible(phone=text) if text.strip() and not is_phone(text.strip()):
            raise UserError("电话号码不对。", "", "请填写手机号码，或带区号的座机号码。")
        case AddNote(text=text) if not text.strip():
            raise UserError("没有填备注。", "", "请填写要加的话。")
        case AddCategory(code=code) | EndCategory(code=code) if code not in codes.categories:
            raise UserError("没有选类别。", "", "请选择一个对象类别。")
        case AddCategory(basis=text) | EndCategory(basis=text) if not text.strip():
            raise UserError("没有填依据。", "", "例如：2026年5月县民政局审批名单。")
        case AddCategory(start=day) | EndCategory(end=day) | GiveResponsible(start=day) if (
            day > today
        ):
            raise UserError("日期在今天之后。", "", "请到那一天再登记。")


def _known(session: Session, ids: list[int], today: date) -> list[_Known]:
    codes = code_queries.own_codes(session)
    people = queries.people_by_id(session, ids)
    holdings = queries.holdings_by_person(session, ids)
    responsible = _responsible(session, ids, today)
    villages = {region.id: region.name for region in office_queries.villages(session)}
    return [
        _Known(
            people[person_id],
            villages.get(people[person_id].village_id or 0, ""),
            holdings[person_id],
            responsible[person_id],
            lambda code: codes.category_name(code, today),
            codes,
        )
        for person_id in ids
        if person_id in people
    ]


def _responsible(
    session: Session, ids: list[int], today: date
) -> dict[int, list[cadre_queries.Named]]:
    """Who looks after each of them whatever it is about; the programmes have names of their own."""
    cadres = cadre_queries.all_cadres(session)
    return {
        person_id: [cadre_queries.named(row, cadres, today) for row in same_programme(rows, None)]
        for person_id, rows in cadre_queries.open_rows(session, ids).items()
    }


# --- what would happen to one person -----------------------------------------------------------
def _preview(one: _Known, change: BulkChange) -> BulkRow:
    before, after, stays = _outcome(one, change)
    if one.person.closed_on is not None:
        stays = "已经销户"
    return BulkRow(
        person_id=one.person.id,
        name=one.person.name,
        village=one.village,
        before=before,
        after=before if stays else after,
        stays=stays,
    )


def _outcome(one: _Known, change: BulkChange) -> tuple[str, str, str]:
    """(before, after, why nothing changes)."""
    match change:
        case MoveVillage():
            before = f"{one.village} {one.person.group_name or ''}".strip() or "没有登记"
            after = f"{change.village} {change.group}".strip()
            return before, after, "已经在这里" if before == after else ""
        case GiveResponsible():
            return _responsible_outcome(one, change)
        case AddCategory():
            return _names(one), _names(one, change.code), _why_not_added(one, change)
        case EndCategory():
            ended = f"{one.name_of(change.code)}至 {change.end.isoformat()}"
            return _names(one), ended, _why_not_ended(one, change)
        case AddNote():
            before = one.person.note or ""
            return before, _joined(before, change.text), ""


def _responsible_outcome(one: _Known, change: GiveResponsible) -> tuple[str, str, str]:
    before = "、".join(each.name for each in one.responsible)
    stays = ""
    if any(each.name == change.name.strip() for each in one.responsible):
        stays = "已经由这个人负责"
    elif any(each.row.start >= change.start for each in one.responsible):
        first = max(each.row.start for each in one.responsible)
        stays = f"现在的包保责任人从 {first.isoformat()} 起，不能更早换人"
    return before or "没有", f"{change.name.strip()} {change.post}".strip(), stays


def _names(one: _Known, added: str = "") -> str:
    held = one.held().keys() | ({added} if added else set())
    return "、".join(one.name_of(code) for code in one.codes.categories if code in held) or "没有"


def _why_not_added(one: _Known, change: AddCategory) -> str:
    held = one.held()
    if change.code in held:
        return "已经有这个类别"
    clashing = sorted(held.keys() & excluded_by(change.code))
    if clashing:
        names = "、".join(f"“{one.name_of(code)}”" for code in clashing)
        return f"已有{names}，不能同时享受"
    if one.person.death_date is not None:
        return "已经登记死亡日期"
    if one.person.birth_date is not None and change.start < one.person.birth_date:
        return "开始日期在出生以前"
    past = [row.end for row in one.holdings if row.code == change.code and row.end is not None]
    if any(end >= change.start for end in past):
        return f"以前的这个类别到 {max(past).isoformat()} 才结束"
    return ""


def _why_not_ended(one: _Known, change: EndCategory) -> str:
    row = one.held().get(change.code)
    if row is None:
        return "没有这个类别"
    if row.start > change.end:
        return f"这个类别从 {row.start.isoformat()} 才开始"
    return ""


def _joined(before: str, added: str) -> str:
    return f"{before}；{added.strip()}" if before else added.strip()


# --- doing it ------------------------------------------------------------------------------------
def _writer(work: Work, change: BulkChange, today: date) -> Callable[[_Known, str], None]:
    """How the change is made to one person, by whom."""
    match change:
        case MoveVillage():
            village = village_ids(work, {change.village})[change.village]
            return lambda one, _: _move(one, village, change.group)
        case GiveResponsible():
            return _responsible_writer(work, change, today)
        case AddCategory():
            return lambda one, actor: work.session.add(
                Holding(
                    person_id=one.person.id,
                    code=change.code,
                    start=change.start,
                    basis=change.basis.strip(),
                    confirmed_by=actor,
                )
            )
        case EndCategory():
            return lambda one, _: _end(one.held()[change.code], change)
        case AddNote():
            return lambda one, _: _note(one, change)


def _move(one: _Known, village_id: int, group: str) -> None:
    one.person.village_id = village_id
    one.person.group_name = group.strip() or None


def _responsible_writer(
    work: Work, change: GiveResponsible, today: date
) -> Callable[[_Known, str], None]:
    said = Said(
        change.name.strip(),
        unit=change.unit.strip(),
        post=change.post.strip(),
        phone=change.phone.strip(),
    )
    cadre = cadre_said(work.session, said)
    expect_start(cadre, change.start, today)

    def write(one: _Known, _: str) -> None:
        replace_all([each.row for each in one.responsible], change.start)
        begin(work.session, one.person.id, cadre, start=change.start, said=said)

    return write


def _end(row: Holding, change: EndCategory) -> None:
    row.end = change.end
    row.basis = _joined(row.basis or "", f"结束依据：{change.basis.strip()}")


def _note(one: _Known, change: AddNote) -> None:
    one.person.note = _joined(one.person.note or "", change.text)
