"""The report of a build: what every article and catalog has come to, as values and as JSON.

It has no clock, no place on the machine and nothing of how fast it went: the same project gives the same report.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from polyglot.model import Issue, Severity, State, Tag
from polyglot.version import VERSION

SCHEMA = 1
FILE = "build.json"


@dataclass(frozen=True, slots=True)
class Line:
    """A segment that somebody should look at."""

    unit: str
    segment: int
    """Which of its unit, from 1, as issues have it."""
    source: str
    target: str
    """Empty where it has none."""
    state: str
    origin: str


@dataclass(frozen=True, slots=True)
class Change:
    """A segment that says something else than it did before the build."""

    unit: str
    segment: int
    former: str
    """The source that `before` was recorded for; empty where there was none."""
    source: str
    before: str
    """Empty for a segment that is new."""
    after: str
    origin: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the glossary in an article, and how its translation says it."""

    concept: str
    wanted: str
    forms: Mapping[str, int]
    """How often the target has each form that the glossary accepts."""
    missed: int
    """How often it has none of them."""


@dataclass(frozen=True, slots=True)
class Account:
    """What is told of an article in one locale beside its counts."""

    origins: Mapping[str, int] = field(default_factory=dict)
    """How many segments come from where: `human`, `tm`, `mt`, `source`."""
    lines: tuple[Line, ...] = ()
    """Those with issues."""
    changes: tuple[Change, ...] = ()
    names: tuple[Name, ...] = ()


def account(told: Mapping[str, Any]) -> Account:
    """An account as `dataclasses.asdict` and JSON have made it; its changes are those of an earlier build, and go."""
    lines = tuple(Line(**line) for line in told["lines"])
    return Account(told["origins"], lines, (), tuple(Name(**name) for name in told["names"]))


@dataclass(frozen=True, slots=True)
class Article:
    """An article in one locale."""

    file: str
    source: Tag
    target: Tag
    output: str
    """Below the project; empty where it is not ours to translate."""
    engine: str
    segments: int
    states: Mapping[str, int]
    stale: int
    untranslated: int
    left_out: Mapping[str, int]
    terms: Mapping[str, int]
    furniture: int
    source_digest: str
    """SHA-256 of the source, in hex; likewise below."""
    output_digest: str
    """Empty where nothing was published."""
    changed: bool
    """Whether this build made another file of it."""
    account: Account
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Strings:
    """A locale's catalog of site strings."""

    target: Tag
    catalog: str
    strings: int
    published: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Report:
    """All that a build has come to."""

    project: str
    """Its name, as `[project] name` has it."""
    frozen: bool
    locales: tuple[Tag, ...]
    articles: tuple[Article, ...]
    """By file, then in the order of the locales."""
    strings: tuple[Strings, ...] = ()
    issues: tuple[Issue, ...] = ()
    """Those of no article: catalogs that are behind, sources that are gone, engines that are missing."""
    pruned: tuple[str, ...] = ()
    """What was removed because its source is gone."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """`glossary` and, by pairs such as `fr-en`, the signatures of engines."""

    @property
    def all_issues(self) -> Iterator[Issue]:
        """Every issue, the articles' first."""
        for article in self.articles:
            yield from article.issues
        yield from self.issues


def names(articles: Iterable[Article]) -> list[dict[str, Any]]:
    """For each locale and name: its forms with their counts over all articles; `consistent` where there is but one."""
    forms: dict[tuple[Tag, str], Counter[str]] = {}
    missed: Counter[tuple[Tag, str]] = Counter()
    wanted: dict[tuple[Tag, str], str] = {}
    for article in articles:
        for name in article.account.names:
            key = (article.target, name.concept)
            forms.setdefault(key, Counter()).update(name.forms)
            missed[key] += name.missed
            wanted[key] = min(wanted.get(key, name.wanted), name.wanted)
    return [
        {
            "locale": key[0],
            "concept": key[1],
            "wanted": wanted[key],
            "forms": dict(sorted(found.items(), key=lambda form: (-form[1], form[0]))),
            "missed": missed[key],
            "consistent": len(found) <= 1 and not missed[key],
        }
        for key, found in sorted(forms.items())
    ]


def render(report: Report) -> bytes:
    """The report as JSON: the same bytes for the same report."""
    return (json.dumps(facts(report), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")


def sums(report: Report) -> Iterator[str]:
    """A line for each locale: how far it has come."""
    for tag in report.locales:
        told = _locale(report, tag)
        counts = f"{told['articles']} articles, {told['segments']} segments, {told['coverage']} % translated"
        doubts = f"{told['severities']['error']} errors, {told['severities']['warning']} warnings"
        yield f"{tag}: {counts}; {told['stale']} stale; {doubts}; {told['changed']} changed"


def facts(report: Report) -> dict[str, Any]:
    """The report as JSON has it."""
    return {
        "schema": SCHEMA,
        "polyglot": VERSION,
        "project": report.project,
        "frozen": report.frozen,
        "versions": dict(sorted(report.versions.items())),
        "locales": [_locale(report, tag) for tag in report.locales],
        "articles": [_article(article) for article in report.articles],
        "names": names(report.articles),
        "issues": [_issue(issue) for issue in report.issues],
        "pruned": list(report.pruned),
    }


def _locale(report: Report, tag: Tag) -> dict[str, Any]:
    """The sums of a locale; `coverage` is the share of segments that have a translation, of 100."""
    articles = [article for article in report.articles if article.target == tag]
    segments = sum(article.segments for article in articles)
    missing = sum(article.untranslated for article in articles)
    strings = next((asdict(one) for one in report.strings if one.target == tag), None)
    return {
        "locale": tag,
        "articles": len(articles),
        "changed": sum(article.changed for article in articles),
        "segments": segments,
        "states": _sums((article.states for article in articles), map(str, State)),
        "origins": _sums(article.account.origins for article in articles),
        "stale": sum(article.stale for article in articles),
        "missing": missing,
        "coverage": round(100 * (segments - missing) / segments, 1) if segments else 100.0,
        "terms": _sums((article.terms for article in articles), ("hits", "right")),
        "severities": _sums(_severities(articles), map(str, Severity)),
        "strings": strings,
    }


def _severities(articles: Sequence[Article]) -> Iterator[Mapping[str, int]]:
    """How many issues of each severity each article has."""
    return (Counter(str(issue.severity) for issue in article.issues) for article in articles)


def _sums(counts: Iterable[Mapping[str, int]], keys: Iterable[str] = ()) -> dict[str, int]:
    """Counts added up, the given keys always there."""
    total = Counter(dict.fromkeys(keys, 0))
    for one in counts:
        total.update(one)
    return dict(sorted(total.items()))


def _article(article: Article) -> dict[str, Any]:
    lines = {(line.unit, line.segment): line for line in article.account.lines}
    facts = {name: getattr(article, name) for name in article.__slots__ if name not in {"account", "issues"}}
    return {
        **facts,
        "origins": dict(sorted(article.account.origins.items())),
        "issues": [_issue(issue, lines.get((issue.unit, issue.segment))) for issue in article.issues],
        "changes": [asdict(change) for change in article.account.changes],
    }


def _issue(issue: Issue, line: Line | None = None) -> dict[str, Any]:
    """An issue, with the words of its segment where it has one."""
    facts = asdict(issue) | {"severity": str(issue.severity)}
    del facts["offset"]
    texts = {"source": line.source, "target": line.target, "state": line.state, "origin": line.origin} if line else {}
    return facts | texts
