"""What can be done with a carer or an agreement, each as a small form. No Qt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.core.periods import add_months
from app.core.record_fields import RECORD_FIELDS
from app.core.terms import CARE_END_NAMES, CareEnd
from app.services.care.agreements import change_agreement, end_agreement, renew_agreement
from app.services.care.carers import add_carer, change_carer, end_qualification, qualify_again
from app.services.care.scores import TOLD_HOW, tell_scores
from app.services.care.views import AgreementRow, CarerRow, CarerView
from app.services.person.typed import FieldError
from app.ui.tasks import Ask, How, Task, ask_for, day_in

_CARER = ("name", "id_no", "sex", "phone", "address", "health", "note", "qualified_on")
AGREEMENT = ("number", "relation", "items", "fee", "account_no", "start", "end")
_DAYS = frozenset({"qualified_on", "start", "end"})
_HINTS = {
    "id_no": "在册的人，按号码自动认出",
    "number": "不填：自动编号",
    "items": "如：做饭、洗衣、打扫、陪同就医",
    "fee": "不清楚就空着，不要写 0",
}
_SEXES = (("", ""), ("男", "男"), ("女", "女"))
_END_REASONS = tuple(
    (str(reason), CARE_END_NAMES[reason]) for reason in CareEnd if reason != CareEnd.DISQUALIFIED
)


def _asks(table: str, keys: tuple[str, ...], values: dict[str, str]) -> tuple[Ask, ...]:
    fields = {field.key: field for field in RECORD_FIELDS[table]}
    asks = []
    for key in keys:
        ask = ask_for(fields[key], values.get(key, ""))
        if key in _DAYS:
            ask = replace(ask, how=How.DAY, required=True)
        if key == "sex":
            ask = replace(ask, how=How.PICK, choices=_SEXES)
        asks.append(replace(ask, hint=_HINTS.get(key, ""), required=ask.required or key == "name"))
    return tuple(asks)


def carer_task(today: date, carer: CarerView | None = None) -> Task:
    """A carer, new or corrected (``carer`` unmasked)."""
    if carer is None:
        asks = _asks("carer", _CARER, {"qualified_on": today.isoformat()})
        return Task("登记护理人", asks, add_carer)
    known = {line.key: line.value for line in carer.facts if line.known}
    number = carer.row.id
    return Task(
        "修改护理人", _asks("carer", _CARER, known), lambda d, v: change_carer(d, number, v)
    )


def agreement_asks(values: dict[str, str]) -> tuple[Ask, ...]:
    """The fields of an agreement, as they are asked for a new one too."""
    return _asks("care_agreement", AGREEMENT, values)


def change_agreement_task(row: AgreementRow) -> Task:
    """An agreement corrected (``row`` unmasked)."""
    known = {
        "number": row.number,
        "relation": row.relation,
        "items": row.items,
        "fee": "" if row.fee is None else f"{row.fee}",
        "account_no": row.account,
        "start": row.start.isoformat(),
        "end": row.end.isoformat(),
    }
    return Task(
        f"修改护理协议：{row.person}",
        agreement_asks(known),
        lambda d, v: change_agreement(d, row.id, v),
    )


def renew_task(row: AgreementRow) -> Task:
    """The next agreement of the same two (``row`` unmasked)."""
    start = row.end + timedelta(days=1)
    known = {
        "relation": row.relation,
        "items": row.items,
        "fee": "" if row.fee is None else f"{row.fee}",
        "account_no": row.account,
        "start": start.isoformat(),
        "end": (add_months(start, 12) - timedelta(days=1)).isoformat(),
    }
    return Task(
        f"续签护理协议：{row.person}",
        agreement_asks(known),
        lambda d, v: renew_agreement(d, row.id, v),
        save="续签",
        note=f"原协议 {row.number} 到 {row.end} 为止，照旧保留。",
    )


def end_agreement_task(row: AgreementRow, today: date) -> Task:
    """The last day of an agreement and why."""
    return Task(
        f"结束护理协议：{row.person}",
        (
            Ask("day", "最后一天", How.DAY, today.isoformat(), required=True),
            Ask("reason", "原因", How.PICK, str(CareEnd.RESIGNED), _END_REASONS),
        ),
        lambda d, v: end_agreement(d, row.id, day_in(v, "day", "最后一天"), CareEnd(v["reason"])),
        save="结束",
        note="还需要护理的，会立即列入事项“重新落实护理人”。",
    )


def end_qualification_task(row: CarerRow, today: date) -> Task:
    """The end of a qualification for a reason other than a score."""
    people = "、".join(row.people)
    return Task(
        f"取消护理资格：{row.name}",
        (
            Ask("day", "哪一天", How.DAY, today.isoformat(), required=True),
            Ask("reason", "原因", required=True, hint="如：外出务工、健康原因"),
        ),
        lambda d, v: end_qualification(d, row.id, day_in(v, "day", "哪一天"), v["reason"]),
        save="取消资格",
        note=f"全部护理协议同时终止：{people}。每个人都会列入事项“重新落实护理人”。"
        if people
        else "现在没有执行中的协议。",
    )


def qualify_task(row: CarerRow, today: date) -> Task:
    """A qualification given back."""
    return Task(
        f"重新取得资格：{row.name}",
        (Ask("day", "从哪一天", How.DAY, today.isoformat(), required=True),),
        lambda d, v: qualify_again(d, row.id, day_in(v, "day", "从哪一天")),
        note="原来的协议不会恢复，要重新签订。",
    )


def tell_task(ids: tuple[int, ...], today: date) -> Task:
    """The carers were told their scores."""
    if not ids:
        raise FieldError("", "没有选中打过分的行。", "请先在列表中选中。")
    return Task(
        f"登记已告知：{len(ids)}份",
        (
            Ask("day", "告知日期", How.DAY, today.isoformat(), required=True),
            Ask("how", "怎样告知", How.OWN, TOLD_HOW[0], tuple((one, one) for one in TOLD_HOW)),
        ),
        lambda d, v: tell_scores(d, ids, day_in(v, "day", "告知日期"), v["how"]),
    )
