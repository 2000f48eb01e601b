"""Importing: a look first, then all of it as one act."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.core.errors import Cancelled, DeclinedError, FileError
from app.importers.planned import Action
from app.services.acts import undo_act
from app.services.desk import Desk
from app.services.import_people import ImportPreview, commit_import, preview_import
from app.services.people import PeopleQuery, find_people
from app.services.person.view import show_person
from app.services.sample import write_sample_books
from tests.factory import TODAY, dump, id_number, make_person, write_roster


@pytest.fixture(scope="module")
def township(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbooks of one sample township of 40 people."""
    out = tmp_path_factory.mktemp("books")
    write_sample_books(out, townships=1, people=40, seed=7, day=TODAY)
    return out


def _books(township: Path) -> list[Path]:
    return sorted(township.rglob("*.xlsx"))


def _row(**more: object) -> dict[str, object]:
    row: dict[str, object] = {
        "姓名": "陈水生",
        "身份证号": id_number(),
        "人员类别": "一般残疾人",
        "联系电话": "13811112222",
        "备注": None,
    }
    return row | more


def _import(desk: Desk, *paths: Path) -> ImportPreview:
    preview = preview_import(desk, paths)
    commit_import(desk, preview)
    return preview


def test_a_preview_writes_nothing(desk: Desk, township: Path) -> None:
    before = dump(desk.store)
    preview = preview_import(desk, _books(township))
    assert preview.counts.new == 40
    assert dump(desk.store) == before


def test_an_import_writes_everybody_whom_the_preview_showed(desk: Desk, township: Path) -> None:
    said = json.loads((township / "sample.json").read_text(encoding="utf-8"))["townships"][0]
    preview = _import(desk, *_books(township))
    assert preview.counts.new == said["people"]
    assert preview.counts.households_new == said["households"]
    assert preview.counts.refused == said["refused_rows"]
    people = find_people(desk, PeopleQuery())
    assert len(people) == said["people"]
    assert all(person.categories and person.village for person in people)


def test_what_is_refused_is_said_with_place_reason_and_remedy(desk: Desk, township: Path) -> None:
    preview = preview_import(desk, _books(township))
    errors = [problem for problem in preview.problems if problem.severity == "error"]
    assert len(errors) >= preview.counts.refused > 0
    for problem in errors:
        assert problem.file
        assert problem.sheet
        assert problem.cell
        assert problem.reason
        assert problem.remedy


def test_the_same_files_again_change_nothing(desk: Desk, township: Path) -> None:
    _import(desk, *_books(township))
    before = dump(desk.store)
    again = _import(desk, *_books(township))
    counts = again.counts
    assert (counts.new, counts.changed, counts.unchanged) == (0, 0, 40)
    assert (counts.households_new, counts.households_changed) == (0, 0)
    after = dump(desk.store)
    assert len(after.pop("import_batch")) == len(before.pop("import_batch")) + 1
    assert after == before


def test_an_import_is_taken_back_whole(desk: Desk, township: Path) -> None:
    before = dump(desk.store)
    result = commit_import(desk, preview_import(desk, _books(township)))
    assert len(find_people(desk, PeopleQuery())) == 40
    undo_act(desk, result.act_id)
    assert dump(desk.store) == before


def test_an_import_onto_people_who_are_there_is_taken_back_to_what_they_were(
    desk: Desk, tmp_path: Path
) -> None:
    row = _row()
    _import(desk, write_roster(tmp_path / "a.xlsx", row))
    before = dump(desk.store)
    changed = write_roster(tmp_path / "b.xlsx", row | {"联系电话": "13933334444"}, _row())
    undo_act(desk, commit_import(desk, preview_import(desk, [changed])).act_id)
    assert dump(desk.store) == before


def test_a_register_that_changed_since_the_preview_is_not_written_over(
    desk: Desk, township: Path
) -> None:
    preview = preview_import(desk, _books(township))
    make_person(desk)
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="预览之后"):
        commit_import(desk, preview)
    assert dump(desk.store) == before


def test_a_change_says_from_what_to_what(desk: Desk, tmp_path: Path) -> None:
    row = _row()
    _import(desk, write_roster(tmp_path / "a.xlsx", row))
    changed = write_roster(tmp_path / "b.xlsx", row | {"联系电话": "13933334444"})
    preview = preview_import(desk, [changed])
    (shown,) = preview.rows
    assert shown.action is Action.CHANGED
    assert "联系电话：13811112222 → 13933334444" in shown.words
    assert shown.id_masked == f"99{'*' * 13}{str(row['身份证号'])[-3:]}"


def test_yes_and_no_are_said_in_chinese(desk: Desk, tmp_path: Path) -> None:
    row = _row(在校生="否")
    _import(desk, write_roster(tmp_path / "a.xlsx", row))
    preview = preview_import(desk, [write_roster(tmp_path / "b.xlsx", row | {"在校生": "是"})])
    assert "在校生：否 → 是" in preview.rows[0].words


def test_a_blank_cell_erases_nothing(desk: Desk, tmp_path: Path) -> None:
    row = _row()
    _import(desk, write_roster(tmp_path / "a.xlsx", row))
    preview = _import(desk, write_roster(tmp_path / "b.xlsx", row | {"联系电话": None}))
    assert preview.counts.unchanged == 1
    assert find_people(desk, PeopleQuery())[0].phone == "13811112222"


def test_an_identity_number_is_never_whole_in_a_preview(desk: Desk, tmp_path: Path) -> None:
    row = _row()
    preview = preview_import(desk, [write_roster(tmp_path / "a.xlsx", row)])
    (shown,) = preview.rows
    assert str(row["身份证号"]) not in f"{shown}"
    assert shown.id_masked.startswith("99")


def test_somebody_registered_by_hand_is_known_to_the_import_by_number(
    desk: Desk, tmp_path: Path
) -> None:
    number = id_number()
    person = make_person(desk, "陈水生", id_no=number)
    preview = _import(desk, write_roster(tmp_path / "a.xlsx", _row(身份证号=number)))
    assert preview.counts.new == 0
    assert [row.id for row in find_people(desk, PeopleQuery())] == [person]
    assert "一般残疾人" in show_person(desk, person).row.categories


@pytest.mark.parametrize("stop_at", ["读", "写入人员"])
def test_cancelling_leaves_everything_as_it_was(desk: Desk, township: Path, stop_at: str) -> None:
    def progress(done: int, total: int, text: str) -> None:
        if text.startswith(stop_at):
            raise Cancelled

    def work() -> None:
        commit_import(desk, preview_import(desk, _books(township), progress=progress), progress)

    before = dump(desk.store)
    with pytest.raises(Cancelled):
        work()
    assert dump(desk.store) == before


def test_one_bad_file_among_good_ones_stops_the_import_and_is_named(
    desk: Desk, tmp_path: Path
) -> None:
    good = write_roster(tmp_path / "好.xlsx", _row())
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04 nothing")
    before = dump(desk.store)
    with pytest.raises(FileError, match=r"坏\.xlsx"):
        preview_import(desk, [good, bad])
    assert dump(desk.store) == before
