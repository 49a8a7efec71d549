"""Inline tags on the whole road: pairs stay pairs, and stand around the words that go back to theirs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, cycle, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neural import direction, unpacked, unseen
from pieces import shown
from polyglot import glossary, inline, laws, protect, runs
from polyglot.config import Settings
from polyglot.direction import Direction, find_names
from polyglot.engines import Engine
from polyglot.engines.apertium import ApertiumEngine, tagger
from polyglot.engines.argos import ArgosEngine
from polyglot.engines.argos.drafts import Answer, Draft
from polyglot.engines.argos.jobs import Found, Job, Outcome
from polyglot.engines.argos.run import Model
from polyglot.engines.argos.slots import Spelled
from polyglot.engines.argos.sought import sought
from polyglot.engines.echo import EchoEngine
from polyglot.engines.pseudo import PseudoEngine
from polyglot.glossary import Glossary
from polyglot.model import (
    Candidate,
    Candidates,
    Code,
    CodeKind,
    Inline,
    Masked,
    Origin,
    Pair,
    Role,
    Rung,
    Segment,
    Side,
    Span,
    State,
    Tag,
    Target,
    Unit,
)
from polyglot.models import Choice
from polyglot.project import Project
from test_engine_apertium import BRACKETED, SENTENCES, apertium

FR, EN, CA, ES = Tag("fr"), Tag("en"), Tag("ca"), Tag("es")
TAG = re.compile(r"<(?P<slash>/?)(?P<name>[a-z]+)[^<>]*>")
EMPTY = {"br", "img"}


def unit(text: str) -> Unit:
    """A text with tags as an HTML format would read it; a half without its other is alone."""
    found = list(TAG.finditer(text))
    codes = [Inline(Span(*one.span()), "empty", number) for number, one in enumerate(found)]
    waiting: list[int] = []
    for number, one in enumerate(found):
        if one["name"] in EMPTY:
            continue
        codes[number] = codes[number]._replace(kind="close" if one["slash"] else "open")
        if not one["slash"]:
            waiting.append(number)
        elif waiting and found[waiting[-1]]["name"] == one["name"]:
            partner = waiting.pop()
            codes[number] = codes[number]._replace(partner=partner)
            codes[partner] = codes[partner]._replace(partner=number)
    return Unit("u", Role.PARAGRAPH, Span(0, len(text)), text, inline=tuple(codes))


def segment(text: str, way: Direction | None = None) -> Segment:
    """A unit with tags as one segment, its codes and names found."""
    names = find_names(way.names, way.pair.source) if way else lambda *_: ()
    return Segment(text, protect.mark(unit(text), way.pair.source if way else FR, names).codes)


def road(engine: Engine, source: Tag, target: Tag) -> Direction:
    names = glossary.load(runs.glossary_files(Project(None, Settings())))
    pair = Pair(source, target)
    return Direction(pair, names, Settings(), Choice(engine, engine.identity(pair)))


def tags(text: str) -> list[str]:
    return [found[0] for found in TAG.finditer(text)]


def well_nested(text: str) -> bool:
    waiting: list[str] = []
    for found in TAG.finditer(text):
        if found["name"] in EMPTY:
            continue
        if not found["slash"]:
            waiting.append(found["name"])
        elif not waiting or waiting.pop() != found["name"]:
            return False
    return not waiting


def inside(text: str) -> list[str]:
    """The words of each pair."""
    return [TAG.sub("", found) for found in re.findall(r"<(?:b|i|a|em|strong)\b[^<>]*>(.*?)</", text)]


# The law


def law(source: str, target: str) -> bool:
    """Whether a target's tags stand as the source's."""
    one = segment(source)
    return laws.nested(one.codes, protect.find(target, EN, lambda *_: (), (), protect.kept(one.codes, target)))


@pytest.mark.parametrize(
    ("source", "target", "holds"),
    [
        ("<b>x</b> <i>y</i>", "<i>y</i> <b>x</b>", True),
        ("<b>x</b> <i>y</i>", "<i>y <b>x</b></i>", True),
        ("<b>x</b> <i>y</i>", "<i>y <b>x</i></b>", False),
        ("<b>x</b>", "</b>x<b>", False),
        ("<b>x <b>y</b></b>", "<b>x</b> <b>y</b>", True),
        ('<a href="1">x</a> <b>y</b>', '<b>y</b> <a href="1">x</a>', True),
        ("x<br>y", "<br>x y", True),
        ("<b>x <i>y</b> z</i>", "<b>x <i>y</b> z</i>", True),
        ("<b>x <i>y</b> z</i>", "<b>x</b> <i>y z</i>", True),
    ],
)
def test_pairs_stay_pairs(source: str, target: str, holds: bool) -> None:
    assert law(source, target) is holds


def halves(text: str, start: int, end: int) -> tuple[Code, ...]:
    """The codes of a part of a unit."""
    codes = protect.mark(unit(text), FR, lambda *_: ()).codes
    return tuple(code.shifted(-start) for code in codes if start <= code.span.start < end)


def test_a_half_keeps_its_other_half_on_the_right_side() -> None:
    text = "Il <b>dort. Il <i>mange</i> bien.</b> Oui."
    first, second = halves(text, 0, 11), halves(text, 11, len(text))
    cases = [
        (first, "He <b>sleeps.", True),
        (first, "He sleeps.<b>", True),
        (second, "He <i>eats</i> well.</b> Yes.", True),
        (second, "</b>He <i>eats</i> well. Yes.", True),
        (second, "He <i>eats</b></i> well. Yes.", False),
    ]
    for codes, target, holds in cases:
        found = protect.find(target, EN, lambda *_: (), (), protect.kept(codes, target))
        assert laws.nested(codes, found) is holds, target


def markdown(*marks: tuple[int, str, Side]) -> tuple[Code, ...]:
    return tuple(Code(CodeKind.TAG, Span(at, at + len(mark)), mark, mark, side) for at, mark, side in marks)


def test_stars_that_touch_may_be_read_both_ways() -> None:
    source = markdown((0, "*", Side.OPEN), (1, "**", Side.OPEN), (4, "**", Side.CLOSE), (6, "*", Side.CLOSE))
    target = protect.find("y ***x***", EN, lambda *_: (), (), protect.kept(source, "y ***x***"))
    assert laws.conserved(source, target)
    assert laws.nested(source, target)
    twice = markdown((0, "**", Side.OPEN), (3, "**", Side.CLOSE), (6, "**", Side.OPEN), (9, "**", Side.CLOSE))
    assert laws.nested(twice, protect.kept(twice, "**y** and **x**"))


def test_a_half_without_its_other_makes_no_law_for_the_rest() -> None:
    assert law("<b>x</b> y <b> z", "<b>y <b>x</b> z")


TREES = st.recursive(
    st.sampled_from(["chat", "noir ", "<br>", " Moscou", ", 3 ", "« oui »", "l'"]),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
        st.sampled_from(["b", "i", "em"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)
TEXTS = st.lists(TREES, min_size=1, max_size=5).map("".join)


@given(TEXTS)
def test_every_well_nested_text_keeps_the_law_with_itself(text: str) -> None:
    assert law(text, text)


@given(TEXTS, st.data())
def test_a_target_keeps_the_law_just_where_it_is_well_nested(text: str, data: st.DataObject) -> None:
    words = TAG.split(text)[::3]
    order = data.draw(st.permutations(tags(text)))
    target = "".join(chain.from_iterable(zip(words, [*order, ""], strict=True)))
    assert law(text, target) is well_nested(target)


# Lifting and setting


@given(TEXTS)
def test_what_was_lifted_and_goes_back_to_itself_is_set_where_it_was(text: str) -> None:
    pieces = masked(text).pieces
    lifted = inline.lift(pieces)
    links = [{number: 1.0} for number in range(len(lifted.atoms))]
    edits = inline.settle(lifted, lifted.text, links)
    if edits is not None:
        found = shown(inline.written(lifted.pieces, edits))
        assert Counter(tags(found)) == Counter(tags(text))
        assert law(text, found)


@settings(max_examples=300)
@given(TEXTS, st.data())
def test_whatever_the_words_go_back_to_pairs_stay_pairs(text: str, data: st.DataObject) -> None:
    lifted = inline.lift(masked(text).pieces)
    count = len(lifted.atoms)
    size = data.draw(st.integers(1, 8))
    share = st.dictionaries(st.integers(0, max(0, count - 1)), st.floats(0.1, 1), max_size=3 if count else 0)
    links = [data.draw(share) for _ in range(size)]
    pieces = (" ".join("word" for _ in range(size)),)
    edits = inline.settle(lifted, pieces[0], links)
    if edits is not None:
        found = shown(inline.written(pieces, edits))
        assert Counter(tags(found)) == Counter(tags(text))
        assert law(text, found), (text, found)
        assert TAG.sub("", found).split() == pieces[0].split() or "<br>" in found


def masked(text: str) -> Masked:
    return protect.mask(segment(text), Rung.INJECT, lambda _: None)


@pytest.mark.parametrize(
    ("source", "target", "links", "expected"),
    [
        ("Le <b>chat noir</b> dort.", "The black cat sleeps.", [0, 2, 1, 3], "The <b>black cat</b> sleeps."),
        ("<b>Le chat dort.</b>", "The cat sleeps.", [None] * 3, "<b>The cat sleeps.</b>"),
        ("Un mot « <b>vert</b> ».", "A “green” word.", [0, 2, 1], "A “<b>green</b>” word."),
        ("Un mot <b>« vert »</b>.", "A “green” word.", [0, 2, 1], "A <b>“green”</b> word."),
        ("Ici<br>et là.", "Here and there.", [0, 1, 2], "Here<br>and there."),
        ("Ici, <br>et là.", "Here, and there.", [0, 1, 2], "Here, <br>and there."),
        ("Ici <img> et là.", "Here and there.", [0, 1, 2], "Here <img> and there."),
        ("<img>Ici.", "Here.", [0], "<img>Here."),
        ("Ici.<br>", "Here.", [0], "Here.<br>"),
        ("Il <i>y <b>a</b></i> là.", "There is there.", [1, 2, 3], "<i>There <b>is</b></i> there."),
        ("Un <b>mot</b>, ici.", "Here, a word.", [2, 0, 1], "Here, a <b>word</b>."),
        ("Un<a></a> mot.", "A word.", [0, 1], "A<a></a> word."),
    ],
)
def test_tags_stand_around_the_words_that_go_back_to_theirs(
    source: str, target: str, links: list[int | None], expected: str
) -> None:
    lifted = inline.lift(masked(source).pieces)
    edits = inline.settle(lifted, target, [{} if link is None else {link: 1.0} for link in links])
    assert edits is not None
    assert shown(inline.written((target,), edits)) == expected


def test_where_no_word_goes_back_to_a_pair_s_nothing_is_guessed() -> None:
    lifted = inline.lift(masked("Un <b>mot</b> ici.").pieces)
    assert inline.settle(lifted, "A here.", [{0: 1.0}, {2: 1.0}]) is None


def test_more_tags_than_prose_has_are_not_lifted() -> None:
    depth = 100_000
    text = "<b>" * depth + "mot" + "</b>" * depth
    lifted = inline.lift(masked(text).pieces)
    assert inline.settle(lifted, "word", [{0: 1.0}]) is None


# On the road


@pytest.mark.parametrize("engine", [EchoEngine(), PseudoEngine()], ids=lambda engine: engine.name)
@pytest.mark.parametrize(
    "text", ["Un <b>mot <i>ici</i></b>,<br>là.", "<img>L'<a>ami</a> dort.", "Un <b>mot</b>\ncoupé."]
)
def test_engines_for_tests_keep_tags_where_they_are(engine: Engine, text: str) -> None:
    way = Direction(Pair(FR, EN), Glossary((), ""), Settings(), Choice(engine, engine.identity(Pair(FR, EN))))
    one = segment(text, way)
    (target,) = way.translate([one])
    assert tags(target.text) == tags(text)
    assert [len(part) > 0 for part in TAG.split(target.text)] == [len(part) > 0 for part in TAG.split(text)]


def test_a_person_s_target_with_crossing_tags_gets_an_issue() -> None:
    way = Direction(Pair(FR, EN), Glossary((), ""), Settings(), None)
    one = segment("Un <b>mot</b> <i>ici</i>.", way)
    target = Target("A <b>word <i>here</b></i>.", State.REVIEWED, Origin.HUMAN)
    assert [issue.kind for issue in way.examine(one, target)] == ["markup"]
    assert not way.examine(one, replace(target, text="<i>Here</i> a <b>word</b>."))


@apertium
def test_signs_stay_whole_and_names_take_all_of_a_pair() -> None:
    engine = ApertiumEngine()
    cases = {
        "Au XIX<sup>e</sup> siècle, le taux de CO<sub>2</sub> augmente.": ["XIX<sup>e</sup> ", "CO<sub>2</sub> "],
        "Mos<b>cou</b> dort et <b>Kiev</b> mange.": ["<b>Moscow</b> ", "<b>Kyiv</b> "],
        '<span class="c">L</span>e chat dort.': ['<span class="c">The</span> cat'],
    }
    try:
        way = road(engine, FR, EN)
        for text, wanted in cases.items():
            (target,) = way.translate([segment(text, way)])
            assert target.origin is Origin.MT
            for part in wanted:
                assert part in target.text, target.text
    finally:
        engine.close()


def wrapped() -> Iterator[str]:
    """Sentences with tags around words and phrases, cut at word borders, in turns."""
    shapes = cycle(
        [
            ("<b>", "</b>", 1),
            ('<a href="/a_b">', "</a>", 2),
            ("<em>", "</em>", 3),
            ("<b><i>", "</i></b>", 2),
            ("<strong>", "</strong>", 1),
        ]
    )
    news = (BRACKETED.sub(r"\g<source>", line) for line in SENTENCES.read_text("utf-8").splitlines())
    for place, line in enumerate(chain(news, (source for source, _ in unseen()))):
        words = line.split(" ")
        able = [
            at
            for at in range(1, len(words) - 3)
            if all(word.isalpha() for word in words[at : at + 3]) and len(words[at + 2]) > 4
        ]
        if not able or TAG.search(line):
            continue
        at = able[place % len(able)]
        opener, closer, size = next(shapes)
        first, last = at + 3 - size, at + 2
        words[first] = opener + words[first]
        words[last] += closer
        yield " ".join(words) if place % 7 else "<img>" + " ".join(words)


WRAPPED = tuple(islice(wrapped(), 200))


def sound(way: Direction, kept: int) -> None:
    segments = [segment(text, way) for text in WRAPPED]
    targets = way.translate(segments)
    for one, target in zip(segments, targets, strict=True):
        assert Counter(tags(target.text)) == Counter(tags(one.text))
        assert well_nested(target.text)
        assert not re.search(r"<(?!br|img)[a-z][^<>]*>\s|\s</", target.text), target.text
        assert "  " not in target.text
    assert sum(target.origin is Origin.SOURCE for target in targets) <= kept


@apertium
@pytest.mark.parametrize(("source", "target"), [(FR, CA), (FR, EN)])
def test_apertium_keeps_tags(source: Tag, target: Tag) -> None:
    engine = ApertiumEngine()
    try:
        sound(road(engine, source, target), kept=0)
    finally:
        engine.close()


@apertium
def test_apertium_sets_tags_around_the_right_words() -> None:
    engine = ApertiumEngine()
    cases = {
        "Le <b>chat noir</b> dort dans la <i>grande maison</i>.": ["black cat", "big home"],
        "<b>Le chat noir dort.</b>": ["The black cat sleeps."],
        'Selon <a href="/x">Volodymyr Zelensky</a>, 3 <b>pour cent</b> dorment.': ["Volodymyr Zelensky", "percent"],
        "Le ministre de l'<b>Intérieur</b> a parlé.": ["Interior"],
        "Il a <b>mangé</b> hier<br>à <i>Moscou</i>.": ["eaten", "Moscow"],
    }
    try:
        way = road(engine, FR, EN)
        for text, words in cases.items():
            (target,) = way.translate([segment(text, way)])
            assert inside(target.text) == words, target.text
            assert target.text.count("<br>") == text.count("<br>")
    finally:
        engine.close()


@apertium
@pytest.mark.parametrize(("source", "target"), [(FR, CA), (FR, EN), (FR, ES)])
def test_a_sentence_with_tags_is_translated_as_one_without(source: Tag, target: Tag) -> None:
    engine = ApertiumEngine()
    try:
        way = road(engine, source, target)
        segments = [segment(text, way) for text in WRAPPED[:60] if "<img>" not in text]
        plain = [segment(TAG.sub("", one.text), way) for one in segments]
        pairs = zip(way.translate(segments), way.translate(plain), strict=True)
        other = [(one.text, two.text) for one, two in pairs if TAG.sub("", one.text) != two.text]
        assert len(other) <= 2, f"only where the words of a tag were lost, and it was opaque: {other}"
    finally:
        engine.close()


def test_words_are_numbered_as_the_dictionary_parts_them() -> None:
    read = "[w1]^Selon/selon<pr>$ [[t:n:0]]^Kxqbbw/*Kxqbbw$ жук ^pour cent/pour cent<adv>$ ^l'/le<det>$^,/,<cm>$\\^[w1]"
    said = tagger.numbered((read + "\0" + read.replace("w1", "f2") + "\0").encode()).decode()
    assert said == (
        "[w1][[t:w:0]]^Selon/selon<pr>$ [[t:n:0]]^Kxqbbw/*Kxqbbw$ жук [[t:w:2; t:w:3]]^pour cent/pour cent<adv>$ "
        "[[t:w:4]]^l'/le<det>$^,/,<cm>$\\^[w1]\0" + read.replace("w1", "f2") + "\0"
    )


@pytest.fixture(scope="module")
def argos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArgosEngine]:
    with unpacked(tmp_path_factory.mktemp("packages")) as made:
        yield made


def test_the_neural_engine_keeps_tags(argos: ArgosEngine) -> None:
    sound(direction(argos), kept=12)


def test_the_neural_engine_sets_tags_around_the_right_words(argos: ArgosEngine) -> None:
    cases = {
        "Le <b>chat noir</b> dort dans la <i>grande maison</i>.": ["black cat", "big house"],
        "Je suis <b>très content</b> de te <i>voir</i>.": ["very glad", "see"],
        'Je connais <a href="/x">Volodymyr Zelensky</a> depuis <b>trois jours</b>.': [
            "Volodymyr Zelensky",
            "three days",
        ],
        "<b>Bonne nuit</b>": ["Good night"],
    }
    way = direction(argos)
    for text, words in cases.items():
        (target,) = way.translate([segment(text, way)])
        assert inside(target.text) == words, target.text


def test_articles_stay_where_they_were(argos: ArgosEngine) -> None:
    """An article before a pair is not drawn into it, nor one at its start left out."""
    way = direction(argos)
    found = [re.search(r"(?<= )(?:le|la|les|un|une) (\w{4,})(?=[ .])", source) for source, _ in unseen()]
    chosen = [one for one in found if one][:100]
    without = [f"{one.string[: one.start(1)]}<b>{one[1]}</b>{one.string[one.end(1) :]}" for one in chosen]
    having = [f"{one.string[: one.start()]}<b>{one[0]}</b>{one.string[one.end() :]}" for one in chosen]
    drawn, left = (
        sum(bool(re.search(pattern, target.text)) for target in way.translate([segment(text, way) for text in texts]))
        for texts, pattern in ((without, r"<b>(?:the|a|an) "), (having, r"\b(?:the|a|an) <b>"))
    )
    assert drawn <= 3
    assert left <= 8


def test_without_attention_words_in_tags_are_translated_alone_and_found(
    argos: ArgosEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = {
        "Je connais <b>mon ami</b> depuis <i>trois jours</i>.": "I've known <b>my friend</b> for <i>three days</i>.",
        "Il est <b>avec <i>son père</i></b> ici.": "He is <b>with <i>his father</i></b> here.",
        "Je connais <b>Volodymyr Zelensky</b> ici.": "I know <b>Volodymyr Zelensky</b> here.",
    }
    way, seeing = direction(argos), Model.translate

    def blind(model: Model, texts: Sequence[str], *, aligned: bool = False) -> Iterator[tuple[int, Answer]]:
        del aligned
        return seeing(model, texts)

    monkeypatch.setattr(Model, "translate", blind)
    targets = way.translate([segment(text, way) for text in cases])
    assert [target.text for target in targets] == list(cases.values())


def test_a_tag_whose_words_are_not_found_has_no_place() -> None:
    """Nothing is guessed: all tags have a place in a draft, or none has."""
    lifted = inline.lift(masked("Le <b>chat</b> dort<br>sur la <i>table</i>.").pieces)
    draft = "The cat sleeps on the table."
    said = {"chat": "cat", "sur": "on", "dort": "sleep", "table": "table"}

    def placed(known: dict[str, str]) -> str | None:
        job = Job(0, Spelled("", ("", ""), (), {}), "", lifted)
        found = Found(Draft(draft, 0.0), draft, (draft,), [{}] * 6)

        def ask(items: Sequence[tuple[str, Masked]]) -> Iterator[tuple[str, Candidates]]:
            return ((key, Candidates((Candidate((known.get(shown(one.pieces), "?"),)),))) for key, one in items)

        (outcome,) = sought([Outcome(job, (found,))], ask)
        pieces = outcome.found[0].tagged(lifted)
        return shown(pieces) if pieces is not None else None

    assert placed(said) == "The <b>cat</b> sleeps<br>on the <i>table</i>."
    assert placed(said | {"chat": "dog"}) is None
    assert placed(said | {"sur": "upon"}) is None
    assert placed(said | {"sur": "upon", "dort": "sleeps"}) == placed(said)
