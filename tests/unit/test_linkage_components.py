"""Components and ids: who hangs together, and under which name."""

from __future__ import annotations

import itertools
import random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.linkage.cases import assign_cases
from models.linkage.components import connected_components
from models.linkage.identity import keyed_id, keyed_ids
from models.linkage.persons import assign_persons

KEY = "k" * 64


def _nodes(*keys: str) -> pd.DataFrame:
    return pd.DataFrame({"record_key": list(keys)}, dtype=object)


def _edges(*links: tuple[str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(links, columns=["left_key", "right_key", "link_probability"])
    return frame.assign(link_method="test")


def _groups(frame: pd.DataFrame) -> dict[str, str]:
    return dict(zip(frame["record_key"], frame["component"], strict=True))


def test_links_join_and_the_smallest_key_names_the_component() -> None:
    """The component's name becomes the case id; it must not depend on the order of links."""
    frame = connected_components(
        _edges(("c", "b", 0.9), ("b", "a", 0.9)), _nodes("d", "c", "b", "a")
    )
    assert _groups(frame) == {"a": "a", "b": "a", "c": "a", "d": "d"}
    assert frame["record_count"].tolist() == [3, 3, 3, 1]


def test_empty_frames_and_unknown_keys_are_harmless() -> None:
    """A first build has no links; a link may name a record that was deleted."""
    assert connected_components(_edges(), _nodes()).empty
    frame = connected_components(_edges(("a", "gone", 1.0)), _nodes("a"))
    assert _groups(frame) == {"a": "a"}


def test_a_record_key_that_occurs_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="unique"):
        connected_components(_edges(), _nodes("a", "a"))


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60),
    st.randoms(use_true_random=False),
)
def test_order_of_links_and_records_does_not_matter(
    pairs: list[tuple[int, int]], shuffler: random.Random
) -> None:
    """Deliveries arrive in any order; ids that depended on it would change from build to build."""
    keys = [f"{number:02d}" for number in range(31)]
    links = [(keys[left], keys[right], 1.0) for left, right in pairs]
    expected = _groups(connected_components(_edges(*links), _nodes(*keys)))
    shuffler.shuffle(links)
    shuffler.shuffle(keys)
    assert _groups(connected_components(_edges(*links), _nodes(*keys))) == expected


def test_an_implausible_component_loses_its_weakest_links() -> None:
    """One wrong number must not turn a district's cases into one."""
    left = [f"a{place}" for place in range(5)]
    right = [f"b{place}" for place in range(5)]
    links = [
        *((one, other, 0.99) for one, other in itertools.pairwise(left)),
        *((one, other, 0.99) for one, other in itertools.pairwise(right)),
        ("a0", "b0", 0.90),
    ]
    whole = connected_components(_edges(*links), _nodes(*left, *right))
    assert set(whole["record_count"]) == {10}
    split = connected_components(_edges(*links), _nodes(*left, *right), max_records=6)
    assert _groups(split) == {**dict.fromkeys(left, "a0"), **dict.fromkeys(right, "b0")}


def test_certain_links_are_never_dropped() -> None:
    """What an agency itself merged stays one case, however large."""
    links = [(f"{place:02d}", f"{place + 1:02d}", 1.0) for place in range(20)]
    nodes = _nodes(*(f"{place:02d}" for place in range(21)))
    frame = connected_components(_edges(*links), nodes, max_records=5)
    assert set(frame["record_count"]) == {21}


def test_ids_are_stable_secret_and_distinct() -> None:
    """Without the key nobody can compute an id from a record number."""
    assert keyed_id("C", KEY, "x") == keyed_id("C", KEY, "x")
    assert keyed_id("C", KEY, "x")[1:] != keyed_id("P", KEY, "x")[1:]
    assert keyed_id("C", KEY, "x") != keyed_id("C", "other", "x")
    assert keyed_ids("C", KEY, pd.Series(["x", "y", "x"])).nunique() == 2
    with pytest.raises(ValueError, match="empty"):
        keyed_id("C", "", "x")


def test_every_record_gets_a_case_and_its_best_link() -> None:
    """A record without a case would vanish from every page."""
    records = _nodes("1", "2", "3").assign(agency="a", source_table="t", source_record_id="r")
    links = _edges(("1", "2", 0.90), ("2", "1", 0.99))
    cases = assign_cases(records, links, key=KEY).set_index("record_key")
    assert cases.loc["1", "case_id"] == cases.loc["2", "case_id"] != cases.loc["3", "case_id"]
    assert cases["link_probability"].tolist() == [0.99, 0.99, 1.0]
    assert cases.loc["3", "link_method"] == "single"
    assert cases["record_count"].tolist() == [2, 2, 1]


def test_persons_carry_their_columns_on() -> None:
    """The bridge needs who wrote the person, beside who it is."""
    records = pd.DataFrame({"person_key": ["p2", "p1", "p3"], "agency": ["x", "y", "z"]})
    persons = assign_persons(records, _edges(("p1", "p2", 1.0)), key=KEY)
    assert persons["person_key"].tolist() == ["p1", "p2", "p3"]
    assert persons["agency"].tolist() == ["y", "x", "z"]
    assert persons["person_id"].nunique() == 2
