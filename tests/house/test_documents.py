"""The documents are there, parse, and say the same as the code."""

from __future__ import annotations

import re
import tomllib
from datetime import date

import pytest

from app import __version__
from app.core import terms
from app.core.codes import categories
from app.ledger.columns import SHEETS
from app.ledger.conflicts import CONFLICT_NAMES
from app.ledger.receiving import ReceiveState
from app.models.tables import Base
from tests.house.tree import ROOT, place, text_files

DOCUMENTS = (
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md", "docs/rules.md",
    "docs/exchange.md", "docs/glossary.md", "docs/performance.md", "docs/decisions",
    "docs/manual/card.md",
)  # fmt: skip
# Names of formats are addresses too; nothing there is ever fetched.
NAMES_NOT_PLACES = {
    "www.w3.org", "schemas.openxmlformats.org", "schemas.microsoft.com", "uri.etsi.org",
    "purl.org", "keepachangelog.com", "semver.org", "www.gnu.org", "x.example", "xpath.example",
    "x",
}  # fmt: skip
_HOST = re.compile(r"https?://([^/\s\"'<>)`\\]+)")
_OF_A_MACHINE = re.compile(r"(?<![\w.])/(?:work|tmp|home|root|mnt|Users)/\w|[A-Z]:\\\\?Users\b")


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_documents_that_people_need_are_there(name: str) -> None:
    assert (ROOT / name).exists()


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path in (p for p in text_files() if p.suffix == ".md" and "manual" not in p.parts):
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if not (path.parent / target).exists():
                broken.append(f"{place(path)} → {target}")
    assert broken == []


def test_the_changelog_parses() -> None:
    headings = re.findall(r"^## \[(.+?)\](?: - (\S+))?$", _text("CHANGELOG.md"), re.MULTILINE)
    assert headings
    assert headings[0][0] == "Unreleased"
    for version, day in headings[1:]:
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        date.fromisoformat(day)
    kinds = set(re.findall(r"^### (.+)$", _text("CHANGELOG.md"), re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security", "Rules"}


def test_the_version_is_the_same_everywhere() -> None:
    assert tomllib.loads(_text("pyproject.toml"))["project"]["version"] == __version__


def test_every_decision_says_context_decision_consequences() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert decisions
    for number, path in enumerate(decisions, 1):
        assert path.name.startswith(f"{number:04d}-")
        text = path.read_text(encoding="utf-8").lower()
        for part in ("context", "decision", "consequences"):
            assert part in text, f"{path.name}: {part}"


def test_no_address_of_a_machine_and_no_download_host_stands_in_the_tree() -> None:
    found = []
    for path in text_files():
        text = path.read_text(encoding="utf-8")
        found += [f"{place(path)} {host}" for host in set(_HOST.findall(text)) - NAMES_NOT_PLACES]
        found += [f"{place(path)} {match}" for match in set(_OF_A_MACHINE.findall(text))]
    assert found == []


def _glossary() -> dict[str, tuple[str, str]]:
    """词 → (code name, source), the code name without its back-ticks."""
    rows = re.findall(r"^\| (.+?) \| `(.+?)` \| (.+?) \|$", _text("docs/glossary.md"), re.MULTILINE)
    return {word: (code, source) for word, code, source in rows}


def _words_in_use() -> dict[str, str]:
    names: dict[str, str] = {}
    for table in vars(terms).values():
        if isinstance(table, dict):
            names |= {
                word: str(code.value) for code, word in table.items() if hasattr(code, "value")
            }
    names |= {category.name: category.code for category in categories().values()}
    names |= {sheet.title: sheet.key for sheet in SHEETS}
    names |= {word: str(kind.value) for kind, word in CONFLICT_NAMES.items()}
    names |= {state.value: state.name for state in ReceiveState}
    names[terms.UNKNOWN] = "None"
    return names


def test_every_word_in_use_stands_in_the_glossary_with_its_code_name() -> None:
    glossary, used = _glossary(), _words_in_use()
    assert {word: code for word, code in used.items() if glossary.get(word, ("",))[0] != code} == {}


def test_every_table_of_the_store_stands_in_the_glossary() -> None:
    codes = {code for code, _ in _glossary().values()}
    assert set(Base.metadata.tables) - codes == set()


def test_every_entry_of_the_glossary_names_its_source() -> None:
    assert [word for word, (_, source) in _glossary().items() if not source.strip(" —")] == []
    assert len(_glossary()) > 60


def test_a_category_has_the_same_source_in_the_glossary_and_in_the_data() -> None:
    glossary = _glossary()
    different = {
        category.name: (glossary[category.name][1], category.source)
        for category in categories().values()
        if glossary[category.name][1] != category.source
    }
    assert different == {}
