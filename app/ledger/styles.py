"""How cells look: one list for the style sheet, named by what they are for."""

from __future__ import annotations

from enum import IntEnum
from functools import cache

from app.ledger.sealing.c14n import parse_xml
from app.ledger.table import Kind


class Style(IntEnum):
    """The place of a cell format in styles.xml."""

    PLAIN = 0
    HEADER = 1
    TEXT = 2
    CENTRED = 3
    DATE = 4
    MONEY = 5
    INTEGER = 6
    RATE = 7
    TOTAL_TEXT = 8
    TOTAL_MONEY = 9
    TOTAL_INTEGER = 10
    TOTAL_RATE = 11
    TITLE = 12
    SUBTITLE = 13
    LABEL = 14
    VALUE = 15
    NOTE = 16
    SIGN = 17
    HEADING = 18
    VALUE_MONEY = 19
    VALUE_INTEGER = 20


OF_KIND = {
    Kind.TEXT: Style.TEXT,
    Kind.DATE: Style.DATE,
    Kind.MONEY: Style.MONEY,
    Kind.INTEGER: Style.INTEGER,
    Kind.YES_NO: Style.CENTRED,
    Kind.MONTH: Style.CENTRED,
    Kind.RATE: Style.RATE,
}
TOTAL_OF_KIND = {
    Kind.MONEY: Style.TOTAL_MONEY,
    Kind.INTEGER: Style.TOTAL_INTEGER,
    Kind.RATE: Style.TOTAL_RATE,
}

_TEXT, _DATE, _MONEY, _INTEGER, _RATE = 49, 164, 4, 3, 10
_BODY, _BOLD, _TITLE, _SUBTITLE, _HEADING, _SMALL = range(6)
_NO_FILL, _GREY, _PALE = 0, 2, 3
_NO_BORDER, _THIN = 0, 1

# number format, font, fill, border, horizontal, vertical, wrap; in the order of Style
_FORMATS = (
    (0, _BODY, _NO_FILL, _NO_BORDER, "general", "center", False),
    (_TEXT, _BOLD, _GREY, _THIN, "center", "center", True),
    (_TEXT, _BODY, _NO_FILL, _THIN, "left", "center", True),
    (_TEXT, _BODY, _NO_FILL, _THIN, "center", "center", False),
    (_DATE, _BODY, _NO_FILL, _THIN, "center", "center", False),
    (_MONEY, _BODY, _NO_FILL, _THIN, "right", "center", False),
    (_INTEGER, _BODY, _NO_FILL, _THIN, "right", "center", False),
    (_RATE, _BODY, _NO_FILL, _THIN, "right", "center", False),
    (_TEXT, _BOLD, _PALE, _THIN, "left", "center", False),
    (_MONEY, _BOLD, _PALE, _THIN, "right", "center", False),
    (_INTEGER, _BOLD, _PALE, _THIN, "right", "center", False),
    (_RATE, _BOLD, _PALE, _THIN, "right", "center", False),
    (_TEXT, _TITLE, _NO_FILL, _NO_BORDER, "center", "center", True),
    (_TEXT, _SUBTITLE, _NO_FILL, _NO_BORDER, "center", "center", True),
    (_TEXT, _BOLD, _GREY, _THIN, "center", "center", True),
    (_TEXT, _BODY, _NO_FILL, _THIN, "left_indent", "center", True),
    (_TEXT, _SMALL, _NO_FILL, _NO_BORDER, "left", "top", True),
    (_TEXT, _BODY, _NO_FILL, _THIN, "left_indent", "top", True),
    (_TEXT, _HEADING, _NO_FILL, _NO_BORDER, "left", "center", True),
    (_MONEY, _BODY, _NO_FILL, _THIN, "right", "center", False),
    (_INTEGER, _BODY, _NO_FILL, _THIN, "right", "center", False),
)
_FONTS = (
    ("宋体", 10, False),
    ("宋体", 10, True),
    ("黑体", 22, False),
    ("宋体", 14, False),
    ("黑体", 12, False),
    ("宋体", 9, False),
)
_DATE_FORMAT = "yyyy\\-mm\\-dd"
_VALUES = range(Style.TEXT, Style.TITLE)  # the formats of cells in rows
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@cache
def styles_xml() -> bytes:
    """The style sheet part; only greys, so that a mono printer loses nothing."""
    fonts = "".join(_font(*font) for font in _FONTS)
    formats = "".join(_format(*row) for row in _FORMATS)
    edges = "".join(
        f'<{side} style="thin"><color rgb="FF808080"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    fills = "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="{grey}"/></patternFill></fill>'
        for grey in ("FFE7E6E6", "FFF5F5F5")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<styleSheet xmlns="{_MAIN}">'
        f'<numFmts count="1"><numFmt numFmtId="{_DATE}" formatCode="{_DATE_FORMAT}"/></numFmts>'
        f'<fonts count="{len(_FONTS)}">{fonts}</fonts>'
        '<fills count="4"><fill><patternFill patternType="none"/></fill>'
        f'<fill><patternFill patternType="gray125"/></fill>{fills}</fills>'
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        f"<border>{edges}<diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        "</cellStyleXfs>"
        f'<cellXfs count="{len(_FORMATS)}">{formats}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    ).encode()


def shows_values_as_they_are(data: bytes) -> bool:
    """Whether a style sheet shows what stands in the cells of rows: a number format may show any
    number it likes instead (``"9999"``) or nothing (``;;;``). Raises ValueError when it is none."""
    root = parse_xml(data)
    own = [entry.get("formatCode") for entry in root.iter(f"{{{_MAIN}}}numFmt")]
    cells = root.find(f"{{{_MAIN}}}cellXfs")
    formats = [xf.get("numFmtId") for xf in cells] if cells is not None else []
    wanted = [str(_FORMATS[style][0]) for style in _VALUES]
    return set(own) <= {_DATE_FORMAT} and formats[_VALUES.start : _VALUES.stop] == wanted


def _font(name: str, size: int, bold: bool) -> str:
    weight = "<b/>" if bold else ""
    return f'<font>{weight}<sz val="{size}"/><name val="{name}"/><charset val="134"/></font>'


def _format(*row: object) -> str:
    number, font, fill, border, across, upright, wrap = row
    wrapped = ' wrapText="1"' if wrap else ""
    side, _, indent = str(across).partition("_")
    indented = ' indent="1"' if indent else ""
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" '
        'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f'<alignment horizontal="{side}" vertical="{upright}"{wrapped}{indented}/></xf>'
    )
