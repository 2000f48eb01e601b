"""When a month's merge looks so wrong that the county is asked before it is made.

A file of another office, last year's roster or a mistyped column shows itself in the figures: many
who look like another township's people, or a township half of whose people are others than last
month. How many are too many is policy data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from app.core.errors import UserError
from app.ledger.columns import PERSONS
from app.ledger.conflicts import Conflict, ConflictKind
from app.ledger.verifying import Verified
from app.models.queries import ledger as queries
from app.rules.engine.parameters import InForce
from app.services.county import accepted_contents
from app.services.desk import Desk
from app.services.office import expect_office

_ALIKE = frozenset({ConflictKind.SAME_PERSON, ConflictKind.LIKELY_SAME})


def merge_brake(
    desk: Desk,
    month: str,
    ledgers: Mapping[str, Verified],
    *,
    conflicts: Sequence[Conflict],
    decided: Collection[str],
) -> tuple[str, ...]:
    """Why merging ``ledgers`` should stop and ask, one sentence a reason with its figures.

    Somebody whose conflict is among the ids ``decided`` is nobody's surprise any more. Raises
    ``UserError`` where no rule says how many are too many.
    """
    fewest = int(_number(desk, "ledger.brake_fewest"))
    undecided = [conflict for conflict in conflicts if conflict.id not in decided]
    return (
        *_look_alike(ledgers, undecided, fewest, _number(desk, "ledger.brake_alike")),
        *_others_than_before(desk, month, ledgers, fewest),
    )


def _look_alike(
    ledgers: Mapping[str, Verified], conflicts: Sequence[Conflict], fewest: int, most: Decimal
) -> Iterator[str]:
    alike: dict[str, set[str]] = defaultdict(set)
    for conflict in conflicts:
        offices = {side.office_code for side in conflict.sides}
        if conflict.kind in _ALIKE and len(offices) > 1:
            for side in conflict.sides:
                alike[side.office_code].add(side.key)
    for code, verified in ledgers.items():
        people, found = len(verified.content.tables[PERSONS.key]), len(alike[code])
        if found >= fewest and 100 * found > most * people:
            yield (
                f"{verified.head.office_name}报了 {people} 人，其中 {found} 人与别的单位的人相同"
                f"或疑似同一人、还没有处理，超过 {most}%"
            )


def _others_than_before(
    desk: Desk, month: str, ledgers: Mapping[str, Verified], fewest: int
) -> Iterator[str]:
    before = _month_before(desk, month)
    if not before:
        return
    most = _number(desk, "ledger.brake_moved")
    for code, last in accepted_contents(desk, before).items():
        now = ledgers.get(code)
        if now is None:
            continue
        were, are = _people(last), _people(now)
        new, left = len(are - were), len(were - are)
        if new + left >= fewest and 100 * (new + left) > most * len(were):
            yield (
                f"{now.head.office_name}上次（{before}）{len(were)} 人，这次 {len(are)} 人：新增 "
                f"{new} 人、减少 {left} 人，变动超过 {most}%"
            )


def _month_before(desk: Desk, month: str) -> str:
    """The last month before this of which a ledger was received; empty where there is none."""
    with desk.store.read() as session:
        return max(
            (row.month for row in queries.received(session) if row.month < month), default=""
        )


def _people(verified: Verified) -> set[object]:
    return set(verified.content.tables[PERSONS.key].column("person_key"))


def _number(desk: Desk, key: str) -> Decimal:
    found = desk.policy.value(key, day=desk.clock.today(), region=expect_office(desk).code)
    if not isinstance(found, InForce):
        title = found.parameter.title
        raise UserError(f"政策参数“{title}”没有生效的规定。", "", "请在政策中录入。")
    return Decimal(str(found.value))
