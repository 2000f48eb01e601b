"""The counts of those indicators that the register itself can tell. What it cannot tell has no
function here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from app.core.periods import Span, period_of
from app.rules.caregivers import wanted_scores
from app.rules.register_snapshot import Register, Someone

_DIBAO = frozenset({"dibao_urban", "dibao_rural"})
_TEKUN = frozenset({"tekun_scattered", "tekun_central"})
_POOR = _DIBAO | _TEKUN | {"dibao_edge", "disabled", "severe_disabled", "rigid_spending"}
_HELPLESS = "完全丧失"
_UNINSURED = ("未参保", "无", "没有")
_DANGEROUS = ("C", "D")


@dataclass(frozen=True)
class Count:
    """The two numbers of an indicator, and how many of the whole nobody knows about: where those
    could decide, ``numerator`` is None."""

    numerator: int | None
    denominator: int | None = None
    unknown: int = 0


Counter = Callable[[Register, date], Count]


def wubao_checked(register: Register, day: date) -> Count:
    """S4.209: 特困 who were checked or assessed this year."""
    return _this_year(_holding(register, _TEKUN), (register.checked, register.assessed), day)


def tekun_assessed(register: Register, day: date) -> Count:
    """S1.211: 特困 whose ability to live alone was assessed this year."""
    return _this_year(_holding(register, _TEKUN), (register.assessed,), day)


def dibao_checked(register: Register, day: date) -> Count:
    """S4.602: 低保 households of which anybody was checked this year."""
    year = period_of(day, Span.YEAR)
    homes = {person.home for person in _holding(register, _DIBAO) if person.home is not None}
    seen = {
        person.home
        for person in _living(register)
        if person.home in homes and register.checked.get(person.id, date.min) in year
    }
    return Count(len(seen), len(homes))


def central_support(register: Register, day: date) -> Count:
    """S3.205: of the 特困 who cannot care for themselves, those who live in an institution."""
    tekun = _holding(register, _TEKUN)
    helpless = [person for person in tekun if person.self_care == _HELPLESS]
    inside = [person for person in helpless if "tekun_central" in register.codes(person.id)]
    return Count(len(inside), len(helpless), sum(person.self_care is None for person in tekun))


def support_rate(register: Register, day: date) -> Count:
    """S4.215: of all 特困, those who live in an institution."""
    inside = _holding(register, {"tekun_central"})
    return Count(len(inside), len(_holding(register, _TEKUN)))


def key_persons_with_cadre(register: Register, day: date) -> Count:
    """S3.220: 重点监护对象 who have somebody responsible."""
    key = _holding(register, {"key_guardianship"})
    return Count(sum(person.id in register.responsible for person in key), len(key))


def families_with_helper(register: Register, day: date) -> Count:
    """S0.210: households in difficulty of which anybody has somebody responsible."""
    poor = {person.home for person in _holding(register, _POOR) if person.home is not None}
    helped = {
        person.home
        for person in _living(register)
        if person.home in poor and person.id in register.responsible
    }
    return Count(len(helped), len(poor))


def caregivers_scored(register: Register, day: date) -> Count:
    """S3.604: of the carers whose agreements are scored this month, those who have every score."""
    month = f"{day:%Y-%m}"
    scored = {one.agreement_id for one in register.care_scored if one.month == month}
    wanted = wanted_scores(register.care, month)
    open_ = {term.carer_id for term in wanted if term.id not in scored}
    carers = {term.carer_id for term in wanted}
    return Count(len(carers - open_), len(carers))


def monitored_insured(register: Register, day: date) -> Count:
    """S0.612: 监测对象 with medical insurance; one without an entry leaves it open."""
    monitored = _holding(register, {"monitored"})
    unknown = sum(person.insurance is None for person in monitored)
    insured = sum(
        person.insurance is not None and person.insurance not in _UNINSURED for person in monitored
    )
    return Count(None if unknown else insured, len(monitored), unknown)


def monitored_share(register: Register, day: date) -> Count:
    """S0.213: 监测对象 against those who live in registered poor households."""
    poor = {home.id for home in register.homes.values() if home.registered_poor}
    people = sum(person.home in poor for person in _living(register))
    return Count(len(_holding(register, {"monitored"})), people)


def dangerous_houses(register: Register, day: date) -> Count:
    """S0.613: 监测户 in a house of grade C or D. One is enough to miss it; without one, a house
    that nobody has graded leaves it open."""
    homes = {person.home for person in _holding(register, {"monitored"})}
    grades = [home.house_danger for home in register.homes.values() if home.id in homes]
    known = [grade.strip().upper() for grade in grades if grade is not None]
    bad = sum(grade.startswith(_DANGEROUS) for grade in known)
    unknown = len(grades) - len(known)
    return Count(None if unknown and not bad else bad, unknown=unknown)


COUNTERS: Mapping[str, Counter] = MappingProxyType({
    counter.__name__: counter
    for counter in (
        wubao_checked,
        tekun_assessed,
        dibao_checked,
        central_support,
        support_rate,
        key_persons_with_cadre,
        families_with_helper,
        caregivers_scored,
        monitored_insured,
        monitored_share,
        dangerous_houses,
    )
})


def _living(register: Register) -> list[Someone]:
    return [person for person in register.people if person.death_date is None]


def _holding(register: Register, codes: Collection[str]) -> list[Someone]:
    """The living who hold one of ``codes``."""
    return [
        person for person in _living(register) if not register.codes(person.id).isdisjoint(codes)
    ]


def _this_year(people: Iterable[Someone], seen: tuple[Mapping[int, date], ...], day: date) -> Count:
    year, asked = period_of(day, Span.YEAR), list(people)
    done = [p for p in asked if any(days.get(p.id, date.min) in year for days in seen)]
    return Count(len(done), len(asked))
