"""The parts of docs/exchange.md that are made from the code: sheets, columns and codes.

``python -m app.ledger.agreement docs/exchange.md`` writes them anew; a test compares.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.ledger.columns import FORMAT, SHEETS
from app.ledger.merging import MERGED
from app.ledger.office_package import PACKAGE
from app.ledger.receipts import RECEIPT
from app.ledger.refusals import CHAIN_WORDS, WORDS
from app.ledger.table import Sheet

BEGIN, END = "<!-- made from the code: begin -->", "<!-- made from the code: end -->"


def made_part() -> str:
    """The generated part, as Markdown."""
    own = [sheet for sheet in MERGED.sheets(FORMAT) if sheet.key not in {s.key for s in SHEETS}]
    lines = [
        f"### Sheets of a ledger, format {FORMAT}",
        *_sheets(SHEETS),
        "### Sheets that only a merged workbook has",
        *_sheets(own),
        "### Sheets of a receipt",
        *_sheets(RECEIPT.sheets(RECEIPT.version)),
        "### Sheets of an office package",
        *_sheets(PACKAGE.sheets(PACKAGE.version)),
        "### Codes",
        "",
        "| code | what the clerk reads |",
        "|---|---|",
        *(f"| `{code}` | {words.what} |" for code, words in WORDS.items()),
        *(f"| `CHAIN` ({fault}) | {words.what} |" for fault, words in CHAIN_WORDS.items()),
    ]
    return "\n".join(lines)


def _sheets(sheets: Sequence[Sheet]) -> Iterator[str]:
    for sheet in sheets:
        key = ", ".join(f"`{key}`" for key in sheet.row_key) or "none"
        yield from ("", f"**{sheet.title}** `{sheet.key}`, row key: {key}", "")
        yield from ("| key | title | type | |", "|---|---|---|---|")
        for column in sheet.columns:
            marks = [
                word
                for word, is_so in (("sensitive", column.sensitive), ("summed", column.summed))
                if is_so
            ]
            if column.ratio:
                marks.append(f"{column.ratio[0]} ÷ {column.ratio[1]}")
            yield f"| `{column.key}` | {column.title} | {column.kind} | {', '.join(marks)} |"
    yield ""


def renewed(document: str) -> str:
    """The document with its generated part written anew."""
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{made_part()}\n\n{END}{after}"


def main(path: Path) -> None:
    """Renew the file in place."""
    path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
