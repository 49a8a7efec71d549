"""The data files that polyglot ships: language rules beside this module, glossary and catalogs from the top level."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polyglot.model import Tag

if TYPE_CHECKING:
    import regex

    Pattern = re.Pattern[str] | regex.Pattern[str]
    Match = re.Match[str] | regex.Match[str]
else:
    Pattern, Match = re.Pattern, re.Match
HERE = Path(__file__).parent
PAPER = HERE / "paper.css"
"""What all pages share: colours, letters, and how text that was taken out or put in is shown."""
GENERAL = Tag("und")
"""The file for languages without one of their own is `und.toml` (BCP 47: undetermined)."""


@cache
def language(kind: str, tag: Tag) -> Mapping[str, Any]:
    """The rules of a kind (`segmentation`, `furniture`) for a language: of `pt-BR`, else of `pt`, else general."""
    for name in (tag, tag.partition("-")[0], GENERAL):
        path = HERE / "language" / kind / f"{name}.toml"
        if path.is_file():
            return tomllib.loads(path.read_text("utf-8"))
    return {}


def languages(kind: str) -> tuple[Tag, ...]:
    """The languages that have rules of their own of a kind, sorted."""
    found = sorted(path.stem for path in (HERE / "language" / kind).glob("*.toml"))
    return tuple(Tag(name) for name in found if name != GENERAL)


def shipped(folder: str) -> Path:
    """A top-level folder (`glossary`, `locales`) as shipped: inside the wheel, or, in a checkout, at its top."""
    inside = HERE / "shipped" / folder
    return inside if inside.is_dir() else HERE.parents[1] / folder


@cache
def rows(name: str) -> Mapping[str, Mapping[str, Any]]:
    """A table of all languages (`typography.toml`), a row for each; the general row has every key."""
    return tomllib.loads((HERE / "language" / f"{name}.toml").read_text("utf-8"))


@cache
def table(name: str, tag: Tag) -> Mapping[str, Any]:
    """The row of a language in a table of all (`evaluation.toml`); what it leaves out comes from the general row."""
    every = rows(name)
    own = every.get(tag) or every.get(tag.partition("-")[0]) or {}
    return {**every[GENERAL], **own}


def pattern(line: str, *, ignore_case: bool = False) -> Pattern:
    """A regular expression of a data file, compiled.

    The standard library compiles two to three times faster, which is felt at every start; `regex` alone knows letters
    by their properties, and looks behind for any width.
    """
    try:
        return re.compile(line, re.IGNORECASE if ignore_case else 0)
    except re.error:
        import regex

        return regex.compile(line, regex.IGNORECASE if ignore_case else 0)
