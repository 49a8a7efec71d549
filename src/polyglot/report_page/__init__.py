"""The report of a build as one page: no script, nothing from elsewhere, the same bytes for the same report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from polyglot import locales
from polyglot.model import Tag
from polyglot.report import Report
from polyglot.report_page import charts, names, sections
from polyglot.report_page.markup import Html, count, element, text
from polyglot.report_page.sums import Sum
from polyglot.resources import PAPER
from polyglot.version import VERSION

FILE = "report.html"
STYLES = (PAPER, Path(__file__).with_name("page.css"))
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What stands in a translation can load nothing and run nothing, whatever it is."""
ENGLISH = Tag("en")


def render(report: Report) -> bytes:
    """The page."""
    sums = [Sum.of(report, tag) for tag in report.locales]
    body = element("body", _skip(), _head(report), _ways(report), element("main", _main(report, sums), id="report"))
    page = element("html", _meta(report), "\n", body, lang="en", dir="ltr")
    return f"<!DOCTYPE html>\n{page}\n".encode("utf-8", "replace")


def _main(report: Report, sums: Sequence[Sum]) -> Iterator[Html]:
    yield _overview(sums)
    for title, id_, made in _sections(report):
        yield element("section", element("h2", title, id=f"{id_}-title"), made, id=id_, aria_labelledby=f"{id_}-title")


def _sections(report: Report) -> Iterator[tuple[str, str, Html]]:
    """The sections that there is something for: title, id, what stands in it."""
    yield "To be looked at", "doubtful", sections.doubtful(report)
    if report.issues or report.pruned:
        yield "The project", "project", sections.project(report)
    yield "Names", "names", names.consistency(report)
    yield "What this build changed", "changes", sections.changes(report)
    yield "Articles", "articles", sections.articles(report)


def _meta(report: Report) -> Html:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="generator", content=f"polyglot {VERSION}"),
        element("title", _title(report)),
        element("style", Html("\n".join(style.read_text("utf-8") for style in STYLES))),
    )


def _title(report: Report) -> str:
    return f"Build report: {report.project}" if report.project else "Build report"


def _skip() -> Html:
    return element("a", "Skip to the report", href="#report", class_="skip")


def _head(report: Report) -> Html:
    kind = "built from what is committed, without an engine" if report.frozen else "built with engines"
    made = [f"polyglot {VERSION}", *(f"{name}: {version}" for name, version in sorted(report.versions.items()))]
    title = element("h1", element("span", report.project or "Build report", dir="auto"))
    return element(
        "header",
        element("p", f"Build report, {kind}", class_="over"),
        title,
        element("p", " · ".join(made), class_="quiet versions"),
    )


def _ways(report: Report) -> Html:
    links = (element("li", element("a", title, href=f"#{id_}")) for title, id_, _ in _sections(report))
    return element("nav", element("ul", links), aria_label="Sections")


def _overview(sums: Sequence[Sum]) -> Html:
    """How far each locale has come, as pictures and as numbers."""
    cards = (element("li", _card(one), class_="card") for one in sums)
    return element(
        "section",
        element("h2", "Coverage", id="coverage-title"),
        element("ul", cards, class_="cards"),
        charts.key(),
        sections.table("Coverage by locale, in segments and in strings of the site", Sum.COLUMNS, map(_row, sums)),
        id="coverage",
        aria_labelledby="coverage-title",
    )


def _card(one: Sum) -> Iterator[Html]:
    called = locales.name(one.locale, ENGLISH)
    yield element("h3", called, " ", element("span", one.locale, class_="quiet"))
    yield element(
        "p", element("strong", f"{one.coverage} %"), " translated, ", f"{one.reviewed} % reviewed", class_="big"
    )
    yield charts.of_states(one.states, f"{called}, {count(one.segments, 'segment')}")
    yield element("p", _grave(one.severities), class_="quiet")


def _grave(severities: Counter[str]) -> Html:
    return text(", ".join(count(severities[kind], kind) for kind in ("error", "warning")))


def _row(one: Sum) -> Sequence[Html | str | int]:
    published = f"{one.strings.published} of {one.strings.strings}" if one.strings else "none"
    states = (one.states.get(state, 0) for state in charts.STATES)
    return (one.locale, one.articles, one.segments, *states, one.stale, one.changed, published)
