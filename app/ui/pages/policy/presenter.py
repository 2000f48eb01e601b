"""The page 政策: every figure with its history, the programmes, what is out of date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from app.core.errors import UserError
from app.core.progress import Progress
from app.core.terms import Role
from app.services.change_list import write_change_list
from app.services.figures import FigureRow, FigureState, FigureView, list_figures, show_figure
from app.services.office import OfficeView, PackView, adopt_pack, expect_office
from app.services.policy_packs import (
    ImportedPack,
    PackPreview,
    apply_policy_pack,
    list_policy_packs,
    preview_policy_pack,
    write_policy_pack,
)
from app.services.stale_figures import StaleFigure, list_stale
from app.services.standard_change import Affected, ChangePreview
from app.ui.ports import LEDGERS, WORKBOOK, Context

WANTED = frozenset({FigureState.OPEN, FigureState.DEFAULT})


@dataclass(frozen=True)
class FigureQuery:
    """What the list is narrowed to: a state (empty: all) and a text."""

    text: str = ""
    state: str = ""


class ActForm(Protocol):
    """A dialog that stays open until what it shows is kept."""

    def show_problem(self, words: str) -> None: ...

    def close_kept(self) -> None: ...


class PolicyScreen(Protocol):
    def show_role(self, role: Role) -> None: ...

    def show_wanted(self, words: str) -> None: ...

    def show_figures(self, rows: Sequence[FigureRow]) -> None: ...

    def show_figure(self, view: FigureView) -> None: ...

    def show_nothing(self) -> None: ...

    def show_packs(self, packs: Sequence[PackView]) -> None: ...

    def show_stale(self, rows: Sequence[StaleFigure]) -> None: ...

    def show_imported(self, rows: Sequence[ImportedPack]) -> None: ...

    def show_pack(self, path: Path, preview: PackPreview) -> None: ...

    def query(self) -> FigureQuery: ...

    def say(self, words: str) -> None: ...


@dataclass(frozen=True)
class _Read:
    office: OfficeView
    figures: tuple[FigureRow, ...]
    stale: tuple[StaleFigure, ...]
    imported: tuple[ImportedPack, ...]
    faults: tuple[UserError, ...]


class PolicyPresenter:
    """Reads everything at once; the figure under the cursor when the cursor rests."""

    def __init__(self, context: Context, view: PolicyScreen) -> None:
        self._context = context
        self._view = view
        self._office: OfficeView | None = None
        self._figures: tuple[FigureRow, ...] = ()

    @property
    def office(self) -> OfficeView | None:
        """The office as it was read last."""
        return self._office

    @property
    def figures(self) -> tuple[FigureRow, ...]:
        """Every figure as it was read last."""
        return self._figures

    def refresh(self) -> None:
        desk = self._context.desk

        def read(_: Progress) -> _Read:
            return _Read(
                expect_office(desk),
                list_figures(desk),
                list_stale(desk),
                list_policy_packs(desk),
                desk.law.faults,
            )

        self._context.jobs.run(read, self._show, latest="policy")

    def search(self) -> None:
        """Show the figures that the filters leave."""
        rows = matching(self._figures, self._view.query())
        self._view.show_figures(rows)
        if not rows:
            self._view.show_nothing()

    def open(self, key: str) -> None:
        """Show one figure with its history."""
        self._context.jobs.run(
            lambda _: show_figure(self._context.desk, key),
            self._view.show_figure,
            latest="policy.figure",
        )

    def say(self, words: str) -> None:
        """What a dialog has done."""
        self._view.say(words)

    def save_list(self, preview: ChangePreview, rows: Sequence[Affected]) -> None:
        """The people shown, as a workbook that the clerk names."""
        desk = self._context.desk
        suggested = desk.folder / f"新标准影响的人_{desk.clock.today():%Y%m%d}.xlsx"
        path = self._context.ask.save_as("名单存到哪里", suggested, WORKBOOK)
        if path is None:
            return
        self._context.jobs.run(
            lambda progress: write_change_list(path, preview, rows, progress),
            lambda _: self._context.ask.tell("名单已存好。", str(path)),
            title="正在写名单",
        )

    # --- programmes --------------------------------------------------------------------------
    def adopt(self, pack: PackView, first: date | None, last: date | None) -> None:
        """Carry out a programme in this stretch of time."""
        self._context.jobs.run(
            lambda _: adopt_pack(
                self._context.desk, pack.key, adopted=True, first=first, last=last
            ),
            lambda _: self._context.changed(),
            title="正在保存",
        )

    def drop(self, pack: PackView) -> None:
        """No longer carry out a programme."""
        if not self._context.ask.confirm(
            f"停止执行“{pack.title}”吗？", "由它产生的走访任务不再安排，已有的记录都保留。"
        ):
            return
        self._context.jobs.run(
            lambda _: adopt_pack(self._context.desk, pack.key, adopted=False),
            lambda _: self._context.changed(),
            title="正在保存",
        )

    # --- policy packs ------------------------------------------------------------------------
    def write_pack(self) -> None:
        """At the county: everything entered here, signed, onto the stick."""
        folder = self._context.ask.folder("政策包存到哪里（U盘）")
        if folder is None:
            return
        secret = self._context.ask.passphrase("写政策包", "请输入县级签名密钥的口令：")
        if secret is None:
            return

        def written(path: Path) -> None:
            self._context.ask.tell("政策包已写好，请发给各乡镇。", str(path))

        self._context.jobs.run(
            lambda _: write_policy_pack(self._context.desk, folder, passphrase=secret),
            written,
            title="正在写政策包",
        )

    def open_pack(self) -> None:
        """At the township: check a pack, find out whom it affects, and show both."""
        path = self._context.ask.file("导入政策包", LEDGERS)
        if path is None:
            return
        self._context.jobs.run(
            lambda progress: preview_policy_pack(self._context.desk, path, progress),
            lambda preview: self._view.show_pack(path, preview),
            title="正在核对政策包",
        )

    def apply_pack(self, path: Path, form: ActForm) -> None:
        """Take over what was shown."""

        def done(words: str) -> None:
            form.close_kept()
            self._view.say(words)
            self._context.changed()

        self._context.jobs.run(
            lambda _: _applied_words(len(apply_policy_pack(self._context.desk, path).entries)),
            done,
            title="正在导入政策包",
            failed=lambda error: form.show_problem("".join(error.sentences())),
        )

    # --- inside ------------------------------------------------------------------------------
    def _show(self, found: _Read) -> None:
        self._office, self._figures = found.office, found.figures
        self._view.show_role(Role(found.office.role))
        self._view.show_wanted(wanted_words(found.figures, found.faults))
        self._view.show_packs(found.office.packs)
        self._view.show_stale(found.stale)
        self._view.show_imported(found.imported)
        self.search()


def matching(figures: Sequence[FigureRow], query: FigureQuery) -> tuple[FigureRow, ...]:
    """The figures that ``query`` leaves, in their order."""
    words = query.text.lower().split()
    return tuple(
        row
        for row in figures
        if (not query.state or row.state == query.state)
        and all(word in f"{row.title} {row.key} {row.words} {row.source}".lower() for word in words)
    )


def wanted_words(figures: Sequence[FigureRow], faults: Sequence[UserError]) -> str:
    """How many figures the county still has to enter, and which entries no longer hold."""
    missing = sum(row.state in WANTED for row in figures)
    words = f"县里还要录入 {missing} 项" if missing else "需要录入的都录入了"
    if not faults:
        return words
    return f"{words}；有 {len(faults)} 项录入在这个版本里不再有效：{faults[0].what}{faults[0].why}"


def _applied_words(count: int) -> str:
    return f"已导入 {count} 项。要撤销，请到 设置 → 操作记录。"
