"""The registry of findings and the coverage of the statutory limits are whole and agree with each other."""

from __future__ import annotations

import csv
import re

from data_samples.breaches import FINDING_OF_RULE
from data_samples.limits import LIMITS
from tests.conftest import REPOSITORY

SEEDS = REPOSITORY / "dbt_project" / "seeds"
MODELS = REPOSITORY / "dbt_project" / "models" / "intermediate" / "findings"
FED = {"fed", "when_recorded"}


def read_seed(path: str) -> list[dict[str, str]]:
    with (SEEDS / f"{path}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_every_limit_of_the_catalogue_says_whether_it_is_fed() -> None:
    """A limit that nobody mentions looks kept when nothing can break it."""
    limits = {row["rule_id"] for row in read_seed("law/clock_rules")}
    coverage = {row["rule_id"]: row for row in read_seed("findings/clock_coverage")}
    assert set(coverage) == limits
    for rule, row in coverage.items():
        if row["coverage"] in FED:
            assert row["start_source"] and row["end_source"], rule
        elif row["coverage"] == "not_delivered":
            assert row["note"] and not row["start_source"], rule


def test_every_limit_that_is_fed_is_a_finding_when_it_is_broken() -> None:
    """A broken limit without a finding is on nobody's list."""
    coverage = {
        row["rule_id"] for row in read_seed("findings/clock_coverage") if row["coverage"] in FED
    }
    mapped = {
        row["limit_rule_id"]: row["finding_rule_id"]
        for row in read_seed("findings/finding_clock_rules")
    }
    assert set(mapped) == coverage
    assert set(mapped.values()) <= {row["rule_id"] for row in read_seed("findings/finding_rules")}


def test_every_rule_has_its_file_and_every_file_its_rule() -> None:
    """A rule without words cannot be read, one that is not listed finds nothing."""
    rules = {row["rule_id"]: row for row in read_seed("findings/finding_rules")}
    files = {path.stem.removeprefix("int_findings_") for path in MODELS.glob("int_findings_*.sql")}
    listed = re.findall(
        r"'([a-z_]+)'", (MODELS / "int_findings.sql").read_text("utf-8").split("%}")[0]
    )
    assert files == set(listed) == set(rules)
    for rule, row in rules.items():
        assert all(row.values()), rule
        text = (MODELS / f"int_findings_{rule}.sql").read_text("utf-8")
        assert f"'{rule}'" in text, f"[{rule}] makes findings under another name"


def test_findings_name_no_official() -> None:
    """A finding is about a case; who handled it is for the supervision role, not for a list."""
    for path in MODELS.glob("*.sql"):
        assert not re.search(
            r"officer|judge_|prosecutor_n|issuer|handler(?!_in_two_places|_conflicts)",
            path.read_text("utf-8"),
        ), path


def test_the_story_judges_limits_that_are_fed() -> None:
    """What the truth judges and nothing can feed would lower recall for ever."""
    coverage = {row["rule_id"]: row["coverage"] for row in read_seed("findings/clock_coverage")}
    mapped = {
        row["limit_rule_id"]: row["finding_rule_id"]
        for row in read_seed("findings/finding_clock_rules")
    }
    for rule in LIMITS:
        assert coverage[rule] in FED, rule
        assert mapped[rule] == FINDING_OF_RULE.get(rule, "overdue_handling"), rule
