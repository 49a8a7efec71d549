"""What the tests of the review page share: a project that was translated once, and its page behind the gate."""

from __future__ import annotations

from contextlib import ExitStack

from starlette.types import ASGIApp

from polyglot import runs
from polyglot.runs import Wishes
from polyglot.web.app import application
from polyglot.web.desks import Desks
from polyglot.web.gate import Gate, Pass
from road import ARTICLE, SEGMENTS, Road

KEY = "the-key-of-these-tests"
COOKIE = "polyglot-tests"
SOURCE = "articles/a.fr.txt"
CATALOG = "locales/en/articles/articles/a.fr.txt.po"
TITLE, PRESIDENT, BOOKS, QUOTE, FREE = SEGMENTS


def translated(road: Road, locales: tuple[str, ...] = ("en",), article: str = ARTICLE) -> None:
    """A project whose article has been translated once."""
    road.project(locales)
    road.write(SOURCE, article)
    assert road.translate().code == 0


def page_of(road: Road, stack: ExitStack, *, host: str = "127.0.0.1", wishes: Wishes | None = None) -> ASGIApp:
    """The page of a project."""
    road.monkeypatch.chdir(road.root)
    desks = Desks(runs.start(wishes or Wishes(), stack))
    return Gate(application(desks), Pass(KEY, COOKIE, host))
