"""Take an act back: every row as it was before, if nobody has changed it since."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.errors import DeclinedError
from app.models import references
from app.models.audit import AuditChange, AuditLine
from app.models.base import from_json, to_json
from app.models.tables import Base  # all of them: an act may have changed any
from app.models.unit_of_work import NOT_RECORDED, Work


def undo(work: Work, line_id: int) -> AuditLine:
    """Undo act ``line_id`` inside ``work``.

    Raises ``DeclinedError`` when it is undone already or a later act stands on it; the caller's
    transaction then leaves everything as it was.
    """
    session = work.session
    line = session.get(AuditLine, line_id)
    if line is None or line.undone_by is not None:
        raise DeclinedError("这一步已经撤销过，或已不在记录中。", "", "请刷新列表后再看。")
    # Rows point at each other; the references are checked once, when all are back in place.
    references.defer(session)
    changes = session.scalars(
        select(AuditChange).where(AuditChange.line_id == line_id).order_by(AuditChange.id.desc())
    )
    line.undone_by = work.act_id
    try:
        for change in list(changes):
            _take_back(session, change)
            if _hands_back_a_key(change):
                session.flush()  # before the row that it came from takes it again
        session.flush()
        whole = references.hold(session)
    except IntegrityError as error:
        raise _in_the_way() from error
    if not whole:
        raise _in_the_way()
    return line


def _take_back(session: Session, change: AuditChange) -> None:
    row_type = _tables()[change.table]
    row = session.get(row_type, change.row_id)
    before, after = _recorded(change.before), _recorded(change.after)
    if change.after is None:
        session.add(
            row_type(**{key: from_json(row_type, key, value) for key, value in before.items()})
        )
        return
    if row is None or any(to_json(getattr(row, key)) != value for key, value in after.items()):
        raise _in_the_way()
    if change.before is None:
        session.delete(row)
        return
    for key, value in before.items():
        setattr(row, key, from_json(row_type, key, value))


def _recorded(facts: dict[str, Any] | None) -> dict[str, Any]:
    """Without what earlier versions recorded though it follows from the rest."""
    return {key: value for key, value in (facts or {}).items() if key not in NOT_RECORDED}


def _hands_back_a_key(change: AuditChange) -> bool:
    """Whether an update is taken back that gave a row a key which only one row may have."""
    columns = _tables()[change.table].__table__.columns
    return bool(change.before and change.after) and any(
        columns[key].unique and value is not None for key, value in (change.after or {}).items()
    )


def _tables() -> dict[str, type[Base]]:
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


def _in_the_way() -> DeclinedError:
    return DeclinedError(
        "这一步不能撤销。",
        "其中有的记录后来又被修改或被引用。",
        "请先撤销后来的那一步，再撤销这一步。",
    )
