"""核验文件: verify files against the root that is pinned here, or one that is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from app.core.progress import Progress
from app.services.verify import VerifyResult, print_verdicts, verify_files, verify_with_pinned
from app.ui.pages.compare_presenter import ComparePresenter
from app.ui.ports import CERTIFICATES, LEDGERS, PDF, Context


class VerifyScreen(Protocol):
    def show_results(self, results: tuple[VerifyResult, ...], trust: str) -> None: ...


class VerifyPresenter:
    """Nothing is stored: a file that is verified here is not received."""

    def __init__(self, context: Context, view: VerifyScreen) -> None:
        self._context = context
        self._view = view
        self._paths: tuple[Path, ...] = ()
        self._trust: Path | None = None
        self._results: tuple[VerifyResult, ...] = ()

    def choose_files(self) -> None:
        """Verify the files that the clerk picks."""
        paths = self._context.ask.files("选择要核验的文件（可以多选）", LEDGERS)
        if paths:
            self.verify(paths)

    def choose_folder(self) -> None:
        """Verify every workbook of a folder or stick."""
        folder = self._context.ask.folder("选择文件夹或U盘")
        if folder is not None:
            self.verify([folder])

    def choose_root(self) -> None:
        """Judge by the root in a file: that of another county, or before one is pinned here."""
        path = self._context.ask.file("选择根证书文件", CERTIFICATES)
        if path is not None:
            self._trust = path
            if self._paths:
                self.verify(self._paths)

    def verify(self, paths: Sequence[Path]) -> None:
        """Verify ``paths``; folders are searched."""
        self._paths, trust = tuple(paths), self._trust
        desk = self._context.desk

        def work(_: Progress) -> tuple[VerifyResult, ...]:
            if trust is None:
                return verify_with_pinned(desk, paths)
            return verify_files(paths, [trust], at=desk.clock.now())

        self._context.jobs.run(work, self._show, title="正在核验")

    def compare(self, path: Path) -> None:
        """Where a refused file differs from what was sent."""
        ComparePresenter(self._context).compare(path)

    def print_out(self) -> None:
        """The report as PDF."""
        results = self._results
        if not results:
            self._context.ask.tell("还没有核验过文件。")
            return
        path = self._context.ask.save_as("核验报告存到哪里", Path("核验报告.pdf"), PDF)
        if path is None:
            return
        self._context.jobs.run(
            lambda _: print_verdicts(self._context.desk, results, path),
            lambda _: self._context.print_out(path, "核验报告"),
            title="正在写核验报告",
        )

    def _show(self, results: tuple[VerifyResult, ...]) -> None:
        self._results = results
        trust = f"根证书文件 {self._trust.name}" if self._trust else "本机认定的根证书"
        self._view.show_results(results, trust)
