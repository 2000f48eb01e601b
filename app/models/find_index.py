"""The index by which people are found; triggers keep it true whoever writes (SQLite).

Three tables that hold nothing of their own and can be made anew at any time:

* ``find_term`` (kind, term, owner): what a search may begin with, in the order of its letters:
  names and their readings, numbers and the ends of numbers, names of heads. The owner is a person
  or, from ``Kind.HEAD`` on, a household.
* ``find_person`` and ``find_home``: the three-letter parts (FTS5 trigram) of numbers and addresses,
  over the rows of ``person`` and ``household`` themselves.

Another database gets none of it: ``app.models.queries.find_ways`` then compares the columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

# Signs that are written between the parts of a name in many ways, or not at all.
_BETWEEN = " 　·•・‧．.-"
_IN_NUMBERS = " -－"
_POSITIONS = "2,3,4,5,6,7,8,9"  # from these characters on, a part of a name is found as fast


class Kind(IntEnum):
    """What a term is; better matches first."""

    NAME = 1
    FORMER = 2
    INITIALS = 3
    PINYIN = 4
    NUMBER = 5
    END = 6
    INSIDE = 7
    OTHER_INITIALS = 8
    OTHER_PINYIN = 9
    HEAD = 11
    HEAD_INSIDE = 12
    HOME_NUMBER = 13
    HOME_END = 14


PERSON_NUMBERS = (
    "id_no",
    "phone",
    "second_phone",
    "disability_no",
    "residence_permit_no",
    "account_no",
    "card_no",
)
HOME_NUMBERS = ("phone", "cert_no", "account_no", "card_no")
PERSON_TEXTS = (*PERSON_NUMBERS, "address", "hukou_address")
HOME_TEXTS = (*HOME_NUMBERS, "address")
_NAMES = ("name", "former_name", "pinyin", "initials")
_ENDS = (4, 6)


def fold_name(text: str) -> str:
    """``text`` as the names of the index are kept: small letters, nothing between the parts."""
    return small_letters(text.translate(dict.fromkeys(map(ord, _BETWEEN))))


def fold_number(text: str) -> str:
    """``text`` as the numbers of the index are kept."""
    return text.translate(dict.fromkeys(map(ord, _IN_NUMBERS))).upper()


def create(connection: Connection) -> None:
    """Make the tables, where the database can have them; ``make`` fills them."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_TERM_TABLE)


def make(connection: Connection) -> None:
    """Make the tables, their triggers and their rows anew."""
    drop_triggers(connection)
    for statement in (_TERM_TABLE, *_part_tables(), *_triggers(), *_refill()):
        connection.exec_driver_sql(statement)


def drop_triggers(connection: Connection) -> None:
    """Let the tables of people be rebuilt without the index; ``make`` comes after."""
    for name in _names_of(connection, "trigger"):
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


def exists(connection: Connection) -> bool:
    """Whether this store has the index."""
    return connection.dialect.name == "sqlite" and bool(_names_of(connection, "table"))


def is_true(connection: Connection) -> bool:
    """Whether the index says what the records say."""
    kept = "SELECT kind, term, owner FROM find_term"
    wanted = " UNION ".join(terms.of_all() for terms in _TERMS)
    for one, other in ((kept, wanted), (wanted, kept)):
        query = f"SELECT 1 FROM ({one} EXCEPT SELECT * FROM ({other})) LIMIT 1"
        if connection.exec_driver_sql(query).first():
            return False
    return all(_parts_are_true(connection, name) for name in _TEXTS)


def _parts_are_true(connection: Connection, name: str) -> bool:
    try:
        connection.exec_driver_sql(
            f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)"
        )
    except DatabaseError:
        return False
    return True


def _names_of(connection: Connection, kind: str) -> list[str]:
    query = (
        f"SELECT name FROM sqlite_master WHERE type = '{kind}' AND name LIKE 'find!_%' ESCAPE '!'"
    )
    return [row[0] for row in connection.exec_driver_sql(query)]


# --- what is kept of a row ---------------------------------------------------------------------


@dataclass(frozen=True)
class _Term:
    """One kind of term: an expression over a row ``{r}``, and where its ``value`` comes from."""

    kind: Kind
    term: str
    source: str = ""
    where: str = "1"

    def select(self, row: str, table: str = "") -> str:
        tables = ", ".join(
            part for part in (f"{table} AS {row}" if table else "", self.source) if part
        )
        text = (
            f"SELECT {self.kind:d} AS kind, {self.term} AS term, {{r}}.id AS owner"
            + (f" FROM {tables}" if tables else "")
            + f" WHERE {self.where}"
        )
        return text.replace("{r}", row)


@dataclass(frozen=True)
class _Terms:
    """The terms that depend on ``columns`` of ``table``."""

    name: str
    table: str
    columns: tuple[str, ...]
    terms: tuple[_Term, ...]

    def of_row(self, row: str) -> str:
        """The terms of one row of a trigger (``new`` or ``old``)."""
        return _not_empty(term.select(row) for term in self.terms)

    def without_row(self, row: str) -> str:
        """The statements that take them out; one a kind, so that each goes by the key."""
        return " ".join(
            f"DELETE FROM find_term WHERE kind = {term.kind:d} AND owner = {row}.id"
            f" AND term IN (SELECT term FROM ({term.select(row)}));"
            for term in self.terms
        )

    def of_all(self) -> str:
        """The terms of all rows, for making the index anew."""
        return _not_empty(term.select("r", self.table) for term in self.terms)


def _not_empty(selects: Iterator[str]) -> str:
    return f"SELECT kind, term, owner FROM ({' UNION ALL '.join(selects)}) WHERE term <> ''"


def folded(expression: str) -> str:
    """The SQL of ``fold_name``."""
    return _without(f"lower({expression})", _BETWEEN)


def _number(column: str) -> str:
    return _without(f"upper({{r}}.{column})", _IN_NUMBERS)


def _without(expression: str, signs: str) -> str:
    for sign in signs:
        quoted = sign.replace("'", "''")
        expression = f"replace({expression}, '{quoted}', '')"
    return expression


def _name(column: str, whole: Kind, inside: Kind) -> tuple[_Term, ...]:
    name = folded(f"{{r}}.{column}")
    # As many positions as the name has characters after its first.
    positions = f"substr('{_POSITIONS}', 1, 2 * length({{r}}.{column}) - 3)"
    parts = f"json_each('[' || rtrim({positions}, ',') || ']') AS n"
    return (_Term(whole, name), _Term(inside, f"substr({name}, n.value)", parts))


def _listed(column: str, usual: Kind, others: Kind) -> tuple[_Term, ...]:
    """The words of a blank-separated list; the first of it is the usual one."""
    words = f"json_each('[' || replace(json_quote(trim({{r}}.{column})), ' ', '\",\"') || ']') AS n"
    return (
        _Term(usual, "n.value", words, "n.key = 0"),
        _Term(others, "n.value", words, "n.key > 0"),
    )


def _numbers(columns: tuple[str, ...], whole: Kind, end: Kind) -> tuple[_Term, ...]:
    ends = tuple(
        _Term(
            end, f"substr({_number(column)}, -{length})", where=f"length({{r}}.{column}) > {length}"
        )
        for column in columns
        if column in {"id_no", "phone", "second_phone"}
        for length in _ENDS
    )
    return (*(_Term(whole, _number(column)) for column in columns), *ends)


_TERMS = (
    _Terms(
        "names",
        "person",
        _NAMES,
        (
            *_name("name", Kind.NAME, Kind.INSIDE),
            *_name("former_name", Kind.FORMER, Kind.INSIDE),
            *_listed("initials", Kind.INITIALS, Kind.OTHER_INITIALS),
            *_listed("pinyin", Kind.PINYIN, Kind.OTHER_PINYIN),
        ),
    ),
    _Terms("numbers", "person", PERSON_NUMBERS, _numbers(PERSON_NUMBERS, Kind.NUMBER, Kind.END)),
    _Terms("heads", "household", ("head_name",), _name("head_name", Kind.HEAD, Kind.HEAD_INSIDE)),
    _Terms(
        "home_numbers", "household", HOME_NUMBERS,
        _numbers(HOME_NUMBERS, Kind.HOME_NUMBER, Kind.HOME_END),
    ),
)  # fmt: skip
# Names too: their parts beyond the ninth character stand among the terms no more.
_TEXTS = {
    "find_person": ("person", ("name", "former_name", *PERSON_TEXTS)),
    "find_home": ("household", ("head_name", *HOME_TEXTS)),
}


# --- the statements ----------------------------------------------------------------------------


_TERM_TABLE = (
    "CREATE TABLE IF NOT EXISTS find_term (kind INTEGER NOT NULL, term TEXT NOT NULL,"
    " owner INTEGER NOT NULL, PRIMARY KEY (kind, term, owner)) WITHOUT ROWID"
)


def _part_tables() -> Iterator[str]:
    for name, (table, columns) in _TEXTS.items():
        yield f"DROP TABLE IF EXISTS {name}"
        yield (
            f"CREATE VIRTUAL TABLE {name} USING fts5({', '.join(columns)},"
            f" content='{table}', content_rowid='id', tokenize='trigram')"
        )


def _triggers() -> Iterator[str]:
    for terms in _TERMS:
        add = f"INSERT OR IGNORE INTO find_term {terms.of_row('new')};"
        kept = _Kept(f"find_{terms.name}", terms.table, terms.columns)
        yield from kept.triggers(add=add, take=terms.without_row("old"))
    for name, (table, columns) in _TEXTS.items():
        listed = ", ".join(columns)
        new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("new", "old"))
        add = f"INSERT INTO {name} (rowid, {listed}) VALUES (new.id, {new});"
        take = f"INSERT INTO {name} ({name}, rowid, {listed}) VALUES ('delete', old.id, {old});"
        yield from _Kept(name, table, columns).triggers(add=add, take=take)


@dataclass(frozen=True)
class _Kept:
    """What an index ``name`` follows."""

    name: str
    table: str
    columns: tuple[str, ...]

    def triggers(self, *, add: str, take: str) -> Iterator[str]:
        """The three that keep it true."""
        changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in self.columns)
        yield f"CREATE TRIGGER {self.name}_added AFTER INSERT ON {self.table} BEGIN {add} END"
        yield f"CREATE TRIGGER {self.name}_gone AFTER DELETE ON {self.table} BEGIN {take} END"
        yield (
            f"CREATE TRIGGER {self.name}_changed AFTER UPDATE OF {', '.join(self.columns)}"
            f" ON {self.table} WHEN {changed} BEGIN {take} {add} END"
        )


def _refill() -> Iterator[str]:
    yield "DELETE FROM find_term"
    for terms in _TERMS:
        yield f"INSERT OR IGNORE INTO find_term {terms.of_all()} ORDER BY kind, term, owner"
    for name in _TEXTS:
        yield f"INSERT INTO {name} ({name}) VALUES ('rebuild')"


def small_letters(text: str) -> str:
    """Small letters as SQLite makes them: ASCII alone."""
    return "".join(sign.lower() if sign.isascii() else sign for sign in text)
