"""What is declared of a fact."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.dictionary import Kind


@dataclass(frozen=True)
class FactName:
    """One fact: its key, label, type, the question that finds it out and the values it may have."""

    key: str
    label: str
    kind: Kind
    question: str
    choices: tuple[str, ...] = ()


def yes_no(key: str, label: str, question: str) -> FactName:
    """A fact that is yes or no."""
    return FactName(key, label, Kind.YES_NO, question)


def money(key: str, label: str, question: str) -> FactName:
    """A fact in yuan."""
    return FactName(key, label, Kind.MONEY, question)


def number(key: str, label: str, question: str) -> FactName:
    """A fact that is a whole number."""
    return FactName(key, label, Kind.NUMBER, question)


def day(key: str, label: str, question: str) -> FactName:
    """A fact that is a day."""
    return FactName(key, label, Kind.DATE, question)


def one_of(key: str, label: str, question: str, choices: tuple[str, ...]) -> FactName:
    """A fact that is one of these words."""
    return FactName(key, label, Kind.TEXT, question, choices)


def text(key: str, label: str, question: str) -> FactName:
    """A fact in the person's own words."""
    return FactName(key, label, Kind.TEXT, question)
