"""Cadres and whom they look after, for tests."""

from __future__ import annotations

from datetime import date

from app.models.holding import Cadre, Responsible
from app.services.cadres import CadreFacts, add_cadre
from app.services.desk import Desk
from app.services.pairing import Give, Given, give_people

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
WANG = CadreFacts("王干部", "青山镇政府", "副镇长", "13800000001", "township")
LI = CadreFacts("李支书", "清水村委会", "支书", "13800000002", "village", village="清水村")
ZHAO = CadreFacts("赵医生", "县医院", "", "13800000003", "county")


def give(desk: Desk, cadre: int, *people: int, start: date = MARCH, programme: str = "") -> Given:
    return give_people(desk, Give(cadre, people, start, programme))


def wang_and_li(desk: Desk) -> tuple[int, int]:
    return add_cadre(desk, WANG), add_cadre(desk, LI)


def rows(desk: Desk, person_id: int) -> list[Responsible]:
    """Everybody who was ever responsible for a person, oldest first."""
    with desk.store.read() as session:
        found = [r for r in session.query(Responsible) if r.person_id == person_id]
        return sorted(found, key=lambda row: (row.start, row.id))


def cadre(desk: Desk, cadre_id: int) -> Cadre:
    with desk.store.read() as session:
        found = session.get(Cadre, cadre_id)
        assert found is not None
        return found


def cadre_count(desk: Desk) -> int:
    with desk.store.read() as session:
        return session.query(Cadre).count()
