"""What the tests of the review page share: a project that was translated once, and its page behind the gate."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from starlette.types import ASGIApp

from polyglot import runs
from polyglot.runs import Wishes
from polyglot.web.app import application
from polyglot.web.desks import Desks
from polyglot.web.gate import Gate, Pass
from road import ARTICLE, SEGMENTS, Road, process

KEY = "the-key-of-these-tests"
COOKIE = "polyglot-tests"
SOURCE = "articles/a.fr.txt"
CATALOG = "locales/en/articles/articles/a.fr.txt.po"
TITLE, PRESIDENT, BOOKS, QUOTE, FREE = SEGMENTS


def translated(root: Path, locales: Sequence[str] = ("en",), article: str = ARTICLE) -> Path:
    """A project whose article has been translated once, by the command itself."""
    listed = ", ".join(f'"{tag}"' for tag in locales)
    (root / SOURCE).parent.mkdir()
    (root / "polyglot.toml").write_text(f'[project]\nsource = "fr"\nlocales = [{listed}]\n', "utf-8")
    (root / SOURCE).write_text(article, "utf-8")
    assert process("translate", "--engine", "pseudo", cwd=root).returncode == 0
    return root


def page_of(road: Road, stack: ExitStack, wishes: Wishes | None = None) -> ASGIApp:
    """The page of a project."""
    road.monkeypatch.chdir(road.root)
    desks = Desks(runs.start(wishes or Wishes(), stack))
    return Gate(application(desks), Pass(KEY, COOKIE, "127.0.0.1"))
