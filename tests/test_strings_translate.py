"""Site strings said in other languages: every kind of catalog, every kind of plural, as gettext's own tools see it."""

from __future__ import annotations

import csv
import doctest
import importlib
import json
import re
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from polyglot import message, plurals, po, resources, vocabulary
from polyglot.model import Pair, Tag
from road import Road, apertium, msgfmt

SAMPLES = Path(__file__).parent / "strings"
NAMES = ("wordpress.fr", "django.en", "qt.en", "icu.en", "hugo.fr")
TAGS = (
    *("ar", "be", "br", "ca", "cs", "cy", "da", "de", "el", "es", "et", "fi", "ga", "gd", "he", "hi", "hr", "hu", "it"),
    *(
        "ja",
        "ko",
        "lt",
        "lv",
        "mt",
        "nl",
        "pl",
        "pt-BR",
        "ro",
        "ru",
        "sk",
        "sl",
        "sr",
        "sv",
        "tr",
        "uk",
        "vi",
        "zh-Hant",
    ),
)
PLACEHOLDER = re.compile(r"%(?:\d+\$)?(?:\(\w+\))?[sdn@]|%\d|%%|\$?\{+ ?[.\w]+ ?\}+")


def project(road: Road, name: str, *tags: str, engine: str = "pseudo") -> None:
    """A project whose only template is a sample."""
    source = name.rpartition(".")[2]
    listed = ", ".join(f'"{tag}"' for tag in tags)
    settings = f'[project]\nsource = "{source}"\nlocales = [{listed}]\n[translate]\nengine = "{engine}"\n'
    road.write("polyglot.toml", settings)
    road.write("locales/site.pot", (SAMPLES / f"{name}.pot").read_text("utf-8"))


def catalog(road: Road, tag: str) -> po.PoFile:
    file = po.read(road.root.joinpath(f"locales/{tag.replace('-', '_')}/LC_MESSAGES/site.po"))
    assert file is not None
    return file


def words(entry: po.Entry) -> tuple[str, ...]:
    return entry.forms if entry.plural is not None else (entry.target,)


@msgfmt
@pytest.mark.parametrize("name", NAMES)
def test_gettext_finds_no_fault_in_any_language(road: Road, name: str) -> None:
    """Each catalog as it is written, and as it is when a person has accepted all of it."""
    project(road, name, *TAGS)
    assert road.run("strings", "translate").code == 0
    for tag in TAGS:
        file = catalog(road, tag)
        missing = [one.source for one in file.entries if not all(words(one))]
        assert all("selectordinal" in text for text in missing)
        accepted = replace(file, entries=tuple(replace(entry, fuzzy=False) for entry in file.entries))
        for number, one in enumerate((file, accepted)):
            place = road.root.joinpath(f"{number}.po")
            place.write_text(po.render(one), "utf-8")
            told = subprocess.run(
                ["msgfmt", "-c", "--check-accelerators=&", "-o", "/dev/null", place], capture_output=True, check=False
            )
            assert (told.returncode, told.stderr) == (0, b""), tag
        assert all(one.fuzzy and one.provenance for one in file.entries if any(words(one)))


@msgfmt
@pytest.mark.parametrize("name", NAMES)
def test_a_compiled_catalog_says_what_msgunfmt_reads_in_it(road: Road, name: str) -> None:
    project(road, name, "uk", "ar", "ja")
    road.run("strings", "translate")
    assert road.run("strings", "compile", "--use-fuzzy").code == 0
    for tag in ("uk", "ar", "ja"):
        place = road.root.joinpath(f"locales/{tag}/LC_MESSAGES/site.mo")
        read = subprocess.run(["msgunfmt", "--no-wrap", place], capture_output=True, check=True).stdout.decode()
        found = {(one.context, one.source): words(one) for one in po.parse(read, "site.mo").entries}
        assert found == {(one.context, one.source): words(one) for one in catalog(road, tag).entries if all(words(one))}


@pytest.mark.parametrize("name", NAMES)
def test_placeholders_come_through_in_every_form(road: Road, name: str) -> None:
    project(road, name, "uk", "cy")
    road.run("strings", "translate")
    seen = 0
    for tag in ("uk", "cy"):
        for entry in catalog(road, tag).entries:
            if "{" in entry.source and "plural," in entry.source:
                continue
            for text in filter(None, words(entry)):
                wanted = [Counter(PLACEHOLDER.findall(one)) for one in (entry.source, entry.plural) if one]
                assert Counter(PLACEHOLDER.findall(text)) in wanted
                seen += 1
    assert seen > 5


def test_a_form_for_each_number_of_the_target(road: Road) -> None:
    project(road, "django.en", "uk", "ja", "ar")
    road.run("strings", "translate")
    for tag, forms in (("uk", 3), ("ja", 1), ("ar", 6)):
        entry = next(one for one in catalog(road, tag).entries if one.plural == "%d readers")
        assert len(entry.forms) == forms
        assert sum("%d" in form for form in entry.forms) >= forms - 1


def test_what_people_wrote_stays_to_the_byte(road: Road) -> None:
    project(road, "django.en", "uk")
    theirs = (
        'msgid ""\nmsgstr ""\n"Language: uk\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && '
        '(n%100<12 || n%100>14) ? 1 : 2);\\n"\n\n'
        '# good\n#: forms.py:12\nmsgid   "This field is required."\nmsgstr "Заповніть."\n\n'
        '#, fuzzy\nmsgid "Log in"\nmsgstr "Увійдіть"\n\n'
        '#: other.py\nmsgid "Cancel"\nmsgstr ""\n'
    )
    road.write("locales/uk/LC_MESSAGES/site.po", theirs)
    road.run("strings", "translate", "--engine", "none")
    text = road.read("locales/uk/LC_MESSAGES/site.po")
    assert 'msgstr "Заповніть."' in text and "# good\n" in text
    assert 'msgid "Log in"\nmsgstr "Увійдіть"' in text
    assert 'msgid "Cancel"\nmsgstr "Скасувати"' in text
    assert "nplurals=3; plural=(n%10==1" in text


def test_common_words_come_from_the_table_and_engines_last(road: Road) -> None:
    project(road, "hugo.fr", "en", "de", "uk")
    ran = road.run("strings", "translate", "--engine", "none", "--json")
    assert [(one["recalled"], one["machine"], one["missing"]) for one in ran.objects] == [(3, 0, 1)] * 3
    said = {one.source: one.target for one in catalog(road, "de").entries}
    assert said["SUIVANT »"] == "WEITER »"
    assert said["Lire la suite"] == "Weiterlesen"
    assert road.run("strings", "translate", "--engine", "none").code == 0
    assert not any(one["wrote"] for one in road.run("strings", "translate", "--engine", "none", "--json").objects)


def test_the_projects_memory_goes_before_the_table(road: Road) -> None:
    project(road, "hugo.fr", "en")
    road.write("memory/own.tmx", TMX)
    road.run("strings", "translate", "--engine", "none")
    entry = next(one for one in catalog(road, "en").entries if one.source == "Lire la suite")
    assert entry.target == "Carry on reading"
    assert entry.fuzzy and entry.provenance and entry.provenance.origin == "tm"


TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"
 srclang="fr" datatype="plaintext"/><body><tu><tuv xml:lang="fr"><seg>Lire la suite</seg></tuv>
<tuv xml:lang="en"><seg>Carry on reading</seg></tuv></tu></body></tmx>
"""


def test_json_for_front_ends(road: Road) -> None:
    project(road, "django.en", "uk")
    road.run("strings", "translate")
    assert road.run("strings", "compile", "--format", "jed", "--format", "i18next").code == 0
    folder = road.root.joinpath("locales/uk/LC_MESSAGES")
    assert json.loads((folder / "site.i18next.json").read_text("utf-8")) == {}
    assert not (folder / "site.mo").exists()
    ran = road.run("strings", "compile", "--format", "jed", "--format", "i18next", "--use-fuzzy", "--json")
    assert (ran.object["published"], ran.object["left_out"]) == (7, 0)
    flat = json.loads((folder / "site.i18next.json").read_text("utf-8"))
    forms = [key for key in flat if key.startswith("One reader_")]
    assert forms == [f"One reader_{name}" for name in ("few", "many", "one", "other")]
    assert "May_month" in flat
    table = json.loads((folder / "site.jed.json").read_text("utf-8"))["locale_data"]["site"]
    assert table[""]["plural_forms"].startswith("nplurals=3;")
    assert len(table["One reader"]) == 3
    assert table["month\4May"] == [flat["May_month"]]
    assert road.run("strings", "compile", "--format", "xml").code == 2


KEYS = """\
[project]
source = "fr"
locales = ["en", "uk"]
[strings.sources]
"i18n/*" = "keys"
"lang/fr/*" = "keys"
"""


def test_key_files_of_each_locale(road: Road) -> None:
    road.write("polyglot.toml", KEYS)
    road.write("i18n/fr.yaml", 'search:\n  title: "Recherche"  # a comment\n"no": Non\nwords: Un mot à nous\n')
    road.write("i18n/fr.toml", '[home]\nother = "Accueil"\n')
    road.write(
        "lang/fr/a.json", '{"fr": {"next": "SUIVANT", "book_one": "{{count}} livre", "book_other": "{{count}} livres"}}'
    )
    road.run("strings", "extract")
    road.run("strings", "translate", "--engine", "none")
    assert road.run("strings", "compile", "--use-fuzzy").code == 0
    assert road.read("i18n/en.yaml") == 'search:\n  title: "Search"\n"no": "No"\n'
    assert road.read("i18n/uk.toml") == '[home]\nother = "Головна"\n'
    assert json.loads(road.read("lang/en/a.json")) == {"en": {"next": "NEXT"}}
    road.run("strings", "translate", "--engine", "pseudo", "--to", "uk")
    assert road.run("strings", "compile", "--use-fuzzy").code == 0
    forms = json.loads(road.read("lang/uk/a.json"))["uk"]
    assert list(forms) == ["next", "book_one", "book_few", "book_many", "book_other"]
    before = road.tree()
    assert road.run("strings", "compile", "--use-fuzzy").code == 0
    assert road.tree() == before


def test_a_key_file_that_a_person_made_stays(road: Road) -> None:
    road.write("polyglot.toml", KEYS)
    road.write("i18n/fr.yaml", "home: Accueil\n")
    road.write("i18n/en.yaml", "home: Front\n")
    road.run("strings", "extract")
    road.run("strings", "translate", "--engine", "none")
    ran = road.run("strings", "compile", "--use-fuzzy")
    assert (ran.code, road.read("i18n/en.yaml")) == (1, "home: Front\n")
    assert "i18n/en.yaml" in ran.err
    assert road.read("i18n/uk.yaml") == 'home: "Головна"\n'


def test_stats(road: Road) -> None:
    project(road, "hugo.fr", "en")
    assert road.run("strings", "stats").out == ""
    road.run("strings", "translate", "--engine", "none")
    one = road.run("strings", "stats", "--json").object
    assert (one["strings"], one["translated"], one["fuzzy"], one["missing"]) == (4, 0, 3, 1)
    assert one["words"] == one["words_translated"] + one["words_fuzzy"] + one["words_missing"]


def test_a_text_that_is_too_long_is_told(road: Road) -> None:
    project(road, "wordpress.fr", "de")
    road.run("strings", "translate", "--engine", "none")
    entry = next(one for one in catalog(road, "de").entries if one.context == "button")
    assert entry.target == "Änderungen speichern"
    assert entry.provenance is not None
    assert entry.provenance.flags == ("length",)


def test_what_a_persons_text_lost_is_told(road: Road) -> None:
    project(road, "django.en", "uk")
    road.write("articles/a.txt", "A house.\n")
    theirs = """msgid ""\nmsgstr "Language: uk\\nContent-Type: text/plain; charset=UTF-8\\n"\n
msgid "Hello {name}, {count} new messages"\nmsgstr "Вітаємо, {count} нових"\n"""
    road.write("locales/uk/LC_MESSAGES/site.po", theirs)
    ran = road.run("check")
    assert "placeholder '{name}' has no counterpart" in ran.out + ran.err


def test_a_locale_without_an_engine_gets_what_is_on_record(road: Road) -> None:
    project(road, "hugo.fr", "uk", engine="apertium")
    ran = road.run("strings", "translate")
    assert ran.code == 3
    assert "uk" in ran.err
    assert sum(bool(one.target) for one in catalog(road, "uk").entries) == 3


@apertium
def test_real_words_agree_with_their_numbers(road: Road) -> None:
    project(road, "wordpress.fr", "en", engine="apertium")
    assert road.run("strings", "translate").code == 0
    said = {one.source: words(one) for one in catalog(road, "en").entries}
    single, many = said["%1$s commentaire sur « %2$s »"]
    assert "comment " in single
    assert "comments " in many
    assert said["De %s à %s"][0].count("%s") == 2
    assert said["Publié par <strong>%s</strong>"] == ("Published by <strong>%s</strong>",)
    assert said["50 % des voix"][0].startswith("50% of ")
    text = said["\nCette page n’existe pas.\n"][0]
    assert text[0] == text[-1] == "\n"


# --- single messages ---


def plan(text: str, plural: str | None = None, *, to: str = "uk", flags: tuple[str, ...] = ()) -> message.Plan | None:
    tag = Tag(to)
    return message.planned(text, plural, Pair(Tag("en"), tag), plurals.formula(tag), flags)


@pytest.mark.parametrize(
    ("text", "plural", "to", "asked"),
    [
        ("%d book", "%d books", "uk", ["1 book", "2 books", "5 books"]),
        ("One book", "%d books", "uk", ["1 book", "2 books", "5 books"]),
        ("One book", "%d books", "de", ["One book", "2 books"]),
        ("%s book", "%s books", "ja", ["1 book"]),
        ("%d book by %s", "%d books by %s", "de", ["1 book by %2$s", "2 books by %2$s"]),
        ("book", "books", "de", ["book", "books"]),
        (
            "{n, plural, one {a cat} other {# cats}} here",
            None,
            "uk",
            ["21 cats here", "2 cats here"] + ["5 cats here"] * 2,
        ),
        ("{n, plural, one {a cat} other {# cats}}", None, "fr", ["0 cats", "a cat", "2 cats", "2 cats"]),
        ("50 % of the votes", None, "uk", ["50 % of the votes"]),
        ("&File", None, "uk", ["File"]),
        ("R&D", None, "uk", ["R&D"]),
    ],
)
def test_what_is_asked(text: str, plural: str | None, to: str, asked: list[str]) -> None:
    found = plan(text, plural, to=to)
    assert found is not None
    assert [one.text for one in found.cases] == asked
    said = found.said(asked)
    assert said is not None
    assert found.heard(said) == tuple(asked)


@pytest.mark.parametrize(
    ("text", "plural"),
    [
        ("book", "books"),
        ("%d of %d book", "%d of %d books"),
        ("{n, plural, one {x}}", None),
        ("{n, plural, one {x} other {y}", None),
        ("{n, plural, one {'{'x} other {y}}", None),
        ("{" * 200 + "n, plural, other {x}}", None),
    ],
)
def test_what_cannot_be_told_is_left_to_people(text: str, plural: str | None) -> None:
    assert plan(text, plural) is None


@pytest.mark.parametrize(
    ("text", "answer", "flags", "said"),
    [
        ("%s to %s", "%2$s: %1$s", ("c-format",), "%2$s: %1$s"),
        ("%s to %s", "%2$s: %1$s", ("python-format",), None),
        ("%s to %s", "%1$s: %2$s", ("python-format",), "%s: %s"),
        ("Save", "Зберегти.", (), "Зберегти"),
        ("Saved.", "Збережено.", (), "Збережено."),
        ("Wait...", "Чекайте...", (), "Чекайте..."),
        ("Save &as", "Зберегти як", (), "&Зберегти як"),
        ("&Open", "Open it", (), "&Open it"),
    ],
)
def test_how_answers_are_put_together(text: str, answer: str, flags: tuple[str, ...], said: str | None) -> None:
    found = plan(text, flags=flags)
    assert found is not None
    assert found.said([answer]) == (None if said is None else (said,))


def test_a_lost_number_is_no_translation() -> None:
    found = plan("%d book", "%d books")
    assert found is not None
    assert found.said(["1 книга", "дві книги", "5 книг"]) is None
    assert found.said(["1 книга", "2 книги", "5 книг"]) == ("%d книга", "%d книги", "%d книг")


def test_keys_where_the_script_has_no_letters() -> None:
    found = plan("&File...", to="ja")
    assert found is not None
    assert found.said(["ファイル..."]) == ("ファイル(&F)...",)


@pytest.mark.parametrize("module", ["message.accelerators", "message.holders", "keyfiles", "locales", "vocabulary"])
def test_the_examples_hold(module: str) -> None:
    ran = doctest.testmod(importlib.import_module(f"polyglot.{module}"))
    assert ran.attempted > 0
    assert ran.failed == 0


@pytest.mark.parametrize("source", ["fr", "en", "uk"])
def test_every_row_of_the_table_says_something_in_each_language(source: str) -> None:
    """A word that is written must be understood again, in the language that it was written in."""
    lines = (resources.HERE / "language" / "interface.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert len(rows) > 250
    assert all(all(row.values()) for row in rows)
    for row in rows:
        word = row[source].partition("|")[0]
        for target in {"fr", "en", "uk"} - {source}:
            assert vocabulary.say(word, Pair(Tag(source), Tag(target)), row["concept"])


def test_a_site_of_strings_alone_is_looked_at(road: Road) -> None:
    """There is no folder of articles, and nobody said that there is one."""
    road.write(
        "polyglot.toml", '[project]\nsource = "fr"\nlocales = ["en"]\n[strings.sources]\n"t/*.html" = "jinja2"\n'
    )
    road.write("t/a.html", '{{ _("Accueil") }}\n')
    assert road.run("strings", "extract").code == 0
    assert road.run("strings", "translate", "--engine", "echo").code == 0
    assert (road.run("check").code, road.run("status").code) == (0, 0)
