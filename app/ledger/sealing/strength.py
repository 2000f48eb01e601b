"""Which public keys are strong enough to be believed."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from app.ledger.sealing import names


def is_strong(key: object) -> bool:
    """RSA of at least 2048 bits with a usual exponent (with the exponent 1 anybody can sign), or
    one of the two curves."""
    if isinstance(key, rsa.RSAPublicKey):
        usual = key.public_numbers().e >= names.SMALLEST_EXPONENT
        return usual and key.key_size >= names.SMALLEST_RSA
    return isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in names.CURVES
