"""What every room's tests share: a desk in a township, and a county with two townships.

Stores are made once a session and copied for each test: a closed store is a plain file, and where
``tests/shared_stores.py`` is told of a server, a database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from app.bootstrap import open_desk
from app.core.clock import fixed_clock
from app.core.terms import Role
from app.ledger.sealing.keys import KeyKind, new_key
from app.services import keys
from app.services.desk import Desk
from app.services.office import SetUpOffice, set_up_office
from tests.factory import (
    CLERK,
    COUNTY,
    COUNTY_CODE,
    PASSPHRASE,
    TODAY,
    TOWNSHIP,
    TOWNSHIP_CODE,
    VILLAGES,
)
from tests.shared_stores import SERVER, copy_office, drop_all, drop_since, made_so_far, share

# The gate says the same of the same commit; plain pytest explores, thorough before a release. No
# test has a deadline: how long an example takes is the machine's business, and tests/bench's.
settings.register_profile("explore", deadline=None, print_blob=True)
settings.register_profile("gate", deadline=None, derandomize=True, database=None, print_blob=True)
settings.register_profile("thorough", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile("explore")

# What is about the server itself, and about desks that share it, has nothing to run on without one.
collect_ignore = [] if SERVER else ["server"]

OTHER_TOWNSHIP, OTHER_CODE = "红河乡", "990101102000"


def desk_at(folder: Path, day: date = TODAY, actor: str = CLERK) -> AbstractContextManager[Desk]:
    """A desk on ``folder`` as of nine o'clock of ``day``."""
    return open_desk(folder, clock=fixed_clock(day), program="测试", actor=actor)


@pytest.fixture(scope="session", autouse=True)
def _server_as_it_was() -> Iterator[None]:
    yield
    drop_all()


@pytest.fixture(autouse=True)
def _databases_of_one_test(
    _server_as_it_was: None, request: pytest.FixtureRequest
) -> Iterator[None]:
    if SERVER and "made_offices" in request.fixturenames:
        request.getfixturevalue("made_offices")  # they stay when the test is over
    before = made_so_far()
    yield
    drop_since(before)


@pytest.fixture(scope="session")
def made_offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folders of a new township, and of a county with two certified townships.

    Their keys are of the small kind and locked with few rounds (both stand in the key file), since
    tests unlock them hundreds of times; the tests of keys and of strangers make the large kind.
    """
    root = tmp_path_factory.mktemp("offices")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.ledger.sealing.keys.ROUNDS", 1000)
        patch.setattr("app.services.keys.new_key", lambda _: new_key(KeyKind.EC_P256))
        _make_offices(root)
    return root


def _make_offices(root: Path) -> None:
    # Only a county's store is shared, so there its people belong to the county.
    _set_up(root / "plain", Role.COUNTY if SERVER else Role.TOWNSHIP, TOWNSHIP, TOWNSHIP_CODE)
    _set_up(root / "county", Role.COUNTY, COUNTY, COUNTY_CODE)
    with desk_at(root / "county") as desk:
        keys.make_county_root(desk, PASSPHRASE)
    for name, code in ((TOWNSHIP, TOWNSHIP_CODE), (OTHER_TOWNSHIP, OTHER_CODE)):
        _set_up(root / name, Role.TOWNSHIP, name, code)
        with desk_at(root / name) as desk:
            keys.make_key(desk, PASSPHRASE)
            request = keys.write_request(desk, root)
        with desk_at(root / "county") as desk:
            offer = keys.issue_certificate(
                desk,
                request,
                office_code=code,
                office_name=name,
                passphrase=PASSPHRASE,
                folder=root,
            )
        with desk_at(root / name) as desk:
            keys.install_certificate(desk, offer)


def _set_up(folder: Path, role: Role, name: str, code: str) -> None:
    villages = VILLAGES if folder.name == "plain" or role is Role.TOWNSHIP else ()
    if role is Role.COUNTY:
        share(folder)
    with desk_at(folder) as desk:
        set_up_office(desk, SetUpOffice(role, name, code, "样例县", CLERK, villages))


@pytest.fixture
def desk(made_offices: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk in a new township that has set up its office, on 2026-05-06."""
    folder = tmp_path / "data"
    copy_office(made_offices / "plain", folder)
    with desk_at(folder) as desk:
        yield desk


@pytest.fixture
def bare_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk where nothing has been set up yet."""
    with desk_at(tmp_path / "data") as desk:
        yield desk


@dataclass(frozen=True)
class Offices:
    """A county and two townships that it has certified; ``stick`` travels between them."""

    root: Path
    stick: Path

    def township(self, name: str = TOWNSHIP, day: date = TODAY) -> AbstractContextManager[Desk]:
        return desk_at(self.root / name, day)

    def county(self, day: date = TODAY) -> AbstractContextManager[Desk]:
        return desk_at(self.root / "county", day, actor="样例县级经办人")


@pytest.fixture
def offices(made_offices: Path, tmp_path: Path) -> Offices:
    """The county and its townships, as they are before the first ledger."""
    root, stick = tmp_path / "offices", tmp_path / "stick"
    for name in ("county", TOWNSHIP, OTHER_TOWNSHIP):
        copy_office(made_offices / name, root / name)
    stick.mkdir()
    return Offices(root, stick)
