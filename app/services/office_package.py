"""What an office package from the office above holds, shown first, then applied: at a township one
from the county, at a county one from the prefecture, about what it sends up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app import __version__
from app.core.errors import DeclinedError
from app.core.levels import level_of
from app.ledger.office_package import (
    CERTIFICATE,
    REVOCATIONS,
    ROOT,
    OfficePackage,
    verify_office_package,
)
from app.ledger.sealing import certificates
from app.models.queries import office as queries
from app.models.unit_of_work import Work
from app.services import keys
from app.services.common_keys import keep_common
from app.services.desk import Desk
from app.services.files import read_file
from app.services.office import OfficeView, expect_office, expect_our_county
from app.services.package_contents import apply_contents, preview_contents
from app.services.versions import MINIMUM, is_older

_LAST = "office_package"


@dataclass(frozen=True)
class PackageView:
    """What the package would do here, line by line. ``new_roots`` are fingerprints to compare by
    telephone before it is applied."""

    made_at: datetime
    made_by: str
    office: str
    lines: tuple[str, ...]
    new_roots: tuple[str, ...]


@dataclass(frozen=True)
class _Plan:
    """What is taken from a package: PEM to install, and the package for what else it holds."""

    package: OfficePackage
    certificates: tuple[tuple[keys.Slot, bytes], ...]
    roots: tuple[bytes, ...]
    revocations: bytes | None
    lines: tuple[str, ...]


def preview_package(desk: Desk, path: Path) -> PackageView:
    """What the package at ``path`` holds; nothing is changed.

    Raises ``LedgerRefused`` when it does not hold, ``DeclinedError`` when it is for another office
    or older than the last one applied, ``FileError`` for a layout with a fault.
    """
    plan = _plan(desk, path)
    return _view(plan)


def apply_package(desk: Desk, path: Path, *, roots_compared: bool = False) -> PackageView:
    """Take over what the package holds, in one act; villages, layouts and the wanted version can be
    undone. A layout with a fault is refused by its place, and nothing is applied.

    ``roots_compared``: the fingerprints of ``new_roots`` were compared by telephone; without it a
    package with a new root is declined.
    """
    plan = _plan(desk, path)
    above = level_of(plan.package.office_code)
    if plan.roots and not roots_compared:
        raise DeclinedError(
            f"资料包里有新的{above.grade}根证书，还没有核对指纹。",
            "",
            f"请打电话与{above.there}核对指纹后再应用。",
        )
    words = f"应用{above.grade}资料包：{plan.package.made_at:%Y-%m-%d}"
    with desk.write("apply_package", words) as work:
        apply_contents(work, desk, plan.package)
        queries.remember(work.session, _LAST, plan.package.made_at.isoformat())
        queries.remember(work.session, MINIMUM, plan.package.minimum_version)
        work.session.flush()
        _install(work, desk, plan)
    return _view(plan)


def _view(plan: _Plan) -> PackageView:
    found = [certificates.load_certificates(pem)[0] for pem in plan.roots]
    return PackageView(
        made_at=plan.package.made_at,
        made_by=plan.package.made_by,
        office=plan.package.office_name,
        lines=plan.lines,
        new_roots=tuple(certificates.view_certificate(root).fingerprint for root in found),
    )


def _plan(desk: Desk, path: Path) -> _Plan:
    office = expect_office(desk)
    slot, now = keys.upward(office)[0], desk.clock.now()
    data, trust = read_file(path), keys.trusted_roots(desk, slot)
    package, _ = verify_office_package(data, trust, at=now, crl=keys.revocations(desk, slot))
    _expect_ours(desk, office, package)
    better, about_certificates = _certificates(desk, office, package)
    roots = _new_roots(trust, package)
    revocations = _revocations(desk, slot, package)
    if revocations is not None:  # a list that is not the county's own is refused here
        verify_office_package(data, trust, at=now, crl=revocations)
    lines, above = about_certificates, office.level.above.grade
    lines += [f"新的{above}根证书：{len(roots)} 份，请打电话核对指纹"] if roots else []
    lines += [_about_revocations(desk, office, revocations)] if revocations else []
    lines += preview_contents(desk, package)
    if package.minimum_version:
        older = is_older(__version__, package.minimum_version)
        then = "，请先升级，否则不能导出台账" if older else "，本机符合"
        lines.append(f"程序版本不低于 {package.minimum_version}{then}")
    return _Plan(package, better, roots, revocations, tuple(lines))


def _expect_ours(desk: Desk, office: OfficeView, package: OfficePackage) -> None:
    if package.to_office_code != office.code:
        raise DeclinedError(
            "这个资料包是发给别的单位的。",
            f"写给 {package.to_office_name}（{package.to_office_code}）。",
            "请选择发给本单位的资料包。",
        )
    expect_our_county(office, package.office_code, package.office_name)
    with desk.store.read() as session:
        last = queries.setting(session, _LAST)
    if last is not None and package.made_at <= datetime.fromisoformat(str(last)):
        raise DeclinedError(
            "这个资料包已经应用过，或者比已应用的旧。",
            f"它是 {package.made_at:%Y-%m-%d %H:%M} 写出的。",
            f"请选择{office.level.above.there}最近发来的资料包。",
        )


def _certificates(
    desk: Desk, office: OfficeView, package: OfficePackage
) -> tuple[tuple[tuple[keys.Slot, bytes], ...], list[str]]:
    """Those of our certificates that are for our keys and better than the ones we have."""
    better, lines = [], []
    for pem in package.of(CERTIFICATE):
        slot, words = _judge(desk, office, pem)
        lines.append(words)
        if slot is not None:
            better.append((slot, pem))
    return tuple(better), lines or ["没有证书"]


def _judge(desk: Desk, office: OfficeView, pem: bytes) -> tuple[keys.Slot | None, str]:
    """Which of our keys the certificate is for, if it is to be installed."""
    new = certificates.load_certificates(pem)[0]
    view = certificates.view_certificate(new)
    ours = [
        slot
        for slot in keys.upward(office)
        if keys.key_state(desk, slot).has_key
        and certificates.certifies(new, keys.own_request(desk, slot))
    ]
    if not ours or view.office_code != office.code:
        return None, "证书不是发给本机现在的密钥的，不安装"
    mine = keys.own_chain(desk, ours[0])
    if mine and mine[0].not_valid_after_utc >= new.not_valid_after_utc:
        return None, f"证书已经安装，有效期至 {view.valid_until:%Y-%m-%d}"
    return ours[0], f"安装新证书，有效期至 {view.valid_until:%Y-%m-%d}"


def _new_roots(trust: Sequence[bytes], package: OfficePackage) -> tuple[bytes, ...]:
    pinned = set(certificates.load_certificates(b"".join(trust)))
    return tuple(
        pem
        for pem in package.of(ROOT)
        if not pinned.issuperset(certificates.load_certificates(pem))
    )


def _revocations(desk: Desk, slot: keys.Slot, package: OfficePackage) -> bytes | None:
    """The list, when it is newer than the one we have."""
    found, have = package.of(REVOCATIONS), keys.revocations(desk, slot)
    if not found:
        return None
    if have is None:
        return found[0]
    new, old = certificates.load_revocations(found[0]), certificates.load_revocations(have)
    return found[0] if new.last_update_utc > old.last_update_utc else None


def _about_revocations(desk: Desk, office: OfficeView, pem: bytes) -> str:
    listing = certificates.load_revocations(pem)
    mine = [leaf for slot in keys.upward(office) for leaf in keys.own_chain(desk, slot)[:1]]
    if any(listing.get_revoked_certificate_by_serial_number(c.serial_number) for c in mine):
        return "吊销名单：本机的证书已被吊销，请更换密钥后再导出台账"
    return f"吊销名单：共 {len(listing)} 份证书"


def _install(work: Work, desk: Desk, plan: _Plan) -> None:
    office = expect_office(desk)
    above = keys.upward(office)[0]
    pinned = b"".join(keys.trusted_roots(desk, above))
    root = certificates.certificate_pem(certificates.load_certificates(pinned)[:1])
    for slot, pem in plan.certificates:
        keys.keep(desk, slot.certificate, pem + root)
    if plan.roots:
        keep_common(desk, work, above.roots, pinned + b"".join(plan.roots))
    if plan.revocations is not None:
        keep_common(desk, work, above.revocations, plan.revocations)
