"""What villages and form layouts of an office package would change here, and changing it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.core.form_file import load_form, shipped_keys
from app.core.levels import level_of
from app.core.terms import Role
from app.importers.regions import VILLAGE, PlaceLine
from app.ledger.office_package import LayoutText, OfficePackage, RegionLine
from app.ledger.table import FIRST_ROW
from app.models.queries import documents as queries
from app.models.unit_of_work import Session, Work
from app.services.desk import Desk
from app.services.form_layouts import adopt_layout, check_layout
from app.services.forms import read_layout
from app.services.office import OfficeView, expect_office
from app.services.region_file import Fault, PlaceChange, PlaceKind, plan_places
from app.services.villages import put_village

_TOGETHER = frozenset({PlaceKind.NEW, PlaceKind.CODED, PlaceKind.NAMED})
_CODE, _TOWNSHIP = 12, 9  # digits of a village, and those that it shares with its township
_NAMES = 6  # of a long line; renamed, merged and closed villages each have a line of their own


def preview_contents(desk: Desk, package: OfficePackage) -> tuple[str, ...]:
    """What the package's villages and layouts would do here, a line each. Raises ``FileError``
    naming the place in a layout that has a fault."""
    office, today = expect_office(desk), desk.clock.today()
    with desk.store.read() as session:
        steps, faults = plan_places(session, _coded(package, office), office, today)
        changes = [step.change for step in steps]
        changes += [
            PlaceChange(PlaceKind.NEW, name, 0)
            for name, _ in _loose(package, office)
            if name not in office.villages
        ]
        return (
            *_about_villages(changes, faults),
            *(_about_layout(session, layout, package) for layout in package.layouts),
        )


def apply_contents(work: Work, desk: Desk, package: OfficePackage) -> None:
    """Change the villages and layouts, inside the caller's act."""
    office, today = expect_office(desk), desk.clock.today()
    steps, _ = plan_places(work.session, _coded(package, office), office, today)
    for step in steps:
        step.apply(work)
    for name, code in _loose(package, office):
        put_village(work, name, code, day=package.made_at.date())
    for layout in package.layouts:
        adopt_layout(work, layout.text, layout_source(package))


def layout_source(package: OfficePackage) -> str:
    """How the list of forms names where a layout came from."""
    return f"{level_of(package.office_code).grade}资料包 {package.made_at:%Y-%m-%d}"


def _coded(package: OfficePackage, office: OfficeView) -> list[PlaceLine]:
    """The villages that are known by a code of this township."""
    return [
        PlaceLine(line.code, line.name, VILLAGE, line.first, line.last, line.into, row)
        for row, line in enumerate(package.regions, FIRST_ROW)
        if _is_coded(line, office)
    ]


def _loose(package: OfficePackage, office: OfficeView) -> list[tuple[str, str]]:
    """The others: added by their names, never taken away. Only a township has villages."""
    if office.role is not Role.TOWNSHIP:
        return []
    return [(line.name, line.code) for line in package.regions if not _is_coded(line, office)]


def _is_coded(line: RegionLine, office: OfficeView) -> bool:
    return len(line.code) == _CODE and line.code[:_TOWNSHIP] == office.code[:_TOWNSHIP]


def _about_villages(changes: Sequence[PlaceChange], faults: Sequence[Fault]) -> Iterator[str]:
    """Villages that are only added or named together, each other change and fault by itself."""
    together: dict[PlaceKind, list[str]] = defaultdict(list)
    for change in changes:
        if change.kind in _TOGETHER:
            together[change.kind].append(change.words)
        else:
            yield f"村（社区）{change.kind.value}：{change.words}"
    for kind, words in together.items():
        more = f" 等 {len(words)} 个" if len(words) > _NAMES else ""
        yield f"村（社区）{kind.value}：{'、'.join(words[:_NAMES])}{more}"
    for fault in faults:
        yield f"村（社区）不改：{fault.what}，{fault.remedy}"


def _about_layout(session: Session, layout: LayoutText, package: OfficePackage) -> str:
    """What becomes of the form: which layout holds now, and which would."""
    form = check_layout(layout.text, f"“{layout.title}”")
    own, there = queries.newest_layout(session, form.key), level_of(package.office_code).there
    if own is not None and own.text == layout.text:
        return f"表样“{form.title}”：已是这一版"
    if own is not None:
        held = read_layout(own.text, own.source)
        return (
            f"表样“{held.title}”：换成{there}的（第 {form.version} 版），"
            f"现在用的是 {own.source}（第 {held.version} 版）"
        )
    if form.key in shipped_keys():
        held = load_form(form.key)
        return (
            f"表样“{held.title}”：换成{there}的（第 {form.version} 版），"
            f"现在用的是随程序的（第 {held.version} 版）"
        )
    return f"新的表样“{form.title}”（第 {form.version} 版）"
