"""The guides can fail: commands, settings, targets, pages and links are the real ones."""

from __future__ import annotations

import re
import subprocess
from dataclasses import fields
from pathlib import Path

import duckdb
import pytest
from typer.main import get_command

from pipelines.accounts import load_reasons
from pipelines.cli import app
from pipelines.dictionary import PUBLISHED_SCHEMAS, load_dictionary
from pipelines.home import LIMIT_PREFIX, Limits
from tests.docs.conftest import REPOSITORY

SETTING = re.compile(r"\bCASELOOM_[A-Z_]*[A-Z]\b")


def _make_targets() -> set[str]:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))


def _commands() -> set[str]:
    return set(get_command(app).commands)


def test_every_make_target_is_documented(guides: dict[str, str]) -> None:
    """A command that nobody can find is not there."""
    text = "\n".join(guides.values())
    missing = {name for name in _make_targets() if not re.search(rf"\bmake {name}\b", text)}
    assert missing == set()


def test_documented_make_targets_exist(guides: dict[str, str]) -> None:
    named = {
        (guide, name)
        for guide, text in guides.items()
        for name in re.findall(r"(?:^|`)make ([a-z]+)\b", text, re.MULTILINE)
    }
    assert {entry for entry in named if entry[1] not in _make_targets()} == set()


def test_make_help_lists_every_target() -> None:
    listed = subprocess.run(
        ["make", "help"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout
    assert set(re.findall(r"^  make ([a-z]+) ", listed, re.MULTILINE)) == _make_targets()


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_readmes_show_every_command(guides: dict[str, str], readme: str) -> None:
    """The two languages tell the same."""
    shown = set(re.findall(r"`caseloom ([a-z]+)", guides[readme]))
    assert shown == _commands()
    for command in ("make run", "make test"):
        assert re.search(rf"^{command}\b", guides[readme], re.MULTILINE), command


def test_documented_commands_and_options_exist(guides: dict[str, str]) -> None:
    """A reader copies what the guides say."""
    commands = get_command(app).commands
    wrong = []
    for guide, text in guides.items():
        for name, rest in re.findall(r"\bcaseloom ([a-z]+)\b([^`\n]*)", text):
            if name not in commands:
                wrong.append(f"{guide}: caseloom {name}")
                continue
            known = {option for param in commands[name].params for option in param.opts}
            wrong += [
                f"{guide}: caseloom {name} {option}"
                for option in re.findall(r"(?<!\S)--[a-z-]+", rest)
                if option not in known
            ]
    assert wrong == []


def test_settings_are_documented_and_real(guides: dict[str, str], tracked: list[Path]) -> None:
    """A setting that is not written down will be found by reading code at night."""
    documented = set(SETTING.findall(guides["docs/settings.md"]))
    used = set()
    for path in tracked:
        if path.suffix in (".py", ".yml", ".sql", ".sh") or path.name == "Makefile":
            used |= set(SETTING.findall((REPOSITORY / path).read_text(encoding="utf-8")))
    used |= {f"{LIMIT_PREFIX}{field.name.upper()}" for field in fields(Limits)}
    used.discard(LIMIT_PREFIX.rstrip("_"))
    assert documented == used


def test_every_page_is_documented(guides: dict[str, str]) -> None:
    pages = {
        path.name
        for path in (REPOSITORY / "dashboards" / "pages").glob("*.py")
        if path.name != "__init__.py"
    }
    documented = set(re.findall(r"`([a-z_]+\.py)`", guides["docs/pages.md"]))
    assert documented == pages


def test_every_decision_is_listed(guides: dict[str, str]) -> None:
    index = guides["docs/decisions/README.md"]
    listed = set(re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", index))
    present = {path.name for path in (REPOSITORY / "docs" / "decisions").glob("[0-9]*.md")}
    assert listed == present
    for name in present:
        text = guides[f"docs/decisions/{name}"]
        for part in ("**Question.**", "**Decided.**", "**Why.**", "**What follows.**"):
            assert part in text, f"{name} lacks {part}"


def test_links_lead_somewhere(guides: dict[str, str]) -> None:
    """A picture or page that is gone leaves the reader alone."""
    dead = []
    for guide, text in guides.items():
        folder = (REPOSITORY / guide).parent
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
            if not re.match(r"https?:|mailto:", target) and not (folder / target).exists():
                dead.append(f"{guide}: {target}")
    assert dead == []


def test_examples_for_analysts_run(guides: dict[str, str]) -> None:
    """Every example is a question that the published relations can answer."""
    examples = re.findall(r"```sql\n(.*?)```", guides["docs/analysts.md"], re.DOTALL)
    assert len(examples) >= 3
    with duckdb.connect() as connection:
        for relation in load_dictionary():
            if relation.layer in PUBLISHED_SCHEMAS:
                schema, name = relation.name.split(".")
                columns = ", ".join(f'"{c.name}" {c.type}' for c in relation.columns)
                connection.execute(f"create schema if not exists {schema}")
                connection.execute(f'create table {schema}."{name}" ({columns})')
        connection.execute("set search_path = 'marts'")
        for example in examples:
            connection.execute(example).fetchall()


def test_every_reason_says_what_to_do() -> None:
    """The contracts name the codes; whoever meets one must find a next step."""
    contracts = (REPOSITORY / "pipelines/contracts/README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b([FQ][1-9]|W1?[0-9])\b", contracts))
    reasons = load_reasons()
    assert set(reasons) == named
    for reason in reasons.values():
        assert all(vars(reason).values()), reason.code
