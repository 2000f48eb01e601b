"""Policy packs: the county writes its figures once, the townships take them over checked.

A pack is refused whole or taken whole. What stands in it and is known here already, or holds for
another township only, is said and left out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from app.core.errors import DeclinedError, UserError
from app.core.places import area_of
from app.core.progress import Progress, silent
from app.core.terms import Role
from app.ledger.policy_pack import (
    PackHead,
    PackLine,
    PolicyPack,
    build_policy_pack,
    policy_pack_file_name,
    verify_policy_pack,
)
from app.ledger.sealing.package import sign_package
from app.ledger.stick import write_safely
from app.models import policy as tables
from app.models.queries import figures as queries
from app.rules.engine.parameters import Policy
from app.rules.entries import Entry, EntryError, concerns, entry_words, with_entries
from app.services.desk import Desk
from app.services.figures import keep_entries
from app.services.files import read_file
from app.services.keys import own_signer, revocations, trusted_roots
from app.services.law import entry_of
from app.services.office import OfficeView, expect_office, expect_our_county
from app.services.standard_change import ChangePreview, preview_change

_ASK_COUNTY = "请与县里核对；本单位自己录错了的，先在“操作记录”撤销，再导入。"


class Standing(StrEnum):
    """What becomes of a line of a pack here."""

    NEW = "new"
    KNOWN = "known"
    ELSEWHERE = "elsewhere"


STANDING_NAMES = {
    Standing.NEW: "导入",
    Standing.KNOWN: "已有，不再导入",
    Standing.ELSEWHERE: "只用于别的乡镇",
}


@dataclass(frozen=True)
class PackLineView:
    """One figure of a pack; ``words`` is the value as a clerk reads it."""

    key: str
    title: str
    words: str
    first: date
    last: date | None
    issued: date
    citation: str
    region: str
    standing: Standing


@dataclass(frozen=True)
class PolicyPackView:
    """A pack that holds in every point; ``entries`` are those that would be taken over."""

    number: str
    office: str
    made_at: datetime
    made_by: str
    lines: tuple[PackLineView, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class PackPreview:
    """A pack, and who is affected by it."""

    pack: PolicyPackView
    change: ChangePreview


@dataclass(frozen=True)
class ImportedPack:
    """A pack that was taken over."""

    number: str
    signer: str
    issued: date
    imported_at: datetime


def own_entries(desk: Desk) -> tuple[Entry, ...]:
    """Every figure that this office entered, in the order of entering."""
    with desk.store.read() as session:
        return tuple(entry_of(row) for row in queries.entries(session))


def list_policy_packs(desk: Desk) -> tuple[ImportedPack, ...]:
    """The packs that were taken over, newest first."""
    with desk.store.read() as session:
        return tuple(
            ImportedPack(row.name, row.signer, row.issued, row.imported_at)
            for row in queries.packs(session)
        )


def write_policy_pack(
    desk: Desk, folder: Path, *, passphrase: str, entries: Sequence[Entry] | None = None
) -> Path:
    """At the county: a signed pack of ``entries`` (None: all that were entered) in ``folder``.

    Raises ``DeclinedError`` at a township or for a wrong passphrase, ``UserError`` without any
    entry, ``FileError`` when the folder cannot take the file.
    """
    office, now = expect_office(desk), desk.clock.now()
    if office.role is not Role.COUNTY:
        raise DeclinedError("只有县级可以写政策包。", "", "乡镇请导入县里发来的政策包。")
    chosen = own_entries(desk) if entries is None else tuple(entries)
    if not chosen:
        raise UserError("没有可以写进政策包的参数。", "", "请先在“政策”页录入县里的标准。")
    signer = own_signer(desk, passphrase)
    head = PackHead(
        f"{area_of(office.code)}-{now:%Y%m%d-%H%M%S}",
        office.code,
        office.name,
        now,
        desk.actor.name,
    )
    pack = PolicyPack(head, tuple(_line(entry, desk.policy) for entry in chosen))
    roots, crl = trusted_roots(desk), revocations(desk)

    def holds(read: bytes) -> None:
        verify_policy_pack(read, roots, at=now, crl=crl)

    with desk.write("write_policy_pack", f"写政策包：{len(chosen)} 项"):
        data = sign_package(build_policy_pack(pack), signer, at=now, comment=head.number)
        return write_safely(folder, policy_pack_file_name(head), data, check=holds).path


def show_policy_pack(desk: Desk, path: Path) -> PolicyPackView:
    """What the pack at ``path`` holds; nothing is changed.

    Raises ``LedgerRefused`` when it does not hold; ``DeclinedError`` when another office made it,
    it was taken over before, it has parameters that this program does not know, or one of them
    cannot be entered here.
    """
    return _checked(desk, read_file(path))


def preview_policy_pack(desk: Desk, path: Path, progress: Progress = silent) -> PackPreview:
    """The same, and who is affected. Raises as ``show_policy_pack``."""
    view = show_policy_pack(desk, path)
    return PackPreview(view, preview_change(desk, view.entries, progress))


def apply_policy_pack(desk: Desk, path: Path) -> PolicyPackView:
    """Take over what the pack holds, in one act that can be undone; the exact bytes are kept.

    Raises as ``show_policy_pack``; nothing is kept then.
    """
    data = read_file(path)
    view = _checked(desk, data)
    words = f"导入政策包：{view.number}，{len(view.entries)} 项"
    with desk.write("apply_policy_pack", words) as work:
        keep_entries(work, desk, view.entries)
        work.session.add(
            tables.PolicyPack(
                sha256=sha256(data).hexdigest(),
                name=view.number,
                signer=view.office,
                issued=view.made_at.date(),
                imported_at=desk.clock.now().replace(tzinfo=None),
                data=data,
            )
        )
    return view


def _line(entry: Entry, policy: Policy) -> PackLine:
    parameter = policy.parameters.get(entry.key)
    if parameter is None:
        raise DeclinedError(
            f"“{entry.key}”在本机程序里已经没有了，写不进政策包。",
            "",
            "请先在“操作记录”撤销它的录入。",
        )
    return PackLine(
        key=entry.key,
        title=parameter.title,
        unit=parameter.unit,
        region=entry.region,
        value=entry.value,
        first=entry.first,
        last=entry.last,
        issued=entry.issued,
        citation=entry.citation,
    )


def _checked(desk: Desk, data: bytes) -> PolicyPackView:
    """The pack in ``data``, held against this office."""
    office = expect_office(desk)
    pack, _ = verify_policy_pack(
        data, trusted_roots(desk), at=desk.clock.now(), crl=revocations(desk)
    )
    expect_our_county(office, pack.head.office_code, pack.head.office_name)
    _expect_new(desk, data, pack.head)
    _expect_known_keys(desk.policy, pack)
    known = {_identity(entry) for entry in own_entries(desk)}
    standings = [_standing(line, office, known) for line in pack.lines]
    entries = tuple(
        _entry(line)
        for line, standing in zip(pack.lines, standings, strict=True)
        if standing is Standing.NEW
    )
    if not entries:
        raise DeclinedError(
            "这个政策包里没有本单位要导入的内容。",
            "其中的参数都已录入，或者只用于别的乡镇。",
            "不需要再导入。",
        )
    try:
        with_entries(desk.policy, entries, office=office.code)
        lines = tuple(
            _view(line, standing, entry_words(desk.policy, _entry(line)))
            for line, standing in zip(pack.lines, standings, strict=True)
        )
    except EntryError as error:
        raise DeclinedError(
            "政策包里有一项不能导入，整个没有导入。", f"{error.what}{error.why}", _ASK_COUNTY
        ) from error
    return PolicyPackView(
        number=pack.head.number,
        office=pack.head.office_name,
        made_at=pack.head.made_at,
        made_by=pack.head.made_by,
        lines=lines,
        entries=entries,
    )


def _expect_new(desk: Desk, data: bytes, head: PackHead) -> None:
    with desk.store.read() as session:
        before = queries.pack_by_sha256(session, sha256(data).hexdigest())
    if before is not None:
        raise DeclinedError(
            "这个政策包已经导入过。",
            f"编号 {head.number}，{before.imported_at:%Y-%m-%d %H:%M} 导入。",
            "不需要再导入；要看内容，请看“政策”页。",
        )


def _expect_known_keys(policy: Policy, pack: PolicyPack) -> None:
    unknown = [line for line in pack.lines if line.key not in policy.parameters]
    if unknown:
        raise DeclinedError(
            "政策包里有本机程序不认识的参数，没有导入。",
            f"不认识的是：{'、'.join(f'{line.title}（{line.key}）' for line in unknown)}。",
            "它由更新版本的程序写出，请先升级本机程序，再导入。",
        )


def _standing(line: PackLine, office: OfficeView, known: set[tuple[object, ...]]) -> Standing:
    if not concerns(line.region, office.code):
        return Standing.ELSEWHERE
    return Standing.KNOWN if _identity(_entry(line)) in known else Standing.NEW


def _identity(entry: Entry) -> tuple[object, ...]:
    """What makes two entries the same; a value may be a list, so it is compared as text."""
    value = json.dumps(entry.value, ensure_ascii=False, sort_keys=True)
    return entry.key, entry.region, value, entry.first, entry.last, entry.issued


def _entry(line: PackLine) -> Entry:
    return Entry(
        key=line.key,
        region=line.region,
        value=line.value,
        first=line.first,
        issued=line.issued,
        citation=line.citation,
        last=line.last,
        unit=line.unit,
    )


def _view(line: PackLine, standing: Standing, words: str) -> PackLineView:
    return PackLineView(
        key=line.key,
        title=line.title,
        words=words,
        first=line.first,
        last=line.last,
        issued=line.issued,
        citation=line.citation,
        region=line.region,
        standing=standing,
    )
