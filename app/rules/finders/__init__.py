"""Finders: what in the register somebody has to look into.

A finder is a function from a look at the register to findings. Its name is the kind of all its
findings (``resources/codes/matters.toml``); modules hold those of one sense and list them in
``FINDERS``. What a finder no longer finds has gone: ``services/matters`` closes it by itself. So a
finder is always asked about the whole register, and finds the same again from the same data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from app.rules.finders.look import Look
from app.rules.findings import Finding

Finder = Callable[[Look], Iterable[Finding]]


@lru_cache(maxsize=1)
def finders() -> Mapping[str, Finder]:
    """Every finder by its name, in the order in which they are run."""
    found: dict[str, Finder] = {}
    for module in iter_modules(__path__):
        for finder in getattr(import_module(f"{__name__}.{module.name}"), "FINDERS", ()):
            assert finder.__name__ not in found, finder.__name__
            found[finder.__name__] = finder
    return MappingProxyType(found)
