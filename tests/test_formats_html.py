"""HTML: every page keeps its bytes, each text is found with its place and its role, and what is written is text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot import furniture, laws, publish, runs
from polyglot.config import FurnitureRules
from polyglot.errors import UnreadableInputError
from polyglot.formats.html import HtmlFormat, article, extracted, linked
from polyglot.formats.html.characters import attribute_value, meaning
from polyglot.formats.html.scan import ESCAPABLE, RAW, tokens
from polyglot.model import Document, Publication, Role, Span, Tag, Unit
from polyglot.runs import Wishes

HTML = HtmlFormat()
PAGES = tuple(sorted((Path(__file__).parent / "html").glob("*.html")))
WORDPRESS = (Path(__file__).parent / "html" / "wordpress.fr.html").read_text("utf-8")
SOUP = (
    *(
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<i class=x>",
        "</i>",
        "<a href='y' title=\"mot\">",
        "</a>",
        "<br>",
    ),
    *(
        "<img alt=mot>",
        "<ul><li>",
        "<li>",
        "</ul>",
        "<table><tr><td>",
        "</table>",
        "<h1>",
        "</h1>",
        "<code>",
        "</code>",
    ),
    *(
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<title>",
        "</title>",
        "<textarea>",
        "</textarea>",
        "<!--",
        "-->",
    ),
    *(
        "<",
        ">",
        "/",
        "=",
        '"',
        "'",
        "&",
        ";",
        "&amp;",
        "&lt;",
        "&eacute",
        "&#233;",
        "&nbsp;",
        " ",
        "\n",
        "mot ",
        "été, ",
    ),
    *("<!", "<?", "</", "<a ", "<p title=", "--!>", "<!-->", "<span translate=no>", "</span>", "<p lang=en>", "\u00a0"),
)
soups = st.lists(st.sampled_from(SOUP), max_size=40).map("".join)


def read(text: str) -> Document:
    """A page in UTF-8."""
    return HTML.read(text.encode(), encoding="utf-8")


def body(text: str) -> list[Unit]:
    """The units of a fragment."""
    return list(read(text).units)


def said(text: str, change: Callable[[str], str]) -> str:
    """The page whose units to translate were all changed, their codes kept."""
    document = read(text)
    units = (replace(unit, target=changed(unit, change)) if unit.translate else unit for unit in document.units)
    return HTML.write(replace(document, units=tuple(units))).decode()


def changed(unit: Unit, change: Callable[[str], str]) -> str:
    """The text of a unit, changed between its codes."""
    pieces, at = [], 0
    for code in unit.inline:
        pieces += [change(unit.text[at : code.span.start]), unit.text[slice(*code.span)]]
        at = code.span.end
    return "".join([*pieces, change(unit.text[at:])])


def told(text: str, target: str, *, of: str = "") -> str:
    """The page with this target for the unit that has a text, or for the only one."""
    document = read(text)
    chosen = [unit.id for unit in document.units if unit.text == of] or [unit.id for unit in document.units]
    units = (replace(unit, target=target) if unit.id == chosen[0] else unit for unit in document.units)
    return HTML.write(replace(document, units=tuple(units))).decode()


# --- laws ---


def keeps(data: bytes) -> bool:
    """Whether a page is written as it was read, also where every target is its source; and whether spans are apart."""
    document = HTML.read(data)
    same = replace(document, units=tuple(replace(unit, target=unit.text) for unit in document.units))
    spans = [unit.span for unit in document.units]
    apart = all(first.end <= second.start for first, second in pairwise(spans))
    return laws.identity(data, HTML.read, HTML.write) and HTML.write(same) == data and apart


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_identity_of_every_page(page: Path) -> None:
    assert keeps(page.read_bytes())


@settings(deadline=None)
@given(soups)
def test_identity_of_any_soup(text: str) -> None:
    extracted.starts.cache_clear()
    assert keeps(text.encode())


@given(soups)
def test_tokens_are_the_text_and_units_point_into_it(text: str) -> None:
    found = list(tokens(text))
    assert "".join(text[slice(*token.span)] for token in found) == text
    for unit in read(text).units:
        assert 0 <= unit.span.start <= unit.span.end <= len(text)
        assert all(code.span.end <= len(unit.text) and unit.inline[code.partner] for code in unit.inline)


@settings(deadline=None)
@given(soups)
def test_what_is_text_stays_text(text: str) -> None:
    """Words that look like markup change no tag of the page."""
    after = said(text, lambda words: words.replace("mot", "<b>&amp;</b>\"'>"))
    assert shape(after) == shape(text)


def shape(text: str) -> list[tuple[str, str, int]]:
    """The tags of a page."""
    return [
        (token.kind, token.name, len(token.attributes)) for token in tokens(text) if token.kind in {"open", "close"}
    ]


# --- the tokenizer, against that of html5lib ---


def by_html5lib(text: str) -> list[tuple[str, str]]:
    """The tags and the text of a page as html5lib has them."""
    from html5lib._tokenizer import HTMLTokenizer
    from html5lib.constants import tokenTypes

    names = {number: name for name, number in tokenTypes.items()}
    tokenizer = HTMLTokenizer(text)  # type: ignore[no-untyped-call]  # html5lib's
    found: list[tuple[str, str]] = []
    for token in tokenizer:
        kind = names[token["type"]]
        if kind in {"Characters", "SpaceCharacters"}:
            found.append(("text", token["data"]))
        elif kind in {"StartTag", "EndTag"}:
            found.append(("open" if kind == "StartTag" else "close", token["name"]))
            if kind == "StartTag":
                state = "script" if token["name"] == "script" else "rawtext" if token["name"] in RAW else ""
                state = "rcdata" if token["name"] in ESCAPABLE else state
                tokenizer.state = getattr(
                    tokenizer, {"script": "scriptDataState"}.get(state, f"{state}State"), tokenizer.state
                )
    return joined(found)


def by_us(text: str) -> list[tuple[str, str]]:
    """The same by our scanner."""
    import html

    found: list[tuple[str, str]] = []
    for token in tokens(text):
        if token.kind == "text":
            found.append(("text", html.unescape(text[slice(*token.span)])))
        elif token.kind == "raw":
            found.append(("text", text[slice(*token.span)]))
        elif token.kind != "other":
            found.append((token.kind, token.name))
    return joined(found)


def joined(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbouring texts as one."""
    result: list[tuple[str, str]] = []
    for kind, value in found:
        if kind == "text" and result and result[-1][0] == "text":
            result[-1] = ("text", result[-1][1] + value)
        else:
            result.append((kind, value))
    return result


@settings(max_examples=400, deadline=None)
@given(soups)
def test_the_scanner_sees_what_html5lib_sees(text: str) -> None:
    assert by_us(text) == by_html5lib(text)


@pytest.mark.parametrize(
    "text",
    [
        "<p a='x' b=y c>1<2</p >",
        "<script>a<b//<!--<script></script>--></script>b",
        "<textarea><p></textarea>",
        "a</>b<!>c",
    ],
)
def test_the_scanner_on_known_traps(text: str) -> None:
    assert by_us(text) == by_html5lib(text)


# --- encodings ---


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        ("<meta charset=latin1>", "cp1252"),
        ("<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=ISO-8859-15'>", "iso-8859-15"),
        ("<meta charset='windows-1252'>", "cp1252"),
        ("<meta charset=utf-16>", "utf-8"),
        ("<?xml version='1.0' encoding='iso-8859-2'?>", "iso-8859-2"),
        ("<meta charset=nonsense>", "utf-8"),
        ("", "utf-8"),
    ],
)
def test_the_encoding_that_a_page_declares(head: str, codec: str) -> None:
    data = f"{head}<p>Été".encode(codec)
    assert HTML.read(data).units[0].text == "Été"
    assert keeps(data)


def test_a_mark_and_a_flag_are_stronger_than_what_a_page_declares() -> None:
    assert HTML.read(b"\xef\xbb\xbf<meta charset=latin1><p>\xc3\x89t\xc3\xa9").units[0].text == "Été"
    assert HTML.read("<meta charset=utf-8><p>Été".encode("cp1252"), encoding="cp1252").units[0].text == "Été"


def test_a_character_that_the_page_cannot_spell_becomes_a_reference() -> None:
    document = HTML.read("<meta charset=latin1><p title=Sœur>Été".encode("cp1252"))
    units = tuple(replace(unit, target="Київ") for unit in document.units)
    written = HTML.write(replace(document, units=units)).decode("cp1252")
    assert written == '<meta charset=latin1><p title="&#1050;&#1080;&#1111;&#1074;">&#1050;&#1080;&#1111;&#1074;'


# --- units ---


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ("<p>Un <b>mot</b> gras</p>", ["Un <b>mot</b> gras"]),
        ("<p> <b>Tout gras</b> </p>", ["Tout gras"]),
        ("<p>Un<p>Deux<ul><li>Trois<li>Quatre</ul>Cinq", ["Un", "Deux", "Trois", "Quatre", "Cinq"]),
        ("<div>Avant<p>Dedans</p>Après</div>", ["Avant", "Dedans", "Après"]),
        ("<p>Un<br>Deux<br> <br>Trois<br>", ["Un<br>Deux", "Trois"]),
        ("<p><img src=a>Texte <i class=icon></i></p>", ["Texte"]),
        ("<p>Avec <code>x</code></p>", ["Avec <code>x</code>"]),
        ("<p>&nbsp;</p><p>12</p><p>&nbsp;a&eacute;&nbsp;</p>", ["aé"]),
        ("<a href=x><h2>Titre</h2><p>Texte</p></a>", ["Titre", "Texte"]),
        ("<p>Le <x-mot>mot</x-mot> juste<x-bloc><p>Un</x-bloc>", ["Le <x-mot>mot</x-mot> juste", "Un"]),
        ("<p>R&amp;D, &lt;b&gt; et &amp;lt;", ["R&D, &lt;b> et &amp;lt;"]),
        ("<title>Les &lt;b&gt;</title>", ["Les &lt;b>"]),
        ("<td>Un<td>Deux<tr><td>Trois", ["Un", "Deux", "Trois"]),
        (
            "<p>Un <span translate=no>deux <b translate=yes>trois</b></span>",
            ["Un <span translate=no>deux <b translate=yes>trois</b></span>"],
        ),
    ],
)
def test_units(page: str, texts: list[str]) -> None:
    assert [unit.text for unit in body(page)] == texts


def test_codes_know_their_partners() -> None:
    (unit,) = body("<p>Un <b>gros <i>mot</b> dit</i> ici<br>et là <!-- ! -->oui")
    kinds = [(code.kind, code.partner) for code in unit.inline]
    assert kinds == [("open", 3 - 1), ("open", 1), ("close", 0), ("close", 3), ("empty", 4), ("empty", 5)]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<pre>int main</pre>", "code"),
        ("<p translate=NO>Nom</p>", "translate=no"),
        ("<p class='a notranslate'>Nom</p>", "translate=no"),
        ("<p its-translate=no>Nom</p>", "translate=no"),
        ("<html lang=fr><p lang=en-GB>Name</p>", "lang=en-GB"),
    ],
)
def test_what_is_not_translated(page: str, reason: str) -> None:
    (unit,) = body(page)
    assert (unit.translate, unit.reason) == (False, reason)


def test_translate_is_inherited_and_turned_on_again() -> None:
    found = {
        unit.text: unit.translate for unit in body("<div translate=no><p>Un<p translate=yes>Deux<p lang=fr>Trois</div>")
    }
    assert found == {"Un": False, "Deux": True, "Trois": False}


@pytest.mark.parametrize(
    "page", ["<script>mot</script>", "<style>mot</style>", "<svg><text>mot</text></svg>", "<!-- mot -->"]
)
def test_what_is_no_text(page: str) -> None:
    assert body(page) == []


# --- writing ---


@pytest.mark.parametrize(
    ("page", "target", "written"),
    [
        ("<p>Un mot</p>", "A & <b>x</b>", "<p>A &amp; &lt;b>x&lt;/b></p>"),
        ("<p>Un <b>mot</b>, oui", "<b>Word</b> <i>yes</i>", "<p><b>Word</b> &lt;i>yes&lt;/i>"),
        ("<p>&eacute;t&eacute;", "né", "<p>n&eacute;"),
        ("<p>&eacute;té", "né", "<p>né"),
        ("<p>a&nbsp;b &gt; c", "x\u00a0y > z", "<p>x&nbsp;y &gt; z"),
        ("<img alt=mot>", 'a "word"', '<img alt="a &quot;word&quot;">'),
        ("<img alt='mot'>", "it's", "<img alt='it&#39;s'>"),
        ('<meta name=Description content=" mot ">', "<word>", '<meta name=Description content=" &lt;word> ">'),
        ("<title>mot</title>", "</title><script>", "<title>&lt;/title>&lt;script></title>"),
    ],
)
def test_what_is_written(page: str, target: str, written: str) -> None:
    assert told(page, target) == written


def test_an_attribute_inside_a_text_is_written_with_it() -> None:
    page = '<p>Voir <img alt="mot"> et <img alt="mot"> ici'
    assert [(unit.text, unit.role) for unit in body(page)][1:] == [("mot", Role.CAPTION)] * 2
    assert told(page, "one", of="mot") == '<p>Voir <img alt="one"> et <img alt="mot"> ici'
    document = read(page)
    words = {0: 'Here <img alt="mot"> and <img alt="mot">', 1: "one", 2: "<two>"}
    units = tuple(replace(unit, target=words[index]) for index, unit in enumerate(document.units))
    assert HTML.write(replace(document, units=units)) == b'<p>Here <img alt="one"> and <img alt="&lt;two>">'


def test_linked_data_is_written_as_its_script_writes() -> None:
    author = '"author":{"name":"x","description":"y"}'
    page = f'<script>{{"@type":"NewsArticle","url":"a\\/b","headline":"\\u00c9t\\u00e9",{author}}}</script>'
    assert [unit.text for unit in body(page)] == ["Été"]
    assert told(page, "a/ê</script>") == page.replace("\\u00c9t\\u00e9", "a\\/\\u00ea\\u003c\\/script>")


@pytest.mark.parametrize(
    "script", ["{", "[" * 100_000, '"@type"', '{"@type": "Person", "description": "mot"}', "alert('@type')"]
)
def test_scripts_that_are_no_data_of_articles(script: str) -> None:
    assert list(linked.texts(script, Span(0, len(script)))) == []


@pytest.mark.parametrize(
    ("raw", "text"),
    [("a&amp;b", "a&b"), ("?a=1&copy=2", "?a=1&copy=2"), ("&copy 2", "© 2"), ("&notit;", "&notit;"), ("&#233", "é")],
)
def test_references_in_attributes(raw: str, text: str) -> None:
    assert attribute_value(raw) == text


def test_references_that_stay() -> None:
    assert [meaning(found, "") for found in ("&lt;", "&#60;", "&#10;", f"&#{'1' * 5000};")] == [None] * 4
    assert [meaning(found, "") for found in ("&foo;", "&copy", "&#8211;")] == ["&foo;", "©", "–"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_text_changes_and_nothing_else(page: Path) -> None:
    text = HTML.read(page.read_bytes()).text
    after = said(text, lambda words: re.sub(r"[^\W\d_]", "ж", words))
    assert shape(after) == shape(text)
    assert kept_texts(after) == kept_texts(text)
    words = {word for unit in read(text).units if unit.translate for word in re.findall(r"[^\W\d_]{5,}", plain(unit))}
    markup = " ".join(text[slice(*token.span)] for token in tokens(text) if token.kind != "text")
    kept = " ".join([markup, *kept_texts(text), *(code_text(text))])
    assert [word for word in sorted(words) if re.search(rf"\b{word}\b", after) and word not in kept] == []


def plain(unit: Unit) -> str:
    """A unit's text without codes."""
    return (
        changed(replace(unit, text=unit.text), lambda words: f" {words} ")
        if not unit.inline
        else re.sub(r"<[^>]*>", " ", unit.text)
    )


def kept_texts(text: str) -> list[str]:
    """What is not to be translated: scripts, style sheets, comments."""
    found = [text[slice(*token.span)] for token in tokens(text) if token.kind in {"raw", "other"}]
    return [one for one in found if "@type" not in one]


def code_text(text: str) -> Iterator[str]:
    """What elements keep from translation."""
    yield from (found[0] for found in re.finditer(r"(?s)<(pre|code)>.*?</\1>|<span translate.*?</span>", text))


# --- article and furniture ---


def roles() -> dict[str, Role]:
    """The roles of the texts of a page as WordPress makes it."""
    return {unit.text: unit.role for unit in read(WORDPRESS).units}


def test_the_article_of_a_page() -> None:
    found = roles()
    assert found["La bibliothèque de Kyiv rouvre ses portes"] is Role.TITLE
    assert found["Un chantier difficile"] is Role.HEADING
    assert found["Les murs aussi"] is Role.LIST_ITEM
    assert found["La salle de lecture © AFP"] is Role.CAPTION
    assert found["Nous voulons lire, a déclaré une élève de douze ans venue avec toute sa classe."] is Role.QUOTE
    (byline,) = (unit for unit in read(WORDPRESS).units if unit.role is Role.BYLINE)
    assert [byline.text[slice(*span)] for span in byline.keep] == ["Anne Roy"]


def test_the_furniture_of_a_page() -> None:
    units = [unit for unit in read(WORDPRESS).units if unit.role.aside]
    assert all(unit.reason and unit.strings for unit in units)
    assert {unit.text for unit in units if unit.role is Role.LEGAL} == {
        *("Ce site utilise des cookies.", "Accepter"),
        '© 2026 <a href="/">Le Courrier</a>. Tous droits réservés.',
    }
    furnished = {unit.text for unit in units}
    wanted = {"Aller au contenu", "Monde", "Menu principal", "Facebook", "Votre nom", "Publier", "Le tramway revient"}
    assert wanted <= furnished


def test_the_language_that_a_page_says() -> None:
    assert read(WORDPRESS).language == "fr-FR"
    assert read("<html lang='no such tag'><p>mot").language == ""


def test_modes_and_the_word_of_the_project() -> None:
    document, french = read(WORDPRESS), Tag("fr")
    count = sum(unit.role.aside for unit in document.units)
    auto = furniture.classify(document, french, "auto", FurnitureRules())
    assert auto == document
    assert furniture.classify(document, french, "drop", FurnitureRules()) == document
    keep = furniture.classify(document, french, "keep", FurnitureRules())
    assert count > 15
    assert not any(unit.role.aside for unit in keep.units)
    own = furniture.classify(document, french, "auto", FurnitureRules(drop=("Les murs aussi",), keep=("Monde",)))
    changes = {unit.text: unit.role for unit, before in zip(own.units, document.units, strict=True) if unit != before}
    assert changes == {"Les murs aussi": Role.FURNITURE, "Monde": Role.PARAGRAPH}


def test_furniture_says_what_the_catalog_of_the_site_says() -> None:
    document = publish.with_strings(read(WORDPRESS), {"Monde": "World", "Les murs aussi": "never"})
    written = HTML.write(document).decode()
    assert written == WORDPRESS.replace('"/monde">Monde<', '"/monde">World<')


# --- the whole road ---


def test_echo_gives_a_page_back(tmp_path: Path) -> None:
    for page in PAGES:
        (tmp_path / page.name).write_bytes(page.read_bytes())
    paths = tuple(sorted(tmp_path.iterdir()))
    wishes = Wishes(paths, to=(Tag("fi"),), engine="echo", furniture="keep", review=False, publish=False)
    runs.translate(wishes)
    for page in PAGES:
        stem = page.name.split(".")[0]
        assert (tmp_path / f"{stem}.fi.html").read_bytes() == page.read_bytes()


def test_reviewed_strings_appear_in_pages(tmp_path: Path) -> None:
    (tmp_path / "polyglot.toml").write_text('[project]\nlocales = ["en"]\n', "utf-8")
    page = tmp_path / "page.fr.html"
    page.write_text(WORDPRESS, "utf-8")
    wishes = Wishes((page,), engine="pseudo")
    runs.translate(wishes)
    output, place = (
        tmp_path / "localized" / "en" / "page.fr.html",
        tmp_path / "locales" / "en" / "LC_MESSAGES" / "site.po",
    )
    assert '"/monde"><span lang="fr">Monde<' in output.read_text("utf-8")
    catalog = place.read_text("utf-8")
    entry = re.search(r'#, fuzzy\nmsgid "Monde"\nmsgstr ".*"\n', catalog)
    assert entry is not None
    place.write_text(catalog.replace(entry[0], 'msgid "Monde"\nmsgstr "World"\n'), "utf-8")
    runs.translate(wishes)
    assert '"/monde">World<' in output.read_text("utf-8")
    assert not any(result.wrote for result in runs.translate(wishes).results)


def test_a_byline_and_a_date_beside_it_are_two_units() -> None:
    page = "<div><span class=byline>Par <b class=fn>Anne Roy</b></span> <time>3 mai</time></div>"
    assert [(unit.role, unit.text) for unit in body(page)] == [
        (Role.BYLINE, "Par <b class=fn>Anne Roy</b>"),
        (Role.METADATA, "3 mai"),
    ]
    assert [unit.role for unit in body("<p>Le <time>3 mai</time>, il a parlé")] == [Role.PARAGRAPH]


def test_a_byline_keeps_its_link_and_its_phrase() -> None:
    (unit,) = body("<article><p class=byline>Par <a rel=author href=/a>Anne Roy</a></p></article>")
    assert furniture.byline(unit, Tag("fr"), Tag("en")) == "By <a rel=author href=/a>Anne Roy</a>"


@pytest.mark.parametrize(
    ("page", "before"),
    [(WORDPRESS, "<!--[if IE]"), ("<body><p>Un mot.</p></body></html>", "</body>"), ("<p>Un mot.</p>\n", "\n")],
    ids=["article", "body", "end"],
)
def test_the_notice_stands_below_the_article(page: str, before: str) -> None:
    facts = Publication(Tag("fr"), Tag("en"), notice="This text was translated from French by a machine.")
    written = HTML.write(HTML.publish(read(page), facts)).decode()
    notice = '\n<p class="translation-notice" role="note">This text was translated from French by a machine.</p>\n'
    added = written.index(notice)
    assert written.replace(notice, "") == page
    assert written[added:].removeprefix(notice).lstrip().startswith(before.strip())


# --- what is refused, and how long it takes ---


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<ul><li>"])
def test_deep_nesting_is_refused(tag: str) -> None:
    with pytest.raises(UnreadableInputError, match="nested more than 1000 deep"):
        HTML.read((tag * 100_000).encode(), "page.html")


@pytest.mark.parametrize(
    "data",
    [b"<p>\xff\xfe\xfd", b"GIF89a\x00\x00", b"<meta charset=shift_jis><p>\x81", b"<p>\0"],
    ids=["utf-8", "gif", "sjis", "nul"],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableInputError):
        HTML.read(data, "page.html")


@pytest.mark.parametrize(
    "part",
    [
        "<",
        "<!--",
        "<a b='",
        "<a b ",
        "&",
        "</",
        "<p>mot",
        "<i>mot</i>",
        "<img alt=mot>",
        "<span></span>",
        "<script><!--",
    ],
)
def test_time_grows_with_the_length_only(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article, "starts", lambda _: frozenset())

    def seconds(times: int, attempt: int) -> float:
        begun = process_time()
        HTML.read((f"<p>{part * times}").encode(), f"{times}-{attempt}")
        return process_time() - begun

    short, long = (min(seconds(times, attempt) for attempt in range(3)) for times in (2_000, 16_000))
    assert long < 30 * max(short, 0.02), "eight times the text; the square would be 64 times as long"


@pytest.mark.parametrize("element", ["title", "option", "time"])
def test_where_no_element_may_stand_none_says_the_language(element: str) -> None:
    """A `<span>` in a title would be shown as it is written."""
    form = HtmlFormat()
    inside = f"<{element}>Le vieux mot reste.</{element}>"
    shown = f"<select>{inside}</select>" if element == "option" else inside
    page = f"<html lang=fr><body><p>Un texte.</p>{shown}</body></html>"
    document = form.read(page.encode(), "a.html")
    units = tuple(
        replace(unit, target="The old mot reste.", foreign=(Span(8, 18),)) if "vieux" in unit.text else unit
        for unit in document.units
    )
    assert any(unit.target for unit in units)
    written = form.write(replace(document, units=units, foreign='<span lang="fr">')).decode()
    assert f"<{element}>The old mot reste.</{element}>" in written
