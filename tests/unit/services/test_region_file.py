"""A county's list of places: previewed, taken over whole, faults in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.core.errors import DeclinedError, FileError
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.office import expect_office
from app.services.people import PeopleQuery, find_people
from app.services.region_file import PlacePreview, commit_places, place_name, preview_places
from app.services.villages import list_villages, rename_village
from tests.factory import VILLAGES, dump, make_person

QINGSHUI, SHIQIAO = VILLAGES
HEAD = ("代码", "名称", "级别", "从", "到", "并入代码")
FIRST, SECOND, THIRD = "990101101201", "990101101202", "990101101203"


def _list(folder: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("样例县区划名单",))
    sheet.append(HEAD)
    for row in rows:
        sheet.append(list(row))
    book.save(folder / "区划.xlsx")
    return folder / "区划.xlsx"


def _words(preview: PlacePreview) -> list[str]:
    return [f"{change.kind}：{change.words}" for change in preview.changes]


def test_codes_are_filled_in_new_villages_added_and_others_left_out(
    desk: Desk, tmp_path: Path
) -> None:
    path = _list(
        tmp_path,
        ("990101", "样例县", "县"),
        ("990101101", "青山镇", "镇"),
        (FIRST, QINGSHUI, "村"),
        (THIRD, "白云村", "村", "2026-01-01"),
        ("990101102201", "别镇村", "村"),
    )
    preview = preview_places(desk, path)
    assert _words(preview) == [
        f"补代码：清水村 的代码：{FIRST}",
        f"新增：白云村（{THIRD}）",
    ]
    assert (preview.others, preview.places, preview.faults) == (1, 2, ())
    before = dump(desk.store)
    assert preview_places(desk, path) == preview
    assert dump(desk.store) == before
    assert commit_places(desk, preview) == 2
    assert [(row.name, row.code) for row in list_villages(desk)] == [
        (QINGSHUI, FIRST),
        (SHIQIAO, ""),
        ("白云村", THIRD),
    ]
    with desk.store.read() as session:
        assert place_name(session, FIRST, date(2026, 5, 6)) == "样例县青山镇"
        assert place_name(session, "110101", date(2026, 5, 6)) == ""


def test_the_same_list_again_has_nothing_to_do(desk: Desk, tmp_path: Path) -> None:
    path = _list(tmp_path, ("990101101", "青山镇", "镇"), (FIRST, QINGSHUI, "村"))
    commit_places(desk, preview_places(desk, path))
    with pytest.raises(DeclinedError, match="没有要改的"):
        commit_places(desk, preview_places(desk, path))


def test_a_code_with_two_names_in_time_renames_the_village(desk: Desk, tmp_path: Path) -> None:
    make_person(desk, village=QINGSHUI)
    path = _list(
        tmp_path,
        (FIRST, QINGSHUI, "村", None, "2025-12-31"),
        (FIRST, "清泉社区", "社区", date(2026, 1, 1)),
    )
    preview = preview_places(desk, path)
    assert _words(preview)[0] == "改名：清水村 改名为 清泉社区，从 2026-01-01 起，住 1 人"
    commit_places(desk, preview)
    assert [row.village for row in find_people(desk, PeopleQuery(text="清水"))] == ["清泉社区"]
    undo_act(desk, list_acts(desk)[0].id)
    assert expect_office(desk).villages == VILLAGES


def test_a_village_that_went_into_another_takes_its_people_along(
    desk: Desk, tmp_path: Path
) -> None:
    make_person(desk, village=SHIQIAO)
    path = _list(
        tmp_path,
        (SECOND, SHIQIAO, "村", None, "2026-03-31", THIRD),
        (THIRD, "白云村", "村", "2026-04-01"),
    )
    preview = preview_places(desk, path)
    assert _words(preview)[1] == "合并：石桥村 并入 白云村，1 人随之转入"
    commit_places(desk, preview)
    assert [row.village for row in find_people(desk, PeopleQuery())] == ["白云村"]
    assert expect_office(desk).villages == (QINGSHUI, "白云村")


def test_a_village_with_people_is_not_closed_and_the_row_says_what_to_do(
    desk: Desk, tmp_path: Path
) -> None:
    make_person(desk, village=SHIQIAO)
    path = _list(
        tmp_path,
        (SECOND, SHIQIAO, "村", None, "2026-03-31"),
        (FIRST, QINGSHUI, "村", None, "2026-03-31"),
    )
    preview = preview_places(desk, path)
    assert _words(preview) == ["撤销：清水村 在 2026-03-31 撤销"]
    assert [fault.row for fault in preview.faults] == [3]
    assert "还有 1 人" in preview.faults[0].what
    assert "并入代码" in preview.faults[0].remedy
    commit_places(desk, preview)
    assert expect_office(desk).villages == (SHIQIAO,)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("9901", QINGSHUI, "村"), "代码不是 6、9 或 12 位"),
        ((FIRST, "", "村"), "没有名称"),
        ((FIRST, QINGSHUI, "镇"), "的级别写“镇”"),
        ((FIRST, QINGSHUI, "村", "某天"), "起始日期看不懂"),
        ((FIRST, QINGSHUI, "村", "2026-02-01", "2026-01-01"), "早于起始日期"),
        ((FIRST, QINGSHUI, "村", None, None, THIRD), "并入没有写对"),
        ((FIRST, QINGSHUI, "村", None, "2026-01-01", THIRD), "不在名单里"),
    ],
)
def test_a_faulty_row_is_told_and_changes_nothing(
    desk: Desk, tmp_path: Path, row: tuple[object, ...], words: str
) -> None:
    preview = preview_places(desk, _list(tmp_path, row))
    assert preview.changes == ()
    assert words in preview.faults[0].what
    assert preview.faults[0].row == 3


def test_one_code_never_means_two_places_at_once(desk: Desk, tmp_path: Path) -> None:
    preview = preview_places(
        desk, _list(tmp_path, (FIRST, QINGSHUI, "村"), (FIRST, "清泉村", "村"))
    )
    assert "两个名称" in preview.faults[0].what
    assert "第 3 行" in preview.faults[0].what


def test_a_text_file_will_do(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "区划.csv"
    path.write_text(f"代码,名称\n{FIRST},{QINGSHUI}\n", encoding="gb18030")
    assert len(preview_places(desk, path).changes) == 1


def test_another_table_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_text("姓名,电话\n张三,1\n", encoding="utf-8")
    with pytest.raises(FileError, match="不是区划名单"):
        preview_places(desk, path)


def test_what_changed_since_the_preview_is_not_written_over(desk: Desk, tmp_path: Path) -> None:
    preview = preview_places(desk, _list(tmp_path, (FIRST, QINGSHUI, "村")))
    rename_village(desk, QINGSHUI, "清泉村", first=date(2026, 1, 1))
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="再预览一次"):
        commit_places(desk, preview)
    assert dump(desk.store) == before
