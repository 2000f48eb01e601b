"""Keys, ledgers and receipts on their way between township and county."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import OTHER_TOWNSHIP, Offices
from tests.factory import (
    PASSPHRASE,
    TOWNSHIP,
)
from tests.unit.cli.running import Run, in_folder, orphans

INIT = ("--name", "青山镇", "--code", "990101101000", "--county", "样例县", "--clerk", "王经办")


def test_keys_travel_between_township_and_county(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    key = ("--passphrase", PASSPHRASE)
    town, county = (in_folder(capsys, tmp_path / name) for name in ("town", "county"))
    town("init", *INIT)
    county("init --role county --name 样例县民政局 --code 990101000000 --county 样例县 --clerk 李")
    root = county("key make", *key)
    assert root.code == 0
    assert "县级根证书指纹" in root.out
    assert town("key make", *key).code == 0
    request = town("key request --json --out", stick).json["path"]
    office = ("--code", "990101101000", "--name", "青山镇")
    offer = county("key issue", request, *office, "--out", stick, *key, "--json").json["path"]
    installed = town("key install", offer)
    assert installed.code == 0
    fingerprint = root.out.rsplit("指纹 ", 1)[1].strip()
    assert fingerprint in installed.out


def test_the_month_goes_up_is_answered_and_comes_back(
    township: Run, county: Run, offices: Offices, tmp_path: Path, run: Run
) -> None:
    orphans(offices)
    stick = offices.stick
    key = ("--passphrase", PASSPHRASE, "--out", stick)
    signed = ("--filled-by", "王经办", "--checked-by", "李负责")
    made = township("export --month 2026-05 --json", *key, *signed)
    assert made.code == 0, made.err
    assert (made.json["batch_no"], made.json["people"]) == (1, 2)
    received = county("receive --json", stick)
    assert [(row["state"], row["kept"]) for row in received.json] == [("VERIFIED", True)]
    again = county("receive", stick)
    assert (again.code, "重复" in again.out) == (0, True)
    merged = county("merge --month 2026-05 --json", *key)
    assert (merged.json["offices"], merged.json["missing"]) == (1, [OTHER_TOWNSHIP])
    (receipt,) = county("receipt write --month 2026-05 --json", *key).json["paths"]
    answered = township("receipt import", receipt)
    assert answered.code == 0
    assert "县级已接收" in answered.out
    assert county("receipt import", receipt).code == 2  # nobody has certified it for going up


def test_verify_needs_only_the_countys_certificate(
    township: Run, offices: Offices, run: Run
) -> None:
    signed = ("--passphrase", PASSPHRASE, "--filled-by", "王", "--checked-by", "李")
    export = township("export --month 2026-05 --json --out", offices.stick, *signed)
    made = export.json["path"]
    root = offices.root / "county" / "keys" / "county-root.pem"
    verify = ("verify --today 2026-05-28", made, "--trust", root)
    ran = run(*verify, "--json")
    assert ran.code == 0, ran.out
    (result,) = ran.json
    assert (result["ok"], result["facts"]["office_name"]) == (True, TOWNSHIP)
    assert all(passed for _, _, passed in result["checks"])
    data = bytearray(Path(made).read_bytes())
    data[len(data) // 2] ^= 1
    Path(made).write_bytes(data)
    ran = run(*verify)
    assert ran.code == 1
    assert "不通过" in ran.out


def test_a_county_has_a_further_key_for_going_up(county: Run, offices: Offices) -> None:
    key = ("--passphrase", PASSPHRASE)
    refused = county("key request --out", offices.stick, "--up")
    assert refused.code == 2
    made = county("key make --up --kind ec-p256", *key)
    assert made.code == 0, made.err
    assert "根证书" not in made.out
    path = county("key request --up --json --out", offices.stick).json["path"]
    assert "证书申请（上报）" in path
    again = county("key make --up", *key)
    assert (again.code, "请市里吊销" in again.err) == (1, True)
