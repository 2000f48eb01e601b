"""Where things lie: resources beside the program, data in the platform's folder."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

APP_NAME = "bangfu-ledger"


def resource(*parts: str) -> Path:
    """A file or folder below ``resources``: unpacked, installed or packed."""
    packed = getattr(sys, "_MEIPASS", None)
    root = Path(packed) if packed else Path(__file__).resolve().parents[2]
    return root.joinpath("resources", *parts)


def default_data_dir() -> Path:
    """The platform's folder for this program's data."""
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))
