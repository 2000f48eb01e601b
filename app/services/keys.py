"""Keys and certificates: made here, certified by the office above, kept under a passphrase.

A township's private key never leaves its PC. The county holds a root, which certifies townships,
and a certificate of its own, with which it signs receipts and merged ledgers; for what it sends up
it has a further key, which the prefecture certifies (see ``key_slots``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.core.errors import DeclinedError, FileError, UserError
from app.core.terms import Role
from app.ledger.sealing import certificates
from app.ledger.sealing.certificates import CertificateView, OfficeRequest
from app.ledger.sealing.keys import KeyKind as KeyKind
from app.ledger.sealing.keys import lock_key, lock_pkcs8, new_key, unlock_key, unlock_pkcs8
from app.ledger.sealing.package import Chain, Signer
from app.models.exchange import IssuedCertificate
from app.services.common_keys import common, keep_common
from app.services.desk import Desk
from app.services.key_files import (
    expect_key_file,
    key_file,
    pem_name,
    read_whole,
    retire,
    write_whole,
)
from app.services.key_files import keep as keep
from app.services.key_slots import REVOCATIONS as REVOCATIONS
from app.services.key_slots import TRUSTED_ROOTS as TRUSTED_ROOTS
from app.services.key_slots import Slot as Slot
from app.services.key_slots import expect_upward
from app.services.key_slots import own_chain as own_chain
from app.services.key_slots import own_request as own_request
from app.services.key_slots import revocations as revocations
from app.services.key_slots import trusted_roots as trusted_roots
from app.services.key_slots import upward as upward
from app.services.office import OfficeView, expect_office, keep_office

OWN_KEY, OWN_REQUEST, OWN_CERTIFICATE = Slot.OWN.key, Slot.OWN.request, Slot.OWN.certificate
ROOT_KEY = "county-root.key.pem"
GUOMI_KEY, GUOMI_PUBLIC = "sm2.key.pem", "sm2.public.pem"  # see services/guomi
_WHOSE = {
    Slot.OWN: "",
    Slot.SECOND: "（填报人）",
    Slot.UP: "（上报）",
    Slot.UP_SECOND: "（上报，填报人）",
}


@dataclass(frozen=True)
class KeyState:
    """How far an office is: key made, certificate installed; fingerprints to compare.

    ``fingerprint`` is that of our key, which the office above compares when it certifies us,
    ``county_fingerprint`` that of the root that certified it (the county's, or the prefecture's).
    """

    has_key: bool
    has_certificate: bool
    fingerprint: str
    certificate: CertificateView | None
    county_fingerprint: str

    @property
    def valid_until(self) -> date | None:
        return self.certificate.valid_until.date() if self.certificate else None


def key_state(desk: Desk, slot: Slot = Slot.OWN) -> KeyState:
    """What lies in the key folder."""
    own = own_chain(desk, slot)
    roots, request = common(desk, slot.roots), key_file(desk, slot.request)
    pinned = certificates.load_certificates(roots) if roots else ()
    return KeyState(
        has_key=key_file(desk, slot.key).exists(),
        has_certificate=bool(own),
        fingerprint=certificates.read_request(request.read_bytes()).fingerprint
        if request.exists()
        else "",
        certificate=certificates.view_certificate(own[0]) if own else None,
        county_fingerprint=certificates.view_certificate(pinned[0]).fingerprint if pinned else "",
    )


def make_key(
    desk: Desk, passphrase: str, *, kind: KeyKind = KeyKind.RSA_3072, slot: Slot = Slot.OWN
) -> KeyState:
    """Make this office's signing key, or that of its second signer; at a county those for what it
    sends up, the first under the passphrase of its other keys.

    Raises ``DeclinedError`` when there is one already, the passphrase is too short or another than
    that of the county, ``UserError`` when the second comes before the office has a certificate.
    """
    if slot.first is not slot and not own_chain(desk, slot.first):
        raise UserError("本单位还没有签名证书。", "", "请先办好负责人的证书，再办填报人的。")
    if key_file(desk, slot.key).exists():
        above = expect_office(desk).level.above.there
        raise DeclinedError(
            "签名密钥已经有了。", "", f"要更换，请用“更换密钥”，并请{above}吊销旧证书。"
        )
    locked, request = _new_key(desk, passphrase, kind, slot)
    with desk.write("make_key", f"生成签名密钥{_WHOSE[slot]}"):
        keep(desk, slot.key, locked)
        keep(desk, slot.request, request)
    return key_state(desk, slot)


def drop_second(desk: Desk) -> None:
    """One signs again: the second signer's key moves to ``keys/retired``. Raises ``UserError`` when
    there is none."""
    second = upward(expect_office(desk))[1]
    expect_key_file(desk, second.key)
    with desk.write("drop_second", "停用双人签名"):
        retire(desk, second.files)


def replace_key(
    desk: Desk, passphrase: str, *, kind: KeyKind = KeyKind.RSA_3072, slot: Slot = Slot.OWN
) -> KeyState:
    """Make a new key because the old one, its passphrase or its certificate is lost or revoked.

    The old files move to ``keys/retired``; until the office above has certified the new key nothing
    can be sent up. Raises ``DeclinedError`` for a county's own key, without a key, or for a short
    passphrase.
    """
    office = expect_office(desk)
    if office.role is Role.COUNTY and slot is Slot.OWN:
        level = office.level
        raise DeclinedError(
            f"{level.grade}密钥不能这样更换。", "", f"根密钥关系{level.whole}，请用备份恢复。"
        )
    if not key_file(desk, slot.key).exists():
        raise DeclinedError("还没有签名密钥。", "", "请先生成密钥。")
    locked, request = _new_key(desk, passphrase, kind, slot)
    beside = (GUOMI_KEY, GUOMI_PUBLIC) if slot is Slot.OWN else ()
    with desk.write("replace_key", f"更换签名密钥{_WHOSE[slot]}"):
        retire(desk, (*slot.files, *beside))
        keep(desk, slot.key, locked)
        keep(desk, slot.request, request)
    return key_state(desk, slot)


def change_passphrase(desk: Desk, old: str, new: str) -> None:
    """Put our keys under another passphrase: the keys, and whatever they signed, stay as they are.

    At the county all its keys change together, at a township also its SM2 key. A copy of a key file
    that was taken before still opens with the old passphrase. Raises ``DeclinedError`` for a wrong
    or a short passphrase, ``UserError`` without a key; then nothing has changed.
    """
    ours = (ROOT_KEY, OWN_KEY, Slot.UP.key, GUOMI_KEY)
    names = [name for name in ours if key_file(desk, name).exists()]
    if not names:
        raise UserError("还没有签名密钥。", "", "请先生成密钥。")
    before = {name: expect_key_file(desk, name) for name in names}
    after = {name: lock_pkcs8(unlock_pkcs8(pem, old), new) for name, pem in before.items()}
    with desk.write("change_passphrase", "更改签名口令"):
        try:
            for name in names:
                keep(desk, name, after[name])
        except FileError:
            for name in names:  # never one key under the old passphrase and one under the new
                keep(desk, name, before[name])
            raise


def _new_key(desk: Desk, passphrase: str, kind: KeyKind, slot: Slot) -> tuple[bytes, bytes]:
    """(locked key, request) of a new key of this office."""
    office = expect_office(desk)
    expect_upward(office, slot)
    if slot is Slot.UP:  # one passphrase opens all that the county signs with
        unlock_key(expect_key_file(desk, OWN_KEY), passphrase)
    key = new_key(kind)
    request = certificates.make_request(
        key, office_name=office.name, office_code=office.code, county=office.county
    )
    return lock_key(key, passphrase), request


def write_request(desk: Desk, folder: Path, slot: Slot = Slot.OWN) -> Path:
    """Write the certificate request that goes to the county on the stick."""
    office = expect_office(desk)
    pem = expect_key_file(desk, slot.request)
    target = folder / pem_name(f"证书申请{_WHOSE[slot]}", office.name, office.code)
    with desk.write("write_request", "写出证书申请"):
        write_whole(target, pem)
    return target


def read_offer(path: Path) -> tuple[CertificateView, CertificateView]:
    """(our certificate, the county's root) in a file that came from the county."""
    chain = certificates.load_certificates(read_whole(path))
    if len(chain) < 2:
        raise FileError("证书文件不完整。", "其中应有本单位证书和上级根证书。", "请上级重新发送。")
    return certificates.view_certificate(chain[0]), certificates.view_certificate(chain[-1])


def install_certificate(desk: Desk, path: Path, slot: Slot = Slot.OWN) -> KeyState:
    """Install the certificate and pin the root of the office above, after its fingerprint was
    compared. The second signer's certificate must come from the root that is pinned already. At a
    county this is about what it sends up: its own root and certificate stay as they are.

    Raises ``DeclinedError`` when the certificate is not for our key or names another office.
    """
    office = expect_office(desk)
    expect_upward(office, slot)
    _, root = read_offer(path)
    chain = certificates.load_certificates(read_whole(path))
    _expect_for_us(desk, chain, slot)
    what = f"安装证书{_WHOSE[slot]}，{office.level.above.grade}根证书指纹 {root.fingerprint[:9]}…"
    with desk.write("install_certificate", what) as work:
        keep(desk, slot.certificate, certificates.certificate_pem(chain))
        if slot is Slot.OWN:
            keep(desk, slot.roots, certificates.certificate_pem(chain[-1:]))
        elif slot is Slot.UP:
            keep_common(desk, work, slot.roots, certificates.certificate_pem(chain[-1:]))
    return key_state(desk, slot)


def _expect_for_us(desk: Desk, chain: Chain, slot: Slot) -> None:
    office, own = expect_office(desk), certificates.view_certificate(chain[0])
    above = office.level.above
    if not certificates.certifies(chain[0], expect_key_file(desk, slot.request)):
        raise DeclinedError(
            "这份证书不是发给本机密钥的。",
            "",
            f"请把本机的证书申请交给{above.there}，领回对应的证书。",
        )
    if own.office_code != office.code:
        raise DeclinedError(
            "证书里的单位代码与本单位不同。",
            f"证书是 {own.office_code}，本单位是 {office.code}。",
            f"请与{above.there}核对单位代码。",
        )
    if slot.first is not slot and chain[-1] not in certificates.load_certificates(
        b"".join(trusted_roots(desk, slot))
    ):
        raise DeclinedError(
            f"填报人的证书不是本机认定的{above.grade}根证书签发的。",
            "",
            f"请与{above.there}核对，重新签发。",
        )


def make_county_root(desk: Desk, passphrase: str) -> KeyState:
    """At the county: make the root and the county's own signing certificate."""
    office = _expect_county(desk)
    if key_file(desk, ROOT_KEY).exists():
        raise DeclinedError("根密钥已经有了。", "", "请妥善保管；丢失请按“更换根证书”办理。")
    if common(desk, TRUSTED_ROOTS) is not None:
        raise DeclinedError(
            "根密钥在共用数据库的另一台电脑上。", "", "签名和签发证书请在那台电脑上做。"
        )
    now = desk.clock.now()
    root_key, own_key = new_key(KeyKind.RSA_3072), new_key(KeyKind.RSA_3072)
    root_pem = certificates.make_root(root_key, office.county, at=now)
    root = Signer(root_key, certificates.load_certificates(root_pem))
    request = certificates.make_request(
        own_key, office_name=office.name, office_code=office.code, county=office.county
    )
    leaf = certificates.issue_leaf(
        request, root, office_code=office.code, office_name=office.name, at=now
    )
    with desk.write("make_county_root", f"生成{office.level.grade}根证书和签名证书") as work:
        keep(desk, ROOT_KEY, lock_key(root_key, passphrase))
        keep(desk, OWN_KEY, lock_key(own_key, passphrase))
        keep(desk, OWN_REQUEST, request)
        keep(desk, OWN_CERTIFICATE, leaf + root_pem)
        keep_common(desk, work, TRUSTED_ROOTS, root_pem)
    return key_state(desk)


def read_request(path: Path) -> OfficeRequest:
    """A township's request, whose fingerprint is compared by telephone before issuing."""
    return certificates.read_request(read_whole(path))


def issue_certificate(
    desk: Desk,
    path: Path,
    *,
    office_code: str,
    office_name: str,
    passphrase: str,
    folder: Path,
) -> Path:
    """At the county: certify the request at ``path`` for the office of our own list, and write the
    certificate with our root into ``folder``. The office is added to those we expect.

    Raises ``FileError`` for a file that is no request or a folder that cannot take the certificate,
    ``DeclinedError`` for a wrong passphrase; then the list of offices is as it was.
    """
    county = _expect_county(desk)
    root = county_root(desk, passphrase)
    with desk.write("issue_certificate", f"签发证书：{office_name}") as work:
        keep_office(work, code=office_code, name=office_name, county=county.county)
        leaf = certificates.issue_leaf(
            read_whole(path),
            root,
            office_code=office_code,
            office_name=office_name,
            at=desk.clock.now(),
        )
        work.session.add(issued(leaf, desk.clock.today()))
        target = folder / pem_name("证书", office_name, office_code)
        write_whole(target, leaf + certificates.certificate_pem(root.chain))
    return target


def issued(leaf: bytes, day: date) -> IssuedCertificate:
    """The county's own record of a certificate that it gave away on ``day``."""
    view = certificates.view_certificate(certificates.load_certificates(leaf)[0])
    return IssuedCertificate(
        office_code=view.office_code,
        serial=str(view.serial),
        issued_on=day,
        valid_until=view.valid_until.date(),
        pem=leaf.decode("ascii"),
    )


def county_root(desk: Desk, passphrase: str) -> Signer:
    """The county's root, unlocked: it certifies and revokes. Raises ``DeclinedError``."""
    _expect_county(desk)
    pem = expect_key_file(desk, TRUSTED_ROOTS)
    return Signer(
        unlock_key(expect_key_file(desk, ROOT_KEY), passphrase),
        certificates.load_certificates(pem)[:1],
    )


def own_signer(desk: Desk, passphrase: str, slot: Slot = Slot.OWN) -> Signer:
    """The unlocked key with its certificates. Raises ``DeclinedError`` for a wrong passphrase or a
    certificate that has run out, ``UserError`` while there is none."""
    chain = own_chain(desk, slot)
    if not chain:
        above = expect_office(desk).level.above.grade
        raise UserError(
            "还没有签名证书。", "", f"请先在“台账”页生成密钥、交{above}签发证书，再导出台账。"
        )
    until = chain[0].not_valid_after_utc
    if desk.clock.now() > until:
        raise DeclinedError(
            "签名证书不在有效期内，签了也没有人收。",
            f"证书到 {until:%Y-%m-%d} 为止。",
            "请先换发证书（“快到期、换人、遗失怎么办”里有步骤），再签名。",
        )
    return Signer(unlock_key(expect_key_file(desk, slot.key), passphrase), chain)


def _expect_county(desk: Desk) -> OfficeView:
    office = expect_office(desk)
    if office.role is not Role.COUNTY:
        raise DeclinedError(
            "只有县级、市级可以这样做。", "", "本机设置为乡镇；请在县级的程序里操作。"
        )
    return office
