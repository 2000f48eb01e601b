"""What can be done in a person's record, each as a task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app.core.benefits import benefits
from app.core.dictionary import HOUSEHOLD_FIELDS, PERSON
from app.core.periods import month_of
from app.core.record_fields import RECORD_FIELDS
from app.core.self_care import self_care_form
from app.core.terms import (
    CLOSE_NAMES,
    INCOME_NAMES,
    KIN_ROLE_NAMES,
    NONE,
    NOT_APPLICABLE,
    REOPEN_NAMES,
    RHYTHM_NAMES,
    UNKNOWN,
    CloseReason,
    ReopenReason,
)
from app.services.desk import Desk
from app.services.person.benefits import add_benefit, change_benefit, end_benefit
from app.services.person.closing import (
    ClosePerson,
    Payment,
    close_person,
    reopen_person,
    stop_payments,
)
from app.services.person.facts import GROUPS, change_facts
from app.services.person.incomes import IncomeOf, add_income, change_income
from app.services.person.kin import add_kin, change_kin, end_kin
from app.services.person.lines import BenefitLine, IncomeRow, KinLine
from app.services.person.self_care import BASES, Assessment, record_self_care
from app.services.person.typed import FactLine, FieldError
from app.ui.tasks import Ask, How, Task, Values, ask_for, day_in

NOTHING = f"没有写“{NONE}”，{NOT_APPLICABLE}写“—”，不清楚就空着。"


def _choices(names: Mapping[Any, str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(code), name) for code, name in names.items())


def _asks(table: str, *keys: str) -> dict[str, Ask]:
    fields = {field.key: field for field in RECORD_FIELDS[table]}
    return {key: ask_for(fields[key]) for key in keys}


def _filled(asks: Mapping[str, Ask], values: Mapping[str, object]) -> tuple[Ask, ...]:
    """The fields with what is known in them."""
    return tuple(
        replace(ask, value=_plain(values[key])) if key in values else ask
        for key, ask in asks.items()
    )


def _plain(value: object) -> str:
    if value is None:
        return ""
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


# --- kin ---------------------------------------------------------------------------------------
def kin_task(person_id: int, line: KinLine | None = None) -> Task:
    """Somebody who stands by the person, new or corrected (``line`` unmasked)."""
    asks = _asks(
        "kin", "role", "name", "relation", "id_no", "phone", "address", "able", "start", "note"
    )
    asks["role"] = replace(
        asks["role"], how=How.PICK, choices=_choices(KIN_ROLE_NAMES), required=True
    )
    asks["name"] = replace(asks["name"], required=True)
    asks["start"] = replace(asks["start"], how=How.DAY)
    if line is None:
        return Task(
            "登记监护人、照料人等", tuple(asks.values()), lambda d, v: add_kin(d, person_id, v)
        )
    known = {key: getattr(line, key) for key in asks}
    return Task("修改", _filled(asks, known), lambda d, v: change_kin(d, line.id, v))


def end_kin_task(line: KinLine, today: date) -> Task:
    """The last day on which somebody stands by the person."""
    return Task(
        f"结束：{line.role_name} {line.name}",
        (_last_day(today),),
        lambda d, v: end_kin(d, line.id, day_in(v, "end", "最后一天")),
        save="结束",
        note="这一条会留在表里。",
    )


def _last_day(day: date) -> Ask:
    return Ask("end", "最后一天", How.DAY, day.isoformat(), required=True)


# --- money ---------------------------------------------------------------------------------------
def income_task(person_id: int, home_id: int | None, line: IncomeRow | None = None) -> Task:
    """Income of one source in a month or year; of the household as a whole where there is one."""
    asks = _asks("income_line", "kind", "period", "amount", "basis")
    asks["kind"] = replace(
        asks["kind"], how=How.PICK, choices=_choices(INCOME_NAMES), required=True
    )
    asks["period"] = replace(asks["period"], required=True, hint="按年写 2025，按月写 2025-05")
    asks["amount"] = replace(asks["amount"], required=True, hint="扣减的支出也写正数")
    if line is not None:
        known = {
            "kind": line.kind, "period": line.period, "amount": abs(line.amount),
            "basis": line.basis,
        }  # fmt: skip
        return Task("修改收入", _filled(asks, known), lambda d, v: change_income(d, line.id, v))
    whose = Ask("whose", "谁的收入", How.PICK, "person", (("person", "本人"), ("home", "全户")))

    def add(desk: Desk, values: Values) -> object:
        own = values.get("whose", "person") == "person"
        of = IncomeOf(person_id) if own else IncomeOf(household_id=home_id)
        return add_income(desk, of, {key: values[key] for key in asks})

    every = (whose, *asks.values()) if home_id is not None else tuple(asks.values())
    return Task("登记收入", every, add)


def benefit_task(person_id: int, line: BenefitLine | None = None) -> Task:
    """Something the person receives by name, new or corrected (``line`` unmasked)."""
    asks = _asks("benefit", "kind", "amount", "rhythm", "start", "end", "account_no", "source")
    names = tuple((name, name) for name in benefits().values())
    asks["kind"] = replace(asks["kind"], how=How.OWN, choices=names, required=True)
    asks["amount"] = replace(asks["amount"], hint="不清楚就空着，不要写 0")
    asks["rhythm"] = replace(
        asks["rhythm"], how=How.PICK, choices=_choices(RHYTHM_NAMES), required=True
    )
    asks["start"] = replace(asks["start"], how=How.DAY, required=True)
    asks["end"] = replace(asks["end"], how=How.DAY)
    if line is None or line.id is None:
        return Task("登记待遇", tuple(asks.values()), lambda d, v: add_benefit(d, person_id, v))
    number = line.id
    known = {
        "kind": line.name, "amount": line.amount, "rhythm": line.rhythm, "start": line.start,
        "end": line.end, "account_no": line.account, "source": line.source,
    }  # fmt: skip
    return Task("修改待遇", _filled(asks, known), lambda d, v: change_benefit(d, number, v))


def end_benefit_task(line: BenefitLine, number: int, today: date) -> Task:
    """The last day for which a benefit is paid."""
    return Task(
        f"停发：{line.name}",
        (_last_day(month_of(today).last),),
        lambda d, v: end_benefit(d, number, day_in(v, "end", "最后一天")),
        save="停发",
        note="按月发的，一般停在月底。这一条会留在表里。",
    )


def stop_task(person_id: int, payments: tuple[Payment, ...], closed_on: date) -> Task:
    """Stop what is still paid though the record is closed."""
    asks = tuple(
        Ask(
            str(place),
            f"{payment.name}（全户，还有 {payment.others} 人）" if payment.others else payment.name,
            How.PICK,
            "" if payment.others else "stop",
            (("stop", "停发"), ("", "暂不停，重新核算" if payment.others else "暂不停")),
        )
        for place, payment in enumerate(payments)
    )

    def stop(desk: Desk, values: Values) -> None:
        chosen = [p for place, p in enumerate(payments) if values.get(str(place)) == "stop"]
        if not chosen:
            raise FieldError("0", "没有选要停发的待遇。", "请至少选一项。")
        stop_payments(desk, person_id, chosen, day_in(values, "end", "最后一天"))

    return Task(
        "停发待遇",
        (*asks, _last_day(month_of(closed_on).last)),
        stop,
        save="停发",
        note="一般从次月起停发。发给全户的，户内还有人时，请按省里系统重新核算。",
    )


# --- self-care and groups of facts ----------------------------------------------------------------
def self_care_task(person_id: int, today: date) -> Task:
    """The six questions of an assessment."""
    form = self_care_form()
    able = (("", "未填"), ("yes", "能"), ("no", "不能"))
    asks = (
        Ask("day", "评估日期", How.DAY, today.isoformat(), required=True),
        *(Ask(item.key, item.name, How.PICK, "", able) for item in form.items),
        Ask("assessor", "评估人", hint="两名评估人，或评估机构", required=True),
        Ask("basis", "评估类别", How.PICK, "", (("", ""), *((b, b) for b in BASES))),
    )
    meaning = {"yes": True, "no": False}

    def keep(desk: Desk, values: Values) -> object:
        answers = {item.key: meaning.get(values.get(item.key, "")) for item in form.items}
        day = day_in(values, "day", "评估日期")
        found = Assessment(person_id, day, answers, values["assessor"], values.get("basis", ""))
        return record_self_care(desk, found)

    levels = "；".join(f"{level.from_failed} 项起为{level.word}" for level in form.levels[1:])
    note = f"不能自主完成的：0 项为{form.levels[0].word}，{levels}。"
    return Task("登记自理能力评估", asks, keep, note=note)


def facts_task(person_id: int, group_key: str, facts: tuple[FactLine, ...]) -> Task:
    """Facts that belong together; ``facts`` are unmasked."""
    group = GROUPS[group_key]
    known = {line.key: "" if line.value == UNKNOWN else line.value for line in facts}
    asks = tuple(ask_for(PERSON[key], known.get(key, "")) for key in group.keys)
    return Task(group.title, asks, lambda d, v: change_facts(d, person_id, v), note=NOTHING)


def home_asks(facts: tuple[FactLine, ...]) -> tuple[Ask, ...]:
    """The facts of a household but for its head, with what is known in them (unmasked)."""
    known = {line.key: "" if line.value == UNKNOWN else line.value for line in facts}
    return tuple(
        ask_for(field, known.get(field.key, ""))
        for field in HOUSEHOLD_FIELDS
        if field.key not in {"head_name", "head_id_no"}
    )


# --- closing ------------------------------------------------------------------------------------
def close_task(person_id: int, name: str, today: date) -> Task:
    """Close a record with a reason."""

    def close(desk: Desk, values: Values) -> object:
        day = day_in(values, "day")
        reason = CloseReason(values["reason"])
        return close_person(desk, ClosePerson(person_id, reason, day, values.get("words", "")))

    return Task(
        f"封存：{name}",
        (
            Ask(
                "reason", "原因", How.PICK, CloseReason.DEATH, _choices(CLOSE_NAMES), required=True
            ),
            Ask(
                "day", "日期", How.DAY, today.isoformat(), required=True, hint="死亡日期或最后一天"
            ),
            Ask("words", "说明", hint="选“其他”时必填"),
        ),
        close,
        save="封存",
        note="封存后不再出现在名单、任务和台账里，资料都保留，可以重新启用。",
    )


def reopen_task(person_id: int, name: str) -> Task:
    """Keep a closed record up again."""
    choices = _choices(REOPEN_NAMES)
    return Task(
        f"重新启用：{name}",
        (
            Ask("reason", "原因", How.PICK, ReopenReason.MOVED_BACK, choices, required=True),
            Ask("words", "说明", hint="选“其他”时必填"),
        ),
        lambda d, v: reopen_person(d, person_id, ReopenReason(v["reason"]), v.get("words", "")),
        save="重新启用",
        note="已经退出家庭的，请在“家庭”里重新加入；停发的待遇要重新登记。",
    )
