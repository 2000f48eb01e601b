"""One programme may reach an office through two documents; it is one pack all the same (S0.204)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from app.core.errors import UserError
from app.rules.engine.parameters import Policy

_JUNK = re.compile(r"[\W_]+")


def packs_of(policy: Policy, documents: Iterable[str]) -> tuple[str, ...]:
    """The packs that these documents bring, each once. Raises UserError for an unknown document."""
    bringing = {
        title: pack.key for pack in policy.packs.values() for title in (pack.document, *pack.also)
    }
    found: dict[str, None] = {}
    for title in documents:
        if title not in bringing:
            raise UserError(f"没有收录《{title}》。", "", "请核对文件名称，或按新的政策包录入。")
        found[bringing[title]] = None
    return tuple(found)


def differences(one: str, other: str) -> tuple[tuple[str, str], ...]:
    """Where two texts differ, as pairs of what stands in each; none: they are one programme. Signs,
    spaces and full-width forms make no difference; a changed word does, and people decide."""
    plain, second = _folded(one), _folded(other)
    if plain == second:
        return ()
    matcher = SequenceMatcher(None, plain, second, autojunk=False)
    return tuple(
        (plain[a:b], second[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"
    )


def _folded(text: str) -> str:
    return _JUNK.sub("", unicodedata.normalize("NFKC", text))
