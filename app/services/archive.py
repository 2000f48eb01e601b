"""一户一档: everything that the office keeps of a person or family, printed as one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image

from app.core.codes import category_name
from app.core.dictionary import HOUSEHOLD_FIELDS, PERSON_FIELDS, Field
from app.core.errors import UserError
from app.core.masks import mask_account
from app.core.progress import Progress, silent
from app.core.terms import CONTACT_NAMES, ContactKind
from app.exporters.archive_pdf import Archive, Attached, Table, write_archive
from app.exporters.paper_copy import page_pictures
from app.models.household import Household
from app.models.person import Person
from app.models.queries import people as queries
from app.models.region import Region
from app.models.unit_of_work import Session
from app.services.desk import Desk
from app.services.faces import age_text, id_on_screen, value_text
from app.services.office import expect_office
from app.services.paper_files import read_bytes
from app.services.papers import PaperRow, archive_rows

_FACTS = ("项目", "内容")
_NOT_PRINTED = frozenset({"confidential"})


def print_archive(
    desk: Desk, person_id: int, out: Path, *, full: bool = False, progress: Progress = silent
) -> int:
    """Write the archive of a person (and the household) to ``out``; returns its pages.

    Identity and account numbers are masked unless ``full``, which the audit line says. Raises
    ``UserError`` when there is no such person, ``FileError`` when ``out`` cannot be written or a
    paper is damaged.
    """
    office = expect_office(desk)
    words = "打印一户一档" + ("（完整号码）" if full else "")
    with desk.write("print_archive", words, ("person", person_id)) as work:
        session = work.session
        person = session.get(Person, person_id)
        if person is None:
            raise UserError("没有找到这个人。", "", "可能已被删除，请刷新列表。")
        archive = Archive(
            office=office.name,
            cover=_cover(session, person, full=full),
            tables=_tables(desk, session, person, full=full),
            papers=[_attached(desk, row) for row in archive_rows(session, person_id)],
            printed_by=desk.actor.name,
            day=desk.clock.today(),
        )
        return write_archive(out, archive, progress)


def _cover(session: Session, person: Person, *, full: bool) -> list[tuple[str, str]]:
    home = queries.household_of(session, person.id)
    village = session.get(Region, person.village_id) if person.village_id else None
    number = (person.id_no or "") if full else id_on_screen(person.id_no)
    held = [h for h in queries.holdings_of(session, [person.id]) if h.end is None]
    return [
        ("户主", home[0].head_name if home else person.name),
        ("姓名", person.name),
        ("身份证号", number),
        ("村（社区）", " ".join(p for p in (village and village.name, person.group_name) if p)),
        ("对象类别", "、".join(category_name(h.code) for h in held)),
    ]


def _tables(desk: Desk, session: Session, person: Person, *, full: bool) -> list[Table]:
    home = queries.household_of(session, person.id)
    tables = [Table(f"基本情况（{person.name}）", _FACTS, (1, 3), _person_rows(person, full=full))]
    if home is not None:
        tables += [
            Table("家庭情况", _FACTS, (1, 3), _home_rows(home[0], full=full)),
            _members(desk, session, home[0], full=full),
        ]
    tables.append(_holdings(session, person))
    tables.append(_contacts(session, person))
    return [table for table in tables if table.rows]


def _person_rows(person: Person, *, full: bool) -> list[tuple[str, str]]:
    fields = (field for field in PERSON_FIELDS if field.key not in _NOT_PRINTED)
    return _known(fields, person, full=full)


def _home_rows(home: Household, *, full: bool) -> list[tuple[str, str]]:
    return _known(HOUSEHOLD_FIELDS, home, full=full)


def _known(
    fields: Iterable[Field], row: Person | Household, *, full: bool
) -> list[tuple[str, str]]:
    return [
        (field.label, _text(field, value, full=full))
        for field in fields
        if (value := getattr(row, field.key)) is not None
    ]


def _text(field: Field, value: object, *, full: bool) -> str:
    """A fact on paper that stays in the office: numbers are masked, the rest is written out."""
    text = value_text(field.kind, value)
    if full or not field.sensitive or not field.key.endswith("_no"):
        return text
    account = field.key in {"account_no", "card_no"}
    return mask_account(text) if account else id_on_screen(text)


def _members(desk: Desk, session: Session, home: Household, *, full: bool) -> Table:
    today = desk.clock.today()
    rows = []
    for member, relation in queries.household_members(session, home.id):
        number = (member.id_no or "") if full else id_on_screen(member.id_no)
        age = age_text(member.birth_date, today)
        words = "" if age is None else str(age)
        rows.append((member.name, relation or "", member.sex or "", words, number))
    heads = ("姓名", "与户主关系", "性别", "年龄", "身份证号")
    return Table("家庭成员", heads, (2, 2, 1, 1, 3), rows)


def _holdings(session: Session, person: Person) -> Table:
    rows = [
        (
            category_name(holding.code),
            f"{holding.start:%Y-%m-%d}",
            f"{holding.end:%Y-%m-%d}" if holding.end else "",
            holding.basis or "",
            holding.confirmed_by or "",
        )
        for holding in queries.holdings_of(session, [person.id])
    ]
    return Table("享有的类别", ("类别", "开始", "结束", "依据", "确认人"), (3, 2, 2, 4, 2), rows)


def _contacts(session: Session, person: Person) -> Table:
    rows = [
        (
            f"{contact.day:%Y-%m-%d}",
            CONTACT_NAMES[ContactKind(contact.kind)],
            "是" if contact.done else "否",
            contact.visitors or "",
            contact.note or "",
        )
        for contact in queries.contacts_of(session, person.id)
    ]
    return Table("联系记录", ("日期", "方式", "见到", "走访人", "记录"), (2, 2, 1, 3, 6), rows)


def _attached(desk: Desk, row: PaperRow) -> Attached:
    def load() -> Iterator[Image.Image]:
        return page_pictures(read_bytes(desk.folder, row.sha256), row.media)

    return Attached(
        title=row.title,
        kind=row.kind_name,
        dated=f"{row.dated:%Y-%m-%d}" if row.dated else f"{row.added_on:%Y-%m-%d}",
        original=f"{row.original_seen:%Y-%m-%d}" if row.original_seen else "",
        pages=row.pages,
        load=load,
    )
