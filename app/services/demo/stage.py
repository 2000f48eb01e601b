"""Where the demonstration month is played: days, offices, folders, what steps hand on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.services.desk import Desk
from app.services.sample import SAMPLE_COUNTY

IMPORT_DAY = date(2026, 5, 6)
TYPING_DAY = date(2026, 5, 26)
EXPORT_DAY = date(2026, 5, 28)
MONTH = "2026-05"
COUNTY_CODE = "990101000000"
PASSPHRASE = "演示口令-2026"
CLERK, CHECKER = "样例经办人", "样例负责人"

OpenFolder = Callable[[Path, date, str], AbstractContextManager[Desk]]
TakePictures = Callable[[Desk, Path], list[Path]]


@dataclass(frozen=True)
class Step:
    """One line of the demonstration: what was done, figures, and whether its checks held."""

    name: str
    words: str
    failed: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.failed


@dataclass
class Stage:
    """Where the month is played: folders, offices, and what the steps hand on."""

    out: Path
    data: Path
    open_folder: OpenFolder
    take_pictures: TakePictures
    townships: list[dict[str, object]] = field(default_factory=list)
    expected: dict[str, object] = field(default_factory=dict)
    ledgers: list[Path] = field(default_factory=list)

    def township(self, name: str, day: date) -> AbstractContextManager[Desk]:
        return self.open_folder(self.data / name, day, CLERK)

    def county(self, day: date) -> AbstractContextManager[Desk]:
        return self.open_folder(self.data / SAMPLE_COUNTY, day, "样例县级经办人")

    @property
    def stick(self) -> Path:
        return self.out / "stick"

    @property
    def names(self) -> list[str]:
        return [str(township["name"]) for township in self.townships]
