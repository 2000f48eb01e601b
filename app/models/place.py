"""Where the store of a data folder is: a file of its own, or a server that several desks share.

One setting, the file ``store.toml`` in the data folder (docs/decisions/0008). Without it the store
is SQLite's, in the folder itself.
"""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import FileError, system_reason

PLACE_NAME = "store.toml"


@dataclass(frozen=True)
class SharedPlace:
    """A store on a server: its SQLAlchemy URL (which may hold a password), and who works at this
    desk, because the desks have one office in common but not one clerk."""

    url: str
    clerk: str = ""


def read_place(folder: Path) -> SharedPlace | None:
    """What the folder's setting says; None where there is none. Raises ``FileError``."""
    path = folder / PLACE_NAME
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileError(
            f"读不了共享数据库的设置（{PLACE_NAME}）。", system_reason(error), "请检查文件的权限。"
        ) from error
    except ValueError as error:
        raise _not_understood(str(error)) from error
    url, clerk = found.get("url"), found.get("clerk", "")
    if not isinstance(url, str) or not isinstance(clerk, str):
        raise _not_understood('其中应有一行 url = "…"，可以有一行 clerk = "…"。')
    return SharedPlace(url, clerk)


def write_place(folder: Path, place: SharedPlace) -> None:
    """Keep the setting whole, for its owner's eyes only. Raises ``FileError``."""
    path = folder / PLACE_NAME
    unfinished = path.with_suffix(".part")
    # A basic string of TOML is one of JSON.
    lines = (
        "# 共享数据库。其中可能有密码：不要发给别人，不要放进U盘。",
        f"url = {json.dumps(place.url, ensure_ascii=False)}",
        f"clerk = {json.dumps(place.clerk, ensure_ascii=False)}",
    )
    try:
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise FileError(
            f"写不了共享数据库的设置（{PLACE_NAME}）。",
            system_reason(error),
            "请检查数据文件夹能否写入。",
        ) from error


def forget_place(folder: Path) -> None:
    """Go back to the folder's own store. Raises ``FileError``."""
    try:
        (folder / PLACE_NAME).unlink(missing_ok=True)
    except OSError as error:
        raise FileError(
            f"删不掉共享数据库的设置（{PLACE_NAME}）。", system_reason(error), "请检查文件的权限。"
        ) from error


def _not_understood(why: str) -> FileError:
    return FileError(
        f"共享数据库的设置（{PLACE_NAME}）看不懂。", why, "请改正，或移走这个文件后重新设置。"
    )
