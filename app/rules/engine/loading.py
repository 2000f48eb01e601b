"""Reads ``resources/policy``: one TOML file a parameter. Whatever is not as it must be is refused
with file, line and what to write, before anything is used."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeGuard

from app.rules.engine.parameters import Pack, Parameter, Source, Version
from app.rules.engine.values import (
    PolicyFileError,
    Reader,
    Spot,
    read_day,
    read_flag,
    read_text,
    read_texts,
    refuse_other_than,
)

_FILE_KEYS = frozenset({"title", "kind", "unit", "open", "choices", "version"})
_VERSION_KEYS = frozenset({
    "value", "repeal", "from", "issued", "until", "scope", "cite", "default", "reason",
})  # fmt: skip
_SOURCE_WORDS = ("id", "document", "section", "quote")
_SOURCE_KEYS = (*_SOURCE_WORDS, "not_computed")
_PACK_WORDS = ("key", "name", "document", "region")
_PACK_KEYS = (*_PACK_WORDS, "from", "until", "reason", "default", "also")
_AT_LINE = re.compile(r"at line (\d+)")


def read_parameters(root: Path, readers: Mapping[str, Reader]) -> Mapping[str, Parameter]:
    """All parameters in the folders of ``root`` by key (``standard/dibao_urban.toml`` →
    ``standard.dibao_urban``). Raises PolicyFileError."""
    found = {}
    for path in sorted(root.glob("*/**/*.toml")):
        name = path.relative_to(root).with_suffix("")
        key = ".".join(name.parts)
        found[key] = read_parameter(path, key, readers)
    return MappingProxyType(found)


def read_parameter(path: Path, key: str, readers: Mapping[str, Reader]) -> Parameter:
    """One parameter from one file. Raises PolicyFileError."""
    file = key.replace(".", "/") + ".toml"
    text, table = _toml(path, file)
    spot = Spot(file, text)
    _only(table, _FILE_KEYS, spot)
    kind = table.get("kind")
    if not isinstance(kind, str) or kind not in readers:
        raise spot.refuse("kind", "没有写明种类", f'kind = "{"／".join(sorted(readers))}" 之一')
    rows = table.get("version", [] if "open" in table else None)
    if not _are_blocks(rows, optional="open" in table):
        raise spot.refuse(
            "version", "一个版本也没有", "[[version]]，其下写 value、from、issued、cite"
        )
    open_why = read_text(table["open"], spot, "open") if "open" in table else ""
    choices = read_texts(table["choices"], spot, "choices") if "choices" in table else ()
    spots = [Spot(file, text, number) for number in range(len(rows))]
    versions = tuple(_version(row, at, readers[kind]) for row, at in zip(rows, spots, strict=True))
    for version, at in zip(versions, spots, strict=True):
        refuse_other_than(choices, version.value, at)
    _no_overlap(versions, file, text)
    title = read_text(table.get("title"), spot, "title")
    unit = read_text(table["unit"], spot, "unit") if "unit" in table else ""
    return Parameter(key, title, kind, versions, unit, open_why, choices)


def _are_blocks(rows: object, *, optional: bool = False) -> TypeGuard[list[dict[str, Any]]]:
    if not isinstance(rows, list) or not (rows or optional):
        return False
    return all(isinstance(row, dict) for row in rows)


def read_sources(path: Path) -> Mapping[str, Source]:
    """The clauses that citations name, by id. Raises PolicyFileError."""
    sources = {}
    for row, spot in _rows(path, "source", _SOURCE_KEYS):
        words = {key: read_text(row.get(key), spot, key) for key in _SOURCE_WORDS}
        if "not_computed" in row:
            words["not_computed"] = read_text(row["not_computed"], spot, "not_computed")
        sources[words["id"]] = Source(**words)
    return MappingProxyType(sources)


def read_packs(path: Path) -> Mapping[str, Pack]:
    """The regimes an office can adopt, by key. Raises PolicyFileError."""
    packs = {}
    for row, spot in _rows(path, "pack", _PACK_KEYS):
        words = {key: read_text(row.get(key), spot, key) for key in _PACK_WORDS}
        packs[words["key"]] = Pack(
            **words,
            first=read_day(row.get("from"), spot, "from"),
            until=read_day(row["until"], spot, "until") if "until" in row else None,
            reason=read_text(row["reason"], spot, "reason") if "reason" in row else "",
            default=read_flag(row.get("default", False), spot, "default"),
            also=read_texts(row["also"], spot, "also") if "also" in row else (),
        )
    return MappingProxyType(packs)


def _rows(
    path: Path, heading: str, known: Collection[str]
) -> Iterator[tuple[dict[str, Any], Spot]]:
    text, table = _toml(path, path.name)
    _only(table, (heading,), Spot(path.name, text, heading=heading))
    rows = table.get(heading)
    if not _are_blocks(rows):
        raise Spot(path.name, text, heading=heading).refuse(heading, "没有内容", f"[[{heading}]]")
    for number, row in enumerate(rows):
        spot = Spot(path.name, text, number, heading)
        _only(row, known, spot)
        yield row, spot


def _toml(path: Path, file: str) -> tuple[str, dict[str, Any]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise PolicyFileError(file, line, "文件不是 UTF-8 编码", "另存为 UTF-8 编码") from error
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = int(at.group(1)) if at else len(text.splitlines())
        twice = "overwrite" in str(error) or "twice" in str(error)
        why = "同一项写了两次" if twice else "格式不对"
        raise PolicyFileError(file, line, why, "每项一行：名称 = 值，同一项只写一次") from error


def _only(table: Mapping[str, object], known: Collection[str], spot: Spot) -> None:
    for key in table:
        if key not in known:
            raise spot.refuse(key, f"不认识“{key}”这一项", "、".join(sorted(known)) + " 之一")


def _version(row: Mapping[str, Any], spot: Spot, reader: Reader) -> Version:
    _only(row, _VERSION_KEYS, spot)
    repeal = read_flag(row.get("repeal", False), spot, "repeal")
    if repeal == ("value" in row):
        raise spot.refuse("repeal", "value（值）与 repeal（废止）必须恰有其一", "只留其中一项")
    default = read_flag(row.get("default", False), spot, "default")
    if default and "reason" not in row:
        raise spot.refuse("default", "默认值没有说明理由", 'reason = "为什么先用这个值"')
    if not row.get("cite"):
        raise spot.refuse("cite", "没有写明依据", 'cite = "文号或条款"')
    first = read_day(row.get("from"), spot, "from")
    until = read_day(row["until"], spot, "until") if "until" in row else None
    if until is not None and until < first:
        raise spot.refuse("until", "截止日期早于执行日期", "until 不早于 from 的日期")
    return Version(
        value=None if repeal else reader(row["value"], spot),
        first=first,
        issued=read_day(row.get("issued"), spot, "issued"),
        cite=read_text(row["cite"], spot, "cite"),
        until=until,
        scope=_scope(row.get("scope", ""), spot),
        repeal=repeal,
        default=default,
        reason=read_text(row["reason"], spot, "reason") if "reason" in row else "",
    )


def _scope(raw: object, spot: Spot) -> str:
    if not isinstance(raw, str) or (raw and not (raw.isascii() and raw.isdigit())):
        raise spot.refuse(
            "scope", "适用范围不是行政区划代码的前几位", 'scope = "520122"，全部地区写 ""'
        )
    return raw


def _no_overlap(versions: Iterable[Version], file: str, text: str) -> None:
    numbered = sorted(enumerate(versions), key=lambda pair: _order(pair[1]))
    for place, (_, earlier) in enumerate(numbered):
        for number, later in numbered[place + 1 :]:
            if later.scope != earlier.scope or later.issued > earlier.issued:
                continue
            reaches = earlier.until is not None and later.first <= earlier.until
            if reaches or later.first == earlier.first:
                raise Spot(file, text, number).refuse(
                    "from", "与同一范围的另一版本时间重叠", "前一版本截止日期之后的日期"
                )


def _order(version: Version) -> tuple[str, date, date]:
    return version.scope, version.first, version.issued
