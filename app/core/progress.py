"""How long work tells where it stands, without knowing of threads or windows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import Protocol, TypeVar

T = TypeVar("T")


class Progress(Protocol):
    """Called by long work; raises ``Cancelled`` when the clerk pressed 取消."""

    def __call__(self, done: int, total: int, text: str) -> None: ...


def silent(done: int, total: int, text: str) -> None:
    """Progress for tests and scripts: nobody is watching."""


def each(items: Iterable[T], progress: Progress, text: str, every: int = 50) -> Iterator[T]:
    """Go through ``items`` and report every so many."""
    total = len(items) if isinstance(items, Sized) else 0
    for done, item in enumerate(items):
        if done % every == 0:
            progress(done, total, text)
        yield item
    progress(total, total, text)
