"""Which keys an office has, what they are called, and which roots each is judged against.

A township has one chain: the county certifies it. A county has two that never meet (docs/decisions/
0009): below its own root stands what it signs for townships; below the root of the prefecture, with
a key of its own, what it sends up.
"""

from __future__ import annotations

from enum import StrEnum

from app.core.errors import DeclinedError
from app.core.levels import PREFECTURE
from app.core.terms import Role
from app.ledger.sealing import certificates
from app.ledger.sealing.package import Chain
from app.services.common_keys import common
from app.services.desk import Desk
from app.services.key_files import expect_key_file, key_file
from app.services.office import OfficeView

TRUSTED_ROOTS, REVOCATIONS = "county-root.pem", "revoked.crl.pem"
ABOVE_ROOTS, ABOVE_REVOCATIONS = "above-root.pem", "above-revoked.crl.pem"
PUBLIC_FILES = (TRUSTED_ROOTS, REVOCATIONS, ABOVE_ROOTS, ABOVE_REVOCATIONS)


class Slot(StrEnum):
    """Whose key: the office's (负责人 signs with it), or that of the second person, 填报人, in an
    office where two sign; and at a county the same two for what it sends up."""

    OWN = "own"
    SECOND = "second"
    UP = "up"
    UP_SECOND = "up-second"

    @property
    def key(self) -> str:
        return f"{self}.key.pem"

    @property
    def request(self) -> str:
        return f"{self}.request.pem"

    @property
    def certificate(self) -> str:
        return f"{self}.certificate.pem"

    @property
    def files(self) -> tuple[str, ...]:
        return (self.certificate, self.request, self.key)

    @property
    def first(self) -> Slot:
        """The first signer's key beside this one; of the first signer's it is itself."""
        return {Slot.SECOND: Slot.OWN, Slot.UP_SECOND: Slot.UP}.get(self, self)

    @property
    def roots(self) -> str:
        """The file of the pinned roots that certificates of this key must lead to."""
        return TRUSTED_ROOTS if self.first is Slot.OWN else ABOVE_ROOTS

    @property
    def revocations(self) -> str:
        """The file of the list that goes with these roots."""
        return REVOCATIONS if self.first is Slot.OWN else ABOVE_REVOCATIONS


def upward(office: OfficeView) -> tuple[Slot, Slot]:
    """The keys of the two who sign what this office sends up, the first one first. Raises
    ``DeclinedError`` at a prefecture, which sends nothing up."""
    if office.level is PREFECTURE:
        raise DeclinedError("市级不再往上报台账。", "", "市级在本页接收、汇总各县区的台账。")
    return slots_of(office.role)


def slots_of(role: Role) -> tuple[Slot, Slot]:
    """The same where nothing is asked of the level."""
    return (Slot.UP, Slot.UP_SECOND) if role is Role.COUNTY else (Slot.OWN, Slot.SECOND)


def expect_upward(office: OfficeView, slot: Slot) -> None:
    """Raise ``DeclinedError`` unless ``slot`` is one with which this office signs what it sends up:
    a county's own chain is never made, certified or replaced from above."""
    if slot not in upward(office):
        raise DeclinedError(
            "这个密钥不由上级签发证书。",
            f"{office.level.grade}自己的密钥和根证书由本机生成。",
            "上报用的密钥请在“台账”页办理。",
        )


def trusted_roots(desk: Desk, slot: Slot = Slot.OWN) -> tuple[bytes, ...]:
    """The roots (PEM) that this office has pinned for ``slot``. A county's own are for what comes
    from below and for what it signs itself; those of ``Slot.UP`` for what comes from above."""
    return (common(desk, slot.roots) or expect_key_file(desk, slot.roots),)


def revocations(desk: Desk, slot: Slot = Slot.OWN) -> bytes | None:
    """The list of revoked certificates that goes with these roots, if there is one."""
    return common(desk, slot.revocations)


def own_chain(desk: Desk, slot: Slot = Slot.OWN) -> Chain:
    """Our certificate and its issuers; empty while there is none."""
    path = key_file(desk, slot.certificate)
    return certificates.load_certificates(path.read_bytes()) if path.exists() else ()


def own_request(desk: Desk, slot: Slot = Slot.OWN) -> bytes:
    """The request (PEM) for our key. Raises ``UserError`` while there is no key."""
    return expect_key_file(desk, slot.request)
