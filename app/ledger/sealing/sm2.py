"""SM2 with SM3 (GB/T 32918): a further signature over a whole file, in a second file beside it.

XML signatures have no name for SM2 that spreadsheet programs know, so it cannot be the one inside
the workbook. This is the algorithm and nothing more: no certified cryptographic module (商用密码
产品), no certificate of a licensed authority. Needs the extra ``gm`` (gmssl-pyx); without it
``is_available`` says no and nothing else may be called.
"""

from __future__ import annotations

import base64
import hashlib
import textwrap

from app.core.errors import FileError
from app.ledger.sealing.certificates import in_groups
from app.ledger.sealing.keys import der_items, der_value, lock_pkcs8, unlock_pkcs8

try:
    import gmssl_pyx
except ImportError:  # the extra is not installed, or there is none for this machine
    gmssl_pyx = None

SUFFIX = ".sm2sig"
_SEQUENCE, _INTEGER, _BITS, _OCTETS, _OID, _PUBLIC = 0x30, 0x02, 0x03, 0x04, 0x06, 0xA1
_ALGORITHM = der_value(
    _SEQUENCE,
    der_value(_OID, bytes.fromhex("2a8648ce3d0201"))  # an elliptic key
    + der_value(_OID, bytes.fromhex("2a811ccf5501822d")),  # on the curve of SM2
)
_POINT = 65  # 04, x, y


def is_available() -> bool:
    """Whether the library is there."""
    return gmssl_pyx is not None


def new_sm2_key(passphrase: str) -> tuple[bytes, bytes]:
    """(locked private key, public key), both PEM. Raises DeclinedError for a short passphrase."""
    public, private = gmssl_pyx.sm2_key_generate()
    point = der_value(_BITS, b"\x00\x04" + public)
    inner = der_value(
        _SEQUENCE,
        der_value(_INTEGER, b"\x01") + der_value(_OCTETS, private) + der_value(_PUBLIC, point),
    )
    plain = der_value(
        _SEQUENCE, der_value(_INTEGER, b"\x00") + _ALGORITHM + der_value(_OCTETS, inner)
    )
    return lock_pkcs8(plain, passphrase), _pem(der_value(_SEQUENCE, _ALGORITHM + point))


def sm2_sign(locked: bytes, passphrase: str, data: bytes) -> bytes:
    """The signature (DER) over ``data``. Raises DeclinedError for a wrong passphrase."""
    (outer,) = der_items(unlock_pkcs8(locked, passphrase))
    inner = der_items(der_items(der_items(outer[1])[2][1])[0][1])
    public = der_items(inner[2][1])[0][1][2:]
    made: bytes = gmssl_pyx.sm2_sign(inner[1][1], public, data)
    return made


def sm2_holds(public_pem: bytes, data: bytes, signature: bytes) -> bool:
    """Whether ``signature`` is that of this key over ``data``. Raises FileError for a key that is
    none."""
    public = _point(public_pem)
    try:
        return bool(gmssl_pyx.sm2_verify(public, data, signature))
    except gmssl_pyx.GmsslInnerError:  # no signature at all
        return False


def sm2_fingerprint(public_pem: bytes) -> str:
    """In groups, as people read it out. Raises FileError for a key that is none."""
    return in_groups(hashlib.sha256(_point(public_pem)).digest())


def _point(public_pem: bytes) -> bytes:
    try:
        body = public_pem.decode("ascii").split("-----")[2]
        (outer,) = der_items(base64.b64decode(body))
        algorithm, (tag, bits) = der_items(outer[1])
    except (ValueError, IndexError) as error:
        raise _not_a_key() from error
    right = der_value(*algorithm) == _ALGORITHM and tag == _BITS
    if not right or len(bits) != _POINT + 1 or bits[:2] != b"\x00\x04":
        raise _not_a_key()
    return bits[2:]


def _not_a_key() -> FileError:
    return FileError("这不是国密公钥文件。", "", "请选择该单位交来的国密公钥（.pem）。")


def _pem(der: bytes) -> bytes:
    lines = "\n".join(textwrap.wrap(base64.b64encode(der).decode("ascii"), 64))
    return f"-----BEGIN PUBLIC KEY-----\n{lines}\n-----END PUBLIC KEY-----\n".encode()
