"""The first page, of a township and of the county."""

from __future__ import annotations

from datetime import date

from app.services.county import receive_ledgers
from app.services.county_merge import merge_month
from app.services.desk import Desk
from app.services.workbench import show_county_bench, show_workbench
from tests.conftest import OTHER_TOWNSHIP, Offices
from tests.factory import MONTH, PASSPHRASE, export_month, make_person

SENT = date(2026, 5, 28)


def test_a_township_sees_what_is_due_and_what_its_records_lack(desk: Desk) -> None:
    make_person(desk, categories=("orphan",), phone="")
    bench = show_workbench(desk)
    assert (bench.people, bench.due) == (1, len(bench.urgent))
    assert bench.ledger_state == "未导出"
    assert bench.ledger_deadline == SENT
    assert {line.key: line.count for line in bench.missing} == {"phone": 1}


def test_the_county_sees_who_is_missing_then_that_the_month_is_merged(offices: Offices) -> None:
    with offices.township(day=SENT) as desk:
        make_person(desk)
        export_month(desk, offices.stick)
    with offices.county(SENT) as desk:
        assert show_county_bench(desk).received == 0
        receive_ledgers(desk, [offices.stick])
        bench = show_county_bench(desk)
        assert (bench.received, bench.missing, bench.people) == (1, (OTHER_TOWNSHIP,), 1)
        assert not bench.merged
        merge_month(desk, MONTH, offices.stick, passphrase=PASSPHRASE)
        assert show_county_bench(desk).merged
