"""Migrations: what they build is what is declared, at every step, with data in it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from app.core.dictionary import HOUSEHOLD_FIELDS, PERSON_FIELDS
from app.core.errors import FileError
from app.models.migrate import HEAD, SCRIPTS, bring_up_to_date, current, upgrade
from app.models.store import STORE_NAME, make_engine, open_store
from app.models.tables import Base, Household, Person
from app.services.office import expect_office
from app.services.people import PeopleQuery, find_people
from app.services.plan import plan_month
from tests.conftest import desk_at

NOW = datetime(2026, 5, 6, 9, 0).astimezone()
SAMPLES = Path(__file__).parents[2] / "samples" / "stores"


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return ScriptDirectory.from_config(config)


def _declared(name: str | None, kind: str, _parents: object) -> bool:
    """The index of people and the kept plan are the store's own and declared nowhere."""
    return kind != "table" or not str(name).startswith(("find_", "plan_"))


def test_the_migrated_schema_is_the_declared_one(tmp_path: Path) -> None:
    engine = make_engine(tmp_path / "new.db")
    upgrade(engine, HEAD)
    with engine.connect() as connection:
        options = {"compare_type": True, "include_name": _declared}
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert differences == []


def test_head_names_the_newest_script() -> None:
    assert _scripts().get_heads() == [HEAD]


def test_scripts_are_numbered_one_after_the_other() -> None:
    newest_first = [script.revision for script in _scripts().walk_revisions()]
    assert newest_first[::-1] == [f"{n:04d}" for n in range(1, len(newest_first) + 1)]


def test_every_fact_of_the_dictionary_has_its_column() -> None:
    person, household = Person.__table__.columns, Household.__table__.columns
    assert [f.key for f in PERSON_FIELDS if f.key not in person] == []
    assert [f.key for f in HOUSEHOLD_FIELDS if f.key not in household] == []


def test_every_version_has_its_kept_store() -> None:
    kept = {path.stem for path in SAMPLES.glob("*.db")}
    assert kept == {script.revision for script in _scripts().walk_revisions()}


@pytest.mark.parametrize("kept", sorted(SAMPLES.glob("*.db")), ids=lambda path: path.stem)
def test_a_kept_store_is_opened_by_this_program_with_everybody_in_it(
    kept: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(kept, folder / STORE_NAME)
    with desk_at(folder) as desk:
        assert desk.store.version() == HEAD
        assert desk.store.check() == ()
        assert expect_office(desk).name == "样例青山镇"
        people = find_people(desk, PeopleQuery())
        assert len(people) == 40
        assert all(person.name and person.village for person in people)
        assert plan_month(desk, "2026-05").rows


def test_an_older_store_is_backed_up_whole_before_it_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / STORE_NAME
    engine = make_engine(path)
    upgrade(engine, HEAD)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO setting (key, value) VALUES ('kept', '1')")
    steps: list[str] = []
    following = f"{int(HEAD) + 1:04d}"
    monkeypatch.setattr("app.models.migrate.HEAD", following)
    monkeypatch.setattr("app.models.migrate.upgrade", lambda _engine, to: steps.append(to))
    bring_up_to_date(engine, path, NOW)
    engine.dispose()
    assert steps == [following]
    (backup,) = (tmp_path / "backups").iterdir()
    assert backup.name == f"升级前-{HEAD}-20260506-090000.db"
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT key FROM setting").fetchall() == [("kept",)]


def _next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *statements: str
) -> tuple[Engine, Path]:
    """The kept store of this version, and a next version whose migration does ``statements``."""
    scripts, path = tmp_path / "migrations", tmp_path / STORE_NAME
    shutil.copytree(SCRIPTS, scripts)
    shutil.copy(SAMPLES / f"{HEAD}.db", path)
    following = f"{int(HEAD) + 1:04d}"
    (scripts / "versions" / f"{following}_next.py").write_text(
        "import sqlalchemy as sa\n"
        "from alembic import op\n"
        f'revision, down_revision = "{following}", "{HEAD}"\n'
        "branch_labels = depends_on = None\n"
        "def upgrade():\n" + "".join(f"    {statement}\n" for statement in statements),
        encoding="utf-8",
    )
    monkeypatch.setattr("app.models.migrate.SCRIPTS", scripts)
    monkeypatch.setattr("app.models.migrate.HEAD", following)
    return make_engine(path), path


def _rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            name: [tuple(row) for row in connection.execute(table.select())]
            for name, table in Base.metadata.tables.items()
        }


def test_a_step_that_rebuilds_a_table_keeps_everything_that_refers_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, path = _next_step(
        tmp_path,
        monkeypatch,
        "with op.batch_alter_table('person', recreate='always') as batch:",
        "    batch.add_column(sa.Column('nickname', sa.String(), nullable=True))",
    )
    before = _rows(engine)
    bring_up_to_date(engine, path, NOW)
    assert before["holding"]
    assert _rows(engine) == before
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        nicknames = connection.exec_driver_sql("SELECT DISTINCT nickname FROM person").all()
    engine.dispose()
    assert [tuple(row) for row in nicknames] == [(None,)]


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        ("op.execute('UPDATE no_such_table SET x = 1')", "no such table"),
        ("op.execute('DELETE FROM person')", "point nowhere"),
    ],
)
def test_a_step_that_fails_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mistake: str, words: str
) -> None:
    engine, path = _next_step(
        tmp_path,
        monkeypatch,
        "op.execute('CREATE TABLE half_way (x)')",
        "op.execute(\"UPDATE office SET name = 'changed'\")",
        mistake,
    )
    before = _rows(engine)
    with pytest.raises(Exception, match=words):
        bring_up_to_date(engine, path, NOW)
    assert current(engine) == HEAD
    assert _rows(engine) == before
    assert "half_way" not in inspect(engine).get_table_names()
    engine.dispose()


def test_a_store_of_a_newer_program_is_refused_in_words_and_left_alone(tmp_path: Path) -> None:
    open_store(tmp_path, program="测试", now=NOW).close()
    with closing(sqlite3.connect(tmp_path / STORE_NAME)) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(FileError) as told:
        open_store(tmp_path, program="测试", now=NOW)
    assert "更新版本" in told.value.what
    assert "新版本" in told.value.what_to_do
    with closing(sqlite3.connect(tmp_path / STORE_NAME)) as kept:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


def test_after_a_refusal_the_folder_is_free_again(tmp_path: Path) -> None:
    open_store(tmp_path, program="测试", now=NOW).close()
    with closing(sqlite3.connect(tmp_path / STORE_NAME)) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    for _ in range(2):
        with pytest.raises(FileError, match="更新版本"):
            open_store(tmp_path, program="测试", now=NOW)
