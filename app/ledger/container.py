"""The zip container of a workbook: written without a clock, read without trust.

``zipfile`` is forgiving (it finds archives inside other bytes, believes either of two headers,
writes the time of day) and cannot move a compressed part without unpacking it. A ledger needs the
opposite: the same parts give the same bytes, and what is read is exactly what was sealed.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_FIRST_DAY = 0x21  # 1 January 1980, midnight: the zip epoch
_STORED, _DEFLATED = 0, 8
_HARMLESS_FLAGS = 0x0806  # how hard it was compressed, names in UTF-8
_NAME = re.compile(r"(?:[A-Za-z0-9_\-]+/)*[A-Za-z0-9_\-]+(?:\.[A-Za-z0-9_\-]+)+")
_ODD_NAMES = frozenset({"_rels/.rels", "[Content_Types].xml"})
_LEVEL = 6

LARGEST_FILE = 100_000_000
LARGEST_UNPACKED = 1_000_000_000
LARGEST_RATIO = 200
MOST_PARTS = 500
_RATIO_FREE = 100_000
_PIECE = 64 * 1024


class ContainerError(Exception):
    """The bytes are not a container as this program writes them; the text says what was met."""


class TooBigError(ContainerError):
    """Larger, or unpacking to more, than any ledger."""


@dataclass(frozen=True)
class Part:
    """One compressed part. ``size`` and ``crc`` are those of the unpacked bytes."""

    name: str
    method: int
    crc: int
    size: int
    packed: bytes

    def unpack(self) -> bytes:
        """The part's bytes. Raises ContainerError when they are not what the headers promise."""
        if self.method == _STORED:
            data = self.packed
        else:
            unpacker = zlib.decompressobj(-15)
            try:
                data = unpacker.decompress(self.packed, self.size + 1)
            except zlib.error as error:
                raise ContainerError(f"{self.name}: damaged") from error
            if not unpacker.eof or unpacker.unused_data:
                raise ContainerError(f"{self.name}: does not end where it should")
        if len(data) != self.size or zlib.crc32(data) != self.crc:
            raise ContainerError(f"{self.name}: wrong size or checksum")
        return data

    def pieces(self) -> Iterator[bytes]:
        """The same bytes piece by piece: a county's sheet unpacks to half a gigabyte."""
        if self.method == _STORED:
            yield self.unpack()
            return
        unpacker = zlib.decompressobj(-15)
        crc, size, packed = 0, 0, memoryview(self.packed)
        for start in range(0, len(packed), _PIECE):
            try:
                piece = unpacker.decompress(packed[start : start + _PIECE])
            except zlib.error as error:
                raise ContainerError(f"{self.name}: damaged") from error
            crc, size = zlib.crc32(piece, crc), size + len(piece)
            yield piece
        if not unpacker.eof or unpacker.unused_data or size != self.size or crc != self.crc:
            raise ContainerError(f"{self.name}: wrong size or checksum")


class Unpacking(Mapping[str, bytes]):
    """The parts of a container by name, each unpacked whenever it is asked for: those of a county
    are too large to be held together."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._parts = {part.name: part for part in parts}

    def __getitem__(self, name: str) -> bytes:
        return self._parts[name].unpack()

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


def pack(name: str, chunks: Iterable[bytes]) -> Part:
    """Compress a part piece by piece, holding only the compressed bytes."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    crc, size, packed = 0, 0, bytearray()
    for chunk in chunks:
        crc, size = zlib.crc32(chunk, crc), size + len(chunk)
        packed += packer.compress(chunk)
    packed += packer.flush()
    if not size:
        return Part(name, _STORED, 0, 0, b"")
    return Part(name, _DEFLATED, crc, size, bytes(packed))


def join(parts: Sequence[Part]) -> bytes:
    """The container with these parts in this order; no clock, no extra fields, no comment."""
    pieces: list[bytes] = []
    directory, offset = b"", 0
    for part in parts:
        name = part.name.encode("ascii")
        sizes = (part.crc, len(part.packed), part.size)
        both = (_VERSION, 0, part.method, 0, _FIRST_DAY, *sizes, len(name), 0)
        header = _LOCAL.pack(b"PK\x03\x04", *both) + name
        pieces += (header, part.packed)
        directory += _CENTRAL.pack(b"PK\x01\x02", _VERSION, *both, 0, 0, 0, 0, offset) + name
        offset += len(header) + len(part.packed)
    count = len(parts)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
    return b"".join([*pieces, directory, end])


def split(data: bytes) -> tuple[Part, ...]:
    """The parts of a container that leaves no doubt about what it holds.

    Raises ContainerError for anything a forgiving reader would guess about: bytes before, between
    or after, comments, extra fields, headers that differ, encryption, folders, strange, doubled or
    case-variant names, and for sizes no ledger has (a zip bomb).
    """
    if len(data) > LARGEST_FILE:
        raise TooBigError(f"{len(data)} bytes")
    if len(data) < _END.size:
        raise ContainerError("too short")
    mark, disk, disk2, count, total, length, start, comment = _END.unpack(data[-_END.size :])
    if mark != b"PK\x05\x06" or disk or disk2 or count != total or comment:
        raise ContainerError("no plain end of the archive")
    if start + length != len(data) - _END.size or count > MOST_PARTS:
        raise ContainerError("bytes before or after the directory")
    parts, expected, place = [], 0, start
    for _ in range(count):
        part, place, expected = _one(data, place, expected)
        parts.append(part)
    if place != start + length or expected != start:
        raise ContainerError("bytes between the parts")
    _check_names_and_sizes(parts)
    return tuple(parts)


def _one(data: bytes, place: int, expected: int) -> tuple[Part, int, int]:
    """The part whose directory entry is at ``place`` and whose bytes must begin at ``expected``."""
    try:
        mark, _, *both, comment, disk, _, _, offset = _CENTRAL.unpack_from(data, place)
        local_mark, *local = _LOCAL.unpack_from(data, offset)
    except struct.error as error:
        raise ContainerError("a header is cut off") from error
    _, flags, method, _, _, crc, packed_size, size, name_length, extra = both
    if mark != b"PK\x01\x02" or local_mark != b"PK\x03\x04" or local != both:
        raise ContainerError("the two headers of a part differ")
    if offset != expected or comment or disk or extra or flags & ~_HARMLESS_FLAGS:
        raise ContainerError("extra fields, gaps or encryption")
    if method not in {_STORED, _DEFLATED}:
        raise ContainerError("unknown compression")
    name_at, begin = place + _CENTRAL.size, offset + _LOCAL.size
    name = data[name_at : name_at + name_length]
    if data[begin : begin + name_length] != name:
        raise ContainerError("the two names of a part differ")
    end = begin + name_length + packed_size
    part = Part(name.decode("latin-1"), method, crc, size, data[begin + name_length : end])
    return part, name_at + name_length, end


def _check_names_and_sizes(parts: Sequence[Part]) -> None:
    names = [part.name for part in parts]
    for name in names:
        if name not in _ODD_NAMES and not _NAME.fullmatch(name):
            raise ContainerError("a part's name is not allowed")
    if len({name.lower() for name in names}) != len(names):
        raise ContainerError("two parts of the same name")
    if sum(part.size for part in parts) > LARGEST_UNPACKED:
        raise TooBigError("unpacks to too much")
    for part in parts:
        if part.size > _RATIO_FREE and part.size > LARGEST_RATIO * max(len(part.packed), 1):
            raise TooBigError("unpacks to too much")
