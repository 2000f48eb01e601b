"""The oldest version of the program that the county still wants to see in use."""

from __future__ import annotations

import re

from app import __version__
from app.core.errors import DeclinedError, UserError
from app.models.queries import office as queries
from app.services.desk import Desk

MINIMUM = "minimum_version"
_VERSION = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){1,2}")


def expect_version_text(text: str) -> None:
    """Raises ``UserError`` unless ``text`` is empty or a version such as ``1.2.0``."""
    if text and not _VERSION.fullmatch(text):
        raise UserError(f"“{text}”不是版本号。", "", "请写成 1.2.0 这样，或留空。")


def is_older(version: str, minimum: str) -> bool:
    """Whether ``version`` comes before ``minimum``; an empty minimum asks nothing."""
    return bool(minimum) and _numbers(version) < _numbers(minimum)


def expect_new_enough(desk: Desk) -> None:
    """Raises ``DeclinedError`` when the county wants a newer program than this one."""
    with desk.store.read() as session:
        minimum = str(queries.setting(session, MINIMUM, ""))
    if is_older(__version__, minimum):
        raise DeclinedError(
            "上级要求先升级程序，再导出台账。",
            f"本机版本 {__version__}，要求不低于 {minimum}。",
            "请向上级领取新版程序，升级后再导出；数据不受影响。",
        )


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    return (*numbers, 0, 0)[:3]
