"""The zip container: plain when written, without doubt when read."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ledger.container import ContainerError, Part, join, pack, split

NAMES = st.from_regex(r"[a-z]{1,5}/[a-z]{1,5}\.xml", fullmatch=True)


@given(st.dictionaries(NAMES, st.binary(max_size=2000), max_size=5))
def test_parts_come_back_as_they_went_in(content: dict[str, bytes]) -> None:
    data = join([pack(name, [part]) for name, part in content.items()])
    assert {part.name: part.unpack() for part in split(data)} == content


@given(st.dictionaries(NAMES, st.binary(max_size=2000), min_size=1, max_size=5))
def test_other_programs_read_the_same(content: dict[str, bytes]) -> None:
    with ZipFile(BytesIO(join([pack(name, [part]) for name, part in content.items()]))) as other:
        assert other.testzip() is None
        assert {name: other.read(name) for name in other.namelist()} == content
        assert {entry.date_time for entry in other.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_in_words_of_ours(data: bytes) -> None:
    with pytest.raises(ContainerError):
        split(data + b"x")


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_no_changed_byte_goes_unnoticed(place: int, change: int) -> None:
    """Only the unused words of a header (version made by, attributes) may differ."""
    data = bytearray(join([pack("a/b.xml", [b"hello " * 40]), pack("c.xml", [b""])]))
    data[place % len(data)] ^= change
    try:
        parts = {part.name: part.unpack() for part in split(bytes(data))}
    except ContainerError:
        return
    assert parts == {"a/b.xml": b"hello " * 40, "c.xml": b""}


@given(st.binary(max_size=300_000))
def test_pieces_are_the_whole_part(content: bytes) -> None:
    part = pack("a.xml", [content])
    assert b"".join(part.pieces()) == part.unpack() == content


@pytest.mark.parametrize("change", [{"size": 3}, {"crc": 1}, {"packed": b"\x4b"}])
def test_pieces_that_are_not_what_was_promised_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ContainerError):
        list(replace(pack("a.xml", [b"<a/>"]), **change).pieces())  # type: ignore[arg-type]


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    good = pack("a.xml", [b"hello"])
    for size, crc in ((4, good.crc), (6, good.crc), (5, good.crc ^ 1)):
        with pytest.raises(ContainerError):
            Part("a.xml", good.method, crc, size, good.packed).unpack()


@pytest.mark.parametrize(
    "name", ["../a.xml", "/a.xml", "a\\b.xml", "a//b.xml", "a/../b.xml", "a/", "a b.xml", "é.xml"]
)
def test_strange_names_are_refused(name: str) -> None:
    data = join([pack("x" * len(name.encode()), [b"1"])])
    renamed = data.replace(b"x" * len(name.encode()), name.encode())
    with pytest.raises(ContainerError, match="name"):
        split(renamed)
