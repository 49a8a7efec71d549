"""Charts as SVG inside the page: bars of parts, whose numbers a table beside them has too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from polyglot.report_page.markup import Html, element

STATES = ("final", "reviewed", "translated", "initial")
"""From what people are done with to what nobody has translated."""
NAMES: Mapping[str, str] = {
    "final": "approved",
    "reviewed": "reviewed",
    "translated": "translated by a machine",
    "initial": "left in the source language",
}
WIDTH = 1000.0
"""Units; the picture is as wide as its place."""


def bar(parts: Sequence[tuple[str, int]], name: str, *, height: int = 14) -> Html:
    """A bar of `(kind, how many)`; the kind is the class of its rectangle."""
    whole = sum(count for _, count in parts)
    told = ", ".join(f"{count} {NAMES[kind]}" for kind, count in parts if count) or "nothing"
    rectangles = []
    at = 0.0
    for kind, count in parts:
        wide = WIDTH * count / whole if whole else 0.0
        if wide:
            place = {"x": f"{at:.1f}", "width": f"{wide:.1f}", "height": str(height)}
            rectangles.append(element("rect", class_=kind, **place))
        at += wide
    box = f"0 0 {WIDTH:g} {height}"
    return element(
        "svg",
        rectangles,
        class_="chart",
        viewBox=box,
        height=height,
        preserveAspectRatio="none",
        role="img",
        aria_label=f"{name}: {told}",
    )


def of_states(states: Mapping[str, int], name: str, *, height: int = 14) -> Html:
    """A bar of the states of segments."""
    return bar([(state, states.get(state, 0)) for state in STATES], name, height=height)


def key() -> Html:
    """What the colours of the bars mean."""
    entries = (element("li", element("span", "", class_=f"dot {state}"), NAMES[state]) for state in STATES)
    return element("ul", entries, class_="key")
