"""The hooks of pre-commit: their commands exist, and refuse what they are to refuse."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest

from road import Road

FILE = Path(__file__).parents[1] / ".pre-commit-hooks.yaml"


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A repository with a project that has no fault."""
    road = Road(tmp_path, monkeypatch, capsys)
    road.project()
    road.write("articles/a.fr.txt", "Il a 12 livres rares.\n")
    road.write("glossary/names.csv", "concept,fr,en\nx,Xanthe,Xanthe\n")
    road.translate()
    for words in ("init", "add --all", "-c user.name=a -c user.email=a@example.org commit -m x"):
        subprocess.run(["git", *words.split()], cwd=tmp_path, check=True, capture_output=True)
    return road


def hooks() -> list[dict[str, Any]]:
    from ruamel.yaml import YAML

    found = YAML(typ="safe").load(FILE.read_text("utf-8"))
    assert isinstance(found, list)
    return found


def entry(name: str) -> list[str]:
    """The command of a hook."""
    (hook,) = [one for one in hooks() if one["id"] == name]
    assert hook["language"] == "system"
    program, *arguments = shlex.split(hook["entry"])
    assert program == "polyglot"
    return arguments


def test_the_check_refuses_a_wrong_number(road: Road) -> None:
    command = entry("polyglot-check")
    assert road.run(*command).code == 0
    road.say("locales/en/articles/articles/a.fr.txt.po", "Il a 12 livres rares.", "He owns 13 rare books.")
    ran = road.run(*command)
    assert (ran.code, "(numbers)" in ran.out) == (1, True)


def test_the_lint_refuses_a_contradiction(road: Road) -> None:
    command = entry("polyglot-glossary-lint")
    assert road.run(*command).code == 0
    road.write("glossary/names.csv", "concept,fr,en\nx,Xanthe,Xanthe\nx,Xanthe,Other\n")
    assert road.run(*command).code == 1
    (files,) = [one["files"] for one in hooks() if "files" in one]
    assert re.search(files, "glossary/names.csv")
    assert not re.search(files, "articles/a.csv")
