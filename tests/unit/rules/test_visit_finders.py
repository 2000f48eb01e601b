"""What visits came back with, as findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app.core.matter_kinds import topics
from app.rules.finders import finders
from app.rules.register_snapshot import Register, Told, Try
from tests.small_register import DAY, find, only, register_of, someone


def _visited(answers: Mapping[str, object], **facts: Any) -> Register:
    return register_of(someone(**facts), told={1: Told(7, DAY, answers)})


def test_each_need_that_was_written_down_is_found_with_its_department() -> None:
    answers = {"problems": ["medical", "housing"], "problems_note": "药费高，屋顶漏雨"}
    found = {finding.key: finding for finding in find("visit_problem", _visited(answers))}
    assert set(found) == {"visit_problem:1:medical", "visit_problem:1:housing"}
    medical = found["visit_problem:1:medical"]
    assert (medical.department, medical.contact_id) == ("医保", 7)
    assert "药费高" in medical.words
    assert medical.due == date(2026, 5, 26)


def test_the_department_that_the_visitors_named_goes_first() -> None:
    answers = {"problems": ["medical"], "referral": ["civil"]}
    assert only("visit_problem", _visited(answers)).department == "民政"


def test_what_else_the_sheet_tells_is_a_need_too() -> None:
    answers = {
        "problems": ["none"],
        "hazards": ["electricity", "fire"],
        "housing_safety": "d",
        "benefits_paid": False,
    }
    found = {finding.key.rpartition(":")[2] for finding in find("visit_problem", _visited(answers))}
    assert found == {"hazard", "housing", "payment"}
    assert found <= topics().keys()


def test_a_visit_with_everything_in_order_finds_nothing() -> None:
    answers = {
        "problems": ["none"], "hazards": ["none"], "facts_true": "true", "selfcare": "full",
        "housing_safety": "safe", "benefits_paid": True,
    }  # fmt: skip
    register = _visited(answers, self_care="具备")
    assert [name for name in finders() if find(name, register)] == []


def test_a_change_that_was_written_down_is_found() -> None:
    answers = {"problems": ["none"], "facts_true": "partly", "changes": "儿子外出打工，月入3000元"}
    assert "打工" in only("visit_change", _visited(answers)).words
    untrue = {"problems": ["none"], "facts_true": "false"}
    assert only("visit_change", _visited(untrue)).words == "登记信息不属实"


def test_another_self_care_class_than_the_one_on_record_is_found() -> None:
    answers = {"problems": ["none"], "selfcare": "lost"}
    found = only("self_care_changed", _visited(answers, self_care="具备"))
    assert "完全丧失" in found.words
    assert find("self_care_changed", _visited(answers, self_care="完全丧失")) == []
    assert find("self_care_changed", _visited(answers)) == []


def _tried(*tries: Try) -> Register:
    return register_of(someone(), tries={1: tries})


def _try(day: int, kind: str = "visit", *, done: bool = False, unseen: str | None = None) -> Try:
    return Try(day, date(2026, 5, day), kind, done, unseen)


def test_two_shut_doors_in_a_row_are_found() -> None:
    assert "2 次" in only("nobody_home", _tried(_try(5), _try(2))).words
    assert find("nobody_home", _tried(_try(5))) == []
    assert find("nobody_home", _tried(_try(5), _try(4, done=True), _try(2))) == []


def test_a_call_that_was_answered_ends_the_row_of_shut_doors() -> None:
    assert find("nobody_home", _tried(_try(5, "call", done=True), _try(4), _try(2))) == []


def test_two_silent_calls_are_found_apart_from_shut_doors() -> None:
    register = _tried(_try(5, "call"), _try(4), _try(2, "video"))
    assert only("phone_unreachable", register).source == "S1.201"
    assert find("nobody_home", register) == []


def test_a_death_that_was_told_at_the_door_is_found_until_it_is_on_record() -> None:
    register = _tried(_try(5, done=True, unseen="dead"), _try(2, done=True))
    assert "死亡" in only("reported_dead", register).words
    known = replace(register, people=(someone(death_date=date(2026, 5, 1)),))
    assert find("reported_dead", known) == []


def test_a_removal_that_was_told_at_the_door_is_found_until_somebody_is_reached() -> None:
    assert "失联" in only("reported_moved", _tried(_try(5, unseen="lost"))).words
    reached = _tried(_try(6, "call", done=True), _try(5, unseen="lost"))
    assert find("reported_moved", reached) == []
