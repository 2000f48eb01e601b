"""The strict verifier of a signed package: all of it is signed, by whom, and nothing else is there.

Spreadsheet programs accept packages with unsigned sheets added, a signature moved over a changed
cell, or a part of the package signed; they are a second opinion for people. This decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from cryptography import x509

from app.ledger.container import ContainerError, TooBigError, Unpacking, split
from app.ledger.refusals import LedgerRefused, Refusal
from app.ledger.sealing import names
from app.ledger.sealing.c14n import check_plain
from app.ledger.sealing.certificates import load_certificates, load_revocations
from app.ledger.sealing.chain import check_chain
from app.ledger.sealing.opc import (
    Relationship,
    content_type,
    content_types,
    relationships,
    rels_part_of,
    transformed_relationships,
)
from app.ledger.sealing.signature import Signature, SignedPart, read_signature

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class SignedBy:
    """One signer: the way from the certificate to the pinned root, when, and as what."""

    path: tuple[x509.Certificate, ...]
    signed_at: datetime
    role: str


@dataclass(frozen=True)
class SealedPackage:
    """Verified parts (the very bytes), and the one or two who signed them."""

    parts: Mapping[str, bytes]
    signers: tuple[SignedBy, ...]
    sha256: str


def verify_package(
    data: bytes, trust: Sequence[bytes], *, at: datetime, crl: bytes | None = None
) -> SealedPackage:
    """Check a signed package entirely.

    ``trust``: PEM files of the roots that this office pinned itself; ``at``: the time of receipt;
    ``crl``: the county's list of revoked certificates (PEM). Raises LedgerRefused.
    """
    parts = open_package(data)
    signers = tuple(_signer(one, trust, at, crl) for one in check_seal(parts))
    return SealedPackage(parts, signers, hashlib.sha256(data).hexdigest())


def own_package(
    data: bytes, trust: Sequence[bytes], *, at: datetime, crl: bytes | None = None
) -> SealedPackage:
    """A package that this program has just signed and read back byte for byte: whether its signers
    hold today. What they signed is not reckoned again. Raises LedgerRefused."""
    parts = Unpacking(split(data))
    types = content_types(parts[names.CONTENT_TYPES_PART])
    places = _check_place(parts, relationships(parts[names.ROOT_RELS_PART]), types)
    signers = tuple(_signer(read_signature(parts[place]), trust, at, crl) for place in places)
    return SealedPackage(parts, signers, hashlib.sha256(data).hexdigest())


def open_package(data: bytes) -> Mapping[str, bytes]:
    """The parts of a container that is beyond doubt. Raises LedgerRefused."""
    if data.startswith(_OLE):
        code = Refusal.PASSWORD if _ENCRYPTED in data else Refusal.NOT_A_WORKBOOK
        raise LedgerRefused(code)
    if not _is_zip(data):
        raise LedgerRefused(Refusal.NOT_A_WORKBOOK)
    try:
        parts = {part.name: part.unpack() for part in split(data)}
    except TooBigError as error:
        raise LedgerRefused(Refusal.TOO_BIG) from error
    except ContainerError as error:
        code = Refusal.BAD_PACKAGE if _mentions_signature(data) else Refusal.NOT_SIGNED
        raise LedgerRefused(code) from error
    if "xl/workbook.xml" not in parts or names.CONTENT_TYPES_PART not in parts:
        raise LedgerRefused(Refusal.NOT_A_WORKBOOK)
    try:
        for name, content in parts.items():
            if content and name.endswith((".xml", ".rels")):
                check_plain(content)
    except ValueError as error:
        raise LedgerRefused(Refusal.BAD_PACKAGE) from error
    return parts


def _is_zip(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") or b"PK\x05\x06" in data[-70_000:]


def _mentions_signature(data: bytes) -> bool:
    """Whether a workbook that another program packed still carries a signature (or is damaged).

    Spreadsheet programs pack differently when they save, and drop the signature: the clerk should
    read 未签名 then, not 损坏.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.namelist()
    except (BadZipFile, NotImplementedError, OSError, ValueError):
        return True
    return any(name.lower().startswith(names.FOLDER) for name in entries)


def check_seal(parts: Mapping[str, bytes]) -> tuple[Signature, ...]:
    """The signatures (one, or those of two people), their cryptography, and that each covers the
    package. Raises LedgerRefused."""
    try:
        types = content_types(parts[names.CONTENT_TYPES_PART])
        root = relationships(parts.get(names.ROOT_RELS_PART, b""))
        places = _check_place(parts, root, types)
        signatures = tuple(read_signature(parts[place]) for place in places)
        for signature in signatures:
            for signed in signature.parts:
                _check_part(parts, signed, content_type(signed.name, types))
            _check_coverage(parts, signature.parts)
    except ValueError as error:  # a .rels part or the content types cannot be read
        raise LedgerRefused(Refusal.BAD_PACKAGE) from error
    return signatures


def _check_place(
    parts: Mapping[str, bytes],
    root: Sequence[Relationship],
    types: tuple[Mapping[str, str], Mapping[str, str]],
) -> tuple[str, ...]:
    """One signature or two, reached by root → origin → signature, and nothing else in their folder.
    Gives their parts, in order."""
    here = {name for name in parts if name.lower().startswith(names.FOLDER)}
    origins = [link for link in root if link.type == names.ORIGIN_REL]
    if not here and not origins:
        raise LedgerRefused(Refusal.NOT_SIGNED)
    count = 2 if names.SECOND_SIGNATURE_PART in here else 1
    places = names.SIGNATURE_PARTS[:count]
    if (
        here != {names.ORIGIN_PART, names.ORIGIN_RELS_PART, *places}
        or len(origins) != 1
        or parts[names.ORIGIN_PART]
    ):
        raise LedgerRefused(Refusal.BAD_SIGNATURE_LAYOUT)
    try:
        links = relationships(parts[names.ORIGIN_RELS_PART])
    except ValueError as error:
        raise LedgerRefused(Refusal.BAD_SIGNATURE_LAYOUT) from error
    targets = [(link.type, link.target, link.external) for link in (*origins, *links)]
    right = [
        (names.ORIGIN_REL, names.ORIGIN_PART, False),
        *((names.SIGNATURE_REL, place.removeprefix(names.FOLDER), False) for place in places),
    ]
    kinds = [content_type(name, types) for name in (names.ORIGIN_PART, *places)]
    if targets != right or kinds != [names.ORIGIN_CONTENT, *[names.SIGNATURE_CONTENT] * count]:
        raise LedgerRefused(Refusal.BAD_SIGNATURE_LAYOUT)
    return places


def _check_part(parts: Mapping[str, bytes], signed: SignedPart, kind: str) -> None:
    data = parts.get(signed.name)
    if data is None:
        raise LedgerRefused(Refusal.PART_MISSING)
    if kind != signed.content_type:
        raise LedgerRefused(Refusal.CONTENT_TYPE)
    if signed.relationship_ids is not None:
        data = transformed_relationships(data, set(signed.relationship_ids))
    if hashlib.new(signed.hash_name, data).digest() != signed.digest:
        raise LedgerRefused(Refusal.PART_CHANGED)


def _check_coverage(parts: Mapping[str, bytes], signed: Sequence[SignedPart]) -> None:
    """Every part and every link is signed but those that no program signs."""
    covered = {part.name: part for part in signed}
    for name, data in parts.items():
        if name in names.UNSIGNED_PARTS or name.startswith(names.FOLDER):
            continue
        if name not in covered:
            raise LedgerRefused(Refusal.NOT_COVERED)
        if name.endswith(".rels"):
            _check_links(name, data, covered[name], parts)
    outside = covered.keys() & names.UNSIGNED_PARTS
    if outside or any(name.startswith(names.FOLDER) for name in covered):
        raise LedgerRefused(Refusal.BAD_SIGNATURE_LAYOUT)


def _check_links(name: str, data: bytes, signed: SignedPart, parts: Mapping[str, bytes]) -> None:
    links = relationships(data)
    free = names.UNSIGNED_ROOT_RELS if name == names.ROOT_RELS_PART else frozenset()
    wanted = {link.id for link in links if link.type not in free}
    if set(signed.relationship_ids or ()) != wanted:
        raise LedgerRefused(Refusal.NOT_COVERED)
    if name == names.ROOT_RELS_PART:
        books = [(b.target, b.external) for b in links if b.type == names.DOCUMENT_REL]
        if books != [("xl/workbook.xml", False)]:
            raise LedgerRefused(Refusal.NOT_COVERED)
        if any(link.external or not _is_harmless(link) for link in links if link.type in free):
            raise LedgerRefused(Refusal.NOT_COVERED)
    elif not any(rels_part_of(part) == name for part in parts):
        raise LedgerRefused(Refusal.NOT_COVERED)


def _is_harmless(link: Relationship) -> bool:
    """A link that nobody signs leads to a part that nobody signs (or to the signature)."""
    target = link.target.removeprefix("/")
    return target in names.UNSIGNED_PARTS or target == names.ORIGIN_PART


def _signer(
    signature: Signature, trust: Sequence[bytes], at: datetime, crl: bytes | None
) -> SignedBy:
    path = check_signer(signature, trust, at=at, crl=crl)
    return SignedBy(path, signature.signed_at, signature.role)


def check_signer(
    signature: Signature, trust: Sequence[bytes], *, at: datetime, crl: bytes | None = None
) -> tuple[x509.Certificate, ...]:
    """The path to a pinned root. Raises LedgerRefused (CHAIN)."""
    roots = [certificate for pem in trust for certificate in load_certificates(pem)]
    listings = [load_revocations(crl)] if crl else []
    return check_chain(
        signature.chain, roots, signed_at=signature.signed_at, at=at, revocations=listings
    )
