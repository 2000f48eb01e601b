"""Which pages there are, for whom, in which order. Each is imported when it is first opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.core.levels import PREFECTURE, speak
from app.core.terms import Role
from app.services.office import OfficeView
from app.ui.ports import Context
from app.ui.widgets.page import Page

_TOWNSHIP = frozenset({Role.TOWNSHIP})
_COUNTY = frozenset({Role.COUNTY})


@dataclass(frozen=True)
class PageEntry:
    """One entry of the navigation; ``key`` also names its drawing and its chapter of the manual."""

    key: str
    title: str
    build: Callable[[Context], Page]
    roles: frozenset[Role] = _TOWNSHIP | _COUNTY


def _workbench(context: Context) -> Page:
    from app.ui.pages.workbench.page import WorkbenchPage

    return WorkbenchPage(context)


def _people(context: Context) -> Page:
    from app.ui.pages.people.page import PeoplePage

    return PeoplePage(context)


def _visits(context: Context) -> Page:
    from app.ui.pages.visits.page import VisitsPage

    return VisitsPage(context)


def _care(context: Context) -> Page:
    from app.ui.pages.care.page import CarePage

    return CarePage(context)


def _entitlements(context: Context) -> Page:
    from app.ui.pages.entitlements.page import EntitlementsPage

    return EntitlementsPage(context)


def _matters(context: Context) -> Page:
    from app.ui.pages.matters.page import MattersPage

    return MattersPage(context)


def _ledger(context: Context) -> Page:
    from app.ui.pages.ledger.page import LedgerPage

    return LedgerPage(context)


def _check(context: Context) -> Page:
    from app.ui.pages.check.page import CheckPage

    return CheckPage(context)


def _county(context: Context) -> Page:
    from app.ui.pages.county.page import CountyPage

    return CountyPage(context)


def _policy(context: Context) -> Page:
    from app.ui.pages.policy.page import PolicyPage

    return PolicyPage(context)


def _settings(context: Context) -> Page:
    from app.ui.pages.settings.page import SettingsPage

    return SettingsPage(context)


PAGES = (
    PageEntry("workbench", "工作台", _workbench),
    PageEntry("people", "人员", _people, _TOWNSHIP),
    PageEntry("visits", "走访", _visits, _TOWNSHIP),
    PageEntry("care", "帮扶", _care, _TOWNSHIP),
    PageEntry("entitlements", "待遇", _entitlements, _TOWNSHIP),
    PageEntry("matters", "事项", _matters, _TOWNSHIP),
    PageEntry("check", "核查", _check, _TOWNSHIP),
    PageEntry("county", "县级汇总", _county, _COUNTY),
    PageEntry("ledger", "台账", _ledger),
    PageEntry("policy", "政策", _policy),
    PageEntry("settings", "设置", _settings),
)


def title_for(entry: PageEntry, office: OfficeView) -> str:
    """What the page is called at this office."""
    if entry.key == "ledger" and office.role is Role.COUNTY:
        return "上报台账"
    return speak(entry.title, office.level)


def pages_for(office: OfficeView) -> tuple[PageEntry, ...]:
    """What this office sees, top to bottom. A prefecture has nobody to send a ledger to."""
    return tuple(
        replace(entry, title=title_for(entry, office))
        for entry in PAGES
        if office.role in entry.roles and not (entry.key == "ledger" and office.level == PREFECTURE)
    )
