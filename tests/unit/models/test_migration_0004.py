"""The step to 0004 with data in it: what was known is kept, what is new is unknown."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from app.models.engine import make_engine
from app.models.migrate import upgrade


def test_people_keep_their_facts_and_new_facts_are_unknown(tmp_path: Path) -> None:
    engine = make_engine(tmp_path / "old.db")
    upgrade(engine, "0003")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO person (id, id_kind, pinyin, initials, registered_on, name, phone)"
                " VALUES (1, 'none', '', '', '2026-05-06', '张三', '13800000000')"
            )
        )
        connection.execute(text("INSERT INTO household (id, head_name) VALUES (1, '张三')"))
        connection.execute(
            text(
                "INSERT INTO membership (person_id, household_id, start)"
                " VALUES (1, 1, '2026-05-06')"
            )
        )
    upgrade(engine, "0004")
    with engine.connect() as connection:
        person = connection.execute(
            text("SELECT name, phone, phone_owner, staff_relative, merged_into_id FROM person")
        ).one()
        home = connection.execute(text("SELECT head_name, safe_water FROM household")).one()
        members = connection.execute(text("SELECT count(*) FROM membership")).scalar_one()
    engine.dispose()
    assert tuple(person) == ("张三", "13800000000", None, None, None)
    assert tuple(home) == ("张三", None)
    assert members == 1
