"""The step to 0003 with data in it: what the county had decided is still decided."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from app.models.engine import make_engine
from app.models.migrate import upgrade


def test_decisions_made_before_are_kept_and_no_certificate_is_made_up(tmp_path: Path) -> None:
    engine = make_engine(tmp_path / "old.db")
    upgrade(engine, "0002")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO conflict_decision (conflict_id, kind, verdict, kept_claim, reason,"
                " decided_by, decided_on)"
                " VALUES ('c1', 'same_person', 'keep_both', '', '两地居住', '赵敏', '2026-10-28')"
            )
        )
    upgrade(engine, "0003")
    with engine.connect() as connection:
        reason = connection.execute(text("SELECT reason FROM conflict_decision")).scalar_one()
        issued = connection.execute(text("SELECT count(*) FROM issued_certificate")).scalar_one()
    engine.dispose()
    assert (reason, issued) == ("两地居住", 0)
