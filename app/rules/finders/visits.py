"""What visitors came back with: needs, changes, shut doors, silent telephones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.core.form_answers import show_answer
from app.core.form_file import load_form
from app.core.matter_kinds import topics
from app.core.terms import ContactKind
from app.rules.finders.look import Look, of_person
from app.rules.findings import Finding
from app.rules.register_snapshot import Someone, Told, Try

# Answers that are a need of a topic, whether or not it was ticked under 困难需求 as well.
_ALARMS: Mapping[str, tuple[str, tuple[object, ...]]] = {
    "food_clothing": ("living", ("hard",)),
    "carer_duty": ("care", ("poor",)),
    "housing_safety": ("housing", ("c", "d")),
    "schooling": ("schooling", ("dropped_out",)),
    "benefits_paid": ("payment", (False,)),
}
_NOTES = ("problems_note", "action_taken", "referral")
_NONE = "none"
_UNTRUE = ("partly", "false")
_SELF_CARE = ("具备", "部分丧失", "完全丧失")
_GONE = ("moved", "lost")
_CALLS = (ContactKind.CALL, ContactKind.VIDEO)


def visit_problem(look: Look) -> Iterator[Finding]:
    """S0.211: every need that the newest visit at which the person was seen wrote down, one finding
    a topic. A later visit that finds none of it lets it go."""
    for person, told in _told(look):
        for topic, details in _needs(told.answers).items():
            known = topics()[topic]
            words = f"{known.name}：{'；'.join(details)}" if details else known.name
            notes = {_label(key): _said(told, key) for key in _NOTES}
            facts = {"走访日期": told.day.isoformat(), "困难": words}
            yield look.finding(
                "visit_problem",
                of_person(person.id, part=topic, contact_id=told.contact_id),
                "；".join(filter(None, (words, _said(told, "problems_note")))),
                facts | {label: said for label, said in notes.items() if said},
                department=_referred(told) or known.department,
            )


def _needs(answers: Mapping[str, object]) -> dict[str, list[str]]:
    """The topics of the needs, each with the other answers that tell of it."""
    needs: dict[str, list[str]] = {
        code: [] for code in _ticked(answers, "problems") if code in topics()
    }
    if hazards := _ticked(answers, "hazards"):
        needs["hazard"] = [show_answer(load_form("visit_sheet").field("hazards"), hazards)]
    for key, (topic, alarming) in _ALARMS.items():
        if answers.get(key) in alarming and answers.get(key) is not None:
            detail = (
                f"{_label(key)}{show_answer(load_form('visit_sheet').field(key), answers[key])}"
            )
            needs.setdefault(topic, []).append(detail)
    return needs


def _ticked(answers: Mapping[str, object], key: str) -> list[str]:
    given = answers.get(key)
    codes = given if isinstance(given, list | tuple) else [given] if given else []
    return [str(code) for code in codes if code != _NONE]


def _referred(told: Told) -> str:
    """The department that the visitors named, where they named one."""
    codes = _ticked(told.answers, "referral")
    if len(codes) != 1 or codes == ["other"]:
        return ""
    return show_answer(load_form("visit_sheet").field("referral"), codes)


def visit_change(look: Look) -> Iterator[Finding]:
    """S4.203: what is on record was found untrue, or income or circumstances had changed."""
    for person, told in _told(look):
        change = _said(told, "changes")
        if told.answers.get("facts_true") not in _UNTRUE and not change:
            continue
        true = _said(told, "facts_true")
        facts = {"走访日期": told.day.isoformat(), "登记信息": true, "变化": change}
        yield look.finding(
            "visit_change",
            of_person(person.id, contact_id=told.contact_id),
            change or f"登记信息{true}",
            {label: said for label, said in facts.items() if said},
        )


def self_care_changed(look: Look) -> Iterator[Finding]:
    """S3.203: the visitors saw another self-care class than the one on record."""
    for person, told in _told(look):
        seen = _said(told, "selfcare")
        if person.self_care in _SELF_CARE and seen in _SELF_CARE and seen != person.self_care:
            yield look.finding(
                "self_care_changed",
                of_person(person.id, contact_id=told.contact_id),
                f"登记的自理能力是{person.self_care}，走访时{seen}",
                {
                    "走访日期": told.day.isoformat(),
                    "登记的自理能力": person.self_care,
                    "走访时": seen,
                },
            )


def reported_dead(look: Look) -> Iterator[Finding]:
    """S4.209: at the door they said that the person has died; the register does not know."""
    for person, tried in _unseen(look, ("dead",)):
        yield look.finding(
            "reported_dead",
            of_person(person.id, contact_id=tried.contact_id),
            f"{tried.day}走访时得知本人已死亡，登记中没有死亡日期",
            {"走访日期": tried.day.isoformat()},
        )


def reported_moved(look: Look) -> Iterator[Finding]:
    """S3.216: at the door they said that the person has moved, or nobody knows where to."""
    for person, tried in _unseen(look, _GONE):
        field = load_form("visit_sheet").field("unseen_reason")
        why = show_answer(field, tried.unseen)
        yield look.finding(
            "reported_moved",
            of_person(person.id, contact_id=tried.contact_id),
            f"{tried.day}走访没有见到本人：{why}",
            {"走访日期": tried.day.isoformat(), "未见原因": why},
        )


def nobody_home(look: Look) -> Iterator[Finding]:
    """S1.205: so many visits in a row at which nobody was at home."""
    yield from _in_vain(look, "nobody_home", (ContactKind.VISIT,), "次上门没有人在家")


def phone_unreachable(look: Look) -> Iterator[Finding]:
    """S1.201: so many calls in a row that nobody answered."""
    yield from _in_vain(look, "phone_unreachable", _CALLS, "次打电话没有联系上")


def _in_vain(look: Look, kind: str, ways: Sequence[str], words: str) -> Iterator[Finding]:
    enough = look.count("matter.attempts")
    for person in _living(look):
        failed = [
            tried
            for tried in _since_reached(look.register.tries.get(person.id, ()))
            if tried.kind in ways
        ]
        if enough and len(failed) >= enough:
            days = "、".join(tried.day.isoformat() for tried in reversed(failed))
            yield look.finding(
                kind,
                of_person(person.id, contact_id=failed[0].contact_id),
                f"连续 {len(failed)} {words}（{days}）",
                {"日期": days},
            )


def _since_reached(tries: Sequence[Try]) -> Iterator[Try]:
    """The attempts since somebody was last reached, newest first."""
    for tried in tries:
        if tried.done:
            return
        yield tried


def _unseen(look: Look, reasons: Sequence[str]) -> Iterator[tuple[Someone, Try]]:
    """Those whose newest word from the door is one of ``reasons``."""
    for person in _living(look):
        for tried in look.register.tries.get(person.id, ()):
            if tried.unseen in reasons:
                yield person, tried
            if tried.unseen or tried.done:
                break


def _living(look: Look) -> Iterator[Someone]:
    return (person for person in look.register.people if person.death_date is None)


def _told(look: Look) -> Iterator[tuple[Someone, Told]]:
    for person in _living(look):
        told = look.register.told.get(person.id)
        if told is not None:
            yield person, told


def _label(key: str) -> str:
    return load_form("visit_sheet").field(key).label


def _said(told: Told, key: str) -> str:
    """An answer in words; empty when there is none."""
    value = told.answers.get(key)
    if isinstance(value, list):
        value = [code for code in value if code != _NONE]
    return show_answer(load_form("visit_sheet").field(key), value or None)


FINDERS = (
    visit_problem,
    visit_change,
    self_care_changed,
    reported_dead,
    reported_moved,
    nobody_home,
    phone_unreachable,
)
