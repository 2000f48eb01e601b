"""Certificates below the county's root that may not sign a ledger, each odd in one point."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from unittest.mock import patch

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier

from app.ledger.refusals import ChainFault, Refusal
from app.ledger.sealing import certificates, names
from app.ledger.sealing.package import PrivateKey, Signer, sign_package
from app.ledger.workbook import build_ledger
from tests.samples.ledgers import good as sample
from tests.samples.ledgers.knife import hostile

AUTHORITY, SIGNER = certificates._usage(authority=True), certificates._usage(authority=False)
Extensions = tuple[tuple[x509.ExtensionType, bool], ...]


@dataclass(frozen=True)
class Odd:
    """A certificate like the office's; what is given here is what is odd about it."""

    key: PrivateKey = field(default_factory=lambda: sample.key("odd"))
    by: Signer = field(default_factory=sample.root)
    authority: bool = False
    usage: x509.KeyUsage = SIGNER
    more: Extensions = ()
    digest: hashes.HashAlgorithm = field(default_factory=hashes.SHA256)
    code: str = sample.OFFICE_CODE
    first: datetime = sample.ISSUED
    depth: int | None = None

    def signer(self) -> Signer:
        like = sample.office(self.code).chain[0]
        builder = (
            x509
            .CertificateBuilder()
            .subject_name(like.subject)
            .issuer_name(self.by.chain[0].subject)
            .public_key(self.key.public_key())
            .serial_number(4711)
            .not_valid_before(self.first)
            .not_valid_after(like.not_valid_after_utc)
            .add_extension(x509.BasicConstraints(self.authority, self.depth), critical=True)
            .add_extension(self.usage, critical=True)
        )
        for extension, critical in self.more:
            builder = builder.add_extension(extension, critical=critical)
        made = builder.sign(self.by.key, self.digest)  # type: ignore[arg-type]
        return Signer(self.key, (made, *self.by.chain))


def _signed_by(signer: Signer) -> bytes:
    return sign_package(build_ledger(sample.content()), signer, at=sample.SIGNED)


def _for(purpose: ObjectIdentifier) -> Extensions:
    return ((x509.ExtendedKeyUsage([purpose]), False),)


@hostile(ChainFault.MISUSED)
def certificate_for_web_servers() -> bytes:
    return _signed_by(Odd(more=_for(ExtendedKeyUsageOID.SERVER_AUTH)).signer())


@hostile(ChainFault.MISUSED)
def certificate_for_programs() -> bytes:
    return _signed_by(Odd(more=_for(ExtendedKeyUsageOID.CODE_SIGNING)).signer())


@hostile(ChainFault.MISUSED)
def certificate_of_an_authority_below_the_root() -> bytes:
    return _signed_by(Odd(authority=True, depth=0, usage=AUTHORITY).signer())


@hostile(ChainFault.MISUSED)
def an_authority_that_signs_as_well() -> bytes:
    return _signed_by(Odd(authority=True, depth=0).signer())


@hostile(ChainFault.MISUSED)
def certificate_with_a_condition_nobody_knows() -> bytes:
    """What is critical and not understood forbids the use: it may say "not for ledgers"."""
    unknown = x509.UnrecognizedExtension(ObjectIdentifier("1.2.3.4.5"), b"\x05\x00")
    return _signed_by(Odd(more=((unknown, True),)).signer())


@hostile(ChainFault.MISUSED)
def certificate_for_other_names_only() -> bytes:
    limits = x509.NameConstraints(None, [x509.DNSName("x.example")])
    return _signed_by(Odd(more=((limits, True),)).signer())


@hostile(ChainFault.STRANGER)
def a_township_that_certifies_another() -> bytes:
    """Signed below a sound certificate, which however is no authority."""
    return _signed_by(Odd(by=sample.office("990102001000")).signer())


@hostile(ChainFault.STRANGER)
def an_authority_that_may_not_certify() -> bytes:
    """It says that it is an authority, but its key is not for certificates."""
    middle = Odd(key=sample.key("middle"), authority=True, depth=0).signer()
    return _signed_by(Odd(by=middle).signer())


@hostile(ChainFault.STRANGER)
def an_authority_too_deep() -> bytes:
    """An authority below one that may have none below it."""
    upper = Odd(key=sample.key("upper"), authority=True, depth=0, usage=AUTHORITY).signer()
    lower = Odd(
        key=sample.key("lower"), by=upper, authority=True, depth=0, usage=AUTHORITY
    ).signer()
    return _signed_by(Odd(by=lower).signer())


@hostile(ChainFault.STRANGER)
def the_way_to_the_root_is_left_out() -> bytes:
    middle = Odd(key=sample.key("middle"), authority=True, depth=0, usage=AUTHORITY).signer()
    leaf = Odd(by=middle).signer()
    return _signed_by(Signer(leaf.key, (leaf.chain[0], leaf.chain[-1])))


@hostile(ChainFault.STRANGER)
def a_self_made_certificate_of_the_office() -> bytes:
    """The office's own name and code, and the county's name as issuer; nobody's signature."""
    own = sample.key("forger")
    return _signed_by(Odd(key=own, by=Signer(own, _self_signed(own))).signer())


def _self_signed(own: PrivateKey) -> tuple[x509.Certificate, ...]:
    made = certificates.make_root(own, sample.COUNTY, at=sample.SIGNED - timedelta(days=3000))
    return certificates.load_certificates(made)


@hostile(ChainFault.EXPIRED)
def certificate_of_tomorrow() -> bytes:
    return _signed_by(Odd(first=sample.SIGNED + timedelta(hours=1)).signer())


@hostile(ChainFault.EXPIRED)
def an_authority_that_has_expired() -> bytes:
    """The signer's certificate is valid, the one above it no more."""
    middle = _short_lived()
    return _signed_by(Odd(by=middle).signer())


def _short_lived() -> Signer:
    root, own = sample.root(), sample.key("short")
    builder = (
        x509
        .CertificateBuilder()
        .subject_name(sample.office("990102001000").chain[0].subject)
        .issuer_name(root.chain[0].subject)
        .public_key(own.public_key())
        .serial_number(4712)
        .not_valid_before(sample.ISSUED)
        .not_valid_after(sample.SIGNED - timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(AUTHORITY, critical=True)
    )
    return Signer(own, (builder.sign(root.key, hashes.SHA256()), *root.chain))


@hostile(Refusal.ALGORITHM)
def an_authority_with_a_short_key() -> bytes:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    middle = Odd(key=short, authority=True, depth=0, usage=AUTHORITY).signer()
    return _signed_by(Odd(by=middle).signer())


@hostile(Refusal.ALGORITHM)
def certificate_signed_with_a_weak_digest() -> bytes:
    return _signed_by(Odd(digest=hashes.SHA224()).signer())


@hostile(Refusal.ALGORITHM)
def a_key_on_the_curve_of_bitcoin() -> bytes:
    key = ec.generate_private_key(ec.SECP256K1())
    return _signed_by(Odd(key=key).signer())


@hostile(Refusal.ALGORITHM)
def a_key_on_a_short_curve() -> bytes:
    key = ec.generate_private_key(ec.SECP224R1())
    return _signed_by(Odd(key=key).signer())


@hostile(Refusal.ALGORITHM)
def an_rsa_key_with_the_exponent_three() -> bytes:
    key = rsa.generate_private_key(public_exponent=3, key_size=2048)
    with patch.object(names, "SMALLEST_EXPONENT", 3):
        return _signed_by(Odd(key=key).signer())


@hostile(Refusal.OFFICE_CODE)
def certificate_without_an_office() -> bytes:
    with patch.object(certificates, "_subject", _nameless):
        signer = _office_without_code()
    return _signed_by(signer)


def _nameless(name: str, _code: str, county: str) -> x509.Name:
    return x509.Name([
        x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, name),
        x509.NameAttribute(x509.NameOID.LOCALITY_NAME, county),
        x509.NameAttribute(x509.NameOID.COMMON_NAME, name),
    ])


def _office_without_code() -> Signer:
    own, root = sample.key("nameless"), sample.root()
    request = certificates.make_request(
        own, office_name=sample.OFFICE, office_code="", county=sample.COUNTY
    )
    leaf = certificates.issue_leaf(
        request, root, office_code=sample.OFFICE_CODE, office_name=sample.OFFICE, at=sample.ISSUED
    )
    return Signer(own, (*certificates.load_certificates(leaf), *root.chain))


@hostile(ChainFault.REVOKED)
def certificate_revoked() -> bytes:
    """The office's own, but the county's list (``revocations``) names it."""
    return _signed_by(Odd(key=sample.key("lost")).signer())


@hostile(ChainFault.BAD_LIST)
def judged_by_a_list_of_an_impostor() -> bytes:
    """The ledger is a good one: the list of revoked certificates is not the county's."""
    return sample.good()


def revocations(name: str) -> bytes | None:
    """The list of revoked certificates that the county holds when it judges this one."""
    by = {"certificate_revoked": "root", "judged_by_a_list_of_an_impostor": "impostor"}.get(name)
    if by is None:
        return None
    since = sample.RECEIVED - timedelta(hours=1)
    return certificates.make_revocations([(4711, since)], sample.root(by), at=since)
