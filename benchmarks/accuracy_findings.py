"""Recall and precision of every rule of findings on an invented city, against the truth of its story.

    python -m benchmarks.accuracy_findings [--cases 20000] [--days 730] [--seed 1] [--at-least 0.99]
    python -m benchmarks.accuracy_findings --home HOME --truth DIR     a city that is built already

Belongs here: matching findings with planted ones and counting. Keep out: what is a finding (dbt) and what
was planted (data_samples). The exit code is 1 when a rule falls below ``--at-least``.

Cases of which a delivered row never arrived (refused for good) are left out of both: nobody can tell.
A finding and a planted irregularity match when rule, statutory limit, case and person agree (documents:
when the document agrees). Cases and persons are compared through the records that make them up, so a
wrong link counts against the rule whose finding it spoils.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from data_samples.city import generate
from pipelines.build import build
from pipelines.home import Home

# What one finding or one planted irregularity is about: rule, limit, then case and person or document.
Subject = tuple[str, str, str, str]
# A rule that tests chance misses some and errs now and then; the rate of errors is held by the test itself.
_STATISTICAL = {"counsel_match": 0.75}
_BY_DOCUMENT = ("document_", "handler_")


@dataclass(slots=True)
class Score:
    """Counts of one rule (and statutory limit)."""

    planted: int = 0
    found: int = 0
    hit: int = 0
    right: int = 0
    missed: list[Subject] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.hit / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0


def measure(home: Home, truth: Path) -> dict[tuple[str, str], Score]:
    """Scores by (rule, limit), sorted."""
    lost = _cases_with_losses(truth)
    planted = [
        (
            (row["rule_id"], row["limit_rule"], row["record_key"], "")
            if row["rule_id"].startswith(_BY_DOCUMENT)
            else (row["rule_id"], row["limit_rule"], row["true_case"], row["true_person"])
        )
        for row in _read(truth, "findings")
        if row["true_case"] not in lost
    ]
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        findings = _findings(connection, truth, lost)
    scores: dict[tuple[str, str], Score] = defaultdict(Score)
    wanted = set(planted)
    hit: set[Subject] = set()
    for finding_id, possible in findings:
        score = scores[possible[0][:2]]
        score.found += 1
        matches = wanted.intersection(possible)
        if matches:
            score.right += 1
            hit |= matches
        else:
            score.wrong.append(finding_id)
    for subject in wanted:
        score = scores[subject[:2]]
        score.planted += 1
        if subject in hit:
            score.hit += 1
        else:
            score.missed.append(subject)
    return dict(sorted(scores.items()))


def _cases_with_losses(truth: Path) -> set[str]:
    cases = {row["record_key"]: row["true_case"] for row in _read(truth, "case_records")}
    return {cases[row["case_key"]] for row in _read(truth, "lost") if row["case_key"] in cases}


def _findings(
    connection: duckdb.DuckDBPyConnection, truth: Path, lost: set[str]
) -> list[tuple[str, list[Subject]]]:
    """Every finding with all that it may be about in the words of the truth."""
    cases = defaultdict(set)
    records = {row[:3]: row[3] for row in connection.execute(
        "select agency, source_table, source_record_id, case_id from marts.bridge_case_records"
    ).fetchall()}  # fmt: skip
    for row in _read(truth, "case_records"):
        case_id = records.get((row["agency"], row["source_table"], row["record_key"]))
        if case_id:
            cases[case_id].add(row["true_case"])
    persons = defaultdict(set)
    written = {row[:4]: row[4] for row in connection.execute(
        "select agency, source_table, source_record_id, source_person_no, person_id "
        "from marts.bridge_person_records"
    ).fetchall()}  # fmt: skip
    for row in _read(truth, "person_records"):
        key = (row["agency"], row["source_table"], row["source_record_id"], row["source_person_no"])
        if key in written:
            persons[written[key]].add(row["true_person"])
    found = connection.execute("""
        select findings.finding_id, findings.rule_id, coalesce(findings.limit_rule_id, ''), findings.case_id,
            findings.person_id, documents.source_record_id
        from (
            select finding_id, rule_id, limit_rule_id, case_id, person_id, document_id from marts.fct_findings
            union all
            select finding_id, rule_id, null, case_id, null, document_id from marts.fct_restricted_findings
        ) as findings
        left join (
            select document_id, min(source_record_id) as source_record_id
            from marts.bridge_document_sources where source_table = 'documents' group by document_id
        ) as documents on findings.document_id = documents.document_id""").fetchall()
    result = []
    for finding_id, rule, limit, case_id, person_id, document in found:
        if cases[case_id] & lost:
            continue
        if rule.startswith(_BY_DOCUMENT):
            possible = [(rule, limit, document, "")]
        else:
            humans = persons[person_id] if person_id else {""}
            possible = [(rule, limit, case, human) for case in cases[case_id] for human in humans]
        result.append((finding_id, possible or [(rule, limit, "", "")]))
    return result


def _read(truth: Path, name: str) -> list[dict[str, str]]:
    with (truth / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def report(scores: dict[tuple[str, str], Score], *, details: int = 0) -> None:
    """One line per rule and limit, and one per rule."""
    print(f"{'rule':34} {'statutory limit':42} planted found recall precision")
    for (rule, limit), score in scores.items():
        print(
            f"{rule:34} {limit:42} {score.planted:7} {score.found:5} "
            f"{score.recall:6.4f} {score.precision:9.4f}"
        )
        for subject in score.missed[:details]:
            print("    missed", *subject)
        for finding_id in score.wrong[:details]:
            print("    wrong", finding_id)
    for rule, score in totals(scores).items():
        print(
            f"{rule:34} {'all':42} {score.planted:7} {score.found:5} "
            f"{score.recall:6.4f} {score.precision:9.4f}"
        )


def totals(scores: dict[tuple[str, str], Score]) -> dict[str, Score]:
    """The same per rule."""
    added: dict[str, Score] = defaultdict(Score)
    for (rule, _), score in scores.items():
        total = added[rule]
        total.planted += score.planted
        total.found += score.found
        total.hit += score.hit
        total.right += score.right
    return dict(added)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--days", type=int, default=730)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--at-least", type=float, default=0.99)
    parser.add_argument("--details", type=int, default=0, help="examples of misses per rule")
    options = parser.parse_args()
    if options.home:
        scores = measure(Home(options.home), options.truth)
    else:
        with tempfile.TemporaryDirectory(prefix="caseloom-accuracy-") as folder:
            city = Path(folder) / "city"
            generate(out=city, cases=options.cases, days=options.days, seed=options.seed)
            home = Home(Path(folder) / "home").create()
            build(home, landing=city / "landing")
            scores = measure(home, city / "truth")
    report(scores, details=options.details)
    low = [
        rule
        for rule, score in totals(scores).items()
        if min(score.recall, score.precision) < min(options.at_least, _STATISTICAL.get(rule, 1.0))
    ]
    for rule in low:
        print(f"[{rule}] is below {options.at_least}", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
