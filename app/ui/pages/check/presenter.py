"""The page 核查: going through the register, and what is done about a doubt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from app.core.progress import Progress
from app.services.duplicates import LikelyRow, find_likely
from app.services.quality import (
    DoubtRow,
    QualityReport,
    ask_again,
    check_register,
    ignore_doubts,
    register_edition,
)
from app.services.quality_book import save_doubts
from app.ui.ports import WORKBOOK, Context


@dataclass(frozen=True)
class Checked:
    """Everything the page shows, of one edition of the register."""

    report: QualityReport
    pairs: tuple[LikelyRow, ...]


class CheckScreen(Protocol):
    def show_doubts(self, report: QualityReport) -> None: ...

    def show_pairs(self, pairs: tuple[LikelyRow, ...]) -> None: ...

    def say(self, words: str) -> None: ...


class CheckPresenter:
    """Reads again only when the register has changed otherwise than by what is done here."""

    def __init__(self, context: Context, view: CheckScreen) -> None:
        self._context = context
        self._view = view
        self._report: QualityReport | None = None
        self._edition = -1

    def refresh(self, *, again: bool = False) -> None:
        """Go through the register if it has changed, or in any case with ``again``."""
        desk, known = self._context.desk, -1 if again else self._edition

        def read(progress: Progress) -> Checked | None:
            if register_edition(desk) == known:
                return None
            report = check_register(desk, progress=progress)
            return Checked(report, find_likely(desk, progress=progress))

        self._context.jobs.run(read, self._show, title="正在核查登记内容")

    def open(self, row: DoubtRow) -> None:
        """To the person, at the field."""
        self._context.go("people", f"person:{row.person_id}:{row.field}")

    def ignore(self, rows: Sequence[DoubtRow]) -> None:
        """Let doubts stand, with one reason."""
        waiting = [row for row in rows if not row.ignored]
        if not waiting:
            return
        reason = self._context.ask.line(
            "忽略登记疑点",
            f"所选的 {len(waiting)} 处为什么可以忽略？登记的内容变了，还会再问。",
        )
        if reason is not None:
            self._run(lambda: ignore_doubts(self._context.desk, waiting, reason), "正在保存")

    def ask_again(self, rows: Sequence[DoubtRow]) -> None:
        """Ask about doubts again that were let stand."""
        ignored = [row for row in rows if row.ignored]
        if ignored:
            self._run(lambda: ask_again(self._context.desk, ignored), "正在恢复")

    def save(self, rows: Sequence[DoubtRow], *, full: bool) -> None:
        """The doubts as a workbook for the villages."""
        if full and not self._context.ask.confirm(
            "疑点表里写完整的身份证号吗？",
            f"共 {len(rows)} 处。请只交给工作需要的人；这一步会留下记录。",
            yes="写完整号码",
        ):
            return
        desk = self._context.desk
        suggested = desk.folder / f"登记疑点_{desk.clock.today():%Y%m%d}.xlsx"
        path = self._context.ask.save_as("疑点表存到哪里", suggested, WORKBOOK)
        if path is None:
            return
        self._context.jobs.run(
            lambda progress: save_doubts(desk, rows, path, full=full, progress=progress),
            lambda villages: self._view.say(f"已存 {len(rows)} 处，{villages} 个村：{path}"),
            title="正在写疑点表",
        )

    def keep_edition(self, edition: int, *, gone: int | None = None) -> None:
        """What is shown holds for ``edition`` too; the doubts about ``gone`` are no more."""
        self._edition = edition
        if gone is not None and self._report is not None:
            left = tuple(row for row in self._report.rows if row.person_id != gone)
            self._show_report(replace(self._report, rows=left))

    def _run(self, act: Callable[[], tuple[DoubtRow, ...]], title: str) -> None:
        desk = self._context.desk
        self._context.jobs.run(
            lambda _: (act(), register_edition(desk)), self._changed, title=title
        )

    def _changed(self, done: tuple[tuple[DoubtRow, ...], int]) -> None:
        rows, edition = done
        self._edition = edition
        if self._report is not None:
            changed = {_key(row): row for row in rows}
            kept = tuple(changed.get(_key(row), row) for row in self._report.rows)
            self._show_report(replace(self._report, rows=kept))
        self._context.changed()

    def _show(self, checked: Checked | None) -> None:
        if checked is None:
            return
        self._edition = checked.report.edition
        self._show_report(checked.report)
        self._view.show_pairs(checked.pairs)

    def _show_report(self, report: QualityReport) -> None:
        self._report = report
        self._view.show_doubts(report)


def _key(row: DoubtRow) -> tuple[str, str, int, str]:
    return row.rule, row.table, row.subject_id, row.fingerprint
