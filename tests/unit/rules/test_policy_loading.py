"""A policy file with any fault is refused, naming file, line and what to write."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.core.periods import Span
from app.core.terms import ContactKind
from app.rules.duty_rules import DutyRule
from app.rules.engine.loading import read_packs, read_parameter, read_sources
from app.rules.engine.parameters import Parameter
from app.rules.engine.values import SCALARS, PolicyFileError
from app.rules.policy import load_policy, shipped_policy

GOOD = """\
title = "标准"
kind = "money"
unit = "元"

[[version]]
value = "705"
from = 2022-01-01
issued = 2022-06-27
cite = "S3.202"

[[version]]
value = "735"
from = 2023-01-01
issued = 2023-01-05
scope = "5201"
cite = "县民政局2023年第1号通知"
"""


def _read(tmp_path: Path, text: str) -> Parameter:
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    return read_parameter(path, "standard.x", SCALARS)


def _refused(tmp_path: Path, old: str, new: str) -> PolicyFileError:
    assert old in GOOD
    with pytest.raises(PolicyFileError) as caught:
        _read(tmp_path, GOOD.replace(old, new, 1))
    assert caught.value.file == "standard/x.toml"
    assert f"政策文件 standard/x.toml 第 {caught.value.line} 行" in str(caught.value)
    assert caught.value.exit_code == 3
    return caught.value


def test_a_good_file_is_read_with_exact_amounts_and_real_dates(tmp_path: Path) -> None:
    parameter = _read(tmp_path, GOOD)
    first, second = parameter.versions
    assert (parameter.key, parameter.title, parameter.unit) == ("standard.x", "标准", "元")
    assert (first.value, first.first, first.scope) == (Decimal("705.00"), date(2022, 1, 1), "")
    assert (second.value, second.issued, second.scope) == (735, date(2023, 1, 5), "5201")


def test_a_byte_order_mark_from_notepad_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(GOOD, encoding="utf-8-sig")
    assert read_parameter(path, "standard.x", SCALARS) == _read(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('value = "705"', "value = 705", 6, '请改为：value = "705"'),
        ('value = "705"', 'value = "七百"', 6, "不是金额"),
        ('value = "705"', 'value = "-1"', 6, "不是金额"),
        ('value = "705"', 'value = "NaN"', 6, "不是金额"),
        ('value = "705"', 'value = "705.005"', 6, "两位小数"),
        ('cite = "S3.202"\n', "", 5, "没有写明依据"),
        ('cite = "县民政局2023年第1号通知"\n', "", 11, "没有写明依据"),
        ('cite = "县民政局2023年第1号通知"', 'cite = ""', 16, "没有写明依据"),
        ('scope = "5201"', 'scoop = "5201"', 15, "不认识“scoop”"),
        ('scope = "5201"', 'scope = "贵阳"', 15, "行政区划代码"),
        ('scope = "5201"', 'scope = "\uff15\uff12"', 15, "行政区划代码"),
        ('scope = "5201"', "scope = 5201", 15, "行政区划代码"),
        ('scope = "5201"', 'repeal = true', 15, "必须恰有其一"),
        ('value = "735"\n', "", 11, "必须恰有其一"),
        ("from = 2023-01-01", 'from = "2023-01-01"', 13, "不是日期"),
        ("from = 2023-01-01", "from = 2023-01-01T08:00:00", 13, "不是日期"),
        ("from = 2023-01-01\n", "", 11, "不是日期"),
        ("issued = 2023-01-05\n", "", 11, "不是日期"),
        ('scope = "5201"', "until = 2022-12-31", 15, "早于执行日期"),
        ('scope = "5201"', "default = true", 15, "没有说明理由"),
        ('scope = "5201"', "default = 1", 15, "应为是或否"),
        ('kind = "money"', 'kind = "cash"', 2, "种类"),
        ('kind = "money"\n', "", 1, "种类"),
        ('title = "标准"', 'title = ""', 1, "文字"),
        ('unit = "元"', 'units = "元"', 3, "不认识“units”"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line_and_the_remedy(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    error = _refused(tmp_path, old, new)
    assert error.line == line
    assert said in str(error)
    assert error.what_to_do.startswith("请改为：")


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    error = _refused(tmp_path, 'value = "705"', 'value = "705"\nvalue = "706"')
    assert error.line == 7
    assert "写了两次" in str(error)


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    assert _refused(tmp_path, 'value = "705"', 'value = "705').line == 6
    assert "格式不对" in str(_refused(tmp_path, 'cite = "县民政局2023年第1号通知"', 'cite = """'))


def test_a_file_without_versions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyFileError, match="一个版本也没有"):
        _read(tmp_path, 'title = "标准"\nkind = "money"\n')
    with pytest.raises(PolicyFileError, match="一个版本也没有"):
        _read(tmp_path, 'title = "标准"\nkind = "money"\nversion = "1"\n')
    with pytest.raises(PolicyFileError, match="一个版本也没有"):
        _read(tmp_path, 'title = "标准"\nkind = "money"\nversion = [1]\n')


def test_a_fault_in_versions_on_one_line_is_still_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyFileError, match="没有写明依据"):
        _read(tmp_path, 'title = "标准"\nkind = "money"\nversion = [{ value = "1" }]\n')


def test_a_file_in_another_encoding_is_refused_at_the_line_of_the_first_bad_byte(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b'kind = "money"\n' + 'title = "标准"\n'.encode("gbk"))
    with pytest.raises(PolicyFileError) as caught:
        read_parameter(path, "standard.x", SCALARS)
    assert caught.value.line == 2
    assert "UTF-8" in str(caught.value)


@pytest.mark.parametrize(
    ("second", "line"),
    [
        ('from = 2022-01-01\nissued = 2022-06-27\nscope = ""', 10),
        ('from = 2022-07-01\nissued = 2022-05-01\nscope = ""', 10),
        ('from = 2022-12-31\nissued = 2022-05-01\nscope = ""', 10),
    ],
)
def test_versions_of_one_scope_that_overlap_are_refused(
    tmp_path: Path, second: str, line: int
) -> None:
    first = GOOD.partition('\n\n[[version]]\nvalue = "735"')[0] + "\nuntil = 2022-12-31\n"
    text = f'{first}[[version]]\nvalue = "735"\ncite = "甲"\n{second}\n'
    with pytest.raises(PolicyFileError, match="时间重叠") as caught:
        _read(tmp_path, text)
    assert caught.value.line > line


def test_a_later_document_may_change_days_that_an_earlier_one_covered(tmp_path: Path) -> None:
    first = GOOD.partition('\n\n[[version]]\nvalue = "735"')[0] + "\nuntil = 2022-12-31\n"
    amended = 'from = 2022-07-01\nissued = 2022-08-01\ncite = "甲"'
    assert len(_read(tmp_path, f'{first}[[version]]\nvalue = "735"\n{amended}\n').versions) == 2


def test_a_version_may_hold_for_a_single_day_and_the_next_begin_after_it(tmp_path: Path) -> None:
    text = GOOD.replace('cite = "S3.202"', 'cite = "S3.202"\nuntil = 2022-01-01')
    text = text.replace('scope = "5201"', 'scope = ""').replace("2023-01-0", "2022-01-0")
    text = text.replace(
        "from = 2022-01-01\nissued = 2022-01-05", "from = 2022-01-02\nissued = 2022-01-05"
    )
    assert len(_read(tmp_path, text).versions) == 2


def test_the_same_days_in_another_scope_do_not_overlap(tmp_path: Path) -> None:
    text = GOOD.replace("2023-01-01", "2022-01-01").replace("2023-01-05", "2022-06-27")
    assert len(_read(tmp_path, text).versions) == 2


KINDS = """\
title = "甲"
kind = "{kind}"
[[version]]
value = {value}
from = 2022-01-01
issued = 2022-01-01
cite = "甲"
"""


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        ("ratio", '"0.305"', Decimal("0.305")),
        ("count", "60", 60),
        ("flag", "true", True),
        ("text", '"甲"', "甲"),
        ("texts", '["一级", "二级"]', ("一级", "二级")),
        ("points", '[["乙", 20], ["甲", 5]]', (("乙", 20), ("甲", 5))),
    ],
)
def test_each_kind_of_value_is_read_as_what_it_is(
    tmp_path: Path, kind: str, value: str, read: object
) -> None:
    assert _read(tmp_path, KINDS.format(kind=kind, value=value)).versions[0].value == read


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("ratio", "0.3"),
        ("count", '"60"'),
        ("count", "-1"),
        ("count", "true"),
        ("flag", '"是"'),
        ("text", '" "'),
        ("text", "1"),
        ("texts", '"一级"'),
        ("texts", "[]"),
        ("texts", "[1]"),
        ("points", "[]"),
        ("points", '"甲 20"'),
        ("points", '[["甲"]]'),
        ("points", '[["甲", 0]]'),
        ("points", '[["甲", true]]'),
        ("points", '[[" ", 5]]'),
        ("points", '[["甲", 5], ["甲", 6]]'),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_at_its_line(
    tmp_path: Path, kind: str, value: str
) -> None:
    with pytest.raises(PolicyFileError) as caught:
        _read(tmp_path, KINDS.format(kind=kind, value=value))
    assert caught.value.line == 4


DUTY = """\
title = "探访"
kind = "duty"

[[version]]
from = 2022-06-27
issued = 2022-06-27
cite = "S3.216"
[version.value]
pack = "S3"
categories = ["orphan"]
span = "month"
times = 1
counts = ["visit"]
question = "好吗？"
"""
PROGRAMME = """\
title = "补助"
kind = "programme"

[[version]]
from = 2022-06-27
issued = 2022-06-27
cite = "S3.201"
[version.value]
method = "four_tiers"
pack = "S3"
"""
PACKS = """\
[[pack]]
key = "S3"
name = "甲"
document = "乙"
region = "丙"
from = 2022-06-27
"""


SOURCES = """\
[[source]]
id = "S9.999"
document = "甲"
section = "乙"
quote = "丙"
"""


def _policy_folder(tmp_path: Path, file: str, text: str) -> Path:
    (tmp_path / "packs.toml").write_text(PACKS, encoding="utf-8")
    (tmp_path / "sources.toml").write_text(SOURCES, encoding="utf-8")
    path = tmp_path / file
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return tmp_path


def test_a_duty_is_read_with_its_defaults(tmp_path: Path) -> None:
    policy = load_policy(_policy_folder(tmp_path, "duty/visit.toml", DUTY))
    rule = policy.parameters["duty.visit"].versions[0].value
    assert isinstance(rule, DutyRule)
    assert (rule.span, rule.times, rule.kinds) == (Span.MONTH, 1, (ContactKind.VISIT,))
    assert rule.next_period
    assert not rule.household
    assert not rule.owed
    assert not rule.distinct_days


def test_a_duty_for_all_categories_names_every_category(tmp_path: Path) -> None:
    text = DUTY.replace('["orphan"]', '["all"]')
    rule = load_policy(_policy_folder(tmp_path, "duty/visit.toml", text))
    value = rule.parameters["duty.visit"].versions[0].value
    assert isinstance(value, DutyRule)
    assert {"orphan", "dibao_rural"} < value.categories


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('pack = "S3"', 'pack = "S9"', 9, "S3"),
        ('["orphan"]', '["orphans"]', 10, "categories"),
        ('span = "month"', 'span = "decade"', 11, "half_year"),
        ("times = 1", "times = 0", 12, "次数不能为零"),
        ('counts = ["visit"]', 'counts = ["letter"]', 13, "entrusted"),
        ('counts = ["visit"]', 'count = ["visit"]', 13, "不认识“count”"),
        ('question = "好吗？"', "", 4, "question"),
    ],
)
def test_a_fault_in_a_duty_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    folder = _policy_folder(tmp_path, "duty/visit.toml", DUTY.replace(old, new))
    with pytest.raises(PolicyFileError) as caught:
        load_policy(folder)
    assert (caught.value.file, caught.value.line) == ("duty/visit.toml", line)
    assert said in str(caught.value)


def test_a_duty_without_a_table_of_values_is_refused(tmp_path: Path) -> None:
    text = DUTY.partition("[version.value]")[0] + 'value = "每月"\n'
    with pytest.raises(PolicyFileError, match="应为表"):
        load_policy(_policy_folder(tmp_path, "duty/visit.toml", text))


def test_a_programme_must_name_a_method_that_exists(tmp_path: Path) -> None:
    text = PROGRAMME.replace("four_tiers", "five_tiers")
    with pytest.raises(PolicyFileError, match="four_tiers") as caught:
        load_policy(_policy_folder(tmp_path, "programme/dibao_supplement.toml", text))
    assert caught.value.line == 9


def test_sources_and_packs_refuse_unknown_and_missing_keys(tmp_path: Path) -> None:
    path = tmp_path / "packs.toml"
    path.write_text(PACKS.replace("region", "regions"), encoding="utf-8")
    with pytest.raises(PolicyFileError, match="regions"):
        read_packs(path)
    path.write_text(PACKS.replace('region = "丙"\n', ""), encoding="utf-8")
    with pytest.raises(PolicyFileError, match="region = "):
        read_packs(path)
    path.write_text('[[source]]\nid = "S9.999"\n', encoding="utf-8")
    with pytest.raises(PolicyFileError, match="document = "):
        read_sources(path)
    path.write_text('[[clause]]\nid = "S9.999"\n', encoding="utf-8")
    with pytest.raises(PolicyFileError, match="不认识“clause”"):
        read_sources(path)
    path.write_text("", encoding="utf-8")
    with pytest.raises(PolicyFileError, match="没有内容"):
        read_sources(path)


def test_every_shipped_citation_names_a_clause() -> None:
    policy = shipped_policy()
    for parameter in policy.parameters.values():
        for version in parameter.versions:
            assert version.cite in policy.sources, parameter.key


def test_no_shipped_quote_is_longer_than_a_quote() -> None:
    for source in shipped_policy().sources.values():
        assert len(source.quote) <= 25, source.id


def test_shipped_defaults_are_marked_and_say_why() -> None:
    defaults = {found.key: found.version.reason for found in shipped_policy().defaults()}
    assert {"standard.dibao_urban", "standard.dibao_rural", "age.elder"} <= set(defaults)
    assert all(defaults.values())
