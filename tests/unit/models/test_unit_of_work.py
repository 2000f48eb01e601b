"""One transaction, one audit line, every change before and after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.models.audit import AuditChange, AuditLine
from app.models.exchange import LedgerExport
from app.models.household import Award, Household
from app.models.office import Setting
from app.models.store import Store
from app.models.unit_of_work import Act
from tests.factory import dump
from tests.shared_stores import open_empty

NOW = datetime(2026, 5, 6, 9, 0).astimezone()
ACT = Act("王经办", "keep", "登记", NOW, ("setting", 1))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_empty(tmp_path / "data", program="测试", now=NOW)
    yield opened
    opened.close()


def _trail(store: Store) -> list[tuple[str, int, Any, Any]]:
    with store.read() as session:
        rows = session.scalars(select(AuditChange).order_by(AuditChange.id)).all()
        return [(row.table, row.row_id, row.before, row.after) for row in rows]


def test_an_act_leaves_one_line_saying_who_what_and_when(store: Store) -> None:
    with store.write(ACT) as work:
        work.session.add_all([Setting(key="a", value=1), Setting(key="b", value=2)])
    with store.read() as session:
        (line,) = session.scalars(select(AuditLine)).all()
    assert (line.actor, line.verb, line.words) == ("王经办", "keep", "登记")
    assert line.at == NOW.replace(tzinfo=None)
    assert (line.subject_table, line.subject_id) == ("setting", 1)


def test_the_words_of_an_act_can_be_made_precise_while_it_is_open(store: Store) -> None:
    with store.write(ACT) as work:
        work.describe("登记 3 户")
    with store.read() as session:
        assert session.scalars(select(AuditLine.words)).all() == ["登记 3 户"]


def test_a_new_row_is_recorded_with_what_is_known_and_nothing_before(store: Store) -> None:
    with store.write(ACT) as work:
        work.session.add(Household(head_name="张大山", annual_income=Decimal("1200.00")))
    ((table, row_id, before, after),) = _trail(store)
    assert (table, before) == ("household", None)
    assert after == {"id": row_id, "head_name": "张大山", "annual_income": "1200.00"}


def test_a_change_is_recorded_with_before_and_after_of_what_changed_only(store: Store) -> None:
    with store.write(ACT) as work:
        home = Household(head_name="张大山", phone="1", address="旧址")
        work.session.add(home)
    with store.write(ACT) as work:
        kept = work.session.get_one(Household, home.id)
        kept.address, kept.phone = "新址", None
    assert _trail(store)[1:] == [
        (
            "household",
            home.id,
            {"address": "旧址", "phone": "1"},
            {"address": "新址", "phone": None},
        )
    ]


def test_a_row_that_was_touched_but_not_changed_is_not_recorded(store: Store) -> None:
    with store.write(ACT) as work:
        home = Household(head_name="张大山")
        work.session.add(home)
    with store.write(ACT) as work:
        kept = work.session.get_one(Household, home.id)
        kept.head_name = "张大山"
    assert len(_trail(store)) == 1


def test_a_deleted_row_is_recorded_whole(store: Store) -> None:
    with store.write(ACT) as work:
        home = Household(head_name="张大山")
        work.session.add(home)
        work.session.flush()
        work.session.add(
            Award(
                household_id=home.id,
                category="dibao_rural",
                kind="total_amount",
                amount=Decimal("705.10"),
                start=date(2026, 1, 1),
            )
        )
    with store.write(ACT) as work:
        work.session.delete(work.session.scalars(select(Award)).one())
    table, row_id, before, after = _trail(store)[-1]
    assert (table, after) == ("award", None)
    assert before == {
        "id": row_id,
        "household_id": home.id,
        "category": "dibao_rural",
        "kind": "total_amount",
        "amount": "705.10",
        "start": "2026-01-01",
    }


def _homes() -> list[dict[str, Any]]:
    return [
        {"id": 1, "head_name": "张大山", "annual_income": Decimal("1200.00")},
        {"id": 2, "head_name": "李小河", "phone": "13900000000"},
    ]


def test_many_rows_are_recorded_as_each_would_be(store: Store, tmp_path: Path) -> None:
    with store.write(ACT) as work:
        work.insert_many(Household, _homes())
    other = open_empty(tmp_path / "other", program="测试", now=NOW)
    with other.write(ACT) as work:
        work.session.add_all([Household(**home) for home in _homes()])
    assert dump(store) == dump(other)
    other.close()


def test_many_rows_come_after_what_they_refer_to(store: Store) -> None:
    with store.write(ACT) as work:
        home = Household(id=7, head_name="张大山")
        work.session.add(home)
        award = {"id": 1, "household_id": 7, "category": "dibao_rural", "kind": "total_amount"}
        money = {"amount": Decimal("705.10"), "start": date(2026, 1, 1)}
        work.insert_many(Award, [award | money])
    assert [change[0] for change in _trail(store)] == ["household", "award"]


def test_of_many_rows_nothing_stays_when_one_is_refused(store: Store) -> None:
    before = dump(store)
    with pytest.raises(IntegrityError), store.write(ACT) as work:
        work.insert_many(Household, [*_homes(), {"id": 1, "head_name": "又一户"}])
    assert dump(store) == before


def test_all_flushes_of_one_act_stand_under_its_one_line(store: Store) -> None:
    with store.write(ACT) as work:
        home = Household(head_name="张大山")
        work.session.add(home)
        work.session.flush()
        home.phone = "2"
        work.session.flush()
        act = work.act_id
    with store.read() as session:
        changes = session.scalars(select(AuditChange).order_by(AuditChange.id)).all()
    assert {change.line_id for change in changes} == {act}
    assert [change.before for change in changes] == [None, {"phone": None}]


def _break_midway(store: Store) -> None:
    with store.write(ACT) as work:
        work.session.add(Setting(key="a", value=1))
        work.session.flush()
        work.session.add(Setting(key="b", value=1 // 0))


def test_what_is_raised_inside_leaves_neither_rows_nor_line_behind(store: Store) -> None:
    before = dump(store)
    with pytest.raises(ZeroDivisionError):
        _break_midway(store)
    assert dump(store) == before
    with store.read() as session:
        assert session.scalars(select(AuditLine)).all() == []
    assert _trail(store) == []


def test_reading_changes_nothing_even_if_somebody_tries(store: Store) -> None:
    with store.read() as session:
        session.add(Setting(key="a", value=1))
        session.flush()
    assert dump(store)["setting"] == []


def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(store: Store) -> None:
    with store.read() as session:
        assert session.scalars(select(Setting)).all() == []
        with store.write(ACT) as work:
            work.session.add(Setting(key="a", value=1))
        assert session.scalars(select(Setting)).all() == []
    assert len(dump(store)["setting"]) == 1


def test_the_bytes_of_a_ledger_are_kept_once_and_not_again_in_the_trail(store: Store) -> None:
    with store.write(ACT) as work:
        work.session.add(
            LedgerExport(
                month="2026-05",
                first=date(2026, 4, 28),
                last=date(2026, 5, 27),
                batch_no=1,
                file_name="台账.xlsx",
                sha256="0" * 64,
                exported_at=NOW.replace(tzinfo=None),
                people=1,
                visits=1,
                amount=Decimal("690.00"),
                data=b"x" * 1000,
            )
        )
    ((_, _, _, after),) = _trail(store)
    assert after["sha256"] == "0" * 64
    assert "data" not in after
