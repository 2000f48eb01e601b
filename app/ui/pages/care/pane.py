"""One tab of the page 帮扶: what the shell's keys may call on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.ui.ports import Context


class CarePane(QWidget):
    """The tab in front is asked what the page is asked; a pane answers the verbs it knows. A pane
    is built when it is first turned to, and read anew whenever the page is."""

    def refresh(self) -> None:
        """Read everything again (F5, or the store holds something new)."""

    def open_place(self, place: str) -> None:
        """Go to a place within this tab: what stands behind the tab's key, as in ``key:place``."""

    def go_back(self) -> bool:
        """Esc: one step back within the tab; False when there is none."""
        return False

    def new(self) -> None:
        """Ctrl+N."""

    def edit(self) -> None:
        """F2."""

    def search(self) -> None:
        """Ctrl+F, F3."""

    def print_out(self) -> None:
        """Ctrl+P."""

    def settle(self) -> None:
        """Do at once what the pane would do when the clerk rests (for pictures and tests)."""

    def keep_looks(self) -> None:
        """Put into the memory what shall look the same after a restart."""

    def keep_drafts(self) -> None:
        """Write at once what is typed and not saved: no job runs any more."""

    def focus_first(self) -> None:
        """Put the cursor where work starts."""
        self.setFocus()


@dataclass(frozen=True)
class PaneEntry:
    """One tab; ``key`` is how other pages name it (``context.go("care", "carers:score")``)."""

    key: str
    title: str
    build: Callable[[Context], CarePane]
