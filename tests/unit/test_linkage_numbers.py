"""Numbers typed by hand: spellings of one number must meet, different numbers must not."""

from __future__ import annotations

import pytest

from models.linkage.numbers import normalize_name, normalize_number


@pytest.mark.parametrize(
    "spelling",
    [
        "姑公(平江)提捕字〔2024〕12号",
        "姑公（平江）提捕字［2024］12号",
        "姑公(平江)提捕字[2024]12",
        "姑公(平江)提捕字【２０２４】 012 号",
        "  姑公 (平江)提捕字〔2024〕0012号\u3000",
        "姑公\u00a0(平江)提捕字﹝2024﹞12号",
    ],
)
def test_spellings_of_one_document_number_meet(spelling: str) -> None:
    """A spelling that does not meet leaves the case without its arrest review."""
    assert normalize_number(spelling) == "姑公(平江)提捕字(2024)12"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("姑公(平江)提捕字〔2024〕12号", "姑公(平江)提捕字〔2024〕120号"),
        ("姑公(平江)提捕字〔2024〕12号", "姑公(平江)提捕字〔2023〕12号"),
        ("姑公(平江)提捕字〔2024〕12号", "姑公(平江)诉字〔2024〕12号"),
        ("(2024)苏0508刑初123号", "(2024)苏508刑初123号"),
        ("(2024)苏0508刑初123号", "(2024)苏0508刑初123号之一"),
    ],
)
def test_different_numbers_stay_apart(one: str, other: str) -> None:
    """Two numbers in one form would join two strangers' cases."""
    assert normalize_number(one) != normalize_number(other)


def test_case_numbers_keep_every_digit() -> None:
    """Zeros inside an agency's own number are part of it."""
    assert normalize_number("A32050850010020240300017") == "A32050850010020240300017"
    assert normalize_number("（2024）苏0508刑初0123号") == "(2024)苏0508刑初123"
    assert normalize_number("jz3205082024０００1") == "JZ32050820240001"


def test_nothing_stays_nothing() -> None:
    """An empty number must not match other empty numbers."""
    assert normalize_number(None) is None
    assert normalize_number(" 号 ") is None
    assert normalize_name(" ") is None


def test_names_lose_blanks_and_remarks() -> None:
    """Remarks behind a name differ between agencies; the name does not."""
    assert normalize_name("张 伟（绰号老三）") == "张伟"
    assert normalize_name("买买提•艾力") == normalize_name("买买提·艾力")
