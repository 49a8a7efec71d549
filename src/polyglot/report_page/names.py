"""Whether each name is said in one way all over a locale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from polyglot.report import Report
from polyglot.report import names as of_articles
from polyglot.report_page.markup import Html, count, element, words
from polyglot.report_page.sections import table

COLUMNS = ("locale", "concept", "wanted", "found", "missing")


def consistency(report: Report) -> Html:
    """The names that are said in several ways or are missing somewhere; then, folded, all others."""
    found = of_articles(report.articles)
    uneven = [name for name in found if not name["consistent"]]
    even = [name for name in found if name["consistent"]]
    told = (
        table("Names said in several ways, or missing", COLUMNS, map(_row, uneven))
        if uneven
        else element("p", _all_even(len(even)), class_="fine")
    )
    rest = element("summary", f"Said in one way: {count(len(even), 'name')}")
    folded = element("details", rest, table("Names said in one way", COLUMNS, map(_row, even))) if even else ""
    return element("div", told, folded)


def _all_even(names: int) -> str:
    return "Every name is said in one way in each locale." if names else "No article has a name of the glossary."


def _row(name: Mapping[str, Any]) -> Sequence[Html | str | int]:
    tag = name["locale"]
    forms = (element("li", words(form, tag), f" {count}") for form, count in name["forms"].items())
    return (tag, name["concept"], words(name["wanted"], tag), element("ul", forms, class_="forms"), name["missed"])
