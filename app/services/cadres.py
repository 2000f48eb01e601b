"""The directory of those who look after people (包保干部、帮扶人): who they are, away, left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.core.errors import DeclinedError
from app.core.phones import is_phone
from app.core.terms import CADRE_LEVEL_NAMES
from app.models.holding import Cadre, Responsible
from app.models.queries import cadres as queries
from app.models.queries import office as office_queries
from app.models.unit_of_work import Session, Work
from app.services.desk import Desk
from app.services.person.rows import set_row
from app.services.person.typed import FieldError
from app.services.responsibility import Said, add_said, expect_cadre, may_be


@dataclass(frozen=True)
class CadreFacts:
    """What is kept of a cadre, as typed; empty is not known. ``level`` is a ``CadreLevel``."""

    name: str
    unit: str = ""
    post: str = ""
    phone: str = ""
    level: str = ""
    village: str = ""
    village_default: bool = False
    came_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Away:
    """Away from a day to a day (None: nobody knows until when); the deputy stands in."""

    first: date
    last: date | None = None
    deputy_id: int | None = None


@dataclass(frozen=True)
class Acted:
    """An act that was done: its number (to undo it) and what it did, in words."""

    act_id: int
    words: str


def add_cadre(desk: Desk, facts: CadreFacts) -> int:
    """Put somebody into the directory; the new number.

    Raises ``FieldError`` naming what is empty or wrong, ``DeclinedError`` when the same person is
    there already.
    """
    with desk.write("add_cadre", "登记责任人") as work:
        cadre = Cadre(name="", village_default=False)
        _fill(work, cadre, facts, desk.clock.today())
        work.session.add(cadre)
        work.session.flush()
        work.line.subject_table, work.line.subject_id = "cadre", cadre.id
        return cadre.id


def change_cadre(desk: Desk, cadre_id: int, facts: CadreFacts) -> int:
    """Correct what is known of a cadre: it is seen wherever the cadre is named. The number of the
    act. Raises like ``add_cadre``."""
    with desk.write("change_cadre", "修改责任人", ("cadre", cadre_id)) as work:
        cadre = expect_cadre(work.session, cadre_id)
        _fill(work, cadre, facts, desk.clock.today())
        return work.act_id


def _fill(work: Work, cadre: Cadre, facts: CadreFacts, today: date) -> None:
    session, name, phone = work.session, facts.name.strip(), facts.phone.strip()
    if not name:
        raise FieldError("name", "姓名没有填写。", "请填写姓名。")
    if phone and not is_phone(phone):
        raise FieldError("phone", "电话号码不对。", "请填写手机号码，或带区号的座机号码。")
    if facts.level and facts.level not in CADRE_LEVEL_NAMES:
        raise FieldError(
            "level", "没有这个层级。", f"可选：{'、'.join(CADRE_LEVEL_NAMES.values())}。"
        )
    _check_same(session, cadre, Said(name, unit=facts.unit.strip(), phone=phone))
    _check_came(session, cadre, facts.came_on, today)
    village_id = _village_id(session, facts.village)
    if facts.village_default:
        _take_default(session, cadre, village_id)
    set_row(
        cadre,
        {
            "name": name,
            "unit": facts.unit.strip() or None,
            "post": facts.post.strip() or None,
            "phone": phone or None,
            "level": facts.level or None,
            "village_id": village_id,
            "village_default": facts.village_default,
            "came_on": facts.came_on,
            "note": facts.note.strip() or None,
        },
    )


def _check_same(session: Session, cadre: Cadre, said: Said) -> None:
    """Nobody stands in the directory twice: the same name with the same phone, or with nothing
    that tells the two apart."""
    for other in queries.all_cadres(session).values():
        if other.id == cadre.id or other.name != said.name or (other.phone or "") != said.phone:
            continue
        if said.phone or (other.unit or "") == said.unit:
            state = "，已经登记离任" if other.left_on else ""
            raise DeclinedError(
                f"责任人名单里已有“{said.name}”{state}。",
                "姓名和电话都一样。" if said.phone else "两个都没有电话，单位也一样。",
                "是同一个人的，请修改原来那一条；不是的，请填写电话。",
            )


def _check_came(session: Session, cadre: Cadre, came_on: date | None, today: date) -> None:
    if came_on is None:
        return
    if came_on > today:
        raise FieldError("came_on", "到任日期在今天之后。", "请到那一天再登记。")
    if cadre.left_on is not None and came_on > cadre.left_on:
        raise FieldError("came_on", "到任日期晚于离任日期。", "请核对这两个日期。")
    first = min((row.start for row in _rows(session, cadre)), default=None)
    if first is not None and came_on > first:
        raise FieldError("came_on", f"他从 {first} 起已经有包保对象。", "到任日期不能晚于这一天。")


def _rows(session: Session, cadre: Cadre) -> list[Responsible]:
    return queries.rows_of(session, cadre.id) if cadre.id else []


def _village_id(session: Session, name: str) -> int | None:
    if not name:
        return None
    found = next((one.id for one in office_queries.villages(session) if one.name == name), None)
    if found is None:
        raise FieldError("village", f"没有“{name}”这个村（社区）。", "请从列表里选。")
    return found


def _take_default(session: Session, cadre: Cadre, village_id: int | None) -> None:
    """Somebody else was the village's default until now."""
    if village_id is None:
        raise FieldError("village", "没有选村（社区）。", "本村默认责任人要先选是哪个村。")
    for other in queries.all_cadres(session).values():
        if other.id != cadre.id and other.village_id == village_id and other.village_default:
            other.village_default = False


def set_away(desk: Desk, cadre_id: int, away: Away) -> int:
    """The cadre is away and the deputy stands in; the number of the act.

    Raises ``FieldError`` for an end before the start, and for a deputy who is the same person, has
    left, or is away then.
    """
    with desk.write("set_cadre_away", "登记责任人外出", ("cadre", cadre_id)) as work:
        cadre = expect_cadre(work.session, cadre_id)
        _expect_serving(cadre)
        if away.last is not None and away.last < away.first:
            raise FieldError("away_until", "结束日期早于开始日期。", "请核对这两个日期。")
        if away.deputy_id is not None:
            _check_deputy(expect_cadre(work.session, away.deputy_id), cadre, away)
        set_row(
            cadre,
            {
                "away_from": away.first,
                "away_until": away.last,
                "deputy_id": away.deputy_id,
            },
        )
        return work.act_id


def _check_deputy(deputy: Cadre, cadre: Cadre, away: Away) -> None:
    if deputy.id == cadre.id:
        raise FieldError("deputy", "代理人不能是本人。", "请选择另一位责任人。")
    if deputy.left_on is not None:
        raise FieldError("deputy", f"“{deputy.name}”已经离任。", "请选择在任的责任人。")
    last = away.last or date.max
    if (
        deputy.away_from
        and deputy.away_from <= last
        and (deputy.away_until or date.max) >= (away.first)
    ):
        raise FieldError("deputy", f"“{deputy.name}”那几天也不在。", "请选择另一位责任人。")


def come_back(desk: Desk, cadre_id: int) -> int:
    """The cadre is here again, or did not go; the number of the act."""
    with desk.write("end_cadre_away", "责任人返岗", ("cadre", cadre_id)) as work:
        cadre = expect_cadre(work.session, cadre_id)
        if cadre.away_from is None:
            raise DeclinedError(f"“{cadre.name}”没有登记外出。", "", "不用登记返岗。")
        set_row(cadre, {"away_from": None, "away_until": None, "deputy_id": None})
        return work.act_id


def leave(desk: Desk, cadre_id: int, last: date) -> int:
    """``last`` is the last day in office; the number of the act. The people stay with the name
    until they are handed over.

    Raises ``FieldError`` for a day that has not come, or before the cadre came or got the newest
    object; ``DeclinedError`` when the cadre has left already.
    """
    with desk.write("cadre_leaves", "登记责任人离任", ("cadre", cadre_id)) as work:
        cadre = expect_cadre(work.session, cadre_id)
        _expect_serving(cadre)
        if last > desk.clock.today():
            raise FieldError("left_on", "日期在今天之后。", "请到那一天再登记。")
        if cadre.came_on is not None and last < cadre.came_on:
            raise FieldError("left_on", f"他 {cadre.came_on} 才到任。", "请核对日期。")
        newest = max((row.start for row in queries.rows_of(work.session, cadre.id)), default=last)
        if newest > last:
            raise FieldError("left_on", f"{newest} 还交给过他包保对象。", "请核对日期。")
        cadre.left_on = last
        cadre.village_default = False
        return work.act_id


def take_back(desk: Desk, cadre_id: int) -> int:
    """The cadre is in office again, or never left; the number of the act."""
    with desk.write("cadre_returns", "责任人改回在任", ("cadre", cadre_id)) as work:
        cadre = expect_cadre(work.session, cadre_id)
        if cadre.left_on is None:
            raise DeclinedError(f"“{cadre.name}”没有登记离任。", "", "不用改回。")
        cadre.left_on = None
        return work.act_id


def _expect_serving(cadre: Cadre) -> None:
    if cadre.left_on is not None:
        raise DeclinedError(
            f"“{cadre.name}”已经离任。", f"最后一天是 {cadre.left_on}。", "又回来的，请先改回在任。"
        )


def unite_cadres(desk: Desk, keep_id: int, drop_id: int) -> int:
    """Two entries of the directory are one person: everything goes to the kept one, which learns
    what only the other knew. The number of the act. Raises ``DeclinedError`` for one and the
    same."""
    if keep_id == drop_id:
        raise DeclinedError("这是同一条。", "", "请选择另一条。")
    with desk.write("unite_cadres", "合并责任人", ("cadre", keep_id)) as work:
        session = work.session
        kept, dropped = expect_cadre(session, keep_id), expect_cadre(session, drop_id)
        for row in queries.rows_of(session, drop_id):
            row.cadre_id = keep_id
        for other in queries.all_cadres(session).values():
            if other.deputy_id == drop_id:
                other.deputy_id = keep_id if other.id != keep_id else None
        for key in ("unit", "post", "phone", "level", "village_id", "note"):
            if getattr(kept, key) is None:
                set_row(kept, {key: getattr(dropped, key)})
        if kept.came_on is not None:
            kept.came_on = min(kept.came_on, dropped.came_on) if dropped.came_on else None
        session.flush()
        session.delete(dropped)
        return work.act_id


def gather_cadres(desk: Desk) -> Acted:
    """Put everybody who is named as responsible without being in the directory into it, and lead
    the names there. What is written with each name stays as it is.

    A name is one person with a phone, or with a unit where there is no phone; a bare name joins the
    only one of that name. Raises ``DeclinedError`` when everybody is in the directory.
    """
    with desk.write("gather_cadres", "整理成责任人名单") as work:
        rows = queries.rows_without_cadre(work.session)
        if not rows:
            raise DeclinedError("没有要整理的。", "登记过的责任人都在名单里了。", "")
        before = len(queries.all_cadres(work.session))
        for row, cadre in _gathered(work.session, rows):
            row.cadre_id = cadre.id
        added = len(queries.all_cadres(work.session)) - before
        words = f"整理成责任人名单：{len(rows)} 条，新增 {added} 位责任人"
        work.describe(words)
        return Acted(work.act_id, words)


def _gathered(session: Session, rows: Iterable[Responsible]) -> list[tuple[Responsible, Cadre]]:
    by_name: dict[str, list[Cadre]] = defaultdict(list)
    for cadre in queries.all_cadres(session).values():
        by_name[cadre.name].append(cadre)
    found = []
    # Whoever is said with a phone and a unit first: a bare name can then join them.
    for row in sorted(rows, key=lambda row: (not row.phone, not row.unit, row.id)):
        said = Said(row.name, row.unit or "", row.post or "", row.phone or "", row.level or "")
        same = [cadre for cadre in by_name[row.name] if may_be(cadre, said)]
        exact = [cadre for cadre in same if (cadre.phone or "") == said.phone]
        if len(same) == 1 or len(exact) == 1:
            cadre = same[0] if len(same) == 1 else exact[0]
        else:
            cadre = add_said(session, said)
            by_name[row.name].append(cadre)
        found.append((row, cadre))
    return found
