"""Every way we could think of to damage, forge or smuggle, made from a good ledger.

``python -m tests.samples.ledgers.hostile OUT`` writes them all, with the expected code in the name.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tests.samples.ledgers import (
    broken_packages,
    forged_signatures,
    strange_zips,
    two_signers,
    weak_signatures,
    wrong_books,
    wrong_certificates,
    wrong_rows,
    wrong_signers,
)
from tests.samples.ledgers.knife import RECIPES, Expected

FILES = (
    broken_packages,
    strange_zips,
    forged_signatures,
    weak_signatures,
    wrong_signers,
    wrong_certificates,
    two_signers,
    wrong_books,
    wrong_rows,
)


def recipes() -> dict[str, tuple[Expected, Callable[[], bytes]]]:
    """All recipes by name, in the order in which a verifier would meet them."""
    return {
        name: recipe
        for file in FILES
        for name, recipe in RECIPES.items()
        if recipe[1].__module__ == file.__name__
    }


def main(out: Path) -> None:
    """Write every hostile package, named after what it is and the expected code."""
    out.mkdir(parents=True, exist_ok=True)
    for name, (expected, recipe) in recipes().items():
        (out / f"{name}.{expected}.xlsx").write_bytes(recipe())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
