"""The sums of a locale."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from polyglot.model import Tag
from polyglot.report import Report, Strings


@dataclass(frozen=True, slots=True)
class Sum:
    """What all articles of a locale come to."""

    COLUMNS: ClassVar[tuple[str, ...]] = (
        *("locale", "articles", "segments", "approved", "reviewed", "by a machine", "in the source language"),
        *("stale", "files changed", "strings published"),
    )
    locale: Tag
    articles: int
    segments: int
    states: Counter[str]
    stale: int
    changed: int
    severities: Counter[str]
    strings: Strings | None

    @classmethod
    def of(cls, report: Report, tag: Tag) -> Sum:
        """The sums of a locale of a report."""
        articles = [article for article in report.articles if article.target == tag]
        states: Counter[str] = Counter()
        for article in articles:
            states.update(article.states)
        return cls(
            tag,
            len(articles),
            sum(article.segments for article in articles),
            states,
            sum(article.stale for article in articles),
            sum(article.changed for article in articles),
            Counter(str(issue.severity) for article in articles for issue in article.issues),
            next((one for one in report.strings if one.target == tag), None),
        )

    @property
    def coverage(self) -> int:
        """How many segments of a hundred have a translation, rounded down: 100 means all."""
        return self._percent(sum(self.states[state] for state in ("translated", "reviewed", "final")))

    @property
    def reviewed(self) -> int:
        """The same for those that a person has looked at."""
        return self._percent(self.states["reviewed"] + self.states["final"])

    def _percent(self, some: int) -> int:
        return some * 100 // self.segments if self.segments else 100
