"""A person in difficulty; the facts are those of ``app.core.dictionary.PERSON_FIELDS``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, ForeignKey, event, inspect
from sqlalchemy.orm import (
    InstanceState,
    Mapped,
    Mapper,
    mapped_column,
    object_session,
    validates,
)

from app.core.errors import DeclinedError
from app.core.pinyin import readings
from app.models.base import Base


class Person(Base):
    """One person, once. Unknown is ``None``; ``raw`` keeps imported text as it was given;
    ``pinyin`` and ``initials`` are the readings of the names and follow them."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    # The 18 characters that identify a person; one record for each (15, 20 and 22 included).
    id_key: Mapped[str | None] = mapped_column(unique=True)
    id_kind: Mapped[str] = mapped_column(default="none")
    pinyin: Mapped[str] = mapped_column(default="")
    initials: Mapped[str] = mapped_column(default="")
    village_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"), index=True)
    group_name: Mapped[str | None]
    registered_on: Mapped[date]
    closed_on: Mapped[date | None]
    close_reason: Mapped[str | None]
    # The record that this one was merged into; then it is closed and no longer shown by itself.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    raw: Mapped[dict[str, Any] | None]

    name: Mapped[str] = mapped_column(index=True)
    former_name: Mapped[str | None]
    id_no: Mapped[str | None]
    no_id_reason: Mapped[str | None]
    sex: Mapped[str | None]
    birth_date: Mapped[date | None]
    ethnicity: Mapped[str | None]
    marriage: Mapped[str | None]
    education: Mapped[str | None]
    political: Mapped[str | None]
    employment: Mapped[str | None]
    annual_income: Mapped[Decimal | None]
    job_wish: Mapped[str | None]
    work_place: Mapped[str | None]
    work_months: Mapped[int | None]
    labour: Mapped[str | None]
    labour_skill: Mapped[str | None]
    health: Mapped[str | None]
    illness: Mapped[str | None]
    seriously_ill: Mapped[bool | None]
    chronically_ill: Mapped[bool | None]
    autism: Mapped[bool | None]
    disability_no: Mapped[str | None]
    disability_kind: Mapped[str | None]
    disability_grade: Mapped[str | None]
    disability_parts: Mapped[str | None]
    disability_valid_until: Mapped[date | None]
    self_care: Mapped[str | None]
    support_form: Mapped[str | None]
    care_institution: Mapped[str | None]
    carer_name: Mapped[str | None]
    carer_id_no: Mapped[str | None]
    carer_phone: Mapped[str | None]
    in_school: Mapped[bool | None]
    school: Mapped[str | None]
    school_stage: Mapped[str | None]
    three_withouts: Mapped[bool | None]
    single_parent_family: Mapped[bool | None]
    only_child_family: Mapped[bool | None]
    two_daughter_family: Mapped[bool | None]
    insurance: Mapped[str | None]
    serious_illness_insurance: Mapped[bool | None]
    pension: Mapped[str | None]
    mandarin: Mapped[bool | None]
    phone: Mapped[str | None] = mapped_column(index=True)
    phone_owner: Mapped[str | None]
    second_phone: Mapped[str | None]
    second_phone_owner: Mapped[str | None]
    address: Mapped[str | None]
    hukou_address: Mapped[str | None]
    hukou_kind: Mapped[str | None]
    residence_kind: Mapped[str | None]
    residence_permit_no: Mapped[str | None]
    bank: Mapped[str | None]
    account_name: Mapped[str | None]
    account_no: Mapped[str | None]
    card_no: Mapped[str | None]
    agent_name: Mapped[str | None]
    agent_id_no: Mapped[str | None]
    agent_relation: Mapped[str | None]
    staff_relative: Mapped[bool | None]
    staff_relative_words: Mapped[str | None]
    death_date: Mapped[date | None]
    confidential: Mapped[str | None]
    note: Mapped[str | None]

    @validates("name", "former_name")
    def _keep_readings(self, key: str, value: str | None) -> str | None:
        names = {"name": self.name, "former_name": self.former_name, key: value}
        for column, text in kept_readings(names).items():
            setattr(self, column, text)
        return value


def kept_readings(names: Mapping[str, Any]) -> dict[str, str]:
    """How somebody of this ``name`` and ``former_name`` is read, as it is kept beside them."""
    pinyin, initials = readings(names.get("name"), names.get("former_name"))
    return {"pinyin": pinyin, "initials": initials}


@event.listens_for(Person, "before_update")
def _keep_merged_ones_as_they_were(
    _mapper: Mapper[Person], _connection: Connection, person: Person
) -> None:
    """Whoever comes by whatever way: a record that was merged into another is no longer edited.
    (Merging itself and its undo change ``merged_into_id``.)"""
    state: InstanceState[Person] = inspect(person)
    session = object_session(person)
    untouched = not state.attrs.merged_into_id.history.has_changes()
    if (
        person.merged_into_id is not None
        and untouched
        and session
        and session.is_modified(person, include_collections=False)
    ):
        raise DeclinedError(
            "这份记录已经并入另一份，不能再改。",
            "",
            "请打开保留的那份记录修改；合并错了，请先撤销合并。",
        )
