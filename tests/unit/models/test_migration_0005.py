"""The step to 0005 with data in it: who was registered before is found after."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, text

from app.models import find_index
from app.models.engine import make_engine
from app.models.migrate import upgrade


def _fill(connection: Connection) -> None:
    for words in (
        "INSERT INTO person (id, id_kind, pinyin, initials, registered_on, name, former_name)"
        " VALUES (1, 'none', ' dan', ' d', '2026-05-06', '单田芳', '仇小宝')",
        "INSERT INTO person (id, id_kind, pinyin, initials, registered_on, name)"
        " VALUES (2, 'none', '', '', '2026-05-06', 'John')",
        "INSERT INTO household (id, head_name, address) VALUES (1, '单田芳', '北坡三号')",
    ):
        connection.execute(text(words))


def test_names_get_every_reading_and_everybody_is_in_the_index(tmp_path: Path) -> None:
    engine = make_engine(tmp_path / "old.db")
    upgrade(engine, "0004")
    with engine.begin() as connection:
        _fill(connection)
    upgrade(engine, "0005")
    with engine.connect() as connection:
        assert find_index.is_true(connection)
        query = "SELECT DISTINCT owner FROM find_term WHERE term IN ('shantianfang', 'qxb', 'stf')"
        found = connection.execute(text(query)).scalars().all()
        parts = connection.execute(
            text("SELECT rowid FROM find_home WHERE find_home MATCH '\"北坡三\"'")
        )
        assert parts.scalars().all() == [1]
        latin = connection.execute(text("SELECT pinyin, initials FROM person WHERE id = 2")).one()
    engine.dispose()
    assert found == [1]
    assert tuple(latin) == ("", "")


def test_an_empty_store_gets_the_index_too(tmp_path: Path) -> None:
    engine = make_engine(tmp_path / "new.db")
    upgrade(engine, "0005")
    with engine.begin() as connection:
        assert find_index.exists(connection)
        _fill(connection)
        assert find_index.is_true(connection)
    engine.dispose()
