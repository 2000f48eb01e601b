"""Taking over a county's list of places: what it would do, then the whole as one act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from app.core.errors import DeclinedError
from app.core.terms import Role
from app.importers.regions import TOWNSHIP, VILLAGE, Fault, PlaceLine, PlaceList, read_places
from app.models.queries import office as office_queries
from app.models.queries import regions as queries
from app.models.region import Region
from app.models.unit_of_work import Session, Work
from app.services import villages
from app.services.desk import Desk
from app.services.office import OfficeView, expect_office

__all__ = [
    "Fault",
    "PlaceChange",
    "PlaceKind",
    "PlacePreview",
    "commit_places",
    "plan_places",
    "preview_places",
]

_DAY = timedelta(days=1)
_PREFIX = 9  # digits of a township


class PlaceKind(StrEnum):
    """What a row of the list does."""

    NEW = "新增"
    RENAMED = "改名"
    CODED = "补代码"
    MERGED = "合并"
    CLOSED = "撤销"
    NAMED = "曾用名"


@dataclass(frozen=True)
class PlaceChange:
    """One change, in words; ``row`` of the file."""

    kind: PlaceKind
    words: str
    row: int


@dataclass(frozen=True)
class PlacePreview:
    """What the list would do here. ``others``: villages of other townships, which are not taken;
    ``places``: townships and counties, kept to know their names by code."""

    path: Path
    listed: PlaceList
    changes: tuple[PlaceChange, ...]
    faults: tuple[Fault, ...]
    others: int
    places: int


@dataclass(frozen=True)
class Step:
    """A change with what does it, inside an act."""

    change: PlaceChange
    apply: Callable[[Work], None]


def preview_places(desk: Desk, path: Path) -> PlacePreview:
    """What the list in ``path`` would do; nothing is written. Raises ``FileError``."""
    office = expect_office(desk)
    today = desk.clock.today()
    listed = read_places(path, day=today)
    with desk.store.read() as session:
        steps, faults = plan_places(session, listed.lines, office, today)
    return PlacePreview(
        path=path,
        listed=listed,
        changes=tuple(step.change for step in steps),
        faults=tuple(sorted([*listed.faults, *faults], key=lambda fault: fault.row)),
        others=sum(line.level == VILLAGE and not _ours(line, office) for line in listed.lines),
        places=sum(line.level != VILLAGE for line in listed.lines),
    )


def commit_places(desk: Desk, preview: PlacePreview) -> int:
    """Write what ``preview`` showed, in one act; how many changes that were.

    Raises ``DeclinedError`` when the villages have changed since, or nothing is to be done.
    """
    office = expect_office(desk)
    today = desk.clock.today()
    with desk.write("import_places", f"导入区划名单：{len(preview.changes)} 处变动") as work:
        steps, _ = plan_places(work.session, preview.listed.lines, office, today)
        if tuple(step.change for step in steps) != preview.changes:
            raise DeclinedError("预览之后村（社区）又有变动，没有导入。", "", "请再预览一次。")
        kept = _keep_places(work, preview.listed.lines)
        if not steps and not kept:
            raise DeclinedError("没有要改的。", "名单与登记的村（社区）一致。", "")
        for step in steps:
            step.apply(work)
    return len(steps)


def place_name(session: Session, code: str, day: date) -> str:
    """What a code (also a longer one, by its prefixes) meant on ``day``: county and township by
    name; empty where the list was never taken over."""
    found = {
        region.code: region.name
        for region in queries.places(session, ("county", TOWNSHIP))
        if (region.valid_from or date.min) <= day <= (region.valid_to or date.max)
    }
    names = (found.get(code[:digits].ljust(12, "0"), "") for digits in (6, _PREFIX))
    return "".join(dict.fromkeys(names))


def _ours(line: PlaceLine, office: OfficeView) -> bool:
    """A village of this township; at the county none is kept beside the townships' own lists."""
    own = line.code[:_PREFIX] == office.code[:_PREFIX]
    return line.level == VILLAGE and office.role is Role.TOWNSHIP and own


def plan_places(
    session: Session, lines: Sequence[PlaceLine], office: OfficeView, today: date
) -> tuple[list[Step], list[Fault]]:
    """What these lines would do to the villages of ``office``, and rows that cannot be followed."""
    steps: list[Step] = []
    faults: list[Fault] = []
    ours = [line for line in lines if _ours(line, office)]
    known = office_queries.villages(session)
    living = queries.people_by_group(session)
    merged: list[Step] = []
    for code in dict.fromkeys(line.code for line in ours):
        versions = sorted(
            (line for line in ours if line.code == code), key=lambda line: line.first or date.min
        )
        names = {line.name for line in versions}
        village = next((r for r in known if r.code == code), None) or next(
            (r for r in known if not r.code and r.name in names), None
        )
        now = next((line for line in versions if _counts(line, today)), None)
        if now is not None:
            former = [line for line in versions if _is_over(line, today)]
            people = sum(living[village.id].values()) if village else 0
            steps += _present(session, village, now, former, people=people)
        elif village is not None and _is_over(versions[-1], today):
            people = sum(living[village.id].values())
            found = _gone(village, versions[-1], ours=ours, people=people, today=today)
            if isinstance(found, Fault):
                faults.append(found)
            else:
                merged.append(found)
    return [*steps, *merged], faults  # a village is there before another goes into it


def _counts(line: PlaceLine, day: date) -> bool:
    return (line.first or date.min) <= day <= (line.last or date.max)


def _is_over(line: PlaceLine, day: date) -> bool:
    return line.last is not None and line.last < day


def _present(
    session: Session,
    village: Region | None,
    now: PlaceLine,
    former: Sequence[PlaceLine],
    *,
    people: int,
) -> list[Step]:
    """A village that is there today: added, named, coded; the names that it had are kept."""
    if village is None:
        change = PlaceChange(PlaceKind.NEW, f"{now.name}（{now.code}）", now.row)

        def add(work: Work) -> None:
            region = Region(name=now.name, level=VILLAGE, code=now.code, valid_from=now.first)
            work.session.add(region)
            work.session.flush()
            for line in former:
                villages.keep_former(work, region, line.name, last=line.last)

        return [Step(change, add)]
    steps = []
    if village.name != now.name:
        words = f"{village.name} 改名为 {now.name}"
        words += f"，从 {now.first} 起" if now.first else ""
        words += f"，住 {people} 人" if people else ""
        steps.append(_step(PlaceKind.RENAMED, words, now, village=village, do=_rename))
    if village.code != now.code:
        words = f"{now.name} 的代码：{now.code}"
        steps.append(_step(PlaceKind.CODED, words, now, village=village, do=_set_code))
    have = {region.name for region in queries.below(session, village.id)} | {village.name}
    for line in former:
        if line.name not in have and line.name != now.name:
            words = f"{now.name} 曾叫 {line.name}"
            steps.append(_step(PlaceKind.NAMED, words, line, village=village, do=_name_once))
    return steps


def _step(
    kind: PlaceKind,
    words: str,
    line: PlaceLine,
    *,
    village: Region,
    do: Callable[[Work, Region, PlaceLine], None],
) -> Step:
    village_id = village.id

    def apply(work: Work) -> None:
        region = work.session.get(Region, village_id)
        assert region is not None  # planned within this transaction
        do(work, region, line)

    return Step(PlaceChange(kind, words, line.row), apply)


def _rename(work: Work, village: Region, line: PlaceLine) -> None:
    villages.rename(work, village, line.name, first=line.first)


def _set_code(work: Work, village: Region, line: PlaceLine) -> None:
    village.code = line.code
    work.session.flush()


def _name_once(work: Work, village: Region, line: PlaceLine) -> None:
    villages.keep_former(work, village, line.name, last=line.last)


def _close(work: Work, village: Region, line: PlaceLine) -> None:
    village.valid_to = line.last
    work.session.flush()


def _merge(work: Work, village: Region, line: PlaceLine) -> None:
    target = next(r for r in office_queries.villages(work.session) if r.code == line.into)
    assert line.last is not None  # the reader refuses 并入 without a last day
    villages.merge(work, village, target, first=line.last + _DAY)


def _gone(
    village: Region, line: PlaceLine, *, ours: Sequence[PlaceLine], people: int, today: date
) -> Step | Fault:
    """A village that is no more: gone into another, or closed when nobody lives there."""
    if line.into:
        target = next((o for o in ours if o.code == line.into and _counts(o, today)), None)
        if target is None:
            return Fault(
                line.row,
                f"“{line.name}”并入的代码 {line.into} 不在名单里，或今天已停用",
                "请把并入的村也列进名单",
            )
        words = f"{village.name} 并入 {target.name}，{people} 人随之转入"
        return _step(PlaceKind.MERGED, words, line, village=village, do=_merge)
    if people:
        return Fault(
            line.row,
            f"“{line.name}”已在 {line.last} 撤销，但还有 {people} 人登记在这个村",
            "请在“并入代码”一列写明并到哪个村，或先把这些人改到别的村",
        )
    words = f"{village.name} 在 {line.last} 撤销"
    return _step(PlaceKind.CLOSED, words, line, village=village, do=_close)


def _keep_places(work: Work, lines: Sequence[PlaceLine]) -> int:
    """Townships and counties with their days, for their names by code; how many are new."""
    known = {
        (region.code, region.valid_from): region
        for region in queries.places(work.session, ("county", TOWNSHIP))
    }
    kept = 0
    for line in lines:
        if line.level == VILLAGE:
            continue
        region = known.get((line.code, line.first))
        if region is None:
            region = Region(level=line.level, code=line.code, valid_from=line.first, name="")
            work.session.add(region)
        if (region.name, region.valid_to) != (line.name, line.last):
            region.name, region.valid_to = line.name, line.last
            kept += 1
    return kept
