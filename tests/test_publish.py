"""What appears in a localised file: which targets, without which lines, with which notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot import formats, publish
from polyglot.model import (
    Code,
    CodeKind,
    Document,
    Ignorable,
    Origin,
    Publication,
    Role,
    Segment,
    SegmentedUnit,
    Span,
    State,
    Tag,
    Target,
    Unit,
)

FR, EN, UK = Tag("fr"), Tag("en"), Tag("uk")


def target(text: str, state: State = State.TRANSLATED, origin: Origin = Origin.MT) -> Target:
    return Target(text, state, origin)


def document(*lines: tuple[Role, str], end: str = "\n\n", tail: str = "\n") -> Document:
    """A plain text of lines in their roles."""
    text, units = "", []
    for number, (role, line) in enumerate(lines):
        start = len(text) + (len(end) if text else 0)
        text += (end if text else "") + line
        units.append(Unit(f"u{number}", role, Span(start, len(text)), line))
    return Document("a.txt", "plain", text + tail, tuple(units))


def written(found: Document) -> str:
    return formats.load("plain").write(found).decode()


def with_notice(found: Document, targets: Sequence[Target], source: Tag, tag: Tag) -> Document:
    """The page as plain text says that a machine translated it."""
    facts = Publication(source, tag, notice=publish.notice(targets, source, tag))
    return formats.load("plain").publish(found, facts)


def unit(*parts: str) -> SegmentedUnit:
    """A unit of segments with ignorables, those of white space, between."""
    made = tuple(Segment(part) if part.strip() else Ignorable(part) for part in parts)
    text = "".join(parts)
    return SegmentedUnit(Unit("u", Role.PARAGRAPH, Span(0, len(text)), text), made)


@pytest.mark.parametrize(
    ("level", "states"),
    [
        ("machine", {State.TRANSLATED, State.REVIEWED, State.FINAL}),
        ("reviewed", {State.REVIEWED, State.FINAL}),
        ("final", {State.FINAL}),
    ],
)
def test_each_level_lets_through_what_has_come_so_far(level: str, states: set[State]) -> None:
    assert set(publish.LEVELS) == {"machine", "reviewed", "final"}
    rule = {
        "machine": publish.Rule("machine"),
        "reviewed": publish.Rule("reviewed"),
        "final": publish.Rule("final"),
    }[level]
    assert {state for state in State if publish.allowed(target("x", state), rule)} == states


def shown(whole: SegmentedUnit, targets: Sequence[Target], rule: publish.Rule) -> str | None:
    page = Document("a.txt", "plain", whole.unit.text, (whole.unit,))
    return publish.with_targets(page, [whole], {"u": targets}, rule).units[0].target


@given(st.lists(st.tuples(st.from_regex(r"\w+\.", fullmatch=True), st.sampled_from([" ", "\n", "  "])), min_size=1))
def test_a_target_that_is_its_source_gives_the_source(parts: list[tuple[str, str]]) -> None:
    whole = unit(*(piece for part in parts for piece in part))
    same = [target(segment.text) for segment in whole.segments]
    assert shown(whole, same, publish.Rule()) == whole.unit.text


def test_what_may_not_be_published_stays_in_the_source() -> None:
    whole = unit("Un.", " ", "Deux.", "  ", "Trois.")
    targets = [target("One.", State.REVIEWED), target("Two."), target("Three.", State.FINAL)]
    assert shown(whole, targets, publish.Rule("reviewed")) == "One. Deux.  Three."
    assert shown(whole, targets, publish.Rule("final")) == "Un. Deux.  Three."


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ((True, True, True), "One. Two. Three."),
        ((True, False, True), "One. Three."),
        ((False, True, True), "Two. Three."),
        ((True, True, False), "One. Two."),
        ((True, False, False), "One."),
        ((False, False, True), "Three."),
        ((False, False, False), ""),
    ],
)
def test_what_is_left_out_leaves_no_gap(there: tuple[bool, bool, bool], expected: str) -> None:
    whole = unit("Un.", " ", "Deux.", " ", "Trois.")
    states = (State.TRANSLATED if ok else State.INITIAL for ok in there)
    targets = [target(text, state) for text, state in zip(("One.", "Two.", "Three."), states, strict=True)]
    assert shown(whole, targets, publish.Rule(missing="omit")) == expected


def test_units_without_targets_stand_as_they_stood() -> None:
    page = document((Role.TITLE, "Titre"), (Role.PARAGRAPH, "Texte."))
    title = SegmentedUnit(page.units[0], (Segment("Titre"),))
    found = publish.with_targets(page, [title], {"u0": [target("Title")]}, publish.Rule())
    assert [part.target for part in found.units] == ["Title", None]
    assert written(found) == "Title\n\nTexte.\n"


roles = st.sampled_from([Role.PARAGRAPH, Role.TITLE, Role.FURNITURE, Role.LEGAL])
pages = st.builds(
    lambda roles, end, tail: document(*((role, f"l{number}") for number, role in enumerate(roles)), end=end, tail=tail),
    st.lists(roles, min_size=1, max_size=8),
    st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\n \n"]),
    st.sampled_from(["", "\n", "\r\n", "\n\n"]),
)


@given(pages)
def test_without_furniture_the_article_stands_in_its_order(page: Document) -> None:
    kept = [part.text for part in page.units if not part.role.aside]
    text = written(publish.without_furniture(page))
    assert text.split() == kept
    if kept == [part.text for part in page.units]:
        assert text == page.text
    elif kept:
        assert text.startswith(kept[0]) or not page.units[0].role.aside
        assert text.endswith(page.text[len(page.text.rstrip()) :])


@pytest.mark.parametrize(
    ("text", "aside", "expected"),
    [
        ("Menu\n\nTitre\n\nTexte.\n\nPartager\n", {0, 3}, "Titre\n\nTexte.\n"),
        ("Titre\nMenu\n\nTexte.\n", {1}, "Titre\n\nTexte.\n"),
        ("Titre\n\nMenu\nA+A-\nTexte.\n", {1, 2}, "Titre\n\nTexte.\n"),
        ("Menu\r\nTitre\r\nTexte.\r\n\r\nPartager", {0, 3}, "Titre\r\nTexte."),
    ],
)
def test_the_larger_gap_remains_where_furniture_stood(text: str, aside: set[int], expected: str) -> None:
    units = []
    for number, line in enumerate(text.split()):
        role = Role.FURNITURE if number in aside else Role.PARAGRAPH
        units.append(Unit(line, role, Span(text.index(line), text.index(line) + len(line)), line))
    assert written(publish.without_furniture(Document("a.txt", "plain", text, tuple(units)))) == expected


MACHINE = target("a")
PERSON = target("b", State.REVIEWED, Origin.HUMAN)
FINAL = target("c", State.FINAL, Origin.HUMAN)


@pytest.mark.parametrize(
    ("targets", "notice"),
    [
        ([MACHINE], "This text was translated from French by a machine and has not been reviewed."),
        ([MACHINE, PERSON], "This text was translated from French by a machine and reviewed in part."),
        ([MACHINE, FINAL], "This text was translated from French by a machine and reviewed in part."),
        ([PERSON, FINAL], "This text was translated from French by a machine and reviewed by a person."),
    ],
)
def test_a_notice_says_how_far_a_text_has_come(targets: list[Target], notice: str) -> None:
    page = document((Role.TITLE, "Title"), (Role.PARAGRAPH, "Text."))
    assert written(with_notice(page, targets, FR, EN)) == f"Title\n\nText.\n\n{notice}\n"


def test_what_is_final_has_no_notice() -> None:
    page = document((Role.TITLE, "Title"))
    assert with_notice(page, [FINAL, FINAL], FR, EN) is page


@pytest.mark.parametrize(("end", "tail"), [("\n\n", "\n"), ("\r\n", "\r\n\r\n"), ("\r\r", "\r"), ("\n", "")])
def test_a_notice_is_set_as_the_lines_of_its_text(end: str, tail: str) -> None:
    page = document((Role.TITLE, "Title"), (Role.PARAGRAPH, "Text."), end=end, tail=tail)
    text = written(with_notice(page, [MACHINE], FR, EN))
    line = "\r\n" if "\r\n" in end else end[0]
    assert text.startswith(f"Title{end}Text.{line * 2}This text was")
    assert text.endswith(f"reviewed.{tail or line}")


@given(pages.filter(lambda page: not all(part.role.aside for part in page.units)))
def test_a_notice_stands_behind_what_remains_of_a_page(page: Document) -> None:
    line = next((end for end in ("\r\n", "\n", "\r") if end in page.text), "\n")
    bare = publish.without_furniture(page)
    text = written(with_notice(bare, [MACHINE], FR, EN))
    assert text.startswith(written(bare).rstrip() + line * 2 + "This text was translated")
    assert text.endswith(("\r", "\n"))


@pytest.mark.parametrize("tag", ["ca", "de", "es", "fr", "it", "pl", "pt", "pt-BR", "uk"])
def test_a_notice_is_in_the_language_of_its_text(tag: str) -> None:
    page = document((Role.TITLE, "T"))
    source = EN if tag == "fr" else FR
    for targets in ([MACHINE], [MACHINE, PERSON], [PERSON]):
        said = written(with_notice(page, targets, source, Tag(tag)))
        assert "This text" not in said
        assert "{" not in said


def test_a_language_that_polyglot_does_not_speak_has_an_english_notice() -> None:
    page = replace(document((Role.TITLE, "T")), path="b.txt")
    assert "This text was translated from" in written(with_notice(page, [MACHINE], UK, Tag("fi")))


def test_a_project_words_its_own_notice() -> None:
    said = publish.notice([MACHINE, PERSON], FR, EN, "From {language}, {reviewed} of {segments} read.")
    assert said == "From French, 1 of 2 read."
    assert not publish.notice([FINAL], FR, EN, "From {language}.")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("قال Reuters أمس", "قال \u2068Reuters\u2069 أمس"),
        ("وفق Le Monde, France 24 أمس", "وفق \u2068Le Monde, France 24\u2069 أمس"),
        ("صورة (C++) و GTK+.", "صورة (\u2068C++\u2069) و \u2068GTK+\u2069."),
        ("عام 2026", "عام 2026"),
        ("انظر <b class='x'>Kyiv</b> {name}", "انظر <b class='x'>\u2068Kyiv\u2069</b> {name}"),
        ("قال \u2068Reuters\u2069 ثم AFP", "قال \u2068Reuters\u2069 ثم AFP"),
        ("Reuters، Kyiv", "\u2068Reuters\u2069، \u2068Kyiv\u2069"),
    ],
)
def test_stretches_from_left_to_right_are_set_apart(text: str, shown: str) -> None:
    words = {"<b class='x'>": CodeKind.TAG, "</b>": CodeKind.TAG, "{name}": CodeKind.PLACEHOLDER}
    codes = tuple(Code(kind, Span(0, 1), word, word) for word, kind in words.items())
    whole = SegmentedUnit(Unit("u", Role.PARAGRAPH, Span(0, 1), "x"), (Segment("x", codes),))
    page = Document("a.txt", "plain", "x", (whole.unit,))
    rule = publish.Rule(isolates=True)
    assert publish.with_targets(page, [whole], {"u": [target(text)]}, rule).units[0].target == shown


def test_what_stays_in_the_source_language_is_known() -> None:
    whole = unit("Un.", " ", "Deux.", " ", "Trois.")
    kept = target("Deux.", State.INITIAL, Origin.SOURCE)
    page = Document("a.txt", "plain", whole.unit.text, (whole.unit,))
    found = publish.with_targets(page, [whole], {"u": [target("One."), kept, target("Three.")]}, publish.Rule())
    assert found.units[0].target == "One. Deux. Three."
    assert found.units[0].foreign == (Span(5, 10),)
