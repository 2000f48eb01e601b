"""Files that are no ledger, and containers that leave doubt about what they hold."""

from __future__ import annotations

from io import BytesIO

from msoffcrypto.format.ooxml import OOXMLFile

from app.ledger.container import join, split
from app.ledger.refusals import Refusal
from tests.samples.ledgers import good as sample
from tests.samples.ledgers.knife import (
    PEOPLE,
    SIGNATURE,
    added,
    edited,
    hostile,
    packed,
    parts,
)


@hostile(Refusal.NOT_A_WORKBOOK)
def empty_file() -> bytes:
    return b""


@hostile(Refusal.NOT_A_WORKBOOK)
def text_file() -> bytes:
    return "姓名,身份证号\n".encode()


@hostile(Refusal.NOT_A_WORKBOOK)
def old_excel_file() -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


@hostile(Refusal.PASSWORD)
def with_a_password() -> bytes:
    out = BytesIO()
    OOXMLFile(BytesIO(sample.good())).encrypt("口令", out)
    return out.getvalue()


@hostile(Refusal.TOO_BIG)
def zip_bomb() -> bytes:
    return added(sample.good(), "xl/media/bomb.xml", b"<" + bytes(60_000_000))


@hostile(Refusal.TOO_BIG)
def five_hundred_megabytes() -> bytes:
    return sample.good() + bytes(100_000_001)


@hostile(Refusal.BAD_PACKAGE)
def bytes_before() -> bytes:
    return b"MZ" + sample.good()


@hostile(Refusal.BAD_PACKAGE)
def bytes_after() -> bytes:
    return sample.good() + b"\n"


@hostile(Refusal.BAD_PACKAGE)
def archive_comment() -> bytes:
    data = bytearray(sample.good())
    data[-2:] = (5).to_bytes(2, "little")
    return bytes(data) + b"hello"


@hostile(Refusal.BAD_PACKAGE)
def cut_off() -> bytes:
    return sample.good()[:-400]


@hostile(Refusal.BAD_PACKAGE)
def one_bit_flipped() -> bytes:
    data = bytearray(sample.good())
    data[len(data) // 2] ^= 1
    return bytes(data)


@hostile(Refusal.BAD_PACKAGE)
def a_part_twice() -> bytes:
    made = list(split(sample.good()))
    return join([*made, next(part for part in made if part.name == PEOPLE)])


@hostile(Refusal.BAD_PACKAGE)
def names_differ_by_case() -> bytes:
    return added(sample.good(), "XL/workbook.xml", b"<a/>")


@hostile(Refusal.BAD_PACKAGE)
def path_traversal() -> bytes:
    return added(sample.good(), "../outside.xml", b"<a/>")


@hostile(Refusal.BAD_PACKAGE)
def backslash_in_a_name() -> bytes:
    return added(sample.good(), "xl\\evil.xml", b"<a/>")


@hostile(Refusal.BAD_PACKAGE)
def headers_differ() -> bytes:
    data = sample.good()
    place = data.rindex(b"xl/styles.xml")
    return data[:place] + b"xl/stylez.xml" + data[place + 13 :]


@hostile(Refusal.BAD_PACKAGE)
def doctype_in_the_signature() -> bytes:
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><Signature'
    return edited(sample.good(), SIGNATURE, b"<Signature", bomb)


@hostile(Refusal.BAD_PACKAGE)
def a_sheet_in_utf_16() -> bytes:
    content = parts(sample.good())
    content[PEOPLE] = content[PEOPLE].decode().encode("utf-16")
    return packed(content)
