"""Two records that may be one case or one human: the sides, the evidence, what was decided.

Belongs here: how a pair looks, in the list and on its own page; names are masked forms, evidence is
the outcome of a comparison. Keep out: deciding (the page of a pair).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from dashboards import links
from dashboards.components.markup import Cell, Heading, anchor, badge, lines, quiet, table
from dashboards.components.sources import SourceRow, source_links
from dashboards.formats import is_empty
from dashboards.view import View
from pipelines.appdb.link_reviews import WITHDRAWN, LinkDecision

# What the words about a pair have come to; the tone of each.
STATE_TONES = {
    "undecided": "neutral",
    "pending": "warn",
    "obeyed": "good",
    "not_obeyed": "bad",
}
# Evidence that weighs less says nothing in either direction.
_SILENT_BITS = 0.2
_SHOWN_EVIDENCE = 4

PairKey = tuple[str, str, str]


def pair_key(row: dict[str, Any]) -> PairKey:
    """Under which a decision about the pair is kept."""
    return row["entity"], row["record_a"], row["record_b"]


def key_text(decision: LinkDecision) -> str:
    """The key of a decided pair as the queries know it."""
    return "|".join((decision.entity, decision.record_a, decision.record_b))


def state_of(row: dict[str, Any], last: LinkDecision | None) -> str:
    """undecided, pending (the next build will know), obeyed, or not_obeyed by the build that knew."""
    built = None if is_empty(row["decision"]) else row["decision"]
    wanted = None if last is None or last.decision == WITHDRAWN else last.decision
    if wanted != built:
        return "pending"
    if built is None:
        return "undecided"
    return "obeyed" if (built == "accept") == bool(row["is_joined"]) else "not_obeyed"


def state_cell(view: View, row: dict[str, Any], last: LinkDecision | None) -> Cell:
    """The state as a mark, with who decided what and when."""
    text = view.text
    state = state_of(row, last)
    if last is None:
        return badge(text(f"link_state.{state}"), STATE_TONES[state])
    return lines(
        badge(text(f"link_state.{state}"), STATE_TONES[state]),
        text(f"link_decision.{last.decision}_{last.entity}"),
        quiet(f"{last.decided_by} {view.formats.time(last.decided_at)}"),
    )


def doubt_cell(view: View, row: dict[str, Any], label: Cell) -> Cell:
    """Which kind of pair, why it is doubtful, and what the model did with it."""
    text = view.text
    return lines(
        Markup("{} {}").format(badge(text(f"link_review.entity_{row['entity']}"), "accent"), label),
        quiet(text(f"link_doubt.{row['doubt']}_why")),
    )


def verdict(view: View, row: dict[str, Any]) -> Cell:
    """What holds now, and how likely the model finds it that both are one."""
    joined = "joined" if row["is_joined"] else "apart"
    return lines(
        view.text(f"link_review.{joined}_{row['entity']}"),
        quiet(view.text("link_review.likelihood", share=likelihood(view, row))),
    )


def likelihood(view: View, row: dict[str, Any]) -> str:
    """A share, but never a certainty that nobody has."""
    share = min(max(float(row["link_probability"]), 0.001), 0.999)
    return view.formats.share(share)


def side_cell(view: View, row: dict[str, Any], side: str) -> Cell:
    """One record of the pair in a list."""
    return lines(
        Markup("{} {}").format(
            badge(view.labels.agency(row[f"agency_{side}"]), row[f"agency_{side}"]),
            side_name(view, row, side),
        ),
        case_link(view, row, side),
    )


def side_name(view: View, row: dict[str, Any], side: str) -> str:
    """A case by its number, a person by role and masked name."""
    if row["entity"] == "case":
        return view.formats.text(row[f"name_{side}"])
    role = view.text(f"link_role.{row[f'kind_{side}']}")
    return f"{role} {view.formats.text(row[f'name_{side}'])}"


def case_link(view: View, row: dict[str, Any], side: str) -> Cell:
    """The case to which the record belongs now; nothing where none is shown."""
    if is_empty(row[f"title_{side}"]):
        return ""
    return anchor(view.link(links.CASE, case_id=row[f"case_{side}"]), row[f"title_{side}"])


def sides_table(view: View, row: dict[str, Any]) -> Markup:
    """Both records side by side."""
    text, formats, labels = view.text, view.formats, view.labels

    def both(name: str, cell: Any) -> list[Cell]:
        return [text(f"link_review.{name}"), cell("a"), cell("b")]

    rows = [
        both("agency", lambda side: labels.agency(row[f"agency_{side}"])),
    ]
    if row["entity"] == "case":
        rows += [
            both("kind", lambda side: text(f"link_kind.{row[f'kind_{side}']}")),
            both("number", lambda side: formats.text(row[f"name_{side}"])),
            both("opened", lambda side: formats.date(row[f"opened_{side}"])),
            both("unit", lambda side: labels.unit(row[f"unit_{side}"])),
            both("charge", lambda side: labels.charge(row[f"charge_{side}"])),
        ]
    else:
        rows += [
            both("role", lambda side: text(f"link_role.{row[f'kind_{side}']}")),
            both("name", lambda side: formats.text(row[f"name_{side}"])),
        ]
    rows += [
        both("case", lambda side: lines(case_link(view, row, side))),
        both("source", lambda side: source_links(view, [_source(row, side)])),
    ]
    headings = [
        Heading(text("link_review.fact"), is_lead=True),
        Heading(text("link_review.side_a")),
        Heading(text("link_review.side_b")),
    ]
    return table(headings, rows, label=text("link_review.sides"))


def _source(row: dict[str, Any], side: str) -> SourceRow:
    return SourceRow(row[f"table_{side}"], row[f"file_{side}"], int(row[f"row_{side}"]))


def evidence_table(view: View, rows: Iterable[dict[str, Any]]) -> Markup:
    """Every outcome of a comparison with what it speaks for."""
    text = view.text
    headings = [
        Heading(text("link_review.compared"), is_lead=True),
        Heading(text("link_review.outcome")),
        Heading(text("link_review.speaks"), "mark"),
        Heading(text("link_review.bits"), "number", note=text("link_review.bits_note")),
    ]
    shown = [
        [
            text(f"link_evidence.{row['evidence']}"),
            _outcome(view, row),
            _direction(view, row),
            _signed(view, row["weight_bits"]),
        ]
        for row in rows
    ]
    return table(headings, shown, label=text("link_review.evidence"))


def evidence_summary(view: View, rows: Sequence[dict[str, Any]]) -> Cell:
    """What weighs most, in a few words."""
    speaking = [row for row in rows if abs(row["weight_bits"]) >= _SILENT_BITS]
    return Markup('<span class="cl-reason">{}</span>').format(
        lines(
            *(
                Markup("{} {}").format(_direction(view, row), _outcome(view, row))
                for row in speaking[:_SHOWN_EVIDENCE]
            )
        )
    )


def _outcome(view: View, row: dict[str, Any]) -> str:
    return view.formats.text(row["label_en" if view.language == "en" else "label_zh"])


def _direction(view: View, row: dict[str, Any]) -> Markup:
    if abs(row["weight_bits"]) < _SILENT_BITS:
        return badge(view.text("link_review.neither"), "neutral")
    if row["weight_bits"] > 0:
        return badge(view.text("link_review.for"), "good")
    return badge(view.text("link_review.against"), "warn")


def _signed(view: View, bits: float) -> str:
    sign = "+" if bits > 0 else ("−" if bits < 0 else "")
    return f"{sign}{view.formats.number(abs(round(bits, 1)), decimals=1)}"


def decisions_table(view: View, decisions: Sequence[LinkDecision]) -> Markup:
    """Every word about the pair: when, who, what, why."""
    text = view.text
    headings = [
        Heading(text("items.when"), "date", is_lead=True),
        Heading(text("link_review.reviewer")),
        Heading(text("link_review.decision"), "mark"),
        Heading(text("link_review.note")),
    ]
    rows = [
        [
            view.formats.time(one.decided_at),
            one.decided_by,
            text(f"link_decision.{one.decision}_{one.entity}"),
            view.formats.text(one.note),
        ]
        for one in reversed(decisions)
    ]
    return table(headings, rows, label=text("link_review.log"))
