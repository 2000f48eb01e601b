"""The papers of one person: adding, looking, comparing with the original, handing out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.core.paper_kinds import paper_kinds
from app.core.progress import Progress
from app.services.archive import print_archive
from app.services.papers import (
    AttachPaper,
    PaperRow,
    PaperView,
    attach_bytes,
    attach_file,
    confirm_original,
    hand_out_papers,
    paper_bytes,
    paper_thumbnail,
    remove_paper,
    show_papers,
)
from app.ui.ports import PDF, Context

PICTURES = "图片和 PDF (*.jpg *.jpeg *.png *.bmp *.tif *.tiff *.webp *.pdf)"
CLIPBOARD = "剪贴板图片.png"


@dataclass(frozen=True)
class NewPapers:
    """Files (or a picture from the clipboard) with what the clerk said of them."""

    files: tuple[Path, ...]
    picture: bytes | None
    kind: str
    title: str
    of_household: bool


class PapersScreen(Protocol):
    def show_papers(self, view: PaperView) -> None: ...

    def show_thumbnail(self, paper_id: int, jpeg: bytes) -> None: ...

    def ask_about(self, files: tuple[Path, ...], picture: bytes | None) -> None: ...

    def open_outside(self, path: Path) -> None: ...


def kind_choices() -> tuple[tuple[str, str], ...]:
    """(key, name) of every kind, in the order of the archive."""
    return tuple(paper_kinds().names.items())


class PapersPresenter:
    """Everything about the papers of the person that is shown."""

    def __init__(self, context: Context, view: PapersScreen) -> None:
        self._context = context
        self._view = view
        self._person: int | None = None

    def show(self, person_id: int) -> None:
        """Read the papers of this person."""
        self._person = person_id
        desk = self._context.desk
        self._context.jobs.run(
            lambda _: show_papers(desk, person_id), self._view.show_papers, latest="papers"
        )

    def choose(self) -> None:
        """Pick files to attach."""
        files = self._context.ask.files("添加材料", PICTURES)
        if files:
            self._view.ask_about(files, None)

    def add(self, new: NewPapers) -> None:
        """Attach what was picked, one act a file; the first that cannot be read stops the rest."""
        person, desk = self._person, self._context.desk
        if person is None:
            return

        def work(progress: Progress) -> int:
            command = AttachPaper(person, new.kind, new.title, new.of_household)
            if new.picture is not None:
                attach_bytes(desk, command, new.picture, CLIPBOARD)
                return 1
            for number, path in enumerate(new.files):
                progress(number, len(new.files), path.name)
                attach_file(desk, command, path)
            return len(new.files)

        self._context.jobs.run(work, lambda _: self._again(), title="正在添加材料")

    def preview(self, row: PaperRow) -> None:
        """A small picture of the first page."""
        desk = self._context.desk
        self._context.jobs.run(
            lambda _: paper_thumbnail(desk, row),
            lambda jpeg: self._view.show_thumbnail(row.id, jpeg),
            latest="papers.thumbnail",
        )

    def open(self, row: PaperRow) -> None:
        """Look at the whole paper; the look is on record. The copy lies in a folder of its own that
        is emptied whenever another paper is opened."""
        desk = self._context.desk

        def work(_: Progress) -> Path:
            data = paper_bytes(desk, row.id)[1]
            folder = desk.folder / "viewing"
            folder.mkdir(exist_ok=True)
            for old in folder.iterdir():
                old.unlink(missing_ok=True)
            path = folder / f"{row.id}{row.ending}"
            path.write_bytes(data)
            return path

        self._context.jobs.run(work, self._view.open_outside, title="正在打开材料")

    def confirm(self, row: PaperRow) -> None:
        """核对原件, or take it back."""
        desk, seen = self._context.desk, row.original_seen is None
        self._context.jobs.run(
            lambda _: confirm_original(desk, row.id, seen=seen),
            lambda _: self._again(),
            title="正在保存",
        )

    def remove(self, row: PaperRow) -> None:
        """Take a paper off; 设置 → 操作记录 brings it back."""
        desk = self._context.desk
        if self._context.ask.confirm(
            f"移除“{row.title}”吗？", "可以在 设置 → 操作记录 里撤销。", yes="移除"
        ):
            self._context.jobs.run(
                lambda _: remove_paper(desk, row.id), lambda _: self._again(), title="正在移除"
            )

    def hand_out(self, rows: Sequence[PaperRow]) -> None:
        """Copies without the place where photos were taken."""
        desk, ids = self._context.desk, [row.id for row in rows]
        folder = self._context.ask.folder("材料副本存到哪里")
        if folder is not None:
            self._context.jobs.run(
                lambda progress: hand_out_papers(desk, ids, folder, progress),
                lambda paths: self._context.ask.tell(
                    f"已存 {len(paths)} 份，照片里的拍摄地点已去掉。", str(folder)
                ),
                title="正在导出材料",
            )

    def print_archive(self, *, full: bool) -> None:
        """一户一档 as one PDF."""
        person, desk = self._person, self._context.desk
        if person is None:
            return
        suggested = desk.folder / f"一户一档_{person}_{desk.clock.today():%Y%m%d}.pdf"
        path = self._context.ask.save_as("一户一档存到哪里", suggested, PDF)
        if path is not None:
            self._context.jobs.run(
                lambda progress: print_archive(desk, person, path, full=full, progress=progress),
                lambda _: self._context.print_out(path, "一户一档"),
                title="正在生成一户一档",
            )

    def _again(self) -> None:
        if self._person is not None:
            self.show(self._person)
