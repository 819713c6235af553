"""Keys: the same for the same, another for anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus.memory
from corpus.memory import FORGETFUL, key_of, program_of


def test_parts_do_not_run_into_one_another() -> None:
    keys = {key_of(*parts) for parts in (("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""), ())}
    assert len(keys) == 5
    assert key_of("ab", b"c") == key_of("ab", "c")


def test_half_a_surrogate_pair_has_a_key() -> None:
    """As file names that are no UTF-8 have them."""
    assert key_of("\udcff") != key_of("\udcfe")


def test_the_forgetful_memory_holds_nothing() -> None:
    FORGETFUL.keep({key_of("a"): b"a"})
    assert FORGETFUL.recall([key_of("a")]) == {}


def test_another_line_of_a_rule_is_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And so is another line of a further file, and another version of a library."""
    for name in ("memory.py", "posts.py"):
        (tmp_path / name).write_text(f"# {name}\n")
    monkeypatch.setattr(corpus.memory, "__file__", str(tmp_path / "memory.py"))
    further = tmp_path / "further.txt"
    programs = []
    for change in (
        lambda: further.write_text("1"),
        lambda: further.write_text("2"),
        lambda: (tmp_path / "posts.py").write_text("# mended\n"),
        lambda: monkeypatch.setattr(corpus.memory, "_version", lambda library: "9"),
    ):
        change()
        program_of.cache_clear()
        programs.append(program_of(further))
    program_of.cache_clear()
    assert program_of(further) == programs[-1]
    assert len(set(programs)) == 4
    program_of.cache_clear()
