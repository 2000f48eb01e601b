"""demo: the whole month of three townships and a county."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any

from app.cli.parser import Doors, Report
from app.services.demo.play import play_month


def add(commands: Any) -> None:
    demo = commands.add_parser("demo", help="演示：三个乡镇和一个县的一个月（人员均为虚构）")
    demo.add_argument(
        "--out", type=Path, required=True, metavar="文件夹", help="写到哪里（空文件夹）"
    )
    demo.add_argument("--data-dir", type=Path, metavar="文件夹",
                      help="各单位的数据放在哪里（不写：写到的文件夹下的 data）")  # fmt: skip
    demo.add_argument("--townships", type=int, default=3, metavar="数", help="乡镇数（默认 3）")
    demo.add_argument(
        "--people", type=int, default=300, metavar="数", help="每乡镇人数（默认 300）"
    )
    demo.add_argument("--seed", type=int, default=7, metavar="数", help="随机种子（默认 7）")
    demo.add_argument("--json", action="store_true", help="以 JSON 输出结果")
    demo.set_defaults(run=run_demo)


def run_demo(options: argparse.Namespace, doors: Doors) -> Report:
    """Each step is told as it ends, with its seconds; the answer is no when a check failed."""
    steps = []
    started = last = perf_counter()
    for step in play_month(
        options.out,
        data=options.data_dir or options.out / "data",
        townships=options.townships,
        people=options.people,
        seed=options.seed,
        open_folder=doors.open_folder,
        take_pictures=doors.take_pictures,
    ):
        now = perf_counter()
        if not options.json:
            sys.stdout.write(f"{'完成' if step.ok else '失败'}  {step.name}：{step.words}"
                             f"（{now - last:.1f} 秒）\n")  # fmt: skip
            sys.stdout.writelines(f"      {words}\n" for words in step.failed)
            sys.stdout.flush()
        steps.append({**asdict(step), "seconds": round(now - last, 2)})
        last = now
    failed = sum(bool(step["failed"]) for step in steps)
    end = f"全部通过，共 {last - started:.1f} 秒" if not failed else f"有 {failed} 步没有通过"
    line = f"{end}；文件在 {options.out}"
    return Report((line,), {"steps": steps, "ok": not failed}, ok=not failed)
