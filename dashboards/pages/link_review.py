"""One doubtful link: both records side by side, the evidence, and a reviewer's word about it.

Belongs here: the form of a decision and what became of it. Keep out: what a decision does (the linkage
build obeys it), and names and numbers of persons: evidence is the outcome of a comparison.
"""

from __future__ import annotations

from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.frame import show_heading, show_section
from dashboards.components.link_pairs import (
    STATE_TONES,
    decisions_table,
    evidence_table,
    likelihood,
    side_name,
    sides_table,
    state_of,
)
from dashboards.components.markup import anchor, badge, facts, show
from dashboards.components.notices import show_notice
from dashboards.view import View
from pipelines.appdb.link_reviews import (
    WITHDRAWN,
    DecisionRefusedError,
    LinkDecision,
    read_decisions,
    record_link_decision,
)
from pipelines.appdb.supervision import LONGEST_NOTE, ItemRefusedError
from pipelines.appdb.tables import DECISIONS
from pipelines.appdb.user import current_user, is_named

_LONGEST_NAME = 32


def show_page(view: View) -> None:
    """The pair of the address."""
    text = view.text
    pair_id = st.query_params.get("pair")
    found = (
        view.ask(
            "link_pairs",
            pair_id=pair_id,
            entity=None,
            doubt=None,
            agency=None,
            is_decided=None,
            decided=[],
            row_limit=1,
            row_offset=0,
        ).to_dict("records")
        if pair_id
        else []
    )
    if not found:
        show_heading(view, text("link_review.title"))
        show_notice(
            text("link_review.unknown" if pair_id else "link_review.none_chosen"),
            text("link_review.unknown_hint"),
            tone="warn",
            action=(view.link(links.LINK_REVIEWS), text("link_reviews.title")),
        )
        return
    row = found[0]
    decisions = read_decisions(view.application, row["entity"], (row["record_a"], row["record_b"]))
    _show_pair(view, row, decisions)


def _show_pair(view: View, row: dict[str, Any], decisions: list[LinkDecision]) -> None:
    text = view.text
    last = decisions[-1] if decisions else None
    state = state_of(row, last)
    show_heading(
        view,
        f"{side_name(view, row, 'a')} ↔ {side_name(view, row, 'b')}",
        Markup("{} {}").format(
            badge(text(f"link_state.{state}"), STATE_TONES[state]),
            text(f"link_doubt.{row['doubt']}_why"),
        ),
        kicker=Markup("{} / {}").format(
            anchor(view.link(links.LINK_REVIEWS), text("link_reviews.title")),
            text(f"link_review.entity_{row['entity']}"),
        ),
    )
    left, right = st.columns([3, 2])
    with left:
        show_section(text("link_review.sides"), text("link_review.sides_note"))
        show(sides_table(view, row))
        show_section(text("link_review.evidence"), text("link_review.evidence_note"))
        pieces = view.ask("link_evidence", pair_ids=[row["pair_id"]]).to_dict("records")
        show(evidence_table(view, pieces))
    with right:
        show_section(text("link_review.model"))
        with st.container(border=True, key="case_facts_link"):
            joined = "joined" if row["is_joined"] else "apart"
            show(
                facts(
                    [
                        (text("link_review.now"), text(f"link_review.{joined}_{row['entity']}")),
                        (text("link_review.likely"), likelihood(view, row)),
                    ]
                )
            )
        show_section(text("link_review.decide"))
        _show_state(view, state, last)
        _show_form(view, row, last)
    show_section(text("link_review.log"), text("items.log_note"))
    if decisions:
        show(decisions_table(view, decisions))
    else:
        show(Markup('<p class="cl-note">{}</p>').format(text("link_review.no_log")))


def _show_state(view: View, state: str, last: LinkDecision | None) -> None:
    """When the last word takes effect, or whether it did."""
    if last is None or state == "undecided":
        return
    text = view.text
    tone = {"pending": "warn", "obeyed": "empty", "not_obeyed": "bad"}[state]
    show_notice(
        text(f"link_decision.{last.decision}_{last.entity}"),
        text(f"link_state.{state}_hint"),
        tone=tone,
    )


def _show_form(view: View, row: dict[str, Any], last: LinkDecision | None) -> None:
    text = view.text
    seen_key, done_key, refused_key = (
        f"{name}-{row['pair_id']}" for name in ("seen", "done", "refused")
    )
    refused = st.session_state.pop(refused_key, "")
    if refused:
        st.error(text.find(f"link_error.{refused}") or text(f"item_error.{refused}"))
    # What this reader had before their eyes when they pressed the button: the number of the last word
    # and what is in force. Choices follow it too, else a word said meanwhile would undo their choice.
    now = (last.decision_no if last else 0, _in_force(last))
    seen_no, in_force = st.session_state.get(seen_key, now)
    offered = [
        word
        for word in DECISIONS
        if word != in_force and (word != WITHDRAWN or in_force is not None)
    ]
    with st.form(f"decide-{row['pair_id']}-{st.session_state.get(done_key, 0)}", border=True):
        word = st.radio(
            text("link_review.decision"),
            offered,
            index=None,
            format_func=lambda code: text(f"link_decision.{code}_{row['entity']}"),
        )
        actor = current_user()
        if is_named():
            show(Markup('<p class="cl-note">{}</p>').format(text("items.acting_as", user=actor)))
        else:
            actor = st.text_input(
                text("link_review.reviewer"),
                max_chars=_LONGEST_NAME,
                help=text("items.not_logged_in"),
            ).strip()
        note = st.text_area(
            text("link_review.note"),
            max_chars=LONGEST_NOTE,
            placeholder=text("items.note_hint"),
            height=90,
        )
        submitted = st.form_submit_button(
            text("link_review.submit"), type="primary", width="stretch"
        )
    show(Markup('<p class="cl-note">{}</p>').format(text("link_review.effect")))
    if not submitted:
        st.session_state[seen_key] = now
        return
    refusal = _decide(view, row, word=word, actor=actor, note=note, seen=seen_no)
    if refusal:
        st.session_state[refused_key] = refusal
    else:
        st.session_state[done_key] = st.session_state.get(done_key, 0) + 1
    st.session_state.pop(seen_key, None)
    st.rerun()


def _in_force(last: LinkDecision | None) -> str | None:
    return None if last is None or last.decision == WITHDRAWN else last.decision


def _decide(
    view: View, row: dict[str, Any], *, word: str | None, actor: str, note: str, seen: int
) -> str:
    """Write the decision down; returns the code of the reason when it was refused."""
    if word is None:
        return "no_decision"
    if not actor:
        return "no_reviewer"
    try:
        record_link_decision(
            view.application,
            entity=row["entity"],
            records=(row["record_a"], row["record_b"]),
            decision=word,
            actor=actor,
            note=note,
            seen_no=seen,
        )
    except (DecisionRefusedError, ItemRefusedError) as error:
        return error.code
    return ""
