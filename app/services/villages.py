"""The office's villages and the groups in them: new names, mergers, with their days."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.errors import DeclinedError, UserError
from app.core.places import group_order
from app.models.queries import office as office_queries
from app.models.queries import regions as queries
from app.models.region import Region
from app.models.unit_of_work import Work
from app.services.desk import Desk
from app.services.responsibility import move_cadres

_DAY = timedelta(days=1)
VILLAGE, GROUP, FORMER = "village", "group", "former"


@dataclass(frozen=True)
class GroupRow:
    """A group in a village; ``listed`` once it stands in the list by itself, otherwise it is only
    met in the records of people."""

    name: str
    people: int
    listed: bool


@dataclass(frozen=True)
class FormerName:
    """A name that the village had, or a village that went into it, up to ``last``."""

    name: str
    last: date | None


@dataclass(frozen=True)
class VillageRow:
    """A village of the office."""

    name: str
    code: str
    since: date | None
    people: int
    groups: tuple[GroupRow, ...]
    former: tuple[FormerName, ...]


def list_villages(desk: Desk) -> tuple[VillageRow, ...]:
    """The villages in the order in which they were entered."""
    with desk.store.read() as session:
        living = queries.people_by_group(session)
        below: dict[int, list[Region]] = defaultdict(list)
        for region in queries.regions_below_villages(session):
            below[region.parent_id or 0].append(region)
        return tuple(
            VillageRow(
                name=village.name,
                code=village.code or "",
                since=village.valid_from,
                people=sum(living[village.id].values()),
                groups=_groups(below[village.id], living[village.id]),
                former=tuple(
                    FormerName(r.name, r.valid_to) for r in below[village.id] if r.level == FORMER
                ),
            )
            for village in office_queries.villages(session)
        )


def _groups(regions: list[Region], living: Counter[str]) -> tuple[GroupRow, ...]:
    listed = {region.name for region in regions if region.level == GROUP}
    names = listed | {name for name in living if name}
    return tuple(
        GroupRow(name, living[name], name in listed) for name in sorted(names, key=group_order)
    )


def rename_village(desk: Desk, name: str, new: str, *, first: date) -> None:
    """Call a village ``new`` from ``first`` on; the old name still finds it.

    Raises ``UserError`` for an empty name or a day to come, ``DeclinedError`` when another village
    has the name.
    """
    new = new.strip()
    _check(desk, new, first)
    with desk.write("rename_village", f"村（社区）改名：{name} → {new}") as work:
        rename(work, _expect(work, name), new, first=first)


def merge_villages(desk: Desk, name: str, into: str, *, first: date) -> int:
    """Let ``name`` be a part of ``into`` from ``first`` on; its people and households move there,
    how many people that were. Groups of the same name are told apart by the old village's."""
    _check(desk, into, first)
    with desk.write("merge_villages", f"村（社区）合并：{name} 并入 {into}") as work:
        gone, target = _expect(work, name), _expect(work, into)
        if gone is target:
            raise DeclinedError("一个村不能并入它自己。")
        return merge(work, gone, target, first=first)


def add_group(desk: Desk, village: str, name: str) -> None:
    """Put a group on the list of a village. Raises ``DeclinedError`` when it is there."""
    name = name.strip()
    if not name:
        raise UserError("组的名称没有填写。", "", "请填写，如“3组”。")
    with desk.write("add_group", f"添加组：{village}{name}") as work:
        place = _expect(work, village)
        if name in {region.name for region in queries.below(work.session, place.id)}:
            raise DeclinedError(f"{village}已经有“{name}”。")
        work.session.add(Region(name=name, level=GROUP, parent_id=place.id))


def rename_group(desk: Desk, village: str, name: str, new: str) -> int:
    """Give a group another name on the list and in every record; how many records that were."""
    new = new.strip()
    if not new:
        raise UserError("组的名称没有填写。", "", "请填写，如“3组”。")
    with desk.write("rename_group", f"组改名：{village}{name} → {new}") as work:
        place = _expect(work, village)
        taken = {region.name: region for region in queries.below(work.session, place.id)}
        if new in taken or new in {r.group_name for r in queries.residents(work.session, place.id)}:
            raise DeclinedError(f"{village}已经有“{new}”。", "", "请换一个名称。")
        if name in taken:
            taken[name].name = new
        else:
            work.session.add(Region(name=new, level=GROUP, parent_id=place.id))
        records = [r for r in queries.residents(work.session, place.id) if r.group_name == name]
        for record in records:
            record.group_name = new
        return len(records)


def put_village(work: Work, name: str, code: str, *, day: date) -> None:
    """A village as the county lists it: known by its code it takes the name, known by its name it
    takes the code, else it is new. Within ``work``."""
    known = office_queries.villages(work.session)
    by_code = next((region for region in known if code and region.code == code), None)
    by_name = next((region for region in known if region.name == name), None)
    if by_code is not None and by_name is None:
        rename(work, by_code, name, first=day)
    elif by_name is None:
        work.session.add(Region(name=name, level=VILLAGE, code=code or None))
    elif code and by_code is None:
        by_name.code = code


def rename(work: Work, village: Region, new: str, *, first: date | None) -> None:
    """The same within another act; ``first`` None: since when is not known."""
    if new in {region.name for region in office_queries.villages(work.session)}:
        raise DeclinedError(f"已经有叫“{new}”的村（社区）。", "", "两个村合并的，请用“合并”。")
    keep_former(work, village, village.name, last=first - _DAY if first else None)
    village.name, village.valid_from = new, first
    work.session.flush()


def keep_former(work: Work, village: Region, name: str, *, last: date | None) -> None:
    """Remember a name that the village had."""
    known = {region.name: region for region in queries.below(work.session, village.id)}
    if name not in known:
        work.session.add(
            Region(name=name, level=FORMER, parent_id=village.id, code=village.code, valid_to=last)
        )
        work.session.flush()


def merge(work: Work, gone: Region, target: Region, *, first: date) -> int:
    """The same within another act."""
    session = work.session
    there = {region.name for region in queries.below(session, target.id)}
    there |= {record.group_name or "" for record in queries.residents(session, target.id)}
    for region in queries.below(session, target.id):
        if region.level == FORMER and region.name == gone.name:
            session.delete(region)  # the target bore the name too, once
    for region in queries.below(session, gone.id):
        if region.level == GROUP:
            region.name = _told_apart(region.name, gone.name, there)
        if region.name not in there:
            region.parent_id = target.id
    session.flush()
    people = 0
    for record in queries.residents(session, gone.id):
        record.village_id = target.id
        if record.group_name:
            record.group_name = _told_apart(record.group_name, gone.name, there)
        people += queries.is_person(record)
    move_cadres(session, gone.id, target.id)
    gone.level, gone.parent_id, gone.valid_to = FORMER, target.id, first - _DAY
    session.flush()
    return people


def _told_apart(group: str, village: str, there: set[str]) -> str:
    return f"{village}{group}" if group in there else group


def _check(desk: Desk, name: str, first: date) -> None:
    if not name.strip():
        raise UserError("村（社区）名称没有填写。", "", "请填写后再保存。")
    if first > desk.clock.today():
        raise UserError(
            f"日期在以后：{first}。", "名单里的人会立刻跟着变。", "请到了那一天再登记。"
        )


def _expect(work: Work, name: str) -> Region:
    for region in office_queries.villages(work.session):
        if region.name == name:
            return region
    raise UserError(f"没有叫“{name}”的村（社区）。", "", "请刷新后再选。")
