"""Any form printed from the register: numbered, masked, on record."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from sqlalchemy import select

from app.core.errors import DeclinedError, FileError, UserError
from app.core.form_facts import facts_of, row_sources
from app.core.form_file import form_of_text
from app.core.forms import Subject
from app.models.care import CareAgreement, Carer, CareScore
from app.models.circumstances import Benefit, IncomeLine, Kin, SelfCare
from app.models.contact import Contact
from app.models.form import PrintedForm
from app.models.giving import Gift
from app.models.person import Person
from app.rules.caregivers import score_sheet
from app.services.acts import list_acts
from app.services.desk import Desk
from app.services.documents import Wanted, offered_forms, print_documents
from app.services.form_layouts import adopt_layout
from app.services.sheet_numbers import with_check_digit
from tests.factory import TODAY, VILLAGES, dump, make_household, make_person, make_responsible


def texts(path: Path) -> list[str]:
    """The text of each page, without any space."""
    with PdfDocument(path) as pdf:
        return ["".join(page.get_textpage().get_text_range().split()) for page in pdf]


def tekun(desk: Desk, name: str = "张大山", **facts: str) -> int:
    return make_person(desk, name, categories=("tekun_scattered",), **facts)


def care_agreement(desk: Desk, person_id: int, **facts: object) -> int:
    """A running care agreement with a carer."""
    with desk.write("test", "登记协议") as work:
        carer = Carer(name="李护理", id_no="990102196001010020", qualified_on=date(2026, 1, 1))
        work.session.add(carer)
        work.session.flush()
        told: dict[str, object] = {
            "number": "XY-2026-001", "person_id": person_id, "carer_id": carer.id,
            "fee": Decimal("390.00"), "start": date(2026, 1, 1), "end": date(2026, 12, 31), **facts,
        }  # fmt: skip
        agreement = CareAgreement(**told)
        work.session.add(agreement)
        work.session.flush()
        return agreement.id


def printed(desk: Desk) -> list[PrintedForm]:
    with desk.store.read() as session:
        return list(session.scalars(select(PrintedForm).order_by(PrintedForm.id)))


def test_each_paper_has_a_number_of_its_own_and_is_on_record(desk: Desk, tmp_path: Path) -> None:
    people = (tekun(desk, "张一"), tekun(desk, "张二"))
    done = print_documents(desk, "self_care", Wanted(people), out=tmp_path / "a.pdf")
    assert (done.count, done.pages, done.skipped) == (2, 2, 0)
    assert done.first_no == with_check_digit("101260500001")
    assert done.last_no == with_check_digit("101260500002")
    again = print_documents(desk, "self_care", Wanted(people[:1]), out=tmp_path / "b.pdf")
    assert again.first_no == with_check_digit("101260500003")
    rows = printed(desk)
    assert [row.person_id for row in rows] == [*people, people[0]]
    assert {row.form_key for row in rows} == {"self_care"}
    assert [act.words for act in list_acts(desk, limit=2)] == [
        "打印文书：特困人员生活自理能力评估表，1 份",
        "打印文书：特困人员生活自理能力评估表，2 份",
    ]
    assert not list_acts(desk, limit=1)[0].undoable


def test_numbers_are_masked_unless_they_are_wanted_whole(desk: Desk, tmp_path: Path) -> None:
    person = tekun(desk, id_no="990101195003040010")
    print_documents(desk, "self_care", Wanted((person,)), out=tmp_path / "a.pdf")
    assert "990101195003040010" not in texts(tmp_path / "a.pdf")[0]
    assert "99*************010" in texts(tmp_path / "a.pdf")[0]
    print_documents(desk, "self_care", Wanted((person,)), out=tmp_path / "b.pdf", masked=False)
    assert "990101195003040010" in texts(tmp_path / "b.pdf")[0]
    assert "完整号码" in list_acts(desk, limit=1)[0].words


def test_what_is_not_known_is_left_to_the_pen(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, "王无名", id_no="", phone="")
    print_documents(desk, "support_letter", Wanted((person,)), out=tmp_path / "a.pdf")
    page = texts(tmp_path / "a.pdf")[0]
    assert "被赡养人：王无名" in page
    assert "None" not in page
    assert "身份证号：＿" in page  # noqa: RUF001


def test_a_letter_is_printed_once_for_each_who_keeps_it(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk)
    done = print_documents(desk, "support_letter", Wanted((person,)), out=tmp_path / "a.pdf")
    pages = texts(tmp_path / "a.pdf")
    assert (done.count, done.pages) == (1, 3)
    assert "第1联由被赡养人保存" in pages[0]
    assert "第3联由村（居）民委员会存档" in pages[2]
    assert "样稿" in pages[0]
    assert [row.copies for row in printed(desk)] == [3]


def test_an_agreement_says_who_cares_for_whom_and_for_how_much(desk: Desk, tmp_path: Path) -> None:
    person = tekun(desk, id_no="990101195003040010")
    agreement = care_agreement(desk, person)
    print_documents(desk, "care_agreement", Wanted((person,)), out=tmp_path / "a.pdf")
    page = texts(tmp_path / "a.pdf")[0]
    assert "乙方（特困人员）：张大山" in page
    assert "丙方（照料护理人）：李护理" in page
    assert "每月390.00元（大写：人民币叁佰玖拾元整）" in page
    assert "自2026年1月1日起至2026年12月31日止" in page
    by_agreement = Wanted(agreements=(agreement,))
    print_documents(desk, "care_agreement", by_agreement, out=tmp_path / "b.pdf")
    assert "张大山" in texts(tmp_path / "b.pdf")[0]


def test_a_score_sheet_asks_what_the_policy_of_the_month_asks(desk: Desk, tmp_path: Path) -> None:
    person = tekun(desk)
    care_agreement(desk, person)
    print_documents(desk, "carer_score", Wanted((person,)), out=tmp_path / "a.pdf")
    page = texts(tmp_path / "a.pdf")[0]
    sheet = score_sheet(desk.policy, "2026-05", region="990101101000")
    assert sheet.items
    for name, worth in sheet.items:
        assert f"{name}{worth}" in page
    for name in sheet.vetoes:
        assert name in page


def test_whoever_has_no_running_agreement_is_left_out_and_counted(
    desk: Desk, tmp_path: Path
) -> None:
    cared, alone, ended = tekun(desk, "张一"), tekun(desk, "张二"), tekun(desk, "张三")
    care_agreement(desk, cared)
    care_agreement(desk, ended, number="XY-2", ended_on=date(2026, 4, 1))
    wanted = Wanted((cared, alone, ended))
    done = print_documents(desk, "care_agreement", wanted, out=tmp_path / "a.pdf")
    assert (done.count, done.skipped) == (1, 2)
    with pytest.raises(UserError, match="没有生效的照料护理协议"):
        print_documents(desk, "care_agreement", Wanted((alone,)), out=tmp_path / "b.pdf")


def test_nothing_is_written_when_there_is_nobody_to_print_for(desk: Desk, tmp_path: Path) -> None:
    before = dump(desk.store)
    with pytest.raises(UserError, match="没有可打印的"):
        print_documents(desk, "self_care", Wanted(), out=tmp_path / "a.pdf")
    with pytest.raises(UserError, match="没有这种表样"):
        print_documents(desk, "poem", Wanted((1,)), out=tmp_path / "a.pdf")
    with pytest.raises(DeclinedError, match="按走访计划打印"):
        print_documents(desk, "visit_sheet", Wanted((1,)), out=tmp_path / "a.pdf")
    assert dump(desk.store) == before
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_folder_that_is_not_there_uses_up_no_number(desk: Desk, tmp_path: Path) -> None:
    person = tekun(desk)
    before = dump(desk.store)
    with pytest.raises(FileError):
        print_documents(desk, "self_care", Wanted((person,)), out=tmp_path / "no" / "a.pdf")
    assert dump(desk.store) == before


HOME_FORM = """
key = "home_card"
version = 1
title = "家庭卡"
source = "S3.705"
kind = "record"
subject = "household"
columns = 24
[[section]]
title = "家庭"
line_mm = 8
  [[section.fact]]
  key = "home_head_name"
  label = "户主"
  row = 1
  span = 24
  [section.table]
  from = "household"
  rows = 3
  columns = [
    { label = "姓名", span = 12, fact = "name" },
    { label = "关系", span = 12, fact = "relation" },
  ]
"""


def test_a_family_gets_one_paper_however_many_of_it_are_chosen(desk: Desk, tmp_path: Path) -> None:
    with desk.write("test", "换表样") as work:
        adopt_layout(work, HOME_FORM, "县里")
    people = (make_person(desk, "户主甲"), make_person(desk, "儿子乙"), make_person(desk, "单身丙"))
    home = make_household(desk, people[:2], head_name="户主甲")
    done = print_documents(desk, "home_card", Wanted(people[::-1]), out=tmp_path / "a.pdf")
    assert (done.count, done.skipped) == (1, 1)
    page = texts(tmp_path / "a.pdf")[0]
    assert "户主甲户主儿子乙其他" in page
    (row,) = printed(desk)
    assert (row.person_id, row.household_id) == (people[0], home)


EVERYTHING = """
key = "everything"
version = 1
title = "全部项目"
source = "S3.705"
kind = "record"
subject = "{subject}"
columns = 24
[[section]]
title = ""
clauses = [{clauses}]
{tables}
"""


def everything(subject: Subject) -> str:
    """A form that prints each fact and each row that there is."""
    clauses = ", ".join(f'"{key}={{{{{key}}}}}；"' for key in facts_of(subject))
    tables = ""
    for source, facts in row_sources(subject).items():
        columns = ", ".join(
            f'{{ label = "{key}", span = {24 - len(facts) + 1 if at == 0 else 1}, fact = "{key}" }}'
            for at, key in enumerate(facts)
        )
        tables += (
            f'[[section]]\ntitle = "{source}"\nline_mm = 8\n[section.table]\nfrom = "{source}"\n'
        )
        tables += f"columns = [{columns}]\n"
    return EVERYTHING.format(subject=subject.value, clauses=clauses, tables=tables)


def fill_register(desk: Desk, person: int) -> None:
    """Something in every register that a form can draw from."""
    make_household(desk, (person, make_person(desk, "张小山")), head_name="张大山")
    make_responsible(desk, person)
    with desk.write("test", "登记") as work:
        rows = [
            Kin(person_id=person, role=role, name=name, able=True)
            for role, name in (("guardian", "监护甲"), ("supporter", "赡养乙"))
        ]
        work.session.add_all(rows)
        work.session.add_all([
            IncomeLine(person_id=person, kind="wage", period="2026", amount=Decimal(1200)),
            SelfCare(
                person_id=person, day=date(2026, 3, 1), answers={}, result="部分丧失", assessor="王"
            ),
            Benefit(person_id=person, kind="old_age", rhythm="monthly", start=date(2026, 1, 1)),
            Contact(
                person_id=person, day=date(2026, 4, 1), kind="visit", done=True, visitors="李刚",
                entered_at=desk.clock.now().replace(tzinfo=None), entered_by="王",
            ),
            Gift(
                number="F1", source="aid", person_id=person, words="大米", quantity=Decimal(2),
                day=TODAY, tries=0,
            ),
        ])  # fmt: skip


def test_every_word_of_the_vocabulary_can_be_printed(desk: Desk, tmp_path: Path) -> None:
    person = tekun(desk, id_no="990101195003040010", death_date="", account_no="6222000011112222")
    fill_register(desk, person)
    agreement = care_agreement(desk, person)
    with desk.write("test", "考核") as work:
        work.session.add(
            CareScore(
                agreement_id=agreement, month="2026-04", points={}, vetoes=[],
                grade="excellent_care",
                total=Decimal("92.50"), passed=True, scored_on=TODAY,
            )
        )  # fmt: skip
        adopt_layout(work, everything(Subject.AGREEMENT), "测试")
    print_documents(desk, "everything", Wanted((person,)), out=tmp_path / "a.pdf")
    page = "".join(texts(tmp_path / "a.pdf"))
    for words in (
        "office=青山镇", "county=样例县", "today=2026年5月6日", "month=2026年5月", "name=张大山",
        "id_no=99*************010", "village=清水村", "group=一组", "age=76", "relation=户主",
        "head_name=张大山", "family_size=2", "categories=特困（分散供养）",
        "guardian_name=监护甲",
        "supporter_name=赡养乙", "members=张小山", "paid_total=690.00",
        "paid_capitals=陆佰玖拾元整",
        "responsible_name=李主任", "self_care_day=2026年3月1日", "self_care_result=部分丧失",
        "account_no=****2222", "home_size=2", "agreement_no=XY-2026-001", "care_fee=390.00",
        "carer_name=李护理", "carer_id_no=99*************020", "score_month=2026年4月",
        "score_total=92.5", "score_grade=考核优秀",
    ):  # fmt: skip
        assert words in page, words
    for words in ("工资性收入", "监护人", "大米", "李刚", "张小山", "李主任"):
        assert page.count(words) >= 1, words


def test_what_a_form_may_name_reads_back(desk: Desk) -> None:
    for subject in Subject:
        text = everything(subject)
        assert form_of_text(text, "测试").subject is subject


def test_a_menu_shows_what_the_chosen_are_meant_for(desk: Desk) -> None:
    cared, other = tekun(desk, "张一"), make_person(desk, "李二", categories=("left_behind_elder",))
    offered = {one.key: one for one in offered_forms(desk, (cared, other))}
    assert offered["self_care"].fits == 1
    assert offered["elder_visit"].fits == 1
    assert offered["support_letter"].fits == 2
    assert "care_agreement" not in offered  # no agreement runs
    assert "visit_sheet" not in offered
    care_agreement(desk, cared)
    assert "care_agreement" in {one.key for one in offered_forms(desk, (cared,))}


def test_papers_of_a_village_lie_together_in_the_order_given(desk: Desk, tmp_path: Path) -> None:
    people = [make_person(desk, f"人{at}", village=VILLAGES[at % 2]) for at in range(3)]
    print_documents(desk, "support_letter", Wanted(tuple(people)), out=tmp_path / "a.pdf")
    with PdfDocument(tmp_path / "a.pdf") as pdf:
        titles = [mark.get_title() for mark in pdf.get_toc()]
    assert titles == [VILLAGES[0], VILLAGES[1], VILLAGES[0]]


def test_a_closed_record_prints_no_confidential_words(desk: Desk, tmp_path: Path) -> None:
    person = tekun(desk)
    with desk.write("test", "保密") as work:
        work.session.get_one(Person, person).confidential = "不得外传"
        adopt_layout(work, everything(Subject.PERSON), "测试")
    print_documents(desk, "everything", Wanted((person,)), out=tmp_path / "a.pdf")
    assert "不得外传" not in "".join(texts(tmp_path / "a.pdf"))
