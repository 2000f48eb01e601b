"""What is shown of a person on paper that leaves the office."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.masks import (
    PAPER_ID_MASK,
    IdMask,
    mask_account,
    mask_address,
    mask_id,
    mask_name,
    mask_phone,
)


def test_paper_shows_no_identity_number_unless_a_rule_wants_it():
    assert PAPER_ID_MASK is IdMask.A
    assert not mask_id("11010119900307723X")


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        (IdMask.B, "11010119900307723X", "11*************23X"),
        (IdMask.C, "11010119900307723X", "110101********723X"),
        (IdMask.D, "11010119900307723X", "110***********723X"),
        (IdMask.B, "110101850312002", "11**********002"),
        (IdMask.C, "11010119900307723X42", "110101**********3X42"),
        (IdMask.C, "11010119900307723X42B1", "110101************42B1"),
        (IdMask.B, "1101", "****"),
        (IdMask.C, "", ""),
    ],
)
def test_identity_numbers_of_any_length_are_masked(mask, text, shown):
    assert mask_id(text, mask) == shown


@given(st.text(alphabet="0123456789X*", max_size=30), st.sampled_from(list(IdMask)))
def test_a_mask_never_shows_more_than_its_ends(text, mask):
    shown = mask_id(text, mask)
    assert len(shown) in {0, len(text)}
    assert sum(char != "*" for char in shown) <= 10


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13812341234", "138****1234"),
        ("0591-1234567", "059*****4567"),
        ("13812341234/13912345678", "138****1234/139****5678"),
        ("1234567", "*******"),
        ("", ""),
    ],
)
def test_phones_keep_their_ends(text, shown):
    assert mask_phone(text) == shown


def test_accounts_keep_the_last_four_digits():
    assert mask_account("6217 0000 1111 2222") == "**** 2222"
    assert mask_account("1234") == "****"
    assert not mask_account(" ")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("李明", "李*"),
        ("李小明", "李*明"),
        ("欧阳小明", "欧**明"),
        ("买买提·吐尔逊", "买*****逊"),
        ("𬭊䶮", "𬭊*"),
        ("李", "*"),
        ("", ""),
    ],
)
def test_names_keep_their_ends(name, shown):
    assert mask_name(name) == shown


def test_a_child_is_shown_by_the_surname_only():
    assert mask_name("李小明", minor=True) == "李**"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("某市青山镇红旗村3组12号", "某市青山镇红旗村"),
        ("红旗村3组", "红旗村"),
        ("青山镇正街5号", "青山镇"),
        ("和平街道和平社区5栋", "和平街道和平社区"),
        ("和平路5号", ""),
    ],
)
def test_addresses_end_at_the_village_or_township(address, shown):
    assert mask_address(address) == shown
