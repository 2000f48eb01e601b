"""Who is no longer in the ledger, and the reason that the register has for it."""

from __future__ import annotations

from datetime import date

from app.core.terms import CloseReason
from app.ledger.verifying import verify_ledger
from app.services import keys
from app.services.desk import Desk
from app.services.merge_people import merge_people
from app.services.person.closing import ClosePerson, close_person
from app.services.register import SavePerson, save_person
from tests.conftest import Offices
from tests.factory import VILLAGES, export_month, id_number, make_household, make_person

GONE = date(2026, 6, 3)


def _left(desk: Desk, offices: Offices) -> dict[str, object]:
    """The reasons in the ledger of June, by name and kind of subject."""
    made = export_month(desk, offices.stick, "2026-06")
    ledger = verify_ledger(made.path.read_bytes(), keys.trusted_roots(desk), at=desk.clock.now())
    rows = ledger.tables["changes"].records()
    return {
        f"{row['subject']}{row['name']}": row["reason"] for row in rows if row["change"] == "退出"
    }


def test_every_way_out_of_the_ledger_is_written_with_its_reason(offices: Offices) -> None:
    with offices.township() as desk:
        dead, other, kept = (make_person(desk, name) for name in ("甲", "乙", "丙"))
        twin = make_person(desk, "丁", id_no=None, no_id_reason="未办证")
        numbered = make_person(desk, "戊", id_no=None, no_id_reason="未办证")
        make_household(desk, (dead,), amount="500")
        make_household(desk, (kept,), amount="500")
        export_month(desk, offices.stick)
    with offices.township(day=date(2026, 6, 22)) as desk:
        close_person(desk, ClosePerson(dead, CloseReason.DEATH, GONE))
        close_person(desk, ClosePerson(other, CloseReason.OTHER, GONE, "随军；已核实"))
        merge_people(desk, kept, twin, {}, reason="同一人")
        values = {"name": "戊", "id_no": id_number()}
        save_person(desk, SavePerson(numbered, values, VILLAGES[0], "一组", ("dibao_rural",)))
        assert _left(desk, offices) == {
            "人员甲": "死亡（2026-06-03）",
            "家庭户主": "户内已没有在册人员",
            "人员乙": "其他：随军；已核实（2026-06-03）",
            "人员丁": "与本单位另一份登记是同一人，已合并",
            "人员戊": "标识已改为身份证号，仍在册，见新增",
        }
