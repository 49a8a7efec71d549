"""What localised files say of themselves: language, addresses, links, who translated them; in every format that can."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from functools import reduce
from operator import getitem

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot import formats
from polyglot.formats.markdown import imprint
from polyglot.model import Document, Publication, Role, Span, Tag
from road import Road

FR, EN, AR = Tag("fr"), Tag("en"), Tag("ar")
ALTERNATES = (
    ("en", "https://example.org/en/a/"),
    ("fr", "https://example.org/a/"),
    ("x-default", "https://example.org/a/"),
)
FACTS = Publication(
    FR,
    EN,
    language=True,
    notice="Translated by <a machine> & not reviewed.",
    engine="echo-1/fr-en/000000000000",
    reviewed=1,
    segments=4,
    address="https://example.org/en/a/",
    original="https://example.org/a/",
    alternates=ALTERNATES,
    slug=True,
    link=lambda href: "b.en.html" if href == "b.html" else href,
)
PAGE = """<!doctype html>
<html LANG=fr_FR>
<head><title>Titre de la page</title>
<link rel="canonical" href="https://example.org/a/">
<link rel="alternate" hreflang="de" href="https://example.org/de/a/">
<meta property="og:locale" content="fr_FR">
<script type="application/ld+json">{"@type": "NewsArticle", "inLanguage": "fr", "headline": "Titre"}</script>
</head>
<body><nav><a href="/">Accueil</a></nav>
<article><h1>Titre de la page</h1><p>Un texte avec <a href="b.html">un lien</a> et <i lang=en>English</i>.
<ul><li>Un point<li>Un dernier point</ul></article>
<footer><p>Le site</p></footer></body></html>
"""


def published(text: str, facts: Publication, name: str = "html", path: str = "a.html") -> str:
    """A file whose units have no targets, and what it says of itself."""
    form = formats.load(name)
    document = form.read(text.encode(), path)
    return form.write(form.publish(document, facts)).decode()


def test_a_page_says_its_language() -> None:
    page = published(PAGE, FACTS)
    assert '<html LANG="en">' in page
    assert "<i lang=en>English</i>" in page
    assert 'content="en_US"' in page
    assert "dir=" not in page
    arabic = published(PAGE, replace(FACTS, target=AR, right_to_left=True))
    assert re.search(r'<html dir="rtl" LANG="ar">', arabic)
    assert '<span lang="fr" dir="ltr">Un point</span>' in arabic
    plain = published(PAGE, replace(FACTS, language=False))
    assert "<html LANG=fr_FR>" in plain
    assert "<span" not in plain


def test_what_is_still_in_the_source_language_says_so() -> None:
    page = published(PAGE, FACTS)
    assert '<h1><span lang="fr">Titre de la page</span></h1>' in page
    assert '<span lang="fr">Un dernier point</span></ul>' in page
    form = formats.load("html")
    document = form.read(b"<p>Un <b>mot</b>. Deux mots. Trois.</p>", "a.html")
    unit = replace(document.units[0], target="One <b>word</b>. Deux mots. Three.", foreign=(Span(17, 27),))
    said = form.write(form.publish(replace(document, units=(unit,)), FACTS)).decode()
    assert said.startswith('<p>One <b>word</b>. <span lang="fr">Deux mots.</span> Three.</p>')


def test_a_stretch_that_cuts_a_tag_is_not_marked() -> None:
    form = formats.load("html")
    document = form.read(b"<p>Un <b>mot. Deux</b> mots.</p>", "a.html")
    unit = replace(document.units[0], target="Un <b>mot. Two</b> words.", foreign=(Span(0, 10),))
    said = form.write(form.publish(replace(document, units=(unit,)), FACTS)).decode()
    assert said.startswith("<p>Un <b>mot. Two</b> words.</p>")


def test_addresses_name_every_language_and_those_of_the_source_are_gone() -> None:
    page = published(PAGE, FACTS)
    found = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page)
    assert tuple(found) == ALTERNATES
    assert 'rel="canonical" href="https://example.org/en/a/"' in page
    kept = published(PAGE, replace(FACTS, alternates=(), address="", original=""))
    assert 'hreflang="de"' in kept
    assert 'rel="canonical" href="https://example.org/a/"' in kept


def test_linked_data_are_still_data() -> None:
    page = published(PAGE, FACTS)
    script = re.search(r'ld\+json">(.*?)</script>', page)
    assert script
    data = json.loads(script[1])
    assert data["inLanguage"] == "en"
    assert data["translationOfWork"] == {"@type": "NewsArticle", "@id": "https://example.org/a/"}
    assert data["headline"] == "Titre"


NOTED = {
    "translator": {"@type": "SoftwareApplication", "name": "echo-1/fr-en/000000000000"},
    "creativeWorkStatus": "machine translation, reviewed 1/4",
}


@pytest.mark.parametrize(
    ("data", "way"),
    [
        ('{"@type": "NewsArticle", "headline": "Titre"}', ()),
        ('{"headline": "Titre", "@type": ["Report", "Article"]}', ()),
        ('{"author": {"@type": "Person", "name": "A"}, "@type": "BlogPosting"}', ()),
        ('[{"@type": "WebSite"}, {"@type": "Article"}]', (1,)),
        ('{"@graph": [{"@type": "WebPage", "name": "x"}, {"@type": "Article"}, {"@type": "Article"}]}', ("@graph", 1)),
        ('{"@type": "WebPage", "mainEntity": {"@type": "Recipe"}}', ("mainEntity",)),
        ('{"@type": "WebPage", "hasPart": {"@type": "Article"}}', None),
        ('{"@type": "ItemList", "itemListElement": [{"item": {"@type": "Article"}}]}', None),
        ('{"@type": "Article" "headline": "broken"}', None),
        ('{"@type": "Organization"}', None),
    ],
)
def test_linked_data_tell_machines_who_translated_the_article(data: str, way: tuple[str | int, ...] | None) -> None:
    page = f"<head><script type=application/ld+json>{data}</script></head><body><p>Un texte."
    facts = replace(FACTS, original="")
    said = re.findall(r"json>(.*?)</script>", published(page, facts))
    assert len(said) == 1
    if way is None:
        assert said[0] == data
        return
    before, after = json.loads(data), json.loads(said[0])
    assert reduce(getitem, way, after) == reduce(getitem, way, before) | NOTED
    assert said[0].count("creativeWorkStatus") == 1
    assert published(page, replace(facts, engine="")).count(data) == 1


def test_linked_data_keep_what_they_say_themselves_and_stay_in_their_script() -> None:
    data = '{"@type": "Article", "translator": {"@type": "Person", "name": "Ana"}}'
    page = published(f"<script>{data}</script><p>Un texte.", replace(FACTS, original="", engine="</script>"))
    (said,) = re.findall(r"<script>(.*?)</script>", page)
    found = json.loads(said)
    assert found["translator"] == {"@type": "Person", "name": "Ana"}
    assert found["creativeWorkStatus"] == NOTED["creativeWorkStatus"]
    page = published('<script>{"@type": "Article"}</script><p>Un texte.', replace(FACTS, engine="</script>"))
    assert "\\u003c/script>" in page


def test_links_lead_to_localised_pages_also_inside_a_changed_text() -> None:
    assert '<a href="b.en.html">un lien</a>' in published(PAGE, FACTS)
    form = formats.load("html")
    document = form.read(b'<p>Voir <a href="b.html">ceci</a>.</p>', "a.html")
    unit = replace(document.units[0], target='See <a href="b.html">this</a>.')
    said = form.write(form.publish(replace(document, units=(unit,)), FACTS)).decode()
    assert said.startswith('<p>See <a href="b.en.html">this</a>.</p>')


def test_machines_are_told_who_translated() -> None:
    page = published(PAGE, FACTS)
    found = dict(re.findall(r'<meta name="translation-(\w+)" content="([^"]*)">', page))
    assert found == {"origin": "machine", "source": "fr", "engine": "echo-1/fr-en/000000000000", "reviewed": "1/4"}
    assert "translation-" not in published(PAGE, replace(FACTS, engine="", notice=""))


def test_readers_are_told_below_the_article_in_its_container() -> None:
    page = published(PAGE, FACTS)
    said = '<p class="translation-notice" role="note">Translated by &lt;a machine&gt; &amp; not reviewed.</p>'
    assert re.search(r"</ul>\s*" + re.escape(said) + r"\s*</article>", page)
    fragment = published("Un texte.", FACTS)
    assert fragment.endswith(said + "\n")


def test_a_page_in_an_old_encoding_spells_a_notice_that_it_cannot() -> None:
    form = formats.load("html")
    document = form.read("<meta charset=windows-1252><p>Été.".encode("windows-1252"), "a.html")
    said = form.write(form.publish(document, replace(FACTS, notice="Переклад")))
    assert b"&#1055;" in said


@given(st.lists(st.sampled_from([*"<>/ab\"'= &;\n", "<p>", "</p>", "<html lang=fr", "<a href=b.html>", "</head>"])))
def test_any_page_can_say_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    page = published(text, FACTS)
    assert len(page) >= len(text) - text.count("fr") * 2 - 1


MATTERS = {
    "---": '---\n# why\ntitle: "Un titre"\nslug: un-titre\nlang: fr\n---\n\nLe texte.\n',
    "+++": '+++\n# why\ntitle = "Un titre"\nslug = "un-titre"\nlang = "fr"\n[extra]\nx = 1\n+++\n\nLe texte.\n',
    "{": '{\n  "title": "Un titre",\n  "slug": "un-titre",\n  "lang": "fr"\n}\n\nLe texte.\n',
}


def matter(page: str, fence: str) -> dict[str, object]:
    from ruamel.yaml import YAML

    if fence == "{":
        return dict(json.JSONDecoder().raw_decode(page)[0])
    inner = page.split(fence)[1]
    return dict(tomllib.loads(inner) if fence == "+++" else YAML(typ="safe").load(inner))


@pytest.mark.parametrize("fence", MATTERS)
def test_front_matter_says_it_in_its_own_syntax(fence: str) -> None:
    form = formats.load("markdown")
    document = form.read(MATTERS[fence].encode(), "a.md")
    title = next(unit for unit in document.units if unit.role is Role.TITLE)
    units = tuple(replace(unit, target="A Title") if unit is title else unit for unit in document.units)
    page = form.write(form.publish(replace(document, units=units), FACTS)).decode()
    said = matter(page, fence)
    assert (said["title"], said["slug"], said["lang"]) == ("A Title", "a-title", "en")
    assert said["alternates"] == dict(ALTERNATES)
    assert said["translation"] == {"origin": "machine", "source": "fr", "engine": FACTS.engine, "reviewed": "1/4"}
    assert page.endswith("Le texte.\n\n*Translated by \\<a machine> & not reviewed.*\n")
    assert ("# why" in page) == (fence != "{")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Le texte.", "Le texte.\n\n*N*\n"),
        ("---\n{title: Un titre}\n---\n\nT.\n", "---\n{title: Un titre}\n---\n\nT.\n\n*N*\n"),
        ("T.\n\n```\ncode", "\n\n*N*\nT.\n\n```\ncode"),
    ],
)
def test_front_matter_is_never_made_up_nor_broken(text: str, wanted: str) -> None:
    facts = Publication(FR, EN, language=True, notice="N", engine="e", alternates=ALTERNATES)
    assert published(text, facts, "markdown", "a.md") == wanted


def test_slugs_are_words_of_the_title() -> None:
    assert imprint.slug("Œuvres & « lettres » : l’été 2026 !") == "oeuvres-lettres-l-ete-2026"
    assert imprint.slug("مكتبة كييف") == "مكتبة-كييف"


def test_an_article_may_refuse_to_be_translated(road: Road) -> None:
    road.write("a.fr.md", "---\ntitle: Dépêche\ntranslate: false\n---\n\nUne dépêche.\n")
    ran = road.run("translate", "a.fr.md", "--to", "en", "--engine", "echo", "--json")
    told = [json.loads(line) for line in ran.out.splitlines()]
    assert [issue["kind"] for issue in told[0]["issues"]] == ["rights"]
    assert ran.code == 0
    assert not (road.root / "a.en.md").exists()


def test_bylines_that_are_denied_are_skipped(road: Road) -> None:
    road.write("polyglot.toml", '[project]\nsource = "fr"\nlocales = ["en"]\n[articles]\ndeny = ["AFP"]\n')
    text = "Un long titre pour un article\nPar AFP\n\nLa ville de Kyiv a rouvert sa bibliothèque lundi matin.\n"
    road.write("articles/a.txt", text)
    ran = road.run("translate", "--engine", "echo", "--json")
    told = [json.loads(line) for line in ran.out.splitlines()]
    assert [issue["kind"] for issue in told[0]["issues"]] == ["rights"]
    assert "AFP" in told[0]["issues"][0]["message"]


def test_the_languages_of_a_run_name_each_other(road: Road) -> None:
    config = '[project]\nsource = "fr"\nlocales = ["en", "es"]\n[publish]\n'
    addresses = 'url = "https://x.org/{tag}/{stem}"\nsource_url = "https://x.org/{stem}"\n'
    road.write("polyglot.toml", config + addresses)
    road.write("articles/a.html", PAGE)
    road.write("articles/b.html", PAGE)
    ran = road.run("translate", "--engine", "pseudo")
    assert ran.code in {0, 1}, ran.err
    for tag in ("en", "es"):
        page = (road.root / "localized" / tag / "articles" / "a.html").read_text("utf-8")
        found = dict(re.findall(r'hreflang="([^"]+)" href="([^"]+)"', page))
        assert found == {
            "en": "https://x.org/en/a",
            "es": "https://x.org/es/a",
            "fr": "https://x.org/a",
            "x-default": "https://x.org/a",
        }
        assert f'rel="canonical" href="https://x.org/{tag}/a"' in page
        assert 'href="b.html"' in page
    again = road.run("translate", "--engine", "pseudo", "--json")
    assert not any(json.loads(line)["wrote"] for line in again.out.splitlines())


def test_plain_text_says_only_its_notice() -> None:
    assert published("Un texte.\n", FACTS, "plain", "a.txt") == f"Un texte.\n\n{FACTS.notice}\n"
    assert isinstance(formats.load("plain").read(b"x", "a.txt"), Document)
