"""What the county does in the demonstration month, and what comes back to the townships."""

from __future__ import annotations

from pathlib import Path

from app.core.errors import DeclinedError
from app.ledger.conflicts import ConflictKind
from app.services import county, county_merge, keys, ledger_down, sent_ledgers
from app.services.county_conflicts import list_conflicts
from app.services.demo.stage import EXPORT_DAY, IMPORT_DAY, MONTH, PASSPHRASE, Stage, Step
from app.services.desk import Desk
from app.services.verify import verify_files


def certify(stage: Stage) -> Step:
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


def verify_ledgers(stage: Stage) -> Step:
    with stage.county(EXPORT_DAY) as desk:
        now = desk.clock.now()
    results = verify_files(stage.ledgers, [stage.out / "county-root.pem"], at=now)
    failed = tuple(f"{r.file}：{''.join(r.words)}" for r in results if not r.ok)
    return Step("核验签名", f"{len(results)} 份全部通过" if not failed else "有不通过的", failed)


def receive_all(stage: Stage) -> Step:
    with stage.county(EXPORT_DAY) as desk:
        rows = county.receive_ledgers(desk, list(reversed(stage.ledgers)))
        again = county.receive_ledgers(desk, stage.ledgers)
    failed = [f"{row.file}：{row.words}" for row in rows if row.state != "VERIFIED"]
    failed += [f"{row.file}：再次接收应为重复" for row in again if row.state != "DUPLICATE"]
    return Step("县级接收", f"{len(rows)} 份，再收一次无变化", tuple(failed))


def refuse_tampered(stage: Stage) -> Step:
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


def merge_all(stage: Stage) -> Step:
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


def answer(stage: Stage) -> Step:
    with stage.county(EXPORT_DAY) as desk:
        receipts = county_merge.write_receipts(desk, MONTH, stage.stick, passphrase=PASSPHRASE)
    failed = []
    for name in stage.names:
        mine = next(path for path in receipts if name in path.name)
        with stage.township(name, EXPORT_DAY) as desk:
            ledger_down.import_receipt(desk, mine)
            state = sent_ledgers.list_exports(desk)[0].state
            other = next((path for path in receipts if path != mine), None)
            if state != sent_ledgers.STATE_RECEIVED:
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


def look(stage: Stage) -> Step:
    pictures = []
    with stage.township(stage.names[0], EXPORT_DAY) as desk:
        pictures += stage.take_pictures(desk, stage.out / "pictures" / "township")
    with stage.county(EXPORT_DAY) as desk:
        pictures += stage.take_pictures(desk, stage.out / "pictures" / "county")
    empty = tuple(f"{path.name} 是空的" for path in pictures if path.stat().st_size == 0)
    return Step("页面截图", f"{len(pictures)} 张", empty)
