"""The sections of the page, each from the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, starmap

from polyglot import locales
from polyglot.model import Issue, Severity, Tag
from polyglot.report import Article, Change, Line, Report
from polyglot.report_page import changes as differences
from polyglot.report_page import charts
from polyglot.report_page.markup import Html, count, element, words

MOST = 300
"""Places to look at, and changes, that are shown of a locale; how many more there are is said."""
Place = tuple[Article, str, int]
"""An article, a unit, and which of its segments; 0 and no unit for what concerns all of it."""


def table(name: str, columns: Sequence[str], rows: Iterable[Sequence[Html | str | int]]) -> Html:
    """A table, which scrolls by itself where the screen is narrow; the first cell of a row names the row."""
    head = element("tr", (element("th", column, scope="col") for column in columns))
    body = (element("tr", map(_cell, range(len(row)), row)) for row in rows)
    caption = element("caption", name)
    whole = element("table", caption, element("thead", head), element("tbody", body))
    return element("div", whole, class_="wide", role="region", aria_label=name, tabindex=0)


def _cell(at: int, value: Html | str | int) -> Html:
    if isinstance(value, int):
        return element("td", f"{value}", class_="number")
    return element("td", value) if at else element("th", value, scope="row")


def doubtful(report: Report) -> Html:
    """The segments that somebody should look at, by locale, the gravest first."""
    made = [_of_locale(report, tag) for tag in report.locales]
    if not any(made):
        return element("p", "Nothing is in doubt.", class_="fine")
    return element("div", filter(None, made))


def _of_locale(report: Report, tag: Tag) -> Html | None:
    articles = [article for article in report.articles if article.target == tag]
    places = sorted(_places(articles), key=lambda found: -max(issue.severity.rank for issue in found[1]))
    if not places:
        return None
    counts = Counter(issue.severity for _, issues in places for issue in issues)
    grave = any(counts[severity] for severity in (Severity.ERROR, Severity.WARNING))
    told = ", ".join(
        count(counts[one], _called(one)) for one in (Severity.ERROR, Severity.WARNING, Severity.INFO) if counts[one]
    )
    summary = element("summary", f"{locales.name(tag, Tag('en'))} ({tag}): {told}")
    shown = element("ol", (_doubt(place, issues) for place, issues in places[:MOST]), class_="doubts")
    return element("details", summary, shown, _more(len(places), "places"), open=grave)


def _called(severity: Severity) -> str:
    return "remark" if severity is Severity.INFO else str(severity)


def _places(articles: Iterable[Article]) -> Iterator[tuple[Place, list[Issue]]]:
    """The issues of articles, those of a segment together."""
    for article in articles:
        found: dict[tuple[str, int], list[Issue]] = {}
        for issue in article.issues:
            found.setdefault((issue.unit, issue.segment), []).append(issue)
        yield from (((article, unit, segment), issues) for (unit, segment), issues in found.items())


def _doubt(place: Place, issues: Sequence[Issue]) -> Html:
    article, unit, segment = place
    line = next((line for line in article.account.lines if (line.unit, line.segment) == (unit, segment)), None)
    gravest = max(issues, key=lambda issue: issue.severity.rank)
    where = element("p", element("code", _where(article.file, gravest), dir="auto"), class_="where")
    told = element("ul", map(_issue, issues), class_="issues")
    return element("li", where, told, _pair(article, line) if line else "", class_=str(gravest.severity))


def _where(file: str, issue: Issue) -> str:
    numbers = (str(number) for number in (issue.line, issue.column) if number)
    return ":".join([issue.file or file, *numbers])


def _issue(issue: Issue) -> Html:
    badge = element("span", _called(issue.severity), class_=f"severity {issue.severity}")
    return element("li", badge, " ", element("span", issue.message, dir="auto"), " ", element("code", issue.kind))


def _pair(article: Article, line: Line) -> Html:
    """A segment in both languages, side by side where there is room."""
    target = words(line.target, article.target) if line.target else element("em", "no translation")
    state = charts.NAMES.get(line.state, line.state)
    facts = ((f"{article.source}", words(line.source, article.source)), (f"{article.target}, {state}", target))
    return _side_by_side(facts)


def _side_by_side(facts: Iterable[tuple[str, Html]]) -> Html:
    pairs = (element("div", element("dt", name), element("dd", value)) for name, value in facts)
    return element("dl", pairs, class_="pair")


def _more(total: int, things: str) -> Html:
    """How many are not shown."""
    left = total - MOST
    return (
        element("p", f"and {left} more {things}, which the report in JSON has", class_="quiet") if left > 0 else Html()
    )


def changes(report: Report) -> Html:
    """What segments said before the build and say now, by locale."""
    found = [_changes(report, tag) for tag in report.locales]
    if not any(found):
        return element("p", "No segment says anything else than before.", class_="fine")
    return element("div", filter(None, found))


def _changes(report: Report, tag: Tag) -> Html | None:
    found = [(article, change) for article in report.articles for change in article.account.changes]
    found = [(article, change) for article, change in found if article.target == tag]
    if not found:
        return None
    files = (
        element(
            "div", element("h3", element("code", file, dir="auto")), element("ol", starmap(_change, of), class_="diffs")
        )
        for file, of in groupby(found[:MOST], key=lambda one: one[0].file)
    )
    summary = element("summary", f"{locales.name(tag, Tag('en'))} ({tag}): {count(len(found), 'segment')}")
    return element("details", summary, files, _more(len(found), "segments"))


def _change(article: Article, change: Change) -> Html:
    """A segment before and after; its source too, as it was where it changed as well."""
    before, after = differences.shown(change.before, change.after)
    former, source = differences.shown(change.former or change.source, change.source)
    facts = [("source", words(source, article.source))]
    if change.former and change.former != change.source:
        facts.insert(0, ("source before", words(former, article.source)))
    told = words(before, article.target) if change.before else element("em", "new")
    facts += [("before", told), ("after", words(after, article.target) if change.after else element("em", "nothing"))]
    return element("li", _side_by_side(facts))


def articles(report: Report) -> Html:
    """Every article, by locale."""
    columns = ("article", "coverage", "segments", "issues", "stale", "engine", "file")
    made = []
    for tag in report.locales:
        rows = [article for article in report.articles if article.target == tag]
        name = f"{locales.name(tag, Tag('en'))} ({tag})"
        summary = element("summary", f"{name}: {count(len(rows), 'article')}")
        made.append(element("details", summary, table(f"Articles in {name}", columns, map(_article, rows))))
    return element("div", made)


def _article(article: Article) -> Sequence[Html | str | int]:
    chart = charts.of_states(_states(article.states), article.file, height=10)
    name = element("code", article.file, dir="auto")
    state = "changed" if article.changed else "as before" if article.output else "not ours to translate"
    return (name, chart, article.segments, len(article.issues), article.stale, article.engine or "none", state)


def _states(states: Mapping[str, int]) -> dict[str, int]:
    return {str(state): count for state, count in states.items()}


def project(report: Report) -> Html:
    """What concerns no article: catalogs that are behind, files that were removed."""
    issues = (
        element("li", element("code", _where("", issue), dir="auto"), element("ul", _issue(issue)))
        for issue in report.issues
    )
    gone = (element("li", element("code", name, dir="auto")) for name in report.pruned)
    pruned = (element("h3", "Removed, as their sources are gone"), element("ul", gone, class_="plain"))
    told = element("ul", issues, class_="plain") if report.issues else ""
    return element("div", told, pruned if report.pruned else "")
