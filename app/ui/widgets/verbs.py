"""What the shell's keys may ask of whatever is in front."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class Verbs(QWidget):
    """A page, or a tab that its page hands everything on to, answers the verbs that it knows."""

    def refresh(self) -> None:
        """Read everything again (F5, or the store holds something new)."""

    def open_place(self, place: str) -> None:
        """Come here from another page, at a place within."""

    def go_back(self) -> bool:
        """Esc: one step back within; False when there is none."""
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
        """Do at once what it would do when the clerk rests (for pictures and tests)."""

    def keep_looks(self) -> None:
        """Put into the memory what shall look the same after a restart (the window closes)."""

    def keep_drafts(self) -> None:
        """Write at once what is typed and not saved: the window closes, no job runs any more."""

    def focus_first(self) -> None:
        """Put the cursor where work starts."""
        self.setFocus()
