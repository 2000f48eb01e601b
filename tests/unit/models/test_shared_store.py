"""A store that desks share: where it is, writers in turn, what the server did in words."""

from __future__ import annotations

import stat
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from app.core.errors import FileError, UserError
from app.models import shared
from app.models.place import PLACE_NAME, SharedPlace, forget_place, read_place, write_place
from app.models.store import open_store
from app.models.world import store_error

NOW = datetime(2026, 5, 6, 9, 0).astimezone()
NOBODY = "postgresql://bangfu:secret-7@127.0.0.1:1/bangfu?sslmode=disable"


# --- the setting -------------------------------------------------------------------------------
def test_the_setting_comes_back_as_it_was_written_for_its_owner_alone(tmp_path: Path) -> None:
    place = SharedPlace('postgresql://bangfu:a"b\\c@db.example/帮扶', "李四")
    write_place(tmp_path, place)
    assert read_place(tmp_path) == place
    assert stat.S_IMODE((tmp_path / PLACE_NAME).stat().st_mode) == 0o600
    forget_place(tmp_path)
    assert read_place(tmp_path) is None


@pytest.mark.parametrize("written", ["url = ", "clerk = '李四'", "url = 5", "url = 'x'\nclerk = 1"])
def test_a_setting_that_cannot_be_understood_is_told_and_no_store_is_made(
    tmp_path: Path, written: str
) -> None:
    (tmp_path / PLACE_NAME).write_text(written, encoding="utf-8")
    with pytest.raises(FileError, match="看不懂") as told:
        open_store(tmp_path, program="测试", now=NOW)
    assert told.value.what_to_do
    assert not (tmp_path / "bangfu.db").exists()


@pytest.mark.parametrize(
    "url", ["", "postgresql://", "sqlite:///x.db", "mysql://a@b/c", "postgresql://host", "一个库"]
)
def test_what_is_no_address_of_a_server_is_told(url: str) -> None:
    with pytest.raises(UserError, match="地址不对"):
        shared.read_url(url)


def test_a_server_elsewhere_is_spoken_to_encrypted_unless_the_address_says_otherwise() -> None:
    far = shared.read_url("postgresql://bangfu@db.example/bangfu")
    assert (far.drivername, dict(far.query)) == ("postgresql+psycopg", {"sslmode": "require"})
    said = shared.read_url("postgresql://bangfu@db.example/bangfu?sslmode=disable")
    assert said.query["sslmode"] == "disable"
    assert not shared.read_url("postgresql://bangfu@localhost/bangfu").query


def test_a_server_that_does_not_answer_is_told_without_the_password(tmp_path: Path) -> None:
    write_place(tmp_path, SharedPlace(NOBODY))
    with pytest.raises(FileError, match="连不上共享数据库") as told:
        open_store(tmp_path, program="测试", now=NOW)
    assert told.value.what_to_do
    assert "secret-7" not in str(told.value)
    forget_place(tmp_path)
    open_store(tmp_path, program="测试", now=NOW).close()  # the folder is free again


def test_a_desk_without_the_driver_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(FileError, match="没有连接 PostgreSQL 的组件"):
        shared.make_shared_engine(shared.read_url(NOBODY))


# --- what the server did -------------------------------------------------------------------------
class _SaidError(Exception):
    def __init__(self, words: str, sqlstate: str | None) -> None:
        super().__init__(words)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("28P01", "不认这个用户名或密码"),
        ("3D000", "没有这个数据库"),
        ("42501", "没有权限"),
        ("53100", "磁盘已满"),
        ("53300", "忙不过来"),
        ("25006", "只读"),
        ("40001", "另一台电脑正在保存"),
        ("40P01", "另一台电脑正在保存"),
        ("55P03", "另一台电脑正在保存"),
        ("57P01", "连不上"),
        ("08006", "连不上"),
        ("58030", "读写磁盘时出错"),
        ("XX001", "已损坏"),
    ],
)
def test_what_the_server_did_is_told_in_words(state: str, words: str) -> None:
    told = store_error(DBAPIError("", {}, _SaidError("Key (id_no)=(990101) is there", state)))
    assert told is not None
    assert words in told.what
    assert told.what_to_do
    assert "990101" not in str(told)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('FATAL:  password authentication failed for user "bangfu"', "用户名或密码"),
        ('致命错误:  用户 "bangfu" Password 认证失败', "用户名或密码"),
        ('FATAL:  database "bangfu" does not exist', "没有这个数据库"),
        ("server does not support SSL, but SSL was required", "加密通信"),
        ("connection refused", "连不上"),
    ],
)
def test_a_connection_that_never_came_about_is_told_by_what_was_said(said: str, words: str) -> None:
    told = store_error(OperationalError("", {}, _SaidError(said, None)))
    assert told is not None
    assert words in told.what
    assert said in told.why


def test_our_own_mistakes_are_not_blamed_on_the_server() -> None:
    assert store_error(DBAPIError("", {}, _SaidError("syntax error", "42601"))) is None
    assert store_error(DBAPIError("", {}, _SaidError("duplicate", "23505"))) is None
    assert store_error(DBAPIError("", {}, _SaidError("NUL", None))) is None
