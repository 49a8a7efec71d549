"""Where in an answer inline tags belong: by the numbers of the words that each word of it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from polyglot.engines.apertium.stream import Reading, Sentence
from polyglot.inline import OPAQUE, Edit, atoms, settle
from polyglot.model import Span


def tags(sentence: Sentence, reading: Reading, spans: Sequence[Span], numbers: Sequence[int]) -> list[Edit] | None:
    """The tags of a sentence as edits of its answer; None where it cannot be told where one belongs.

    `spans` are where those held were found, in order, `numbers` which of them each is.
    """
    if sentence.lifted is None:
        return []
    text, places = _seen(reading.text, spans)
    free = [n for n, atom in enumerate(sentence.lifted.atoms) if sentence.lifted.text[atom.start] != OPAQUE]
    held = [n for n, atom in enumerate(sentence.lifted.atoms) if sentence.lifted.text[atom.start] == OPAQUE]
    found = [Span(places[start], places[end]) for start, end in atoms(text)]
    links: list[dict[int, float]] = [{} for _ in found]
    for span, number in zip(spans, numbers, strict=True):
        links[found.index(span)] = {held[number]: 1.0}
    for stretch, words in reading.words:
        inside = [n for n, atom in enumerate(found) if atom.overlaps(stretch) and not links[n]]
        _link(links, inside, [free[word] for word in words if word < len(free)])
    edits = settle(sentence.lifted, text, links)
    return edits and [edit._replace(span=Span(places[edit.span.start], places[edit.span.end])) for edit in edits]


def _seen(text: str, spans: Sequence[Span]) -> tuple[str, list[int]]:
    """An answer with one character for each of those held, and where each of its characters stands in the answer."""
    seen, places, at = "", [], 0
    for start, end in (*spans, Span(len(text), len(text))):
        seen += text[at:start].replace(OPAQUE, " ") + (OPAQUE if end > start else "")
        places += [*range(at, start), *([start] if end > start else [])]
        at = end
    return seen, [*places, len(text)]


def _link(links: list[dict[int, float]], inside: Sequence[int], words: Sequence[int]) -> None:
    """Link the atoms of a stretch with the words that it comes from, the last with the last.

    What one side has more than the other are articles and prepositions, which come first; they share what is left.
    """
    both = min(len(inside), len(words))
    for number, word in zip(inside[len(inside) - both :], words[len(words) - both :], strict=True):
        links[number] = {word: 1.0}
    if both and len(words) > both:
        rest = words[: len(words) - both + 1]
        links[inside[0]] = {word: 1 / len(rest) for word in rest}
    for number in inside[: len(inside) - both] if both else ():
        links[number] = {words[0]: 1.0}
