"""The program tests itself, so that a packed one can be trusted: resources, store, rules, paper."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.core.clock import Clock
from app.core.codes import categories
from app.core.form_file import load_form
from app.core.paths import resource
from app.models.store import open_store
from app.rules.policy import shipped_policy


@dataclass(frozen=True)
class SelfCheck:
    """One check, and what was found."""

    name: str
    ok: bool
    words: str


def self_test(clock: Clock) -> tuple[SelfCheck, ...]:
    """Run every check; none stops the others."""
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("资源文件", _resources),
        ("数据库", lambda: _store(clock)),
        ("政策参数", _policy),
        ("表单", _forms),
        ("字体", _fonts),
    )
    return tuple(_run(name, check) for name, check in checks)


def _run(name: str, check: Callable[[], str]) -> SelfCheck:
    try:
        return SelfCheck(name, ok=True, words=check())
    except Exception as error:
        return SelfCheck(name, ok=False, words=f"{type(error).__name__}: {error}")


def _resources() -> str:
    missing = [
        part for part in ("fonts", "forms", "policy", "codes") if not resource(part).is_dir()
    ]
    if missing:
        raise FileNotFoundError("、".join(missing))
    return f"{len(categories())} 个对象类别"


def _store(clock: Clock) -> str:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder), program="自检", now=clock.now())
        problems, version = store.check(), store.version()
        store.close()
    if problems:
        raise RuntimeError("；".join(problems))
    return f"数据版本 {version}"


def _policy() -> str:
    return f"{len(shipped_policy().packs)} 个方案"


def _forms() -> str:
    return f"{len(load_form('visit_sheet').fields)} 个填写项"


def _fonts() -> str:
    from app.exporters.fonts import missing_glyphs

    missing = missing_glyphs("张三䶮𬭊㛃·□√")
    if missing:
        raise RuntimeError(f"缺字：{missing}")
    return "生僻字可打印"
