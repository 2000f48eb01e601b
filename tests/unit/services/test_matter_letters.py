"""转办单 on paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from app.core.errors import FileError, UserError
from app.services.acts import list_acts
from app.services.desk import Desk
from app.services.matter_acts import AddMatter, add_matter, assign_matters
from app.services.matter_letters import print_referrals
from tests.factory import CLERK, TOWNSHIP, id_number, make_person

NUMBER = id_number()


def _text(path: Path) -> list[str]:
    document = pdfium.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", "") for page in document]
    finally:
        document.close()


@pytest.fixture
def matter(desk: Desk) -> int:
    person = make_person(desk, "王奶奶", phone="13900001234", id_no=NUMBER)
    return add_matter(desk, AddMatter("request", "想装扶手", person, "县残联", date(2026, 5, 20)))


def test_a_letter_says_who_is_asked_what_for_whom_until_when(
    desk: Desk, matter: int, tmp_path: Path
) -> None:
    printed = print_referrals(desk, [matter], tmp_path / "转办单.pdf")
    (page,) = _text(printed.path)
    for words in (
        "县残联：", "王奶奶", "13900001234", "想装扶手", "2026年5月20日前", "S3.221", TOWNSHIP,
        CLERK, "办理结果",
    ):  # fmt: skip
        assert words in page
    assert NUMBER not in page
    act = list_acts(desk, limit=1)[0]
    assert (act.words, act.undoable) == ("打印转办单：1 件", False)


def test_the_longest_words_stay_above_the_answer(desk: Desk, tmp_path: Path) -> None:
    long = add_matter(desk, AddMatter("request", "很长的诉求" * 100, department="县民政局"))
    (page,) = _text(print_referrals(desk, [long], tmp_path / "长.pdf").path)
    assert page.count("很长的诉求") > 90
    assert page.index("联系人") < page.index("办理结果：")


def test_several_letters_are_one_file_a_page_each(desk: Desk, tmp_path: Path) -> None:
    ids = [add_matter(desk, AddMatter("request", text)) for text in "甲乙"]
    assign_matters(desk, ids, "县医保局")
    assert len(_text(print_referrals(desk, ids, tmp_path / "两件.pdf").path)) == 2


def test_without_a_department_or_a_folder_nothing_is_printed(
    desk: Desk, matter: int, tmp_path: Path
) -> None:
    nobody = add_matter(desk, AddMatter("request", "没有部门"))
    path = tmp_path / "转办单.pdf"
    with pytest.raises(UserError, match="交给哪个部门"):
        print_referrals(desk, [matter, nobody], path)
    with pytest.raises(UserError, match="没有选中"):
        print_referrals(desk, [], path)
    with pytest.raises(FileError):
        print_referrals(desk, [matter], tmp_path / "没有" / "转办单.pdf")
    assert not path.exists()
    assert {act.verb for act in list_acts(desk)} == {"set_up_office", "save_person", "add_matter"}
