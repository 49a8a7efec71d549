"""Every rule on its own examples: `tests/check/<rule>/good.txt` and `bad.txt`, which a linguist can add to.

A line `# fr en` names the languages of what follows; then come a source and, in the next line, its target, with a
blank line between pairs. The rule speaks for every bad pair; for a good one no rule does. Names are the shipped ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from polyglot import check, direction, glossary, protect, resources
from polyglot.config import Settings
from polyglot.direction import Direction
from polyglot.model import Issue, Origin, Pair, Role, Segment, Span, State, Tag, Target, Unit

FOLDER = Path(__file__).parent / "check"
Example = tuple[str, Pair, str, str]
UNWRITTEN = {"unknown-words", "unsettled"}
"""What the engine does not know stands in no text; `test_check.py` has it."""


def examples(which: str) -> Iterator[Example]:
    for file in sorted(FOLDER.glob(f"*/{which}.txt")):
        pair = Pair(Tag("fr"), Tag("en"))
        for block in file.read_text("utf-8").strip("\n").split("\n\n"):
            lines = block.split("\n")
            if lines[0].startswith("# "):
                source, target = lines.pop(0)[2:].split()
                pair = Pair(Tag(source), Tag(target))
            yield file.parent.name, pair, lines[0], lines[1]


@cache
def of(pair: Pair) -> Direction:
    names = glossary.load(tuple(sorted(resources.shipped("glossary").glob("*.csv"))))
    return Direction(pair, names, Settings(), None)


def said(pair: Pair, source: str, target: str) -> tuple[Issue, ...]:
    """What is said of a pair as of a person's reviewed text."""
    known = of(pair)
    unit = Unit("p", Role.PARAGRAPH, Span(0, len(source)), source)
    marked = protect.mark(unit, pair.source, direction.find_names(known.names, pair.source))
    return known.examine(Segment(source, marked.codes), Target(target, State.REVIEWED, Origin.HUMAN))


@pytest.mark.parametrize(("rule", "pair", "source", "target"), list(examples("bad")))
def test_a_bad_pair_is_found_by_its_rule(rule: str, pair: Pair, source: str, target: str) -> None:
    assert rule in {issue.rule for issue in said(pair, source, target)}


@pytest.mark.parametrize(("rule", "pair", "source", "target"), list(examples("good")))
def test_of_a_good_pair_nothing_is_said(rule: str, pair: Pair, source: str, target: str) -> None:
    assert [(issue.rule, issue.message) for issue in said(pair, source, target)] == [], f"an example of {rule}"


def test_every_rule_has_examples_and_every_example_a_rule() -> None:
    for which in ("bad", "good"):
        assert {rule for rule, *_ in examples(which)} == set(check.BY_ID) - UNWRITTEN


def test_rules_are_called_by_one_name_each() -> None:
    assert len(check.BY_ID) == len(check.RULES)
