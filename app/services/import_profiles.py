"""Ways of reading a village's own sheets, kept under a name and carried to other offices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import DeclinedError, UserError
from app.exporters.safe_file import replacing
from app.importers.choices import SheetChoice
from app.importers.keys import IGNORED, key_label
from app.importers.profiles import (
    Profile,
    from_bytes,
    from_content,
    profile_of,
    to_content,
    to_text,
)
from app.models.queries import imports as queries
from app.models.unit_of_work import Session
from app.models.upkeep import ImportProfile
from app.services.desk import Desk
from app.services.files import read_file

_LONGEST_NAME = 50


@dataclass(frozen=True)
class ProfileRow:
    """A saved profile: its name, and in words what it reads."""

    name: str
    words: str


def list_profiles(desk: Desk) -> tuple[ProfileRow, ...]:
    """All saved profiles by name."""
    with desk.store.read() as session:
        return tuple(_row(profile) for profile in load_profiles(session))


def load_profiles(session: Session) -> tuple[Profile, ...]:
    """The profiles as the importer uses them."""
    return tuple(from_content(row.name, row.content) for row in queries.profiles(session))


def save_profile(
    desk: Desk, name: str, choice: SheetChoice, texts: Mapping[int, str], *, again: bool = False
) -> Profile:
    """Keep how a sheet with these headers is read. One profile reads one set of headers: an older
    one of the same headers gives way.

    Raises ``UserError`` without a good name, ``DeclinedError`` when the name is taken by a
    profile of other headers and not ``again``.
    """
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME:
        raise UserError("方案名称没有填，或太长。", "", f"请填写名称，不超过{_LONGEST_NAME}个字。")
    profile = profile_of(name, choice, texts)
    _keep(desk, profile, again=again)
    return profile


def load_profile_file(desk: Desk, path: Path, *, again: bool = False) -> ProfileRow:
    """Take in a profile that another office wrote. Raises ``FileError`` saying what is wrong with
    the file, ``DeclinedError`` when its name is taken and not ``again``."""
    profile = from_bytes(path.name, read_file(path))
    _keep(desk, profile, again=again)
    return _row(profile)


def write_profile(desk: Desk, name: str, path: Path) -> None:
    """Write a profile as a small file. Raises ``UserError`` when there is none of that name,
    ``FileError`` when it cannot be written."""
    with desk.store.read() as session:
        row = queries.profile_named(session, name)
        if row is None:
            raise UserError(f"没有名为“{name}”的方案。", "", "请刷新后再选。")
        profile = from_content(row.name, row.content)
    with replacing(path) as draft:
        draft.write_text(to_text(profile), encoding="utf-8")


def delete_profile(desk: Desk, name: str) -> None:
    """Forget a profile (undo brings it back)."""
    with desk.write("delete_profile", f"删除读表方案：{name}") as work:
        row = queries.profile_named(work.session, name)
        if row is not None:
            work.session.delete(row)


def _keep(desk: Desk, profile: Profile, *, again: bool) -> None:
    with desk.write("save_profile", f"保存读表方案：{profile.name}") as work:
        row = queries.profile_named(work.session, profile.name)
        if row is not None and row.headers != profile.fingerprint and not again:
            raise DeclinedError(
                f"已经有名为“{profile.name}”的方案，读的是另一种表。", "", "请换一个名称。"
            )
        for other in queries.profiles(work.session):
            if other.headers == profile.fingerprint and other is not row:
                work.session.delete(other)
        work.session.flush()
        if row is None:
            row = ImportProfile(name=profile.name)
            work.session.add(row)
        row.headers, row.content = profile.fingerprint, to_content(profile)


def _row(profile: Profile) -> ProfileRow:
    read = [column for column in profile.columns if column.key != IGNORED]
    labels = "、".join(key_label(column.key, profile.subject) for column in read[:8])
    more = f"等{len(read)}列" if len(read) > 8 else ""
    return ProfileRow(profile.name, labels + more)
