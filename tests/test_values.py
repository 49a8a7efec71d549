"""Options come as texts, flags and paths, and nothing heavy comes along."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer

from polyglot.cli.app import app
from polyglot.cli.values import CONVERSION, AsGiven, PlainGroup

RUN = "import sys; from polyglot.cli.funnel import guarded; code = guarded(sys.argv[1:]); print(code, *sys.modules)"


@pytest.mark.parametrize(
    ("paths", "given", "taken"),
    [
        (False, "en", "en"),
        (False, ("en", "es"), ["en", "es"]),
        (True, "a.txt", Path("a.txt")),
        (True, ("a.txt", "b"), [Path("a.txt"), Path("b")]),
        (False, True, True),
        (False, None, None),
        (True, (), []),
    ],
)
def test_values_come_as_they_are(paths: bool, given: object, taken: object) -> None:
    assert AsGiven(paths).coerce(given, None, None) == taken


def test_typer_still_keeps_its_conversion_where_it_is_looked_for() -> None:
    commands = typer.main.get_command(app)
    assert isinstance(commands, PlainGroup)
    translate = commands.commands["translate"]
    assert all(hasattr(param, CONVERSION) for param in translate.params)


def test_a_run_does_without_what_it_does_not_need(tmp_path: Path) -> None:
    (tmp_path / "a.fr.txt").write_text("Bonjour tout le monde.\n", "utf-8")
    command = [sys.executable, "-c", RUN, "translate", "a.fr.txt", "--to", "en", "--engine", "echo", "-q"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    code, *loaded = ran.stdout.splitlines()[-1].split()
    assert code == "0"
    assert {"pydantic", "rich.console", "numpy", "ctranslate2", "argostranslate"} & set(loaded) == set()
