"""The door to the kept plan: the one writer of the tables of ``app.models.kept_plan``.

What is written here follows from the records, so the audit trail hears nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session


class KeptContact(NamedTuple):
    """One row of the plan of one person; ``serves`` as the service wrote it."""

    person_id: int
    position: int
    kind: str
    state: str
    due: date
    done_on: date | None
    serves: str
    excuse: str


class StateCount(NamedTuple):
    """How many contacts of a village stand how."""

    village: str | None
    state: str
    contacts: int


class PlanShelf:
    """The kept plan inside one transaction; ``session`` reads the same moment of the store."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def stale(self, key: str, day: date) -> list[int]:
        """The people on the register whose plan on ``day`` is not kept under ``key``. What was
        kept under another key is thrown away."""
        if [row[0] for row in self._ask("SELECT key FROM plan_key")] != [key]:
            for statement in ("DELETE FROM plan_person", "DELETE FROM plan_key"):
                self._ask(statement)
            self._ask("INSERT INTO plan_key (key) VALUES (?)", (key,))
        query = (
            "SELECT person.id FROM person LEFT JOIN plan_person"
            " ON plan_person.person_id = person.id AND ? BETWEEN first_day AND last_day"
            " WHERE person.closed_on IS NULL AND plan_person.person_id IS NULL"
        )
        return [row[0] for row in self._ask(query, (day.isoformat(),))]

    def put(
        self, day: date, good_until: Iterable[tuple[int, date]], contacts: Iterable[KeptContact]
    ) -> None:
        """Keep the plan of these people as it is on ``day``, each until a last day."""
        first = day.isoformat()
        people = [(person, first, last.isoformat()) for person, last in good_until]
        self._many("DELETE FROM plan_person WHERE person_id = ?", [row[:1] for row in people])
        self._many("INSERT INTO plan_person VALUES (?, ?, ?)", people)
        rows = [
            (*row[:4], row.due.isoformat(), row.done_on and row.done_on.isoformat(), *row[6:])
            for row in contacts
        ]
        self._many("INSERT INTO plan_contact VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def contacts(self) -> list[KeptContact]:
        """Every row, person by person."""
        return _contacts(
            self._ask(f"SELECT {_COLUMNS} FROM plan_contact ORDER BY person_id, position")
        )

    def counts(self) -> list[StateCount]:
        """How many contacts stand how, by village in the order in which villages are visited."""
        query = (
            "SELECT region.name, state, count(*) FROM plan_contact"
            " JOIN person ON person.id = plan_contact.person_id"
            " LEFT JOIN region ON region.id = person.village_id"
            " GROUP BY region.id, state ORDER BY region.id IS NULL, region.id"
        )
        return [StateCount(*row) for row in self._ask(query)]

    def pressing(self, late: str, due: str, limit: int) -> list[KeptContact]:
        """What is ``late``, then what is ``due``, by day and village: the first ``limit``, and all
        that stand equal with the last of them."""
        return _contacts(self._ask(_PRESSING, (late, late, due, limit)))

    def _ask(self, statement: str, values: tuple[Any, ...] = ()) -> Any:
        return self.session.connection().exec_driver_sql(statement, values)

    def _many(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            self.session.connection().exec_driver_sql(statement, list(rows))


_COLUMNS = "person_id, position, kind, state, due, done_on, serves, excuse"
_PRESSING = (
    "WITH waiting AS (SELECT plan_contact.*, state <> ? AS current,"
    " village_id IS NULL AS nowhere, coalesce(village_id, 0) AS village"
    " FROM plan_contact JOIN person ON person.id = person_id WHERE state IN (?, ?))"
    f" SELECT {_COLUMNS} FROM waiting WHERE (current, due, nowhere, village) <="
    " (SELECT current, due, nowhere, village FROM waiting"
    " ORDER BY current, due, nowhere, village"
    " LIMIT 1 OFFSET min(?, (SELECT count(*) FROM waiting)) - 1)"
)


def _contacts(rows: Iterable[tuple[Any, ...]]) -> list[KeptContact]:
    days: dict[str | None, date | None] = {None: None}

    def day(text: str | None) -> Any:
        if text not in days:
            days[text] = date.fromisoformat(str(text))
        return days[text]

    return [
        KeptContact(person, position, kind, state, day(due), day(done_on), *rest)
        for person, position, kind, state, due, done_on, *rest in rows
    ]
