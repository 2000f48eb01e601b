"""Containers that two programs would read differently, and parts that are no plain XML."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from app.ledger.container import MOST_PARTS
from app.ledger.refusals import Refusal
from tests.samples.ledgers import good as sample
from tests.samples.ledgers.knife import PEOPLE, SIGNATURE, added, edited, hostile, parts

_CENTRAL_MARK, _LOCAL_MARK = b"PK\x01\x02", b"PK\x03\x04"
_CENTRAL_NAME, _LOCAL_NAME = 46, 30


def _header(data: bytes, name: str, mark: bytes) -> int:
    """Where the header of this part begins."""
    size = _CENTRAL_NAME if mark == _CENTRAL_MARK else _LOCAL_NAME
    place = data.find(name.encode())
    while data[place - size : place - size + 4] != mark:
        place = data.index(name.encode(), place + 1)
    return place - size


def _patched(*changes: tuple[bytes, int, bytes], name: str = PEOPLE) -> bytes:
    """The good ledger with bytes of a part's headers changed: (which header, where, what)."""
    data = bytearray(sample.good())
    for mark, offset, what in changes:
        place = _header(bytes(data), name, mark) + offset
        data[place : place + len(what)] = what
    return bytes(data)


def _both(local: int, what: bytes) -> bytes:
    """The same change in both headers of a part; the central one has two bytes more in front."""
    return _patched((_LOCAL_MARK, local, what), (_CENTRAL_MARK, local + 2, what))


def _zipped(*entries: tuple[ZipInfo | str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The good ledger's parts packed by Python, and some more."""
    out = BytesIO()
    with ZipFile(out, "w", method) as archive:
        for name, data in [*parts(sample.good()).items(), *entries]:
            archive.writestr(name, data)
    return out.getvalue()


@hostile(Refusal.BAD_PACKAGE)
def encrypted_entry() -> bytes:
    return _both(6, b"\x01\x00")


@hostile(Refusal.BAD_PACKAGE)
def sizes_after_the_data() -> bytes:
    """A data descriptor: whoever believes the header and whoever believes the descriptor differ."""
    return _both(6, b"\x08\x00")


@hostile(Refusal.BAD_PACKAGE)
def sizes_that_differ_in_the_two_headers() -> bytes:
    return _patched((_LOCAL_MARK, 22, struct.pack("<L", 7)))


@hostile(Refusal.BAD_PACKAGE)
def a_size_that_is_too_small() -> bytes:
    return _both(22, struct.pack("<L", 1000))


@hostile(Refusal.BAD_PACKAGE)
def a_checksum_that_is_wrong() -> bytes:
    return _both(14, b"\x00\x00\x00\x00")


@hostile(Refusal.BAD_PACKAGE)
def compressed_in_a_way_nobody_knows() -> bytes:
    return _both(8, b"\x63\x00")


@hostile(Refusal.BAD_PACKAGE)
def said_to_be_stored_but_compressed() -> bytes:
    return _both(8, b"\x00\x00")


@hostile(Refusal.BAD_PACKAGE)
def compressed_with_lzma() -> bytes:
    return _zipped(method=zipfile.ZIP_LZMA)


@hostile(Refusal.BAD_PACKAGE)
def two_parts_over_each_other() -> bytes:
    """The directory says twice where the same bytes are: the people's sheet is shown as another."""
    data = sample.good()
    place = _header(data, PEOPLE, _LOCAL_MARK)
    return _patched((_CENTRAL_MARK, 42, struct.pack("<L", place)), name="xl/worksheets/sheet5.xml")


@hostile(Refusal.BAD_PACKAGE)
def zip64_that_lies() -> bytes:
    """The sizes stand in an extra field of zip64, and are others than those of the part."""
    info = ZipInfo("xl/media/more.xml")
    info.extra = struct.pack("<HHQQ", 1, 16, 2**40, 2**40)
    return _zipped((info, b"<a/>"))


@hostile(Refusal.BAD_PACKAGE)
def zip64_end_of_the_archive() -> bytes:
    """A second end in front of the end: it says that the directory is somewhere else."""
    data = sample.good()
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 46, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(data) - 22, 1)
    return data[:-22] + end64 + locator + data[-22:]


@hostile(Refusal.BAD_PACKAGE)
def an_archive_within_the_archive() -> bytes:
    """Two ends: who searches from the back and who reads from the front see different parts."""
    return sample.good() + sample.good()


@hostile(Refusal.BAD_PACKAGE)
def an_extra_field() -> bytes:
    info = ZipInfo("xl/media/more.xml")
    info.extra = struct.pack("<HH4s", 0x7075, 4, b"name")
    return _zipped((info, b"<a/>"))


@hostile(Refusal.BAD_PACKAGE)
def a_comment_on_a_part() -> bytes:
    info = ZipInfo("xl/media/more.xml")
    info.comment = b"read me"
    return _zipped((info, b"<a/>"))


@hostile(Refusal.BAD_PACKAGE)
def a_folder_entry() -> bytes:
    return _zipped((ZipInfo("xl/worksheets/"), b""))


@hostile(Refusal.BAD_PACKAGE)
def absolute_path() -> bytes:
    return added(sample.good(), "/xl/evil.xml", b"<a/>")


@hostile(Refusal.BAD_PACKAGE)
def a_drive_in_a_name() -> bytes:
    return added(sample.good(), "C:/evil.xml", b"<a/>")


@hostile(Refusal.BAD_PACKAGE)
def a_name_with_a_percent_sign() -> bytes:
    """To a package ``%73heet4`` is ``sheet4``."""
    return added(sample.good(), "xl/worksheets/%73heet4.xml", b"<a/>")


@hostile(Refusal.BAD_PACKAGE)
def a_name_with_a_zero_byte() -> bytes:
    return added(sample.good(), "xl/evil.xml\0.png", b"<a/>")


@hostile(Refusal.BAD_PACKAGE)
def a_name_in_chinese() -> bytes:
    return _zipped(("xl/附件.xml", b"<a/>"))


@hostile(Refusal.BAD_PACKAGE)
def a_part_of_a_sheet_in_pieces() -> bytes:
    """An interleaved package: the sheet is put together from pieces by whoever knows how."""
    return added(sample.good(), f"{PEOPLE}/[0].piece", b"<a/>")


@hostile(Refusal.BAD_PACKAGE)
def thousands_of_parts() -> bytes:
    return _zipped(*[(f"xl/media/p{n}.xml", b"<a/>") for n in range(MOST_PARTS)])


@hostile(Refusal.BAD_PACKAGE)
def doctype_in_a_sheet() -> bytes:
    laughs = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><worksheet'
    return edited(sample.good(), PEOPLE, b"<worksheet", laughs)


@hostile(Refusal.BAD_PACKAGE)
def an_entity_that_fetches_a_file() -> bytes:
    fetch = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><Relationships'
    return edited(sample.good(), "_rels/.rels", b"<Relationships", fetch)


@hostile(Refusal.BAD_PACKAGE)
def an_encoding_that_hides_a_doctype() -> bytes:
    head = b'<?xml version="1.0" encoding="UTF-7" standalone="yes"?>'
    return edited(
        sample.good(), PEOPLE, b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', head
    )


@hostile(Refusal.BAD_PACKAGE)
def a_byte_order_mark() -> bytes:
    return edited(sample.good(), SIGNATURE, b"<?xml", b"\xef\xbb\xbf<?xml")


@hostile(Refusal.BAD_PACKAGE)
def content_types_that_are_no_xml() -> bytes:
    return edited(sample.good(), "[Content_Types].xml", b"</Types>", b"")
