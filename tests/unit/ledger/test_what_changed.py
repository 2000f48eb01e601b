"""Two workbooks as texts: which cells differ, however the rows were moved about."""

from __future__ import annotations

from app.ledger.what_changed import CellChange, Cells, find_changes

HEAD = {1: "人员标识", 2: "姓名", 3: "备注"}


def sheet(*rows: tuple[str, str, str]) -> Cells:
    lines = {
        number: {at: text for at, text in enumerate(row, 1) if text}
        for number, row in enumerate(rows, 2)
    }
    return {1: HEAD, **lines}


KEPT = {"人员": sheet(("k1", "张三", "甲"), ("k2", "李四", ""), ("k3", "王五", "丙"))}


def changes(*rows: tuple[str, str, str]) -> list[tuple[int | None, str, str, str, str]]:
    found = find_changes(KEPT, {"人员": sheet(*rows)})
    return [(c.row, c.column, c.before, c.after, c.what) for c in found]


def test_the_same_rows_in_another_order_are_no_difference() -> None:
    assert changes(("k3", "王五", "丙"), ("k1", "张三", "甲"), ("k2", "李四", "")) == []


def test_a_cell_tells_its_row_in_the_file_and_what_stood_there() -> None:
    told = changes(("k2", "李四", "乙"), ("k1", "张三", "甲"), ("k3", "王五", "丙"))
    assert told == [(2, "备注", "", "乙", "改动")]


def test_a_deleted_row_does_not_make_every_row_below_it_differ() -> None:
    told = changes(("k2", "李四", ""), ("k3", "王五", "丙"))
    assert told == [(2, "", "k1，张三，甲", "", "缺少整行")]


def test_an_added_row_is_told_whole() -> None:
    told = changes(
        *[("k1", "张三", "甲"), ("k2", "李四", ""), ("k3", "王五", "丙")], ("k9", "丁", "")
    )
    assert told == [(5, "", "", "k9，丁", "多出整行")]


def test_a_damaged_key_is_one_changed_cell() -> None:
    told = changes(("1E+17", "张三", "甲"), ("k2", "李四", ""), ("k3", "王五", "丙"))
    assert told == [(2, "人员标识", "k1", "1E+17", "改动")]


def test_sheets_and_columns_that_came_or_went_are_named() -> None:
    now = {"人员": {1: {1: "人员标识", 2: "姓名", 3: "核对"}, 2: {1: "k1", 2: "张三"}}, "草稿": {}}
    found = find_changes({**KEPT, "家庭": {}}, now)
    told = {(c.sheet, c.column, c.what) for c in found if c.row in {None, 1}}
    assert told == {
        ("人员", "备注", "缺少列"),
        ("人员", "核对", "多出列"),
        ("家庭", "", "缺少工作表"),
        ("草稿", "", "多出工作表"),
    }


def test_front_pages_are_compared_place_by_place() -> None:
    found = find_changes({"封面": {3: {2: "青山镇"}}}, {"封面": {3: {2: "白云镇"}}})
    assert found == (CellChange("封面", 3, "", "第 2 列", "青山镇", "白云镇", "改动"),)
