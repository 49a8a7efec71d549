"""What is refused though it has the type that its table wants: languages, patterns, places and addresses."""

from __future__ import annotations

import re
from pathlib import Path

import regex

from polyglot import locales
from polyglot.config.lines import place_of
from polyglot.config.settings import Settings, Strings
from polyglot.errors import ConfigError, PolyglotError

SELECTOR = re.compile(r"\s*(?:(?:[A-Za-z][\w-]*(?:[.#][\w-]+)*|(?:[.#][\w-]+)+)(?:\s+|$))+")
SOURCES = ("python", "jinja2", "django", "twig", "nunjucks", "html", "php", "javascript", "keys", "auto", "ignore")
"""The kinds of sources of strings."""


def refuse(settings: Settings, path: Path, text: str) -> None:
    """Refuse what TOML types cannot: unknown languages and patterns that are no regular expressions."""
    _check_languages(settings, path, text)
    _check_abbreviations(settings, path, text)
    _check_addresses(settings, path, text)
    _check_selector(settings, path, text)
    _check_strings(settings.strings, path, text)
    _check_patterns(settings, path, text)


def _check_languages(settings: Settings, path: Path, text: str) -> None:
    tags = [("project", "locales", tag) for tag in settings.project.locales]
    tags += [("project", "source", settings.project.source)] if settings.project.source else []
    tags += [("strings", "source", settings.strings.source)] if settings.strings.source else []
    tags += [(table, tag, tag) for table in ("segmentation", "locales", "target") for tag in getattr(settings, table)]
    for table, key, tag in tags:
        try:
            canonical = locales.parse(tag)
        except PolyglotError as error:
            raise ConfigError(error.message, place=place_of(path, text, [table, key]), hint=error.hint) from error
        if canonical != tag:
            place, hint = place_of(path, text, [table, key]), f"write {canonical!r}"
            raise ConfigError(f"{tag!r} is spelled {canonical!r}", place=place, hint=hint)


def _check_patterns(settings: Settings, path: Path, text: str) -> None:
    for pattern in settings.protect.patterns:
        try:
            regex.compile(pattern)
        except regex.error as error:
            message = f"{pattern!r} is not a regular expression: {error}"
            hint = "put a backslash before a mark that is meant as such: \\( \\[ \\. \\?"
            raise ConfigError(message, place=place_of(path, text, ["protect", "patterns"]), hint=hint) from error


def _check_abbreviations(settings: Settings, path: Path, text: str) -> None:
    for tag, own in settings.segmentation.items():
        for entry in own.abbreviations:
            if not any(map(str.isalpha, entry)):
                place = place_of(path, text, ["segmentation", tag, "abbreviations"])
                hint = 'write it as it stands: "Sté."'
                raise ConfigError(f"{entry!r} is no abbreviation: it has no letter", place=place, hint=hint)


def _check_strings(strings: Strings, path: Path, text: str) -> None:
    """Raise `ConfigError` where `[strings]` names a place outside the project, or a kind that there is not."""
    below = re.compile(r"(?!/)(?!.*(?:^|/)\.\.(?:/|$))[^\0\\]+")
    catalog = re.fullmatch(r"(?:[^{}]|\{locale\}|\{domain\})+\.po", strings.catalog)
    wrong = {
        "domain": "" if re.fullmatch(r"[\w][\w.-]*", strings.domain) else 'write a plain name: "site"',
        "localedir": "" if below.fullmatch(strings.localedir) else 'name a folder below the project: "locales"',
        "catalog": ""
        if catalog and "{locale}" in strings.catalog and below.fullmatch(strings.catalog)
        else 'it has {locale}, may have {domain}, and ends in .po: "{domain}-{locale}.po"',
        "mapping": "" if not strings.mapping or below.fullmatch(strings.mapping) else 'write "babel.cfg"',
    }
    for key, hint in wrong.items():
        if hint:
            message = f"strings.{key}: {getattr(strings, key)!r} does not fit"
            raise ConfigError(message, place=place_of(path, text, ["strings", key]), hint=hint)
    for pattern, kind in strings.sources.items():
        if kind not in SOURCES:
            place = place_of(path, text, ["strings", "sources", pattern])
            raise ConfigError(f"{kind!r} is no kind of source", place=place, hint=f"choose one of {', '.join(SOURCES)}")


def _check_selector(settings: Settings, path: Path, text: str) -> None:
    if settings.html.article and not SELECTOR.fullmatch(settings.html.article):
        place = place_of(path, text, ["html", "article"])
        hint = 'write elements, classes and ids: "main .entry", "#content"'
        raise ConfigError(f"{settings.html.article!r} selects no element", place=place, hint=hint)


def _check_addresses(settings: Settings, path: Path, text: str) -> None:
    for key in ("index", "mirror", "proxy"):
        address = getattr(settings.models, key)
        if address and not re.match(r"https?://[^\s/]", address):
            place = place_of(path, text, ["models", key])
            hint = 'write the whole address: "https://models.example.org/index.json"'
            raise ConfigError(f"models.{key} is no address of http or https", place=place, hint=hint)
