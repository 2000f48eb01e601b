"""What a measurement is: our way and the peer's way to do the same work, and the budget."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

RATIO, SECONDS, MEGABYTES = "ratio", "seconds", "megabytes"

Figures = Mapping[str, float]
Work = Callable[[], Figures]
"""The timed part; it returns figures of its own, such as the size of a file."""


@dataclass(frozen=True)
class Place:
    """Where a run finds what was prepared (not to be changed), and where it may write."""

    inputs: Path
    scratch: Path


Side = Callable[[Place], Work]
"""Makes everything ready, untimed, and returns the timed part."""


@dataclass(frozen=True)
class Limit:
    """A budget: a figure is at most (or, for rates, at least) ``bound``."""

    figure: str
    bound: float
    at_least: bool = False

    def holds(self, value: float) -> bool:
        return value >= self.bound if self.at_least else value <= self.bound


@dataclass(frozen=True)
class Preparation:
    """Writes into its folder what measurements read; ``needs`` are prepared before."""

    make: Callable[[Path], None]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measurement:
    """``needs`` names the preparation whose folder both sides are given.

    ``from_start`` counts a process from its first moment, interpreter and imports included.
    """

    name: str
    title: str
    ours: Side
    peer: Side
    peer_name: str
    limits: tuple[Limit, ...] = ()
    needs: str = ""
    repeats: int = 5
    from_start: bool = False


def start_peak() -> None:
    """Forget the highest memory use so far, where the system can (Linux)."""
    if sys.platform == "linux":
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_megabytes() -> float | None:
    """The highest memory use of this process in MB; None where the system does not say."""
    if sys.platform != "linux":
        return None
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024
