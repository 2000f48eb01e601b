"""The county's month: the ledgers of all townships received, compared, merged into one workbook."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.measurement import (
    MEGABYTES,
    RATIO,
    Figures,
    Limit,
    Measurement,
    Place,
    Preparation,
    Work,
)

if TYPE_CHECKING:
    from app.ledger.merging import MergedHead

PEOPLE = 5_000
TOWNSHIPS, FEW = 24, 6
MERGED = "merged.xlsx"
# What pandas takes for the same thing twice, by the title of the sheet.
_SAME = {"人员": ["人员标识"], "家庭": ["户编号", "户主姓名"], "走访": ["记录编号", "姓名"]}
_SHEETS = ("指标", "人员", "家庭", "走访", "待遇", "照料考核", "事项", "变动")


def prepare(folder: Path, *, townships: int) -> None:
    from tests.bench.seals import found_county, keep_signer, signed
    from tests.bench.townships import COUNTY_CODE, COUNTY_NAME, write_ledgers

    county = found_county(folder)
    keep_signer(folder, county.certify(COUNTY_CODE, COUNTY_NAME))
    for number, content in enumerate(write_ledgers(folder, townships=townships, people=PEOPLE)):
        signer = county.certify(content.head.office_code, content.head.office_name)
        (folder / f"{number:02d}.xlsx").write_bytes(signed(content, signer))


def merge_ours(place: Place) -> Work:
    """As the services do it: receive, find conflicts, merge, sign, write, check the file."""
    from app.ledger.conflicts import find_conflicts
    from app.ledger.merging import Accepted, Decided, build_merged, check_merged
    from app.ledger.receiving import CountyView, KnownOffice, ReceiveState, receive
    from app.ledger.sealing.package import sign_package
    from tests.bench.seals import load_signer, load_trust
    from tests.bench.townships import NOW

    files = sorted(place.inputs.glob("*.xlsx"))
    codes = [f"990101{101 + number:03d}000" for number in range(len(files))]
    offices = {code: KnownOffice(code, code) for code in codes}
    view = CountyView(offices, load_trust(place.inputs))
    signer = load_signer(place.inputs)

    def work() -> Figures:
        arrivals = receive(((path.name, path.read_bytes()) for path in files), view, at=NOW)
        assert all(arrival.state is ReceiveState.VERIFIED for arrival in arrivals)
        verified = [arrival.verified for arrival in arrivals if arrival.verified]
        conflicts = find_conflicts(one.content for one in verified)
        assert conflicts
        book = build_merged(
            _merged_head(),
            [Accepted(one.content, one.sha256) for one in verified],
            decided=[Decided(conflict) for conflict in conflicts],
        )
        data = sign_package(book, signer, at=NOW)
        (place.scratch / MERGED).write_bytes(data)
        check_merged((place.scratch / MERGED).read_bytes(), view.trust, at=NOW)
        return {"file_megabytes": len(data) / 1e6}

    return work


def merge_peer(place: Place) -> Work:
    """What a script would do: read all sheets, put them together, drop doubles, write."""
    import pandas

    def work() -> Figures:
        books = [
            pandas.read_excel(path, sheet_name=list(_SHEETS), engine="calamine", dtype=str)
            for path in sorted(place.inputs.glob("*.xlsx"))
        ]
        with pandas.ExcelWriter(place.scratch / MERGED, engine="xlsxwriter") as writer:
            for title in _SHEETS:
                sheet = pandas.concat(
                    [book[title] for book in books], keys=range(len(books)), names=["来源", "行"]
                )
                if title in _SAME:
                    sheet = sheet.drop_duplicates(_SAME[title])
                sheet.reset_index().to_excel(writer, sheet_name=title, index=False)
        return {}

    return work


def book_ours(place: Place) -> Work:
    from app.ledger.merging import Accepted, build_merged
    from tests.bench.townships import load_ledgers

    accepted = [Accepted(content, "0" * 64) for content in load_ledgers(place.inputs)]

    def work() -> Figures:
        data = build_merged(_merged_head(), accepted)
        (place.scratch / MERGED).write_bytes(data)
        return {"file_megabytes": len(data) / 1e6}

    return work


def book_peer(place: Place) -> Work:
    from app.ledger.merging import Accepted, merge_tables
    from tests.bench.townships import load_ledgers
    from tests.bench.xlsxwriter_peer import write_tables

    accepted = [Accepted(content, "0" * 64) for content in load_ledgers(place.inputs)]

    def work() -> Figures:
        write_tables(place.scratch / MERGED, merge_tables(accepted))
        return {}

    return work


def _merged_head() -> MergedHead:
    from app.ledger.merging import MergedHead
    from tests.bench.townships import COUNTY_CODE, COUNTY_NAME, MONTH, NOW

    return MergedHead(COUNTY_CODE, COUNTY_NAME, MONTH, 1, NOW, "样例经办人")


def _measurements(townships: int, suffix: str = "") -> tuple[Measurement, ...]:
    people = f"{townships * PEOPLE:,}"
    needs = f"county-{townships}"
    return (
        Measurement(
            f"county-merge{suffix}", f"{townships} ledgers received and merged, {people} people",
            merge_ours, merge_peer,
            "pandas: calamine, concat, drop_duplicates, xlsxwriter; nothing verified",
            (Limit(RATIO, 1 / 3), Limit(MEGABYTES, 500)), needs, repeats=3,
        ),
        Measurement(
            f"county-book{suffix}", f"county workbook of {people} people written",
            book_ours, book_peer, "xlsxwriter, same sheets, typed writes, constant memory",
            (Limit(RATIO, 0.5), Limit(MEGABYTES, 300)), needs, repeats=3,
        ),
    )  # fmt: skip


PREPARATIONS = {
    f"county-{count}": Preparation(partial(prepare, townships=count)) for count in (TOWNSHIPS, FEW)
}
MEASUREMENTS = (*_measurements(TOWNSHIPS), *_measurements(FEW, "-small"))
SMALL = {"county-merge": "county-merge-small", "county-book": "county-book-small"}
