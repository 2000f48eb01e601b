"""The page 设置: the office, its villages and programmes, what was done, taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.core.progress import Progress
from app.core.terms import ROLE_NAMES, Role
from app.services.acts import ActRow, list_acts, undo_act
from app.services.office import OfficeView, PackView, add_village, adopt_pack, show_office
from app.ui.ports import Context

_NEWEST = 1000
_LOOKS = frozenset({"view_person", "unmask_person", "open_sheet"})


@dataclass(frozen=True)
class OfficeLine:
    """One fact of the office."""

    label: str
    value: str


class SettingsScreen(Protocol):
    def show_office(self, lines: tuple[OfficeLine, ...], villages: tuple[str, ...]) -> None: ...

    def show_packs(self, packs: tuple[PackView, ...]) -> None: ...

    def show_acts(self, acts: tuple[ActRow, ...]) -> None: ...


class SettingsPresenter:
    """Reads everything at once; every change is one act."""

    def __init__(self, context: Context, view: SettingsScreen) -> None:
        self._context = context
        self._view = view
        self._acts: tuple[ActRow, ...] = ()
        self._looks = False

    def refresh(self) -> None:
        def read(_: Progress) -> tuple[OfficeView | None, tuple[ActRow, ...]]:
            return show_office(self._context.desk), list_acts(self._context.desk, limit=_NEWEST)

        self._context.jobs.run(read, self._show, latest="settings")

    def show_looks(self, wanted: bool) -> None:
        """List the mere looks at records too, or only what changed something."""
        self._looks = wanted
        self._view.show_acts(self._acts_to_show())

    def _acts_to_show(self) -> tuple[ActRow, ...]:
        return tuple(act for act in self._acts if self._looks or act.verb not in _LOOKS)

    def add_village(self, name: str) -> None:
        self._context.jobs.run(
            lambda _: add_village(self._context.desk, name),
            lambda _: self._context.changed(),
            title="正在添加",
        )

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

    def undo(self, act: ActRow) -> None:
        """Take an act back whole."""
        if not self._context.ask.confirm(f"撤销“{act.words}”吗？", yes="撤销"):
            return
        self._context.jobs.run(
            lambda _: undo_act(self._context.desk, act.id),
            lambda _: self._context.changed(),
            title="正在撤销",
        )

    def _show(self, found: tuple[OfficeView | None, tuple[ActRow, ...]]) -> None:
        office, self._acts = found
        if office is not None:
            self._view.show_office(office_lines(office), office.villages)
            self._view.show_packs(office.packs)
        self._view.show_acts(self._acts_to_show())


def office_lines(office: OfficeView) -> tuple[OfficeLine, ...]:
    """The office's facts in the order of a letterhead."""
    return (
        OfficeLine("用途", ROLE_NAMES[Role(office.role)]),
        OfficeLine("单位名称", office.name),
        OfficeLine("单位代码", office.code),
        OfficeLine("所属县", office.county),
        OfficeLine("经办人", office.clerk),
    )
