"""Plural forms: CLDR's, in gettext's own language."""

from __future__ import annotations

import re
import shutil
import subprocess
from gettext import c2py
from pathlib import Path

import pytest

from polyglot import catalog, locales, plurals, po
from polyglot.catalog import SiteString
from polyglot.model import Role, Tag
from road import msgfmt

SAMPLES = (*range(1200), 10**5, 10**6 - 1, 10**6, 10**6 + 1, 2 * 10**6, 10**7, 10**9)
STRINGS = (
    SiteString("Accueil", Role.INTERFACE, ("a.html",)),
    SiteString("%d vote", Role.INTERFACE, ("a.html",), ("python-format",), plural="%d votes"),
    SiteString("Un chat", Role.INTERFACE, ("a.html",), context="animal", plural="Des chats", notes=("Translators: x",)),
)


def languages() -> list[Tag]:
    """All languages that CLDR has rules for."""
    from babel import localedata

    return [Tag(name) for name in localedata.locale_identifiers() if "_" not in name]


def test_the_formula_of_every_language_agrees_with_cldr() -> None:
    wrong = []
    for tag in languages():
        formula, taken = plurals.formula(tag), plurals.categories(tag)
        found = re.fullmatch(r"nplurals=(\d); plural=(.*);", formula)
        assert found is not None
        form = c2py(found[2])
        if int(found[1]) != len(taken) or any(taken[form(n)] != locales.plural(tag, str(n)) for n in SAMPLES):
            wrong.append(tag)
    assert not wrong
    assert len(languages()) > 216


@pytest.mark.skipif(shutil.which("node") is None, reason="ICU's word for it comes from Node")
def test_icu_agrees_in_nearly_every_language() -> None:
    """Another reader of CLDR, of a later version: a few languages have got other rules since."""
    tags = languages()
    program = (
        "const [tags, numbers] = JSON.parse(require('fs').readFileSync(0)); const found = {};"
        "for (const tag of tags) if (Intl.PluralRules.supportedLocalesOf([tag]).length)"
        " { const rule = new Intl.PluralRules(tag); found[tag] = numbers.map(n => rule.select(n)); }"
        "console.log(JSON.stringify(found))"
    )
    import json

    asked = json.dumps([tags, SAMPLES])
    ran = subprocess.run(["node", "-e", program], input=asked, check=True, capture_output=True, text=True)
    theirs = json.loads(ran.stdout)
    same = [tag for tag, said in theirs.items() if said == [locales.plural(Tag(tag), str(n)) for n in SAMPLES]]
    assert len(same) >= min(200, len(theirs) - 5)


@pytest.mark.parametrize(
    ("tag", "formula"),
    [
        ("en", "nplurals=2; plural=(n != 1);"),
        ("ja", "nplurals=1; plural=0;"),
        ("fr", "nplurals=3; plural=((n == 0 || n == 1) ? 0 : (n != 0 && n % 1000000 == 0) ? 1 : 2);"),
    ],
)
def test_formulas(tag: str, formula: str) -> None:
    assert plurals.formula(Tag(tag)) == formula
    assert plurals.count(formula) == len(plurals.categories(Tag(tag)))


def test_an_example_has_its_category() -> None:
    for tag in languages():
        for category in plurals.categories(tag):
            assert locales.plural(tag, str(plurals.example(tag, category))) == category


@msgfmt
def test_msgfmt_takes_the_catalog_of_every_language(tmp_path: Path) -> None:
    for tag in languages():
        file = catalog.update(None, STRINGS, target=tag, source=Tag("fr"), machine={}, pages=())
        assert file.field("X-Plural-Categories").split() == list(plurals.categories(tag))
        (tmp_path / f"{tag}.po").write_text(po.render(file), "utf-8")
    for path in sorted(tmp_path.glob("*.po")):
        command = ["msgfmt", "-c", "-o", "/dev/null", str(path)]
        ran = subprocess.run(command, check=False, capture_output=True, text=True)
        assert (ran.returncode, ran.stderr) == (0, ""), path.name


def test_a_catalog_keeps_the_forms_that_it_has() -> None:
    head = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
    file = catalog.update(po.parse(head, "a.po"), STRINGS, target=Tag("fr"), source=Tag("en"), machine={}, pages=())
    assert file.field("Plural-Forms") == "nplurals=2; plural=(n > 1);"
    assert file.field("X-Plural-Categories") == ""
    assert [entry.forms for entry in file.entries if entry.plural] == [("", "")] * 2
