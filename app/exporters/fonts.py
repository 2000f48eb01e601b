"""The fonts that are embedded in every paper, and which of them draws which character.

Body text is Noto Serif SC, titles and labels are Noto Sans SC; what they lack (names with
characters of Ext. B to I) comes from HanaMinB and then BabelStone Han. Nothing is looked up on the
machine: a bare PC prints the same page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from reportlab.pdfbase import pdfmetrics, ttfonts

from app.core.paths import resource

BODY = "NotoSerifSC-Regular"
TITLE = "NotoSansSC-Regular"
FALLBACKS = ("HanaMinB", "BabelStoneHan-subset")
ABSENT = "〓"
"""The printers' mark for a character that no font has."""

Run = tuple[str, str]
"""A font's name and the text it draws."""

_BFCHAR_BLOCK = 100


def _to_unicode_cmap(fontname: str, subset: Sequence[int]) -> str:
    """The table by which a reader copies and searches text of one font subset."""
    entries = [
        f"<{code:02X}> <{chr(char).encode('utf-16-be').hex().upper()}>"
        for code, char in enumerate(subset)
    ]
    blocks = [entries[at : at + _BFCHAR_BLOCK] for at in range(0, len(entries), _BFCHAR_BLOCK)]
    return "\n".join([
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo",
        f"<< /Registry ({fontname})",
        f"/Ordering ({fontname})",
        "/Supplement 0",
        ">> def",
        f"/CMapName /{fontname} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>",
        "endcodespacerange",
        *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    ])


@lru_cache
def _load(name: str) -> ttfonts.TTFont:
    """A font, made known to reportlab once in the life of the program (0.1 s each, so the large
    fallbacks only when a character asks for them)."""
    # WORKAROUND: reportlab 5.1.0 writes the code point itself into ToUnicode, five hex digits
    # beyond U+FFFF, where the format wants UTF-16: 王𬭩 is then copied and found as 王Ⲷ. It also
    # puts up to 256 entries into a block where the format allows 100.
    ttfonts.makeToUnicodeCMap = _to_unicode_cmap
    font = ttfonts.TTFont(name, str(resource("fonts", f"{name}.ttf")))
    pdfmetrics.registerFont(font)
    return font


@lru_cache(maxsize=8192)
def font_of(char: str, font: str = BODY) -> str | None:
    """The first of ``font``, the body font and the fallbacks that has this character."""
    if unicodedata.category(char) == "Co":
        return None  # private use: every font draws something else, most a box
    for name in (font, BODY, *FALLBACKS):
        if ord(char) in _load(name).face.charToGlyph:
            return name
    return None


def missing_glyphs(text: str) -> str:
    """The characters of ``text`` that no font can draw, each once, in order. They are printed as
    〓; whoever prints tells the clerk, who writes them in by hand."""
    shown = dict.fromkeys(_visible(text))
    return "".join(char for char in shown if font_of(char) is None)


@lru_cache(maxsize=8192)
def runs(text: str, font: str = BODY) -> tuple[Run, ...]:
    """``text`` cut into pieces that one font can draw."""
    pieces: list[tuple[str, list[str]]] = []
    for char in _visible(text):
        name = font_of(char, font)
        if not pieces or pieces[-1][0] != (name or font):
            pieces.append((name or font, []))
        pieces[-1][1].append(char if name else ABSENT)
    return tuple((name, "".join(chars)) for name, chars in pieces)


@lru_cache(maxsize=8192)
def em_width(text: str, font: str = BODY) -> float:
    """How wide ``text`` is at size 1."""
    return float(sum(pdfmetrics.stringWidth(piece, name, 1) for name, piece in runs(text, font)))


def _visible(text: str) -> str:
    """``text`` without what has no picture: controls, joiners, variation selectors."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        " " if char.isspace() and char != "\u3000" else char
        for char in text
        if char.isspace() or not _is_invisible(char)
    )


def _is_invisible(char: str) -> bool:
    code = ord(char)
    selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return selector or unicodedata.category(char) in {"Cc", "Cf"}
