"""The catalogue: every text in it, in both languages, and nothing beside it.

When this fails, a reader meets an empty label, a key instead of a sentence, or a page that stays
Chinese after the switch to English.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from dashboards.figures.registry import FIGURES
from dashboards.i18n import LANGUAGES, MissingTextError, Texts, catalogue_file

DASHBOARDS = Path(__file__).parents[2] / "dashboards"
SCANNED = [
    DASHBOARDS / "app.py",
    DASHBOARDS / "filters.py",
    DASHBOARDS / "view.py",
    *sorted((DASHBOARDS / "exports").glob("*.py")),
    *sorted((DASHBOARDS / "grids").glob("*.py")),
    *sorted((DASHBOARDS / "pages").glob("*.py")),
    *sorted((DASHBOARDS / "components").glob("*.py")),
    *sorted((DASHBOARDS / "figures").glob("*.py")),
    *sorted(
        path
        for path in (DASHBOARDS / "reports").rglob("*.py")
        # Names of fonts are those under which offices have them.
        if path.name != "fonts.py"
    ),
]
# Mails are written in the reader's language by the same catalogue.
ASKING = [*SCANNED, *sorted((DASHBOARDS.parent / "pipelines" / "delivery").glob("*.py"))]
# Words of the chart libraries, which only look like prose.
WORDS_OF_CHARTS = {"textposition", "loc", "textcoords"}
# Texts of words that stand in published rows.
BEGINNINGS_OF_DATA = ("risk_band.", "monitor.", "grid.")
CHINESE = re.compile(r"[\u3400-\u9fff]")
PROSE = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")


def read_messages(language: str) -> dict[str, Message]:
    with catalogue_file(language).open("rb") as handle:
        catalogue: Catalog = read_po(handle, locale=language)
    keys = {}
    for message in catalogue:
        key = message.id[0] if isinstance(message.id, tuple) else message.id
        if key:
            keys[key] = message
    return keys


def forms(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_languages_have_the_same_texts() -> None:
    languages = {language: read_messages(language) for language in LANGUAGES}
    assert len({frozenset(messages) for messages in languages.values()}) == 1
    for key in languages["zh"]:
        asked = [fields(form) for messages in languages.values() for form in forms(messages[key])]
        assert all(names == asked[0] for names in asked), f"[{key}] asks for different values"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: str) -> None:
    empty = [key for key, message in read_messages(language).items() if not all(forms(message))]
    assert empty == []


def test_english_is_english() -> None:
    """Numbers of cases keep their Chinese form; nothing else does."""
    chinese = [
        key
        for key, message in read_messages("en").items()
        if any(CHINESE.search(form) for form in forms(message))
    ]
    assert chinese == ["search.number_example"]


def literals(path: Path) -> Iterator[ast.Constant]:
    """String constants of a module but for docstrings, messages of errors and of the log."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed_over: set[int] = set()
    for node in ast.walk(tree):
        is_log = isinstance(node, ast.Call) and ast.unparse(node.func).startswith("_LOGGER")
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_keyword = isinstance(node, ast.keyword) and node.arg in WORDS_OF_CHARTS
        if isinstance(node, ast.Raise) or is_log or is_docstring or is_keyword:
            passed_over |= {id(child) for child in ast.walk(node)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in passed_over:
            yield node


@pytest.mark.parametrize("path", SCANNED, ids=lambda path: path.name)
def test_no_text_stands_in_code(path: Path) -> None:
    found = []
    for node in literals(path):
        outside_tags = re.sub(r"<[^>]*>", "", str(node.value))
        if CHINESE.search(outside_tags) or PROSE.search(outside_tags):
            found.append(f"{path.name}:{node.lineno}: {node.value}")
    assert found == [], "move these into the catalogue"


def asked_keys(path: Path) -> Iterator[tuple[str, bool]]:
    """(key, whether it is whole) of every text that a module asks for."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        name = ast.unparse(node.func)
        if not re.search(r"(^|\.)text(\.count|\.find)?$", name) or "formats" in name:
            continue
        first = node.args[0]
        if isinstance(first, ast.Constant):
            yield str(first.value), True
        elif isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
            yield str(first.values[0].value), False


@pytest.mark.parametrize("path", ASKING, ids=lambda path: path.name)
def test_every_text_asked_for_is_there(path: Path) -> None:
    known = set(read_messages("zh"))
    missing = [
        key
        for key, is_whole in asked_keys(path)
        if (key not in known if is_whole else not any(text.startswith(key) for text in known))
    ]
    assert missing == []


def test_no_text_is_left_over() -> None:
    """A text that nobody asks for is one that translators mend for nothing."""
    asked = [found for path in ASKING for found in asked_keys(path)]
    whole = {key for key, is_whole in asked if is_whole}
    beginnings = tuple(key for key, is_whole in asked if not is_whole)
    tables = {"case.events", "case.documents", "case.handoffs", "case.hearings", "case.property"}
    left = [
        key
        for key in read_messages("zh")
        if key not in whole | tables and not key.startswith(beginnings + BEGINNINGS_OF_DATA)
    ]
    assert left == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_are_defined(language: str) -> None:
    text = Texts(language)
    for figure in FIGURES.values():
        assert figure.sql.startswith("-- Grain:")
        assert len(figure.definition(text)) > len(figure.title(text))
        assert figure.unit_name(text)


def test_a_missing_text_is_named() -> None:
    with pytest.raises(MissingTextError, match="nowhere.to_be_found"):
        Texts("zh")("nowhere.to_be_found")


def test_numbers_of_things_follow_the_language() -> None:
    english, chinese = Texts("en"), Texts("zh")
    assert english.count("search.found", 1, number="1") == "1 case"
    assert english.count("search.found", 2, number="2") == "2 cases"
    assert chinese.count("search.found", 2, number="2") == "共 2 件"
