"""Reading one table of a form file strictly: every slip of the pen has words and a line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


class FaultError(Exception):
    """A fault of a form file, with what helps to find its line: the key, title or label of the
    table it stands in, and the faulty piece itself where it is known."""

    def __init__(self, words: str, key: str, *, piece: str = "") -> None:
        super().__init__(words)
        self.words = words
        self.key = key
        self.piece = piece

    def place(self, text: str) -> str:
        """Where it stands, as far as can be told."""
        lines = text.splitlines()
        key = re.escape(self.key)
        mark = re.compile(rf"^\s*(?:(?:key|title|label)\s*=\s*\"{key}\"|\[{key}\])")
        named = next((at for at, line in enumerate(lines) if mark.match(line)), None)
        if self.piece:  # the piece may stand elsewhere too: look below the name first
            order = [*range(named or 0, len(lines)), *range(named or 0)]
            named = next((at for at in order if self.piece in lines[at]), named)
        return f"（{self.key}）：" if named is None else f"第 {named + 1} 行（{self.key}）："


@dataclass(frozen=True)
class Table:
    """A table of the file and the key that names it in an error."""

    values: Mapping[str, object]
    name: str

    def only(self, allowed: frozenset[str]) -> None:
        """Raises FaultError at the first key that is not allowed."""
        for key in self.values:
            if key not in allowed:
                raise FaultError(f"不认识的项目 {key}", self.name)

    def get(self, key: str, kind: type[T], default: T | None = None) -> T:
        """The value of ``key``. Raises FaultError when it is missing or of another type."""
        value = self.values.get(key, default)
        if value is None:
            raise FaultError(f"缺少项目 {key}", self.name)
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
        raise FaultError(f"项目 {key} 的类型不对", self.name)

    def number(self, key: str, default: float | None = None) -> float:
        """A length, whole or not."""
        if default is not None and key not in self.values:
            return default
        whole = isinstance(self.values.get(key), int)
        return float(self.get(key, int)) if whole else self.get(key, float)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty when it is left out."""
        values = self.get(key, list, [])
        if not all(isinstance(value, str) for value in values):
            raise FaultError(f"项目 {key} 应当是一列文字", self.name)
        return tuple(values)

    def one_of(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        """A text out of ``allowed``."""
        value = self.get(key, str, default)
        if value not in allowed:
            raise FaultError(f"{key} 只能是 {'、'.join(allowed)}", self.name)
        return value

    def within(self, key: str, least: float, most: float, default: float | None = None) -> float:
        """A number from ``least`` to ``most``."""
        value = self.number(key, default)
        if not least <= value <= most:
            raise FaultError(f"{key} 应当在 {least:g} 到 {most:g} 之间", self.name)
        return value

    def inner(self, key: str) -> Table | None:
        """The table ``key``, named like this one; None when it is left out."""
        return Table(self.get(key, dict), self.name) if key in self.values else None

    def tables(self, key: str, name_key: str = "") -> tuple[Table, ...]:
        """The tables below ``key``, each named by its ``name_key``; without one, by this table."""
        rows = self.get(key, list, [])
        if not all(isinstance(row, dict) for row in rows):
            raise FaultError(f"项目 {key} 应当是若干小表", self.name)
        return tuple(
            Table(row, str(row.get(name_key, key)) if name_key else self.name) for row in rows
        )
