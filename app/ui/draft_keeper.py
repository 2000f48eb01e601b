"""Keeping what is typed: a second after the typing stops, and at once when the program closes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.errors import UserError
from app.services.drafts import drop, keep_draft
from app.ui.drafts import Unsaved
from app.ui.ports import Context

PAUSE_MS = 1000


class DraftKeeper(QObject):
    """``read`` says what is unsaved now (None: nothing is open). ``told`` says how it went."""

    told = Signal(str)

    def __init__(
        self, context: Context, read: Callable[[], Unsaved | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._read = read
        self._written: dict[str, Mapping[str, Any]] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.write)

    def found(self, place: str, typed: Mapping[str, Any]) -> None:
        """This draft was found and stands in the fields again."""
        self._written[place] = typed

    def touch(self) -> None:
        """Something was typed."""
        self._timer.start()

    def stop(self) -> None:
        """It is being saved: write nothing more unless something is typed again."""
        self._timer.stop()

    def forget(self, place: str) -> None:
        """The draft of ``place`` is gone, saved or thrown away."""
        self._timer.stop()
        self._written.pop(place, None)

    def write(
        self,
        done: Callable[[], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Write off the screen what is not written yet; then call ``done``."""
        self._timer.stop()
        unsaved, then = self._read(), done or _nothing
        if unsaved is None or self._is_written(unsaved):
            then()
            return

        def kept(at: datetime | None) -> None:
            self._note(unsaved, at)
            then()

        self._context.jobs.run(
            lambda _: self._keep(unsaved), kept, failed=failed or self._tell, latest=unsaved.place
        )

    def write_now(self) -> None:
        """The same at once: the program closes and nothing runs off the screen any more. Where the
        store cannot be written, there is nobody left to tell."""
        self._timer.stop()
        unsaved = self._read()
        if unsaved is not None and not self._is_written(unsaved):
            with suppress(UserError):
                self._note(unsaved, self._keep(unsaved))

    def _is_written(self, unsaved: Unsaved) -> bool:
        return self._written.get(unsaved.place, {}) == unsaved.typed

    def _keep(self, unsaved: Unsaved) -> datetime | None:
        if unsaved.typed:
            return keep_draft(self._context.desk, unsaved.place, unsaved.words, unsaved.typed)
        drop(self._context.desk, unsaved.place)
        return None

    def _note(self, unsaved: Unsaved, at: datetime | None) -> None:
        self._written[unsaved.place] = unsaved.typed
        self.told.emit(f"草稿已存 {at:%H:%M}" if at is not None else "")

    def _tell(self, error: UserError) -> None:
        self.told.emit("草稿没有存上：" + "".join(error.sentences()))


def _nothing() -> None:
    return
