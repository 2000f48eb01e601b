"""The strict verifier refuses every hostile package with its own code, and says what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.ledger.refusals import CHAIN_WORDS, WORDS, ChainFault, LedgerRefused, Refusal
from app.ledger.verifying import inspect_ledger, verify_ledger
from tests.samples.ledgers import good as sample
from tests.samples.ledgers import two_signers
from tests.samples.ledgers.hostile import recipes
from tests.samples.ledgers.knife import Expected
from tests.samples.ledgers.wrong_certificates import revocations

RECEIVED = {
    "certificate_expired_since_signing": sample.SIGNED.replace(year=2027),
}


@pytest.mark.parametrize(
    ("name", "expected", "recipe"), [(n, *recipe) for n, recipe in recipes().items()]
)
def test_hostile_package_is_refused_with_its_code(
    name: str, expected: Expected, recipe: Callable[[], bytes]
) -> None:
    at = RECEIVED.get(name, sample.RECEIVED)
    with pytest.raises(LedgerRefused) as caught:
        verify_ledger(recipe(), sample.trust(), at=at, crl=revocations(name))
    found = caught.value
    assert (found.chain if isinstance(expected, ChainFault) else found.code) == expected
    assert found.exit_code == 3
    assert len(found.sentences()) >= 2


def test_good_ledger_holds_and_gives_back_what_went_in() -> None:
    verified = verify_ledger(sample.good(), sample.trust(), at=sample.RECEIVED)
    assert verified.content == sample.content()
    assert verified.seal.signer.office_code == sample.OFFICE_CODE
    assert verified.seal.signed_at == sample.SIGNED
    assert len(verified.seal.path) == 2


def test_two_people_sign_one_ledger_and_both_are_told() -> None:
    seal = verify_ledger(two_signers.good(), sample.trust(), at=sample.RECEIVED).seal
    assert seal.second is not None
    assert (seal.role, seal.second.role) == ("负责人", "填报人")
    assert seal.signer.serial != seal.second.signer.serial


def test_every_code_has_words() -> None:
    assert WORDS.keys() == set(Refusal)
    assert CHAIN_WORDS.keys() == set(ChainFault)


def test_report_of_a_good_ledger_passes_every_step() -> None:
    report = inspect_ledger(sample.good(), sample.trust(), at=sample.RECEIVED)
    assert all(check.passed for check in report.checks)
    assert {check.code for check in report.checks} == set(Refusal)
    assert report.verified is not None


def test_report_stops_at_the_first_failure() -> None:
    _, recipe = recipes()["one_cell_changed"]
    report = inspect_ledger(recipe(), sample.trust(), at=sample.RECEIVED)
    by_code = {check.code: check.passed for check in report.checks}
    assert by_code[Refusal.SIGNATURE] is True
    assert by_code[Refusal.PART_CHANGED] is False
    assert by_code[Refusal.TOTALS] is None
    assert report.refused is not None
