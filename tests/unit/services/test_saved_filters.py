"""Conditions under a name: each clerk's own, kept, replaced, forgotten."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.errors import UserError
from app.services.desk import Actor, Desk
from app.services.saved_filters import SavedFilter, drop_filter, keep_filter, list_filters
from tests.conftest import desk_at
from tests.factory import dump

LOW = SavedFilter("石桥村低保", {"village": "石桥村", "category": "dibao_rural"})
OLD = SavedFilter("高龄", {"sort": "年龄", "down": "yes"})


def test_a_filter_is_there_after_a_restart(desk: Desk) -> None:
    keep_filter(desk, "people", LOW)
    keep_filter(desk, "people", OLD)
    folder = desk.folder
    desk.store.close()
    with desk_at(folder) as again:
        assert list_filters(again, "people") == (LOW, OLD)
        assert list_filters(again, "visits") == ()


def test_another_clerk_has_other_filters(desk: Desk) -> None:
    keep_filter(desk, "people", LOW)
    other = replace(desk, actor=Actor("李经办"))
    assert list_filters(other, "people") == ()
    keep_filter(other, "people", OLD)
    drop_filter(other, "people", LOW.name)
    assert list_filters(desk, "people") == (LOW,)


def test_the_same_name_is_replaced_and_a_dropped_one_is_gone(desk: Desk) -> None:
    keep_filter(desk, "people", LOW)
    changed = SavedFilter(f" {LOW.name} ", {"village": "清水村"})
    keep_filter(desk, "people", changed)
    assert [each.values for each in list_filters(desk, "people")] == [changed.values]
    drop_filter(desk, "people", LOW.name)
    drop_filter(desk, "people", LOW.name)
    assert list_filters(desk, "people") == ()


@pytest.mark.parametrize("name", ["", "   ", "名" * 21])
def test_a_bad_name_is_refused_and_nothing_is_written(desk: Desk, name: str) -> None:
    before = dump(desk.store)
    with pytest.raises(UserError, match="名称"):
        keep_filter(desk, "people", SavedFilter(name, {}))
    assert dump(desk.store) == before
