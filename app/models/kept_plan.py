"""The plan of the running month, kept beside the people; triggers forget whom a write touches.

Three tables that hold nothing of their own and can be emptied at any time (SQLite):

* ``plan_key``: what the plan was worked out for (month, law, programmes, office), in one row.
* ``plan_person``: whose plan is kept, from the day it was worked out to the last day it holds.
* ``plan_contact``: the contacts to make and made of these people, with the duties they serve.

Whoever writes what a duty is made of, the triggers take the person out of ``plan_person`` and, with
him, the rows of ``plan_contact``. Then the plan of this one person is worked out anew when it is
next wanted (``app.services.kept_plan``). Another database gets none of it and works everything out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

_TABLES = (
    "CREATE TABLE IF NOT EXISTS plan_key (key TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS plan_person (person_id INTEGER PRIMARY KEY,"
    " first_day TEXT NOT NULL, last_day TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS plan_contact (person_id INTEGER NOT NULL,"
    " position INTEGER NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, due TEXT NOT NULL,"
    " done_on TEXT, serves TEXT NOT NULL, excuse TEXT NOT NULL,"
    " PRIMARY KEY (person_id, position)) WITHOUT ROWID",
)
_NAMES = ("plan_contact", "plan_person", "plan_key")

# A contact counts for the whole household where a rule says so, whoever belonged to it.
_HOUSEMATES = (
    "SELECT {row}.{person} UNION SELECT mate.person_id FROM membership AS own JOIN membership"
    " AS mate ON mate.household_id = own.household_id WHERE own.person_id = {row}.{person}"
)
_MEMBERS = (
    "SELECT {row}.person_id UNION"
    " SELECT person_id FROM membership WHERE household_id = {row}.household_id"
)
_ALONE = "SELECT {row}.person_id"
# What a duty is made of: who is touched by a row of each table; for people also by which columns,
# because most of what is written about them moves no duty.
_TOUCHED = {
    "contact": _HOUSEMATES.replace("{person}", "person_id"),
    "membership": _MEMBERS,
    "holding": _ALONE,
    "life_event": _ALONE,
    "contact_excuse": _ALONE,
}
_PERSON = _HOUSEMATES.replace("{person}", "id")
_PERSON_COLUMNS = (
    "id", "registered_on", "closed_on", "death_date", "birth_date", "disability_kind",
    "disability_grade", "disability_parts",
)  # fmt: skip


def create(connection: Connection) -> None:
    """Make the tables, where the database can have them; ``make`` adds what keeps them true."""
    if connection.dialect.name == "sqlite":
        for statement in _TABLES:
            connection.exec_driver_sql(statement)


def make(connection: Connection) -> None:
    """Make the tables and their triggers anew, empty."""
    drop_triggers(connection)
    gone = (f"DROP TABLE IF EXISTS {name}" for name in _NAMES)
    for statement in (*gone, *_TABLES, *_triggers()):
        connection.exec_driver_sql(statement)


def drop_triggers(connection: Connection) -> None:
    """Let the tables that the plan follows from be rebuilt; ``make`` comes after."""
    for name in _names_of(connection, "trigger"):
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


def exists(connection: Connection) -> bool:
    """Whether this store keeps a plan."""
    return connection.dialect.name == "sqlite" and bool(_names_of(connection, "table"))


def _names_of(connection: Connection, kind: str) -> list[str]:
    query = (
        f"SELECT name FROM sqlite_master WHERE type = '{kind}' AND name LIKE 'plan!_%' ESCAPE '!'"
    )
    return [row[0] for row in connection.exec_driver_sql(query)]


def _triggers() -> Iterator[str]:
    yield (
        "CREATE TRIGGER plan_forgotten AFTER DELETE ON plan_person BEGIN"
        " DELETE FROM plan_contact WHERE person_id = old.person_id; END"
    )
    for table, touched in _TOUCHED.items():
        yield _trigger(table, "INSERT", (touched.format(row="new"),))
        yield _trigger(table, "DELETE", (touched.format(row="old"),))
        yield _trigger(table, "UPDATE", [touched.format(row=row) for row in ("old", "new")])
    # Whoever is new is in no plan yet.
    yield _trigger("person", "DELETE", (_PERSON.format(row="old"),))
    columns = ", ".join(_PERSON_COLUMNS)
    changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in _PERSON_COLUMNS)
    touched_people = [_PERSON.format(row=row) for row in ("old", "new")]
    yield _trigger("person", "UPDATE", touched_people, of=f" OF {columns}", when=f" WHEN {changed}")


def _trigger(table: str, act: str, touched: Iterable[str], *, of: str = "", when: str = "") -> str:
    forget = " ".join(f"DELETE FROM plan_person WHERE person_id IN ({who});" for who in touched)
    name = f"plan_{table}_{act.lower()}"
    return f"CREATE TRIGGER {name} AFTER {act}{of} ON {table}{when} BEGIN {forget} END"
