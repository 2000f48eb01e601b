"""The printed sheet of a fingerprint: of our key on its way to the county, of the county's root."""

from __future__ import annotations

from pathlib import Path

from app.core.errors import UserError
from app.core.levels import speak
from app.core.terms import Role
from app.exporters.fingerprint_pdf import FingerprintSheet, write_fingerprint_sheet
from app.ledger.sealing.spoken import spoken
from app.services.desk import Desk
from app.services.keys import Slot, key_state
from app.services.office import expect_office

_TOWNSHIP = (
    "把证书申请文件用 U 盘交给县里，本页一并交去。",
    "县里打开申请后，双方打电话，一组一组念上面的指纹，完全一样才能签发。",
    "领回证书文件，安装时再与县里核对县级根证书的指纹。",
    "电脑丢失、口令忘记或 U 盘遗失时：在“台账”页更换密钥，同时打电话请县里吊销旧证书。",
)
_COUNTY = (
    "本页是县级根证书的指纹，张贴在办公室，乡镇安装证书时打电话核对。",
    "一组一组念，完全一样才能安装；不一样就不要安装，并立即报告。",
    "根密钥和口令分开保管；数据备份里有根密钥文件，恢复时仍要输入口令。",
)


def print_fingerprint(desk: Desk, path: Path, slot: Slot = Slot.OWN) -> None:
    """Print our key's fingerprint (at the county: the root's; of another ``slot`` where two
    people sign, or for what a county sends up) to
    ``path`` as PDF.

    Raises ``UserError`` while there is no key, ``FileError`` when it cannot be written.
    """
    office, state = expect_office(desk), key_state(desk, slot)
    at_county = office.role is Role.COUNTY and slot is Slot.OWN
    receiver = office.level if at_county else office.level.above
    groups = state.county_fingerprint if at_county else state.fingerprint
    if not groups:
        raise UserError("还没有密钥，没有指纹可以打印。", "", "请先生成密钥。")
    sheet = FingerprintSheet(
        title=speak(
            "县级根证书指纹" if at_county else "签名密钥指纹（随证书申请交县级）", receiver
        ),
        office=office.name,
        office_code=office.code,
        groups=groups,
        words=spoken(groups),
        steps=tuple(speak(step, receiver) for step in (_COUNTY if at_county else _TOWNSHIP)),
        signers=("经办人", "负责人")
        if at_county
        else (speak("乡镇负责人", receiver), speak("县级核对人", receiver)),
        printed_by=desk.actor.name,
        day=desk.clock.today(),
    )
    with desk.write("print_fingerprint", "打印密钥指纹"):
        write_fingerprint_sheet(path, sheet)
