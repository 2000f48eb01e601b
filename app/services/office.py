"""The office: who we are, our villages, the programmes that we carry out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from app.core.errors import DeclinedError, UserError
from app.core.levels import COUNTY, PREFECTURE, TOWNSHIP, Level, level_of
from app.core.periods import Period
from app.core.places import area_of
from app.core.terms import Role
from app.models.office import AdoptedPack, Office
from app.models.queries import office as queries
from app.models.region import Region
from app.models.unit_of_work import Work
from app.services.desk import Desk

FAR_AWAY = date(9999, 12, 31)
# The county-wide regular service; the other programmes are adopted by the office in 设置.
_CODE_DIGITS = 12
ADOPTED_AT_FIRST = ("S3",)


@dataclass(frozen=True)
class PackView:
    """A programme of one founding document, and whether and when this office carries it out."""

    key: str
    title: str
    document: str
    region: str
    adopted: bool
    first: date | None
    last: date | None


@dataclass(frozen=True)
class OfficeView:
    """The office that uses this copy of the program."""

    role: Role
    name: str
    code: str
    county: str
    clerk: str
    villages: tuple[str, ...]
    packs: tuple[PackView, ...]

    @property
    def level(self) -> Level:
        """Where this office stands, as its code says."""
        return level_of(self.code)


@dataclass(frozen=True)
class SetUpOffice:
    """What the first start asks."""

    role: Role
    name: str
    code: str
    county: str
    clerk: str
    villages: tuple[str, ...] = ()


def set_up_office(desk: Desk, command: SetUpOffice) -> OfficeView:
    """Write the office, its villages and the programmes adopted by default.

    Raises ``UserError`` when a field is empty or the code has not 12 digits, ``DeclinedError``
    when an office is set up already.
    """
    if command.role is not Role.COUNTY:
        expect_own_store(desk)
    check_identity(name=command.name, code=command.code, county=command.county, clerk=command.clerk)
    with desk.write("set_up_office", f"设置单位：{command.name}") as work:
        if queries.own_office(work.session) is not None:
            raise DeclinedError("单位已经设置过。", "", "要修改，请到“设置”页。")
        work.session.add(
            Office(
                code=command.code,
                name=command.name.strip(),
                county=command.county.strip(),
                role=command.role,
                is_self=True,
                clerk=command.clerk.strip(),
            )
        )
        for name in dict.fromkeys(v.strip() for v in command.villages if v.strip()):
            work.session.add(Region(name=name, level="village"))
        for key in ADOPTED_AT_FIRST:
            pack = desk.policy.packs[key]
            work.session.add(AdoptedPack(key=key, first=pack.first, last=pack.until))
    return expect_office(desk)


def expect_own_store(desk: Desk, office: OfficeView | None = None) -> None:
    """Raise ``DeclinedError`` where anybody but a county works on a shared store: a township's
    register stays in its own office. Without ``office``: for one that is being set up."""
    shared = desk.store.place is not None
    if shared and (office is None or office.role is not Role.COUNTY):
        raise DeclinedError(
            "乡镇不能使用共享数据库。",
            "只有县级可以几台电脑共用一个数据库；乡镇的登记留在本机。",
            "请移走数据文件夹里的 store.toml 后再打开。",
        )


def check_identity(*, name: str, code: str, county: str, clerk: str) -> None:
    """Raise ``UserError`` for the first of an office's own facts that cannot be."""
    for label, value in (
        ("单位名称", name),
        (area_label(code), county),
        ("经办人姓名", clerk),
    ):
        if not value.strip():
            raise UserError(f"“{label}”没有填写。", "", f"请填写{label}后继续。")
    check_code(code, "单位代码")


def area_label(code: str) -> str:
    """What the area that an office names itself is called: a prefecture's is its own."""
    known = len(code) == _CODE_DIGITS
    area = PREFECTURE if known and level_of(code) is PREFECTURE else COUNTY
    return f"所属{area.title}"


def check_code(code: str, label: str) -> None:
    """Raise ``UserError`` when ``code`` is not that of an office; ``label`` says which field."""
    if not re.fullmatch(r"[0-9]{12}", code):
        raise UserError(
            f"{label}不对。",
            f"{label}是 12 位数字，现在是 {len(code)} 个字符。",
            "请按统计用区划代码填写，例如 990101001000。",
        )


def expect_our_county(office: OfficeView, code: str, name: str) -> None:
    """Raise ``DeclinedError`` unless the office with ``code`` stands above this one: a certificate
    of another township leads to the same root, but only the county gives and answers."""
    if code == office.code or not office.code.startswith(area_of(code)):
        above = office.level.above
        raise DeclinedError(
            f"这个文件不是{above.here}发出的。",
            f"由 {name}（{code}）签发，它不是本单位（{office.code}）的上级。",
            f"请选择{above.here}民政部门发来的文件。",
        )


def show_office(desk: Desk) -> OfficeView | None:
    """The office; None before the first start is finished."""
    with desk.store.read() as session:
        office = queries.own_office(session)
        if office is None:
            return None
        adopted = queries.adopted_packs(session)
        return OfficeView(
            role=Role(office.role),
            name=office.name,
            code=office.code,
            county=office.county,
            clerk=office.clerk,
            villages=tuple(region.name for region in queries.villages(session)),
            packs=tuple(
                PackView(
                    key=key,
                    title=pack.name,
                    document=pack.document,
                    region=pack.region,
                    adopted=key in adopted,
                    first=adopted[key].first if key in adopted else pack.first,
                    last=adopted[key].last if key in adopted else pack.until,
                )
                for key, pack in desk.policy.packs.items()
            ),
        )


def expect_office(desk: Desk) -> OfficeView:
    """The office, or a ``UserError`` that says to set it up first."""
    office = show_office(desk)
    if office is None:
        raise UserError("还没有设置单位。", "", "请先完成首次设置（命令行：python -m app init）。")
    return office


def adopted_windows(office: OfficeView) -> dict[str, Period]:
    """When each adopted programme runs, as the rules want it."""
    return {
        pack.key: Period(pack.first, pack.last or FAR_AWAY)
        for pack in office.packs
        if pack.adopted and pack.first is not None
    }


def packs_on(office: OfficeView, day: date) -> frozenset[str]:
    """The programmes that the office carries out on ``day``."""
    return frozenset(key for key, window in adopted_windows(office).items() if day in window)


def adopt_pack(
    desk: Desk, key: str, *, adopted: bool, first: date | None = None, last: date | None = None
) -> None:
    """Carry out a programme from ``first`` to ``last`` (empty: without end), or no longer."""
    title = expect_pack(desk, key)
    if adopted and (first is None or (last is not None and last < first)):
        raise UserError("起止日期不对。", "", "请填写开始日期，并使结束日期不早于开始日期。")
    words = f"{'执行' if adopted else '停止执行'}方案：{title}"
    with desk.write("adopt_pack", words) as work:
        found = queries.adopted_packs(work.session).get(key)
        if not adopted:
            if found is not None:
                work.session.delete(found)
        elif found is None:
            work.session.add(AdoptedPack(key=key, first=first, last=last))
        elif first is not None:
            found.first, found.last = first, last


def expect_pack(desk: Desk, key: str) -> str:
    """The title of a programme. Raises ``UserError`` when none of that key is shipped."""
    if key not in desk.policy.packs:
        known = "、".join(f"{known}（{pack.name}）" for known, pack in desk.policy.packs.items())
        raise UserError(f"没有名为“{key}”的帮扶方案。", "", f"可选：{known}。")
    return desk.policy.packs[key].name


def add_village(desk: Desk, name: str) -> None:
    """Add a village. Raises ``DeclinedError`` when it is there already."""
    name = name.strip()
    if not name:
        raise UserError("村（社区）名称没有填写。", "", "请填写后再添加。")
    with desk.write("add_village", f"添加村（社区）：{name}") as work:
        if name in {region.name for region in queries.villages(work.session)}:
            raise DeclinedError(f"“{name}”已在列表中。")
        work.session.add(Region(name=name, level="village"))


def village_ids(work: Work, names: set[str]) -> dict[str, int]:
    """The ids of villages by name, also by a name that they had; those that are new are added
    within ``work``."""
    known = {region.name: region for region in queries.villages(work.session)}
    former = queries.former_villages(work.session)
    known |= {old: known[now] for old, now in former.items()}
    for name in sorted(names - known.keys()):
        region = Region(name=name, level="village")
        work.session.add(region)
        known[name] = region
    work.session.flush()
    return {name: region.id for name, region in known.items()}


def add_office(desk: Desk, *, code: str, name: str) -> None:
    """At the county (a prefecture): a township (a county) that ledgers are expected from. Raises
    ``UserError`` for a code that has not 12 digits."""
    office = expect_office(desk)
    below = office.level.below.office
    with desk.write("add_office", f"添加{below}：{name}") as work:
        keep_office(work, code=code, name=name, county=office.county)


def keep_office(work: Work, *, code: str, name: str, county: str) -> None:
    """The same within ``work``; an office that is known is only renamed."""
    if not re.fullmatch(r"[0-9]{12}", code) or not name.strip():
        raise UserError("单位的名称或代码不对。", "", "请填写名称和 12 位单位代码。")
    own = queries.own_office(work.session)
    if own is not None and own.code == code:
        raise UserError("这是本单位自己的代码。", "", "请填写报送单位的代码。")
    known = {office.code: office for office in queries.other_offices(work.session)}
    role = Role.TOWNSHIP if level_of(code) == TOWNSHIP else Role.COUNTY
    if code in known:
        known[code].name = name.strip()
    else:
        work.session.add(Office(code=code, name=name.strip(), county=county, role=role))
