"""What every page is given: the snapshot in force, the language and everything that follows.

Belongs here: opening snapshots once per version, remembering answers, choosing the language.
Keep out: what a page shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import links
from dashboards.formats import Formats
from dashboards.i18n import DEFAULT_LANGUAGE, LANGUAGES, Texts
from dashboards.labels import Labels
from dashboards.queries import load_query
from dashboards.scope import Reader, current_reader, open_for
from pipelines.appdb.database import AppDatabase, find_url, open_app_database
from pipelines.home import Home, find_home
from pipelines.publish import current_version
from pipelines.snapshot import NoSnapshotError, Snapshot

LANGUAGE_KEY = "language"


@dataclass
class Trail:
    """What a page asked and showed, for those who want to know: SQL by name, metrics by id."""

    questions: dict[str, str] = field(default_factory=dict)
    metrics: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """One reader's look at one version, in one language. ``snapshot`` holds what they may see."""

    snapshot: Snapshot
    language: str
    reader: Reader = field(default_factory=current_reader)
    trail: Trail = field(default_factory=Trail, compare=False)

    @cached_property
    def text(self) -> Texts:
        return Texts(self.language)

    @cached_property
    def formats(self) -> Formats:
        return Formats(self.language)

    @cached_property
    def labels(self) -> Labels:
        return read_labels(self.snapshot.version, self.snapshot)[self.language]

    @cached_property
    def as_of(self) -> date:
        """The day of judgement of this version."""
        return self._publication.as_of.date()

    @cached_property
    def published_at(self) -> datetime:
        return self._publication.published_at

    @cached_property
    def _publication(self) -> Any:
        return self.ask("publication").iloc[0]

    def ask(self, query: str, /, **parameters: Any) -> pd.DataFrame:
        """The answer to a question of ``queries/``, remembered for this version."""
        sql = load_query(query)
        self.trail.questions[query] = sql
        return self._answer(sql, parameters)

    def ask_sql(self, sql: str, /, **parameters: Any) -> pd.DataFrame:
        """The answer to SQL that is data (a figure of the registry)."""
        self.trail.questions.setdefault(_name_of(sql), sql)
        return self._answer(sql, parameters)

    def query(self, sql: str, parameters: Any = ()) -> pd.DataFrame:
        """As ``ask_sql``, in the words of a snapshot: a view can stand where a source is wanted."""
        return self.ask_sql(sql, **dict(parameters))

    def _answer(self, sql: str, parameters: dict[str, Any]) -> pd.DataFrame:
        # One text, since Streamlit takes longer to tell several values apart than to answer.
        key = repr((self.snapshot.version, self.reader.scope, sql, sorted(parameters.items())))
        return _ask(key, _snapshot=self.snapshot, _sql=sql, _parameters=parameters)

    @property
    def application(self) -> AppDatabase:
        """What people decide and ask for; raises AppDatabaseError when it cannot be reached."""
        home = find_home()
        return _open_application(home, find_url(home).render_as_string(hide_password=False))

    def link(self, page: str, /, **values: Any) -> str:
        """The address of a page in this reader's language."""
        return links.link(page, self.language, **values)


def choose_language() -> str:
    """The language of the address, else the one chosen before in this session, else Chinese."""
    wanted = st.query_params.get("lang") or st.session_state.get(LANGUAGE_KEY)
    language = wanted if wanted in LANGUAGES else DEFAULT_LANGUAGE
    set_language(language)
    return language


def set_language(language: str) -> None:
    """Remember the language; the address carries it when it is not the default one."""
    st.session_state[LANGUAGE_KEY] = language
    if language == DEFAULT_LANGUAGE:
        st.query_params.pop("lang", None)
    else:
        st.query_params["lang"] = language


def open_view(language: str) -> View:
    """The view of the version in force now.

    Raises:
        NoSnapshotError: nothing was published in this home yet.
    """
    home = find_home()
    version = current_version(home)
    if version is None:
        raise NoSnapshotError(f"no snapshot in [{home.path}]; run `caseloom build` first")
    reader = current_reader()
    return View(_open_version(home, version, reader), language, reader)


# Two versions (the one in force, and the one before it, which slow readers may still look at) for a few
# readers.
@st.cache_resource(max_entries=8, show_spinner=False)
def _open_version(home: Home, version: str, reader: Reader) -> Snapshot:
    return open_for(reader, home.path, version)


@st.cache_resource(max_entries=2, show_spinner=False)
def _open_application(home: Home, url: str) -> AppDatabase:
    """One pool of connections per database; ``url`` is there to open another one when it changes."""
    return open_app_database(home)


@st.cache_resource(max_entries=2, show_spinner=False)
def read_labels(version: str, _snapshot: Snapshot) -> dict[str, Labels]:
    """The names of codes of one version, in every language."""
    names = _snapshot.query(load_query("labels"))
    return {language: Labels(names, language) for language in LANGUAGES}


def _name_of(sql: str) -> str:
    """The first words of a question's comment, else of itself."""
    return sql.strip().removeprefix("--").strip().partition("\n")[0][:80]


@st.cache_data(max_entries=2000, show_spinner=False)
def _ask(key: str, *, _snapshot: Snapshot, _sql: str, _parameters: dict[str, Any]) -> pd.DataFrame:
    """``key`` says everything that the answer depends on: version, scope, question, values."""
    return _snapshot.query(_sql, _parameters)
