"""Dated figures of the law, read with two clocks: what was owed on a day, what was known on a day.

A later version of the same scope replaces the earlier one from its first day; the longest scope
wins. ``until`` ends a local version and the wider one holds again; ``repeal`` abolishes it there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from app.rules.engine.values import shown


class Absence(StrEnum):
    """Why no version is in force."""

    NEVER = "never"
    UNKNOWN_THEN = "unknown_then"
    EXPIRED = "expired"
    REPEALED = "repealed"


_ABSENCE_WORDS = {
    Absence.NEVER: "该日、该地没有规定",
    Absence.UNKNOWN_THEN: "规定当时尚未发文",
    Absence.EXPIRED: "规定已到期，没有新规定",
    Absence.REPEALED: "规定已废止",
}


@dataclass(frozen=True)
class Version:
    """One state of a parameter.

    ``first`` is the 执行日期, ``issued`` the 发文日期, ``scope`` a prefix of the administrative
    code. ``default`` marks a figure that stands in no document and says its ``reason``;
    ``entered`` one that this office entered, which goes before every default.
    """

    value: object
    first: date
    issued: date
    cite: str
    until: date | None = None
    scope: str = ""
    repeal: bool = False
    default: bool = False
    reason: str = ""
    entered: bool = False


@dataclass(frozen=True)
class Parameter:
    """A named figure of the law and all its versions. ``open_why``: no document has a figure and
    none is assumed, so that there may be no version yet; this is why. ``choices``: the only values
    there are, where the program reads the word."""

    key: str
    title: str
    kind: str
    versions: tuple[Version, ...]
    unit: str = ""
    open_why: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class InForce:
    """The answer of a look-up: the value, and the version it comes from."""

    parameter: Parameter
    version: Version

    @property
    def key(self) -> str:
        return self.parameter.key

    @property
    def value(self) -> object:
        return self.version.value

    @property
    def unit(self) -> str:
        return self.parameter.unit

    @property
    def reason(self) -> str:
        """Why a default is used; empty for what stands in a document."""
        return self.version.reason

    @property
    def region(self) -> str:
        """The prefix of the administrative codes for which it holds."""
        return self.version.scope

    @property
    def since(self) -> date:
        """The first day."""
        return self.version.first

    @property
    def source(self) -> str:
        """The clause, or the document that an office named."""
        return self.version.cite

    @property
    def words(self) -> str:
        """``705.00元/人·月（2022年1月1日起，默认值，待县级录入）``."""
        day = self.version.first
        note = "，默认值，待县级录入" if self.version.default else ""
        figure = shown(self.value, self.parameter.kind, self.parameter.unit)
        return f"{figure}（{day.year}年{day.month}月{day.day}日起{note}）"


@dataclass(frozen=True)
class NotInForce:
    """The answer of a look-up when the law has no figure: never a zero."""

    parameter: Parameter
    day: date
    region: str
    absence: Absence

    @property
    def key(self) -> str:
        return self.parameter.key

    @property
    def words(self) -> str:
        """Why there is no figure."""
        return _ABSENCE_WORDS[self.absence]


@dataclass(frozen=True)
class Source:
    """A clause of a founding document; ``not_computed`` says why nothing can be computed from it,
    where it is an exhortation only."""

    id: str
    document: str
    section: str
    quote: str
    not_computed: str = ""

    @property
    def words(self) -> str:
        """``《…实施方案》三（二）2“特殊困难补助金以就高原则…”``."""
        return f"《{self.document}》{self.section}“{self.quote}”"


@dataclass(frozen=True)
class Pack:
    """A regime: the rules of one document, adopted by an office from a day to a day. ``also``:
    other documents with the same text (S0.204: one programme, never two). ``default``:
    entitlements are assessed by it where nobody says which packs hold."""

    key: str
    name: str
    document: str
    region: str
    first: date
    until: date | None
    reason: str = ""
    default: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Policy:
    """All figures, sources and packs; immutable, so that it may be shared between threads.

    ``digest``: two policies with the same one say the same; empty: nothing is known of that.
    """

    parameters: Mapping[str, Parameter]
    sources: Mapping[str, Source] = field(default_factory=lambda: MappingProxyType({}))
    packs: Mapping[str, Pack] = field(default_factory=lambda: MappingProxyType({}))
    digest: str = ""

    def value(
        self, key: str, *, day: date, region: str, known_on: date | None = None
    ) -> InForce | NotInForce:
        """The version of ``key`` for ``day`` and ``region``, as far as it was known on ``known_on``
        (``None``: with all we know now). Raises KeyError for a key that no file declares."""
        parameter = self.parameters[key]
        here = [v for v in parameter.versions if region.startswith(v.scope)]
        found = _look_up([v for v in here if not v.default], day, known_on)
        if not isinstance(found, Version) or not found.entered:
            shipped = _look_up([v for v in here if not v.entered], day, known_on)
            found = found if shipped is Absence.NEVER else shipped
        if isinstance(found, Version):
            if not found.repeal:
                return InForce(parameter, found)
            found = Absence.REPEALED
        return NotInForce(parameter, day, region, found)

    def keys(self, folder: str) -> tuple[str, ...]:
        """All keys below ``folder`` (``duty`` → ``duty.call_month`` …), in order."""
        return tuple(sorted(key for key in self.parameters if key.startswith(folder + ".")))

    def with_version(self, key: str, version: Version) -> Policy:
        """This policy with one version more, as a trial. What an office enters is checked first:
        ``app.rules.entries.with_entries``."""
        old = self.parameters[key]
        new = replace(old, versions=(*old.versions, version))
        digest = self.digest and sha256(f"{self.digest}{key}{version!r}".encode()).hexdigest()
        return replace(
            self, parameters=MappingProxyType({**self.parameters, key: new}), digest=digest
        )

    def defaults(self) -> tuple[InForce, ...]:
        """Figures that stand in no document: what the county still has to enter."""
        return tuple(_all_defaults(self.parameters.values()))

    def still_open(self) -> tuple[Parameter, ...]:
        """Parameters without any figure: answers that need one stay open until it is entered."""
        return tuple(p for p in self.parameters.values() if not p.versions)

    def cite_words(self, cite: str) -> str:
        """The clause in words; a citation that an office entered is shown as it is."""
        source = self.sources.get(cite)
        return f"{cite} {source.words}" if source else cite


def _look_up(versions: Iterable[Version], day: date, known_on: date | None) -> Version | Absence:
    """The version that holds; the longest scope wins, in one scope the latest first day."""
    absence = Absence.NEVER
    begun = [v for v in versions if v.first <= day]
    for scope in sorted({v.scope for v in begun}, key=len, reverse=True):
        known = [
            v for v in begun if v.scope == scope and (known_on is None or v.issued <= known_on)
        ]
        if not known:
            absence = Absence.UNKNOWN_THEN
            continue
        latest = max(known, key=_rank)
        if latest.repeal or latest.until is None or day <= latest.until:
            return latest
        absence = Absence.EXPIRED
    return absence


def _rank(version: Version) -> tuple[date, date]:
    return version.first, version.issued


def _all_defaults(parameters: Iterable[Parameter]) -> Iterable[InForce]:
    for parameter in parameters:
        for version in parameter.versions:
            if version.default:
                yield InForce(parameter, version)
