"""Categories that should perhaps begin or end: proposed as tasks, never applied by themselves.

``suggestions`` looks at one person's plain facts on a day. Ages are completed years, the figures
parameters of the policy; what is unknown suggests nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from app.core.identity import disability_card
from app.core.periods import Period, add_months, age_on
from app.rules.deadlines import due_at_ages
from app.rules.findings import Finding
from app.rules.suggestion_facts import Asked, HeldCategory, Law, PersonFacts

__all__ = ["KINDS", "HeldCategory", "Law", "PersonFacts", "suggestions"]

DIBAO = frozenset({"dibao_rural", "dibao_urban"})
TEKUN = frozenset({"tekun_scattered", "tekun_central"})
CHILD = (
    "orphan", "unsupported_child", "left_behind_child", "child_in_distress", "low_income_minor",
)  # fmt: skip
SUPPORTED = frozenset({"orphan", "unsupported_child"})
_CARDS = "elder_cards"
# What a deadline calls a card → the category of those who have it; a name of the office's own has
# none, and is spoken of until its time is over.
_CARD_CODES = {
    "老年证": "elder_card",
    "老年优待证": "elder_courtesy_card",
    "老年卷（券）": "elder_voucher",
}
_GRADE_CODES = frozenset({"severe_disabled", "disabled"})
_UNABLE, _ABLE = "完全丧失", "具备"


def suggestions(facts: PersonFacts, law: Law) -> tuple[Finding, ...]:
    """Everything that is proposed for a person on the law's day. ``due`` of a finding is the day on
    which it becomes (or became) true."""
    asked = Asked(facts, law)
    looks = _OF_THE_DEAD if facts.death_date is not None else _OF_THE_LIVING
    return tuple(finding for look in looks for finding in look(asked))


def _dead_with_categories(asked: Asked) -> Iterator[Finding]:
    """S4.209: whoever is dead holds nothing any more."""
    died = asked.facts.death_date
    open_ones = sorted(h.code for h in asked.facts.held if h.end is None)
    if died is None or not open_ones:
        return
    names = asked.names(*open_ones)
    yield asked.finding(
        "dead_with_categories",
        f"{died}死亡，仍登记为{names}",
        "核实死亡日期，结束这些类别，停发待遇",
        "S4.209",
        facts={"死亡日期": f"{died}", "类别": names},
        due=died,
    )


def _child_grows_up(asked: Asked) -> Iterator[Finding]:
    """S3.216: a child's category ends with the age of a child. A grown-up 孤儿 or 事实无人抚养儿童
    is the finding ``orphan_over_age``; who is still at school may go on, after a look."""
    birth, until, window = asked.facts.birth_date, asked.law.child_until, asked.law.window
    held = [code for code in CHILD if code in asked.held]
    if birth is None or until is None or window is None or not held:
        return
    birthday, cite = _birthday(birth, until), asked.law.cite("age.child_until")
    remedy = "到龄后结束类别，停发相应待遇；符合别的类别的，重新认定"
    if asked.facts.in_school:
        remedy += "；仍在全日制学校就读的，核实后按当地规定可以延续"
    if asked.day < birthday <= window.last:
        names = asked.names(*held)
        yield asked.finding(
            "child_grows_up",
            f"{birthday}满{until}周岁，到时“{names}”应结束",
            remedy,
            cite,
            facts={"出生日期": f"{birth}", "类别": names},
            due=birthday,
        )
    for kind, codes in _over_age(held):
        if birthday <= asked.day:
            names = asked.names(*codes)
            yield asked.finding(
                kind,
                f"登记为{names}，已满{age_on(birth, asked.day)}周岁",
                remedy,
                cite,
                facts={"出生日期": f"{birth}", "类别": names},
                due=birthday,
            )


def _over_age(held: list[str]) -> Iterator[tuple[str, list[str]]]:
    supported = [code for code in held if code in SUPPORTED]
    others = [code for code in held if code not in SUPPORTED]
    if supported:
        yield "orphan_over_age", supported
    if others:
        yield "child_over_age", others


def _card_expires(asked: Asked) -> Iterator[Finding]:
    """A disability card ends: some months ahead, and once it has."""
    until, months = asked.facts.disability_valid_until, asked.law.card_notice
    if until is None or months is None or until > add_months(asked.day, months):
        return
    over = until < asked.day
    held = sorted(asked.held & _GRADE_CODES)
    names = f"，登记的“{asked.names(*held)}”以证为据" if held else ""
    yield asked.finding(
        "card_expired" if over else "card_expires",
        f"残疾人证{'已于' if over else '将于'}{until}到期{names}",
        "通知本人到县残联换证；换证后更正证号、等级和有效期",
        asked.law.cite("disability.card_notice_months"),
        facts={"残疾人证有效期至": f"{until}"},
        due=until,
    )


def _elder_cards(asked: Asked) -> Iterator[Finding]:
    """S4.202: who comes to the age of a card; the ages stand with the deadline."""
    birth, window, law = asked.facts.birth_date, asked.law.window, asked.law
    if birth is None or window is None or not _has_birthday(birth, window):
        return
    for due in due_at_ages(law.policy, _CARDS, birth, region=law.region):
        code = _CARD_CODES.get(due.task, "")
        if due.last not in window or code in asked.held:
            continue
        then = f"，办好后登记“{asked.names(code)}”" if code else ""
        yield asked.finding(
            "elder_card",
            f"{due.last}到龄，办理{due.task}",
            f"由{due.who}办理{then}",
            due.cite,
            facts={"到龄": f"{due.last}", "办理": due.task},
            part=due.task,
            due=due.last,
        )


def _very_old(asked: Asked) -> Iterator[Finding]:
    """S4.105: its age stands in no document; nothing is said until the office enters one."""
    birth, age, window = asked.facts.birth_date, asked.law.very_old, asked.law.window
    if birth is None or age is None or window is None or "very_old_allowance" in asked.held:
        return
    birthday = _birthday(birth, age)
    if birthday in window:
        yield asked.finding(
            "very_old",
            f"{birthday}满{age}周岁，可以领取高龄津贴",
            "通知本人申请；审批后登记“高龄津贴对象”",
            asked.law.cite("age.very_old_allowance"),
            facts={"出生日期": f"{birth}"},
            due=birthday,
        )


def _dibao_and_tekun(asked: Asked) -> Iterator[Finding]:
    """S3.202: one person in 低保 and in 特困."""
    held = asked.held
    if held & DIBAO and held & TEKUN:
        names = asked.names(*(held & (DIBAO | TEKUN)))
        yield asked.finding(
            "dibao_and_tekun",
            f"同时登记为{names}",
            "核实应享受哪一种，结束另一种",
            "S3.202",
            facts={"享受的类别": names},
        )


def _ended_but_paid(asked: Asked) -> Iterator[Finding]:
    """S4.203: nobody of the household holds it any more, and it goes on being paid."""
    for code in sorted(asked.facts.paid - asked.facts.home - asked.facts.codes_on(asked.day)):
        ends = [h.end for h in asked.facts.held if h.code == code and h.end is not None]
        if ends:
            name = asked.names(code)
            yield asked.finding(
                "ended_but_paid",
                f"“{name}”已在{max(ends)}结束，家庭仍按月发放",
                "核实后停发，多发的按规定追回；类别结束有误的，更正类别",
                "S4.203",
                facts={"类别": name, "结束": f"{max(ends)}"},
                part=code,
                due=max(ends),
            )


def _grade_and_category(asked: Asked) -> Iterator[Finding]:
    """S0.105, S3.118: the card's grade says severe or not. A severe one should be registered as
    such, and nobody as what the card does not say."""
    card = disability_card(asked.facts.disability_no or "")
    grade = asked.facts.disability_grade or (card.grade if card else None)
    if grade is None or not asked.law.severe_grades:
        return
    severe = grade in asked.law.severe_grades
    wanted = "severe_disabled" if severe else "disabled"
    wrong = sorted((asked.held & _GRADE_CODES) - {wanted})
    if wrong:
        words = f"残疾等级是{grade}，却登记为“{asked.names(*wrong)}”"
        remedy = f"对照残疾人证核对，改为“{asked.names(wanted)}”"
    elif severe and wanted not in asked.held:
        words = f"残疾等级是{grade}，没有登记“{asked.names(wanted)}”"
        remedy = f"对照残疾人证核对，登记“{asked.names(wanted)}”"
    else:
        return
    yield asked.finding(
        "grade_and_category",
        words,
        remedy,
        asked.law.cite("disability.severe_grades"),
        facts={"残疾等级": grade, "类别": asked.names(*wrong)},
        part=wanted,
    )


def _tekun_and_care(asked: Asked) -> Iterator[Finding]:
    """S3.203: the care grade of a 特困 person sets the care standard; who cannot care for himself
    is offered a place first (S3.122)."""
    held = sorted(asked.held & TEKUN)
    if not held:
        return
    care = asked.facts.self_care
    if care is None:
        yield asked.finding(
            "tekun_without_care_grade",
            "特困供养人员没有生活自理能力评估结果，照料护理标准定不下来",
            "做一次生活自理能力评估，登记结果",
            "S3.203",
            facts={"类别": asked.names(*held)},
        )
    elif care == _UNABLE and "tekun_central" not in held:
        yield asked.finding(
            "tekun_unable_at_home",
            "生活不能自理，现在是分散供养",
            "征求本人意愿，愿意的优先安排集中供养；不愿意的落实照料人",
            "S3.203",
            facts={"生活自理能力": care, "类别": asked.names(*held)},
        )
    elif care == _ABLE and "tekun_no_selfcare" in asked.held:
        yield asked.finding(
            "tekun_care_grade_differs",
            f"登记为“{asked.names('tekun_no_selfcare')}”，评估结果却是{care}",
            "重新评估，更正类别或评估结果",
            "S3.203",
            facts={"生活自理能力": care},
        )


def _birthday(birth: date, years: int) -> date:
    """When somebody has completed so many years: who is born on 29 February on 1 March."""
    day = add_months(birth, years * 12)
    return day if age_on(birth, day) >= years else day + timedelta(days=1)


def _has_birthday(birth: date, window: Period) -> bool:
    """Whether there is a birthday in it: a quick look before the ages are reckoned one by one."""
    return age_on(birth, window.last) > age_on(birth, window.first - timedelta(days=1))


_Look = Callable[[Asked], Iterator[Finding]]
_OF_THE_DEAD: tuple[_Look, ...] = (_dead_with_categories, _ended_but_paid)
_OF_THE_LIVING: tuple[_Look, ...] = (
    _child_grows_up,
    _card_expires,
    _elder_cards,
    _very_old,
    _dibao_and_tekun,
    _ended_but_paid,
    _grade_and_category,
    _tekun_and_care,
)
KINDS = frozenset({
    "dead_with_categories", "child_grows_up", "orphan_over_age", "child_over_age", "card_expires",
    "card_expired", "elder_card", "very_old", "dibao_and_tekun", "ended_but_paid",
    "grade_and_category", "tekun_without_care_grade", "tekun_unable_at_home",
    "tekun_care_grade_differs",
})  # fmt: skip
"""The kinds of what is proposed (``resources/codes/matters.toml``)."""
