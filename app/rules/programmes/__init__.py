"""One file an entitlement, found by listing this folder; programmes do not import one another.

A programme is a module with ``METHODS``: functions from a case to an award. Which of them holds on
a day in a place is data (``resources/policy/programme/<name>.toml``). When the law changes its
method, a second function is written beside the first; the first stays, so that an old payment can
be explained years later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from app.rules.engine.awards import Award
from app.rules.engine.case import Case

Method = Callable[[Case], Award]


@lru_cache(maxsize=1)
def methods() -> Mapping[tuple[str, str], Method]:
    """Every method of every programme, by programme and name."""
    found: dict[tuple[str, str], Method] = {}
    for module in iter_modules(__path__):
        programme = import_module(f"{__name__}.{module.name}")
        for method in programme.METHODS:
            found[module.name, method.__name__] = method
    return MappingProxyType(found)
