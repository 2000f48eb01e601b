"""Changing what the office says of itself: another clerk, a new name, a code typed wrongly."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.errors import DeclinedError
from app.models.queries import ledger as ledger_queries
from app.models.queries import office as office_queries
from app.models.queries import sheets as sheet_queries
from app.models.unit_of_work import Session
from app.services.desk import Desk
from app.services.keys import key_state
from app.services.office import OfficeView, check_identity, expect_office


@dataclass(frozen=True)
class ChangeOffice:
    """The office as it shall be from now on."""

    name: str
    code: str
    county: str
    clerk: str


def change_office(desk: Desk, command: ChangeOffice) -> OfficeView:
    """Write the office's own facts; the line in the trail names which of them changed.

    Raises ``UserError`` when a field is empty or the code has not 12 digits, ``DeclinedError``
    when the code is to change although something that bears it has left the office, or when
    nothing changes.
    """
    check_identity(name=command.name, code=command.code, county=command.county, clerk=command.clerk)
    before = expect_office(desk)
    after = {
        "name": command.name.strip(),
        "code": command.code,
        "county": command.county.strip(),
        "clerk": command.clerk.strip(),
    }
    changed = [words for key, words in _WORDS.items() if getattr(before, key) != after[key]]
    if not changed:
        raise DeclinedError("没有改动。", "", "")
    recoded = before.code != command.code
    reason = code_is_fixed(desk) if recoded else ""
    if reason:
        raise DeclinedError(
            "单位代码不能再改。", reason, "其他几项可以改。代码确实有误请与县级联系。"
        )
    verb = "recode_office" if recoded else "change_office"
    with desk.write(verb, f"修改单位信息：{'、'.join(changed)}") as work:
        office = office_queries.own_office(work.session)
        assert office is not None  # expect_office has seen it
        for key, value in after.items():
            setattr(office, key, value)
    return expect_office(desk)


_WORDS = {"name": "单位名称", "code": "单位代码", "county": "所属县", "clerk": "经办人"}


def code_is_fixed(desk: Desk) -> str:
    """Why the office's code can no longer change; empty while it can."""
    if key_state(desk).has_key:
        return "签名密钥和证书里写着现在的代码。"
    with desk.store.read() as session:
        return _what_bears_the_code(session)


def _what_bears_the_code(session: Session) -> str:
    if ledger_queries.exports(session):
        return "已经导出过台账，县里按现在的代码接收。"
    if ledger_queries.received(session):
        return "已经接收过台账，回执里写着现在的代码。"
    if sheet_queries.batches(session):
        return "已经打印过走访表，编号按现在的代码编排。"
    return ""
