"""What sources name: each kind by cases, and the same as GNU gettext, Babel and Django find in the same files."""

from __future__ import annotations

import doctest
import importlib
import io
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot import config, extract, po
from polyglot.errors import ConfigError, PolyglotError, UnreadableInputError
from polyglot.extract import mapping, placeholders
from polyglot.extract.found import Found, Wanted
from polyglot.extract.keyed import keyed
from polyglot.extract.keywords import Keyword, parse
from road import msgfmt

HERE = Path(__file__).parent / "extract"
TAGS = ("Translators:", "translators:")


def read(text: str, kind: str, name: str = "a", *own: str, domain: str = "") -> tuple[Found, ...]:
    return extract.read(text.encode(), name, kind, Wanted(comments=TAGS, domain=domain), own)


def texts(text: str, kind: str, *own: str, domain: str = "") -> list[str]:
    """The texts that a source names; with context and form for many where there are any."""
    return [shown(one) for one in read(text, kind, "a", *own, domain=domain)]


def shown(one: Found) -> str:
    return "|".join(filter(None, (one.context and f"{one.context}:", one.text, one.plural)))


# --- the same as other tools ---

Strings = dict[tuple[str | None, str], tuple[str | None, tuple[str, ...], frozenset[str]]]


def gathered(found: Iterable[tuple[tuple[str | None, str], str | None, Iterable[str], Iterable[str]]]) -> Strings:
    """Each string once, with its form for many, its comments and the formats it is flagged with."""
    strings: Strings = {}
    for key, plural, notes, flags in found:
        old = strings.get(key, (None, (), frozenset()))
        kept = tuple(dict.fromkeys((*old[1], *filter(None, notes))))
        formats = frozenset(flag for flag in flags if flag.endswith("-format"))
        strings[key] = (old[0] or plural, kept, old[2] | formats)
    return strings


def ours(name: str, kind: str, tag: str) -> Strings:
    found = extract.read((HERE / name).read_bytes(), name, kind, Wanted(comments=(tag,)))
    return gathered(((one.context, one.text), one.plural, one.notes, one.flags) for one in found)


def xgettext(path: Path, language: str, tag: str, *keywords: str) -> Strings:
    command = ["xgettext", "--from-code=UTF-8", "-L", language, f"-c{tag}", "-o", "-", *keywords, str(path)]
    text = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    entries = po.parse(text, "xgettext").entries
    return gathered(((one.context, one.source), one.plural, one.extracted, one.flags) for one in entries)


WORDPRESS = (
    *("-k__", "-k_e", "-kesc_html__", "-kesc_html_e", "-kesc_attr__", "-kesc_attr_e", "-k_x:1,2c", "-k_ex:1,2c"),
    *("-kesc_html_x:1,2c", "-k_n:1,2", "-k_nx:1,2,4c", "-k_n_noop:1,2", "-k_nx_noop:1,2,3c"),
)


@msgfmt
@pytest.mark.parametrize(
    ("name", "kind", "language", "tag", "keywords"),
    [
        ("theme.php", "php", "PHP", "translators:", WORDPRESS),
        ("front.js", "javascript", "JavaScript", "Translators:", ("-k__", "-knpgettext:1c,2,3")),
        (
            "module.py.expected",
            "python",
            "Python",
            "Translators:",
            ("-kgettext_lazy", "-kpgettext:1c,2", "-knpgettext:1c,2,3"),
        ),
    ],
)
def test_xgettext_finds_the_same(name: str, kind: str, language: str, tag: str, keywords: tuple[str, ...]) -> None:
    found = ours(name, kind, tag)
    assert found == xgettext(HERE / name, language, tag, *keywords)
    assert len(found) >= 15


def test_babel_finds_the_same_in_python() -> None:
    from babel.messages.extract import DEFAULT_KEYWORDS
    from babel.messages.extract import extract as by_babel

    keywords = {**DEFAULT_KEYWORDS, "gettext_lazy": None}
    found = by_babel("python", io.BytesIO((HERE / "module.py.expected").read_bytes()), keywords, ("Translators:",))
    theirs = {(context, said if isinstance(said, str) else said[0]) for _, said, _, context in found}
    assert set(ours("module.py.expected", "python", "Translators:")) == theirs


def test_babel_finds_the_same_in_javascript() -> None:
    from babel.messages.extract import DEFAULT_KEYWORDS
    from babel.messages.extract import extract as by_babel

    data = io.BytesIO((HERE / "front.js").read_bytes())
    found = by_babel("javascript", data, {**DEFAULT_KEYWORDS, "__": None}, ("Translators:",))
    theirs = {(context, said if isinstance(said, str) else said[0]) for _, said, _, context in found}
    assert set(ours("front.js", "javascript", "Translators:")) == theirs | {(None, "dedans")}, "in a template literal"


def test_django_finds_the_same() -> None:
    """What `makemessages` of Django 6 finds in this file, by way of `templatize` and xgettext."""
    assert [shown(one) for one in extract.read((HERE / "page.django.html").read_bytes(), "a", "django", Wanted())] == [
        "Bonjour",
        "ctx:|Salut",
        "A 50%% rabais",
        "it's",
        "noop",
        "filtered",
        "Hello %(name)s, 5%%",
        "Un vote de %(a)s deux|%(n)s votes",
        "blk:|Ctx %(x)s",
        "commented",
        "Oui",
        "rien",
        "in HTML's comment",
    ]
    notes = {one.text: one.notes for one in read((HERE / "page.django.html").read_text("utf-8"), "django")}
    assert notes["Hello %(name)s, 5%%"] == ("Translators: note",)
    assert notes["commented"] == ("Translators: long", "comment")


# --- kinds ---


def cases() -> list[tuple[str, str, list[str]]]:
    """Kind or file name, source, and what it names."""
    text = (HERE / "cases.txt").read_text("utf-8").partition("\n\n")[2]
    found = []
    for case in text.strip().split("\n---\n"):
        kind, _, rest = case.partition("\n")
        lines = rest.split("\n")
        wanted = [line.removeprefix("=> ").replace("\\n", "\n") for line in lines if line.startswith("=> ")]
        found.append((kind, "\n".join(line for line in lines if not line.startswith("=> ")), wanted))
    return found


@pytest.mark.parametrize(("kind", "source", "found"), cases())
def test_a_source_names_these(kind: str, source: str, found: list[str]) -> None:
    known = kind in extract.KINDS
    assert [shown(one) for one in read(source, kind if known else "keys", "a" if known else kind)] == found


def test_only_calls_of_the_text_domain_count() -> None:
    source = "<?php __('a', 'dawn'); __('b', 'other'); _n('c', 'd', 2, 'dawn'); __('e'); gettext('f');"
    assert texts(source, "php", domain="dawn") == ["a", "c|d", "f"]


def test_keywords_of_the_project() -> None:
    assert texts("t('a'); i18n.tr('b', 'c', 2)", "javascript", "t", "i18n.tr:1,2") == ["a", "b|c"]
    assert parse(["p:1c,2,3t"]) == {"p": (Keyword(2, 0, 1, 0, 3),)}
    for spec in ("", "a:b", "x:1,2,3", "y:1c,2c"):
        with pytest.raises(ConfigError, match="no keyword"):
            parse([spec])


def test_a_key_file_says_where_its_plurals_stand() -> None:
    (below,) = keyed('{"n": {"one": "un", "other": "des", "description": "combien"}}', "a.json")
    (ends,) = keyed('{"n_one": "un", "n_other": "des"}', "a.json")
    assert (below.key, below.suffixed, below.notes) == ("n", False, ("combien",))
    assert (ends.key, ends.suffixed, dict(ends.texts)) == ("n", True, {"one": "un", "other": "des"})


def test_a_module_names_its_encoding() -> None:
    data = '# -*- coding: latin-1 -*-\n_("été")\n'.encode("latin-1")
    assert [one.text for one in extract.read(data, "a.py", "python", Wanted())] == ["été"]
    with pytest.raises(UnreadableInputError, match="no encoding"):
        extract.read(b"# coding: nothing\n", "a.py", "python", Wanted())


@pytest.mark.parametrize(
    "name", ["extract.keywords", "extract.markup", "extract.script", "extract.placeholders", "plurals", "locales"]
)
def test_the_examples_hold(name: str) -> None:
    ran = doctest.testmod(importlib.import_module(f"polyglot.{name}"))
    assert ran.attempted
    assert not ran.failed


# --- formats ---


@pytest.mark.parametrize(
    ("text", "family", "is_in"),
    [
        ("50 % des voix", "python-format", False),
        ("50\u202f% des voix", "php-format", False),
        ("100%", "javascript-format", False),
        ("50 %de rabais", "python-format", False),
        ("5 %d'écart", "php-format", False),
        ("%s a 50 % des voix", "python-format", False),
        ("%s a 50 %% des voix", "python-format", True),
        ("%(nom)s, bonjour", "python-format", True),
        ("%d voix", "php-format", True),
        ("le %1$s à %2$s", "php-format", True),
        ("%5.2f €", "python-format", True),
        ("{nom} et {0}", "python-brace-format", True),
        ("{{ nom }}", "python-brace-format", False),
        ("{ nom }", "python-brace-format", False),
        ("{nom", "python-brace-format", False),
    ],
)
def test_a_text_is_in_a_format_where_it_has_real_placeholders(text: str, family: str, is_in: bool) -> None:
    assert placeholders.flags([text], [family]) == ((family,) if is_in else ())


# --- what cannot be read ---


@pytest.mark.parametrize(
    ("kind", "name", "data", "place"),
    [
        ("python", "a.py", b"x = 1\ndef (", "a.py:2"),
        ("jinja2", "a.html", b"\n{% if %}", "a.html:2"),
        ("django", "a.html", b"\n\n{% blocktrans %}x", "a.html:3"),
        ("twig", "a.twig", b"{% trans %}x", "a.twig:1"),
        ("php", "a.php", b"<?php\n\n\xff", "a.php:3"),
        ("keys", "a.json", b'{\n"a": }', "a.json:2"),
        ("keys", "a.yaml", b"a: [b\n", "a.yaml:2"),
        ("keys", "a.toml", b"a = ", "a.toml"),
    ],
)
def test_a_broken_source_is_refused_with_its_line(kind: str, name: str, data: bytes, place: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        extract.read(data, name, kind, Wanted())
    assert caught.value.place.startswith(place)
    assert caught.value.hint


WORDS = (
    """_( __('a') ' " ` ${ } { < <p> </p> / // /* */ ?> {{ }} {% %} {# #} trans blocktrans endtrans plural ) , X a é"""
)
PIECES = ("\n", " ", "\\", "<?php ", "<<<X\n", *WORDS.split(" "))


@pytest.mark.parametrize("kind", [kind for kind in extract.KINDS if kind != "keys"])
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_no_source_breaks_the_scanners(kind: str, source: str) -> None:
    try:
        found = read(source, kind)
    except PolyglotError as error:
        assert error.hint
    else:
        assert all(one.text for one in found)


@pytest.mark.parametrize(
    ("kind", "first", "piece"),
    [
        ("javascript", "", "<a>{"),
        ("javascript", "", "`${"),
        ("php", "<?php ", "__("),
        ("twig", "", "{{ _('"),
        ("python", "", "("),
        ("django", "", "{% blocktrans %}"),
    ],
)
def test_hostile_nesting_ends(kind: str, first: str, piece: str) -> None:
    try:
        assert read(first + piece * 1500, kind) == ()
    except PolyglotError as error:
        assert error.hint


# --- mapping files ---

CFG = """\
[extractors]
twiggy = django_babel.extract:extract_django
[ignore: **/tests/**]
[python: **.py]
keywords = tr:1,2 _
[jinja2: templates/**.html]
encoding = latin-1
extensions = jinja2.ext.do
[twiggy: old/**.html]
"""


def test_a_mapping_file_of_babel_is_read() -> None:
    rules = mapping.read(CFG, "babel.cfg")
    found = {
        name: mapping.rule_for(rules, name)
        for name in ("a/b.py", "a/tests/b.py", "templates/x/y.html", "old/z.html", "q")
    }
    kinds = {name: rule.kind if rule else None for name, rule in found.items()}
    assert list(kinds.values()) == ["python", None, "jinja2", "django", None]
    python = found["a/b.py"]
    assert python is not None
    assert python.keywords["tr"] == (Keyword(1, 2),)
    toml = '[[mappings]]\nmethod = "python"\npattern = ["**.py", "**.pyx"]\nkeywords = ["tr:1c,2"]\n'
    (rule, _) = mapping.read(toml, "babel.toml")
    assert (rule.kind, rule.keywords["tr"]) == ("python", (Keyword(2, 0, 1),))


@pytest.mark.parametrize(
    "text", ["[python", "[nocolon]\n", "[mako: **.mako]\n", "[extractors]\nx = os:system\n[x: **]\n"]
)
def test_a_mapping_file_that_does_not_fit_is_refused(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        mapping.read(text, "babel.cfg")
    assert (caught.value.place, bool(caught.value.hint)) == ("babel.cfg", True)


def test_the_settings_know_every_kind() -> None:
    assert set(config.SOURCES) == {*extract.KINDS, "auto", "ignore"}


def test_a_rule_may_leave_the_kind_to_the_ending() -> None:
    rules = (mapping.Rule("src/**", "auto"),)
    found = [mapping.rule_for(rules, f"src/{name}") for name in ("a/b.py", "c.tsx", "d.html", "package.json")]
    assert [rule.kind if rule else None for rule in found] == ["python", "javascript", None, None]


def test_what_an_ending_says() -> None:
    assert [extract.kind_of(name) for name in ("a.py", "b/C.PHP", "c.tsx", "d.html", "e.twig")] == [
        "python",
        "php",
        "javascript",
        "",
        "twig",
    ]
