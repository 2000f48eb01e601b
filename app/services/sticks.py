"""Which sticks are in, and a further copy of a ledger onto one of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.core.errors import DeclinedError, UserError
from app.ledger.drives import Drive, file_system_of, is_fat, removable_drives
from app.ledger.stick import Written, free_space, write_safely
from app.models.exchange import LedgerExport
from app.models.queries import ledger as queries
from app.services.desk import Desk

_GIGA, _MEGA = 1024**3, 1024**2
_LITTLE = 20 * _MEGA  # several ledgers of a large township


@dataclass(frozen=True)
class StickView:
    """A stick that is in. ``words`` says which one it is and how much room it has; ``problem`` why
    it will not do (empty: it will)."""

    folder: Path
    words: str
    problem: str = ""


def find_sticks() -> tuple[StickView, ...]:
    """The sticks that can be pulled out, as the system lists them."""
    return tuple(_view(drive) for drive in removable_drives())


def describe_folder(folder: Path) -> str:
    """Free space and format of the place where ``folder`` is. Raises ``FileError`` without it."""
    free = free_space(folder)
    return "，".join(part for part in (file_system_of(folder), f"可用 {room_words(free)}") if part)


def room_words(size: int) -> str:
    """Bytes as people say them."""
    return f"{size / _GIGA:.1f} GB" if size >= _GIGA else f"{size // _MEGA} MB"


def copy_ledger(desk: Desk, batch_no: int, folder: Path) -> Written:
    """Put the exact bytes of a ledger that was sent onto a further stick (or a new one, when the
    first is lost), read back and compared.

    Raises ``UserError`` when that batch was never sent from here, ``FileError`` naming how the
    stick failed.
    """
    with desk.store.read() as session:
        row = next((r for r in queries.exports(session) if r.batch_no == batch_no), None)
        if row is None:
            raise UserError(f"本机没有导出过第 {batch_no} 批台账。", "", "请核对批次号。")
        name, month = row.file_name, row.month
        data = session.get_one(LedgerExport, row.id).data

    def same(read: bytes) -> None:
        if read != data:
            raise DeclinedError("U盘上的台账与本机留存的不一致。", "", "请换一个U盘再拷。")

    with desk.write("copy_ledger", f"再拷一份台账：{month}，第 {batch_no} 批"):
        return write_safely(folder, name, data, check=same)


def _view(drive: Drive) -> StickView:
    facts = [drive.file_system, f"可用 {room_words(drive.free)}"]
    problem = ""
    if drive.read_only:
        problem = "只读：请拨开写保护开关，或换一个 U 盘。"
    elif drive.free < _LITTLE:
        problem = "空间快满了，请先清理或换一个 U 盘。"
    elif is_fat(drive.file_system):
        facts.append("单个文件不超过 4 GB")
    return StickView(drive.folder, f"{drive.folder}　{drive.label}　{'，'.join(facts)}", problem)
