"""What a localised file is to say of itself: its language and addresses, where its links lead, who translated it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from polyglot import assets, formats, locales, publish
from polyglot.model import Pair, Publication, Tag, Target
from polyglot.project import Project


@dataclass(frozen=True, slots=True)
class Place:
    """A localised file among all others."""

    source: Path
    output: Path | None
    """None where it goes to standard output."""
    pair: Pair
    siblings: tuple[Tag, ...]
    """The languages that the source is being translated to, this one included."""
    companions: frozenset[Path]
    """All sources that are being translated, their paths resolved."""


def facts(place: Place, targets: Sequence[Target], shown: Sequence[Target], project: Project) -> Publication:
    """The facts that the project's settings want told; `shown` are the targets that may appear."""
    settings, pair = project.settings.publish, place.pair
    engine = next((target.engine for target in shown if target.engine), "")
    template = project.settings.locale(pair.target).notice
    address, original, alternates = _addresses(place, project)
    return Publication(
        *pair,
        language=settings.language,
        right_to_left=locales.right_to_left(pair.target),
        notice=publish.notice(targets, *pair, template) if settings.notice and engine else "",
        engine=engine if settings.provenance and not publish.is_final(targets) else "",
        reviewed=publish.reviewed(targets),
        segments=len(targets),
        address=address,
        original=original,
        alternates=alternates,
        slug=settings.slug,
        link=_links(place, project) if settings.links else None,
    )


def _addresses(place: Place, project: Project) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """The URL of the localised file, that of its source, and those of all languages; none where none are told."""
    settings, source = project.settings, place.pair.source
    if place.output is None or not (settings.publish.url and settings.publish.source_url):
        return "", "", ()
    others = (Tag(tag) for tag in settings.project.locales)
    there = (tag for tag in others if project.output(place.source, source, tag).exists())
    tags = sorted({*place.siblings, *there} - {source})
    original = project.address(place.source, source, source)
    found = sorted([(source, original), *((tag, project.address(place.source, source, tag)) for tag in tags)])
    own = project.address(place.source, source, place.pair.target)
    return own, original, (*found, ("x-default", original))


def _links(place: Place, project: Project) -> Callable[[str], str] | None:
    """Where the source's links lead; None where the file has no place of its own."""
    output = place.output
    if output is None:
        return None

    def led(href: str) -> str:
        path = assets.local(href)
        named = place.source.parent / path
        if not path or not formats.takes(named) or not named.is_file():
            return href
        localised = project.output(named, *place.pair)
        there = localised.exists() or named.resolve() in place.companions
        relative = os.path.relpath((localised if there else named).absolute(), output.absolute().parent)
        return urlunsplit(urlsplit(href)._replace(path=quote(Path(relative).as_posix())))

    return led
