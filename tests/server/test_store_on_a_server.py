"""A store on a real server: its tables, its writers in turn, what goes wrong with it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, func, inspect, make_url, select, text

from app.core.errors import FileError
from app.models.audit import AuditLine
from app.models.migrate import HEAD, bring_shared_up_to_date, current, upgrade_shared
from app.models.office import Setting
from app.models.place import SharedPlace, write_place
from app.models.queries.exchange import acts_so_far
from app.models.shared import make_shared_engine, read_url
from app.models.store import Store, open_store
from app.models.tables import Base
from app.models.unit_of_work import Act
from tests.shared_stores import SERVER, database_url, new_database, share

NOW = datetime(2026, 5, 6, 9, 0).astimezone()
ACT = Act("王经办", "count", "登记", NOW)


@pytest.fixture
def empty() -> Iterator[Engine]:
    """A database with nothing in it."""
    engine = make_shared_engine(read_url(database_url(new_database())))
    yield engine
    engine.dispose()


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Two desks with one store."""
    share(tmp_path / "one")
    (tmp_path / "two").mkdir()
    setting = (tmp_path / "one" / "store.toml").read_bytes()
    (tmp_path / "two" / "store.toml").write_bytes(setting)
    with closing(_open(tmp_path / "one")) as one, closing(_open(tmp_path / "two")) as two:
        yield one, two


def _open(folder: Path) -> Store:
    return open_store(folder, program="测试", now=NOW)


# --- its tables --------------------------------------------------------------------------------
def test_every_step_of_the_migrations_runs_and_what_they_build_is_what_is_declared(
    empty: Engine,
) -> None:
    assert current(empty) == ""
    for step in range(1, int(HEAD) + 1):
        upgrade_shared(empty, f"{step:04d}")
        assert current(empty) == f"{step:04d}"
    with empty.connect() as connection:
        _make_rigid(connection)  # as they are declared: that references can wait comes after
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []


def _make_rigid(connection: Connection) -> None:
    query = "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'f'"
    for table, name in connection.execute(text(query)).all():
        rigid = f"ALTER TABLE {table} ALTER CONSTRAINT {name} NOT DEFERRABLE"
        connection.execute(text(rigid))


def test_references_can_wait_and_text_is_sorted_by_its_characters(empty: Engine) -> None:
    bring_shared_up_to_date(empty)
    with empty.connect() as connection:
        rigid = "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT condeferrable"
        assert connection.execute(text(rigid)).scalar() == 0
        for name in ("b", "a", "B", "张", "é"):
            connection.execute(
                text("INSERT INTO setting (key, value) VALUES (:n, '1')"), {"n": name}
            )
        query = select(Setting.key).order_by(Setting.key)
        assert connection.scalars(query).all() == ["B", "a", "b", "é", "张"]


def test_two_desks_that_make_the_tables_at_once_make_them_once(empty: Engine) -> None:
    failed: list[BaseException] = []

    def make() -> None:
        engine = make_shared_engine(empty.url)
        try:
            bring_shared_up_to_date(engine)
        except BaseException as error:
            failed.append(error)
        finally:
            engine.dispose()

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert current(empty) == HEAD


def test_a_store_of_a_newer_program_is_refused_in_words(empty: Engine) -> None:
    bring_shared_up_to_date(empty)
    with empty.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(FileError, match="更新版本"):
        bring_shared_up_to_date(empty)


def test_a_database_of_another_program_is_left_alone(empty: Engine) -> None:
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE payroll (id integer)"))
    with pytest.raises(FileError, match="别的程序的表"):
        bring_shared_up_to_date(empty)
    assert inspect(empty).get_table_names() == ["payroll"]


# --- writers in turn ---------------------------------------------------------------------------
def test_what_one_desk_wrote_the_other_reads_and_hears_of(desks: tuple[Store, Store]) -> None:
    one, two = desks
    before = two.writes
    with one.write(ACT) as work:
        work.session.add(Setting(key="a", value=1))
    assert two.writes > before
    with two.read() as session:
        assert session.scalars(select(Setting.key)).all() == ["a"]


def test_a_number_that_follows_from_the_acts_so_far_is_never_given_twice(
    desks: tuple[Store, Store],
) -> None:
    taken: list[int] = []

    def take(store: Store) -> None:
        for _ in range(20):
            with store.write(ACT) as work:
                number = acts_so_far(work.session, "count")
                work.session.add(Setting(key=f"number {number}", value=number))
            taken.append(number)

    threads = [threading.Thread(target=take, args=(store,)) for store in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 41))


def test_a_sum_that_both_desks_add_to_loses_nothing(desks: tuple[Store, Store]) -> None:
    with desks[0].write(ACT) as work:
        work.session.add(Setting(key="sum", value=0))

    def add(store: Store) -> None:
        for _ in range(20):
            with store.write(ACT) as work:
                row = work.session.scalars(select(Setting)).one()
                row.value += 1

    threads = [threading.Thread(target=add, args=(store,)) for store in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with desks[0].read() as session:
        assert session.scalars(select(Setting.value)).one() == 40


def test_a_desk_that_waits_too_long_is_told_to_try_again_and_wrote_nothing(
    desks: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("app.models.shared._TURN", 0.2)
    (tmp_path / "three").mkdir()
    setting = (tmp_path / "one" / "store.toml").read_bytes()
    (tmp_path / "three" / "store.toml").write_bytes(setting)
    with closing(_open(tmp_path / "three")) as three:
        with desks[0].write(ACT) as work:
            work.session.add(Setting(key="first", value=1))
            with pytest.raises(FileError, match="另一台电脑正在保存"), three.write(ACT) as other:
                other.session.add(Setting(key="second", value=1))
        with three.read() as session:
            assert session.scalars(select(Setting.key)).all() == ["first"]
            assert session.scalar(select(func.count(AuditLine.id))) == 1


def test_drafts_are_kept_and_replaced(desks: tuple[Store, Store]) -> None:
    for words in ("一", "二"):
        with desks[0].drafts("王经办") as box:
            box.keep("place", {"words": words}, NOW)
    with desks[1].drafts("王经办") as box:
        assert [draft.content for draft in box.all()] == [{"words": "二"}]


# --- what goes wrong ---------------------------------------------------------------------------
def test_a_connection_that_breaks_is_told_and_the_next_act_finds_a_new_one(
    desks: tuple[Store, Store],
) -> None:
    one, _ = desks
    with pytest.raises(FileError, match="连不上"):
        _write_while_the_server_hangs_up(one)
    with one.write(ACT) as work:
        work.session.add(Setting(key="kept", value=1))
    with one.read() as session:
        assert session.scalars(select(Setting.key)).all() == ["kept"]


def _write_while_the_server_hangs_up(store: Store) -> None:
    with store.write(ACT) as work:
        work.session.add(Setting(key="lost", value=1))
        work.session.flush()
        _hang_up(store)
        work.session.add(Setting(key="lost too", value=1))
        work.session.flush()


def _hang_up(store: Store) -> None:
    """The server ends every connection to the store's database."""
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    assert store.place is not None
    query = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
    with engine.connect() as connection:
        connection.execute(query, {"name": make_url(store.place.url).database}).all()
    engine.dispose()


def test_a_database_that_is_not_there_is_told_in_words(tmp_path: Path) -> None:
    write_place(tmp_path, SharedPlace(database_url("bangfu_nowhere")))
    with pytest.raises(FileError, match="没有这个数据库"):
        _open(tmp_path)


def test_a_user_whom_the_server_does_not_know_is_told_in_words(tmp_path: Path) -> None:
    url = make_url(database_url("postgres")).set(username="nobody_here", password="secret-7")
    write_place(tmp_path, SharedPlace(url.render_as_string(hide_password=False)))
    with pytest.raises(FileError, match="用户名或密码") as told:
        _open(tmp_path)
    assert "secret-7" not in str(told.value)


def test_a_user_without_rights_is_told_in_words(empty: Engine, tmp_path: Path) -> None:
    with empty.begin() as connection:
        connection.execute(text("REVOKE ALL ON SCHEMA public FROM PUBLIC"))
        connection.execute(text("DROP ROLE IF EXISTS bangfu_guest"))
        connection.execute(text("CREATE ROLE bangfu_guest LOGIN"))
        connection.execute(text("GRANT USAGE ON SCHEMA public TO bangfu_guest"))
    guest = empty.url.set(username="bangfu_guest").render_as_string(hide_password=False)
    write_place(tmp_path, SharedPlace(guest))
    with pytest.raises(FileError, match="没有权限"):
        _open(tmp_path)
