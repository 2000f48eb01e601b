"""The lines that the workbench is made of; each leads to where it is done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One of the large figures at the top; pressing it goes to ``page`` at ``place``."""

    words: str
    value: str
    page: str
    place: str = ""
    late: bool = False


@dataclass(frozen=True)
class Todo:
    """One line of what is to be done."""

    words: str
    count: str
    when: str
    page: str
    place: str = ""
    late: bool = False
