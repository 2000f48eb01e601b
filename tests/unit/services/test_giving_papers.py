"""Papers and workbooks of giving: what stands on them, with short and very long contents."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from openpyxl import load_workbook

from app.core.errors import FileError, UserError
from app.core.periods import Period
from app.core.terms import GiftSource
from app.exporters.pdf_preview import page_count
from app.models.person import Person
from app.services.acts import list_acts
from app.services.desk import Desk
from app.services.donations import RecordDonation, list_donations, record_donation
from app.services.festival_lines import GiveOut, add_people, give_out
from app.services.festivals import KeepFestival, keep_festival, show_festival
from app.services.gift_register import GiftQuery, list_gifts, show_fairness
from app.services.gifts import Thing
from app.services.giving_books import save_festival_list, save_register
from app.services.giving_papers import (
    print_donation_receipt,
    print_receipts,
    print_register,
    print_signatures,
)
from tests.factory import TODAY, VILLAGES, make_household, make_person
from tests.unit.services.giving import bags, give_to, money, rice

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


LONG = (
    "一床加厚棉被、一件羽绒服、两双棉鞋、一台电暖器，"
    "由村干部、驻村工作队和志愿者一起送到家里并安装好"
)


def _texts(path: Path) -> list[str]:
    with pdfium.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def _id_no(desk: Desk, person: int) -> str:
    with desk.store.read() as session:
        return session.get_one(Person, person).id_no or ""


def test_a_receipt_has_two_halves_and_no_whole_identity_number(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, "买买提·艾山")
    first = give_to(desk, person, money("1409.50"))
    second = give_to(desk, person, Thing(words=LONG))
    out = tmp_path / "receipts.pdf"
    assert print_receipts(desk, [first.gift_id, second.gift_id], out).count == 2
    text = "".join(_texts(out))
    assert text.count("领 取 单") == 4
    for words in ("存根联", "领取联", "壹仟肆佰零玖元伍角", first.number, "羽绒服"):
        assert text.count(words) == 2
    assert _id_no(desk, person) not in text
    assert "打印领取单：2 张" in {act.words for act in list_acts(desk)}


def test_a_donation_receipt_names_donor_money_and_goods(desk: Desk, tmp_path: Path) -> None:
    item = rice(desk, 0)
    command = RecordDonation(
        TODAY, "爱心商会", Decimal("5000.00"), ((item, Decimal(20)),), "13912345678", "困难老人"
    )
    record_donation(desk, command)
    out = tmp_path / "donation.pdf"
    print_donation_receipt(desk, list_donations(desk)[0].id, out)
    (text,) = _texts(out)
    for words in ("爱心商会", "伍仟元整", "大米 20 袋", "139****5678", "困难老人", "JZ2026-00001"):
        assert words in text
    with pytest.raises(UserError, match="没有找到这笔捐赠"):
        print_donation_receipt(desk, 99, out)


def _list(desk: Desk, people: list[int], thing: Thing) -> int:
    list_ = keep_festival(desk, KeepFestival("中秋节", None, 2026, Decimal(1000)))
    add_people(desk, list_, people, thing)
    return list_


def test_a_signature_sheet_starts_anew_in_each_village(desk: Desk, tmp_path: Path) -> None:
    here = [make_person(desk, f"甲{n}") for n in range(3)]
    there = [make_person(desk, f"乙{n}", village=VILLAGES[1]) for n in range(30)]
    list_ = _list(desk, here + there, money("100.00"))
    out = tmp_path / "sign.pdf"
    assert print_signatures(desk, list_, out).count == 33
    pages = _texts(out)
    assert len(pages) == page_count(out) == 3
    assert f"{VILLAGES[0]}中秋节慰问发放签字表" in pages[0]
    assert "合计 3 行" in pages[0]
    assert "叁佰元整" in pages[0]
    assert "本页" in pages[1]
    assert "大写" not in pages[1]
    assert "叁仟元整" in pages[2]
    assert not any(_id_no(desk, person) in "".join(pages) for person in here)
    assert print_signatures(desk, list_, out, villages=[VILLAGES[0]]).count == 3


def test_a_line_without_a_price_is_told_on_the_sheet(desk: Desk, tmp_path: Path) -> None:
    list_ = _list(desk, [make_person(desk)], Thing(words=LONG))
    out = tmp_path / "sign.pdf"
    print_signatures(desk, list_, out)
    assert "另有 1 行没有折价" in _texts(out)[0]
    give_out(desk, GiveOut(list_, TODAY))
    with pytest.raises(UserError, match="没有等待发放"):
        print_signatures(desk, list_, out)


def test_the_register_is_written_as_paper_and_as_a_workbook(desk: Desk, tmp_path: Path) -> None:
    item = rice(desk)
    first, second = make_person(desk, "甲"), make_person(desk, "=乙", village=VILLAGES[1])
    make_person(desk, "没有的人", categories=("orphan",))
    give_to(desk, first, bags(item, 2))
    give_to(desk, second, money("100.00"), GiftSource.DONATION)
    found = list_gifts(desk, GiftQuery(first=YEAR.first, last=YEAR.last))
    assert (found.worth, found.people) == (Decimal("230.00"), 2)
    ids = [row.id for row in found.rows]
    paper, book = tmp_path / "register.pdf", tmp_path / "register.xlsx"
    assert print_register(desk, ids, paper).count == 2
    assert page_count(paper) == 2
    assert save_register(desk, ids, book, window=YEAR).count == 2
    sheets = load_workbook(book)
    assert sheets.sheetnames == ["发放登记", "按村", "按类别", "没有得到的", "得到最多的"]
    rows = list(sheets["按村"].iter_rows(min_row=4, values_only=True))
    assert rows == [(VILLAGES[0], 2, 1, 1, 130, 0, 65), (VILLAGES[1], 1, 1, 1, 100, 0, 100)]
    assert [row[1] for row in sheets["没有得到的"].iter_rows(min_row=4, values_only=True)] == [
        "没有的人"
    ]
    text = "".join(str(c) for row in sheets["发放登记"].iter_rows(values_only=True) for c in row)
    assert _id_no(desk, first) not in text


def test_a_paper_of_nothing_or_to_nowhere_leaves_no_trace(desk: Desk, tmp_path: Path) -> None:
    given = give_to(desk, make_person(desk), money("1.00"))
    list_ = keep_festival(desk, KeepFestival("中秋节", None, 2026))
    gone = tmp_path / "none" / "x.pdf"
    acts = len(list_acts(desk))
    for act, error in (
        (lambda: print_receipts(desk, [], gone), UserError),
        (lambda: print_register(desk, [99], gone), UserError),
        (lambda: save_register(desk, [], gone, window=YEAR), UserError),
        (lambda: save_festival_list(desk, list_, gone), UserError),
        (lambda: print_receipts(desk, [given.gift_id], gone), FileError),
        (lambda: save_register(desk, [given.gift_id], gone, window=YEAR), FileError),
    ):
        with pytest.raises(error):
            act()
    assert len(list_acts(desk)) == acts
    assert not gone.exists()


def test_a_festival_list_is_saved_with_what_was_handed_out(desk: Desk, tmp_path: Path) -> None:
    list_ = _list(desk, [make_person(desk, name) for name in "甲乙"], money("100.00"))
    absent = frozenset({show_festival(desk, list_).lines[1].id})
    give_out(desk, GiveOut(list_, TODAY, absent=absent))
    out = tmp_path / "list.xlsx"
    assert save_festival_list(desk, list_, out).count == 2
    sheet = load_workbook(out).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert [(row[2], row[8]) for row in rows] == [("甲", 0), ("乙", 1)]
    assert rows[1][7] is None
    assert "已发 1 人" in str(sheet["A2"].value)


def test_fairness_shows_who_got_nothing_and_who_got_most(desk: Desk) -> None:
    first, second, third = (make_person(desk, name) for name in "甲乙丙")
    make_household(desk, (second, third))
    give_to(desk, first, money("50.00"))
    give_to(desk, second, money("80.00"), for_household=True)
    poor = make_person(desk, "丁", village=VILLAGES[1], categories=("orphan",))
    make_person(desk, "没有类别", categories=())
    found = show_fairness(desk, YEAR)
    assert [one.person_id for one in found.nothing] == [poor]
    assert [(one.name, one.worth) for one in found.most] == [
        ("乙", Decimal("80.00")), ("甲", Decimal("50.00"))
    ]  # fmt: skip
    assert {one.name: one.people for one in found.villages} == {VILLAGES[0]: 3, VILLAGES[1]: 1}
    assert sum(one.worth for one in found.categories) == Decimal("130.00")
