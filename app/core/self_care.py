"""The self-care assessment as data: six questions, and the level that the answers lead to."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.core.paths import resource


@dataclass(frozen=True)
class Item:
    """One question: 能 or 不能."""

    key: str
    name: str


@dataclass(frozen=True)
class Level:
    """A level holds from ``from_failed`` answers 不能 on; ``word`` is how the register says it."""

    word: str
    from_failed: int


@dataclass(frozen=True)
class SelfCareForm:
    """The questions in the order of the paper, the levels from the least loss to the greatest."""

    items: tuple[Item, ...]
    levels: tuple[Level, ...]


@lru_cache(maxsize=1)
def self_care_form() -> SelfCareForm:
    """The form that ships (``resources/codes/self_care.toml``)."""
    text = resource("codes", "self_care.toml").read_text(encoding="utf-8-sig")
    data = tomllib.loads(text)
    return SelfCareForm(
        tuple(Item(**row) for row in data["item"]), tuple(Level(**row) for row in data["level"])
    )


@dataclass(frozen=True)
class SelfCareResult:
    """How many of the six somebody can do, and the level; both None while answers that are still
    missing could change it."""

    able: int | None
    level: str | None


def self_care_result(answers: Mapping[str, bool | None]) -> SelfCareResult:
    """What follows from the answers (S3.114); an answer that is not known decides nothing."""
    form = self_care_form()
    given = [answers.get(item.key) for item in form.items]
    failed, open_ = given.count(False), given.count(None)
    least, most = _level(form, failed), _level(form, failed + open_)
    return SelfCareResult(
        None if open_ else len(form.items) - failed, least if least == most else None
    )


def _level(form: SelfCareForm, failed: int) -> str:
    return [level.word for level in form.levels if level.from_failed <= failed][-1]
