"""Villages and form layouts in an office package: previewed, applied and taken back whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.core.errors import FileError, UserError
from app.core.paths import resource
from app.ledger import office_package as wire
from app.ledger.book import Book, BookKind, build_book
from app.ledger.office_package import (
    CREDENTIALS,
    LAYOUTS,
    REGIONS,
    LayoutText,
    OfficePackage,
    RegionLine,
    build_package,
    verify_office_package,
)
from app.ledger.refusals import LedgerRefused, Refusal
from app.ledger.sealing.package import sign_package
from app.ledger.table import make_table
from app.models.region import Region
from app.services import keys
from app.services.acts import list_acts, undo_act
from app.services.county_keys import write_packages
from app.services.desk import Desk
from app.services.form_layouts import import_layout, list_layouts
from app.services.office import expect_office
from app.services.office_package import apply_package, preview_package
from app.services.package_regions import read_regions
from tests.conftest import Offices
from tests.factory import (
    COUNTY,
    PASSPHRASE,
    TODAY,
    TOWNSHIP,
    TOWNSHIP_CODE,
    dump,
    make_person,
)

LETTER = resource("forms", "support_letter.toml").read_text(encoding="utf-8-sig")
NEW_LETTER = LETTER.replace("version = 1", "version = 7", 1)
PREFIX = TOWNSHIP_CODE[:9]


@pytest.fixture
def written(offices: Offices) -> Callable[..., Path]:
    """A package as the county writes it, by what it holds."""

    def write(**more: object) -> Path:
        with offices.county() as county:
            paths = write_packages(county, offices.stick, passphrase=PASSPHRASE, **more)  # type: ignore[arg-type]
        return next(path for path in paths if TOWNSHIP in path.name)

    return write


@pytest.fixture
def forged(offices: Offices) -> Callable[..., Path]:
    """A package with contents that our own program would not let the county write."""

    def write(
        *, layouts: tuple[LayoutText, ...] = (), regions: tuple[RegionLine, ...] = ()
    ) -> Path:
        with offices.county() as county:
            office = expect_office(county)
            made = OfficePackage(
                office_code=office.code,
                office_name=COUNTY,
                to_office_code=TOWNSHIP_CODE,
                to_office_name=TOWNSHIP,
                made_at=county.clock.now(),
                made_by="甲",
                minimum_version="",
                credentials=(),
                regions=regions,
                layouts=layouts,
            )
            data = sign_package(
                build_package(made), keys.own_signer(county, PASSPHRASE), at=made.made_at
            )
        path = offices.stick / "资料包.xlsx"
        path.write_bytes(data)
        return path

    return write


def county_layout(offices: Offices, folder: Path) -> None:
    path = folder / "县里的.toml"
    path.write_text(NEW_LETTER, encoding="utf-8")
    with offices.county() as county:
        import_layout(county, path)


def held(desk: Desk) -> tuple[int, str]:
    row = next(row for row in list_layouts(desk) if row.key == "support_letter")
    return row.version, row.source


def village_of(desk: Desk, name: str) -> Region | None:
    with desk.store.read() as session:
        found = session.query(Region).filter_by(name=name, level="village").first()
        session.expunge_all()
    return found


def test_a_layout_of_the_county_is_previewed_applied_and_taken_back(
    offices: Offices, written: Callable[..., Path], tmp_path: Path
) -> None:
    county_layout(offices, tmp_path)
    made = written(layouts=["support_letter"])
    with offices.township() as desk:
        before = dump(desk.store)
        lines = preview_package(desk, made).lines
        assert dump(desk.store) == before
        about = next(line for line in lines if "家庭赡养责任书" in line)
        assert "第 7 版" in about
        assert "现在用的是随程序的（第 1 版）" in about
        apply_package(desk, made)
        assert held(desk) == (7, f"县级资料包 {TODAY}")
        undo_act(desk, list_acts(desk)[0].id)
        assert held(desk) == (1, "")


def test_an_own_layout_that_would_be_replaced_is_named(
    offices: Offices, written: Callable[..., Path], tmp_path: Path
) -> None:
    county_layout(offices, tmp_path)
    made = written(layouts=["support_letter"])
    mine = tmp_path / "本镇.toml"
    mine.write_text(LETTER.replace("version = 1", "version = 3", 1), encoding="utf-8")
    with offices.township() as desk:
        import_layout(desk, mine)
        assert any("本镇.toml（第 3 版）" in line for line in preview_package(desk, made).lines)


def test_a_form_that_is_not_there_is_not_sent(written: Callable[..., Path]) -> None:
    with pytest.raises(UserError, match="没有代码为"):
        written(layouts=["no_such_form"])


def test_a_layout_with_a_fault_is_refused_and_nothing_of_the_package_is_applied(
    offices: Offices, forged: Callable[..., Path]
) -> None:
    good = LayoutText("support_letter", "家庭赡养责任书", NEW_LETTER)
    bad = LayoutText("other", "坏的表样", NEW_LETTER.replace("columns = 24", "columns = '多'"))
    made = forged(layouts=(good, bad), regions=(RegionLine("新河村", f"{PREFIX}299"),))
    with offices.township() as desk:
        before = dump(desk.store)
        for take in (preview_package, apply_package):
            with pytest.raises(FileError, match="坏的表样"):
                take(desk, made)
        assert dump(desk.store) == before


def test_a_layout_longer_than_a_cell_comes_whole(
    offices: Offices, forged: Callable[..., Path]
) -> None:
    long = NEW_LETTER + "".join(
        f"# 注释 {n}\r\n\t说明_x000D_\n".replace("\t说明", "# 说明") for n in range(6000)
    )
    made = forged(layouts=(LayoutText("support_letter", "家庭赡养责任书", long),))
    with offices.township() as desk:
        trust, at = keys.trusted_roots(desk), desk.clock.now()
        package, _ = verify_office_package(made.read_bytes(), trust, at=at)
        assert package.layouts[0].text == long
        apply_package(desk, made)
        assert held(desk)[0] == 7


def test_villages_that_are_renamed_merged_and_closed_are_told_with_their_people(
    offices: Offices, forged: Callable[..., Path]
) -> None:
    spring, last = date(2026, 1, 1), date(2025, 12, 31)
    with offices.township() as desk:
        names = expect_office(desk).villages
        for place, name in enumerate(names[:2]):
            make_person(desk, f"某{place}", village=name)
    listed = (
        RegionLine(names[0], f"{PREFIX}201", None, last),
        RegionLine("清泉社区", f"{PREFIX}201", spring),
        RegionLine("新河村", f"{PREFIX}299"),
    )
    made = forged(regions=listed)
    with offices.township() as desk:
        with desk.write("code", "编代码") as work:
            for region in work.session.query(Region).filter_by(level="village"):
                if region.name == names[0]:
                    region.code = f"{PREFIX}201"
        before = dump(desk.store)
        lines = preview_package(desk, made).lines
        assert f"村（社区）改名：{names[0]} 改名为 清泉社区，从 2026-01-01 起，住 1 人" in lines
        assert any(line.startswith("村（社区）新增：新河村") for line in lines)
        apply_package(desk, made)
        assert village_of(desk, "清泉社区") is not None
        undo_act(desk, list_acts(desk)[0].id)
        assert dump(desk.store) == before


def test_a_village_with_people_is_not_closed_behind_their_backs(
    offices: Offices, forged: Callable[..., Path]
) -> None:
    with offices.township() as desk:
        name = expect_office(desk).villages[0]
        make_person(desk, "某人", village=name)
        with desk.write("code", "编代码") as work:
            region = work.session.query(Region).filter_by(name=name).one()
            region.code = f"{PREFIX}201"
    made = forged(regions=(RegionLine(name, f"{PREFIX}201", None, date(2026, 1, 31)),))
    with offices.township() as desk:
        assert any(
            "不改" in line and "还有 1 人" in line for line in apply_package(desk, made).lines
        )
        assert name in expect_office(desk).villages


def test_a_package_of_format_one_is_still_read(
    offices: Offices, monkeypatch: pytest.MonkeyPatch, forged: Callable[..., Path]
) -> None:
    sheets = (CREDENTIALS.at_version(1), REGIONS.at_version(1))
    kind = BookKind("package", ("资料包",), 1, lambda _version: sheets)

    def old(package: OfficePackage) -> bytes:
        head = {
            "office_code": package.office_code,
            "office_name": package.office_name,
            "to_office_code": package.to_office_code,
            "to_office_name": package.to_office_name,
            "made_at": package.made_at.isoformat(timespec="seconds"),
        }
        rows = [{"name": line.name, "code": line.code} for line in package.regions]
        tables = (make_table(sheets[0], ()), make_table(sheets[1], rows))
        return build_book(Book(kind, head, tables, (wire._front(package, ()),), "资料包"))

    monkeypatch.setattr("tests.unit.services.test_package_contents.build_package", old)
    made = forged(regions=(RegionLine("新河村", f"{PREFIX}299"),))
    with offices.township() as desk:
        assert "村（社区）新增：新河村（990101101299）" in apply_package(desk, made).lines
        assert "新河村" in expect_office(desk).villages


def test_a_part_of_a_layout_that_is_missing_is_refused(
    offices: Offices, monkeypatch: pytest.MonkeyPatch, forged: Callable[..., Path]
) -> None:
    rows = [{"title": "表样", "key": "support_letter", "part": 2, "text": "…"}]
    monkeypatch.setattr(wire, "_parts", lambda _layouts: rows)
    made = forged()
    with offices.township() as desk, pytest.raises(LedgerRefused) as told:
        preview_package(desk, made)
    assert told.value.code is Refusal.LAYOUT
    assert LAYOUTS.since == 2


def test_a_list_of_places_is_split_by_township_and_a_fault_stops_it(tmp_path: Path) -> None:
    book = Workbook()
    rows: list[tuple[str, ...]] = [
        ("代码", "名称", "从", "到", "并入代码"),
        (f"{PREFIX}201", "清泉社区", "2026-01-01", "", ""),
        (f"{PREFIX}202", "老村", "", "2025-12-31", f"{PREFIX}201"),
        ("990101102201", "别处村", "", "", ""),
    ]
    for row in rows:
        book.worksheets[0].append(row)
    book.save(tmp_path / "名单.xlsx")
    found = read_regions(tmp_path / "名单.xlsx", TODAY)
    assert found.keys() == {TOWNSHIP_CODE, "990101102000"}
    assert found[TOWNSHIP_CODE][1].into == f"{PREFIX}201"
    book.worksheets[0].append(("12", "坏行", "", "", ""))
    book.save(tmp_path / "名单.xlsx")
    with pytest.raises(FileError, match="1 行有问题") as told:
        read_regions(tmp_path / "名单.xlsx", TODAY)
    assert "第 5 行" in told.value.why
