"""How often Python looks for cyclic garbage."""

from __future__ import annotations

import gc


def calm_collector() -> None:
    """Look less often: a register is hundreds of thousands of small rows that are no garbage, and
    with Python's defaults a quarter of an import goes into looking through them."""
    gc.set_threshold(20_000, 20, 50)
