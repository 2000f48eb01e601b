"""What stands around the rows of a workbook: parts, sheets, links, styles. Nothing is allowed here
that could show a person something else than the program reads."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from app.ledger.refusals import LedgerRefused, Refusal
from app.ledger.sealing.c14n import parse_xml
from app.ledger.sealing.names import DOCUMENT_REL, ROOT_RELS_PART, UNSIGNED_ROOT_RELS
from app.ledger.sealing.opc import relationships
from app.ledger.styles import shows_values_as_they_are
from app.ledger.xlsx import MAIN, OFFICE_RELS

_FOREIGN = "文件里有宏、外部链接、图片等不该有的内容。"
SHELL_TAGS = frozenset({
    "worksheet",
    "sheetPr",
    "pageSetUpPr",
    "dimension",
    "sheetViews",
    "sheetView",
    "pane",
    "sheetFormatPr",
    "cols",
    "col",
    "sheetData",
    "autoFilter",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "oddHeader",
    "oddFooter",
    "ignoredErrors",
    "ignoredError",
})
COVER_TAGS = SHELL_TAGS | {"row", "c", "is", "t", "mergeCells", "mergeCell"}
_NAMES_OF_EXCEL = frozenset({"_xlnm._FilterDatabase", "_xlnm.Print_Titles", "_xlnm.Print_Area"})
_ROOT_LINKS = UNSIGNED_ROOT_RELS | {DOCUMENT_REL}
_SIZES = ("width", "ht", "defaultRowHeight", "defaultColWidth")
_THINNEST = 1.0  # below it a row or column is there and nobody sees it
_BOOK_TAGS = frozenset({
    "workbook",
    "bookViews",
    "workbookView",
    "sheets",
    "sheet",
    "definedNames",
    "definedName",
})


def sheet_parts(parts: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Title and part of each sheet, in order; the last one is hidden, no other."""
    book = parse_part(parts.get("xl/workbook.xml", b""), _BOOK_TAGS, "workbook")
    links = _links(parts.get("xl/_rels/workbook.xml.rels", b""))
    for name in book.iter(f"{{{MAIN}}}definedName"):
        if name.get("name") not in _NAMES_OF_EXCEL:
            raise LedgerRefused(Refusal.LAYOUT, "工作簿里有自定义的名称。")
    found, states = [], []
    for sheet in book.iter(f"{{{MAIN}}}sheet"):
        target = links.get(sheet.get(f"{{{OFFICE_RELS}}}id", ""), "")
        found.append((sheet.get("name", ""), f"xl/{target}"))
        states.append(sheet.get("state", "visible"))
    right_states = ["visible"] * (len(found) - 1) + ["hidden"]
    names = {name for _, name in found}
    if not found or states != right_states or len(names) != len(found) or names - parts.keys():
        raise LedgerRefused(Refusal.LAYOUT, "工作表的目录不对。")
    return found


def _links(data: bytes) -> dict[str, str]:
    """Where each link of the workbook leads: to sheets and the style sheet, nowhere else."""
    kinds = {f"{OFFICE_RELS}/worksheet", f"{OFFICE_RELS}/styles"}
    try:
        links = relationships(data)
    except ValueError as error:
        raise LedgerRefused(Refusal.LAYOUT, "工作簿内部的目录读不出来。") from error
    if any(link.external or link.type not in kinds for link in links):
        raise LedgerRefused(Refusal.LAYOUT, _FOREIGN)
    return {link.id: link.target for link in links}


def check_other_parts(parts: Mapping[str, bytes], sheets: set[str]) -> None:
    """Macros, links to other files, pictures and the like have no business in a ledger."""
    known = {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "docProps/app.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
    }
    extra = {name for name in parts if not name.startswith("_xmlsignatures/")} - known - sheets
    if extra:
        raise LedgerRefused(Refusal.LAYOUT, _FOREIGN)
    try:
        root = relationships(parts.get(ROOT_RELS_PART, b""))
        plain = shows_values_as_they_are(parts.get("xl/styles.xml", b""))
    except ValueError as error:
        raise LedgerRefused(Refusal.LAYOUT, _FOREIGN) from error
    if any(link.external or link.type not in _ROOT_LINKS for link in root):
        raise LedgerRefused(Refusal.LAYOUT, _FOREIGN)
    if not plain:
        raise LedgerRefused(Refusal.LAYOUT, "单元格的格式会让人看到的与实际内容不同。")


def parse_part(data: bytes, tags: frozenset[str], what: str) -> etree._Element:
    try:
        root = parse_xml(data)
    except ValueError as error:
        raise LedgerRefused(Refusal.LAYOUT, f"{what} 读不出来。") from error
    for element in root.iter():
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        hides = any(element.get(flag, "0") != "0" for flag in ("hidden", "zeroHeight"))
        hides = hides or any(_is_thin(element.get(size)) for size in _SIZES)
        if name not in tags or (hides and name != "definedName"):
            raise LedgerRefused(Refusal.LAYOUT, f"{what} 中有不该有的内容（公式、隐藏行列等）。")
    return root


def _is_thin(size: str | None) -> bool:
    try:
        return size is not None and not float(size) >= _THINNEST
    except ValueError:
        return True
