"""What the operating system must bring: said by name, with the command that installs it.

Belongs here: checks that need nothing but Python's standard library, run by `make setup` and
`make browser`, `make postgres` and `make postfix`. Keep out: Python packages (requirements.txt) and anything
that changes the machine except the one install of Chromium, PostgreSQL or Postfix that `--install` asks for.

Usage: check_system.py python | libraries | fonts | browser [--install] | postgres [--install] |
postfix [--install]
"""

from __future__ import annotations

import ctypes
import importlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

MINIMUM_PYTHON = (3, 11)
# Shared libraries that the wheels of requirements.txt expect from the system: Debian's package.
LIBRARIES = {
    "libstdc++.so.6": "libstdc++6",
    "libgcc_s.so.1": "libgcc-s1",
    "libz.so.1": "zlib1g",
}
# One module of each compiled package: importing it tells what its wheel still lacks.
COMPILED_MODULES = (
    "duckdb",
    "pyarrow",
    "lxml.etree",
    "orjson",
    "fastexcel",
    "pandas",
    "scipy",
    "typst",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_VARIABLE = "CASELOOM_CHROMIUM"
# Where packages put the programs of the server: Debian and Ubuntu, the PGDG packages, by hand, Homebrew.
POSTGRES_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql*/bin",
)
POSTGRES_VARIABLE = "CASELOOM_POSTGRES"
# The faces of official documents. Debian packs them with TeX, of which nothing else is needed: the package is
# fetched and only these files are taken out of it, so that no rights on the machine are needed.
FONT_PACKAGE = "texlive-lang-chinese"
FONT_FILES = "./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/"
FONTS = (
    "FandolSong-Regular",
    "FandolSong-Bold",
    "FandolFang-Regular",
    "FandolHei-Regular",
    "FandolKai-Regular",
)
FONTS_VARIABLE = "CASELOOM_FONTS"
# Outside the path of ordinary users.
POSTFIX_FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin")


def check_python() -> list[str]:
    """Complaints about the interpreter that is to make the environment."""
    complaints = []
    if sys.version_info < MINIMUM_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        complaints.append(
            f"Python [{found}] at [{sys.executable}] is too old: Caseloom needs 3.11 or newer. "
            "Install one and name it: make setup PYTHON=python3.12"
        )
    for module in ("venv", "ensurepip", "ssl"):
        try:
            importlib.import_module(module)
        except ImportError:
            complaints.append(
                f"Python [{sys.executable}] comes without its module [{module}]; "
                "on Debian and Ubuntu: apt-get install python3-venv"
            )
    return complaints


def check_libraries() -> list[str]:
    """Complaints about shared libraries, first the known ones, then what an import still misses."""
    complaints = []
    if sys.platform == "linux":
        for library, package in LIBRARIES.items():
            try:
                ctypes.CDLL(library)
            except OSError:
                complaints.append(
                    f"system library [{library}] is missing; on Debian and Ubuntu: "
                    f"apt-get install {package}"
                )
    for module in COMPILED_MODULES:
        try:
            importlib.import_module(module)
        except ImportError as error:
            complaints.append(
                f"package [{module}] cannot be loaded: {error}; when it names a lib*.so, install "
                "the system package that holds it (Debian: apt-file search NAME), else make clean"
            )
    return complaints


def find_browser() -> str | None:
    """The Chromium to drive: `$CASELOOM_CHROMIUM`, else the first known name on the path."""
    named = os.environ.get(BROWSER_VARIABLE)
    candidates = (named,) if named else BROWSERS
    return next((path for path in map(shutil.which, candidates) if path), None)


def find_postgres() -> Path | None:
    """The folder of PostgreSQL's server programs: `$CASELOOM_POSTGRES`, the path, known folders."""
    named = os.environ.get(POSTGRES_VARIABLE)
    if named:
        candidates = [Path(named)]
    else:
        on_path = shutil.which("initdb")
        candidates = [Path(on_path).resolve().parent] if on_path else []
        for pattern in POSTGRES_FOLDERS:
            candidates += sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    programs = ("initdb", "postgres")
    return next(
        (folder for folder in candidates if all((folder / name).exists() for name in programs)),
        None,
    )


def install_package(package: str, *, why: str) -> None:
    """Install a Debian package through apt-get where this user may; says on stderr what it runs."""
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") is None or (prefix and shutil.which("sudo") is None):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-y", "-q", "--no-install-recommends", package],
    ):
        command = [*prefix, *arguments]
        print(f"{why}; running: " + " ".join(command), file=sys.stderr)
        if subprocess.run(command, env=environment, stdout=sys.stderr).returncode != 0:
            return


def check_fonts() -> list[str]:
    """Complaints about the faces of official documents, after trying to fetch them for this environment."""
    folder = Path(sys.prefix) / "share" / "fonts" / "caseloom"
    named = os.environ.get(FONTS_VARIABLE)
    wanted = [(Path(named) if named else folder) / f"{name}.otf" for name in FONTS]
    if all(path.exists() for path in wanted):
        return []
    if not named and fetch_fonts(folder):
        return []
    return [
        "the Fandol fonts cannot be had here: PDF reports are written in Noto Sans instead of 仿宋, 楷体 and 宋体; "
        f"on Debian and Ubuntu: apt-get install {FONT_PACKAGE}, elsewhere unpack them anywhere and name the "
        f"folder with {FONTS_VARIABLE}=/path/to/it"
    ]


def fetch_fonts(folder: Path) -> bool:
    """Whether the fonts could be fetched from Debian's package into ``folder``."""
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        # Fetching needs no rights, a fresh list of packages does.
        download = ["apt-get", "download", "-q", FONT_PACKAGE]
        for command in (download, ["apt-get", "update", "-q"], download):
            # The program that fetches may run as another user, who warns about our folder.
            subprocess.run(command, cwd=place, capture_output=True)
            if list(Path(place).glob("*.deb")):
                break
        for package in Path(place).glob("*.deb"):
            unpacked = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], capture_output=True)
            if unpacked.returncode:
                return False
            with tarfile.open(fileobj=io.BytesIO(unpacked.stdout)) as archive:
                for name in FONTS:
                    found = archive.extractfile(f"{FONT_FILES}{name}.otf")
                    if found is None:
                        return False
                    (folder / f"{name}.otf").write_bytes(found.read())
            return True
    return False


def find_postfix() -> Path | None:
    """The folder of Postfix's programs."""
    on_path = shutil.which("postfix")
    candidates = [Path(on_path).parent] if on_path else []
    candidates += [Path(folder) for folder in POSTFIX_FOLDERS]
    return next((folder for folder in candidates if (folder / "postfix").exists()), None)


def check_postfix(*, install: bool) -> list[str]:
    """Complaints about the mail server that the tests deliver through."""
    if find_postfix() is None and install:
        install_package("postfix", why="tests of mail deliver through Postfix")
    if find_postfix():
        return []
    return [
        "Postfix is missing, the tests of mail start one of their own on loopback; Debian and Ubuntu: "
        "apt-get install postfix"
    ]


def check_browser(*, install: bool) -> list[str]:
    """Complaints about Chromium, after trying to install it when asked."""
    if find_browser() is None and install:
        install_package("chromium", why="browser tests need Chromium")
    if find_browser():
        return []
    return [
        "Chromium is missing, the browser tests need it; Debian: apt-get install chromium; "
        "Ubuntu: snap install chromium; elsewhere install Chromium or Chrome and name it with "
        f"{BROWSER_VARIABLE}=/path/to/it"
    ]


def check_postgres(*, install: bool) -> list[str]:
    """Complaints about the PostgreSQL server's programs, after trying to install them when asked."""
    if find_postgres() is None and install:
        install_package("postgresql", why="tests of the application database need PostgreSQL")
    if find_postgres():
        return []
    return [
        "the server programs of PostgreSQL (initdb, postgres) are missing, the tests of the "
        "application database start a server of their own; Debian and Ubuntu: apt-get install "
        f"postgresql; elsewhere install it and name its folder with {POSTGRES_VARIABLE}=/path/to/bin"
    ]


def main(arguments: list[str]) -> int:
    topic = arguments[0] if arguments else ""
    if topic == "python":
        complaints = check_python()
    elif topic == "libraries":
        complaints = check_libraries()
    elif topic == "fonts":
        complaints = check_fonts()
    elif topic == "postfix":
        complaints = check_postfix(install="--install" in arguments)
    elif topic == "browser":
        complaints = check_browser(install="--install" in arguments)
    elif topic == "postgres":
        complaints = check_postgres(install="--install" in arguments)
    else:
        complaints = [
            "usage: check_system.py python | libraries | fonts | browser [--install] | "
            "postgres [--install] | postfix [--install]"
        ]
    for complaint in complaints:
        print(f"caseloom setup: {complaint}", file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
