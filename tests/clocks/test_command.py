"""`caseloom clocks` as people meet it: bad rows, several persons, every rule, impossible orders."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.clocks import QuestionError, answer_file, calculate_clocks

COLUMNS = ("case_id", "rule_id", "person", "as_of", "events_json")


def _event(event_type: str, ts: str, person: str | None = None, **attrs: Any) -> dict[str, Any]:
    event: dict[str, Any] = {"type": event_type, "ts": ts}
    return event | ({"person": person} if person else {}) | ({"attrs": attrs} if attrs else {})


@pytest.fixture
def ask(tmp_path: Path) -> Any:
    """Rows in, (exit code, answers, what stderr says) out."""

    def run(*rows: tuple[str, str, str, str, Any], options: tuple[str, ...] = ()) -> Any:
        path = tmp_path / "events.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(COLUMNS)
            for *words, events in rows:
                text = events if isinstance(events, str) else json.dumps(events)
                writer.writerow([*words, text])
        result = CliRunner().invoke(app, ["clocks", str(path), *options])
        return result.exit_code, list(csv.DictReader(io.StringIO(result.stdout))), result.stderr

    return run


DETAINED = [_event("detained", "2025-03-03T10:00")]


def test_bad_rows_do_not_lose_the_others(ask: Any) -> None:
    """One typing error in a thousand rows must cost one answer."""
    code, answers, errors = ask(
        ("A", "detention_request_arrest", "", "2025-03-05", DETAINED),
        ("B", "detention_request_arest", "", "2025-03-05", DETAINED),
        ("C", "detention_request_arrest", "", "2025-03-05", '[{"type": "detained"'),
        ("D", "detention_request_arrest", "", "2025-03-05", [_event("detaind", "2025-03-03")]),
        ("E", "detention_request_arrest", "", "someday", DETAINED),
        ("F", "detention_request_arrest", "", "2025-03-05", [_event("detained", "3 March")]),
        ("G", "detention_request_arrest", "", "2025-03-05", {"type": "detained"}),
        ("H", "detention_request_arrest", "", "2025-03-05", DETAINED),
    )
    assert code == 1
    assert [row["case_id"] for row in answers] == list("ABCDEFGH")
    assert [row["status"] for row in answers] == ["due_soon", "", "", "", "", "", "", "due_soon"]
    reasons = {row["case_id"]: row["reason"] for row in answers}
    assert "did you mean [detention_request_arrest]" in reasons["B"]
    assert "not JSON" in reasons["C"]
    assert "unknown event type [detaind]; did you mean [detained]?" in reasons["D"]
    assert "as_of [someday]" in reasons["E"]
    assert "ts [3 March]" in reasons["F"]
    assert "must be a list" in reasons["G"]
    assert len(errors.strip().splitlines()) == 6


def test_a_file_without_the_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("case_id,events_json\n1,[]\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["clocks", str(path)])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "has no column rule_id, person, as_of" in result.stderr


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_files_as_spreadsheets_save_them(encoding: str, tmp_path: Path) -> None:
    """Excel on a Chinese desktop: its own encoding, slashes in days, columns that nobody asked for."""
    path, output = tmp_path / "events.csv", io.StringIO()
    with path.open("w", encoding=encoding, newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["备注", *COLUMNS, "承办单位"])
        events = json.dumps([_event("detained", "2025/3/3 9:05", "张某")], ensure_ascii=False)
        writer.writerow(
            ["延", "案一", "detention_request_arrest", "张某", "2025/3/7", events, "一所"]
        )
        writer.writerow(["", "案二", "detention_request_arrest", "", "2025-03-07T08:00", "", ""])
    assert answer_file(path, format="csv", output=output, complain=pytest.fail) == 0
    answers = list(csv.DictReader(io.StringIO(output.getvalue())))
    assert [
        (a["case_id"], a["person"], a["due_at"], a["status"], a["days_over"]) for a in answers
    ] == [
        ("案一", "张某", "2025-03-06", "overdue", "1"),
        ("案二", "", "", "suspended", "0"),
    ]


def test_every_rule_that_the_events_start(ask: Any) -> None:
    """Who does not know the rules asks without one."""
    code, answers, _ = ask(("A", "", "", "2025-03-05", DETAINED))
    assert code == 0
    assert {row["rule_id"] for row in answers} == {
        "detention_request_arrest",
        "detention_to_detention_center",
        "detention_family_notice",
        "detention_first_interrogation",
        "self_inv_detention",
        "self_inv_transfer_for_arrest",
    }


def test_contradicted_rules_do_not_start(ask: Any) -> None:
    """The fifteen days of a suspect at large say nothing about one who is detained."""
    events = [_event("arrest_request_received", "2025-03-06T10:00", in_custody=True)]
    _, answers, _ = ask(("A", "", "", "2025-03-07", events))
    assert [row["rule_id"] for row in answers] == ["arrest_review_detained"]
    events = [_event("case_accepted", "2025-03-06T10:00", procedure="summary", in_custody=True)]
    _, answers, _ = ask(("A", "", "", "2025-03-07", events))
    assert {row["rule_id"] for row in answers} == {"first_instance_summary", "rights_notice_court"}


def test_each_person_has_a_clock(ask: Any) -> None:
    """A clock belongs to a person: B is overdue while A is done."""
    events = [
        _event("arrested", "2025-03-01T10:00", "A"),
        _event("arrested", "2025-03-20T10:00", "B"),
        _event("transferred_for_prosecution", "2025-04-30T10:00", "A"),
    ]
    _, answers, _ = ask(
        ("1", "investigation_custody", "A", "2025-05-21", events),
        ("1", "investigation_custody", "B", "2025-05-21", events),
        ("1", "investigation_custody", "", "2025-05-21", events),
        ("1", "", "", "2025-05-21", events),
    )
    assert [(row["status"], row["days_over"]) for row in answers[:3]] == [
        ("on_time", "0"),
        ("overdue", "1"),
        ("overdue", "1"),
    ]
    assert "涉及2人，此为B的期限" in answers[2]["reason"]
    every = [row for row in answers[3:] if row["rule_id"] == "investigation_custody"]
    assert [row["person"] for row in every] == ["A", "B"]


def test_a_clock_that_did_not_start_says_why(ask: Any) -> None:
    """Silence would be read as 'in time'."""
    bail = [_event("bail_decision_announced", "2025-03-01T10:00")]
    summary = [_event("case_accepted", "2025-03-01T10:00", procedure="summary")]
    later = [_event("arrested", "2025-06-01T10:00")]
    code, answers, _ = ask(
        ("1", "investigation_custody", "", "2025-05-01", bail),
        ("2", "first_instance_ordinary", "", "2025-05-01", summary),
        ("3", "investigation_custody", "", "2025-05-01", later),
        ("4", "", "", "2025-05-01", []),
    )
    assert code == 0
    assert [row["due_at"] for row in answers] == ["", "", "", ""]
    assert [row["status"] for row in answers] == ["suspended", "suspended", "suspended", ""]
    assert "没有“执行逮捕”" in answers[0]["reason"]
    assert "不符合本期限的适用条件" in answers[1]["reason"]
    assert "在判断日之后" in answers[2]["reason"]


def test_impossible_orders_are_said(ask: Any) -> None:
    """A resumption of what was never suspended is a typing error that changes the date."""
    events = [
        _event("judgment_pronounced", "2025-03-01T10:00"),
        _event("case_accepted", "2025-03-10T10:00", procedure="ordinary"),
        _event("trial_resumed", "2025-04-01T10:00"),
        _event("suppl_returned_to_court", "2025-04-02T10:00"),
    ]
    code, answers, _ = ask(("1", "first_instance_ordinary", "", "2025-04-10", events))
    assert code == 0
    reason = answers[0]["reason"]
    assert "（judgment_pronounced）顺序有误：期限尚未起算" in reason
    assert "（trial_resumed）顺序有误：此前没有相应的中止事由" in reason
    assert "（suppl_returned_to_court）顺序有误：此前没有停止计算" in reason


def test_identity_unknown_waits(ask: Any) -> None:
    """刑诉法160②: the term after arrest runs from the day on which the identity is found."""
    events = [_event("arrested", "2025-03-01T10:00", identity_unknown=True)]
    found = [*events, _event("identity_established", "2025-04-10T10:00")]
    _, answers, _ = ask(
        ("1", "investigation_custody", "", "2025-06-01", events),
        ("2", "investigation_custody", "", "2025-06-08", found),
    )
    assert [(row["due_at"], row["status"]) for row in answers] == [
        ("", "suspended"),
        ("2025-06-10", "due_soon"),
    ]


def test_json_is_one_list(tmp_path: Path, ask: Any) -> None:
    ask(("A", "detention_request_arrest", "", "2025-03-07", DETAINED))
    result = CliRunner().invoke(app, ["clocks", str(tmp_path / "events.csv"), "--format", "json"])
    answers = json.loads(result.stdout)
    assert answers[0]["due_at"] == "2025-03-06"
    assert answers[0]["days_over"] == 1


def test_provisional_beyond_the_published_calendar(ask: Any) -> None:
    """2027 has no announcement yet: the date can move."""
    events = [_event("judgment_received", "2026-12-25T10:00")]
    _, answers, _ = ask(("1", "appeal_judgment", "", "2026-12-26", events))
    assert "暂定" in answers[0]["reason"]


def test_calculator_takes_and_gives_frames() -> None:
    """The page draws what comes back; it knows no law."""
    events = pd.DataFrame(
        [
            {"type": "detained", "ts": "2025-03-03T10:00", "person": None, "attrs": None},
            {
                "type": "extension_granted",
                "ts": "2025-03-05T09:00",
                "person": None,
                "attrs": {"kind": "ext_to_30", "ground": "gang", "approver": "county_police_head"},
            },
        ]
    )
    calculation = calculate_clocks(
        events, as_of=date(2025, 3, 10), rule_id="detention_request_arrest"
    )
    clock = calculation.clocks.iloc[0]
    assert (clock["due_text"], clock["status"], clock["days_left"]) == ("2025-04-02", "on_time", 23)
    assert "批准延长至30日" in clock["reason"]
    assert json.loads(clock["reason_detail"])["changes"][0]["is_valid"] is True
    with pytest.raises(QuestionError, match="unknown event type"):
        calculate_clocks(pd.DataFrame([{"type": "x", "ts": "2025-01-01"}]), as_of=date(2025, 1, 2))
