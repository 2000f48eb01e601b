"""A sample of contacts: drawn by a printed number, looked at, typed back in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from app.core.errors import DeclinedError, UserError
from app.core.terms import ContactKind, RecheckResult
from app.rules.recheck_draw import draw, list_digest
from app.services.acts import list_acts, undo_act
from app.services.county import receive_ledgers
from app.services.desk import Desk
from app.services.matters import MatterQuery, list_matters
from app.services.recheck_answers import UNTRUE, LineAnswer, answer_recheck
from app.services.recheck_lists import Scope, contacts_in
from app.services.recheck_paper import print_recheck
from app.services.rechecks import DrawRecheck, draw_again, draw_recheck, list_rechecks, show_recheck
from app.services.visits import RecordContact, record_contact
from tests.conftest import Offices
from tests.factory import TODAY, TOWNSHIP, VILLAGES, export_month, make_person

MAY = Scope(date(2026, 5, 1), date(2026, 5, 31))


@pytest.fixture
def made(desk: Desk) -> tuple[int, ...]:
    """Twelve contacts in two villages."""
    found = []
    for n in range(12):
        person = make_person(desk, f"张山{n}", village=VILLAGES[n % 2])
        kind = ContactKind.CALL if n % 3 == 0 else ContactKind.VISIT
        found.append(record_contact(desk, RecordContact(person, TODAY, kind)))
    return tuple(found)


def test_what_was_drawn_can_be_drawn_again_from_the_paper(
    desk: Desk, made: tuple[int, ...]
) -> None:
    view = draw_recheck(desk, DrawRecheck(MAY, 5, "20260609"))
    numbers = [f"C{contact}" for contact in made]
    assert [line.contact_no for line in view.lines] == list(draw(numbers, "20260609", 5))
    assert (view.population, view.digest) == (12, list_digest(numbers))
    assert view.row.number == "2026-抽1"
    assert show_recheck(desk, view.row.id) == view


def test_a_sample_is_held_against_the_list_of_today(desk: Desk, made: tuple[int, ...]) -> None:
    scope = Scope(MAY.first, MAY.last, place=VILLAGES[0], kind="上门入户")
    view = draw_recheck(desk, DrawRecheck(scope, 2, "5"))
    assert draw_again(desk, view.row.id).words == "重抽核对：名单 4 条，摘要一致，结果一致。"
    record_contact(desk, RecordContact(make_person(desk), TODAY, ContactKind.VISIT))
    again = draw_again(desk, view.row.id)
    assert (again.same_list, again.population) == (False, 5)
    assert "和当时的不一样" in again.words
    with pytest.raises(UserError, match="没有找到"):
        draw_again(desk, 99)


def test_a_seed_is_made_by_chance_when_none_is_given(desk: Desk, made: tuple[int, ...]) -> None:
    seeds = {draw_recheck(desk, DrawRecheck(MAY, 3)).seed for _ in range(4)}
    assert len(seeds) == 4
    assert all(len(seed) == 8 and seed.isdecimal() for seed in seeds)
    assert list_rechecks(desk)[0].number == "2026-抽4"


def test_a_sample_cannot_be_taken_back_until_it_pleases(desk: Desk, made: tuple[int, ...]) -> None:
    draw_recheck(desk, DrawRecheck(MAY, 3))
    (act,) = [act for act in list_acts(desk) if act.verb == "draw_recheck"]
    assert not act.undoable
    with pytest.raises(DeclinedError):
        undo_act(desk, act.id)


def test_the_list_holds_what_was_made_within_the_scope(desk: Desk, made: tuple[int, ...]) -> None:
    person = make_person(desk)
    record_contact(desk, RecordContact(person, TODAY, ContactKind.CALL, done=False))
    assert len(contacts_in(desk, MAY)) == 12
    for scope, count in (
        (Scope(MAY.first, MAY.last, place=VILLAGES[0]), 6),
        (Scope(MAY.first, MAY.last, kind="电话"), 4),
        (Scope(MAY.first, MAY.last, visitor="没有这个人"), 0),
        (Scope(date(2026, 6, 1), date(2026, 6, 30)), 0),
    ):
        assert len(contacts_in(desk, scope)) == count


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (DrawRecheck(MAY, 0), "至少抽一条"),
        (DrawRecheck(Scope(MAY.last, MAY.first), 3), "早于开始"),
        (DrawRecheck(Scope(date(2026, 6, 1), date(2026, 6, 30)), 3), "没有可以抽查"),
        (DrawRecheck(MAY, 3, "9" * 41), "超过 40 字"),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_nothing_is_written(
    desk: Desk, made: tuple[int, ...], wanted: DrawRecheck, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        draw_recheck(desk, wanted)
    assert list_rechecks(desk) == ()


def test_what_is_untrue_becomes_a_matter_until_it_is_corrected(
    desk: Desk, made: tuple[int, ...]
) -> None:
    view = draw_recheck(desk, DrawRecheck(MAY, 4, "1"))
    answers = [
        LineAnswer(1, RecheckResult.TRUE),
        LineAnswer(2, RecheckResult.UNTRUE, "本人说没有来过"),
        LineAnswer(3, RecheckResult.PARTLY),
    ]
    assert answer_recheck(desk, view.row.id, answers) == 3
    (row,) = list_rechecks(desk)
    assert (row.drawn, row.answered, row.true, row.rate) == (4, 3, 1, "33%（1 ÷ 3）")
    (matter,) = list_matters(desk, MatterQuery(kind=UNTRUE)).rows
    assert matter.due is not None
    assert "抽查不属实" in matter.words
    assert answer_recheck(desk, view.row.id, answers) == 0
    answer_recheck(desk, view.row.id, [LineAnswer(2, RecheckResult.TRUE)])
    assert list_matters(desk, MatterQuery(kind=UNTRUE)).rows == ()
    answer_recheck(desk, view.row.id, [LineAnswer(1, None)])
    assert list_rechecks(desk)[0].answered == 2


def test_a_wrong_answer_leaves_all_as_it_was(desk: Desk, made: tuple[int, ...]) -> None:
    view = draw_recheck(desk, DrawRecheck(MAY, 2, "1"))
    good = LineAnswer(1, RecheckResult.UNTRUE)
    for bad, words in (
        (LineAnswer(3, RecheckResult.TRUE), "没有第 3 条"),
        (LineAnswer(2, RecheckResult.TRUE, "长" * 201), "超过 200 字"),
    ):
        with pytest.raises(UserError, match=words):
            answer_recheck(desk, view.row.id, [good, bad])
    assert show_recheck(desk, view.row.id) == view
    assert list_matters(desk, MatterQuery(kind=UNTRUE)).rows == ()
    with pytest.raises(UserError, match="没有找到这次抽查"):
        show_recheck(desk, 99)


def test_the_paper_says_how_and_masks_names(
    desk: Desk, made: tuple[int, ...], tmp_path: Path
) -> None:
    view = draw_recheck(desk, DrawRecheck(MAY, 12, "20260609"))
    out = tmp_path / "抽查.pdf"
    assert print_recheck(desk, view.row.id, out) == 1
    text = _text(out)
    plain = text.replace("\n", "").replace("\r", "")
    assert "随机数：20260609" in plain
    assert view.digest in plain
    assert "SHA-256" in plain
    assert text.count("□不属实") == 12
    assert not any(f"张山{n}" in text for n in range(12))
    print_recheck(desk, view.row.id, out, masked=False)
    assert "张山1" in _text(out)


def _text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def test_the_county_draws_from_the_ledgers_it_accepted(offices: Offices) -> None:
    sent = date(2026, 5, 27)
    with offices.township(TOWNSHIP, date(2026, 5, 20)) as desk:
        person = make_person(desk, "李明")
        contact = record_contact(desk, RecordContact(person, date(2026, 5, 20), ContactKind.VISIT))
    with offices.township(TOWNSHIP, sent) as desk:
        path = export_month(desk, offices.stick).path
    with offices.county(sent) as county:
        receive_ledgers(county, [path])
        view = draw_recheck(county, DrawRecheck(MAY, 5, "7"))
        (line,) = view.lines
        assert (line.contact_no, line.office, line.name) == (f"C{contact}", TOWNSHIP, "李明")
        answer_recheck(county, view.row.id, [LineAnswer(1, RecheckResult.UNTRUE)])
        assert list_rechecks(county)[0].rate == "0%（0 ÷ 1）"
        assert draw_again(county, view.row.id).same_lines
        other = Scope(MAY.first, MAY.last, place="别的镇")
        with pytest.raises(UserError, match="没有可以抽查"):
            draw_recheck(county, DrawRecheck(other, 5))
