"""Who a rule is for and into which class somebody falls: eligibility, suspicion, income lines.

A screen is a function from a case to a condition, or to the name of a class; modules hold those of
one field of work and list them in ``METHODS``. Which holds on a day in a place is data
(``resources/policy/screen/<name>.toml``). Programmes use screens as their gates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from app.rules.engine.case import Case
from app.rules.engine.logic import Condition, Term

Screen = Callable[[Case], Condition | Term[str]]


@lru_cache(maxsize=1)
def screens() -> Mapping[str, Screen]:
    """Every screen by the name of its function."""
    found: dict[str, Screen] = {}
    for module in iter_modules(__path__):
        for screen in import_module(f"{__name__}.{module.name}").METHODS:
            assert screen.__name__ not in found, screen.__name__
            found[screen.__name__] = screen
    return MappingProxyType(found)
