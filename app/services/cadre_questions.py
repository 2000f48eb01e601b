"""What is wrong with who looks after whom: nobody, too many, gone, away, of another village."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.models.holding import Cadre
from app.models.queries import cadres as queries
from app.models.queries import office as office_queries
from app.models.queries import people as people_queries
from app.models.queries.cadres import Named, has_left, is_away
from app.models.queries.people import Held, PersonLine
from app.models.unit_of_work import Session
from app.rules import pairing as rules
from app.rules.engine.parameters import Policy
from app.services.desk import Desk
from app.services.office import OfficeView, expect_office, packs_on


class Wrong(StrEnum):
    """What a question is about."""

    NOBODY = "nobody"
    LEFT = "left"
    UNCOVERED = "uncovered"
    TOO_MANY_NAMES = "too_many_names"
    OVERLOADED = "overloaded"
    FEW_IN_VILLAGE = "few_in_village"
    OTHER_VILLAGE = "other_village"
    TWICE = "twice"
    UNGATHERED = "ungathered"


@dataclass(frozen=True)
class CadreQuestion:
    """Something to put right: ``words`` with their number, the clause (or the figure) that asks for
    it, and whom it concerns. ``urgent``: somebody who must have a name has none that holds."""

    kind: Wrong
    words: str
    cite: str
    people: tuple[int, ...] = ()
    cadres: tuple[int, ...] = ()
    urgent: bool = False


@dataclass(frozen=True)
class Scene:
    """The register of a day, as far as the questions look at it."""

    office: OfficeView
    today: date
    policy: Policy
    lines: Sequence[PersonLine]
    held: Sequence[Held]
    named: Mapping[int, Sequence[Named]]
    cadres: Mapping[int, Cadre]
    villages: Mapping[int, str]
    ungathered: int

    def everybody(self) -> Iterator[Named]:
        """Everyone who is named for somebody still on the register."""
        for line in self.lines:
            yield from self.named.get(line.id, ())


def read_scene(session: Session, desk: Desk, office: OfficeView) -> Scene:
    """The register of today."""
    today = desk.clock.today()
    return Scene(
        office=office,
        today=today,
        policy=desk.policy,
        lines=people_queries.list_people(session, visits=False),
        held=people_queries.held_by(session),
        named=queries.named_on(session, today),
        cadres=queries.all_cadres(session),
        villages={region.id: region.name for region in office_queries.villages(session)},
        ungathered=queries.count_without_cadre(session),
    )


def urgent_questions(desk: Desk) -> tuple[CadreQuestion, ...]:
    """The pressing ones of today for the first page; none while nobody keeps the directory."""
    office = expect_office(desk)
    with desk.store.read() as session:
        if not queries.all_cadres(session):
            return ()
        scene = read_scene(session, desk, office)
        return (*_nobody(_coverages(scene)), *_left(scene), *_uncovered(scene))


def ask_questions(scene: Scene) -> tuple[CadreQuestion, ...]:
    """The questions of today, the most pressing first."""
    covered = _coverages(scene)
    return (
        *_nobody(covered),
        *_left(scene),
        *_uncovered(scene),
        *_too_many_names(covered),
        *_overloaded(scene, covered),
        *_few_in_village(covered),
        *_other_village(scene),
        *_twice(scene),
        *_ungathered(scene),
    )


def _coverages(scene: Scene) -> tuple[rules.Coverage, ...]:
    codes: dict[int, set[str]] = defaultdict(set)
    for held in scene.held:
        if held.start <= scene.today and (held.end is None or held.end >= scene.today):
            codes[held.person_id].add(held.code)
    people = [
        rules.Someone(line.id, line.household_id, line.village or "", frozenset(codes[line.id]))
        for line in scene.lines
        if line.death_date is None
    ]
    named = [
        rules.Named(one.person_id, one.key, one.row.programme)
        for one in scene.everybody()
        if not one.left
    ]
    found = rules.pairings_on(
        scene.policy,
        packs_on(scene.office, scene.today),
        day=scene.today,
        region=scene.office.code,
    )
    return tuple(rules.coverage(pairing, people, named) for pairing in found)


def _objects(rule: rules.PairingRule) -> str:
    return "户" if rule.family else "人"


def _nobody(covered: Sequence[rules.Coverage]) -> Iterator[CadreQuestion]:
    """Whose named persons are none, or too few."""
    for each in covered:
        if each.lacking:
            words = (
                f"{each.pairing.title}：{len(each.lacking)} {_objects(each.pairing.rule)}没有责任人"
            )
            people = tuple(unit.first for unit in each.lacking)
            yield CadreQuestion(Wrong.NOBODY, words, each.pairing.cite, people, urgent=True)


def _left(scene: Scene) -> Iterator[CadreQuestion]:
    gone = [one for one in scene.everybody() if one.left and one.cadre is not None]
    if gone:
        cadres = tuple(dict.fromkeys(one.row.cadre_id or 0 for one in gone))
        people = tuple(dict.fromkeys(one.person_id for one in gone))
        words = f"{len(cadres)} 位责任人已离任，{len(people)} 人没有移交"
        yield CadreQuestion(Wrong.LEFT, words, "S0.210", people, cadres, urgent=True)


def _uncovered(scene: Scene) -> Iterator[CadreQuestion]:
    """Away without a deputy, or with one who has left or is away too."""
    cadres = []
    for cadre in scene.cadres.values():
        if has_left(cadre, scene.today) or not is_away(cadre, scene.today):
            continue
        deputy = scene.cadres.get(cadre.deputy_id or 0)
        if deputy is None or has_left(deputy, scene.today) or is_away(deputy, scene.today):
            cadres.append(cadre.id)
    people = _people_of(scene, cadres)
    if people:
        words = f"{len(cadres)} 位责任人外出，没有在岗的代理人，{len(people)} 人没人管"
        yield CadreQuestion(Wrong.UNCOVERED, words, "S3.220", people, tuple(cadres), urgent=True)


def _people_of(scene: Scene, cadres: Sequence[int]) -> tuple[int, ...]:
    wanted = set(cadres)
    found = (one.person_id for one in scene.everybody() if one.row.cadre_id in wanted)
    return tuple(dict.fromkeys(found))


def _too_many_names(covered: Sequence[rules.Coverage]) -> Iterator[CadreQuestion]:
    for each in covered:
        if each.crowded:
            rule = each.pairing.rule
            words = (
                f"{each.pairing.title}：{len(each.crowded)} {_objects(rule)}的责任人多于 "
                f"{rule.most} 名"
            )
            people = tuple(unit.first for unit in each.crowded)
            yield CadreQuestion(Wrong.TOO_MANY_NAMES, words, each.pairing.cite, people)


def _overloaded(scene: Scene, covered: Sequence[rules.Coverage]) -> Iterator[CadreQuestion]:
    figure = rules.most_people(scene.policy, day=scene.today, region=scene.office.code)
    if figure is not None:
        assert isinstance(figure.value, int)
        counts: dict[int, set[int]] = defaultdict(set)
        for one in scene.everybody():
            counts[one.row.cadre_id or 0].add(one.person_id)
        over = tuple(
            cadre for cadre, people in counts.items() if cadre and len(people) > figure.value
        )
        if over:
            default = "（默认值，可在“政策”里改）" if figure.version.default else ""
            words = f"{len(over)} 位责任人包保超过 {figure.value} 人{default}"
            yield CadreQuestion(Wrong.OVERLOADED, words, figure.version.cite, (), over)
    for each in covered:
        cadres = tuple(int(who[1:]) for who in each.burdened if who.startswith("#"))
        if cadres:
            rule = each.pairing.rule
            words = (
                f"{each.pairing.title}：{len(cadres)} 位责任人多于 {rule.each_most} "
                f"{_objects(rule)}"
            )
            yield CadreQuestion(Wrong.OVERLOADED, words, each.pairing.cite, (), cadres)


def _few_in_village(covered: Sequence[rules.Coverage]) -> Iterator[CadreQuestion]:
    for each in covered:
        if each.thin_villages:
            rule = each.pairing.rule
            short = "、".join(f"{village} {count}" for village, count in each.thin_villages[:3])
            more = "等" if len(each.thin_villages) > 3 else ""
            words = (
                f"{each.pairing.title}：{len(each.thin_villages)} 个村（社区）不足 "
                f"{rule.village_least} {_objects(rule)}（{short}{more}）"
            )
            yield CadreQuestion(Wrong.FEW_IN_VILLAGE, words, each.pairing.cite)


def _other_village(scene: Scene) -> Iterator[CadreQuestion]:
    """A village's cadre with people of another village."""
    villages = {line.id: line.village_id for line in scene.lines}
    found = [
        one
        for one in scene.everybody()
        if one.cadre is not None
        and one.level == "village"
        and one.cadre.village_id is not None
        and villages[one.person_id] not in {None, one.cadre.village_id}
    ]
    if found:
        people = tuple(dict.fromkeys(one.person_id for one in found))
        cadres = tuple(dict.fromkeys(one.row.cadre_id or 0 for one in found))
        words = f"{len(people)} 人由别的村的干部包保"
        yield CadreQuestion(Wrong.OTHER_VILLAGE, words, "S2.260", people, cadres)


def _twice(scene: Scene) -> Iterator[CadreQuestion]:
    names: dict[str, list[int]] = defaultdict(list)
    for cadre in scene.cadres.values():
        if cadre.left_on is None:
            names[cadre.name].append(cadre.id)
    same = [cadre for ids in names.values() if len(ids) > 1 for cadre in ids]
    if same:
        words = f"{len(same)} 位责任人同名，请核对是不是同一个人"
        yield CadreQuestion(Wrong.TWICE, words, "", (), tuple(same))


def _ungathered(scene: Scene) -> Iterator[CadreQuestion]:
    if scene.ungathered:
        words = f"{scene.ungathered} 条责任人是以前登记的，还不在名单里"
        people = tuple(
            dict.fromkeys(one.person_id for one in scene.everybody() if one.cadre is None)
        )
        yield CadreQuestion(Wrong.UNGATHERED, words, "", people)
