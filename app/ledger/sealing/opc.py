"""What packages are made of besides parts: content types and relationships."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lxml import etree

from app.ledger.sealing.c14n import canonical, parse_xml
from app.ledger.sealing.names import RELS, TYPES


@dataclass(frozen=True)
class Relationship:
    """One link of a .rels part."""

    id: str
    type: str
    target: str
    external: bool


def relationships(data: bytes) -> tuple[Relationship, ...]:
    """The links of a .rels part. Raises ValueError when it is not a plain one."""
    root = parse_xml(data)
    if root.tag != f"{{{RELS}}}Relationships":
        raise ValueError("not relationships")
    found = []
    for link in root:
        mode = link.get("TargetMode", "Internal")
        if link.tag != f"{{{RELS}}}Relationship" or mode not in {"Internal", "External"}:
            raise ValueError("a strange relationship")
        found.append(
            Relationship(
                id=link.get("Id", ""),
                type=link.get("Type", ""),
                target=link.get("Target", ""),
                external=mode == "External",
            )
        )
    if len({link.id for link in found}) != len(found) or not all(link.id for link in found):
        raise ValueError("relationships without their own ids")
    return tuple(found)


def transformed_relationships(data: bytes, ids: Collection[str]) -> bytes:
    """The relationship transform: the named links only, sorted by id, as canonical XML."""
    root = parse_xml(data)
    kept = sorted(
        (link for link in root if link.get("Id") in ids), key=lambda link: link.get("Id", "")
    )
    plain = etree.Element(f"{{{RELS}}}Relationships", nsmap={None: RELS})
    for link in kept:
        attributes = {str(name): str(value) for name, value in link.attrib.items()}
        attributes.setdefault("TargetMode", "Internal")
        etree.SubElement(plain, f"{{{RELS}}}Relationship", attributes)
    return canonical(plain)


def content_types(data: bytes) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Defaults by extension and overrides by part name, both in lower case: to a package
    ``/XL/Workbook.xml`` is ``/xl/workbook.xml``. Raises ValueError for anything given twice."""
    root = parse_xml(data)
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for entry in root:
        if entry.tag == f"{{{TYPES}}}Default":
            key, where = entry.get("Extension", "").lower(), defaults
        elif entry.tag == f"{{{TYPES}}}Override":
            key, where = entry.get("PartName", "").removeprefix("/").lower(), overrides
        else:
            raise ValueError("a strange content type")
        if not key or key in where:
            raise ValueError("a content type is given twice")
        where[key] = entry.get("ContentType", "")
    return defaults, overrides


def content_type(name: str, types: tuple[Mapping[str, str], Mapping[str, str]]) -> str:
    """The content type of a part; empty when the package does not say."""
    defaults, overrides = types
    return overrides.get(name.lower()) or defaults.get(name.rpartition(".")[2].lower(), "")


def rels_part_of(part: str) -> str:
    """The .rels part that belongs to a part."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
