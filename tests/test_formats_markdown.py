"""Markdown: every byte is kept, words change and marks do not, and what a dialect adds is known for what it is."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from polyglot import laws
from polyglot.engines.pseudo import _accented
from polyglot.errors import UnreadableInputError
from polyglot.formats import markdown
from polyglot.formats.markdown import MarkdownFormat, inlines, spelling
from polyglot.formats.markdown.places import text_of
from polyglot.formats.markdown.prose import Prose
from polyglot.model import Document, Role, Unit

MARKDOWN = MarkdownFormat()
FIXTURES = Path(__file__).parent / "markdown"
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$", re.MULTILINE | re.DOTALL)
UNTOLD = re.compile(r"<(code|pre|script|style)\b.*?</\1>", re.DOTALL)
"""What of a rendered page is no text."""
ADDRESS = re.compile(r"\W*\w[\w.+-]*[:@]\S*\W*")
LEFT = {*range(149, 192), 518, 519, 532, 533, 548, 559, 590, 616}
"""Examples with HTML blocks, with words that look like the end of a link beside one, and with a wiki link."""


def read(text: str, path: str = "a.md") -> Document:
    """A text as a document."""
    return MARKDOWN.read(text.encode(), path)


def units(text: str, path: str = "a.md") -> list[tuple[str, str]]:
    """Role and text of every unit that is translated."""
    return [(str(unit.role), unit.text) for unit in read(text, path).units if unit.translate]


def written(document: Document, change: Callable[[Unit], str]) -> str:
    """A document with a target for every unit that is translated."""
    changed = (replace(unit, target=change(unit)) if unit.translate else unit for unit in document.units)
    return MARKDOWN.write(replace(document, units=tuple(changed))).decode()


def same(unit: Unit) -> str:
    """A unit's own text."""
    return unit.text


def pseudo(unit: Unit) -> str:
    """A unit's text with every word accented and every code as it was."""
    said, at = [], 0
    for code in unit.inline:
        said += [_accented(unit.text[at : code.span.start]), unit.text[slice(*code.span)]]
        at = code.span.end
    return "".join([*said, _accented(unit.text[at:])])


def put(text: str, *targets: str) -> str:
    """A text with these targets for its units in order."""
    left = iter(targets)
    return written(read(text), lambda _: next(left))


@cache
def examples() -> tuple[str, ...]:
    """The examples of the specification."""
    text = (FIXTURES / "commonmark" / "spec.md").read_text("utf-8")
    return tuple(found[1].replace("→", "\t") for found in EXAMPLE.finditer(text))


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ('Un [lien](/x "Un titre") là.\n', "A title", 'Un [lien](/x "A title") là.\n'),
        ("![Une image](<a b.png> 'Un titre')\n", "It's", "![Une image](<a b.png> 'It\\'s')\n"),
        ("Un [lien](/x (Un titre)) là.\n", "A (title)", "Un [lien](/x (A \\(title\\))) là.\n"),
        ('> Un [lien](/x "Un titre")\n> là.\n', 'A "b"', '> Un [lien](/x "A \\"b\\"")\n> là.\n'),
        (
            '| a | b |\n|---|---|\n| [c](/x "Un titre") | d |\n',
            "A|b",
            '| a | b |\n|---|---|\n| [c](/x "A\\|b") | d |\n',
        ),
    ],
)
def test_titles_of_links_and_images_are_text(text: str, title: str, expected: str) -> None:
    document = read(text)
    (unit,) = [unit for unit in document.units if unit.text == "Un titre"]
    assert unit.role is Role.METADATA
    units = tuple(replace(one, target=title) if one is unit else one for one in document.units)
    assert MARKDOWN.write(replace(document, units=units)).decode() == expected
    assert title in [one.text for one in read(expected).units]


def test_titles_go_with_the_sentence_that_their_links_stand_in() -> None:
    text = 'Un [lien](/x "Un titre"), [deux](/x "Un titre") et [trois](/x "Autre").\n'
    assert units(text)[0] == ("paragraph", text.strip())
    assert [said for _, said in units(text)[1:]] == ["Un titre", "Un titre", "Autre"]
    moved = '[Three](/x "Autre"), [one](/x "Un titre") and [two](/x "Un titre").'
    assert put(text, moved, "First", "Second", "Other") == (
        '[Three](/x "Other"), [one](/x "First") and [two](/x "Second").\n'
    )
    assert put(text, moved, "Un titre", "Un titre", "Autre") == moved + "\n"


@pytest.mark.parametrize(
    "text", ['[a](/x "de\nux")\n', '[a](/x "…")\n', '`[a](/x "non")`\n', '[a](/x "non)\n', "[a](/x)\n"]
)
def test_what_is_no_title_on_one_line_is_no_text(text: str) -> None:
    assert len(units(text)) <= 1


# --- CommonMark ---


def test_all_examples_of_the_specification_are_there() -> None:
    assert len(examples()) == 652


def test_every_example_keeps_its_bytes() -> None:
    for text in examples():
        assert laws.identity(text.encode(), lambda raw: MARKDOWN.read(raw, "a.md"), MARKDOWN.write)
        assert written(read(text), same) == text


def skeleton(page: str) -> list[str]:
    """The tags of a rendered page, without the attributes that are text."""
    return re.sub(r'\s(?:alt|title)="[^"]*"', "", "\n".join(re.findall("<[^>]*>", page))).split("\n")


def words(page: str) -> list[str]:
    """The texts between the tags of a rendered page."""
    return [html.unescape(text) for text in re.split("<[^>]*>", UNTOLD.sub("", page)) if text.strip()]


def test_other_words_leave_the_skeleton_of_every_example() -> None:
    render = MarkdownIt("commonmark").render
    for number, text in enumerate(examples(), 1):
        source, target = render(text), render(written(read(text), pseudo))
        assert skeleton(target) == skeleton(source), number
        pairs = zip(words(source), words(target), strict=True)
        kept = [said for said, now in pairs if said == now != _accented(said) and not ADDRESS.fullmatch(said)]
        assert number in LEFT or not kept, number


def test_every_text_of_an_example_is_found_in_its_lines() -> None:
    assert [unit.reason for text in examples() for unit in read(text).units if unit.reason] == []


# --- any text ---

bits = st.sampled_from(
    (
        *("Un mot", "*", "**", "_", "`", "[", "]", "(u)", "](u)", "![", "<b>", "</b>", "&amp;", "&lt;", "\\", "\\*"),
        *("> ", "- ", "1. ", "# ", "\n", "\n\n", "  \n", "    ", "\t", "|", "| a | b |\n|---|---|\n", "```\n", "~~"),
        *("[^1]", "[^1]: ", ": ", '{{< x y="z t" >}}', "{% a %}", "$", "$a$", ":::", "::: note T", '!!! a "T"\n'),
        *("<div>\n", "<!-- ", "-->", "---\n", "===\n", "\r\n", "\r", "http://a.b/c_d", '"', '[a]: u "t"\n', "[a]", "é"),
        *("\u00a0", "{", "}", "{#i}", "<a@b.c>", " "),
    )
)
documents = st.lists(bits | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4), max_size=14)


def known(text: str) -> Document | None:
    """A text as a document; None where its front matter is wrong."""
    try:
        return read(text)
    except UnreadableInputError:
        return None


@settings(max_examples=300)
@given(documents.map("".join))
def test_any_text_keeps_its_bytes(text: str) -> None:
    document = known(text)
    if document is not None:
        assert MARKDOWN.write(document).decode() == written(document, same) == text
        spans = [unit.span for unit in document.units]
        assert all(first.end <= then.start for first, then in pairwise(spans))


@settings(max_examples=300)
@given(documents.map("".join), st.lists(bits, max_size=6).map("".join))
def test_no_word_becomes_a_mark_and_no_mark_a_word(text: str, more: str) -> None:
    """What is written reads as it was meant: the source's marks, and every character that was added as itself."""
    if known(text) is None:
        return
    for place in markdown._places(text, "a.md")[1]:
        if isinstance(place, Prose):
            target = text_of(place) + more
            cut = [(place._on_lines(said) if atom is None else said, atom) for said, atom in place._pieces(target)]
            meant = place._settled(spelling.meant(cut, inlines.shown))
            assert place._reads(place.spelled(target)) == meant


# --- dialects ---


@pytest.mark.parametrize("source", sorted(FIXTURES.glob("*/source.*")), ids=lambda path: path.parent.name)
def test_a_dialect_comes_through(source: Path) -> None:
    document = MARKDOWN.read(source.read_bytes(), str(source))
    assert written(document, same).encode() == source.read_bytes()
    expected = source.with_name(f"expected.pseudo{source.suffix}").read_text("utf-8")
    assert written(document, pseudo) == expected


ROLES = (
    ("# Un\n\n# Deux\n\n## Trois\n", ["title", "heading", "heading"]),
    ("---\ntitle: Un\n---\n# Deux\n", ["title", "heading"]),
    ("> cité\n\n- point\n\ntexte\n", ["quote", "list-item", "paragraph"]),
    ("> - dedans\n", ["list-item"]),
    ("- > cité\n", ["quote"]),
    ("![Une photo](a.jpg)\n", ["caption"]),
    ("![Une photo](a.jpg) et un texte\n", ["paragraph"]),
    ("Titre\n===\n\ntexte\n", ["title", "paragraph"]),
)


@pytest.mark.parametrize(("text", "roles"), ROLES)
def test_structure_tells_the_role(text: str, roles: list[str]) -> None:
    assert [role for role, _ in units(text)] == roles


TEXTS = (
    ("> Une\n> phrase\n", "Une\n> phrase"),
    ("- Une\n  phrase\n", "Une\n  phrase"),
    ("Caf&eacute; &amp; th\\. 100&nbsp;%\n", "Café & th. 100\u00a0%"),
    ("un \\* et &lt;b&gt;\n", "un \\* et &lt;b&gt;"),
    ("*a* et 5 * 3\n", "*a* et 5 \\* 3"),
    ("[Paris]\n\n[Paris]: /p\n", "[Paris][Paris]"),
    ("## Titre ## {#id}\n", "Titre ## {#id}"),
    ("## Titre ##\n", "Titre"),
    ("Un\r\ndeux\r\n", "Un\r\ndeux"),
)


@pytest.mark.parametrize(("text", "wanted"), TEXTS)
def test_a_unit_has_the_words_as_they_are_read(text: str, wanted: str) -> None:
    assert units(text)[0][1] == wanted
    assert written(read(text), same) == text


UNTOUCHED = (
    *("```\ncode\n```\n", "    code\n", "<div>\ntexte\n</div>\n", "<!-- note -->\n", "{% include a.html %}\n"),
    *("{{< ref >}}\n", "$$\nx\n$$\n", "<https://a.example>\n", "`code`\n", "![](a.jpg)\n", "***\n", "{: .note}\n"),
)


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_is_no_text_is_left(text: str) -> None:
    assert units(text) == []


# --- writing ---

SPELLED = (
    ("Un mot\n", "a * b_c_ d", "a * b_c_ d\n"),
    ("Un mot\n", "*a* [b](c)", "\\*a\\* \\[b\\](c)\n"),
    ("Un mot\n", "<b>a</b> &copy;", "\\<b\\>a\\</b\\> \\&copy;\n"),
    ("Un mot\n", "1. mot", "1\\. mot\n"),
    ("Un mot\n", "- mot", "\\- mot\n"),
    ("Un mot\n", "# mot", "\\# mot\n"),
    ("# Un\n", "a\nb #", "# a b \\#\n"),
    ("> Un\n> mot\n", "a\n\nb", "> a\n> b\n"),
    ("**Un**\n", "** a **", "**a**\n"),
    ("**Un** mot\n", "**«a»**b", "**«a»**&#98;\n"),
    ("[Un]\n\n[Un]: /u\n", "[A][Un]", "[A][Un]\n\n[Un]: /u\n"),
    ("| a |\n|---|\n", "b | c", "| b \\| c |\n|---|\n"),
    ('{{< figure caption="un" >}}\n', 'a "b"', '{{< figure caption="a \\"b\\"" >}}\n'),
    ('!!! note "Un"\n', 'a "b"', '!!! note "a &quot;b&quot;"\n'),
    ('[a]: /u "Un"\n', 'b "c" \\', '[a]: /u "b \\"c\\" \\\\"\n'),
)


@pytest.mark.parametrize(("text", "target", "wanted"), SPELLED)
def test_a_target_gains_and_loses_no_mark(text: str, target: str, wanted: str) -> None:
    assert put(text, target) == wanted


# --- front matter ---

FRONT = (
    ("---\ntitle: Un # là\n---\n", "A: b", '---\ntitle: "A: b" # là\n---\n'),
    ("---\ntitle: Un\n---\n", "yes", '---\ntitle: "yes"\n---\n'),
    ("---\ntitle: 'Un'\n---\n", "l'a", "---\ntitle: 'l''a'\n---\n"),
    ('---\ntitle: "Un"\n---\n', 'a "b"', '---\ntitle: "a \\"b\\""\n---\n'),
    ("---\ntitle: >-\n  Un\n  deux\n---\n", "a\n  b", "---\ntitle: >-\n  a\n  b\n---\n"),
    ("---\nx: 1\ntitle: &t Un\n---\n", "a", "---\nx: 1\ntitle: &t a\n---\n"),
    ("+++\ntitle = 'Un'\n+++\n", "l'a", '+++\ntitle = "l\'a"\n+++\n'),
    ('+++\n# title = "non"\ntitle = "Un"\n+++\n', "a\\", '+++\n# title = "non"\ntitle = "a\\\\"\n+++\n'),
    ('+++\ntitle = """\nUn"""\n+++\n', 'a"', '+++\ntitle = """\na\\""""\n+++\n'),
    ('{\n "title": "Un"\n}\n', 'a"', '{\n "title": "a\\""\n}\n'),
)


@pytest.mark.parametrize(("text", "target", "wanted"), FRONT)
def test_a_value_is_quoted_as_its_source(text: str, target: str, wanted: str) -> None:
    result = put(text, target)
    assert result == wanted
    assert units(result)[0][1] == target


def test_the_project_says_which_keys_are_text() -> None:
    form = MarkdownFormat(front_matter=("seo.title", "tags"), shortcodes=())
    text = '---\ntitle: Un\nseo:\n  title: Deux\ntags: [trois, "quatre"]\n---\n{{< figure caption="cinq" >}}\n'
    found = [unit.text for unit in form.read(text.encode(), "a.md").units if unit.translate]
    assert found == ["Deux", "trois", "quatre"]


@pytest.mark.parametrize(
    "text", ["---\n", "---\nUn texte\n---\n", "---\n\n---\n", "***\ntitle: a\n", "{\n", "+++\n\nUn\n"]
)
def test_lines_are_not_taken_for_front_matter(text: str) -> None:
    assert read(text).language == ""
    assert written(read(text), same) == text


def test_a_file_says_its_language() -> None:
    assert read("---\nlang: fr\n---\nUn\n").language == "fr"
    assert read('+++\nlanguage = "pt-BR"\n+++\nUm\n').language == "pt-BR"


WRONG = (
    ("---\ntitle: Un\n", "a.md:1", "never closed"),
    ("---\ntitle: 'Un\n---\n", "a.md:", "not valid YAML"),
    ("---\ntitle: a: b\n---\n", "a.md:2:9", "not valid YAML"),
    ("+++\ntitle = Un\n+++\n", "a.md:2:9", "not valid TOML"),
    ('{\n "title": Un\n}\n', "a.md:2:11", "not valid JSON"),
    (f"---\na: {'[' * 5000}\n---\n", "a.md:", "not valid YAML"),
)


@pytest.mark.parametrize(("text", "place", "said"), WRONG)
def test_wrong_front_matter_is_refused_with_its_place(text: str, place: str, said: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        read(text)
    assert caught.value.place.startswith(place)
    assert said in caught.value.message


# --- hostile ---

HOSTILE = (
    *("[" * 3_000, "*a " * 5_000, "<b>" * 5_000, "{%" * 5_000, "`a``" * 5_000, "![" * 2_000, "$a" * 5_000),
    *("|a" * 3_000 + "\n" + "|-" * 3_000 + "\n", "&amp" * 5_000, "\\" * 20_000),
)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:6])
def test_hostile_text_is_read(text: str) -> None:
    assert written(read(text), same) == text


DEEP = (
    *(">" * 100_000 + " a", "- " * 100_000 + "a"),
    *(f"---\na: {'[' * 100_000}\n---\n", f"---\na:\n - {'- ' * 100_000}x\n---\n"),
)


@pytest.mark.parametrize("text", DEEP, ids=lambda text: text[:8])
def test_what_is_nested_too_deeply_is_refused(text: str) -> None:
    with pytest.raises(UnreadableInputError, match="nested too deeply"):
        read(text)


def test_the_file_is_told_by_its_structure() -> None:
    document = read("# Accueil\n\nPartager\n")
    assert document.structured
    assert [unit.role for unit in document.units] == [Role.TITLE, Role.PARAGRAPH]
