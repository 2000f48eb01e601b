"""Words of facts with a code list: which nobody has explained yet, and what the office says they
mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.code_lists import CodeList, code_lists, kept_words, normal_word, words_with
from app.core.codes import Codes
from app.core.dictionary import HOUSEHOLD, PERSON
from app.core.errors import UserError
from app.importers.cells import absence, clean_text
from app.models.household import Membership
from app.models.person import Person
from app.models.queries import codes as queries
from app.models.unit_of_work import Session, Work
from app.models.upkeep import CodeMapping, CodeText
from app.services.desk import Desk

_RELATION = "与户主关系"


@dataclass(frozen=True)
class UnmappedWord:
    """A word that stands in the register and that no list knows; ``records`` hold it."""

    key: str
    label: str
    word: str
    records: int


@dataclass(frozen=True)
class MeaningRow:
    """What the office says a word means; ``word`` equal to ``met``: it is kept as it is."""

    key: str
    label: str
    met: str
    word: str


@dataclass(frozen=True)
class ListRow:
    """A code list as the settings show it; ``own`` are words that the office keeps beside it."""

    list: CodeList
    labels: tuple[str, ...]
    own: tuple[str, ...]


def field_label(key: str) -> str:
    """The Chinese label of a fact with a code list."""
    found = PERSON.get(key) or HOUSEHOLD.get(key)
    return found.label if found else _RELATION


def show_lists(desk: Desk) -> tuple[ListRow, ...]:
    """Every code list with the facts that come from it."""
    with desk.store.read() as session:
        codes = queries.own_codes(session)
    return tuple(
        ListRow(
            found,
            tuple(field_label(key) for key in found.fields),
            tuple(word for key in found.fields for word in codes.own_words(key)),
        )
        for found in code_lists().values()
    )


def unmapped(desk: Desk) -> tuple[UnmappedWord, ...]:
    """Every word of a fact with a code list that means nothing yet, once, most frequent first."""
    with desk.store.read() as session:
        words = words_with(queries.own_codes(session))
        found = [word for key in kept_words() for word in _unmapped(session, key, words[key])]
    return tuple(sorted(found, key=lambda word: (-word.records, word.key, word.word)))


def _unmapped(session: Session, key: str, words: Mapping[str, str]) -> list[UnmappedWord]:
    counts: dict[str, tuple[str, int]] = {}
    for word, count in queries.word_counts(session, key):
        plain = normal_word(word)
        if plain in words or absence(clean_text(word)) is not None:
            continue
        first, before = counts.get(plain, (word, 0))
        counts[plain] = first, before + count
    return [UnmappedWord(key, field_label(key), word, n) for word, n in counts.values()]


def words_to_choose(desk: Desk, key: str) -> tuple[str, ...]:
    """The words that a fact is kept as, the office's own last."""
    with desk.store.read() as session:
        return _kept(key, queries.own_codes(session))


def _kept(key: str, codes: Codes) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*kept_words()[key], *codes.own_words(key))))


def map_word(desk: Desk, key: str, met: str, word: str) -> int:
    """Say that ``met`` means ``word``, now and in every import to come; every record that has it
    (or had it mapped otherwise) takes the word, the word of the file stays as raw text. How many
    records that were. One act. Raises ``UserError`` for a word that the fact is not kept as."""
    with desk.write("map_word", f"对照词：{field_label(key)}") as work:
        if word not in _kept(key, queries.own_codes(work.session)):
            raise UserError(f"“{word}”不是{field_label(key)}保存的词。", "", "请从列表里选。")
        changed = _apply(work, key, met, word)
        _keep_meaning(work, key, met, word)
        work.describe(f"对照词：{field_label(key)}，{changed} 条记录")
        return changed


def keep_word(desk: Desk, key: str, met: str) -> None:
    """Say that a word is right as it stands: the fact is kept as it too from now on."""
    word = clean_text(met)
    with desk.write("keep_word", f"保留词：{field_label(key)}") as work:
        if word not in _kept(key, queries.own_codes(work.session)):
            work.session.add(CodeText(list=key, code=word, text=word))


def list_meanings(desk: Desk) -> tuple[MeaningRow, ...]:
    """What the office has said of words, by fact."""
    with desk.store.read() as session:
        mapped = [
            MeaningRow(row.list, field_label(row.list), row.raw, row.code)
            for row in queries.mappings(session)
            if row.code
        ]
        kept = [
            MeaningRow(row.list, field_label(row.list), row.text, row.text)
            for row in queries.code_texts(session)
            if row.list in kept_words()
        ]
    return tuple(sorted([*mapped, *kept], key=lambda row: (row.key, row.met)))


def _keep_meaning(work: Work, key: str, met: str, word: str) -> None:
    plain = normal_word(met)
    known = queries.mapping_of(work.session, key, plain)
    if known is None:
        work.session.add(CodeMapping(list=key, raw=plain, code=word))
    else:
        known.code = word


def _apply(work: Work, key: str, met: str, word: str) -> int:
    session, plain = work.session, normal_word(met)
    known = queries.mapping_of(session, key, plain)
    spellings = {w for w, _ in queries.word_counts(session, key) if normal_word(w) == plain}
    before = {known.code} if known is not None and known.code else set()
    changed = 0
    for row in queries.bearers(session, key, spellings | before):
        person = _whose(session, row)
        now = getattr(row, key)
        said = str((person.raw or {}).get(key, now)) if person is not None else now
        if now == word or normal_word(said) != plain:
            continue
        if person is not None and normal_word(now) == plain:
            person.raw = {**(person.raw or {}), key: said}
        setattr(row, key, word)
        changed += 1
    return changed


def _whose(session: Session, row: queries.Bearer) -> Person | None:
    """The person whose raw text stands beside the fact; a household keeps none."""
    if isinstance(row, Membership):
        return session.get(Person, row.person_id)
    return row if isinstance(row, Person) else None
