"""Guess what the columns of an unknown sheet are: by their headers, then by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from app.core.code_lists import normal_word, standard_words
from app.core.identity import IdKind, disability_card, read_id, tidy_number
from app.importers.cells import absence, clean_digits, clean_name
from app.importers.dates import parse_date_text
from app.importers.headers import key_in
from app.importers.keys import IGNORED, column_choices
from app.importers.layouts import layouts, normal_header
from app.importers.places import match_village

_NEAR = 0.75
_SHARE = 0.6  # of the values that must look alike
_AMOUNT = re.compile(r"^(.*?)(\d{1,6}(?:\.\d{1,2})?)\s*元")
_CHINESE_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}|.{1,20}\u00b7.{1,20}")
_SOME_DAY = date(2030, 1, 1)  # only to tell a birth date from other dates
_WORDS = ("relation", "disability_kind", "disability_grade", "marriage", "education", "labour")
_SHORT = frozenset("妻夫子女")
_MOBILE = re.compile(r"1[3-9]\d{9}")


@dataclass(frozen=True)
class Guess:
    """What a column probably is; ``why`` is 表头, 表头相近, 内容 or 金额. ``sure``: nobody needs to
    look. ``amount`` is what the header itself names (重点救助60元)."""

    key: str
    why: str
    sure: bool = False
    amount: Decimal | None = None


def guess_columns(
    texts: Mapping[int, str],
    values: Mapping[int, Sequence[str]],
    *,
    subject: str,
    villages: Sequence[str],
) -> dict[int, Guess]:
    """The best guess for each column that can be guessed; no key is given twice."""
    found: dict[int, Guess] = {}
    taken: set[str] = set()
    steps: tuple[Callable[[int], Guess | None], ...] = (
        lambda column: _by_header(texts.get(column, ""), subject),
        lambda column: _by_amount(texts.get(column, ""), subject, taken),
        lambda column: _by_near_header(texts.get(column, ""), subject),
        lambda column: _by_content(values.get(column, ()), subject, villages, taken),
    )
    for step in steps:
        for column in sorted(set(texts) | set(values)):
            guess = None if column in found else step(column)
            if guess is not None and (guess.key == IGNORED or guess.key not in taken):
                found[column] = guess
                taken.add(guess.key)
    return found


def header_amount(text: str) -> tuple[str, Decimal] | None:
    """The name and the yuan in a header such as 领取金额/重点救助60元; None without an amount."""
    found = _AMOUNT.match(text.rpartition("/")[2])
    if found is None or not found.group(1).strip():
        return None
    return found.group(1).strip("（( "), Decimal(found.group(2)).quantize(Decimal("0.01"))


def _by_header(text: str, subject: str) -> Guess | None:
    """What the layouts call it; the village's own roster, which knows most, is asked first."""
    if header_amount(text) is not None:
        return None
    known = sorted(layouts(), key=lambda layout: layout.key != "village_roster")
    for layout in known:
        key = key_in(layout, text) if layout.subject == subject else None
        if key is not None:
            return Guess(key, "表头", sure=True)
    last = text.rpartition("/")[2]
    return _by_header(last, subject) if last != text else None


def _by_amount(text: str, subject: str, taken: set[str]) -> Guess | None:
    found = header_amount(text)
    if found is None or subject != "person":
        return None
    name, amount = found
    key = f"benefit.{name}" if f"benefit.{name}" not in taken else f"benefit.{name}{amount}"
    return Guess(key, "金额", amount=amount)


@lru_cache(maxsize=2)
def _headers(subject: str) -> tuple[tuple[str, str], ...]:
    choices = column_choices(subject)
    offered = {choice.key for choice in choices}
    known = {normal_header(choice.label): choice.key for choice in choices}
    for layout in layouts():
        if layout.subject == subject:
            known.update({
                header: key
                for header, key in layout.columns.items()
                if key in offered and len(header) > 1
            })
    return tuple(known.items())


@lru_cache(maxsize=1024)
def _by_near_header(text: str, subject: str) -> Guess | None:
    plain = normal_header(text.rpartition("/")[2])
    if len(plain) < 2:
        return None
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(plain)
    best, best_key = _NEAR, ""
    for header, key in _headers(subject):
        matcher.set_seq1(header)
        if matcher.real_quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, best_key = ratio, key
    return Guess(best_key, "表头相近") if best_key else None


def _by_content(
    values: Sequence[str], subject: str, villages: Sequence[str], taken: set[str]
) -> Guess | None:
    said = [value for value in values if absence(value.strip()) is None]
    if len(said) < 2:
        return None
    person = subject == "person"
    tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("disability_no", lambda text: disability_card(tidy_number(text)) is not None),
        ("id_no" if person else "head_id_no", _is_id),
        ("phone", lambda text: _MOBILE.fullmatch(clean_digits(text)) is not None),
        ("village", lambda text: match_village(text, villages) is not None),
        ("sex", lambda text: text.strip() in {"男", "女"}),
        ("birth_date", _is_birth),
        ("name" if person else "head_name", _is_name),
    )
    for key, test in tests:
        if key == "sex" and not person:
            continue
        wanted = "head_id_no" if key == "id_no" and key in taken else key
        if sum(test(value) for value in said) >= _SHARE * len(said) and wanted not in taken:
            if key in {"name", "head_name"} and len(set(said)) < _SHARE * len(said):
                continue
            return Guess(wanted, "内容")
    return _by_words(said, taken) if person else None


def _by_words(said: Sequence[str], taken: set[str]) -> Guess | None:
    """The field whose code words these are (妻、长子 … is 与户主关系)."""
    for key in _WORDS:
        words = standard_words()[key]
        known = sum(
            (normal_word(text) in words and len(text) > 1) or text in _SHORT for text in said
        )
        if key not in taken and known >= _SHARE * len(said):
            return Guess(key, "内容")
    return None


def _is_id(text: str) -> bool:
    number = read_id(text)
    return number.key is not None or number.kind in {IdKind.MASKED, IdKind.DAMAGED}


def _is_birth(text: str) -> bool:
    found = parse_date_text(text, day=_SOME_DAY).exact
    return found is not None and found < _SOME_DAY


def _is_name(text: str) -> bool:
    return _CHINESE_NAME.fullmatch(clean_name(text)) is not None
