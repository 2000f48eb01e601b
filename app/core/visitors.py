"""The line 入户人员 of a sheet: names, written one after another."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[\s、，,；;/／]+")
_NOTE = re.compile(r"[（(][^）)]*[）)]?")


def visitor_names(words: str) -> tuple[str, ...]:
    """The names that stand in ``words``, each once; what stands in brackets is no name."""
    plain = _NOTE.sub(" ", words)
    return tuple(dict.fromkeys(name for name in _BETWEEN.split(plain) if name))
