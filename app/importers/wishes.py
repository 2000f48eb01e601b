"""What the clerk decided before files are compared with the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.importers.choices import SheetChoice, SheetKey
from app.importers.planned import Place
from app.importers.profiles import Profile


@dataclass(frozen=True)
class Wishes:
    """How sheets are read (``choices``, before the saved ``profiles``), and who a row with an
    unreadable number is (``same``: place and name → the key of somebody of the register)."""

    choices: Mapping[SheetKey, SheetChoice] = field(default_factory=dict)
    profiles: Sequence[Profile] = ()
    same: Mapping[tuple[Place, str], str] = field(default_factory=dict)


NO_WISHES = Wishes()
