"""What rules of quality look at, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.periods import age_on
from app.rules.quality.known import Known


@dataclass(frozen=True)
class Someone:
    """A person: facts by the keys of the dictionary, unknown ones left out or None. ``spans`` are
    the categories held (code, from, to), ``repeated`` the contacts (day, kind) there are two of."""

    id: int
    facts: Mapping[str, object]
    village: str = ""
    home: int | None = None
    relation: str = ""
    codes: frozenset[str] = frozenset()
    spans: tuple[tuple[str, date, date | None], ...] = ()
    repeated: tuple[tuple[date, str], ...] = ()

    def text(self, key: str) -> str:
        """A fact as text; empty when it is unknown."""
        value = self.facts.get(key)
        return value.strip() if isinstance(value, str) else ""

    def day(self, key: str) -> date | None:
        value = self.facts.get(key)
        return value if isinstance(value, date) else None

    def knows(self, key: str) -> bool:
        return self.facts.get(key) not in {None, ""}

    def age(self, day: date) -> int | None:
        """Completed years on ``day``; None without a birth date, or before it."""
        birth = self.day("birth_date")
        return None if birth is None or birth > day else age_on(birth, day)


@dataclass(frozen=True)
class Home:
    """A household with those who belong to it now. ``amounts`` are what it is paid a month, in
    yuan, by category and kind."""

    id: int
    facts: Mapping[str, object]
    members: tuple[Someone, ...]
    category: str = ""
    village: str = ""
    amounts: Mapping[str, Mapping[str, Decimal]] | None = None

    def text(self, key: str) -> str:
        value = self.facts.get(key)
        return value.strip() if isinstance(value, str) else ""

    def count(self, key: str) -> int | None:
        value = self.facts.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def yuan(self, key: str) -> Decimal | None:
        value = self.facts.get(key)
        return value if isinstance(value, Decimal) else None


@dataclass(frozen=True)
class Everything:
    """The whole register on a day."""

    people: tuple[Someone, ...]
    homes: tuple[Home, ...]

    def subjects(self) -> list[Someone | Home]:
        """People, then the households that somebody belongs to."""
        found: list[Someone | Home] = [*self.people]
        found += [home for home in self.homes if home.members]
        return found


@dataclass(frozen=True)
class Found:
    """That a rule found something: the values that raised the doubt (when they change, it is a new
    doubt), and in Chinese what they are, without what is sensitive."""

    values: tuple[object, ...]
    words: str = ""


def found(*values: object, words: str = "") -> Found:
    """A doubt that these values raise."""
    return Found(values, words)


PersonJudge = Callable[[Someone, Known, date], Found | None]
HomeJudge = Callable[[Home, Known, date], Found | None]
RegisterJudge = Callable[[Everything, Known], Iterable[tuple[Someone | Home, Found]]]


@dataclass(frozen=True)
class Rule:
    """One rule: ``id`` is kept with what the office ignores and never changes. ``field`` is a key
    of the dictionary, or ``village``, ``categories``, ``household``, ``contacts``."""

    id: str
    title: str
    field: str
    remedy: str
    source: str
    person: PersonJudge | None = None
    home: HomeJudge | None = None
    register: RegisterJudge | None = None


@dataclass(frozen=True)
class Doubt:
    """A rule that found something about somebody, or about a household."""

    rule: Rule
    subject: Someone | Home
    found: Found


def about_person(
    title: str, *, field: str, remedy: str, source: str
) -> Callable[[PersonJudge], Rule]:
    """Make a rule about one person of a function; its name is the rule's id."""

    def make(judge: PersonJudge) -> Rule:
        return Rule(_name(judge), title, field, remedy, source, person=judge)

    return make


def about_home(title: str, *, field: str, remedy: str, source: str) -> Callable[[HomeJudge], Rule]:
    """Make a rule about one household."""

    def make(judge: HomeJudge) -> Rule:
        return Rule(_name(judge), title, field, remedy, source, home=judge)

    return make


def about_register(
    title: str, *, field: str, remedy: str, source: str
) -> Callable[[RegisterJudge], Rule]:
    """Make a rule that has to see everybody."""

    def make(judge: RegisterJudge) -> Rule:
        return Rule(_name(judge), title, field, remedy, source, register=judge)

    return make


def _name(judge: Callable[..., object]) -> str:
    return judge.__name__
