"""A desk at the county on the day on which the townships send."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.services.desk import Desk
from tests.conftest import Offices
from tests.unit.services.sending import SENT


@pytest.fixture
def county(offices: Offices) -> Iterator[Desk]:
    with offices.county(SENT) as desk:
        yield desk
