"""A made-up month of the page 帮扶: carers and their scores, wishes, goods, a festival, a lecture.

Entered through the same services as by a clerk, so that what a newcomer sees is what the program
does. The people cared for and wishing are those of the sample register; carers are invented too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from app.core.periods import add_months, month_of
from app.core.terms import ActivityKind, GiftSource
from app.exporters.sample.invent import Inventor, words
from app.services.activities import KeepActivity, keep_activity
from app.services.budget_lines import Event, KeepLine, keep_line
from app.services.care.agreements import sign_agreements
from app.services.care.carers import add_carer
from app.services.care.score_month import MonthLine, list_month
from app.services.care.scores import TOLD_HOW, ScoreTyped, record_score
from app.services.desk import Desk
from app.services.donations import RecordDonation, record_donation
from app.services.festival_lines import add_people
from app.services.festivals import KeepFestival, festival_days, keep_festival
from app.services.gifts import GiveGift, Thing, give_gift
from app.services.mutual_help import StartHelp, start_help
from app.services.people import PeopleQuery, find_people
from app.services.stock import KeepItem, bring_in, keep_item
from app.services.wishes import FulfilWish, claim_wish, collect_wish, fulfil_wish, tell_wish

_CARED_FOR = "tekun_scattered"
_CARERS, _OF_ONE, _LISTED = 3, 2, 12
_FIRST_SCORE, _STEP = 78, 6


@dataclass(frozen=True)
class CareCounts:
    """What the month consists of."""

    carers: int
    agreements: int
    scores: int
    wishes: int
    listed: int


@dataclass(frozen=True)
class _Scene:
    desk: Desk
    chance: Random
    today: date
    people: tuple[int, ...]
    words: Mapping[str, Any]


def fill_care_with_sample(desk: Desk, *, seed: int) -> CareCounts:
    """Play the month before today on the register of ``desk``, which has a few dozen people at
    least; same seed, same month. One agreement is left to score, some wishes are left open."""
    rows = find_people(desk, PeopleQuery())
    people = tuple(row.id for row in rows)
    chance = Random(seed)
    scene = _Scene(desk, chance, desk.clock.today(), people, words()["care"])
    cared = [row.id for row in find_people(desk, PeopleQuery(category=_CARED_FOR))]
    carers, agreements = _sign(scene, cared)
    return CareCounts(
        carers=carers,
        agreements=agreements,
        scores=_score(scene),
        wishes=_wish(scene),
        listed=_give(scene),
    )


def _sign(scene: _Scene, cared: Sequence[int]) -> tuple[int, int]:
    """Carers, each for a few of those in 特困 who live at home."""
    inventor = Inventor(scene.chance, scene.today)
    start = month_of(add_months(scene.today, -3)).first
    signed = carers = 0
    for place in range(_CARERS):
        own = cared[place * _OF_ONE : (place + 1) * _OF_ONE]
        if not own:
            break
        who = inventor.person((38, 58), inventor.sex(), "")
        facts = {
            "name": who.name,
            "id_no": who.id_no,
            "phone": inventor.phone(),
            "qualified_on": start.isoformat(),
        }
        agreement = {
            "relation": scene.chance.choice(scene.words["relations"]),
            "items": scene.words["items"],
            "fee": scene.chance.choice(scene.words["fees"]),
            "start": start.isoformat(),
            "end": (add_months(start, 12) - timedelta(days=1)).isoformat(),
        }
        done = sign_agreements(scene.desk, add_carer(scene.desk, facts), own, agreement)
        carers, signed = carers + 1, signed + len(done.ids)
    return carers, signed


def _score(scene: _Scene) -> int:
    """The month before is scored and told but for the last agreement."""
    month = f"{add_months(scene.today, -1):%Y-%m}"
    lines = list_month(scene.desk, month).lines
    for place, line in enumerate(lines[:-1]):
        record_score(scene.desk, _sheet(scene, line, month, _FIRST_SCORE + place * _STEP))
    return max(len(lines) - 1, 0)


def _sheet(scene: _Scene, line: MonthLine, month: str, total: int) -> ScoreTyped:
    sheet = list_month(scene.desk, month).sheet
    missing = max(sheet.full - total, 0)
    points = {}
    for name, worth in sheet.items:
        lost = min(missing, worth // 2)
        points[name], missing = str(worth - lost), missing - lost
    return ScoreTyped(
        line.agreement_id,
        month,
        points,
        satisfaction="满意",
        told_on=scene.today,
        told_how=TOLD_HOW[0],
    )


def _wish(scene: _Scene) -> int:
    """Wishes in every state, the first ones furthest."""
    day = max(month_of(scene.today).first, scene.today - timedelta(days=14))
    wishes = scene.words["wishes"]
    asked = scene.people[:: max(len(scene.people) // len(wishes), 1)][: len(wishes)]
    for place, (person, wish) in enumerate(zip(asked, wishes, strict=False)):
        number = collect_wish(scene.desk, person, wish, day)
        if place < len(wishes) * 2 // 3:
            by = scene.chance.choice(scene.words["claimed_by"])
            claim_wish(scene.desk, number, by, day)
        if place < len(wishes) // 3:
            fulfil_wish(scene.desk, FulfilWish(number, scene.today))
        if place < len(wishes) // 5:
            tell_wish(scene.desk, number, scene.words["feedback"], scene.today)
    return min(len(asked), len(wishes))


def _give(scene: _Scene) -> int:
    """The store room, a donation, some gifts, the list of the next festival, a lecture."""
    desk, today = scene.desk, scene.today
    items = []
    for name, unit, price, quantity in scene.words["goods"]:
        items.append(keep_item(desk, KeepItem(name, unit, Decimal(price))))
        bring_in(desk, items[-1], Decimal(quantity), day=month_of(today).first)
    donor, rice = scene.words["donor"], items[0]
    goods = ((rice, Decimal(20)),)
    record_donation(desk, RecordDonation(today, donor, Decimal(2000), goods))
    for person in scene.people[-3:]:
        thing = Thing(item_id=items[-1], quantity=Decimal(1))
        give_gift(desk, GiveGift(person, thing, GiftSource.AID, today))
    start_help(
        desk,
        StartHelp(scene.people[0], "邻里互助户", today, tasks=scene.words["helper_tasks"]),
    )
    _hold_lecture(scene)
    return _list_festival(scene, rice)


def _hold_lecture(scene: _Scene) -> None:
    lines = scene.words["lines"]
    costs = (Decimal(count) * Decimal(price) for _, count, _, price in lines)
    budget = sum(costs, Decimal(0))
    activity = keep_activity(
        scene.desk,
        KeepActivity(
            scene.words["lecture"], ActivityKind.LECTURE, scene.today, people=60, budget=budget
        ),
    )
    for name, count, unit, price in lines:
        line = KeepLine(
            Event(activity_id=activity), name, Decimal(count), unit, Decimal(price),
            spent_on=scene.today,
        )  # fmt: skip
        keep_line(scene.desk, line)


def _list_festival(scene: _Scene, item: int) -> int:
    """The next festival's list, nothing given out yet."""
    desk, today = scene.desk, scene.today
    days = [*festival_days(desk, today.year), *festival_days(desk, today.year + 1)]
    coming = min((day, name) for name, day in days if day >= today)
    command = KeepFestival(coming[1], coming[0], coming[0].year, Decimal(2000))
    festival = keep_festival(desk, command)
    name, lump = scene.words["show"]
    keep_line(desk, KeepLine(Event(festival_id=festival), name, lump=Decimal(lump)))
    people = scene.people[1 : _LISTED + 1]
    return add_people(desk, festival, people, Thing(item_id=item, quantity=Decimal(1))).added
