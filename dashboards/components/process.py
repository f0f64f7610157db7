"""Events, stages and measures of a case, made ready for the time axis.

Belongs here: grouping what happened at once and naming it. Keep out: drawing (timeline.py).
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboards.components.timeline import Process
from dashboards.formats import EMPTY, is_empty
from dashboards.view import View

# A case with ten defendants has ten detentions on one day: one point that names them.
_NAMED_PERSONS = 5


def read_process(view: View, case: dict[str, Any], events: pd.DataFrame) -> Process:
    """What happened in one case, with names in the reader's language."""
    agencies = view.labels.all_names("agency")
    present = set(events["agency"].dropna())
    return Process(
        events=_group_events(view, events),
        stages=_name_stages(view, view.ask("case_stages", case_id=case["case_id"])),
        measures=_name_measures(view, view.ask("case_measures", case_id=case["case_id"])),
        lanes={
            agency: view.text.find(f"lane.{agency}") or name
            for agency, name in agencies.items()
            if agency in present
        },
        stage_lane=view.text("search.filter_stage"),
        now=pd.Timestamp(view.as_of),
    )


def _group_events(view: View, events: pd.DataFrame) -> pd.DataFrame:
    rows = []
    dated = events[events["occurred_at"].notna()]
    for (agency, kind, at), group in dated.groupby(["agency", "event_type", "occurred_at"]):
        label = view.labels.event(kind)
        names = list(dict.fromkeys(group["masked_name"].dropna()))
        persons = view.text("frame.list_separator").join(names[:_NAMED_PERSONS])
        if len(names) > _NAMED_PERSONS:
            persons += view.text("case.and_more", number=len(names))
        details = [
            f"<b>{label}</b>",
            view.formats.time(at),
            persons,
            view.labels.unit(group["unit_code"].iloc[0]),
            view.text("case.recorded", time=view.formats.time(group["recorded_at"].min())),
        ]
        rows.append(
            {
                "event_ids": " ".join(group["event_id"]),
                "agency": agency,
                "event_type": kind,
                "label": label,
                "at": at,
                "detail": "<br>".join(part for part in details if part and part != EMPTY),
            }
        )
    columns = ["event_ids", "agency", "event_type", "label", "at", "detail"]
    return pd.DataFrame(rows, columns=columns).sort_values("at")


def _span_text(view: View, row: Any) -> str:
    end = view.formats.date(row.ended_at)
    if end == EMPTY:
        end = view.text("case.running")
    return f"{view.formats.date(row.started_at)} – {end}"


def _name_stages(view: View, stages: pd.DataFrame) -> pd.DataFrame:
    labels = [view.text.find(f"stage.{stage}") or stage for stage in stages["stage"]]
    details = [
        f"<b>{label}</b><br>{_span_text(view, row)}"
        for label, row in zip(labels, stages.itertuples(), strict=True)
    ]
    return stages.assign(label=labels, detail=details)


def _name_measures(view: View, measures: pd.DataFrame) -> pd.DataFrame:
    labels = [
        view.text("case.correction") if is_empty(code) else view.labels.name("measure", code)
        for code in measures["measure_code"]
    ]
    details = [
        "<br>".join(
            part
            for part in (f"<b>{label}</b>", _span_text(view, row), row.masked_name)
            if isinstance(part, str) and part
        )
        for label, row in zip(labels, measures.itertuples(), strict=True)
    ]
    return measures.assign(label=labels, detail=details)
