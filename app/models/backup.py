"""Copies of the store: a plain file copy of a live WAL store loses rows, SQLite's own does not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def back_up(source: Path, target: Path) -> None:
    """Write a whole, closed copy of the store ``source`` to ``target`` (replaced if there)."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(unfinished)) as copy:
        live.backup(copy)
    unfinished.replace(target)
