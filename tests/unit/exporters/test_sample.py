"""The sample workbooks: always the same, plausible, and read back by the importer as foretold."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from app.core.errors import FileError, UserError
from app.core.identity import read_id
from app.exporters.sample import make_sample, write_sample
from app.importers.plan import Action, Register, plan_import
from tests.unit.importers.building import stored

DAY = date(2026, 5, 20)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A sample of three townships on disk, and what it says must be found."""
    out = tmp_path_factory.mktemp("sample")
    paths = write_sample(make_sample(townships=3, people=120, seed=7, day=DAY), out)
    return out, paths, json.loads((out / "sample.json").read_text(encoding="utf-8"))


def files_of(out, township):
    return sorted((out / township["name"]).glob("*.xlsx"))


def test_the_same_seed_gives_the_same_bytes(written, tmp_path):
    out, paths, _ = written
    again = write_sample(make_sample(townships=3, people=120, seed=7, day=DAY), tmp_path)
    assert [path.relative_to(tmp_path) for path in again] == [
        path.relative_to(out) for path in paths
    ]
    assert all(one.read_bytes() == two.read_bytes() for one, two in zip(paths, again, strict=True))


def test_another_seed_gives_other_people():
    one, two = (make_sample(townships=1, people=60, seed=seed, day=DAY) for seed in (1, 2))
    assert set(one.townships[0].people()) != set(two.townships[0].people())


def test_each_township_has_ten_provincial_files_and_a_village_sheet(written):
    out, _, facts = written
    for township in facts["townships"]:
        names = [path.name for path in files_of(out, township)]
        assert len(names) == 11
        assert "农村低保家庭查询_20260520.xlsx" in names
        assert sum("花名册" in name for name in names) == 1


@pytest.mark.parametrize("people", [40, 41, 97, 300])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_number_of_people_comes_out_exactly(people, seed):
    sample = make_sample(townships=2, people=people, seed=seed, day=DAY)
    assert [len(township.people()) for township in sample.townships] == [people, people]


def test_numbers_are_good_and_of_a_region_nobody_has():
    sample = make_sample(townships=2, people=300, seed=7, day=DAY)
    for township in sample.townships:
        assert township.code.startswith("990101")
        assert len(township.code) == 12
        for number, person in township.people().items():
            found = read_id(number)
            assert found.key == number
            assert number.startswith("990101")
            assert (found.birth, found.sex) == (person.birth, person.sex)


def test_rare_and_long_names_occur():
    sample = make_sample(townships=3, people=300, seed=7, day=DAY)
    names = [one.name for township in sample.townships for one in township.people().values()]
    assert any("·" in name for name in names)
    assert any(char in name for name in names for char in "䶮𬭊㛃")


def test_the_importer_finds_what_the_sample_foretells(written):
    out, _, facts = written
    for township in facts["townships"]:
        register = Register(villages=tuple(township["villages"]))
        plan = plan_import(files_of(out, township), register, day=DAY)
        counts = plan.counts
        assert (counts.new, counts.refused) == (township["people"], township["refused_rows"])
        assert counts.households_new == township["households"]
        assert counts.hidden_rows == township["hidden_rows"]
        assert counts.warnings == sum(township["warnings"].values())
        held = Counter(one.code for person in plan.people for one in person.categories)
        assert held == township["categories"]
        homeless = [one for one in plan.people if one.id_key and not one.household_key]
        assert not homeless
        assert all(one.village in township["villages"] for one in plan.people)


def test_importing_the_sample_twice_changes_nothing(written):
    out, _, facts = written
    township = facts["townships"][0]
    files = files_of(out, township)
    first = plan_import(files, Register(villages=tuple(township["villages"])), day=DAY)
    again = plan_import(files, stored(first, township["villages"]), day=DAY)
    assert {one.action for one in again.people} == {Action.UNCHANGED, Action.REFUSED}
    assert again.counts.unchanged == township["people"]
    assert again.counts.households_unchanged == township["households"]


def test_duplicates_and_exclusive_lists_are_really_there(written):
    out, _, facts = written
    found = {}
    for township in facts["townships"]:
        register = Register(villages=tuple(township["villages"]))
        plan = plan_import(files_of(out, township), register, day=DAY)
        found[township["name"]] = {one.id_key: one for one in plan.people if one.id_key}
    assert len(facts["duplicates"]) == 4
    for duplicate in facts["duplicates"]:
        assert all(duplicate["id_no"] in found[name] for name in duplicate["townships"])
    twice = set(found["青山镇"]) & set(found["白水乡"])
    assert twice == {
        one["id_no"] for one in facts["duplicates"] if one["townships"] == ["青山镇", "白水乡"]
    }
    for pair in facts["exclusive"]:
        held = {one.code for one in found[pair["township"]][pair["id_no"]].categories}
        assert held == set(pair["categories"])


def test_amounts_of_the_lists_add_up():
    sample = make_sample(townships=1, people=300, seed=7, day=DAY)
    for household in sample.townships[0].households:
        if household.category == "dibao_rural":
            full = Decimal("705.00") * len(household.people)
            assert household.monthly == full - household.yearly_income / 12
            assert 0 < household.monthly <= full
            assert set(household.supplements) <= {Decimal(x) for x in ("0", "70", "141", "211.5")}
        if household.category.startswith("tekun"):
            assert household.monthly == Decimal("1128.00")


def test_numbers_stand_as_text_except_where_a_village_damaged_one(written):
    out, _, facts = written
    folder = out / facts["townships"][0]["name"]
    sheet = load_workbook(folder / "农村低保人员查询_20260520.xlsx").worksheets[0]
    assert all(isinstance(cell.value, str) and cell.number_format == "@" for cell in sheet["B"][1:])
    (roster,) = folder.glob("*花名册.xlsx")
    column = load_workbook(roster).worksheets[0]["E"]
    assert sum(isinstance(cell.value, float | int) for cell in column) == 1


@pytest.mark.parametrize(("townships", "people"), [(0, 300), (100, 300), (1, 39), (1, 20_001)])
def test_impossible_sizes_are_refused(townships, people):
    with pytest.raises(UserError):
        make_sample(townships=townships, people=people, seed=1, day=DAY)


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    sample = make_sample(townships=1, people=40, seed=1, day=DAY)
    with pytest.raises(FileError, match="写不到"):
        write_sample(sample, tmp_path / "file")
