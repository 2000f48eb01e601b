"""docs/exchange.md says what the code does."""

from __future__ import annotations

from pathlib import Path

from app.ledger.agreement import main, renewed

DOCUMENT = Path(__file__).parents[3] / "docs" / "exchange.md"


def test_the_document_has_the_sheets_columns_and_codes_of_the_code() -> None:
    """When this fails: python -m app.ledger.agreement docs/exchange.md"""
    text = DOCUMENT.read_text(encoding="utf-8")
    assert renewed(text) == text


def test_writing_it_anew_keeps_what_people_wrote(tmp_path: Path) -> None:
    copy = tmp_path / "exchange.md"
    text = DOCUMENT.read_text(encoding="utf-8")
    copy.write_text(text.replace("| `PASSWORD`", "| `OLD`"), encoding="utf-8")
    main(copy)
    assert copy.read_text(encoding="utf-8") == text
