"""One supervision item: opened on a clock or a finding, and every step until it is closed.

Belongs here: the forms of the steps and what the item is about. Keep out: which step may follow
which (``pipelines/appdb/supervision.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.frame import show_heading, show_section
from dashboards.components.item_tables import log_table, notes_list, state_badge
from dashboards.components.markup import anchor, facts, lines, quiet, show
from dashboards.components.notices import show_notice
from dashboards.components.subjects import (
    ShownSubject,
    find_subject,
    is_sealed,
    kept_facts,
    rule_name,
    subject_facts,
    subject_to_open,
)
from dashboards.view import View
from pipelines.appdb.audit import read_entries
from pipelines.appdb.supervision import (
    LONGEST_NOTE,
    ItemRefusedError,
    SupervisionItem,
    add_note,
    assign_item,
    close_item,
    find_item,
    find_open_item,
    open_item,
    read_notes,
    reopen_item,
    reply_to_item,
)
from pipelines.appdb.tables import CONCLUSIONS, SUBJECT_KINDS
from pipelines.appdb.user import current_user, is_named


def show_page(view: View) -> None:
    """The item of the address, or the form that opens one on the clock or finding in it."""
    text = view.text
    item_id = st.query_params.get("id")
    if item_id:
        item = find_item(view.application, item_id)
        if item is None:
            _say_unknown(view, text("items.unknown"), text("items.unknown_hint"))
            return
        _show_item(view, item)
        return
    kind = next((name for name in SUBJECT_KINDS if st.query_params.get(name)), None)
    if kind is None:
        _say_unknown(view, text("items.none_chosen"), text("items.none_hint"))
        return
    subject_id = st.query_params[kind]
    shown = find_subject(view, kind, subject_id)
    if shown is None:
        _say_unknown(view, text("items.no_subject"), text("items.no_subject_hint"))
        return
    existing = find_open_item(view.application, kind, subject_id)
    if existing is not None:
        _show_item(view, existing)
        return
    _show_opening(view, shown)


def _say_unknown(view: View, title: str, hint: str) -> None:
    show_heading(view, view.text("items.item"))
    back = (view.link(links.ITEMS), view.text("items.title"))
    show_notice(title, hint, tone="warn", action=back)


def _kicker(view: View, kind: str) -> Markup:
    return Markup("{} / {}").format(
        anchor(view.link(links.ITEMS), view.text("items.title")), view.text(f"items.kind_{kind}")
    )


def _show_opening(view: View, shown: ShownSubject) -> None:
    text = view.text
    show_heading(
        view,
        text("items.open_title", rule=rule_name(view, shown.kind, shown.row["rule_id"])),
        text("items.open_subtitle"),
        kicker=_kicker(view, shown.kind),
    )
    with st.container(border=True, key="case_facts_subject"):
        show(subject_facts(view, shown))
    with st.form("open-item", border=True):
        note = _note_field(view, text("items.note_optional"))
        _say_who(view)
        submitted = st.form_submit_button(text("items.open"), type="primary")
    if submitted:
        try:
            item = open_item(
                view.application,
                subject_to_open(view, shown),
                actor=current_user(),
                note=note,
            )
        except ItemRefusedError as error:
            st.error(text(f"item_error.{error.code}"))
            return
        kept = {"lang": view.language} if "lang" in st.query_params else {}
        st.query_params.from_dict({**kept, "id": item.item_id})
        st.rerun()


def _note_field(view: View, label: str) -> str:
    return st.text_area(
        label, max_chars=LONGEST_NOTE, placeholder=view.text("items.note_hint"), height=110
    )


def _say_who(view: View) -> None:
    text = view.text
    hint = text("items.acting_as", user=current_user())
    if not is_named():
        hint = f"{hint} {text('items.not_logged_in')}"
    show(Markup('<p class="cl-note">{}</p>').format(hint))


def _show_item(view: View, item: SupervisionItem) -> None:
    text, formats, labels = view.text, view.formats, view.labels
    conclusion = text(f"conclusion.{item.conclusion}") if item.conclusion else ""
    show_heading(
        view,
        rule_name(view, item.subject_kind, item.rule_id),
        Markup("{} {}").format(state_badge(view, item.state), conclusion),
        kicker=_kicker(view, item.subject_kind),
    )
    with st.container(border=True, key="case_facts_item"):
        show(
            facts(
                [
                    (text("items.unit"), labels.unit(item.unit_code)),
                    (text("items.assigned_unit"), labels.unit(item.assigned_unit)),
                    (
                        text("items.opened"),
                        lines(formats.time(item.opened_at), quiet(item.opened_by)),
                    ),
                    (text("items.changed"), formats.time(item.changed_at)),
                    (text("items.closed"), formats.time(item.closed_at)),
                ]
            )
        )
    if is_sealed(view, item):
        show_notice(text("items.sealed"), text("items.sealed_hint"), tone="warn")
        return
    left, right = st.columns([3, 2])
    with left:
        _show_subject(view, item)
        _show_notes(view, item)
    with right:
        _show_steps(view, item)
    show_section(text("items.log"), text("items.log_note"))
    show(log_table(view, read_entries(view.application, "item", item.item_id)))


def _show_subject(view: View, item: SupervisionItem) -> None:
    text = view.text
    show_section(text("items.about"), text("items.about_note"))
    shown = find_subject(view, item.subject_kind, item.subject_id)
    if shown is None:
        show_notice(text("items.gone"), text("items.gone_hint"), tone="warn")
    else:
        with st.container(border=True, key="case_facts_subject"):
            show(subject_facts(view, shown))
    with st.expander(text("items.as_opened"), expanded=shown is None):
        show(kept_facts(view, item))


def _show_notes(view: View, item: SupervisionItem) -> None:
    text = view.text
    show_section(text("items.notes"))
    notes = read_notes(view.application, item.item_id)
    if notes:
        show(notes_list(view, notes))
    else:
        show(Markup('<p class="cl-note">{}</p>').format(text("items.no_notes")))


def _show_steps(view: View, item: SupervisionItem) -> None:
    """A form per step that the state allows; a refusal leaves what was typed where it is."""
    text = view.text
    show_section(text("items.steps"))
    _say_who(view)
    forms = {
        "assign": _assign_form,
        "reply": _reply_form,
        "note": _note_form,
        "close": _close_form,
        "reopen": _reopen_form,
    }
    seen_key, done_key, refused_key = (
        f"{name}-{item.item_id}" for name in ("seen", "done", "refused")
    )
    # A refusal is said above all forms: the one that it came from may have folded meanwhile.
    refused_step, refused_code = st.session_state.pop(refused_key, ("", ""))
    if refused_code:
        st.error(text(f"item_error.{refused_code}"))
    # The version that this reader had before their eyes when they pressed the button.
    seen = replace(item, version=st.session_state.get(seen_key, item.version))
    first = {"open": "assign", "assigned": "reply", "replied": "close", "closed": "reopen"}
    unfolded = refused_step if refused_step in item.steps else first[item.state]
    for step, form in forms.items():
        if step not in item.steps:
            continue
        with st.expander(text(f"item_step.{step}"), expanded=step == unfolded):
            mark = f"{step}-{item.item_id}-{st.session_state.get(done_key, 0)}"
            with st.form(mark, border=False):
                take = form(view, seen)
                submitted = st.form_submit_button(
                    text(f"item_step.{step}"), type="primary", width="stretch"
                )
            if submitted:
                _take(take, step, done_key=done_key, refused_key=refused_key)
                st.session_state.pop(seen_key, None)
                st.rerun()
    st.session_state[seen_key] = item.version


def _take(
    take: Callable[[], SupervisionItem], step: str, *, done_key: str, refused_key: str
) -> None:
    """One step: new, empty forms after it, or the reason why it was refused."""
    try:
        take()
    except ItemRefusedError as error:
        st.session_state[refused_key] = (step, error.code)
    else:
        st.session_state[done_key] = st.session_state.get(done_key, 0) + 1


def _assign_form(view: View, item: SupervisionItem) -> Callable[[], SupervisionItem]:
    text, labels = view.text, view.labels
    units = list(labels.all_names("unit"))
    before = item.assigned_unit or item.unit_code
    unit = st.selectbox(
        text("items.assigned_unit"),
        units,
        index=units.index(before) if before in units else None,
        format_func=labels.unit,
        placeholder=text("items.choose_unit"),
    )
    note = _note_field(view, text("items.note_optional"))
    return lambda: assign_item(
        view.application, item, unit_code=unit or "", actor=current_user(), note=note
    )


def _reply_form(view: View, item: SupervisionItem) -> Callable[[], SupervisionItem]:
    reply = _note_field(
        view, view.text("items.reply_of", unit=view.labels.unit(item.assigned_unit))
    )
    return lambda: reply_to_item(view.application, item, reply=reply, actor=current_user())


def _note_form(view: View, item: SupervisionItem) -> Callable[[], SupervisionItem]:
    note = _note_field(view, view.text("items.note"))
    return lambda: add_note(view.application, item, note=note, actor=current_user())


def _close_form(view: View, item: SupervisionItem) -> Callable[[], SupervisionItem]:
    text = view.text
    conclusion = st.selectbox(
        text("items.conclusion"),
        CONCLUSIONS,
        index=None,
        format_func=lambda code: text(f"conclusion.{code}"),
        placeholder=text("items.choose_conclusion"),
    )
    note = _note_field(view, text("items.note_optional"))
    return lambda: close_item(
        view.application, item, conclusion=conclusion or "", actor=current_user(), note=note
    )


def _reopen_form(view: View, item: SupervisionItem) -> Callable[[], SupervisionItem]:
    note = _note_field(view, view.text("items.reopen_reason"))
    return lambda: reopen_item(view.application, item, note=note, actor=current_user())
