"""Care agreements that come to their end, people left alone, scores not told (S3.217)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from app.core.terms import CARE_END_NAMES, CareEnd
from app.rules.caregivers import CareTerm, left_alone_by
from app.rules.deadlines import due_after
from app.rules.engine.parameters import NotInForce
from app.rules.finders.look import Look, Subject, of_person
from app.rules.findings import Finding

_EXPIRED = "协议到期"


def care_agreement_ends(look: Look) -> Iterator[Finding]:
    """S3.703: an agreement whose last day is near, and no other of the person follows it."""
    ahead = look.count("caregiver.alert_days")
    if ahead is None:
        return
    until = look.day + timedelta(days=ahead)
    for terms in _by_person(look).values():
        for term in terms:
            followed = any(other.end > term.end for other in terms if other.id != term.id)
            near = term.ended_on is None and term.end <= until
            if near and term.runs_on(look.day) and not followed:
                yield look.finding(
                    "care_agreement_ends",
                    of_person(term.person_id, part=f"{term.id}"),
                    f"护理协议{term.end}到期，还没有续签",
                    {"协议编号": term.number, "到期日": f"{term.end}"},
                    due=term.end,
                )


def without_carer(look: Look) -> Iterator[Finding]:
    """S3.217: whose agreement is over, and no other runs. A carer for the time being is told, and
    ends the task no more than a promise does: a new agreement does."""
    for person_id, terms in _by_person(look).items():
        last = left_alone_by(terms, look.day)
        if last is None:
            continue
        interim = person_id in look.register.interim_carers
        now = "临时有人照料" if interim else "无人照料"
        yield look.finding(
            "without_carer",
            of_person(person_id),
            f"{_why(last)}，{now}，要重新落实护理人",
            {"原协议": last.number, "不再照料": f"{last.last}", "原因": _why(last), "现在": now},
        )


def score_untold(look: Look) -> Iterator[Finding]:
    """S3.217: the scores of a month that have not been told in the days allowed."""
    months: dict[str, list[date]] = defaultdict(list)
    for scored in look.register.care_scored:
        if scored.told_on is None:
            due = due_after(look.policy, "caregiver_told", scored.scored_on, region=look.region)
            if not isinstance(due, NotInForce) and due.last < look.day:
                months[scored.month].append(due.last)
    for month, days in sorted(months.items()):
        yield look.finding(
            "score_untold",
            Subject(month),
            f"{month}的考核得分还有{len(days)}份没有告知护理人",
            {"月份": month, "没有告知": f"{len(days)}份"},
            due=min(days),
        )


def _by_person(look: Look) -> Mapping[int, Sequence[CareTerm]]:
    found: dict[int, list[CareTerm]] = defaultdict(list)
    for term in look.register.care:
        found[term.person_id].append(term)
    return found


def _why(term: CareTerm) -> str:
    """In words, why an agreement is over."""
    return CARE_END_NAMES[CareEnd(term.end_reason)] if term.end_reason else _EXPIRED


FINDERS = (care_agreement_ends, without_carer, score_untold)
