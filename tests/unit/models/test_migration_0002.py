"""The step to 0002 with data in it: ledgers received before are all still there."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from app.models.engine import make_engine
from app.models.migrate import upgrade


def test_ledgers_received_before_keep_their_bytes_and_know_no_visits(tmp_path: Path) -> None:
    engine = make_engine(tmp_path / "old.db")
    upgrade(engine, "0001")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO received_ledger (office_code, office_name, month, batch_no, sha256,"
                " previous_sha256, state, signer, received_at, people, visits, amount, data)"
                " VALUES ('990101001000', '青山镇', '2026-10', 1, 'a', '', '已验证', '青山镇',"
                " '2026-10-28 09:00:00.000000', 12, 3, 169100, :data)"
            ),
            {"data": b"the very bytes"},
        )
    upgrade(engine, "0002")
    with engine.connect() as connection:
        row = connection.execute(
            text("SELECT data, amount, visits_due, visits_done FROM received_ledger")
        ).one()
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        names = set(tables.scalars())
    engine.dispose()
    assert tuple(row) == (b"the very bytes", 169100, None, None)
    assert {"conflict_decision", "merged_month"} <= names
