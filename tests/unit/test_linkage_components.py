"""Components and ids: who hangs together, and under which name."""

from __future__ import annotations

import itertools
import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.linkage.cases import assign_cases
from models.linkage.components import connected_components
from models.linkage.decisions import obey
from models.linkage.identity import keyed_id, keyed_ids
from models.linkage.persons import assign_persons

KEY = "k" * 64


def _nodes(*keys: str) -> pd.DataFrame:
    return pd.DataFrame({"record_key": list(keys)}, dtype=object)


def _edges(*links: tuple[str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(links, columns=["left_key", "right_key", "link_probability"])
    return frame.assign(link_method="test")


def _person_links(*links: tuple[str, str, float, str]) -> pd.DataFrame:
    columns = ["left_key", "right_key", "link_probability", "joins_at"]
    return pd.DataFrame(links, columns=columns).assign(link_method="test")


def _pairs(*pairs: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["left_key", "right_key"], dtype=object)


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


# Times belong to the machine.
@settings(deadline=None)
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
    persons = assign_persons(records, _person_links(("p1", "p2", 1.0, "strict")), key=KEY)
    assert persons["person_key"].tolist() == ["p1", "p2", "p3"]
    assert persons["agency"].tolist() == ["y", "x", "z"]
    assert persons["person_id"].nunique() == 2


def test_a_forbidden_pair_stays_apart_however_long_the_way() -> None:
    """A reviewer who says no must not see the same two together next day, over a third record."""
    links = _edges(("a", "b", 0.99), ("b", "c", 0.9), ("c", "d", 0.95))
    frame = connected_components(links, _nodes(*"abcd"), apart=_pairs(("a", "d")))
    assert _groups(frame) == {"a": "a", "b": "a", "c": "c", "d": "c"}


def test_components_without_a_forbidden_pair_are_left_alone() -> None:
    """A veto in one case must not change the id of another one."""
    links = _edges(("a", "b", 0.5), ("x", "y", 0.5))
    frame = connected_components(links, _nodes(*"abxy"), apart=_pairs(("a", "b"), ("a", "x")))
    assert _groups(frame) == {"a": "a", "b": "b", "x": "x", "y": "x"}


# Times belong to the machine.
@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 12), st.sampled_from([0.6, 0.8, 0.9])),
        max_size=40,
    ),
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=6),
    st.randoms(use_true_random=False),
)
def test_no_forbidden_pair_ever_meets(
    links: list[tuple[int, int, float]], forbidden: list[tuple[int, int]], shuffler: random.Random
) -> None:
    """Whatever the links say and in whatever order they come."""
    keys = [f"{number:02d}" for number in range(13)]
    named = [(keys[one], keys[other], weight) for one, other, weight in links]
    # One link per pair: two weights of one pair would leave the order open.
    named = list({link[:2]: link for link in named}.values())
    apart = _pairs(*((keys[one], keys[other]) for one, other in forbidden if one != other))
    groups = _groups(connected_components(_edges(*named), _nodes(*keys), apart=apart))
    assert all(groups[one] != groups[other] for one, other in apart.itertuples(index=False))
    shuffler.shuffle(named)
    assert _groups(connected_components(_edges(*named), _nodes(*keys), apart=apart)) == groups


def test_three_thresholds_are_bounds_of_each_other() -> None:
    """A figure per person is shown with its bounds; a strict human is never more than a broad one."""
    records = pd.DataFrame({"person_key": ["p1", "p2", "p3", "p4"]})
    links = _person_links(
        ("p1", "p2", 0.999, "strict"), ("p2", "p3", 0.99, "standard"), ("p3", "p4", 0.6, "broad")
    )
    persons = assign_persons(records, links, key=KEY)
    assert persons["person_id_strict"].nunique() == 3
    assert persons["person_id"].nunique() == 2
    assert persons["person_id_broad"].nunique() == 1
    assert persons["link_probability"].tolist() == [0.999, 0.999, 0.99, 1.0]


def _listed(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["person_key", "list_key", "trusted_no"])


def test_two_of_one_list_are_two_humans() -> None:
    """Two brothers in one case would be counted as one accused."""
    records = _listed(("a", "review 1", None), ("b", "review 1", None), ("c", "court 1", None))
    links = _person_links(("a", "c", 0.999, "strict"), ("b", "c", 0.99, "strict"))
    persons = assign_persons(records, links, key=KEY).set_index("person_key")["person_id"]
    assert persons["a"] == persons["c"] != persons["b"]


def test_somebody_listed_twice_with_one_number_is_one() -> None:
    """A double entry is no second human."""
    records = _listed(("a", "case 1", "N1"), ("b", "case 1", "N1"))
    persons = assign_persons(records, _person_links(("a", "b", 1.0, "strict")), key=KEY)
    assert persons["person_id"].nunique() == 1


def test_two_trusted_numbers_are_two_humans_unless_a_link_bridges_them() -> None:
    """A record without a number must not glue two humans together."""
    records = _listed(("a", "1", "N1"), ("b", "2", None), ("c", "3", "N2"))
    links = _person_links(("a", "b", 0.999, "strict"), ("b", "c", 0.99, "strict"))
    persons = assign_persons(records, links, key=KEY).set_index("person_key")["person_id"]
    assert persons["a"] == persons["b"] != persons["c"]
    bridged = pd.concat([links, _person_links(("a", "c", 0.99, "strict"))], ignore_index=True)
    assert assign_persons(records, bridged, key=KEY)["person_id"].nunique() == 1


def test_a_bridge_between_two_numbers_counts_in_its_own_cluster() -> None:
    """Else a day would have to look at all clusters with those numbers, wherever they are."""
    records = _listed(
        ("a", "1", "N1"), ("b", "2", None), ("c", "3", "N2"), ("x", "4", "N1"), ("y", "5", "N2")
    )
    links = _person_links(
        ("a", "b", 0.999, "strict"), ("b", "c", 0.99, "strict"), ("x", "y", 0.99, "strict")
    )
    persons = assign_persons(records, links, key=KEY).set_index("person_key")
    assert persons["person_id"].nunique() == 3
    assert persons["cluster_key"].tolist() == ["a", "a", "a", "x", "x"]


def test_a_reviewers_word_wins_over_the_model() -> None:
    """Accepted pairs join without a link, rejected ones part although the model is sure."""
    decisions = pd.DataFrame(
        [("a", "b", "reject"), ("c", "d", "accept")],
        columns=["left_key", "right_key", "decision"],
    )
    links, apart = obey(_edges(("a", "b", 0.9999)), decisions)
    groups = _groups(connected_components(links, _nodes(*"abcd"), apart=apart))
    assert groups == {"a": "a", "b": "b", "c": "c", "d": "c"}
    assert links["link_method"].tolist() == ["reviewed"]
