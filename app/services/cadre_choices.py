"""What is offered when people are given to somebody: cadres to pick, people to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.models.holding import Cadre
from app.models.queries import cadres as queries
from app.models.queries import codes as code_queries
from app.models.queries import people as people_queries
from app.models.queries.cadres import Named
from app.rules.pairing import pairings_on
from app.services.desk import Desk
from app.services.faces import names_by_person
from app.services.office import expect_office, packs_on


@dataclass(frozen=True)
class CadreChoice:
    """A cadre in office, in words that tell two of one name apart."""

    id: int
    name: str
    words: str


@dataclass(frozen=True)
class Candidate:
    """Somebody on the register who can be given; ``now`` are those who look after the person,
    ``needs`` whether some programme wants a name (S3.220, S0.210)."""

    person_id: int
    name: str
    village: str
    group: str
    categories: tuple[str, ...]
    now: str
    needs: bool


def cadre_choices(desk: Desk) -> tuple[CadreChoice, ...]:
    """Those in office, as they came into the directory."""
    with desk.store.read() as session:
        return tuple(
            CadreChoice(cadre.id, cadre.name, cadre_words(cadre))
            for cadre in queries.all_cadres(session).values()
            if cadre.left_on is None
        )


def cadre_words(cadre: Cadre) -> str:
    """``王干部　青山镇政府 副镇长　13800000001``."""
    post = " ".join(part for part in (cadre.unit, cadre.post) if part)
    return "　".join(part for part in (cadre.name, post, cadre.phone) if part)


def candidates(desk: Desk) -> tuple[Candidate, ...]:
    """Everybody alive on the register, in visiting order."""
    office, today = expect_office(desk), desk.clock.today()
    rules = pairings_on(desk.policy, packs_on(office, today), day=today, region=office.code)
    wanted = frozenset[str]().union(*(one.rule.categories for one in rules))
    with desk.store.read() as session:
        lines = people_queries.list_people(session, visits=False)
        held = people_queries.held_by(session)
        codes = code_queries.own_codes(session)
        named = queries.named_on(session, today)
    names = names_by_person(held, today, codes)
    needing = {
        one.person_id
        for one in held
        if one.code in wanted and one.start <= today and (one.end is None or one.end >= today)
    }
    return tuple(
        Candidate(
            person_id=line.id,
            name=line.name,
            village=line.village or "",
            group=line.group or "",
            categories=names.get(line.id, ()),
            now=_now(named, line.id),
            needs=line.id in needing,
        )
        for line in lines
        if line.death_date is None
    )


def _now(named: Mapping[int, Sequence[Named]], person_id: int) -> str:
    return "、".join(
        f"{one.name}（已离任）" if one.left else one.name for one in named.get(person_id, ())
    )
