"""The one door to the store."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from app.core.errors import FileError
from app.models.backup import back_up
from app.models.lock import LOCK_NAME
from app.models.office import Setting
from app.models.store import STORE_NAME, Store, open_store
from app.models.unit_of_work import Act
from app.models.world import store_error

NOW = datetime(2026, 5, 6, 9, 0).astimezone()
ACT = Act("王经办", "test", "测试", NOW)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "data", program="测试", now=NOW)
    yield opened
    opened.close()


def _fill(store: Store, rows: int = 200) -> None:
    with store.write(ACT) as work:
        work.session.add_all([Setting(key=f"k{n}", value=n) for n in range(rows)])


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
def test_every_connection_is_safe_against_power_loss_and_dangling_rows(
    store: Store, pragma: str, value: object
) -> None:
    with store.read() as one, store.read() as other:
        for session in (one, other):
            assert session.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_a_row_that_points_nowhere_is_refused(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write(ACT) as work:
        work.session.execute(
            text("INSERT INTO holding (person_id, code, start) VALUES (77, 'orphan', '2026-01-01')")
        )


def test_a_sound_store_has_nothing_to_complain_of(store: Store) -> None:
    _fill(store)
    assert store.check() == ()


def test_the_check_names_a_table_with_dangling_rows(store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as outside, outside:
        outside.execute(
            "INSERT INTO holding (person_id, code, start) VALUES (77, 'orphan', '2026-01-01')"
        )
    assert store.check() == ("外键：holding",)


def test_a_backup_of_a_live_store_has_every_row(store: Store, tmp_path: Path) -> None:
    with store.read() as session:
        session.execute(text("PRAGMA wal_autocheckpoint = 0"))
    _fill(store)
    assert store.path.with_name(f"{STORE_NAME}-wal").stat().st_size > 0
    target = tmp_path / "U盘" / "backup.db"
    back_up(store.path, target)
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("SELECT count(*) FROM setting").fetchone() == (200,)
    assert [path.name for path in target.parent.iterdir()] == ["backup.db"]


def test_a_backup_takes_the_place_of_an_older_one_only_when_it_is_whole(
    store: Store, tmp_path: Path
) -> None:
    target = tmp_path / "backup.db"
    back_up(store.path, target)
    _fill(store)
    back_up(store.path, target)
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("SELECT count(*) FROM setting").fetchone() == (200,)


def test_after_closing_the_store_is_one_plain_file(tmp_path: Path) -> None:
    opened = open_store(tmp_path, program="测试", now=NOW)
    _fill(opened)
    opened.close()
    assert {path.name for path in tmp_path.iterdir()} - {LOCK_NAME} == {STORE_NAME}


def test_a_second_program_is_refused_and_told_who_has_the_data(store: Store) -> None:
    with pytest.raises(FileError) as told:
        open_store(store.path.parent, program="命令 import", now=NOW)
    assert "正被另一个程序使用" in told.value.what
    assert f"测试（进程号 {os.getpid()}，2026-05-06 09:00 打开）" in told.value.why
    assert told.value.what_to_do


def test_the_data_is_free_again_when_the_first_program_has_closed(tmp_path: Path) -> None:
    open_store(tmp_path, program="窗口", now=NOW).close()
    open_store(tmp_path, program="命令 import", now=NOW).close()


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(FileError, match="不能建立数据文件夹") as told:
        open_store(tmp_path / "file" / "data", program="测试", now=NOW)
    assert told.value.what_to_do


def test_a_folder_that_may_not_be_written_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_words: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    with pytest.raises(FileError, match="不能写入数据文件夹") as told:
        open_store(tmp_path, program="测试", now=NOW)
    assert told.value.what_to_do


def test_a_file_that_is_no_store_is_told_in_words_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / STORE_NAME).write_bytes(b"this is a letter, not a database" * 100)
    with pytest.raises(FileError, match="不是本程序的数据库") as told:
        open_store(tmp_path, program="测试", now=NOW)
    assert told.value.what_to_do
    assert (tmp_path / STORE_NAME).read_bytes().startswith(b"this is a letter")


def test_a_damaged_store_is_told_in_words(tmp_path: Path) -> None:
    opened = open_store(tmp_path, program="测试", now=NOW)
    _fill(opened, 2000)
    opened.close()
    data = bytearray((tmp_path / STORE_NAME).read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    (tmp_path / STORE_NAME).write_bytes(data)
    with pytest.raises(FileError, match="已损坏") as told:
        opened = open_store(tmp_path, program="测试", now=NOW)
    assert "备份" in told.value.what_to_do


@contextmanager
def _small_disk(folder: Path) -> Iterator[bool]:
    """A disk of 2 MB on ``folder``; False where mounting is not allowed."""
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(words, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)


def _make_room(store: Store, folder: Path, mounted: bool) -> None:
    if mounted:
        subprocess.run(["mount", "-o", "remount,size=8m", str(folder)], check=True)
    else:
        with store.read() as session:
            session.execute(text("PRAGMA max_page_count = 100000"))


def _write_for_ever(store: Store) -> None:
    for part in range(1000):
        with store.write(ACT) as work:
            rows = [Setting(key=f"{part}-{n}", value="x" * 500) for n in range(100)]
            work.session.add_all(rows)


def test_a_full_disk_is_told_in_words_and_nothing_is_half_written(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with _small_disk(disk) as mounted, closing(open_store(disk, program="测试", now=NOW)) as opened:
        if not mounted:  # the database may not grow: SQLite's own way to a full disk
            with opened.read() as session:
                session.execute(text("PRAGMA max_page_count = 200"))
        with pytest.raises(FileError, match="磁盘已满") as told:
            _write_for_ever(opened)
        assert told.value.what_to_do
        _make_room(opened, disk, mounted)  # the check makes anew what follows from the rest
        assert opened.check() == ()
        with opened.read() as session:
            assert len(session.scalars(select(Setting.id)).all()) % 100 == 0


def test_a_read_only_store_is_told_in_words(store: Store) -> None:
    with store.read() as session:  # the connection is used again by whoever comes next
        session.execute(text("PRAGMA query_only = ON"))
    with pytest.raises(FileError, match="只读"):
        _fill(store)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("SQLITE_FULL", "磁盘已满"),
        ("SQLITE_READONLY_DBMOVED", "只读"),
        ("SQLITE_CANTOPEN", "打不开"),
        ("SQLITE_CORRUPT_VTAB", "已损坏"),
        ("SQLITE_NOTADB", "不是本程序的数据库"),
        ("SQLITE_BUSY_SNAPSHOT", "正被占用"),
        ("SQLITE_LOCKED", "正被占用"),
        ("SQLITE_IOERR_WRITE", "读写磁盘时出错"),
    ],
)
def test_what_the_world_did_is_told_in_words(name: str, words: str) -> None:
    told = store_error(_error(name))
    assert told is not None
    assert words in told.what
    assert told.what_to_do


def test_our_own_mistakes_are_not_blamed_on_the_world(store: Store) -> None:
    assert store_error(_error("SQLITE_ERROR")) is None
    with pytest.raises(OperationalError), store.read() as session:
        session.execute(text("SELECT nothing FROM nowhere"))


def _error(name: str) -> DBAPIError:
    cause = sqlite3.OperationalError("something")
    cause.sqlite_errorname = name
    return OperationalError("", {}, cause)
