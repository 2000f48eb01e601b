"""For mutation runs (docs/mutants.md): a mutant of what reads the policy must read it itself."""

from __future__ import annotations

import os

from app.rules.policy import shipped_policy


def pytest_sessionstart() -> None:
    """One process runs many mutants and would keep the policy that the healthy program read."""
    if os.environ.get("MUTANT_UNDER_TEST"):
        shipped_policy.cache_clear()
