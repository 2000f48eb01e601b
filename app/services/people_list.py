"""A list of people that leaves the program: to the clipboard, or as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.dictionary import Kind
from app.core.errors import UserError
from app.core.progress import Progress, silent
from app.exporters.roster_xlsx import Roster, RosterColumn, Value, write_roster
from app.models.queries import codes as code_queries
from app.models.queries import people as queries
from app.models.unit_of_work import Session
from app.services.desk import Desk
from app.services.faces import age_text, id_on_screen, names_by_person
from app.services.office import expect_office

_COLUMNS = (
    RosterColumn("姓名", width=12.0),
    RosterColumn("性别", width=6.0),
    RosterColumn("年龄", Kind.NUMBER, width=6.0),
    RosterColumn("身份证号", width=21.0),
    RosterColumn("村（社区）", width=14.0),
    RosterColumn("组", width=8.0),
    RosterColumn("类别", width=24.0),
    RosterColumn("户主", width=12.0),
    RosterColumn("与户主关系", width=12.0),
    RosterColumn("联系电话", width=14.0),
    RosterColumn("上次走访", Kind.DATE, width=12.0),
)


@dataclass(frozen=True)
class PeopleList:
    """Titles and rows as texts; unknown is empty."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def copy_people(desk: Desk, ids: Sequence[int], *, full: bool = False) -> PeopleList:
    """The people ``ids`` in this order, to be pasted elsewhere; the act is on record with their
    number. Identity numbers are masked unless ``full``. Raises ``UserError`` for an empty list."""
    with desk.write("copy_people", _words("复制名单", ids, full=full)) as work:
        rows = _rows(work.session, desk, ids, full=full)
    return PeopleList(
        titles=tuple(column.title for column in _COLUMNS),
        rows=tuple(tuple("" if v is None else str(v) for v in row) for row in rows),
    )


def save_people(
    desk: Desk,
    ids: Sequence[int],
    path: Path,
    *,
    full: bool = False,
    progress: Progress = silent,
) -> int:
    """The same as a workbook; how many people it lists. Raises ``FileError`` when ``path`` cannot
    be written; then nothing is on record either."""
    office = expect_office(desk)
    with desk.write("save_people", _words("另存名单", ids, full=full)) as work:
        rows = _rows(work.session, desk, ids, full=full)
        note = f"{office.name}　{desk.clock.today().isoformat()}　共 {len(rows)} 人"
        write_roster(path, Roster("人员名单", _COLUMNS, rows, note), progress=progress)
    return len(rows)


def _words(act: str, ids: Sequence[int], *, full: bool) -> str:
    if not ids:
        raise UserError("名单是空的。", "", "请换个条件，找到人之后再做。")
    return f"{act}：{len(ids)} 人，{'身份证号完整' if full else '身份证号只显示几位'}"


def _rows(
    session: Session, desk: Desk, ids: Sequence[int], *, full: bool
) -> list[tuple[Value, ...]]:
    today = desk.clock.today()
    lines = {line.id: line for line in queries.list_people(session, only=ids)}
    names = names_by_person(
        queries.holdings_of(session, ids), today, code_queries.own_codes(session)
    )
    return [
        (
            line.name,
            line.sex,
            age_text(line.birth_date, today),
            line.id_no if full else id_on_screen(line.id_no),
            line.village,
            line.group,
            "、".join(names.get(line.id, ())),
            line.head_name,
            line.relation,
            line.phone,
            line.last_visit,
        )
        for line in (lines[person_id] for person_id in ids if person_id in lines)
    ]
