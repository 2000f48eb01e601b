"""Categories and code lists: whole, consistent, renameable with dates."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.code_lists import (
    code_lists,
    kept_words,
    lists_of,
    normal_word,
    standard_words,
    words_with,
)
from app.core.codes import (
    OWN_GROUP,
    Codes,
    OwnText,
    categories,
    category_name,
    conflicts_between,
)
from app.core.dictionary import HOUSEHOLD, PERSON

DAY = date(2026, 5, 6)
# How many categories each of the founding documents names: S0.101 to S0.126 and so on.
NAMED = {"S0": 26, "S1": 12, "S2": 27, "S3": 30, "S4": 16}
IDS = [f"{document}.{100 + n}" for document, last in NAMED.items() for n in range(1, last + 1)]
# The source does not say which kept word is meant; the office decides.
LEFT_TO_THE_OFFICE = {("health", "癌症"), ("health", "多病")}


def test_every_category_of_the_founding_documents_has_a_row() -> None:
    carried = {source for category in categories().values() for source in category.sources}
    assert len(IDS) == 111
    assert [one for one in IDS if one not in carried] == []
    assert carried - set(IDS) == {"province"}


def test_every_category_says_what_it_is() -> None:
    for category in categories().values():
        assert category.level in {"person", "household", "village"}, category.code
        assert category.code.isascii(), category.code
        assert category.criteria.endswith("。"), category.code
        assert category.group, category.code


def test_names_and_other_words_of_categories_mean_one_category_each() -> None:
    words = [word for c in categories().values() for word in (c.name, *c.also)]
    assert sorted(words) == sorted(set(words))


def test_conflicts_name_categories_and_never_the_same_one() -> None:
    for category in categories().values():
        assert set(category.conflicts) <= set(categories()) - {category.code}


def test_a_conflict_holds_in_both_directions() -> None:
    tekun, orphan = categories()["tekun_central"], categories()["orphan"]
    assert conflicts_between(tekun, orphan)
    assert conflicts_between(orphan, tekun)
    assert not conflicts_between(orphan, categories()["disabled"])


def test_the_helping_side_and_what_follows_from_facts_are_not_offered_unless_asked_for() -> None:
    offered = {c.code for group in Codes().offered_categories(DAY) for c in group.categories}
    every = {c.code for g in Codes().offered_categories(DAY, every=True) for c in g.categories}
    assert offered.isdisjoint({"guardian", "filial_star", "four_kinds_child"})
    assert {"guardian", "filial_star", "four_kinds_child"} <= every
    assert "empty_shell_village" not in every


def test_a_group_of_a_pick_list_stands_in_one_place() -> None:
    names = [group.name for group in Codes().offered_categories(DAY, every=True)]
    assert len(names) == len(set(names))


def test_a_new_name_counts_from_its_day_on_and_the_old_one_before() -> None:
    codes = Codes((OwnText("category", "monitored", "防止返贫监测对象", date(2026, 1, 1)),))
    assert codes.category_name("monitored", date(2025, 12, 31)) == "监测对象"
    assert codes.category_name("monitored", date(2026, 1, 1)) == "防止返贫监测对象"
    assert category_name("monitored") == "监测对象"


def test_of_two_names_the_one_that_began_last_counts() -> None:
    codes = Codes((
        OwnText("category", "monitored", "第二个", date(2026, 3, 1)),
        OwnText("category", "monitored", "第一个", date(2026, 1, 1), date(2026, 2, 28)),
    ))
    assert codes.category_name("monitored", date(2026, 2, 1)) == "第一个"
    assert codes.category_name("monitored", DAY) == "第二个"


def test_a_category_of_the_office_is_offered_last_while_it_counts() -> None:
    codes = Codes((
        OwnText("category", "own_1", "易返贫致贫重点户", date(2026, 1, 1), source="会议"),
    ))
    last = codes.offered_categories(DAY)[-1]
    assert (last.name, [c.name for c in last.categories]) == (OWN_GROUP, ["易返贫致贫重点户"])
    assert all(g.name != OWN_GROUP for g in codes.offered_categories(date(2025, 12, 31)))
    assert codes.category_names(["own_1", "orphan"], DAY) == ("孤儿", "易返贫致贫重点户")


def test_a_category_that_the_office_does_not_use_is_not_offered() -> None:
    codes = Codes((OwnText("category", "vagrant", "流浪乞讨人员", offered=False),))
    offered = {c.code for group in codes.offered_categories(DAY) for c in group.categories}
    assert "vagrant" not in offered
    assert codes.category_name("vagrant", DAY) == "流浪乞讨人员"


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert Codes().category_names(["from_afar"], DAY) == ("from_afar",)


def test_lists_name_facts_that_exist_and_entries_once() -> None:
    known = {*PERSON, *HOUSEHOLD, "relation"}
    for found in code_lists().values():
        assert set(found.fields) <= known, found.key
        assert all(entry.code and entry.text for entry in found.entries), found.key


def test_the_same_number_means_different_things_in_different_lists() -> None:
    meant = {found.key: found.text_of("60") for found in lists_of("education")}
    assert meant == {
        "education_gb": "普通高中",
        "education_1984": "高中",
        "education_dibao": "初中",
    }


def test_codes_are_found_by_text_whatever_its_width() -> None:
    assert code_lists()["health_dibao"].code_of("一般（长病）") == "2"
    assert code_lists()["relation_gb"].code_of("女婿") == "28"


def test_what_was_seen_only_once_is_marked() -> None:
    unsure = [e.text for e in code_lists()["relation_gb"].entries if not e.sure]
    assert unsure == ["保姆"]
    assert not code_lists()["left_behind_kind"].sure


@pytest.mark.parametrize("field", sorted(kept_words()))
def test_every_text_of_a_list_means_a_word_that_is_kept(field: str) -> None:
    words, kept = standard_words()[field], set(kept_words()[field])
    assert set(words.values()) <= kept
    missing = {
        (field, entry.text)
        for found in lists_of(field)
        for entry in found.entries
        if normal_word(entry.text) not in words
    }
    assert missing <= LEFT_TO_THE_OFFICE


def test_the_word_of_the_office_goes_before_the_shipped_one() -> None:
    codes = Codes((OwnText("education", "夜校", "夜校"),), {("education", "高中"): "高中（本地）"})
    words = words_with(codes)["education"]
    assert (words["夜校"], words["高中"], words["小学教育"]) == ("夜校", "高中（本地）", "小学")
    assert words_with(Codes())["sex"]["男性"] == "男"
