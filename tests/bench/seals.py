"""A county's root and an office's certificate for the ledgers of the bench."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.ledger.content import LedgerContent
from app.ledger.sealing.certificates import (
    certificate_pem,
    issue_leaf,
    load_certificates,
    make_request,
    make_root,
)
from app.ledger.sealing.keys import KeyKind, lock_key, new_key, unlock_key
from app.ledger.sealing.package import Signer, sign_package
from app.ledger.workbook import build_ledger
from tests.bench.townships import COUNTY_NAME, NOW

PASSPHRASE = "for the bench only"
TRUST, KEY, CHAIN = "root.pem", "own.key.pem", "own.pem"


@dataclass(frozen=True)
class County:
    """Certifies offices as a real county does."""

    root: Signer

    def certify(self, code: str, name: str) -> Signer:
        key = new_key()
        request = make_request(key, office_name=name, office_code=code, county=COUNTY_NAME)
        leaf = issue_leaf(request, self.root, office_code=code, office_name=name, at=NOW)
        return Signer(key, (*load_certificates(leaf), *self.root.chain))


def found_county(folder: Path) -> County:
    """A county whose root is pinned in ``folder``."""
    key = new_key(KeyKind.EC_P256)
    pem = make_root(key, COUNTY_NAME, at=NOW)
    (folder / TRUST).write_bytes(pem)
    return County(Signer(key, load_certificates(pem)))


def signed(content: LedgerContent, signer: Signer) -> bytes:
    """What an office carries to the county."""
    return sign_package(build_ledger(content), signer, at=NOW, role="负责人", comment="")


def keep_signer(folder: Path, signer: Signer) -> None:
    (folder / KEY).write_bytes(lock_key(signer.key, PASSPHRASE))
    (folder / CHAIN).write_bytes(certificate_pem(signer.chain))


def load_signer(folder: Path) -> Signer:
    key = unlock_key((folder / KEY).read_bytes(), PASSPHRASE)
    return Signer(key, load_certificates((folder / CHAIN).read_bytes()))


def load_trust(folder: Path) -> tuple[bytes, ...]:
    return ((folder / TRUST).read_bytes(),)
