"""Sound signatures by somebody who may not sign, or not any more."""

from __future__ import annotations

from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

from app.ledger.refusals import ChainFault, Refusal
from app.ledger.sealing.package import Signer, sign_package
from app.ledger.workbook import build_ledger
from tests.samples.ledgers import good as sample
from tests.samples.ledgers.knife import (
    hostile,
)


def _signed_by(signer: Signer, days: int = 0) -> bytes:
    at = sample.SIGNED + timedelta(days=days)
    return sign_package(build_ledger(sample.content()), signer, at=at)


def _odd_signer(key: rsa.RSAPrivateKey | None = None, *, usage: bool = True) -> Signer:
    """A certificate of the county's that the agreement does not allow."""
    own, root = key or sample.key("odd"), sample.root()
    like = sample.office().chain[0]
    builder = (
        x509
        .CertificateBuilder()
        .subject_name(like.subject)
        .issuer_name(like.issuer)
        .public_key(own.public_key())
        .serial_number(4711)
        .not_valid_before(like.not_valid_before_utc)
        .not_valid_after(like.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    )
    if not usage:
        flags = dict.fromkeys(
            (
                "digital_signature",
                "content_commitment",
                "data_encipherment",
                "key_agreement",
                "key_cert_sign",
                "crl_sign",
                "encipher_only",
                "decipher_only",
            ),
            False,
        )
        only = x509.KeyUsage(**flags, key_encipherment=True)
        builder = builder.add_extension(only, critical=True)
    return Signer(own, (builder.sign(root.key, hashes.SHA256()), *root.chain))


@hostile(ChainFault.STRANGER)
def signed_below_an_impostor_root() -> bytes:
    return _signed_by(sample.office(by="impostor"))


@hostile(ChainFault.STRANGER)
def signed_with_a_self_made_certificate() -> bytes:
    return _signed_by(sample.root("impostor"))


@hostile(ChainFault.MISUSED)
def signed_with_the_root_itself() -> bytes:
    return _signed_by(sample.root())


@hostile(ChainFault.MISUSED)
def certificate_without_key_usage() -> bytes:
    return _signed_by(_odd_signer())


@hostile(ChainFault.MISUSED)
def certificate_for_encryption_only() -> bytes:
    return _signed_by(_odd_signer(usage=False))


@hostile(ChainFault.EXPIRED)
def certificate_expired() -> bytes:
    return _signed_by(sample.office(issued=sample.SIGNED - timedelta(days=4 * 366)))


@hostile(ChainFault.EXPIRED)
def certificate_expired_since_signing() -> bytes:
    issued = sample.SIGNED - timedelta(days=3 * 365)
    return _signed_by(sample.office(issued=issued))


@hostile(ChainFault.EXPIRED)
def certificate_not_yet_valid_when_signed() -> bytes:
    return _signed_by(sample.office(), days=-150)


@hostile(ChainFault.FUTURE)
def signed_in_the_future() -> bytes:
    return _signed_by(sample.office(), days=30)


@hostile(Refusal.OFFICE_CODE)
def signed_by_another_office() -> bytes:
    return _signed_by(sample.office("990102001000"))


@hostile(Refusal.ALGORITHM)
def a_short_rsa_key() -> bytes:
    return _signed_by(_odd_signer(rsa.generate_private_key(public_exponent=65537, key_size=1024)))
