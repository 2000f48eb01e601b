"""The county's store on a server that several desks share: try it, move there, take a copy home.

A desk keeps its own data folder (keys, papers, the setting itself); only the store is shared. What
is set here counts from the next start (docs/decisions/0008).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.core.errors import DeclinedError, UserError
from app.models.place import SharedPlace, forget_place, write_place
from app.services.common_keys import publish
from app.services.county import expect_county
from app.services.desk import Desk
from app.services.guomi import registered_keys
from app.services.key_slots import PUBLIC_FILES


class Found(StrEnum):
    """What a database on the server holds."""

    EMPTY = "空的数据库"
    OURS = "本单位的数据"


@dataclass(frozen=True)
class PlaceView:
    """Where the store is: ``address`` without the password, empty for this desk's own folder."""

    address: str
    clerk: str


@dataclass(frozen=True)
class Trial:
    """A server that answers: its address without the password, and what is there."""

    address: str
    found: Found

    @property
    def words(self) -> str:
        if self.found is Found.EMPTY:
            return "库是空的：会把本机的数据全部搬过去，本机的原数据留着不动。"
        return "库里已有本单位的数据：本机改用它；本机原来的数据留着不动，不会并进去。"


def where_store_is(desk: Desk) -> PlaceView:
    """The setting that this desk was opened with."""
    place = desk.store.place
    if place is None:
        return PlaceView("", "")
    return PlaceView(desk.store.server_address(place.url), place.clerk)


def try_server(desk: Desk, url: str) -> Trial:
    """Connect, and look what is there; nothing is changed.

    Raises ``UserError`` for what is no address, ``FileError`` when the server cannot be had,
    ``DeclinedError`` at a township or when another office's data are there.
    """
    county = expect_county(desk)
    code = desk.store.office_on(url)
    if code is not None and code != county.code:
        raise DeclinedError(
            "这个数据库里是别的单位的数据。",
            f"那里的单位代码是 {code}，本单位是 {county.code}。"
            if code
            else "那里还没有设置单位。",
            "请管理员给本单位单独建一个空的数据库。",
        )
    found = Found.EMPTY if code is None else Found.OURS
    return Trial(desk.store.server_address(url), found)


def share_store(desk: Desk, url: str, clerk: str) -> Trial:
    """From the next start on work in the database ``url`` under the name ``clerk``; one that is
    empty gets this desk's store, and the public part of its keys.

    Raises as ``try_server`` does, ``UserError`` without a name, ``DeclinedError`` when this desk
    shares a store already; then nothing has changed here.
    """
    if not clerk.strip():
        raise UserError("没有填写本机经办人。", "", "几台电脑共用时，请写明这台电脑是谁在用。")
    if desk.store.place is not None:
        raise DeclinedError("本机已经在用共享数据库。", "", "要换一个，请先改回本机数据。")
    trial = try_server(desk, url)
    if trial.found is Found.EMPTY:
        with desk.write("share_store", "把数据搬到共享数据库") as work:
            publish(desk, work, *PUBLIC_FILES, *registered_keys(desk))
        desk.store.copy_to_server(url)
    write_place(desk.folder, SharedPlace(url.strip(), clerk.strip()))
    return trial


def leave_server(desk: Desk) -> None:
    """From the next start on work in this desk's own folder again, with the store that lies there.
    Raises ``FileError``."""
    expect_county(desk)
    forget_place(desk.folder)


def save_copy(desk: Desk, path: Path) -> Path:
    """Write everything in the shared store into the file ``path``: it is a store like a desk's own.
    Raises ``FileError`` when it cannot be written."""
    expect_county(desk)
    desk.store.save_as(path, desk.clock.now())
    return path
