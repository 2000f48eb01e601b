"""Whether the PC's clock can be right: everything that the office keeps stands on its dates."""

from __future__ import annotations

from app.models.queries import trail
from app.rules.engine.parameters import InForce
from app.services.desk import Desk
from app.services.office import show_office


def clock_doubt(desk: Desk) -> str:
    """A sentence when today lies before the last day on which something was kept here, or strangely
    long after it; empty when the clock is believed."""
    today = desk.clock.today()
    with desk.store.read() as session:
        last = trail.last_moment(session)
    if last is None:
        return ""
    before = last.date()
    days = (today - before).days
    if days < 0:
        return f"电脑的日期是 {today}，比上次使用程序的 {before} 早 {-days} 天。"
    most = _most_days(desk)
    if most is not None and days > most:
        return f"电脑的日期是 {today}，离上次使用程序的 {before} 已有 {days} 天。"
    return ""


def _most_days(desk: Desk) -> int | None:
    office = show_office(desk)
    if office is None:
        return None
    found = desk.policy.value("entry.clock_days", day=desk.clock.today(), region=office.code)
    return found.value if isinstance(found, InForce) and isinstance(found.value, int) else None
