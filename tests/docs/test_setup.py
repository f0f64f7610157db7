"""What the machine lacks is said by name, with the command that brings it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from deploy import check_system


def test_old_python_is_refused_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    [complaint] = check_system.check_python()
    assert "[3.9.2]" in complaint
    assert "make setup PYTHON=" in complaint


def test_missing_library_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_system, "LIBRARIES", {"libnowhere.so.1": "libnowhere1"})
    monkeypatch.setattr(sys, "platform", "linux")
    [complaint] = check_system.check_libraries()
    assert "[libnowhere.so.1]" in complaint
    assert "apt-get install libnowhere1" in complaint


def test_package_that_cannot_be_loaded_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_system, "COMPILED_MODULES", ("no_such_package",))
    [complaint] = check_system.check_libraries()
    assert "[no_such_package]" in complaint


def test_named_browser_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    browser = tmp_path / "my-chromium"
    browser.write_text("#!/bin/sh\n", encoding="ascii")
    browser.chmod(0o755)
    monkeypatch.setenv(check_system.BROWSER_VARIABLE, str(browser))
    assert check_system.find_browser() == str(browser)


def test_missing_browser_is_said_not_passed_over(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Browser tests that nobody ran must not look like browser tests that passed."""
    monkeypatch.setenv(check_system.BROWSER_VARIABLE, "/nowhere/chromium")
    assert check_system.main(["browser"]) == 1
    assert "apt-get install chromium" in capsys.readouterr().err


def test_missing_postgres_is_said_not_passed_over(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A database that was never tried must not look like one that works."""
    monkeypatch.setenv(check_system.POSTGRES_VARIABLE, "/nowhere/bin")
    assert check_system.main(["postgres"]) == 1
    assert "apt-get install postgresql" in capsys.readouterr().err
