"""The directory as a page shows it: every cadre with how it goes, every object, what is wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.core.codes import Codes
from app.core.terms import CADRE_LEVEL_NAMES, CadreLevel, DutyState
from app.models.holding import Cadre
from app.models.queries import codes as code_queries
from app.models.queries import people as people_queries
from app.models.queries.cadres import Named, has_left, is_away
from app.rules.pairing import pairing_title
from app.services.cadre_questions import CadreQuestion, Scene, Wrong, ask_questions, read_scene
from app.services.desk import Desk
from app.services.faces import deputy_words, id_on_screen, names_by_person
from app.services.office import OfficeView, expect_office
from app.services.plan import plan_month

# What the state of a cadre does not say by itself.
_MARKS = {Wrong.OVERLOADED: "人数过多", Wrong.OTHER_VILLAGE: "有别村的人", Wrong.TWICE: "同名"}
_LEVELS: Mapping[str, str] = {level.value: name for level, name in CADRE_LEVEL_NAMES.items()}


@dataclass(frozen=True)
class CadreRow:
    """One entry of the directory. ``state`` says away or left in words, ``deputy`` who stands in;
    ``objects`` are those without an end, ``done`` and ``late`` their contacts of this month,
    ``wrong`` what else is asked about the cadre."""

    id: int
    name: str
    unit: str
    post: str
    phone: str
    level: str
    village: str
    village_default: bool
    came_on: date | None
    away_from: date | None
    away_until: date | None
    deputy_id: int | None
    deputy: str
    left_on: date | None
    note: str
    state: str
    objects: int
    done: int
    late: int
    wrong: tuple[str, ...]

    @property
    def level_name(self) -> str:
        return level_name(self.level)


@dataclass(frozen=True)
class ObjectRow:
    """Somebody with the one who looks after them; ``row_id`` is None and ``cadre_id`` 0 for who has
    nobody, ``cadre_id`` 0 also for a name that is not in the directory yet. ``unit`` to ``deputy``
    are the cadre's, ``phone`` and ``address`` the person's."""

    row_id: int | None
    cadre_id: int
    cadre: str
    unit: str
    post: str
    level: str
    cadre_phone: str
    deputy: str
    person_id: int
    name: str
    id_masked: str
    village: str
    group: str
    address: str
    phone: str
    categories: tuple[str, ...]
    programme: str
    start: date | None
    done: int
    late: int


@dataclass(frozen=True)
class CadreBoard:
    """Everything at once; filters need not read again."""

    today: date
    office: OfficeView
    cadres: tuple[CadreRow, ...]
    objects: tuple[ObjectRow, ...]
    questions: tuple[CadreQuestion, ...]

    def of(self, cadre_id: int) -> tuple[ObjectRow, ...]:
        """The objects of one cadre."""
        return tuple(row for row in self.objects if row.cadre_id == cadre_id and row.row_id)


def level_name(level: str) -> str:
    """The words for a level; what an old list said stays as it is."""
    return _LEVELS.get(level, level)


def level_choices() -> tuple[tuple[str, str], ...]:
    return (("", ""), *((level.value, CADRE_LEVEL_NAMES[level]) for level in CadreLevel))


def cadre_board(desk: Desk) -> CadreBoard:
    """The directory as of today, gaps included. Raises ``UserError`` before the office is set
    up."""
    office, today = expect_office(desk), desk.clock.today()
    states = _states(desk, f"{today:%Y-%m}")
    with desk.store.read() as session:
        scene = read_scene(session, desk, office)
        codes = code_queries.own_codes(session)
        questions = ask_questions(scene)
        objects = _objects(scene, questions, states, codes)
        rows = _cadre_rows(scene, objects, questions)
    return CadreBoard(today, office, rows, objects, questions)


def _states(desk: Desk, month: str) -> dict[int, Counter[DutyState]]:
    """How the contacts of each person stand this month."""
    states: dict[int, Counter[DutyState]] = defaultdict(Counter)
    for row in plan_month(desk, month).rows:
        states[row.person_id][row.state] += 1
    return states


def _objects(
    scene: Scene,
    questions: Iterable[CadreQuestion],
    states: Mapping[int, Counter[DutyState]],
    codes: Codes,
) -> tuple[ObjectRow, ...]:
    """In visiting order: everybody who is looked after, and who should be."""
    names = names_by_person(scene.held, scene.today, codes)
    asked = {person_id for question in questions for person_id in question.people}
    rows = []
    for line in scene.lines:
        each: Sequence[Named | None] = scene.named.get(line.id, ())
        if not each and line.id in asked:
            each = (None,)
        for one in each:
            found = _object(scene, line, one, states.get(line.id))
            rows.append(replace(found, categories=names.get(line.id, ())))
    return tuple(rows)


def _object(
    scene: Scene,
    line: people_queries.PersonLine,
    one: Named | None,
    states: Counter[DutyState] | None,
) -> ObjectRow:
    counts = states or Counter()
    return ObjectRow(
        row_id=one.row.id if one else None,
        cadre_id=one.cadre.id if one and one.cadre else 0,
        cadre=one.name if one else "",
        unit=one.unit if one else "",
        post=one.post if one else "",
        level=level_name(one.level) if one else "",
        cadre_phone=one.phone if one else "",
        deputy=deputy_words(one) if one else "",
        person_id=line.id,
        name=line.name,
        id_masked=id_on_screen(line.id_no),
        village=line.village or "",
        group=line.group or "",
        address=line.address or "",
        phone=line.phone or "",
        categories=(),
        programme=pairing_title(scene.policy, one.row.programme) if one else "",
        start=one.row.start if one else None,
        done=counts[DutyState.DONE],
        late=counts[DutyState.LATE],
    )


def _cadre_rows(
    scene: Scene, objects: Iterable[ObjectRow], questions: Iterable[CadreQuestion]
) -> tuple[CadreRow, ...]:
    """Those with something wrong first, those who have left and have nobody last."""
    asked = {cadre_id for question in questions for cadre_id in question.cadres}
    wrong: dict[int, list[str]] = defaultdict(list)
    for question in questions:
        for cadre_id in question.cadres:
            mark = _MARKS.get(question.kind)
            if mark is not None and mark not in wrong[cadre_id]:  # too many of two programmes
                wrong[cadre_id].append(mark)
    theirs: dict[int, list[ObjectRow]] = defaultdict(list)
    for row in objects:
        theirs[row.cadre_id].append(row)
    rows = [
        _cadre_row(scene, cadre, theirs[cadre.id], tuple(wrong[cadre.id]))
        for cadre in scene.cadres.values()
    ]
    rows.sort(key=lambda row: (row.id not in asked, row.left_on is not None, row.village, row.id))
    return tuple(rows)


def _cadre_row(
    scene: Scene, cadre: Cadre, objects: Sequence[ObjectRow], wrong: tuple[str, ...]
) -> CadreRow:
    deputy = scene.cadres.get(cadre.deputy_id or 0)
    people = {row.person_id: row for row in objects}
    return CadreRow(
        id=cadre.id,
        name=cadre.name,
        unit=cadre.unit or "",
        post=cadre.post or "",
        phone=cadre.phone or "",
        level=cadre.level or "",
        village=scene.villages.get(cadre.village_id or 0, ""),
        village_default=cadre.village_default,
        came_on=cadre.came_on,
        away_from=cadre.away_from,
        away_until=cadre.away_until,
        deputy_id=cadre.deputy_id,
        deputy=deputy.name if deputy else "",
        left_on=cadre.left_on,
        note=cadre.note or "",
        state=_state(cadre, deputy, scene.today),
        objects=len(people),
        done=sum(row.done for row in people.values()),
        late=sum(row.late for row in people.values()),
        wrong=wrong,
    )


def _state(cadre: Cadre, deputy: Cadre | None, today: date) -> str:
    if cadre.left_on is not None:
        return f"{cadre.left_on} 离任" if has_left(cadre, today) else "今天离任"
    if cadre.away_from is None or (cadre.away_until is not None and cadre.away_until < today):
        return "在任"
    until = f"至 {cadre.away_until}" if cadre.away_until else "，未定何时回"
    who = f"，代：{deputy.name}" if deputy else "，没有代理人"
    if is_away(cadre, today):
        return f"外出{until}{who}"
    return f"{cadre.away_from} 起外出{who}"
