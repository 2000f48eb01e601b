"""Commands as fixtures: without a store, at a township, at the county."""

from __future__ import annotations

import pytest

from tests.conftest import Offices
from tests.factory import (
    TOWNSHIP,
)
from tests.unit.cli.running import Run, in_folder, plain_run


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return plain_run(capsys)


@pytest.fixture
def township(capsys: pytest.CaptureFixture[str], offices: Offices) -> Run:
    """Commands on the desk of a certified township, on 2026-05-27."""
    return in_folder(capsys, offices.root / TOWNSHIP)


@pytest.fixture
def county(capsys: pytest.CaptureFixture[str], offices: Offices) -> Run:
    return in_folder(capsys, offices.root / "county")
