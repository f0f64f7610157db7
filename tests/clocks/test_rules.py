"""The rules as data: every one can be looked up, started, ended and attributed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from tests.clocks.reference_state import read_seed

RULES = read_seed("law", "clock_rules")
EVENT_TYPES = {row["event_type"] for row in read_seed("domain", "event_types")}
AGENCIES = {
    "police", "procuratorate", "court", "justice", "prison", "supervision_commission",
    "administrative_agency", "financial_institution", "party",
}  # fmt: skip


def test_every_rule_has_source_owner_trigger_and_end() -> None:
    """A clock that cannot name its article, or whom it binds, accuses nobody of nothing."""
    wanting = [
        row["rule_id"]
        for row in RULES
        if not row["article"]
        or not row["quotation"]
        or row["responsible_agency"] not in AGENCIES
        or row["trigger_event"] not in EVENT_TYPES
        or row["end_event"] not in EVENT_TYPES
    ]
    assert wanting == []
    assert len({row["rule_id"] for row in RULES}) == 205


def test_versions_of_a_rule_follow_each_other() -> None:
    """Two versions in force on one day would give one event two clocks."""
    versions = defaultdict(list)
    for row in RULES:
        versions[row["rule_id"]].append(row)
    for rule_id, rows in versions.items():
        for before, after in zip(rows, rows[1:], strict=False):
            assert before["valid_to"] == after["valid_from"], rule_id
        assert rows[-1]["valid_to"] == "", rule_id
        assert all(date.fromisoformat(row["valid_from"]) for row in rows), rule_id


def test_versions_of_a_rule_share_trigger_and_end() -> None:
    """Events are matched to rules before it is known which version is in force."""
    shapes = defaultdict(set)
    for row in RULES:
        shapes[row["rule_id"]].add(
            (row["trigger_event"], row["end_event"], row["concerns"], row["direction"])
        )
    assert [rule_id for rule_id, found in shapes.items() if len(found) > 1] == []


def test_child_seeds_speak_of_known_rules_and_events() -> None:
    """A typing error in a child seed would silently switch an extension off."""
    known = {row["rule_id"] for row in RULES}
    for name, columns in {
        "clock_rule_events": ["event_type"],
        "clock_suspensions": ["start_event", "end_event"],
        "clock_extensions": [],
        "clock_conditions": [],
        "clock_totals": [],
        "clock_targets": [],
    }.items():
        for row in read_seed("law", name):
            assert row["rule_id"] in known, (name, row)
            assert all(row[column] in EVENT_TYPES for column in columns), (name, row)
    approvers = {row["approver"] for row in read_seed("law", "clock_approvers")}
    used = {
        approver
        for row in read_seed("law", "clock_extensions")
        for approver in filter(None, row["approvers"].split("|"))
    }
    assert used <= approvers


def test_extensions_hang_on_at_most_two_others() -> None:
    """int_clock_extensions takes the order of 刑诉法 156 → 158 → 159 in three steps, no more."""
    before = {
        (row["rule_id"], row["kind"]): row["only_after"]
        for row in read_seed("law", "clock_extensions")
    }
    for rule_id, kind in before:
        steps = 0
        while before[rule_id, kind]:
            kind, steps = before[rule_id, kind], steps + 1
        assert steps <= 2, (rule_id, kind)


def test_conditions_fit_the_shape_of_the_engine() -> None:
    """int_clock_roles has room for two conditions per alternative."""
    counts = defaultdict(int)
    for row in read_seed("law", "clock_conditions"):
        counts[row["rule_id"], row["alternative"]] += 1
    assert max(counts.values()) <= 2
