"""The demonstration month: townships and their county, from workbooks to receipts.

It plays every part through the same services as the window, and checks what each step gives.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from app.core.errors import DeclinedError, FileError, UserError
from app.core.terms import ContactKind, DutyState, Role
from app.ledger.conflicts import ConflictKind
from app.services import county, county_merge, keys, ledger_down, ledger_up
from app.services.acts import undo_act
from app.services.county_conflicts import list_conflicts
from app.services.demo_answers import answers_for
from app.services.desk import Desk
from app.services.import_people import commit_import, preview_import
from app.services.office import SetUpOffice, adopt_pack, set_up_office
from app.services.plan import plan_month
from app.services.sample import SAMPLE_COUNTY, write_sample_books
from app.services.sheets import print_sheets
from app.services.verify import verify_files
from app.services.visits import RecordContact, RecordVisit, record_contact, record_visit

IMPORT_DAY = date(2026, 5, 6)
TYPING_DAY = date(2026, 5, 26)
EXPORT_DAY = date(2026, 5, 28)
MONTH = "2026-05"
COUNTY_CODE = "990100000000"
PASSPHRASE = "演示口令-2026"
_CLERK, _CHECKER = "样例经办人", "样例负责人"
# One sheet in twelve stays on the clerk's desk, so that the plan shows what is still to do.
_KEPT_BACK = 12
_MARKER = "demo.json"

OpenFolder = Callable[[Path, date, str], AbstractContextManager[Desk]]
TakePictures = Callable[[Desk, Path], list[Path]]


@dataclass(frozen=True)
class Step:
    """One line of the demonstration: what was done, figures, and whether its checks held."""

    name: str
    words: str
    failed: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.failed


@dataclass
class _Stage:
    """Where the month is played: folders, offices, and what the steps hand on."""

    out: Path
    data: Path
    open_folder: OpenFolder
    take_pictures: TakePictures
    townships: list[dict[str, object]] = field(default_factory=list)
    expected: dict[str, object] = field(default_factory=dict)
    ledgers: list[Path] = field(default_factory=list)

    def township(self, name: str, day: date) -> AbstractContextManager[Desk]:
        return self.open_folder(self.data / name, day, _CLERK)

    def county(self, day: date) -> AbstractContextManager[Desk]:
        return self.open_folder(self.data / SAMPLE_COUNTY, day, "样例县级经办人")

    @property
    def stick(self) -> Path:
        return self.out / "stick"

    @property
    def names(self) -> list[str]:
        return [str(township["name"]) for township in self.townships]


def play_month(
    out: Path,
    *,
    data: Path,
    townships: int,
    people: int,
    seed: int,
    open_folder: OpenFolder,
    take_pictures: TakePictures,
) -> Iterator[Step]:
    """Play the month into ``out`` and tell each step as it ends.

    Raises ``UserError`` when ``out`` holds something else than an earlier demonstration.
    """
    _clear(out, data)
    stage = _Stage(out, data, open_folder, take_pictures)
    yield _make_books(stage, townships=townships, people=people, seed=seed)
    yield _set_up(stage)
    yield _certify(stage)
    for step in (
        _import_people,
        _import_again,
        _plan,
        _print,
        _type_in,
        _export,
        _verify,
        _receive,
        _refuse_tampered,
        _merge,
        _answer,
        _look,
    ):
        yield step(stage)


def _clear(out: Path, data: Path) -> None:
    """Make room; only what an earlier demonstration left may be removed."""
    for folder in (out, data):
        marked = (folder / _MARKER).exists() or folder.parent == out
        if folder.exists() and any(folder.iterdir()) and not marked:
            raise UserError(f"文件夹“{folder}”里有别的文件。", "", "请换一个空文件夹给演示使用。")
    for folder in (data, *(out / name for name in ("workbooks", "stick", "county", "pictures"))):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        for folder in (out / "stick", out / "county", data):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (out, data):
            (folder / _MARKER).write_text("{}\n", encoding="utf-8")
    except OSError as error:
        raise FileError(
            f"写不了文件夹“{out}”。", error.strerror or "", "请换一个文件夹。"
        ) from error


def _make_books(stage: _Stage, *, townships: int, people: int, seed: int) -> Step:
    books = stage.out / "workbooks"
    paths = write_sample_books(books, townships=townships, people=people, seed=seed, day=IMPORT_DAY)
    stage.expected = json.loads((books / "sample.json").read_text(encoding="utf-8"))
    stage.townships = list(stage.expected["townships"])  # type: ignore[call-overload]
    return Step("样例表格", f"{townships} 个乡镇，每个 {people} 人，共 {len(paths)} 个文件")


def _set_up(stage: _Stage) -> Step:
    with stage.county(IMPORT_DAY) as desk:
        set_up_office(
            desk,
            SetUpOffice(Role.COUNTY, SAMPLE_COUNTY + "民政局", COUNTY_CODE, SAMPLE_COUNTY, _CLERK),
        )
    for township in stage.townships:
        with stage.township(str(township["name"]), IMPORT_DAY) as desk:
            set_up_office(
                desk,
                SetUpOffice(
                    role=Role.TOWNSHIP,
                    name=str(township["name"]),
                    code=str(township["code"]),
                    county=SAMPLE_COUNTY,
                    clerk=_CLERK,
                    villages=tuple(township["villages"]),  # type: ignore[arg-type]
                ),
            )
            for pack in ("S1", "S0E"):
                adopt_pack(
                    desk, pack, adopted=True, first=date(2026, 1, 1), last=date(2026, 12, 31)
                )
    return Step("设置单位", f"1 个县，{len(stage.townships)} 个乡镇，各执行 3 个帮扶方案")


def _certify(stage: _Stage) -> Step:
    with stage.county(IMPORT_DAY) as desk:
        state = keys.make_county_root(desk, PASSPHRASE)
        (stage.out / "county-root.pem").write_bytes(b"".join(keys.trusted_roots(desk)))
    failed = []
    for township in stage.townships:
        name, code = str(township["name"]), str(township["code"])
        with stage.township(name, IMPORT_DAY) as desk:
            made = keys.make_key(desk, PASSPHRASE)
            request = keys.write_request(desk, stage.stick)
        if keys.read_request(request).fingerprint != made.fingerprint:
            failed.append(f"{name}：申请的指纹与密钥不符")
        with stage.county(IMPORT_DAY) as desk:
            certificate = keys.issue_certificate(
                desk,
                request,
                office_code=code,
                office_name=name,
                passphrase=PASSPHRASE,
                folder=stage.stick,
            )
        with stage.township(name, IMPORT_DAY) as desk:
            installed = keys.install_certificate(desk, certificate)
        if installed.county_fingerprint != state.county_fingerprint:
            failed.append(f"{name}：县级根证书指纹不符")
    return Step("签发证书", f"{len(stage.townships)} 份，指纹逐一核对", tuple(failed))


def _books_of(stage: _Stage, name: str) -> list[Path]:
    return sorted((stage.out / "workbooks" / name).glob("*.xlsx"))


def _import_people(stage: _Stage) -> Step:
    total = refused = 0
    failed = []
    for township in stage.townships:
        name = str(township["name"])
        with stage.township(name, IMPORT_DAY) as desk:
            preview = preview_import(desk, _books_of(stage, name))
            first = commit_import(desk, preview)
            # An import can be taken back whole; then it is made once more.
            undo_act(desk, first.act_id)
            preview = preview_import(desk, _books_of(stage, name))
            counts = commit_import(desk, preview).counts
        for words, got, wanted in (
            ("人数", counts.new, township["people"]),
            ("家庭数", counts.households_new, township["households"]),
            ("拒绝的行数", counts.refused, township["refused_rows"]),
        ):
            if got != wanted:
                failed.append(f"{name}：{words}应为 {wanted}，实为 {got}")
        total, refused = total + counts.new, refused + counts.refused
    return Step("导入", f"{total} 人（撤销一次后重做），拒绝 {refused} 行并说明原因", tuple(failed))


def _import_again(stage: _Stage) -> Step:
    failed, unchanged = [], 0
    for name in stage.names:
        with stage.township(name, IMPORT_DAY) as desk:
            counts = preview_import(desk, _books_of(stage, name)).counts
        unchanged += counts.unchanged
        if counts.new or counts.changed or counts.households_new or counts.households_changed:
            failed.append(f"{name}：同样的文件再导入仍有变化")
    return Step("再导入一次", f"{unchanged} 人无变化", tuple(failed))


def _plan(stage: _Stage) -> Step:
    contacts = served = 0
    failed = []
    for name in stage.names:
        with stage.township(name, IMPORT_DAY) as desk:
            rows = plan_month(desk, MONTH).rows
        contacts += len(rows)
        served += sum(len(row.rules) for row in rows)
        if not rows or any(not row.rules for row in rows):
            failed.append(f"{name}：计划为空，或有任务没有依据")
    return Step("走访计划", f"{contacts} 次联系完成 {served} 项任务", tuple(failed))


def _print(stage: _Stage) -> Step:
    sheets = 0
    for place, name in enumerate(stage.names):
        out = stage.out / ("sheets.pdf" if place == 0 else f"sheets-{name}.pdf")
        with stage.township(name, IMPORT_DAY) as desk:
            sheets += print_sheets(desk, MONTH, out=out).count
    return Step("打印走访表", f"{sheets} 张")


def _type_in(stage: _Stage) -> Step:
    visits = calls = 0
    failed = []
    for name in stage.names:
        with stage.township(name, TYPING_DAY) as desk:
            before = plan_month(desk, MONTH).rows
            to_visit = [row for row in before if row.sheet_no and row.state is not DutyState.DONE]
            typed = [row for place, row in enumerate(to_visit) if place % _KEPT_BACK]
            for place, row in enumerate(typed):
                day = IMPORT_DAY + timedelta(days=1 + place % 18)
                record_visit(desk, RecordVisit(row.sheet_no, answers_for(row, day, place)))
            for row in before:
                if row.kind is ContactKind.CALL:
                    record_contact(
                        desk,
                        RecordContact(row.person_id, TYPING_DAY, ContactKind.CALL, True, "平安"),
                    )
                    calls += 1
            after = plan_month(desk, MONTH).rows
        visits += len(typed)
        seen = {row.person_id for row in typed}
        open_ = [r for r in after if r.person_id in seen and r.kind is ContactKind.VISIT
                 and r.state is DutyState.DUE and r.due <= date(2026, 5, 31)]  # fmt: skip
        if open_:
            failed.append(f"{name}：{len(open_)} 项本月走访录入后仍显示未完成")
    return Step("录入走访", f"{visits} 张走访表，{calls} 次电话", tuple(failed))


def _export(stage: _Stage) -> Step:
    people, failed = 0, []
    for name in stage.names:
        with stage.township(name, EXPORT_DAY) as desk:
            draft = ledger_up.check_ledger(desk, MONTH)
            failed += [f"{name}：{words}" for words in draft.faults]
            made = ledger_up.export_ledger(
                desk,
                MONTH,
                stage.stick,
                passphrase=PASSPHRASE,
                filled_by=_CLERK,
                checked_by=_CHECKER,
            )
        stage.ledgers.append(made.path)
        people += made.people
    return Step(
        "导出台账", f"{len(stage.ledgers)} 份，{people} 人，已签名并读回核对", tuple(failed)
    )


def _verify(stage: _Stage) -> Step:
    with stage.county(EXPORT_DAY) as desk:
        now = desk.clock.now()
    results = verify_files(stage.ledgers, [stage.out / "county-root.pem"], at=now)
    failed = tuple(f"{r.file}：{''.join(r.words)}" for r in results if not r.ok)
    return Step("核验签名", f"{len(results)} 份全部通过" if not failed else "有不通过的", failed)


def _receive(stage: _Stage) -> Step:
    with stage.county(EXPORT_DAY) as desk:
        rows = county.receive_ledgers(desk, list(reversed(stage.ledgers)))
        again = county.receive_ledgers(desk, stage.ledgers)
    failed = [f"{row.file}：{row.words}" for row in rows if row.state != "VERIFIED"]
    failed += [f"{row.file}：再次接收应为重复" for row in again if row.state != "DUPLICATE"]
    return Step("县级接收", f"{len(rows)} 份，再收一次无变化", tuple(failed))


def _refuse_tampered(stage: _Stage) -> Step:
    """One byte changed in a copy: the county refuses it and keeps what it has."""
    data = bytearray(stage.ledgers[0].read_bytes())
    data[len(data) // 2] ^= 1
    copy = stage.out / "county" / "被改动的副本.xlsx"
    copy.write_bytes(data)
    with stage.county(EXPORT_DAY) as desk:
        row = county.receive_ledgers(desk, [copy])[0]
    copy.unlink()
    failed = () if not row.kept else ("改动过的台账被接收了",)
    return Step("拒收被改动的副本", row.state_name, failed)


def _merge(stage: _Stage) -> Step:
    with stage.county(EXPORT_DAY) as desk:
        conflicts = list_conflicts(desk, MONTH)
        board = county.county_board(desk, MONTH)
        made = county_merge.merge_month(desk, MONTH, stage.out / "county", passphrase=PASSPHRASE)
    same = sum(conflict.kind == ConflictKind.SAME_PERSON for conflict in conflicts)
    clashing = sum(conflict.kind == ConflictKind.EXCLUSIVE_LINES for conflict in conflicts)
    failed = []
    for words, key, got in (
        ("跨乡镇重复", "duplicates", same),
        ("互斥待遇", "exclusive", clashing),
    ):
        wanted = len(stage.expected[key])  # type: ignore[arg-type]
        if got != wanted:
            failed.append(f"{words}应为 {wanted} 人，实为 {got} 人")
    if made.people != sum(row.people for row in board.rows):
        failed.append("合并人数不等于各乡镇之和")
    if made.amount != sum(row.amount for row in board.rows):
        failed.append("合并金额不等于各乡镇之和")
    words = (
        f"{made.offices} 个单位，{made.people} 人；跨乡镇重复 {same} 人，互斥待遇 {clashing} 人，"
        f"冲突共 {made.conflicts} 处"
    )
    return Step("查重与合并", words, tuple(failed))


def _answer(stage: _Stage) -> Step:
    with stage.county(EXPORT_DAY) as desk:
        receipts = county_merge.write_receipts(desk, MONTH, stage.stick, passphrase=PASSPHRASE)
    failed = []
    for name in stage.names:
        mine = next(path for path in receipts if name in path.name)
        with stage.township(name, EXPORT_DAY) as desk:
            ledger_down.import_receipt(desk, mine)
            state = ledger_up.list_exports(desk)[0].state
            other = next((path for path in receipts if path != mine), None)
            if state != ledger_up.STATE_RECEIVED:
                failed.append(f"{name}：回执导入后状态是“{state}”")
            if other is not None and _accepts(desk, other):
                failed.append(f"{name}：接受了别的单位的回执")
    return Step("回执", f"{len(receipts)} 份，各乡镇已显示县级已接收", tuple(failed))


def _accepts(desk: Desk, receipt: Path) -> bool:
    try:
        ledger_down.import_receipt(desk, receipt)
    except DeclinedError:
        return False
    return True


def _look(stage: _Stage) -> Step:
    pictures = []
    with stage.township(stage.names[0], EXPORT_DAY) as desk:
        pictures += stage.take_pictures(desk, stage.out / "pictures" / "township")
    with stage.county(EXPORT_DAY) as desk:
        pictures += stage.take_pictures(desk, stage.out / "pictures" / "county")
    empty = tuple(f"{path.name} 是空的" for path in pictures if path.stat().st_size == 0)
    return Step("页面截图", f"{len(pictures)} 张", empty)
