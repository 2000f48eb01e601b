"""国密副签: a detached SM2 signature beside a ledger, for offices that are asked for one.

It is a second opinion: the signature inside the workbook decides. The algorithm alone makes no
certified product; whether that is enough is for whoever asks for it.
"""

from __future__ import annotations

from pathlib import Path

from app.core.errors import DeclinedError, FileError, UserError
from app.core.terms import Role
from app.ledger.sealing.sm2 import (
    SUFFIX,
    is_available,
    new_sm2_key,
    sm2_fingerprint,
    sm2_holds,
    sm2_sign,
)
from app.ledger.stick import write_safely
from app.services import keys
from app.services.common_keys import common, keep_common
from app.services.desk import Desk
from app.services.files import read_file
from app.services.office import expect_office

KEY, PUBLIC = keys.GUOMI_KEY, keys.GUOMI_PUBLIC


def guomi_available() -> bool:
    """Whether this copy of the program can make and check SM2 signatures."""
    return is_available()


def guomi_fingerprint(desk: Desk) -> str:
    """The fingerprint of our SM2 key; empty while there is none."""
    path = desk.folder / "keys" / PUBLIC
    return sm2_fingerprint(path.read_bytes()) if path.exists() else ""


def make_guomi(desk: Desk, passphrase: str) -> str:
    """Make this office's SM2 key under the passphrase of its signing key; gives its fingerprint.

    Raises ``DeclinedError`` when there is one already or the passphrase is not that of the signing
    key, ``UserError`` without a signing certificate or without the library.
    """
    _expect_library()
    keys.own_signer(desk, passphrase)
    if guomi_fingerprint(desk):
        raise DeclinedError("国密密钥已经有了。", "", "更换签名密钥时它一起停用，再生成新的。")
    locked, public = new_sm2_key(passphrase)
    with desk.write("make_guomi", "生成国密副签密钥"):
        keys.keep(desk, KEY, locked)
        keys.keep(desk, PUBLIC, public)
    return sm2_fingerprint(public)


def write_guomi(desk: Desk, folder: Path) -> Path:
    """Our public SM2 key for the county, onto the stick. Raises ``UserError`` without a key."""
    path = desk.folder / "keys" / PUBLIC
    if not path.exists():
        raise UserError("还没有国密密钥。", "", "请先生成。")
    office, data = expect_office(desk), path.read_bytes()

    def same(read: bytes) -> None:
        if read != data:
            raise DeclinedError("写出的公钥与本机的不一致。", "", "请换一个U盘。")

    with desk.write("write_guomi", "写出国密公钥"):
        return write_safely(folder, f"国密公钥_{office.code}.pem", data, check=same).path


def read_guomi(path: Path) -> str:
    """The fingerprint of a public key that a township sent, to be compared by telephone."""
    return sm2_fingerprint(read_file(path))


def register_guomi(desk: Desk, path: Path, office_code: str) -> None:
    """At the county: trust this public key for the office, after its fingerprint was compared.

    Raises ``DeclinedError`` at a township or for a code that is none, ``FileError`` for a file that
    is no SM2 key.
    """
    if expect_office(desk).role is not Role.COUNTY:
        raise DeclinedError("只有县级可以登记国密公钥。", "", "请在县级的程序里操作。")
    if len(office_code) != 12 or not (office_code.isascii() and office_code.isdigit()):
        raise DeclinedError("单位代码不对。", "", "单位代码是 12 位数字。")
    data = read_file(path)
    sm2_fingerprint(data)
    with desk.write("register_guomi", f"登记国密公钥：{office_code}") as work:
        keep_common(desk, work, _registered(office_code), data)


def registered_keys(desk: Desk) -> tuple[str, ...]:
    """The files of the public keys that this desk has registered."""
    return tuple(path.name for path in (desk.folder / "keys").glob(_registered("*")))


def sign_beside(desk: Desk, ledger: Path, passphrase: str) -> Path | None:
    """Put the SM2 signature of a ledger that was just written beside it; None: this office makes
    none. Raises ``FileError`` naming how the stick failed."""
    locked = desk.folder / "keys" / KEY
    if not locked.exists() or not is_available():
        return None
    data = read_file(ledger)
    signature = sm2_sign(locked.read_bytes(), passphrase, data)
    public = (desk.folder / "keys" / PUBLIC).read_bytes()

    def holds(read: bytes) -> None:
        if not sm2_holds(public, data, read):
            raise DeclinedError("国密副签核对不上。", "", "请换一个U盘，再拷一份。")

    return write_safely(ledger.parent, ledger.name + SUFFIX, signature, check=holds).path


def second_opinion(desk: Desk | None, ledger: Path, data: bytes, office_code: str) -> str:
    """What the SM2 signature beside a ledger is worth; empty when there is none."""
    beside = ledger.with_name(ledger.name + SUFFIX)
    if not beside.exists():
        return ""
    if not is_available():
        return "有，本机没有安装国密组件，没有核验"
    public = _public_of(desk, office_code) if desk else None
    if public is None:
        return "有，县里没有登记这个单位的国密公钥，没有核验"
    try:
        good = sm2_holds(public, data, read_file(beside))
    except FileError:
        good = False
    if not good:
        return "无效，与文件对不上（是否采用以主签名为准）"
    return f"有效，公钥指纹 {sm2_fingerprint(public)[:19]}…"


def _public_of(desk: Desk, office_code: str) -> bytes | None:
    if expect_office(desk).code != office_code:
        return common(desk, _registered(office_code))
    path = desk.folder / "keys" / PUBLIC
    return path.read_bytes() if path.exists() else None


def _registered(office_code: str) -> str:
    return f"sm2-{office_code}.pem"


def _expect_library() -> None:
    if not is_available():
        raise UserError(
            "这台电脑没有安装国密组件。", "", "请管理员安装 gmssl-pyx（pip install .[gm]）后再试。"
        )
