"""Open workbooks that have a password; the plain bytes stay in memory."""

from __future__ import annotations

import io

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError


def is_locked(data: bytes) -> bool:
    """Whether a password is needed to read the workbook (protection of single sheets is not)."""
    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(data)).is_encrypted())
    except FileFormatError:
        return False


def unlock(data: bytes, password: str) -> bytes | None:
    """The workbook without its password, or None when this password does not open it."""
    office = msoffcrypto.OfficeFile(io.BytesIO(data))
    plain = io.BytesIO()
    try:
        office.load_key(password=password)
        office.decrypt(plain)
    except (DecryptionError, InvalidKeyError):
        return None
    return plain.getvalue()
