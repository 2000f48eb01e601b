"""Evidence of visits: photos and scans, laid to the visit whose number stands on them.

First what would go where is shown (``look_at``, ``lay_to``), then everything that is clear goes in
as one act (``attach_evidence``). Files stay where they are; nothing of a file that is not clear is
kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from app.core.errors import UserError
from app.core.periods import age_on
from app.core.progress import Progress, silent
from app.importers.barcode import PDF, Part, cut_pdf, sheet_parts
from app.importers.paper_file import read_paper
from app.models.queries import evidence as queries
from app.models.unit_of_work import Session
from app.models.upkeep import Paper
from app.services.desk import Desk
from app.services.files import read_file
from app.services.numbered import find_paper
from app.services.office import OfficeView, expect_office
from app.services.paper_files import keep_bytes
from app.services.sheet_numbers import read_sheet_number

KIND = "visit_evidence"
MINOR_AGE = 18  # 未成年人保护法：未满十八周岁


class EvidenceState(StrEnum):
    """Whether a file can go in."""

    READY = "ready"
    NO_VISIT = "no_visit"  # no number was read and none was said
    NOT_TYPED = "not_typed"  # the sheet has not been typed in
    TWICE = "twice"
    BAD = "bad"


@dataclass(frozen=True)
class Source:
    """A file, or ``data`` of a picture that was pasted."""

    name: str
    path: Path | None = None
    data: bytes | None = None

    def read(self) -> bytes:
        """The bytes. Raises ``FileError``."""
        return self.data if self.data is not None else read_file(self.path or Path(self.name))


@dataclass(frozen=True)
class Visit:
    """The visit that evidence belongs to."""

    contact_id: int
    sheet_no: str
    name: str
    village: str
    day: date
    minor: bool


@dataclass(frozen=True)
class Evidence:
    """One thing that would go in: a file, or the pages ``part`` of one. ``number`` is the sheet
    that was read or said, ``words`` what is in the way."""

    source: Source
    part: Part
    media: str
    digest: str
    number: str
    state: EvidenceState
    words: str = ""
    visit: Visit | None = None
    whole: bool = True

    @property
    def name(self) -> str:
        """The file's name, with the pages where it is not the whole file."""
        first, last = self.part.first, self.part.last
        pages = f"第 {first} 页" if first == last else f"第 {first}—{last} 页"
        return self.source.name if self.whole else f"{self.source.name}　{pages}"


def look_at(
    desk: Desk,
    sources: Sequence[Source],
    *,
    contact_id: int | None = None,
    progress: Progress = silent,
) -> tuple[Evidence, ...]:
    """What each of ``sources`` is and where it would go; ``contact_id`` where the clerk has said.

    A file that is no picture is among the answers with its words, it stops no other. Raises
    ``Cancelled``.
    """
    office = expect_office(desk)
    found: list[Evidence] = []
    for at, source in enumerate(sources):
        progress(at, len(sources), source.name)
        found += _read(source, alone=contact_id is not None)
    progress(len(sources), len(sources), "")
    with desk.store.read() as session:
        said = _visit(session, contact_id) if contact_id is not None else None
        return tuple(_laid(session, office, one, said) for one in found)


def why_unfit(source: Source) -> str:
    """Why a file cannot be kept, in words; empty when it can."""
    try:
        read_paper(source.read(), source.name)
    except UserError as error:
        return "".join(error.sentences())
    return ""


def attach_to(desk: Desk, sources: Sequence[Source], contact_id: int, progress: Progress) -> str:
    """Attach ``sources`` to a contact as one act; the words for what went wrong, empty for none."""
    try:
        looked = look_at(desk, sources, contact_id=contact_id)
        attach_evidence(desk, looked, progress)
    except UserError as error:
        return "".join(error.sentences())
    return "".join(one.words for one in looked if one.state is not EvidenceState.READY)


def lay_to(desk: Desk, evidence: Evidence, typed: str) -> Evidence:
    """The same, for the sheet whose number the clerk types. Raises ``UserError`` for a number that
    is wrong, another office's, or was never printed."""
    office = expect_office(desk)
    number = read_sheet_number(office, typed)
    with desk.store.read() as session:
        find_paper(session, number)
        return _laid(session, office, replace(evidence, number=number), None)


def attach_evidence(desk: Desk, evidence: Sequence[Evidence], progress: Progress = silent) -> int:
    """Attach everything that is ready, as one act; returns how many.

    Raises ``UserError`` when nothing is ready or a file has changed since it was looked at,
    ``FileError``, ``Cancelled``; then nothing is attached.
    """
    ready = [one for one in evidence if one.state is EvidenceState.READY and one.visit]
    if not ready:
        raise UserError("没有可以添加的材料。", "", "请先为每份材料选好走访表。")
    office_day = desk.clock.now().replace(tzinfo=None)
    with desk.write("attach_evidence", f"添加走访佐证：{len(ready)} 份") as work:
        for at, one in enumerate(ready):
            progress(at, len(ready), one.name)
            data = _bytes(one)
            assert one.visit is not None
            work.session.add(
                Paper(
                    sha256=keep_bytes(desk.folder, data),
                    contact_id=one.visit.contact_id,
                    kind=KIND,
                    title=Path(one.source.name).stem,
                    media=one.media,
                    size=len(data),
                    pages=one.part.last - one.part.first + 1,
                    dated=one.visit.day,
                    added_at=office_day,
                    added_by=desk.actor.name,
                )
            )
        work.session.flush()
    progress(len(ready), len(ready), "已添加")
    return len(ready)


def _read(source: Source, *, alone: bool) -> Iterator[Evidence]:
    """The parts of a file; with ``alone`` it is one, whatever is written on it."""
    try:
        data = source.read()
        paper = read_paper(data, source.name)
    except UserError as error:
        words = "".join(error.sentences())
        yield Evidence(source, Part("", 1, 1), "", "", "", EvidenceState.BAD, words)
        return
    whole = Part("", 1, paper.pages)
    parts = (whole,) if alone else sheet_parts(data, paper.media)
    if paper.media != PDF:  # a picture is never cut
        parts = (replace(whole, number=parts[0].number),)
    for part in parts:
        one = Evidence(
            source, part, paper.media, "", part.number, EvidenceState.NO_VISIT,
            whole=len(parts) == 1,
        )  # fmt: skip
        yield replace(one, digest=sha256(_cut(one, data)).hexdigest())


def _cut(one: Evidence, data: bytes) -> bytes:
    return data if one.whole or one.media != PDF else cut_pdf(data, one.part)


def _bytes(one: Evidence) -> bytes:
    data = _cut(one, one.source.read())
    if sha256(data).hexdigest() != one.digest:
        raise UserError(
            f"文件在看过以后变了：{one.source.name}。", "", "请等扫描完成，再重新读取。"
        )
    return data


def _laid(session: Session, office: OfficeView, one: Evidence, said: Visit | None) -> Evidence:
    """Where it goes, and what is in the way."""
    if one.state is EvidenceState.BAD:
        return one
    visit, words, state = said, "", EvidenceState.NO_VISIT
    if visit is None and not one.number:
        words = "没有读到条码，请选中后输入走访表编号。"
    elif visit is None:
        try:
            number = read_sheet_number(office, one.number)
            paper = find_paper(session, number)
        except UserError as error:
            return replace(one, state=state, visit=None, words="".join(error.sentences()))
        if paper.row.contact_id is None:
            state, words = EvidenceState.NOT_TYPED, "这张表还没有录入，录入以后再添加。"
        else:
            visit = _visit(session, paper.row.contact_id)
    if visit is not None:
        state = EvidenceState.READY
        if queries.attached(session, one.digest, visit.contact_id):
            state, words = EvidenceState.TWICE, "这份材料已经添加过。"
    return replace(one, state=state, visit=visit, words=words)


def _visit(session: Session, contact_id: int) -> Visit:
    lines = queries.contact_lines(session, ids=[contact_id])
    if not lines:
        raise UserError("没有找到这次走访。", "", "可能已被撤销，请刷新。")
    line = lines[0]
    return Visit(
        contact_id=contact_id,
        sheet_no=line.sheet_no,
        name=line.person.name,
        village=line.village,
        day=line.contact.day,
        minor=is_minor(line.person.birth_date, line.contact.day),
    )


def is_minor(born: date | None, day: date) -> bool:
    """Whether somebody was a child on ``day``; unknown is not."""
    return born is not None and age_on(born, day) < MINOR_AGE
