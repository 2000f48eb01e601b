"""Drawing a sample that anybody can draw again: no choice is left to whoever draws.

Each number of the list is written behind the seed and a bar (``20260609|C12``), the SHA-256 of that
is its lot, and the smallest lots are drawn. The digest of the list shows that it is the same list.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

HOW = (
    "名单按记录编号排列。在随机数后面加“|”和记录编号，算 SHA-256，按结果从小到大取前面的若干条。"
    "名单摘要是全部记录编号按顺序、每行一个所算的 SHA-256。"
    "用同样的名单和随机数，任何人都抽到同样的结果。"
)


def draw(numbers: Iterable[str], seed: str, count: int) -> tuple[str, ...]:
    """``count`` of ``numbers`` (all, where there are fewer), in the order of their lots."""
    return tuple(sorted(set(numbers), key=lambda number: (_lot(seed, number), number))[:count])


def list_digest(numbers: Iterable[str]) -> str:
    """The SHA-256 of the list, in the order of ``in_order``."""
    return sha256("\n".join(in_order(numbers)).encode("utf-8")).hexdigest()


def in_order(numbers: Iterable[str]) -> tuple[str, ...]:
    """The list in the order of its numbers: shorter before longer, so that C9 is before C10."""
    return tuple(sorted(set(numbers), key=lambda number: (len(number), number)))


def _lot(seed: str, number: str) -> str:
    return sha256(f"{seed}|{number}".encode()).hexdigest()
