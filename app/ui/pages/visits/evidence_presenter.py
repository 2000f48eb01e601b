"""Bringing evidence in: what would go where, which sheet it is, then one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from app.core.errors import UserError
from app.services.evidence import (
    Evidence,
    EvidenceState,
    Source,
    attach_evidence,
    lay_to,
    look_at,
)
from app.services.evidence_print import PrintedEvidence, print_evidence
from app.ui.ports import PDF, Context

PICTURES = "图片和 PDF (*.jpg *.jpeg *.png *.bmp *.tif *.tiff *.webp *.pdf)"
CLIPBOARD = "剪贴板图片"
STATE_NAMES = {
    EvidenceState.READY: "可以添加",
    EvidenceState.NO_VISIT: "选走访表",
    EvidenceState.NOT_TYPED: "还没有录入",
    EvidenceState.TWICE: "已经有了",
    EvidenceState.BAD: "不能用",
}


class EvidenceScreen(Protocol):
    def show_evidence(self, rows: tuple[Evidence, ...], words: str) -> None: ...

    def open_outside(self, path: Path) -> None: ...


class EvidencePresenter:
    """The files that were brought and are not added yet. ``contact_id``: all of them belong there,
    whatever stands on them."""

    def __init__(
        self, context: Context, view: EvidenceScreen, contact_id: int | None = None
    ) -> None:
        self._context, self._view, self._contact = context, view, contact_id
        self._rows: tuple[Evidence, ...] = ()
        self._pasted = 0

    @property
    def rows(self) -> tuple[Evidence, ...]:
        """What is shown."""
        return self._rows

    def choose(self) -> None:
        """Pick files."""
        self.bring(self._context.ask.files("添加走访佐证", PICTURES))

    def bring(self, files: Sequence[Path]) -> None:
        """Files were dropped, picked, or came into the watched folder. One that was brought before
        is looked at anew."""
        self._look([Source(path.name, path) for path in files])

    def take(self, sources: Sequence[Source]) -> None:
        """What was dropped somewhere else."""
        self._look(sources)

    def paste(self, picture: bytes) -> None:
        """A picture was pasted."""
        self._pasted += 1
        self._look([Source(f"{CLIPBOARD}{self._pasted}.png", data=picture)])

    def again(self) -> None:
        """Look at everything anew: meanwhile sheets were typed in."""
        self._look(list(dict.fromkeys(row.source for row in self._rows)))

    def drop(self, rows: Sequence[Evidence]) -> None:
        """Take these off the list; the files stay."""
        self._show(tuple(row for row in self._rows if row not in rows))

    def lay(self, row: Evidence) -> None:
        """Ask for the number of the sheet that a file belongs to."""
        if row.state is EvidenceState.BAD:
            return
        typed = self._context.ask.line("属于哪张走访表", f"{row.name}：输入或扫描编号")
        if typed:
            self._context.jobs.run(
                lambda _: lay_to(self._context.desk, row, typed),
                lambda laid: self._show(tuple(laid if one == row else one for one in self._rows)),
            )

    def add(self) -> None:
        """Everything that is ready, as one act. Pictures of children are asked about first."""
        ready = [row for row in self._rows if row.state is EvidenceState.READY]
        children = {row.visit.name for row in ready if row.visit and row.visit.minor}
        if children and not self._context.ask.confirm(
            f"其中 {len(children)} 人是未成年人，要添加他们的照片吗？",
            "未成年人的照片只作内部佐证，默认不打印，不要外传；能不拍正脸就不拍。",
            yes="添加",
        ):
            return
        self._context.jobs.run(
            lambda progress: attach_evidence(self._context.desk, self._rows, progress),
            self._added,
            title="正在添加走访佐证",
        )

    def print_month(self, month: str, *, minors: bool) -> None:
        """The month's evidence as one PDF."""
        if minors and not self._context.ask.confirm(
            "要把未成年人的照片也打印出来吗？", "打印的纸张请按保密材料保管。", yes="一起打印"
        ):
            return
        desk = self._context.desk
        suggested = desk.folder / f"走访佐证_{month}.pdf"
        path = self._context.ask.save_as("走访佐证存到哪里", suggested, PDF)
        if path is not None:
            self._context.jobs.run(
                lambda progress: print_evidence(
                    desk, month, path, minors=minors, progress=progress
                ),
                lambda printed: self._printed(printed, path),
                title="正在生成走访佐证",
            )

    def _printed(self, printed: PrintedEvidence, path: Path) -> None:
        left_out = f"未成年人的 {printed.minors} 次走访没有打印。" if printed.minors else ""
        words = f"已生成 {printed.visits} 次走访的 {printed.papers} 份佐证，共 {printed.pages} 页。"
        self._context.ask.tell(words, left_out)
        self._view.open_outside(path)

    def _look(self, sources: Sequence[Source]) -> None:
        if not sources:
            return

        def done(found: tuple[Evidence, ...]) -> None:
            fresh = {row.source for row in found}
            kept = tuple(row for row in self._rows if row.source not in fresh)
            self._show(kept + tuple(self._as_said(row) for row in found))

        self._context.jobs.run(
            lambda progress: look_at(
                self._context.desk, sources, contact_id=self._contact, progress=progress
            ),
            done,
            title="正在读取",
        )

    def _as_said(self, row: Evidence) -> Evidence:
        """What the clerk has said of a file stays said when it is looked at anew."""
        before = next(
            (one for one in self._rows if (one.source, one.part) == (row.source, row.part)), None
        )
        if before is None or not before.number or row.number or row.state is EvidenceState.BAD:
            return row
        try:
            return lay_to(self._context.desk, row, before.number)
        except UserError as error:
            return replace(row, words="".join(error.sentences()))

    def _added(self, count: int) -> None:
        self._context.changed()
        rest = tuple(row for row in self._rows if row.state is not EvidenceState.READY)
        self._show(rest, f"已添加 {count} 份。")

    def _show(self, rows: tuple[Evidence, ...], words: str = "") -> None:
        self._rows = rows
        ready = sum(row.state is EvidenceState.READY for row in rows)
        counted = f"{len(rows)} 份，其中 {ready} 份可以添加。" if rows else ""
        self._view.show_evidence(rows, words + counted)
