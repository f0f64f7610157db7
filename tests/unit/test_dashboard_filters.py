"""The filters of the case search: an address gives the same list to everybody, or says why not.

When this fails, a link sent to a colleague shows another list than the sender saw.
"""

from __future__ import annotations

from datetime import date

import pytest

from dashboards.filters import CaseFilters, read_case_filters

CHOICES = {"charge": ["264000"], "region": ["320508"], "unit": ["320508500100"]}
ADDRESS = {
    "q": "（2024）苏０５０８刑初123号",
    "charge": "264000",
    "region": "320508",
    "unit": "320508500100",
    "stage": "open",
    "basis": "judged",
    "from": "2024-01-01",
    "to": "2024-01-31",
    "page": "3",
}


def test_an_address_comes_back_as_it_was() -> None:
    filters, broken = read_case_filters(ADDRESS, CHOICES)
    assert broken == ()
    assert filters.address_values(page=filters.page) == ADDRESS
    assert filters.parameters() == {
        "number": "(2024)苏0508刑初123",
        "charge": "264000",
        "region": "320508",
        "unit": "320508500100",
        "stage": "open",
        "basis": "judged",
        "has_period": True,
        "first_day": date(2024, 1, 1),
        "end_day": date(2024, 2, 1),
    }


def test_no_filter_is_all_cases() -> None:
    filters, broken = read_case_filters({"lang": "en"}, CHOICES)
    assert (filters, broken) == (CaseFilters(), ())
    assert not filters.is_set
    assert filters.address_values() == {}
    assert filters.parameters()["has_period"] is False


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("charge", "999999"),
        ("region", "x"),
        ("unit", "'; drop table dim_cases"),
        ("stage", "nowhere"),
        ("basis", "born"),
        ("from", "2024-13-01"),
        ("to", "yesterday"),
        ("page", "0"),
        ("page", "-1"),
        ("page", "two"),
        ("page", "9" * 5000),
        ("q", "12"),
        ("q", "号 号 号"),
    ],
)
def test_broken_filters_are_named(name: str, value: str) -> None:
    _, broken = read_case_filters({name: value}, CHOICES)
    assert broken == (name,)


def test_a_period_does_not_end_before_it_begins() -> None:
    _, broken = read_case_filters({"from": "2024-02-01", "to": "2024-01-01"}, CHOICES)
    assert broken == ("to",)


def test_the_last_day_of_all_is_a_day() -> None:
    filters, broken = read_case_filters({"to": "9999-12-31"}, CHOICES)
    assert broken == ()
    assert filters.parameters()["end_day"] == date(9999, 12, 31)


def test_an_open_period_has_one_end() -> None:
    filters, _ = read_case_filters({"from": "2024-02-01"}, CHOICES)
    assert filters.parameters()["first_day"] == date(2024, 2, 1)
    assert filters.parameters()["end_day"] > date(2100, 1, 1)
