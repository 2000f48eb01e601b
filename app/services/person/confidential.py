"""What is kept of a person under lock: only clerks on a list read it, and every look is on record.

Others see that something is kept, not what. The list stands in the settings of the office.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.core.dictionary import PERSON
from app.core.errors import DeclinedError
from app.core.terms import UNKNOWN
from app.models.queries import office as queries
from app.models.unit_of_work import Session
from app.services.desk import Desk
from app.services.person.facts import expect_person, put_facts
from app.services.person.typed import typed

_READERS = "confidential.readers"
_FIELD = PERSON["confidential"]


def confidential_readers(desk: Desk) -> tuple[str, ...]:
    """The clerks who may read and write what is confidential."""
    with desk.store.read() as session:
        return _readers(session)


def set_confidential_readers(desk: Desk, names: Iterable[str]) -> None:
    """Replace the list of clerks; nobody at all is a list too."""
    readers = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    words = f"设置可查看保密事项的人：{'、'.join(readers) or '没有'}"
    with desk.write("set_confidential_readers", words) as work:
        queries.remember(work.session, _READERS, readers)


def may_read_confidential(desk: Desk) -> bool:
    """Whether the clerk at the desk is on the list."""
    return desk.actor.name in confidential_readers(desk)


def show_confidential(desk: Desk, person_id: int) -> str:
    """What is kept of the person under lock. The look is on record, a refused one too.

    Raises ``DeclinedError`` for a clerk who is not on the list, ``UserError`` for nobody.
    """
    _refuse_strangers(desk, person_id)
    with desk.write("view_confidential", "查看保密事项", ("person", person_id)) as work:
        person = expect_person(work.session, person_id)
        return person.confidential or UNKNOWN


def keep_confidential(desk: Desk, person_id: int, text: str) -> None:
    """Keep ``text`` (empty: nothing) under lock. Raises as ``show_confidential``."""
    _refuse_strangers(desk, person_id)
    with desk.write("keep_confidential", "登记保密事项", ("person", person_id)) as work:
        person = expect_person(work.session, person_id)
        fact = typed(_FIELD, text, today=desk.clock.today())
        put_facts(person, {"confidential": fact})


def _refuse_strangers(desk: Desk, person_id: int) -> None:
    if may_read_confidential(desk):
        return
    with desk.write("refuse_confidential", "要看保密事项，没有权限", ("person", person_id)) as work:
        expect_person(work.session, person_id)
    raise DeclinedError(
        "您没有查看保密事项的权限。",
        "这次查看已经留下记录。",
        "需要时请负责人在“设置 → 单位”里把您加入名单。",
    )


def _readers(session: Session) -> tuple[str, ...]:
    return tuple(queries.setting(session, _READERS, ()))
