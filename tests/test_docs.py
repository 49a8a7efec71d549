"""The documentation says what the program does: keys, columns, commands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

import msgspec
import pytest

from polyglot.cli.funnel import guarded
from polyglot.config import Settings

ROOT = Path(__file__).parents[1]
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
COMMANDS = (
    "build",
    *("init", "translate", "segment", "check", "status", "doctor", "glossary lint", "glossary find", "glossary list"),
    *("glossary apply", "glossary import", "glossary export"),
    *("models list", "models available", "models install", "models remove", "models verify", "models export"),
    *("strings extract", "strings update", "strings translate", "strings compile", "strings stats"),
    *("review accept", "review approve", "review queue", "review prune"),
    *("forget", "evaluate"),
    *("memory stats", "memory search", "memory import", "memory export"),
    *("review export", "review import"),
    "review serve",
    *("glossary suggest", "glossary report"),
)


def keys(table: type[msgspec.Struct] = Settings, way: tuple[str, ...] = ()) -> Iterator[str]:
    for name, kind in get_type_hints(table).items():
        inner = get_args(kind)[-1] if get_args(kind) and get_args(kind)[0] is str else kind
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            yield from keys(inner, (*way, name, "<tag>") if inner is not kind else (*way, name))
        else:
            yield ".".join((*way, name))


def test_every_key_is_documented() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    missing = [key for key in keys() if f"`{key}`" not in text and f"`.{key.rpartition('.')[2]}`" not in text]
    assert missing == []


def test_every_key_is_in_the_template_of_new_projects() -> None:
    text = (ROOT / "src" / "polyglot" / "language" / "polyglot.toml").read_text("utf-8")
    assert [key for key in keys() if not re.search(rf"^#? ?{key.rpartition('.')[2]} =", text, re.MULTILINE)] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded([*command.split(), "--help"]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 4


def test_every_command_is_told_of() -> None:
    text = "\n".join(path.read_text("utf-8") for path in DOCS)
    assert [command for command in COMMANDS if command.split()[0] not in text] == []


def shown_commands() -> Iterator[str]:
    for path in DOCS:
        for block in re.findall(r"```sh\n(.*?)```", path.read_text("utf-8"), re.DOTALL):
            yield from (line.partition("#")[0].strip() for line in block.splitlines() if line.startswith("polyglot "))


@pytest.mark.parametrize("line", sorted(set(shown_commands())))
def test_commands_in_the_documentation_exist(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = [word for word in shlex.split(line)[1:] if not word.startswith("-")]
    command = words[:2] if " ".join(words[:2]) in COMMANDS else words[:1]
    assert guarded([*command, "--help"]) == 0
    told = capsys.readouterr().out
    assert [option for option in re.findall(r"--[a-z-]+", line) if option not in told] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []
