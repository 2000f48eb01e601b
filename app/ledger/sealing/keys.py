"""Private keys: made here, kept under a passphrase.

``cryptography`` writes PKCS#8 with only 2,048 rounds of PBKDF2 and offers no way to raise them, so
the container is written here: PBES2, PBKDF2-HMAC-SHA256 with 600,000 rounds, AES-256-CBC. Any
program that reads PKCS#8 opens it.
"""

from __future__ import annotations

import base64
import hashlib
import os
import textwrap
import unicodedata
from enum import StrEnum

from cryptography.hazmat.primitives import padding, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.core.errors import DeclinedError, FileError
from app.ledger.sealing.package import PrivateKey

ROUNDS = 600_000
SHORTEST_PASSPHRASE = 8
_OIDS = {
    "pbes2": "2a864886f70d01050d",
    "pbkdf2": "2a864886f70d01050c",
    "hmac-sha256": "2a864886f70d0209",
    "aes256-cbc": "60864801650304012a",
}


class KeyKind(StrEnum):
    """The kinds of key an office may choose."""

    RSA_3072 = "rsa-3072"
    EC_P256 = "ec-p256"


def new_key(kind: KeyKind = KeyKind.RSA_3072) -> PrivateKey:
    """A fresh private key."""
    if kind is KeyKind.EC_P256:
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)


def lock_key(key: PrivateKey, passphrase: str) -> bytes:
    """The key as encrypted PKCS#8 (PEM). Raises DeclinedError for a passphrase that is too short.

    Takes about 0.2 s, on purpose.
    """
    plain = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return lock_pkcs8(plain, passphrase)


def lock_pkcs8(plain: bytes, passphrase: str) -> bytes:
    """A key in plain PKCS#8 (DER) under a passphrase (PEM). Raises DeclinedError."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise DeclinedError(
            "口令太短。",
            f"口令至少 {SHORTEST_PASSPHRASE} 个字。",
            "请换一个长一些、自己记得住的口令。",
        )
    salt, iv = os.urandom(16), os.urandom(16)
    secret = hashlib.pbkdf2_hmac("sha256", _secret(passphrase), salt, ROUNDS, 32)
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES256(secret), modes.CBC(iv)).encryptor()
    sealed = encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
    derivation = _sequence(
        _oid("pbkdf2"),
        _sequence(
            _octets(salt), _integer(ROUNDS), _sequence(_oid("hmac-sha256"), der_value(5, b""))
        ),
    )
    scheme = _sequence(_oid("aes256-cbc"), _octets(iv))
    algorithm = _sequence(_oid("pbes2"), _sequence(derivation, scheme))
    return _pem(_sequence(algorithm, _octets(sealed)))


def unlock_pkcs8(pem: bytes, passphrase: str) -> bytes:
    """The inverse of ``lock_pkcs8``, for keys that ``cryptography`` does not know (SM2). Raises
    DeclinedError for a wrong passphrase, FileError when it was not locked here."""
    try:
        _, body, *_ = pem.decode("ascii").split("-----")[1:]
        (outer,) = der_items(base64.b64decode(body))
        algorithm, (_, sealed) = der_items(outer[1])
        _, scheme = der_items(algorithm[1])
        derivation, cipher = der_items(scheme[1])
        (_, salt), (_, rounds), _ = der_items(der_items(derivation[1])[1][1])
        iv = der_items(cipher[1])[1][1]
    except (ValueError, IndexError) as error:
        raise FileError(
            "这不是加了口令的密钥文件。", "", "请选择本单位的密钥文件，或从备份恢复。"
        ) from error
    number = int.from_bytes(rounds, "big")
    secret = hashlib.pbkdf2_hmac("sha256", _secret(passphrase), salt, number, 32)
    decryptor = Cipher(algorithms.AES256(secret), modes.CBC(iv)).decryptor()
    unpadder = padding.PKCS7(128).unpadder()
    try:
        padded = decryptor.update(sealed) + decryptor.finalize()
        plain = unpadder.update(padded) + unpadder.finalize()
        if [tag for tag, _ in der_items(plain)] != [0x30]:
            raise ValueError("not a key")
    except (ValueError, IndexError) as error:
        raise DeclinedError(
            "口令不对，密钥没有打开。", "也可能是密钥文件损坏。", "请重新输入口令。"
        ) from error
    return plain


def der_items(der: bytes) -> list[tuple[int, bytes]]:
    """The values one after another in DER: tag and content. Raises ValueError."""
    found, place = [], 0
    while place < len(der):
        tag, size, place = der[place], der[place + 1], place + 2
        if size & 0x80:
            count = size & 0x7F
            size, place = int.from_bytes(der[place : place + count], "big"), place + count
        if place + size > len(der):
            raise ValueError("cut off")
        found.append((tag, der[place : place + size]))
        place += size
    return found


def unlock_key(pem: bytes, passphrase: str) -> PrivateKey:
    """The key. Raises DeclinedError for a wrong passphrase, FileError when it is no key file."""
    if not pem.lstrip().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----"):
        raise FileError("这不是加了口令的密钥文件。", "", "请选择本单位的密钥文件，或从备份恢复。")
    try:
        # Without a single character the library takes it that no passphrase was meant.
        key = serialization.load_pem_private_key(pem, _secret(passphrase) or b"\0")
    except ValueError as error:
        raise DeclinedError(
            "口令不对，密钥没有打开。",
            "也可能是密钥文件损坏。",
            "请重新输入口令；忘记口令只能重新生成密钥并申请新证书。",
        ) from error
    if not isinstance(key, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)):
        raise FileError("密钥的种类不能用来签名。", "", "请重新生成密钥并申请新证书。")
    return key


def _secret(passphrase: str) -> bytes:
    """The same bytes however the keyboard composed the characters."""
    return unicodedata.normalize("NFC", passphrase).encode()


def der_value(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _sequence(*items: bytes) -> bytes:
    return der_value(0x30, b"".join(items))


def _octets(data: bytes) -> bytes:
    return der_value(0x04, data)


_NULL = der_value(5, b"")


def _integer(number: int) -> bytes:
    return der_value(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _oid(name: str) -> bytes:
    return der_value(0x06, bytes.fromhex(_OIDS[name]))


def _pem(der: bytes) -> bytes:
    lines = "\n".join(textwrap.wrap(base64.b64encode(der).decode("ascii"), 64))
    return (
        f"-----BEGIN ENCRYPTED PRIVATE KEY-----\n{lines}\n-----END ENCRYPTED PRIVATE KEY-----\n"
    ).encode()
