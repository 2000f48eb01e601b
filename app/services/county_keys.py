"""At the county: the certificates it has issued, revoking one, and what goes down to offices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from app.core.errors import DeclinedError, UserError
from app.ledger.office_package import (
    CERTIFICATE,
    REVOCATIONS,
    ROOT,
    Credential,
    LayoutText,
    OfficePackage,
    RegionLine,
    build_package,
    package_file_name,
    verify_office_package,
)
from app.ledger.sealing import certificates
from app.ledger.sealing.package import Signer, sign_package
from app.ledger.stick import write_safely
from app.models.exchange import IssuedCertificate
from app.models.queries import exchange as queries
from app.models.queries import office as office_queries
from app.models.unit_of_work import Work
from app.services import keys
from app.services.common_keys import keep_common
from app.services.county import expect_county
from app.services.desk import Desk
from app.services.form_layouts import layout_text, list_layouts
from app.services.versions import expect_version_text

RENEW_BEFORE = timedelta(days=180)
Regions = Mapping[str, Sequence[RegionLine]]


@dataclass(frozen=True)
class IssuedView:
    """A certificate of an office; ``state`` is 有效, 已过期 or 已吊销."""

    office_code: str
    office: str
    serial: str
    issued_on: date
    valid_until: date
    state: str
    why: str


@dataclass(frozen=True)
class _Shared:
    """What the packages of one round have in common."""

    regions: Regions
    layouts: tuple[LayoutText, ...]
    minimum_version: str


def list_certificates(desk: Desk) -> tuple[IssuedView, ...]:
    """What this county has issued, by office, oldest first."""
    today = desk.clock.today()
    with desk.store.read() as session:
        names = {office.code: office.name for office in office_queries.other_offices(session)}
        return tuple(
            IssuedView(
                office_code=row.office_code,
                office=names.get(row.office_code, ""),
                serial=row.serial,
                issued_on=row.issued_on,
                valid_until=row.valid_until,
                state=_state(row, today),
                why=row.revoked_why or "",
            )
            for row in queries.certificates(session)
        )


def count_ending(desk: Desk, within: timedelta) -> int:
    """How many townships hold a newest certificate that ends within ``within`` of today, or has
    ended; revoked ones do not count."""
    rows = (row for row in list_certificates(desk) if row.state != _REVOKED)
    newest = {row.office_code: row.valid_until for row in rows}
    return sum(until - desk.clock.today() <= within for until in newest.values())


def renew_own(desk: Desk, passphrase: str) -> None:
    """A new certificate of the county's own, for the same key, signed by its root. Raises
    ``DeclinedError`` for a wrong passphrase, ``UserError`` while there is no certificate."""
    root, chain = keys.county_root(desk, passphrase), keys.own_chain(desk)
    old = certificates.certificate_pem(chain[:1])
    leaf = certificates.renew_leaf(old, root, at=desk.clock.now())
    with desk.write("renew_own", f"换发{expect_county(desk).level.grade}签名证书"):
        keys.keep(desk, keys.OWN_CERTIFICATE, leaf + certificates.certificate_pem(chain[1:]))


def revoke_certificate(desk: Desk, serial: str, why: str, *, passphrase: str) -> None:
    """Revoke the certificate ``serial`` from now on: ledgers that it signs are refused, those
    received before stay. The list goes to the townships with their packages.

    Cannot be undone; the office gets a new certificate instead. Raises ``UserError`` without a
    reason, ``DeclinedError`` when it is revoked already or the passphrase is wrong.
    """
    if not why.strip():
        raise UserError("没有写吊销原因。", "", "请写明原因，例如：电脑丢失、U 盘丢失、人员调离。")
    root = keys.county_root(desk, passphrase)
    now = desk.clock.now()
    with desk.write("revoke_certificate", "吊销证书") as work:
        rows = queries.certificates(work.session)
        row = next((row for row in rows if row.serial == serial), None)
        if row is None or row.revoked_at is not None:
            raise DeclinedError("这份证书已经吊销，或不是本单位签发的。", "", "请刷新列表后再看。")
        row.revoked_at, row.revoked_why = now.replace(tzinfo=None), why.strip()
        work.describe(f"吊销证书：单位代码 {row.office_code}")
        revoked = [(int(r.serial), r.revoked_at.astimezone()) for r in rows if r.revoked_at]
        work.session.flush()
        keep_common(
            desk, work, keys.REVOCATIONS, certificates.make_revocations(revoked, root, at=now)
        )


def write_packages(
    desk: Desk,
    folder: Path,
    *,
    passphrase: str,
    regions: Regions | None = None,
    layouts: Sequence[str] = (),
    minimum_version: str = "",
) -> tuple[Path, ...]:
    """A signed package for each office that holds a valid certificate, written into ``folder``.

    Certificates that end within RENEW_BEFORE are renewed for the same key. ``layouts`` are keys of
    forms that are to be printed everywhere as they are here, ``regions`` villages by office. Raises
    ``UserError`` when there is no such office or the version is no version, ``DeclinedError`` for a
    wrong passphrase, ``FileError`` when the folder cannot take the files.
    """
    expect_county(desk)
    expect_version_text(minimum_version)
    signer, root = keys.own_signer(desk, passphrase), keys.county_root(desk, passphrase)
    shared = _Shared(regions or {}, _layout_texts(desk, layouts), minimum_version)
    with desk.write("write_packages", "写出单位资料包") as work:
        offices = office_queries.other_offices(work.session)
        names = {office.code: office.name for office in offices}
        paths = []
        for code, pems in _current(desk, work, root).items():
            package = _package(desk, (code, names.get(code, "")), pems, shared)
            paths.append(_write(desk, package, signer, folder))
        if not paths:
            raise UserError("还没有持有有效证书的单位。", "", "请先给报送单位签发证书。")
        work.describe(f"写出单位资料包：{len(paths)} 份")
    return tuple(paths)


def _layout_texts(desk: Desk, wanted: Sequence[str]) -> tuple[LayoutText, ...]:
    titles = {row.key: row.title for row in list_layouts(desk)} if wanted else {}
    if unknown := [key for key in wanted if key not in titles]:
        raise UserError(f"没有代码为“{unknown[0]}”的表样。", "", "代码见“设置”→“表样”。")
    return tuple(LayoutText(key, titles[key], layout_text(desk, key)) for key in wanted)


def _write(desk: Desk, package: OfficePackage, signer: Signer, folder: Path) -> Path:
    data = sign_package(build_package(package), signer, at=package.made_at)
    roots, crl = keys.trusted_roots(desk), keys.revocations(desk)

    def check(read: bytes) -> None:
        verify_office_package(read, roots, at=package.made_at, crl=crl)

    return write_safely(folder, package_file_name(package), data, check=check).path


def _current(desk: Desk, work: Work, root: Signer) -> dict[str, tuple[str, ...]]:
    """The newest valid certificate of each office (of each of its keys, where two people sign),
    renewed where it ends soon."""
    today, current = desk.clock.today(), {}
    for row in queries.certificates(work.session):
        if _state(row, today) == _VALID:
            (leaf,) = certificates.load_certificates(row.pem.encode())
            current[row.office_code, certificates.public_bytes(leaf)] = row
    found: dict[str, tuple[str, ...]] = {}
    for (code, _), row in current.items():
        pem = row.pem
        if row.valid_until - today < RENEW_BEFORE:
            renewed = certificates.renew_leaf(pem.encode(), root, at=desk.clock.now())
            work.session.add(keys.issued(renewed, today))
            pem = renewed.decode("ascii")
        found[code] = (*found.get(code, ()), pem)
    return found


def _package(
    desk: Desk, office: tuple[str, str], pems: Sequence[str], shared: _Shared
) -> OfficePackage:
    county = expect_county(desk)
    chain = certificates.load_certificates(b"".join(keys.trusted_roots(desk)))
    found = []
    for pem in pems:
        view = certificates.view_certificate(certificates.load_certificates(pem.encode())[0])
        found.append(Credential(CERTIFICATE, f"有效期至 {view.valid_until:%Y-%m-%d}", pem))
    for certificate in chain:
        fingerprint = certificates.view_certificate(certificate).fingerprint
        root_pem = certificates.certificate_pem([certificate]).decode("ascii")
        found.append(Credential(ROOT, f"指纹 {fingerprint}", root_pem))
    crl = keys.revocations(desk)
    if crl is not None:
        count = len(certificates.load_revocations(crl))
        found.append(Credential(REVOCATIONS, f"已吊销 {count} 份证书", crl.decode("ascii")))
    code, name = office
    return OfficePackage(
        office_code=county.code,
        office_name=county.name,
        to_office_code=code,
        to_office_name=name,
        made_at=desk.clock.now(),
        made_by=desk.actor.name,
        minimum_version=shared.minimum_version,
        credentials=tuple(found),
        regions=tuple(dict.fromkeys(shared.regions.get(code, ()))),
        layouts=shared.layouts,
    )


_VALID, _REVOKED = "有效", "已吊销"


def _state(row: IssuedCertificate, today: date) -> str:
    if row.revoked_at is not None:
        return _REVOKED
    return _VALID if today <= row.valid_until else "已过期"
