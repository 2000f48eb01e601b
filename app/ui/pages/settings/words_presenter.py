"""设置 → 类别与代码 → 待映射 and 代码表: what words mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from app.core.code_lists import kept_words
from app.core.progress import Progress
from app.services.code_lists import (
    ListRow,
    MeaningRow,
    UnmappedWord,
    keep_word,
    list_meanings,
    map_word,
    show_lists,
    unmapped,
    words_to_choose,
)
from app.services.desk import Desk
from app.ui.acting import Done, run_act
from app.ui.ports import Context

T = TypeVar("T")


@dataclass(frozen=True)
class WordsView:
    """``choices``: the words that each fact is kept as."""

    waiting: tuple[UnmappedWord, ...]
    meanings: tuple[MeaningRow, ...]
    lists: tuple[ListRow, ...]
    choices: dict[str, tuple[str, ...]]


class WordsScreen(Protocol):
    def show_words(self, view: WordsView) -> None: ...

    def say(self, words: str) -> None: ...


class WordsPresenter:
    """Reads all at once; an answer is applied to everybody in one act."""

    def __init__(self, context: Context, view: WordsScreen) -> None:
        self._context = context
        self._view = view

    def refresh(self) -> None:
        desk = self._context.desk

        def read(_: Progress) -> WordsView:
            return WordsView(
                unmapped(desk),
                list_meanings(desk),
                show_lists(desk),
                {key: words_to_choose(desk, key) for key in kept_words()},
            )

        self._context.jobs.run(read, self._view.show_words, latest="settings.words")

    def explain(self, key: str, met: str, word: str, done: Done) -> None:
        """Say that ``met`` means ``word``."""

        def finish(changed: int) -> None:
            done()
            self._view.say(f"“{met}”归为“{word}”，{changed} 条记录跟着改了。可以在操作记录里撤销。")

        self._do(lambda desk: map_word(desk, key, met, word), finish)

    def keep(self, word: UnmappedWord) -> None:
        """Say that a word is right as it stands."""
        if self._context.ask.confirm(
            f"保留“{word.word}”吗？",
            f"以后它就是“{word.label}”的一个词，不再列为待映射；记录不变。",
            yes="保留",
        ):
            self._do(
                lambda desk: keep_word(desk, word.key, word.word),
                lambda _: self._view.say(f"“{word.word}”保留为{word.label}的词。"),
            )

    def _do(self, work: Callable[[Desk], T], say: Callable[[T], None]) -> None:
        def finish(found: T) -> None:
            say(found)
            self.refresh()

        run_act(self._context, work, finish)
