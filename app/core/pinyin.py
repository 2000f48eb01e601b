"""How a name is found by typing letters: every reading of every character counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, islice, product

# Surnames that are not read as the ordinary word. Where families differ, both readings stand here.
SURNAMES: dict[str, tuple[str, ...]] = {
    "单": ("shan",), "單": ("shan",), "仇": ("qiu",), "解": ("xie",), "曾": ("zeng",),
    "查": ("zha",), "区": ("ou",), "翟": ("zhai",), "覃": ("qin", "tan"), "乐": ("yue", "le"),
    "召": ("shao",), "折": ("she",), "盖": ("ge", "gai"), "缪": ("miao",), "朴": ("piao",),
    "洗": ("xian",), "员": ("yun",), "贠": ("yun",), "种": ("chong",), "重": ("chong",),
    "秘": ("bi",), "繁": ("po",), "郇": ("xun", "huan"), "隗": ("wei", "kui"),
    "牟": ("mu", "mou"), "黑": ("he",), "薄": ("bo",), "能": ("nai",), "角": ("jue",),
    "谌": ("chen", "shen"), "句": ("gou",), "祭": ("zhai",), "么": ("yao",), "佴": ("nai",),
    "乜": ("nie",), "不": ("fou",), "卜": ("bu",), "藏": ("zang",), "卒": ("cui",),
    "费": ("fei", "bi"), "参": ("shen",),
}  # fmt: skip
COMPOUND: dict[str, tuple[str, str]] = {
    "尉迟": ("yu", "chi"), "长孙": ("zhang", "sun"), "万俟": ("mo", "qi"), "澹台": ("tan", "tai"),
    "单于": ("chan", "yu"), "宿六": ("su", "lu"), "宰父": ("zai", "fu"), "皇甫": ("huang", "fu"),
    "令狐": ("ling", "hu"), "鲜于": ("xian", "yu"), "呼延": ("hu", "yan"),
}  # fmt: skip
_MOST = 16


def readings(*names: str | None) -> tuple[str, str]:
    """(full pinyin, initials) of ``names``, each a list of all readings with a blank in front of
    each; what has no reading (Latin letters, signs, characters nobody can read) is left out."""
    ways = [way for name in names if name for way in _ways(name)]
    full = dict.fromkeys("".join(way) for way in ways)
    initials = dict.fromkeys("".join(part[0] for part in way) for way in ways)
    return _joined(full), _joined(initials)


@lru_cache(maxsize=4096)
def _ways(name: str) -> tuple[tuple[str, ...], ...]:
    """The readings of a whole name, the usual one first; then with one character read otherwise,
    then two: so the limit cuts off nothing but rare combinations."""
    options = [found for found in _options(name) if found]
    if not options:
        return ()
    return tuple(islice(_combined(options), _MOST))


def _combined(options: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    for unusual in range(len(options) + 1):
        for places in combinations(range(len(options)), unusual):
            for others in product(*(options[place][1:] for place in places)):
                way = [found[0] for found in options]
                for place, other in zip(places, others, strict=True):
                    way[place] = other
                yield tuple(way)


def _options(name: str) -> list[Sequence[str]]:
    """For each character its readings. A surname is read as one: in the usual way, or where it is
    no ordinary word as the table says, and then in every other way too."""
    options: list[Sequence[str]] = [_readings_of(sign) for sign in name]
    whole = COMPOUND.get(name[:2], ()) if len(name) > 2 else ()
    for place, first in enumerate(whole):
        options[place] = _with_first((first,), options[place])
    if not whole:
        options[0] = _surname(name[0])
    return options


def _surname(sign: str) -> Sequence[str]:
    if sign in SURNAMES:
        return _with_first(SURNAMES[sign], _readings_of(sign))
    return _readings_of(sign)[:1]


def _with_first(first: Sequence[str], others: Sequence[str]) -> Sequence[str]:
    return tuple(dict.fromkeys((*first, *others)))


@lru_cache(maxsize=8192)
def _readings_of(sign: str) -> tuple[str, ...]:
    """All readings of one character, the usual one first (``lv`` for 吕)."""
    from pypinyin import Style, pinyin

    found = pinyin(sign, style=Style.NORMAL, heteronym=True, errors=lambda _: "")
    letters = (one for one in found[0] if one.isascii() and one.isalpha()) if found else ()
    return tuple(dict.fromkeys(letters))


def _joined(ways: dict[str, None]) -> str:
    return "".join(f" {way}" for way in ways if way)
