"""The page 设置: the office, its villages, what was done, taking it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.core.progress import Progress
from app.core.terms import ROLE_NAMES, Role
from app.services.acts import ActRow, list_acts, undo_act
from app.services.office import OfficeView, add_village, area_label, show_office
from app.services.office_change import ChangeOffice, change_office, code_is_fixed
from app.ui.ports import Context

_NEWEST = 1000


@dataclass(frozen=True)
class OfficeLine:
    """One fact of the office."""

    label: str
    value: str


@dataclass(frozen=True)
class _Read:
    office: OfficeView | None
    code_fixed: str
    acts: tuple[ActRow, ...]


class SettingsScreen(Protocol):
    def show_office(self, lines: tuple[OfficeLine, ...], villages: tuple[str, ...]) -> None: ...

    def show_acts(self, acts: tuple[ActRow, ...]) -> None: ...


class SettingsPresenter:
    """Reads everything at once; every change is one act."""

    def __init__(self, context: Context, view: SettingsScreen) -> None:
        self._context = context
        self._view = view
        self._office: OfficeView | None = None
        self._code_fixed = ""
        self._looks = self._many = False

    @property
    def office(self) -> OfficeView | None:
        """The office as it was read last."""
        return self._office

    @property
    def code_fixed(self) -> str:
        """Why the office's code can no longer change; empty while it can."""
        return self._code_fixed

    def refresh(self) -> None:
        desk, looks, many = self._context.desk, self._looks, self._many

        def read(_: Progress) -> _Read:
            acts = list_acts(desk, limit=_NEWEST, looks=looks, many=many)
            return _Read(show_office(desk), code_is_fixed(desk), acts)

        self._context.jobs.run(read, self._show, latest="settings")

    def show_many(self, wanted: bool) -> None:
        """List only what changed many records at once, or everything again."""
        self._many = wanted
        self.refresh()

    def show_looks(self, wanted: bool) -> None:
        """List the mere looks at records too, or no longer."""
        self._looks = wanted
        self.refresh()

    def change_office(
        self, command: ChangeOffice, saved: Callable[[], None], tell: Callable[[str], None]
    ) -> None:
        """Keep what the office says of itself; a problem is told in the dialog, which stays."""

        def finish(_: OfficeView) -> None:
            saved()
            self._context.changed()

        self._context.jobs.run(
            lambda _: change_office(self._context.desk, command),
            finish,
            title="正在保存",
            failed=lambda error: tell("".join(error.sentences())),
        )

    def add_village(self, name: str) -> None:
        self._context.jobs.run(
            lambda _: add_village(self._context.desk, name),
            lambda _: self._context.changed(),
            title="正在添加",
        )

    def undo(self, act: ActRow) -> None:
        """Take an act back whole."""
        other = act.actor != self._context.desk.actor.name
        whose = f"这是{act.actor}做的。" if other else ""
        if not self._context.ask.confirm(f"撤销“{act.words}”吗？", whose, yes="撤销"):
            return
        self._context.jobs.run(
            lambda _: undo_act(self._context.desk, act.id),
            lambda _: self._context.changed(),
            title="正在撤销",
        )

    def _show(self, found: _Read) -> None:
        self._office, self._code_fixed = found.office, found.code_fixed
        if found.office is not None:
            self._view.show_office(office_lines(found.office), found.office.villages)
        self._view.show_acts(found.acts)


def office_lines(office: OfficeView) -> tuple[OfficeLine, ...]:
    """The office's facts in the order of a letterhead."""
    receives = office.role is Role.COUNTY
    use = office.level.title if receives else ROLE_NAMES[Role.TOWNSHIP]
    return (
        OfficeLine("用途", use),
        OfficeLine("单位名称", office.name),
        OfficeLine("单位代码", office.code),
        OfficeLine(area_label(office.code), office.county),
        OfficeLine("经办人", office.clerk),
    )
