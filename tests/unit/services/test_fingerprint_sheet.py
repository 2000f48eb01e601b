"""The fingerprint on paper says the same three times."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from app.core.errors import UserError
from app.ledger.sealing.spoken import spoken
from app.services.desk import Desk
from app.services.fingerprint_sheet import print_fingerprint
from app.services.keys import key_state
from tests.conftest import Offices


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        assert len(document) == 1
        return str(document[0].get_textpage().get_text_bounded())


def test_every_byte_has_its_own_word() -> None:
    every = [spoken(f"{byte:02X}") for byte in range(256)]
    assert len(set(every)) == 256
    assert all(len(word) == 2 for word in every)
    assert spoken("00 01").startswith("东牛 东马")


def test_a_township_prints_its_keys_fingerprint_in_groups_and_words(
    offices: Offices, tmp_path: Path
) -> None:
    with offices.township() as desk:
        print_fingerprint(desk, tmp_path / "x.pdf")
        groups = key_state(desk).fingerprint
    text = text_of(tmp_path / "x.pdf")
    assert all(group in text for group in groups.split())
    assert all(word in text for word in spoken(groups).split())
    assert "吊销旧证书" in text


def test_the_county_prints_that_of_its_root(offices: Offices, tmp_path: Path) -> None:
    with offices.county() as desk:
        print_fingerprint(desk, tmp_path / "x.pdf")
        root = key_state(desk).county_fingerprint
    assert root.split()[0] in text_of(tmp_path / "x.pdf")


def test_without_a_key_there_is_nothing_to_print(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="还没有密钥"):
        print_fingerprint(desk, tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()
