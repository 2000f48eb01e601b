"""Stand-ins for the screen: an ``Ask`` with ready answers, a ``Runner`` that works at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from app.core.errors import UserError
from app.core.progress import Progress, silent

T = TypeVar("T")


@dataclass
class StandInAsk:
    """Remembers what was said; answers with what a test put in."""

    said: list[str] = field(default_factory=list)
    agrees: bool = True
    picks: tuple[Path, ...] = ()
    chosen_folder: Path | None = None
    saves_as: Path | None = None
    secret: str | None = None
    typed: str | None = None

    def error(self, error: UserError) -> None:
        self.said.append("".join(error.sentences()))

    def tell(self, what: str, detail: str = "") -> None:
        self.said.append(what + detail)

    def confirm(self, question: str, detail: str = "", *, yes: str = "确定") -> bool:
        self.said.append(question)
        return self.agrees

    def files(self, title: str, kinds: str) -> tuple[Path, ...]:
        return self.picks

    def file(self, title: str, kinds: str) -> Path | None:
        return self.picks[0] if self.picks else None

    def folder(self, title: str) -> Path | None:
        return self.chosen_folder

    def save_as(self, title: str, suggested: Path, kinds: str) -> Path | None:
        return self.saves_as

    def passphrase(self, title: str, words: str, *, new: bool = False) -> str | None:
        return self.secret

    def line(self, title: str, words: str, *, text: str = "") -> str | None:
        return self.typed


class AtOnce:
    """Does the work where it is asked for."""

    def __init__(self, ask: StandInAsk) -> None:
        self._ask = ask

    def run(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        *,
        title: str = "",
        latest: str = "",
        failed: Callable[[UserError], None] | None = None,
        quiet: bool = False,
    ) -> None:
        try:
            result = work(silent)
        except UserError as error:
            (failed or self._ask.error)(error)
        else:
            done(result)


@dataclass
class Went:
    """Where the presenter sent the clerk, and how often it said that something changed."""

    to: list[tuple[str, str]] = field(default_factory=list)
    changes: int = 0

    def go(self, page: str, place: str) -> None:
        self.to.append((page, place))

    def changed(self) -> None:
        self.changes += 1
