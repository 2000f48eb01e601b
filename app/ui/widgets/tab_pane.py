"""One tab of a page that has tabs: the page hands on what the shell's keys call."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class TabPane(QWidget):
    """A pane answers those of the verbs of ``Page`` that it knows."""

    def refresh(self) -> None:
        """Read everything again; called when the pane is seen and the store holds something new."""

    def focus_first(self) -> None:
        """Put the cursor where work starts."""
        self.setFocus()

    def open_place(self, place: str) -> None:
        """Come here from another page, at a place within the pane."""

    def go_back(self) -> bool:
        """Esc: one step back within the pane; False when there is none."""
        return False

    def new(self) -> bool:
        """Ctrl+N; False when there is nothing to begin here."""
        return False

    def edit(self) -> bool:
        """F2; False when there is nothing to change here."""
        return False

    def search(self) -> bool:
        """Ctrl+F, F3; False when there is nothing to search."""
        return False

    def print_out(self) -> bool:
        """Ctrl+P; False when the pane has no paper of its own."""
        return False

    def keep_looks(self) -> None:
        """Put into the memory what shall look the same after a restart."""

    def keep_drafts(self) -> None:
        """Write at once what is typed and not saved."""
