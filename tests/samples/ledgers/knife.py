"""What hostile packages are made with: a registry of recipes, and a knife for packages."""

from __future__ import annotations

from collections.abc import Callable

from app.ledger.columns import SHEETS
from app.ledger.container import join, pack, split
from app.ledger.refusals import ChainFault, Refusal
from app.ledger.sealing import names
from app.ledger.sealing.package import sign_package
from app.ledger.workbook import LEDGER, build_ledger
from tests.samples.ledgers import good as sample

Expected = Refusal | ChainFault
RECIPES: dict[str, tuple[Expected, Callable[[], bytes]]] = {}
SIGNATURE = names.SIGNATURE_PART
PEOPLE = "xl/worksheets/sheet4.xml"
MANIFEST = f"xl/worksheets/sheet{len(LEDGER.fronts) + len(SHEETS) + 1}.xml"


def hostile(expected: Expected) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    def register(recipe: Callable[[], bytes]) -> Callable[[], bytes]:
        RECIPES[recipe.__name__] = (expected, recipe)
        return recipe

    return register


def parts(data: bytes) -> dict[str, bytes]:
    return {part.name: part.unpack() for part in split(data)}


def packed(content: dict[str, bytes]) -> bytes:
    return join([pack(name, [data]) for name, data in content.items()])


def edited(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The package with one replacement, which must be possible."""
    content = parts(data)
    assert old in content[name], name
    content[name] = content[name].replace(old, new, 1)
    return packed(content)


def added(data: bytes, name: str, content: bytes) -> bytes:
    return packed({**parts(data), name: content})


def resigned(name: str, old: bytes, new: bytes) -> bytes:
    """A ledger changed before it was signed, by somebody who holds the office's key."""
    unsigned = edited(build_ledger(sample.content()), name, old, new)
    return sign_package(unsigned, sample.office(), at=sample.SIGNED)


def signature() -> bytes:
    """The signature part of the good ledger."""
    return parts(sample.good())[SIGNATURE]


def unsigned(name: str) -> bytes:
    """A part of the good ledger as it is before signing."""
    return parts(build_ledger(sample.content()))[name]
