"""The ladder: each rung in its turn, forward only, and at its end the reasons why there is no text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot import protect
from polyglot.clauses import apart, clauses, phrases, singles
from polyglot.inline import texts_joined
from polyglot.ladder import Outcome, Request, climb
from polyglot.model import (
    Candidate,
    Candidates,
    Code,
    CodeKind,
    Identity,
    Masked,
    Pair,
    Rung,
    Segment,
    Slot,
    Span,
    Tag,
)

PAIR = Pair(Tag("fr"), Tag("en"))
RUNGS = tuple(Rung)
FAILED = Candidates((), "the engine has no answer")


def spelled(masked: Masked) -> str:
    """The text that the engine below reads: slots as `#0`."""
    return "".join(piece if isinstance(piece, str) else f"#{piece.number}" for piece in masked.pieces)


@dataclass
class Phrasebook:
    """An engine that knows whole texts, on each rung its own; it answers the last item first."""

    book: Mapping[tuple[Rung, str], tuple[str, ...]]
    """Hypotheses for a text on a rung, best first; `#0` is a slot, `?` before a word says that it is not known."""
    asked: list[tuple[Rung, str]] = field(default_factory=list)
    name: str = "phrasebook"
    words_per_second: int = 1000

    def supports(self, source: Tag, target: Tag) -> bool:
        """French to English."""
        return (source, target) == PAIR

    def identity(self, pair: Pair) -> Identity:
        """A book for a pair."""
        return Identity(self.name, "1", "0" * 12, tuple(pair), RUNGS, "draft")

    def pairs(self) -> tuple[Pair, ...]:
        """The only pair."""
        return (PAIR,)

    def translate(
        self, items: Iterable[tuple[str, Masked]], pair: Pair, rung: Rung
    ) -> Iterator[tuple[str, Candidates]]:
        """Look up each item."""
        assert pair == PAIR
        for key, masked in reversed(list(items)):
            text = spelled(masked)
            self.asked.append((rung, text))
            found = self.book.get((rung, text))
            slots = {f"#{slot.number}": slot for slot in masked.slots}
            yield key, Candidates(tuple(hypothesis(said, slots) for said in found)) if found else FAILED

    def close(self) -> None:
        """Nothing to free."""


def hypothesis(text: str, slots: Mapping[str, Slot]) -> Candidate:
    pieces: list[str | Slot] = []
    for word in text.replace("#", "\0#").split("\0"):
        if word[:2] in slots:
            pieces += [slots[word[:2]], word[2:]]
        else:
            pieces.append(word.replace("?", ""))
    unknown = tuple(word.strip("?.,") for word in text.split() if word.startswith("?"))
    return Candidate(tuple(piece for piece in pieces if piece != ""), -0.5, unknown)


def request(text: str, *names: str, key: str = "a") -> Request:
    """A segment of that text with its names, judged by whether every name came back."""
    spans = (Span(text.index(name), text.index(name) + len(name)) for name in names)
    segment = Segment(text, tuple(Code(CodeKind.NAME, span, text[slice(*span)], text[slice(*span)]) for span in spans))

    def accept(candidate: Candidate, masked: Masked) -> tuple[str | None, str]:
        found = protect.restore(candidate, masked, segment)
        return (found, "") if found is not None else (None, "a name was lost")

    return Request(key, lambda rung: protect.mask(segment, rung, lambda code: (code.text, ())), accept)


def answers(requests: list[Request], engine: Phrasebook, rungs: tuple[Rung, ...] = RUNGS) -> dict[str, Outcome]:
    found = list(climb(requests, engine, PAIR, rungs))
    assert len(found) == len(requests)
    return dict(found)


@pytest.mark.parametrize("good", [Rung.INJECT, Rung.STAND_IN, Rung.MASK])
def test_the_first_rung_that_keeps_the_laws_is_taken(good: Rung) -> None:
    book = {(rung, "Voici #0."): ("Here.",) for rung in RUNGS} | {(good, "Voici #0."): ("Here is #0.",)}
    engine = Phrasebook(book)
    assert answers([request("Voici Kyiv.", "Kyiv")], engine) == {"a": Outcome("Here is Kyiv.", score=-0.5)}
    assert engine.asked == [(rung, "Voici #0.") for rung in RUNGS[: RUNGS.index(good) + 1]]


def test_the_best_candidate_that_keeps_the_laws_is_taken() -> None:
    book = {(Rung.MASK, "Voici #0."): ("Here.", "#0 and #0.", "?Voici #0.", "Here is #0.")}
    outcome = answers([request("Voici Kyiv.", "Kyiv")], Phrasebook(book), (Rung.MASK,))["a"]
    assert (outcome.text, outcome.unknown, outcome.failures) == ("Voici Kyiv.", ("Voici",), ())


def test_at_the_end_there_is_no_text_but_every_reason_once() -> None:
    book = {(Rung.INJECT, "Voici #0."): ("Here.", "There.")}
    outcome = answers([request("Voici Kyiv.", "Kyiv")], Phrasebook(book))["a"]
    assert outcome == Outcome(
        None,
        failures=(
            "inject: a name was lost",
            "stand-in: the engine has no answer",
            "mask: the engine has no answer",
            "split: the engine has no answer",
        ),
    )


def test_no_rung_is_tried_that_shows_the_engine_nothing_new() -> None:
    engine = Phrasebook({})
    outcome = answers([request("Voici, et voilà.", key="a")], engine)["a"]
    assert outcome.failures == ("inject: the engine has no answer", "split: the engine has no answer")
    assert set(engine.asked) == {(Rung.INJECT, "Voici, et voilà."), (Rung.SPLIT, "Voici,"), (Rung.SPLIT, "et voilà.")}


def test_only_what_was_refused_goes_on() -> None:
    book = {
        (Rung.INJECT, "Oui."): ("Yes.",),
        (Rung.MASK, "Voici #0."): ("Here is #0.",),
    }
    engine = Phrasebook(book)
    requests = [request("Voici Kyiv.", "Kyiv", key="a"), request("Oui.", key="b")]
    found = list(climb(requests, engine, PAIR, (Rung.INJECT, Rung.MASK)))
    assert [(key, outcome.text) for key, outcome in found] == [("b", "Yes."), ("a", "Here is Kyiv.")]
    assert engine.asked == [(Rung.INJECT, "Oui."), (Rung.INJECT, "Voici #0."), (Rung.MASK, "Voici #0.")]


def test_equal_texts_are_sent_once() -> None:
    engine = Phrasebook({(Rung.MASK, "Oui."): ("Yes.",)})
    found = answers([request("Oui.", key=key) for key in "abc"], engine, (Rung.MASK,))
    assert {key: outcome.text for key, outcome in found.items()} == dict.fromkeys("abc", "Yes.")
    assert len(engine.asked) == 1


def test_without_rungs_or_requests_nothing_is_asked() -> None:
    engine = Phrasebook({})
    assert answers([], engine) == {}
    assert answers([request("Oui.")], engine, ()) == {"a": Outcome(None)}
    assert engine.asked == []


def test_a_sentence_is_split_and_joined() -> None:
    book = {
        (Rung.SPLIT, "#0 attend ;"): ("#0 waits;",),
        (Rung.SPLIT, "il pleut,"): ("it ?pleut,",),
        (Rung.SPLIT, "et #1 part."): ("and #1 leaves.",),
    }
    engine = Phrasebook(book)
    text = "Anna attend ; il pleut, et Boris part."
    outcome = answers([request(text, "Anna", "Boris")], engine, (Rung.SPLIT,))["a"]
    assert (outcome.text, outcome.unknown) == ("Anna waits; it pleut, and Boris leaves.", ("pleut",))
    assert {asked for _, asked in engine.asked} == {said for _, said in book}


def test_clauses_that_several_share_are_sent_once() -> None:
    book = {(Rung.SPLIT, said): (said.upper(),) for said in ("il pleut :", "oui.", "non.")}
    engine = Phrasebook(book)
    found = answers([request("il pleut : oui.", key="a"), request("il pleut : non.", key="b")], engine, (Rung.SPLIT,))
    assert {key: outcome.text for key, outcome in found.items()} == {"a": "IL PLEUT : OUI.", "b": "IL PLEUT : NON."}
    assert len(engine.asked) == 3


def test_a_split_sentence_fails_with_one_of_its_clauses() -> None:
    engine = Phrasebook({(Rung.SPLIT, "oui ;"): ("yes;",)})
    outcome = answers([request("oui ; non.")], engine, (Rung.SPLIT,))["a"]
    assert outcome == Outcome(None, failures=("split: the engine has no answer",))


def test_a_slot_lost_in_a_clause_is_refused() -> None:
    engine = Phrasebook({(Rung.SPLIT, "oui ;"): ("yes;",), (Rung.SPLIT, "#0 part."): ("leaves.",)})
    outcome = answers([request("oui ; Anna part.", "Anna")], engine, (Rung.SPLIT,))["a"]
    assert outcome == Outcome(None, failures=("split: a name was lost", "split: the engine has no answer"))


def test_where_clauses_lose_a_slot_smaller_parts_are_tried_and_in_the_end_slots_stand_alone() -> None:
    book = {
        (Rung.SPLIT, "Hier, #0 et #1 sont partis."): ("Yesterday they left.",),
        (Rung.SPLIT, "Hier,"): ("Yesterday,",),
        (Rung.SPLIT, "#0 et #1 sont partis."): ("They left.",),
        (Rung.SPLIT, "#0"): ("#0",),
        (Rung.SPLIT, "et #1 sont partis."): ("And left.",),
        (Rung.SPLIT, "et"): ("And",),
        (Rung.SPLIT, "#1"): ("#1",),
        (Rung.SPLIT, "sont partis."): ("Have left.",),
    }
    outcome = answers([request("Hier, Anna et Boris sont partis.", "Anna", "Boris")], Phrasebook(book), (Rung.SPLIT,))
    assert outcome["a"].text == "Yesterday, Anna and Boris have left."


def test_an_elided_word_is_parted_from_the_slot_behind_it() -> None:
    book = {(Rung.SPLIT, "Il vient d'"): ("He comes from",), (Rung.SPLIT, "#0"): ("#0",), (Rung.SPLIT, "."): (".",)}
    outcome = answers([request("Il vient d'Odessa.", "Odessa")], Phrasebook(book), (Rung.SPLIT,))
    assert outcome["a"].text == "He comes from Odessa."


@pytest.mark.parametrize("better", [True, False])
def test_a_text_with_a_fault_is_better_than_none_and_worse_than_one_without(better: bool) -> None:
    book = {(Rung.INJECT, "oui #0"): ("yes #0",), (Rung.MASK, "oui #0"): ("yes #0.",) if better else ()}
    plain = request("oui Kyiv", "Kyiv")

    def accept(candidate: Candidate, masked: Masked) -> tuple[str | None, str]:
        text, broken = plain.accept(candidate, masked)
        return text, broken or ("" if text is None or text.endswith(".") else "no stop")

    found = answers([Request("a", plain.mask, accept)], Phrasebook(book), (Rung.INJECT, Rung.MASK))["a"]
    assert (found.text, found.failures) == (("yes Kyiv.", ()) if better else ("yes Kyiv", ("no stop",)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un mot.", ["Un mot."]),
        ("Un ; deux.", ["Un ;", "deux."]),
        ("Un\u00a0; deux.", ["Un\u00a0;", "deux."]),
        ("Un : deux, et trois.", ["Un :", "deux,", "et trois."]),
        ("Un, deux, trois.", ["Un, deux, trois."]),
        ("À 10:30 ; oui", ["À 10:30 ;", "oui"]),
        ("Un, étrange.", ["Un, étrange."]),
        ("Un ; ", ["Un ;"]),
        ("", []),
    ],
)
def test_where_a_sentence_may_be_cut(text: str, expected: list[str]) -> None:
    cut = clauses(Masked((text,) if text else ()))
    assert [spelled(masked) for masked, _ in cut] == expected
    assert "".join(spelled(masked) + space for masked, space in cut) == text


TEXTS = st.lists(st.one_of(st.text("ab, ;.«»’\u00a0 ", min_size=1, max_size=12), st.just(None)), max_size=7)


@given(TEXTS)
def test_parts_joined_are_the_text(pieces: list[str | None]) -> None:
    slots = (Slot(number, CodeKind.NAME, "x", "x") for number in range(len(pieces)))
    masked = Masked(tuple(texts_joined([piece or next(slots) for piece in pieces])))
    for cut in (clauses, phrases, singles, apart):
        found = cut(masked)
        assert "".join(spelled(part) + space for part, space in found) == spelled(masked)
        assert cut is not apart or all(len(part.pieces) == 1 for part, _ in found)
