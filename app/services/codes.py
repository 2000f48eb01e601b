"""The office's categories: other names from a day on, own ones, those it does not use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.core.codes import CATEGORY_LIST, OWN_PREFIX, Category, CategoryGroup, Codes
from app.core.errors import DeclinedError, UserError
from app.models.queries import codes as queries
from app.models.unit_of_work import Work
from app.models.upkeep import CodeText
from app.services.desk import Desk

_DAY = timedelta(days=1)
_LONGEST = 40
LEVEL_NAMES = {"person": "个人", "household": "家庭", "village": "村"}


@dataclass(frozen=True)
class CategoryRow:
    """A category as the settings list it. ``holders`` hold it now; ``since`` is the first day of
    the office's own name, None while the shipped one counts."""

    code: str
    name: str
    shipped_name: str
    group: str
    level: str
    criteria: str
    source: str
    shown: bool
    own: bool
    offered: bool
    holders: int
    since: date | None


def own_codes(desk: Desk) -> Codes:
    """The shipped codes with what the office has said about them. A service that has a session asks
    ``queries.codes.own_codes`` with it."""
    with desk.store.read() as session:
        return queries.own_codes(session)


def offered_categories(desk: Desk, *, every: bool = False) -> tuple[CategoryGroup, ...]:
    """What can be picked today, grouped, under the names of today."""
    return own_codes(desk).offered_categories(desk.clock.today(), every=every)


def used_categories(desk: Desk) -> tuple[tuple[str, str], ...]:
    """The categories that anybody holds now, ``(code, name)``: what a list is filtered by."""
    today = desk.clock.today()
    with desk.store.read() as session:
        codes = queries.own_codes(session)
        used = queries.held_now(session).keys()
    known = [code for code in codes.categories if code in used]
    wanted = (*known, *sorted(used - set(known)))  # codes of another edition last
    return tuple((code, codes.category_name(code, today)) for code in wanted)


def list_categories(desk: Desk) -> tuple[CategoryRow, ...]:
    """Every category, shipped and own, as it stands today."""
    today = desk.clock.today()
    with desk.store.read() as session:
        codes = queries.own_codes(session)
        held = queries.held_now(session)
    offered = {
        category.code
        for group in codes.offered_categories(today, every=True)
        for category in group.categories
    }
    return tuple(
        _row(category, codes, today, offered=category.code in offered, holders=held.get(code, 0))
        for code, category in codes.categories.items()
    )


def _row(
    category: Category, codes: Codes, today: date, *, offered: bool, holders: int
) -> CategoryRow:
    own = codes.text_on(CATEGORY_LIST, category.code, today)
    return CategoryRow(
        code=category.code,
        name=codes.category_name(category.code, today),
        shipped_name="" if category.own else category.name,
        group=category.group,
        level=LEVEL_NAMES[category.level],
        criteria=category.criteria,
        source=category.source,
        shown=category.shown,
        own=category.own,
        offered=offered,
        holders=holders,
        since=own.first if own is not None else None,
    )


def rename_category(desk: Desk, code: str, name: str, *, first: date) -> None:
    """Call a category ``name`` from ``first`` on; what was before keeps its name.

    Raises ``UserError`` for an empty or overlong name, ``DeclinedError`` when another category has
    the name then.
    """
    name = _good_name(name)
    with desk.write("rename_category", f"类别改名：{name}") as work:
        codes = _expect(work, code)
        if codes.category_name(code, first) == name:
            raise DeclinedError(f"这个类别从{first}起已经叫“{name}”。")
        _refuse_taken(codes, name, first, but=code)
        own = codes.text_on(CATEGORY_LIST, code, first)
        offered = own.offered if own is not None else True
        _say(work, code, name, first, offered=offered)


def add_category(desk: Desk, name: str, *, first: date, basis: str) -> str:
    """A category of the office's own from ``first`` on, by what document; its code."""
    name = _good_name(name)
    if not basis.strip():
        raise UserError("设立依据没有填写。", "", "请写明依据，如文件名、文号或会议纪要。")
    with desk.write("add_category", f"增加类别：{name}") as work:
        codes = queries.own_codes(work.session)
        _refuse_taken(codes, name, first, but="")
        number = 1 + sum(category.own for category in codes.categories.values())
        code = f"{OWN_PREFIX}{number}"
        work.session.add(
            CodeText(list=CATEGORY_LIST, code=code, text=name, first=first, source=basis.strip())
        )
    return code


def offer_category(desk: Desk, code: str, *, offered: bool, first: date) -> None:
    """No longer (or again) offer a category when one is picked, from ``first`` on. Who holds it
    goes on holding it. Raises ``DeclinedError`` when nothing would change."""
    with desk.write("offer_category", "") as work:
        codes = _expect(work, code)
        name = codes.category_name(code, first)
        work.describe(f"{'恢复使用' if offered else '停用'}类别：{name}")
        own = codes.text_on(CATEGORY_LIST, code, first)
        if (own.offered if own is not None else True) is offered:
            raise DeclinedError(f"“{name}”从{first}起已经{'在使用' if offered else '停用'}。")
        _say(work, code, name, first, offered=offered)


def _say(work: Work, code: str, name: str, first: date, *, offered: bool) -> None:
    """The office's text of ``code`` from ``first`` on; what counted until then ends the day
    before, what was to begin later is replaced."""
    source = ""
    for row in queries.code_texts(work.session, list_key=CATEGORY_LIST, code=code):
        source = source or row.source or ""
        if row.first is not None and row.first >= first:
            work.session.delete(row)
        elif row.last is None or row.last >= first:
            row.last = first - _DAY
    work.session.flush()
    work.session.add(
        CodeText(
            list=CATEGORY_LIST,
            code=code,
            text=name,
            first=first,
            offered=offered,
            source=source or None,
        )
    )


def _expect(work: Work, code: str) -> Codes:
    codes = queries.own_codes(work.session)
    if code not in codes.categories:
        raise UserError(f"没有这个对象类别：{code}。", "", "请刷新后再选。")
    return codes


def _good_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > _LONGEST:
        raise UserError("类别名称不对。", f"名称是 1 到 {_LONGEST} 个字。", "请改短或补填。")
    return name


def _refuse_taken(codes: Codes, name: str, day: date, *, but: str) -> None:
    for code in codes.categories:
        if code != but and codes.category_name(code, day) == name:
            raise DeclinedError(f"已经有叫“{name}”的类别。", "", "请换一个名称。")
