"""What stands on cards and lists, and how far the duties of a cadre were done."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook

from app.core.errors import UserError
from app.core.terms import ContactKind
from app.services.acts import list_acts
from app.services.cadre_papers import (
    ListBy,
    export_pairing_list,
    print_contact_cards,
    print_pairing_list,
)
from app.services.cadre_rates import cadre_rates, export_rates
from app.services.cadres import Away, set_away
from app.services.desk import Desk
from app.services.pairing import HandOver, hand_over
from app.services.visits import RecordContact, record_contact
from tests.conftest import Offices
from tests.factory import TODAY, TOWNSHIP, dump, id_number, make_person
from tests.unit.services.directory import MARCH, give, wang_and_li


def words(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pdf)


def test_papers_never_show_a_whole_number_and_name_the_deputy(desk: Desk, tmp_path: Path) -> None:
    wang, li = wang_and_li(desk)
    number = id_number()
    person = make_person(desk, "张大山", id_no=number)
    give(desk, wang, person)
    set_away(desk, wang, Away(TODAY, None, li))
    before = dump(desk.store)
    cards, by_cadre, by_village, book = (
        tmp_path / n for n in ("1.pdf", "2.pdf", "3.pdf", "4.xlsx")
    )
    assert print_contact_cards(desk, cards).count == 1
    assert print_pairing_list(desk, by_cadre, ListBy.CADRE).count == 1
    assert print_pairing_list(desk, by_village, ListBy.VILLAGE).count == 1
    assert export_pairing_list(desk, book).count == 1
    assert dump(desk.store) == before
    assert "李支书13800000002" in words(cards)
    assert "青山镇政府" in words(by_cadre)
    assert "清水村责任人1名" in words(by_village)
    cells = [str(cell.value) for row in load_workbook(book).active.rows for cell in row]  # type: ignore[union-attr]
    masked = f"{number[:2]}{'*' * 13}{number[-3:]}"
    assert masked in cells
    for text in (words(cards), words(by_cadre), words(by_village), "".join(cells)):
        assert number not in text
    assert [act.words for act in list_acts(desk, limit=4)] == [
        "导出结对帮扶名单：1 人", "打印结对帮扶名单：1 人", "打印结对帮扶名单：1 人",
        "打印帮扶联络卡：1 张",
    ]  # fmt: skip


def test_nobody_to_print_is_said_and_no_file_is_made(desk: Desk, tmp_path: Path) -> None:
    wang, li = wang_and_li(desk)
    give(desk, wang, make_person(desk))
    with pytest.raises(UserError, match="没有可以打印的包保对象"):
        print_contact_cards(desk, tmp_path / "cards.pdf", [li])
    assert list(tmp_path.glob("*.pdf")) == []


def test_duties_count_for_whoever_was_responsible_when_they_fell_due(
    offices: Offices, tmp_path: Path
) -> None:
    with offices.township(TOWNSHIP, date(2026, 1, 5)) as desk:
        wang, li = wang_and_li(desk)
        person = make_person(desk, categories=("orphan",))
        give(desk, wang, person, start=date(2026, 1, 5))
    with offices.township(TOWNSHIP, date(2026, 2, 10)) as desk:
        record_contact(desk, RecordContact(person, date(2026, 2, 10), ContactKind.VISIT))
    with offices.township(TOWNSHIP, date(2026, 5, 6)) as desk:
        hand_over(desk, HandOver(wang, li, MARCH))
        rates = cadre_rates(desk, date(2026, 2, 1), date(2026, 5, 6))
        found = {row.name: (row.due, row.done, row.rate_words) for row in rates.rows}
        assert found == {"王干部": (1, 1, "100.0%"), "李支书": (2, 0, "0.0%")}
        assert rates.rows[0].name == "李支书"
        assert rates.rows[0].clause_words == "S3.216 0/2"
        assert "取消评先评优资格" in rates.clause
        assert export_rates(desk, tmp_path / "rates.xlsx", rates) == 2


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (date(2026, 6, 1), date(2026, 7, 1), "起止日期不对"),
        (date(2026, 4, 1), date(2026, 3, 1), "起止日期不对"),
        (date(2024, 4, 1), date(2026, 3, 1), "时间太长"),
    ],
)
def test_days_that_cannot_be_reckoned_are_refused(
    desk: Desk, first: date, last: date, why: str
) -> None:
    with pytest.raises(UserError, match=why):
        cadre_rates(desk, first, last)
