"""An independent program agrees that what we sign is signed, and that a changed copy is not.

Skipped where LibreOffice or its Python bridge is missing; CI installs both.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.samples.ledgers import good as sample
from tests.samples.ledgers import two_signers
from tests.samples.ledgers.hostile import recipes

BRIDGED = "/usr/bin/python3"  # the system's own: LibreOffice's bridge is built for it
ASK = Path(__file__).with_name("ask_libreoffice.py")


def _missing() -> str:
    if shutil.which("soffice") is None:
        return "LibreOffice is not installed"
    if not Path(BRIDGED).exists():
        return "there is no Python of the system's own"
    bridge = subprocess.run([BRIDGED, "-c", "import uno"], check=False, capture_output=True)
    return "" if bridge.returncode == 0 else "LibreOffice's Python bridge is not installed"


pytestmark = pytest.mark.skipif(bool(_missing()), reason=_missing() or "-")


def opinion(path: Path, profile: Path) -> str:
    """What LibreOffice says of the file, in a process of its own that may be lost."""
    found = subprocess.run(
        [BRIDGED, str(ASK), str(path), str(profile)],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return found.stdout.strip()


def test_libreoffice_sees_our_signature_and_that_a_changed_copy_breaks_it(tmp_path: Path) -> None:
    (tmp_path / "good.xlsx").write_bytes(sample.good())
    (tmp_path / "two.xlsx").write_bytes(two_signers.good())
    (tmp_path / "changed.xlsx").write_bytes(recipes()["one_cell_changed"][1]())
    assert opinion(tmp_path / "good.xlsx", tmp_path / "profile") == "valid"
    assert opinion(tmp_path / "two.xlsx", tmp_path / "profile") == "valid valid"
    assert opinion(tmp_path / "changed.xlsx", tmp_path / "profile") == "broken"
