"""What verifying tells people: proven facts, or only what a refused file claims."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from app.core.errors import FileError
from app.services.verify import print_verdicts, verify_files, verify_with_pinned
from tests.conftest import Offices
from tests.factory import TOWNSHIP, TOWNSHIP_CODE
from tests.samples.ledgers import good as sample
from tests.samples.ledgers.hostile import recipes
from tests.unit.services.sending import SENT, send, tampered


@pytest.fixture
def trust(tmp_path: Path) -> list[Path]:
    path = tmp_path / "root.pem"
    path.write_bytes(sample.trust()[0])
    return [path]


def test_a_good_file_tells_everything_that_was_proven(offices: Offices) -> None:
    (path,) = send(offices)
    with offices.county(SENT) as desk:
        (result,) = verify_with_pinned(desk, [path])
    assert (result.ok, result.code) == (True, "")
    lines = dict(result.lines)
    assert lines["单位"] == f"{TOWNSHIP}（{TOWNSHIP_CODE}）"
    assert lines["批次"] == "第 1 批"
    assert "负责人" in lines["签名人"]
    assert "认定的根证书" in lines
    assert len(result.facts["chain"]) == 2  # type: ignore[arg-type]


def test_a_changed_file_tells_only_claims_and_what_to_do(offices: Offices) -> None:
    (path,) = send(offices)
    with offices.county(SENT) as desk:
        (result,) = verify_with_pinned(desk, [tampered(path)])
    assert (result.ok, result.code) == (False, "PART_CHANGED")
    assert result.verdict.startswith("不要采用")
    assert result.facts == {}
    assert dict(result.lines)["单位"] == f"{TOWNSHIP}（{TOWNSHIP_CODE}）"


@pytest.mark.parametrize("name", sorted(recipes()))
def test_no_hostile_file_makes_the_report_stumble(
    name: str, tmp_path: Path, trust: list[Path]
) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(recipes()[name][1]())
    (result,) = verify_files([path], trust, at=sample.RECEIVED.replace(year=2032))
    assert not result.ok
    assert result.words


def test_nothing_to_verify_is_no_success(tmp_path: Path, trust: list[Path]) -> None:
    with pytest.raises(FileError, match="没有可以核验"):
        verify_files([tmp_path], trust, at=sample.RECEIVED)


def test_the_printed_report_has_a_page_a_file_and_says_what_is_claimed(
    offices: Offices, tmp_path: Path
) -> None:
    (path,) = send(offices)
    with offices.county(SENT) as desk:
        results = verify_with_pinned(desk, [path, tampered(path)])
        print_verdicts(desk, results, tmp_path / "报告.pdf")
    document = PdfDocument(tmp_path / "报告.pdf")
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    assert len(texts) == 2
    assert "可以采用" in texts[0]
    assert "未经核实" in texts[1]
    assert "不要采用" in texts[1]
