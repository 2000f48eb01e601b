"""The pay sheet of a month and the letters, on paper and as a workbook."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from app.core.errors import DeclinedError, FileError, UserError
from app.core.terms import CareEnd
from app.models.person import Person
from app.services.acts import list_acts
from app.services.care.agreements import end_agreement
from app.services.care.papers import print_cancel_notice, print_score_notices
from app.services.care.pay import pay_sheet, print_pay_sheet, write_pay_workbook
from app.services.desk import Desk
from tests.factory import TODAY, dump, make_person
from tests.unit.services.carers import MONTH, make_agreement, make_carer, score

ACCOUNT = "6217000012345678"
LONG = "阿不都热合曼·买买提吐尔逊·艾合买提江"


def _text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_the_sheet_says_who_is_paid_and_who_is_not_and_why(desk: Desk) -> None:
    carer_id = make_carer(desk)
    paid = make_agreement(desk, carer_id, make_person(desk, "甲"))
    make_agreement(desk, carer_id, make_person(desk, "乙"))
    no_fee = make_agreement(desk, carer_id, make_person(desk, "丙"), fee="")
    gone = make_agreement(desk, make_carer(desk, "周七"), make_person(desk, "丁"))
    end_agreement(desk, gone, date(2026, 4, 12), CareEnd.RESIGNED)
    for agreement_id in (paid, no_fee):
        score(desk, agreement_id, 80)
    sheet = pay_sheet(desk, MONTH)
    assert [(line.person, line.amount) for line in sheet.paid] == [("甲", Decimal("300.00"))]
    assert sheet.total == Decimal("300.00")
    assert {line.person: line.why for line in sheet.unpaid} == {
        "乙": "这个月没有考核",
        "丙": "协议没有写护理费",
        "丁": "协议已在2026-04-12结束",
    }
    assert [line.person for line in pay_sheet(desk, "2026-06").unpaid] == ["甲", "乙", "丙"]


def test_a_failed_month_waits_for_a_rule_and_ends_on_the_day(desk: Desk) -> None:
    person_id = make_person(desk, "甲")
    score(desk, make_agreement(desk, make_carer(desk), person_id), 58)
    other = make_agreement(desk, make_carer(desk, "周七"), person_id, start=TODAY.isoformat())
    score(desk, other, 80)
    sheet = pay_sheet(desk, MONTH)
    (new,) = sheet.paid
    (old,) = sheet.unpaid
    assert "待定" in old.why
    assert (old.days, new.days) == (5, 26)  # the day of the change is the new carer's
    assert new.amount == Decimal("251.61")


def test_who_died_is_cared_for_until_that_day(desk: Desk) -> None:
    person_id = make_person(desk, "甲")
    score(desk, make_agreement(desk, make_carer(desk), person_id), 80)
    with desk.write("test", "登记死亡") as work:
        work.session.get_one(Person, person_id).death_date = date(2026, 5, 4)
    (line,) = pay_sheet(desk, MONTH).paid
    assert (line.days, line.amount) == (4, Decimal("38.71"))


def test_the_paper_masks_accounts_and_the_workbook_does_not(desk: Desk, tmp_path: Path) -> None:
    score(desk, make_agreement(desk, make_carer(desk), make_person(desk, LONG)), 80)
    print_pay_sheet(desk, MONTH, tmp_path / "护理费.pdf")
    text = _text(tmp_path / "护理费.pdf")
    assert "护理费发放表" in text
    assert "叁佰元整" in text
    assert ACCOUNT not in text
    assert ACCOUNT[-4:] in text
    write_pay_workbook(desk, MONTH, tmp_path / "护理费.xlsx")
    book = openpyxl.load_workbook(tmp_path / "护理费.xlsx")
    values = [cell.value for row in book["发放表"].iter_rows() for cell in row]
    assert ACCOUNT in values
    assert LONG in values
    assert book.sheetnames == ["发放表", "没有发放的"]
    assert "完整账号" in list_acts(desk)[0].words


def test_many_lines_go_on_and_every_one_of_them_is_there(desk: Desk, tmp_path: Path) -> None:
    carer_id = make_carer(desk)
    names = [f"张{number:03d}" for number in range(40)]
    for place, name in enumerate(names):
        agreement_id = make_agreement(desk, carer_id, make_person(desk, name))
        if place % 2:
            score(desk, agreement_id, 80)
    print_pay_sheet(desk, MONTH, tmp_path / "a.pdf")
    text = _text(tmp_path / "a.pdf")
    assert [name for name in names if name not in text] == []
    assert "6,000.00" in text or "6000.00" in text


def test_a_file_that_cannot_be_written_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    before = dump(desk.store)
    for act in (print_pay_sheet, write_pay_workbook):
        with pytest.raises(FileError):
            act(desk, MONTH, tmp_path / "nowhere" / "a.pdf")
    assert dump(desk.store) == before


# --- letters -------------------------------------------------------------------------------------
def test_the_score_is_told_item_by_item(desk: Desk, tmp_path: Path) -> None:
    done = score(desk, make_agreement(desk, make_carer(desk)), 85, opinion="屋里干净")
    printed = print_score_notices(desk, [done.score_id], tmp_path / "a.pdf")
    text = _text(printed.path)
    assert "85分" in text
    assert "饮食照料" in text
    assert "屋里干净" in text
    assert "取消护理资格" not in text


def test_a_failed_score_and_the_end_of_the_qualification_are_told(
    desk: Desk, tmp_path: Path
) -> None:
    carer_id = make_carer(desk)
    done = score(desk, make_agreement(desk, carer_id), 58)
    print_score_notices(desk, [done.score_id], tmp_path / "a.pdf")
    assert "立即取消护理资格" in _text(tmp_path / "a.pdf")
    print_cancel_notice(desk, carer_id, tmp_path / "b.pdf")
    text = _text(tmp_path / "b.pdf")
    assert "2026年5月6日起取消" in text
    assert "HL-2026-001" in text


def test_nothing_is_printed_of_nobody(desk: Desk, tmp_path: Path) -> None:
    carer_id = make_carer(desk)
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="没有取消"):
        print_cancel_notice(desk, carer_id, tmp_path / "a.pdf")
    for ids in ([], [99]):
        with pytest.raises(UserError, match="没有选中"):
            print_score_notices(desk, ids, tmp_path / "a.pdf")
    assert list(tmp_path.glob("*.pdf")) == []
    assert dump(desk.store) == before
