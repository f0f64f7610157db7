"""Limit calculator: type in events, get every clock that follows, with its arithmetic.

Belongs here: the question, its address and the answer. Keep out: computing: the answer comes from the
very SQL that the warehouse uses (``pipelines/clocks.py``).
"""

from __future__ import annotations

import hashlib
import logging
import threading
from dataclasses import replace
from datetime import datetime, time
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.calculation import Question, read_question
from dashboards.calculator_examples import EXAMPLES
from dashboards.components.clock_tables import answer_table
from dashboards.components.event_editor import UnfinishedEventError, edit_events, read_events
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import anchor, show
from dashboards.components.notices import show_notice
from dashboards.view import View
from pipelines.clock_vocabulary import ClockVocabulary, load_vocabulary
from pipelines.clocks import ClockEngine, QuestionError, calculate_clocks

_LOGGER = logging.getLogger("caseloom.dashboards")


def show_page(view: View) -> None:
    """The whole page; the question stands in the address, so an answer can be sent as a link."""
    text = view.text
    show_heading(view, text("calculator.title"), text("calculator.subtitle"))
    vocabulary = load_vocabulary()
    # Made ready while the reader types, not when they ask.
    _open_engine()
    given = st.query_params.to_dict()
    question, broken = read_question(
        given,
        rules=vocabulary.rules,
        event_types=view.labels.all_names("event_type"),
        today=view.as_of,
    )
    if broken:
        _say_broken(view, broken)
    asked = repr(sorted((name, value) for name, value in given.items() if name != "lang"))
    mark = f"{view.language}-{hashlib.sha256(asked.encode()).hexdigest()[:12]}"
    _show_examples(view)
    _show_form(view, vocabulary, question, mark)
    if question.events and not broken:
        _show_answer(view, question)


def _say_broken(view: View, broken: tuple[str, ...]) -> None:
    text = view.text
    names = []
    for part in broken:
        name, _, number = part.partition(" ")
        names.append(
            text("calculator.broken_event", number=number)
            if number
            else text(f"calculator.part_{name}")
        )
    show_notice(
        text("calculator.broken"),
        text("calculator.broken_hint", names=text("frame.list_separator").join(names)),
        tone="warn",
        action=(view.link(links.CALCULATOR), text("calculator.clear")),
    )


def _show_examples(view: View) -> None:
    text = view.text
    shown = Markup(" · ").join(
        anchor(
            view.link(links.CALCULATOR, **example.address_values()),
            text(f"calculator.example_{name}"),
        )
        for name, example in EXAMPLES.items()
    )
    show(Markup('<p class="cl-note">{} {}</p>').format(text("calculator.examples"), shown))


def _show_form(view: View, vocabulary: ClockVocabulary, question: Question, mark: str) -> None:
    text, labels = view.text, view.labels
    with st.container(border=True, key="calculator_question"):
        first, second, third, fourth = st.columns([3, 1.6, 1, 1])
        rule = first.selectbox(
            text("calculator.rule"),
            vocabulary.rules,
            index=vocabulary.rules.index(question.rule) if question.rule else None,
            format_func=labels.clock_rule,
            placeholder=text("calculator.every_rule"),
            key=f"rule-{mark}",
        )
        day = second.date_input(
            text("calculator.as_of"),
            question.as_of.date(),
            format="YYYY-MM-DD",
            key=f"as_of-{mark}",
        )
        has_time = question.as_of.time() != time.min
        clock = third.text_input(
            text("calculator.time"),
            f"{question.as_of:%H:%M}" if has_time else "",
            placeholder="HH:MM",
            max_chars=5,
            key=f"as_of_time-{mark}",
        )
        person = fourth.text_input(
            text("calculator.person"),
            question.person,
            placeholder=text("calculator.everybody"),
            max_chars=20,
            key=f"question_person-{mark}",
        )
    show_section(text("calculator.events"), text("calculator.events_note"))
    held = edit_events(view, vocabulary, question.events, rule=rule, mark=mark)
    with st.container(key="calculator_actions", horizontal=True):
        is_asked = st.button(text("calculator.compute"), type="primary", key=f"compute-{mark}")
        show(
            Markup('<p class="cl-action">{}</p>').format(
                anchor(view.link(links.CALCULATOR), text("calculator.clear"))
            )
        )
    if not is_asked:
        return
    asked = _read_form(view, question, rule=rule, day=day, clock=clock, person=person, held=held)
    if asked is not None:
        kept = {"lang": view.language} if "lang" in st.query_params else {}
        st.query_params.from_dict({**kept, **asked.address_values()})
        st.rerun()


def _read_form(
    view: View,
    question: Question,
    *,
    rule: str | None,
    day: Any,
    clock: str,
    person: str,
    held: list[dict[str, Any]],
) -> Question | None:
    """The question as it was filled in; None after saying what is missing."""
    text = view.text
    try:
        at = time.fromisoformat(clock.strip()) if clock.strip() else time.min
    except ValueError:
        st.error(text("calculator.wrong_time", what=text("calculator.as_of")))
        return None
    try:
        events = read_events(held)
    except UnfinishedEventError as error:
        what = text("calculator.event", number=error.number)
        if error.field == "time":
            st.error(text("calculator.wrong_time", what=what))
        else:
            st.error(text("calculator.no_day", what=what))
        return None
    if not events:
        st.error(text("calculator.no_events"))
        return None
    return replace(
        question,
        rule=rule,
        person=person.strip(),
        as_of=datetime.combine(day or view.as_of, at),
        events=events,
    )


@st.cache_resource(show_spinner=False)
def _open_engine() -> tuple[ClockEngine, threading.Lock]:
    """One engine for all readers, who take turns: an answer takes a part of a second."""
    return ClockEngine(), threading.Lock()


def _show_answer(view: View, question: Question) -> None:
    text, number = view.text, view.formats.number
    engine, lock = _open_engine()
    events = pd.DataFrame([event.as_json() for event in question.events])
    is_day = question.as_of.time() == time.min
    try:
        with lock:
            answer = calculate_clocks(
                events,
                as_of=question.as_of.date() if is_day else question.as_of,
                rule_id=question.rule,
                person=question.person or None,
                engine=engine,
                language=view.language,
            )
    except QuestionError:
        # What people can get wrong was said above; the sentence of the engine is for the log.
        _LOGGER.exception("a question that was checked could not be read")
        show_notice(text("calculator.refused"), text("calculator.refused_hint"), tone="bad")
        return
    show_section(text("calculator.answer"))
    if answer.messages:
        said = Markup("").join(Markup("<li>{}</li>").format(line) for line in answer.messages)
        show(
            Markup(
                '<div class="cl-notice cl-notice-warn" role="status"><h3>{}</h3>{}</div>'
            ).format(text("calculator.odd"), Markup("<ul>{}</ul>").format(said))
        )
    if answer.clocks.empty:
        show_notice(text("calculator.nothing"), text("calculator.nothing_hint"))
        return
    count = len(answer.clocks)
    label = text.count("calculator.found", count, number=number(count))
    show(Markup('<p class="cl-count" role="status"><b>{}</b></p>').format(label))
    show(answer_table(view, answer.clocks.to_dict("records"), label=label))
