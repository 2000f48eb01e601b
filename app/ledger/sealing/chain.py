"""The path from the signer's certificate to a root that this office pinned itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier

from app.ledger.refusals import ChainFault, LedgerRefused, Refusal
from app.ledger.sealing import names
from app.ledger.sealing.strength import is_strong

CLOCK_TOLERANCE = timedelta(minutes=10)
_LONGEST = 4
# A certificate that limits its use names one of these, or it is not meant for documents.
_FOR_DOCUMENTS = frozenset({
    ExtendedKeyUsageOID.EMAIL_PROTECTION,
    ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
    ObjectIdentifier(names.DOCUMENT_SIGNING),
    ObjectIdentifier(names.MICROSOFT_DOCUMENT_SIGNING),
})
_UNDERSTOOD = (x509.BasicConstraints, x509.KeyUsage, x509.ExtendedKeyUsage)


def check_chain(
    chain: Sequence[x509.Certificate],
    trust: Sequence[x509.Certificate],
    *,
    signed_at: datetime,
    at: datetime,
    revocations: Sequence[x509.CertificateRevocationList] = (),
) -> tuple[x509.Certificate, ...]:
    """The path leaf … pinned root, all valid at signing time and at ``at`` (the day of receipt).

    ``chain`` comes from the file and is only used to find the way; ``trust`` is what was pinned.
    Raises LedgerRefused (CHAIN) saying which way it fails.
    """
    path = _path(chain, trust)
    _check_strength(path)
    _check_use(path[0])
    if any(_demands_more(certificate) for certificate in path):
        raise _refused(ChainFault.MISUSED)
    if signed_at > at + CLOCK_TOLERANCE:
        raise _refused(ChainFault.FUTURE)
    for certificate in path:
        for moment in (signed_at, at):
            if not certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc:
                raise _refused(ChainFault.EXPIRED)
    _check_revoked(path, trust, revocations, at)
    return path


def _refused(fault: ChainFault) -> LedgerRefused:
    return LedgerRefused(Refusal.CHAIN, chain=fault)


def _path(
    chain: Sequence[x509.Certificate], trust: Sequence[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    """From the leaf upwards until a pinned certificate signs; pinned ones are tried first."""
    path = [chain[0]]
    for below in range(_LONGEST):
        for anchor in trust:
            if _issued(path[-1], anchor, below):
                return (*path, anchor)
        above = next((c for c in chain[1:] if c not in path and _issued(path[-1], c, below)), None)
        if above is None:
            break
        path.append(above)
    raise _refused(ChainFault.STRANGER)


def _issued(certificate: x509.Certificate, issuer: x509.Certificate, below: int) -> bool:
    """Whether ``issuer`` signed it and may, with ``below`` authorities between it and the leaf."""
    try:
        certificate.verify_directly_issued_by(issuer)
        limits = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = issuer.extensions.get_extension_for_class(x509.KeyUsage).value
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    deep_enough = limits.path_length is None or limits.path_length >= below
    return limits.ca and usage.key_cert_sign and deep_enough


def _check_strength(path: Sequence[x509.Certificate]) -> None:
    """No weak link: neither a short key nor a certificate signed with a broken digest.

    What was pinned is trusted for itself, whoever signed it. Raises LedgerRefused (ALGORITHM).
    """
    for certificate in path:
        if not is_strong(certificate.public_key()):
            raise LedgerRefused(Refusal.ALGORITHM)
    for certificate in path[:-1]:
        if not isinstance(certificate.signature_hash_algorithm, _GOOD_DIGESTS):
            raise LedgerRefused(Refusal.ALGORITHM)


_GOOD_DIGESTS = (hashes.SHA256, hashes.SHA384, hashes.SHA512)


def _demands_more(certificate: x509.Certificate) -> bool:
    """Whether it has a critical extension that is not understood here: then it may not be used."""
    return any(
        extension.critical and not isinstance(extension.value, _UNDERSTOOD)
        for extension in certificate.extensions
    )


def _check_use(leaf: x509.Certificate) -> None:
    """A signer's certificate signs documents and certifies nobody."""
    try:
        purposes = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        purposes = None
    except ValueError as error:
        raise _refused(ChainFault.MISUSED) from error
    if purposes is not None and not _FOR_DOCUMENTS & set(purposes):
        raise _refused(ChainFault.MISUSED)
    try:
        limits = leaf.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    except (ValueError, x509.ExtensionNotFound) as error:
        raise _refused(ChainFault.MISUSED) from error
    if limits.ca or not (usage.digital_signature or usage.content_commitment):
        raise _refused(ChainFault.MISUSED)


def _check_revoked(
    path: Sequence[x509.Certificate],
    trust: Sequence[x509.Certificate],
    revocations: Sequence[x509.CertificateRevocationList],
    at: datetime,
) -> None:
    """Revoked since a day counts from the day of receipt: the signing time is only a claim."""
    for listing in revocations:
        if not any(_signed_list(listing, issuer) for issuer in (*path[1:], *trust)):
            raise _refused(ChainFault.BAD_LIST)
        for certificate in path:
            if certificate.issuer != listing.issuer:
                continue
            entry = listing.get_revoked_certificate_by_serial_number(certificate.serial_number)
            if entry is not None and entry.revocation_date_utc <= at:
                raise _refused(ChainFault.REVOKED)


def _signed_list(listing: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    try:
        usage = issuer.extensions.get_extension_for_class(x509.KeyUsage).value
        public = issuer.public_key()
        return usage.crl_sign and listing.is_signature_valid(public)  # type: ignore[arg-type]
    except (ValueError, TypeError, x509.ExtensionNotFound):
        return False
