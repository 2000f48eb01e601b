"""Certificates: the county's root, an office's request and certificate, the list of revoked ones.

The office's key never leaves its PC: it sends a request; the county compares the fingerprint by
telephone, sets the office code from its own list, and sends the certificate back with its root.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.core.errors import FileError
from app.core.periods import add_months
from app.ledger.sealing.names import OFFICE_CODE_DIGITS, SMALLEST_RSA
from app.ledger.sealing.package import PrivateKey, Signer

LEAF_YEARS = 3
ROOT_YEARS = 15
_EARLIER = timedelta(days=1)  # the PC that signs may be behind the one that certifies
_DEPARTMENT = "民政办"


@dataclass(frozen=True)
class OfficeRequest:
    """A request whose sender proved to hold the key; ``claimed_code`` is only what it claims."""

    pem: bytes
    office_name: str
    claimed_code: str
    fingerprint: str


@dataclass(frozen=True)
class CertificateView:
    """What people compare and look at; ``authority`` is the organisation that issued it."""

    name: str
    office_code: str
    issuer: str
    authority: str
    serial: int
    valid_from: datetime
    valid_until: datetime
    fingerprint: str


def make_request(key: PrivateKey, *, office_name: str, office_code: str, county: str) -> bytes:
    """A certificate request (PEM) that proves possession of ``key``."""
    subject = _subject(office_name, office_code, county)
    request = x509.CertificateSigningRequestBuilder().subject_name(subject)
    return request.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def read_request(pem: bytes) -> OfficeRequest:
    """Check a request. Raises FileError when it is none, forged, or its key too weak."""
    request = _load_request(pem)
    names = request.subject
    return OfficeRequest(
        pem=pem,
        office_name=_attribute(names, NameOID.ORGANIZATION_NAME),
        claimed_code=_attribute(names, NameOID.SERIAL_NUMBER),
        fingerprint=_key_fingerprint(request),
    )


def make_root(key: PrivateKey, county_name: str, *, at: datetime) -> bytes:
    """The county's self-signed root (PEM), for ROOT_YEARS."""
    name = x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, county_name),
        x509.NameAttribute(NameOID.COMMON_NAME, f"{county_name}台账根证书"),
    ])
    builder = _builder(name, name, key.public_key(), at, years=ROOT_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    builder = builder.add_extension(_usage(authority=True), critical=True)
    builder = _identified(builder, key.public_key(), key.public_key())
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def issue_leaf(
    request_pem: bytes, root: Signer, *, office_code: str, office_name: str, at: datetime
) -> bytes:
    """The office's certificate (PEM) for LEAF_YEARS, never beyond the root's.

    ``office_code`` (12 digits) and ``office_name`` come from the county's own list, not from the
    request. ``root`` is the county's root key with its certificate. Raises FileError for a request
    that is damaged or forged.
    """
    if len(office_code) != OFFICE_CODE_DIGITS or not office_code.isdigit():
        raise ValueError("an office code has 12 digits")
    public = _load_request(request_pem).public_key()
    county = _attribute(root.chain[0].subject, NameOID.ORGANIZATION_NAME)
    return _leaf(_subject(office_name, office_code, county), public, root, at)


def renew_leaf(certificate_pem: bytes, root: Signer, *, at: datetime) -> bytes:
    """A new certificate (PEM) for the same office and the same key: no request travels, because
    the county has checked this key before. Raises FileError."""
    old = load_certificates(certificate_pem)[0]
    return _leaf(old.subject, old.public_key(), root, at)


def _leaf(subject: x509.Name, public: object, root: Signer, at: datetime) -> bytes:
    assert isinstance(public, (rsa.RSAPublicKey, ec.EllipticCurvePublicKey))
    issuer = root.chain[0]
    latest = issuer.not_valid_after_utc
    builder = _builder(subject, issuer.subject, public, at, years=LEAF_YEARS, latest=latest)
    builder = builder.add_extension(
        x509.BasicConstraints(ca=False, path_length=None), critical=True
    )
    builder = builder.add_extension(_usage(authority=False), critical=True)
    builder = builder.add_extension(
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
    )
    builder = _identified(builder, public, root.key.public_key())
    return builder.sign(root.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def certifies(certificate: x509.Certificate, request_pem: bytes) -> bool:
    """Whether ``certificate`` is for the key of this request."""
    spki = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    wanted = _load_request(request_pem).public_key().public_bytes(*spki)
    return certificate.public_key().public_bytes(*spki) == wanted


def make_revocations(
    revoked: Iterable[tuple[int, datetime]], root: Signer, *, at: datetime
) -> bytes:
    """The list of revoked certificates (PEM): serial number and since when."""
    builder = (
        x509
        .CertificateRevocationListBuilder()
        .issuer_name(root.chain[0].subject)
        .last_update(at)
        .next_update(at + timedelta(days=366))
    )
    for serial, since in sorted(revoked):
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since)
        builder = builder.add_revoked_certificate(entry.build())
    made = builder.sign(root.key, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.PEM)


def load_certificates(pem: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of a PEM file, in its order. Raises FileError."""
    try:
        return tuple(x509.load_pem_x509_certificates(pem))
    except ValueError as error:
        raise FileError("这不是证书文件。", "", "请选择县级发来的证书文件（.pem）。") from error


def load_revocations(pem: bytes) -> x509.CertificateRevocationList:
    """A revocation list. Raises FileError."""
    try:
        return x509.load_pem_x509_crl(pem)
    except ValueError as error:
        raise FileError("这不是吊销名单文件。", "", "请选择县级发来的吊销名单（.pem）。") from error


def certificate_pem(certificates: Sequence[x509.Certificate]) -> bytes:
    """Certificates as one PEM file."""
    return b"".join(c.public_bytes(serialization.Encoding.PEM) for c in certificates)


def view_certificate(certificate: x509.Certificate) -> CertificateView:
    """What a person needs to see of a certificate."""
    return CertificateView(
        name=_attribute(certificate.subject, NameOID.COMMON_NAME),
        office_code=office_code_of(certificate),
        issuer=_attribute(certificate.issuer, NameOID.COMMON_NAME),
        authority=_attribute(certificate.issuer, NameOID.ORGANIZATION_NAME),
        serial=certificate.serial_number,
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        fingerprint=in_groups(certificate.fingerprint(hashes.SHA256())),
    )


def public_bytes(certificate: x509.Certificate) -> bytes:
    """The certificate's key: two certificates of the same key have the same."""
    return certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def office_code_of(certificate: x509.Certificate) -> str:
    """The 12-digit code that the county put into the certificate; empty when there is none."""
    return _attribute(certificate.subject, NameOID.SERIAL_NUMBER)


def in_groups(digest: bytes) -> str:
    """A fingerprint as people read it out: ``3F2A 9C01 …``."""
    text = digest.hex().upper()
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def _load_request(pem: bytes) -> x509.CertificateSigningRequest:
    remedy = "请该单位重新生成证书申请。"
    try:
        request = x509.load_pem_x509_csr(pem)
        public = request.public_key()
    except (ValueError, InvalidSignature) as error:
        raise FileError("这不是证书申请文件，或者已经损坏。", "", remedy) from error
    if not request.is_signature_valid:
        raise FileError("证书申请被改动过，或者申请人并不持有密钥。", "", remedy)
    strong = (isinstance(public, rsa.RSAPublicKey) and public.key_size >= SMALLEST_RSA) or (
        isinstance(public, ec.EllipticCurvePublicKey) and public.curve.name == "secp256r1"
    )
    if not strong:
        raise FileError("证书申请中的密钥强度不够。", "", remedy)
    return request


def _key_fingerprint(request: x509.CertificateSigningRequest) -> str:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(
        request.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    return in_groups(digest.finalize())


def _subject(office_name: str, office_code: str, county: str) -> x509.Name:
    return x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(NameOID.LOCALITY_NAME, county),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, office_name),
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, _DEPARTMENT),
        x509.NameAttribute(NameOID.SERIAL_NUMBER, office_code),
        x509.NameAttribute(NameOID.COMMON_NAME, office_name),
    ])


def _attribute(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if len(found) == 1 else ""


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    at: datetime,
    *,
    years: int,
    latest: datetime | None = None,
) -> x509.CertificateBuilder:
    until = datetime.combine(add_months(at.date(), years * 12), at.timetz()).astimezone(UTC)
    return (
        x509
        .CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at.astimezone(UTC) - _EARLIER)
        .not_valid_after(min(until, latest or until))
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _identified(
    builder: x509.CertificateBuilder,
    public: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    issuer: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
) -> x509.CertificateBuilder:
    own = x509.SubjectKeyIdentifier.from_public_key(public)
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer)
    return builder.add_extension(own, critical=False).add_extension(above, critical=False)
