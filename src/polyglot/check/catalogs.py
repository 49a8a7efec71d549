"""What no single segment shows: a source said in two ways, too few plural forms, pages that hide a language."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

import regex

from polyglot.model import Issue, Severity
from polyglot.po import PoFile

NPLURALS = re.compile(r"nplurals\s*=\s*(\d+)")
HREFLANG = re.compile(r"hreflang\s*=\s*[\"']?([A-Za-z0-9-]+)", re.IGNORECASE)
SPACE = regex.compile(r"\s+")


def inconsistent(said: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[Issue]:
    """Sources that people translated in more than one way; `said` has, by source and translation, the files."""
    for source, translations in said.items():
        if len({_plain(text) for text in translations}) < 2:
            continue
        ways = "; ".join(f"{text!r} in {', '.join(dict.fromkeys(files))}" for text, files in translations.items())
        first = next(iter(translations.values()))[0]
        yield Issue("inconsistency", Severity.INFO, f"{source!r} is translated in several ways: {ways}", file=first)


def _plain(text: str) -> str:
    return SPACE.sub(" ", text).strip()


def plurals(file: PoFile, place: str) -> Iterator[Issue]:
    """Entries whose plural forms are not as many as the header says, or that lack one."""
    found = NPLURALS.search(file.field("Plural-Forms"))
    for entry in file.entries:
        if entry.plural is None or entry.obsolete or not any(entry.forms):
            continue
        if found and len(entry.forms) != int(found[1]):
            told = f"{len(entry.forms)} plural forms where the language has {found[1]}"
        elif not all(entry.forms):
            told = "a plural form is empty"
        else:
            continue
        yield Issue("plurals", Severity.ERROR, f"{entry.source}: {told}", file=place)


def hidden(page: str, languages: Collection[str]) -> tuple[str, ...]:
    """The languages that a localised page with alternates does not name as one; none where it has no alternates."""
    named = {tag.lower() for tag in HREFLANG.findall(page)}
    return tuple(sorted(tag for tag in languages if tag.lower() not in named)) if named else ()
