"""What the window finds again after a restart: its size, column widths, sort orders, filters.

A small file beside the store and not a table in it: how wide a column is belongs to nobody's
record, so it needs no act in the trail. Nothing about people is kept here. No Qt.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

FILE_NAME = "window.json"


class Memory:
    """Without a path it lasts as long as the window (pictures, tests)."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._kept: dict[str, dict[str, Any]] = _read(path) if path is not None else {}

    def recall(self, key: str) -> dict[str, Any]:
        """What was kept under ``key``; empty when nothing was. Whoever reads it checks it: the
        file may be older than the program, or written by hand."""
        return dict(self._kept.get(key, {}))

    def keep(self, key: str, value: Mapping[str, Any]) -> None:
        self._kept[key] = dict(value)

    def save(self) -> None:
        """Write the file; where that fails, the next start finds the window as it comes."""
        if self._path is None:
            return
        draft = self._path.with_suffix(".tmp")
        with suppress(OSError):
            draft.write_text(json.dumps(self._kept, ensure_ascii=False), encoding="utf-8")
            draft.replace(self._path)


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, dict)}
