"""Attached papers of people and households: added, looked at, compared with the original, handed
out without the place where a photo was taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.core.errors import DeclinedError, UserError
from app.core.paper_kinds import OTHER, paper_kinds
from app.core.progress import Progress, silent
from app.exporters.paper_copy import thumbnail, without_place
from app.exporters.safe_file import replacing
from app.importers.paper_file import ENDINGS, read_paper
from app.models.person import Person
from app.models.queries import papers as queries
from app.models.queries import people as people_queries
from app.models.unit_of_work import Session, Work
from app.models.upkeep import Paper
from app.services.desk import Desk
from app.services.files import read_file
from app.services.paper_files import keep_bytes, read_bytes

OWN, HOME, VISIT = "本人", "家庭", "走访"


@dataclass(frozen=True)
class AttachPaper:
    """A file for a person's archive; ``of_household`` when it concerns the whole family."""

    person_id: int
    kind: str
    title: str = ""
    of_household: bool = False
    dated: date | None = None


@dataclass(frozen=True)
class PaperRow:
    """One attached paper; ``owner`` is whose it is: 本人, 家庭, 走访."""

    id: int
    kind: str
    kind_name: str
    title: str
    owner: str
    media: str
    size: int
    pages: int
    dated: date | None
    added_on: date
    added_by: str
    original_seen: date | None
    sha256: str

    @property
    def ending(self) -> str:
        """The ending of a file of this kind, with its dot."""
        return ENDINGS[self.media]


@dataclass(frozen=True)
class ChecklistRow:
    """A kind of paper that the person's categories want, and whether it is there."""

    kind: str
    name: str
    required: bool
    sure: bool
    source: str
    there: int
    original_seen: bool


@dataclass(frozen=True)
class PaperView:
    """All papers of a person in the order of the archive, and the checklist."""

    person_id: int
    name: str
    papers: tuple[PaperRow, ...]
    checklist: tuple[ChecklistRow, ...]


def show_papers(desk: Desk, person_id: int) -> PaperView:
    """The papers of a person, of the household and of visits. Raises ``UserError``."""
    with desk.store.read() as session:
        person = _expect(session, person_id)
        rows = _rows(session, person_id)
        held = people_queries.held_by(session, [person_id])
        today = desk.clock.today()
        codes = {h.code for h in held if h.start <= today and (h.end is None or h.end >= today)}
        return PaperView(person_id, person.name, rows, _checklist(codes, rows))


def attach_file(desk: Desk, command: AttachPaper, path: Path) -> int:
    """Attach the file at ``path``; returns the paper's id. Raises like ``attach_bytes``."""
    return attach_bytes(desk, command, read_file(path), path.name)


def attach_bytes(desk: Desk, command: AttachPaper, data: bytes, name: str) -> int:
    """Attach ``data`` (a picture from the clipboard, say) under the title or ``name``.

    Raises ``UserError`` for what is no picture or PDF, or too large; ``DeclinedError`` when the
    very same file is attached to this person already.
    """
    file = read_paper(data, name)
    digest = keep_bytes(desk.folder, data)
    kind = command.kind if command.kind in paper_kinds().names else OTHER
    words = f"添加材料：{paper_kinds().names[kind]}"
    with desk.write("attach_paper", words, ("person", command.person_id)) as work:
        session = work.session
        _expect(session, command.person_id)
        if queries.same_paper(session, digest, command.person_id) is not None:
            raise DeclinedError("这份材料已经添加过。", f"文件“{name}”的内容一样。", "不用再添加。")
        home = people_queries.household_of(session, command.person_id)
        if command.of_household and home is None:
            raise UserError("这个人没有登记家庭。", "", "请添加为本人的材料，或先登记家庭。")
        of_home = home[0].id if command.of_household and home else None
        paper = Paper(
            sha256=digest,
            person_id=None if of_home else command.person_id,
            household_id=of_home,
            kind=kind,
            title=command.title.strip() or Path(name).stem,
            media=file.media,
            size=len(data),
            pages=file.pages,
            dated=command.dated,
            added_at=desk.clock.now().replace(tzinfo=None),
            added_by=desk.actor.name,
        )
        session.add(paper)
        session.flush()
        return paper.id


def confirm_original(desk: Desk, paper_id: int, *, seen: bool = True) -> None:
    """Record that the copy was compared with the original today (核对原件), or take it back."""
    words = "核对原件" if seen else "取消核对原件"
    with desk.write("confirm_original", words) as work:
        paper = _paper(work, paper_id)
        paper.original_seen = desk.clock.today() if seen else None
        paper.original_seen_by = desk.actor.name if seen else None


def remove_paper(desk: Desk, paper_id: int) -> None:
    """Take a paper off the record; undone like any other act, for the bytes stay."""
    with desk.write("remove_paper", "移除材料") as work:
        work.session.delete(_paper(work, paper_id))


def paper_bytes(desk: Desk, paper_id: int) -> tuple[PaperRow, bytes]:
    """A paper to look at; the look is on record."""
    with desk.write("view_paper", "查看材料") as work:
        row = _row(_paper(work, paper_id))
    return row, read_bytes(desk.folder, row.sha256)


def paper_thumbnail(desk: Desk, row: PaperRow) -> bytes:
    """A small JPEG of the first page."""
    return thumbnail(read_bytes(desk.folder, row.sha256), row.media)


def hand_out_papers(
    desk: Desk, papers: Sequence[int], folder: Path, progress: Progress = silent
) -> tuple[Path, ...]:
    """Copies in ``folder``, numbered in the order given, without the place of a photo.

    Raises ``FileError`` when one cannot be written.
    """
    with desk.write("hand_out_papers", f"导出材料：{len(papers)} 份") as work:
        rows = [_row(_paper(work, paper_id)) for paper_id in papers]
    written = []
    for number, row in enumerate(rows, start=1):
        progress(number - 1, len(rows), row.title)
        data = without_place(read_bytes(desk.folder, row.sha256), row.media)
        path = folder / f"{number:02d}_{row.kind_name}{row.ending}"
        with replacing(path) as draft:
            draft.write_bytes(data)
        written.append(path)
    progress(len(rows), len(rows), "已导出")
    return tuple(written)


def archive_rows(session: Session, person_id: int) -> tuple[PaperRow, ...]:
    """The papers of a person in the order of the archive."""
    return _rows(session, person_id)


def _rows(session: Session, person_id: int) -> tuple[PaperRow, ...]:
    home = people_queries.household_of(session, person_id)
    found = queries.papers_of(session, person_id, home[0].id if home else None)
    place = paper_kinds().place
    return tuple(_row(p) for p in sorted(found, key=lambda p: (place(p.kind), p.id)))


def _row(paper: Paper) -> PaperRow:
    owner = HOME if paper.household_id else VISIT if paper.contact_id else OWN
    return PaperRow(
        id=paper.id,
        kind=paper.kind,
        kind_name=paper_kinds().names.get(paper.kind, paper.kind),
        title=paper.title,
        owner=owner,
        media=paper.media,
        size=paper.size,
        pages=paper.pages or 1,
        dated=paper.dated,
        added_on=paper.added_at.date(),
        added_by=paper.added_by,
        original_seen=paper.original_seen,
        sha256=paper.sha256,
    )


def _checklist(codes: set[str], rows: Sequence[PaperRow]) -> tuple[ChecklistRow, ...]:
    kinds = paper_kinds()
    return tuple(
        ChecklistRow(
            kind=want.kind,
            name=kinds.names[want.kind],
            required=want.required,
            sure=want.sure,
            source=want.source,
            there=sum(row.kind == want.kind for row in rows),
            original_seen=any(row.kind == want.kind and row.original_seen for row in rows),
        )
        for want in kinds.wanted(codes)
    )


def _expect(session: Session, person_id: int) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise UserError("没有找到这个人。", "", "可能已被删除，请刷新列表。")
    return person


def _paper(work: Work, paper_id: int) -> Paper:
    paper = work.session.get(Paper, paper_id)
    if paper is None:
        raise UserError("没有找到这份材料。", "", "可能已被移除，请刷新。")
    return paper
