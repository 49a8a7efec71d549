"""The site's strings: from pages to template, to people's catalogs, to what gettext loads."""

from __future__ import annotations

import gettext
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot import catalog, po
from polyglot.catalog import SiteString
from polyglot.errors import CatalogError
from polyglot.model import Issue, Origin, Role, Severity, State, Tag, Target
from road import gettext_run, msgfmt

EN, FR = Tag("en"), Tag("fr")
ENGINE = "apertium-3.8.3/fr-en/0123456789ab"

PERCENTS = (
    "50 % des voix",
    "50\u00a0% des voix",
    "50\u202f% des électeurs",
    "100%",
    "% de hausse",
    "5 %d'écart",
    "%s % %(",
    "de 10 %\nà 20 %",
    "{accolades} et {0",
    "%(nom)s, bonjour",
)
HARD = (
    'Dire "oui"',
    "C:\\Temp\\n",
    "deux\nlignes",
    "tab\tici",
    "« l’Élysée » 😀",
    "a\u2028b\x85",
    "fin\r",
    " Espace ",
    "mot-composé " * 40,
    "\\",
    '"',
)


def string(text: str, *files: str, role: Role = Role.FURNITURE, flags: tuple[str, ...] = ()) -> SiteString:
    return SiteString(text, role, files or ("a.md",), flags)


def said(text: str, *kinds: str) -> Target:
    """What a machine says."""
    issues = tuple(Issue(kind, Severity.WARNING, "so") for kind in kinds)
    return Target(text, State.TRANSLATED, Origin.MT, issues, ENGINE)


def updated(
    existing: po.PoFile | None,
    *strings: SiteString,
    machine: Mapping[str, Target] | None = None,
    pages: tuple[str, ...] = ("a.md",),
) -> po.PoFile:
    offers: dict[tuple[str | None, str], tuple[Target, ...]] = {
        (None, text): (target,) for text, target in (machine or {}).items()
    }
    return catalog.update(existing, strings, target=EN, source=FR, machine=offers, pages=pages)


def person(file: po.PoFile, source: str, target: str) -> po.PoFile:
    """The catalog after a person translated a text."""
    entries = tuple(
        replace(entry, target=target, fuzzy=False) if entry.source == source else entry for entry in file.entries
    )
    assert entries != file.entries
    return replace(file, entries=entries)


def entry(file: po.PoFile, source: str) -> po.Entry:
    (found,) = (entry for entry in file.entries if entry.source == source)
    return found


# --- site strings ---


def test_a_text_is_there_once_with_all_its_files_and_legal_wins() -> None:
    merged = catalog.merge(
        [
            string("Accueil", "b.md"),
            string("Cookies", "b.md"),
            string("Accueil", "a.md", "b.md"),
            string("Cookies", "a.md", role=Role.LEGAL),
            string("Cookies", "c.md"),
            string(" \u00a0\n"),
        ]
    )
    assert merged == (string("Accueil", "a.md", "b.md"), string("Cookies", "a.md", "b.md", "c.md", role=Role.LEGAL))
    assert catalog.merge(merged) == merged


def test_a_run_over_one_page_keeps_the_strings_of_the_others() -> None:
    known = (string("Accueil", "a.md", "b.md"), string("Vieux", "a.md"), string("Autre", "b.md"))
    assert catalog.refresh(known, [string("Neuf", "a.md"), string("Accueil", "a.md")], {"a.md"}) == (
        string("Accueil", "a.md", "b.md"),
        string("Autre", "b.md"),
        string("Neuf", "a.md"),
    )


def test_reading_a_page_again_changes_nothing_and_forgets_a_role_that_no_page_gives() -> None:
    known = (string("Un", "a.md", role=Role.LEGAL), string("Deux", "a.md", "b.md"), string("Trois", "a.md"))
    again = [string("Trois", "a.md"), string("Deux", "a.md"), string("Un", "a.md", role=Role.LEGAL)]
    assert catalog.refresh(known, again, {"a.md"}) == known
    assert catalog.refresh(known, [string("Un", "a.md")], {"a.md"})[0] == string("Un", "a.md")


# --- the template ---


@pytest.mark.parametrize("texts", [PERCENTS, HARD, ("Accueil",), ()])
def test_a_template_reads_as_it_was_written_and_is_left_alone_then(texts: tuple[str, ...]) -> None:
    strings = catalog.merge(
        string(text, "un titre.md", f"2024-{'05-' * 40}a.md", "page:12", "é\u00a0.md") for text in texts
    )
    text = catalog.template(strings, None)
    assert catalog.known(text) == strings
    assert catalog.template(strings, text) is text
    assert catalog.template(strings, text + "\n\n") == text + "\n\n"
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert all(line not in text for line in ("Creation-Date", "HO:MI", "Babel"))


def test_a_template_is_flagged_only_as_the_caller_says() -> None:
    flagged = string("%(nom)s, bonjour", flags=("python-format",))
    strings = (*(string(text) for text in PERCENTS if text != flagged.text), flagged)
    text = catalog.template(strings, None)
    assert text.count("-format") == 1
    assert '#, python-format\nmsgid "%(nom)s, bonjour"' in text


def test_a_template_does_not_depend_on_what_was_there() -> None:
    strings = (string("Accueil", "a.md", "b.md"), string("Cookies", role=Role.LEGAL))
    fresh = catalog.template(strings, None)
    assert catalog.template(strings, catalog.template([string("Vieux")], None)) == fresh


def test_messages_and_header_of_others_stay_in_the_template() -> None:
    before = (
        '# Our theme\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"X-Theme: dawn\\n"\n\n'
        '# said by hand\n#: theme.html:3\n#, c-format\nmsgid "%d vote"\nmsgid_plural "%d votes"\n'
        'msgstr[0] ""\nmsgstr[1] ""\n\n#: theme.html:9\nmsgctxt "menu"\nmsgid "Accueil"\nmsgstr ""\n\n'
        '#. furniture\n#: a.md\nmsgid "Vieux"\nmsgstr ""\n'
    )
    text = catalog.template([string("Accueil")], before)
    file = po.parse(text, "site.pot")
    assert (file.head, file.field("X-Theme")) == (("# Our theme",), "dawn")
    assert [(e.context, e.source, e.plural, e.flags, e.comments) for e in file.entries] == [
        (None, "Accueil", None, (), ()),
        (None, "%d vote", "%d votes", ("c-format",), ("said by hand",)),
        ("menu", "Accueil", None, (), ()),
    ]


def test_the_line_ends_of_a_template_stay() -> None:
    before = catalog.template([string("Un")], None).replace("\n", "\r\n")
    after = catalog.template([string("Un"), string("Deux")], before)
    assert after.count("\r\n") == after.count("\n")
    assert catalog.known(after) == (string("Un"), string("Deux"))


def test_a_broken_template_is_refused() -> None:
    text = catalog.template([string("Un")], None)
    with pytest.raises(CatalogError, match="merge conflict"):
        catalog.template([string("Deux")], text + "<<<<<<< HEAD\n")
    with pytest.raises(CatalogError):
        catalog.known(text.removesuffix('msgstr ""\n'))


def test_a_template_that_says_the_same_is_compared_without_babel() -> None:
    program = (
        "import sys; from polyglot import catalog; from polyglot.model import Role\n"
        "strings = [catalog.SiteString('Accueil', Role.FURNITURE, ('a.md',))]\n"
        f"assert catalog.template(strings, {catalog.template([string('Accueil')], None)!r})\n"
        "sys.exit(any(name.split('.')[0] in {'babel', 'rapidfuzz', 'polib'} for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\4"), max_size=60)


@given(st.lists(st.tuples(texts, st.sampled_from(["a.md", "b c.md"]), st.sampled_from(catalog.ROLES)), max_size=5))
@settings(derandomize=True, deadline=None)
def test_any_strings_go_through_template_and_catalog(found: list[tuple[str, str, Role]]) -> None:
    strings = catalog.merge(string(text, name, role=role) for text, name, role in found)
    assert catalog.known(catalog.template(strings, None)) == strings
    file = updated(None, *strings, machine={text: said(f"{text} ") for text, _, _ in found})
    rendered = po.render(file)
    assert po.parse(rendered, "site.po") == file
    assert po.render(updated(file, *strings), rendered) == rendered


# --- catalogs ---


def test_a_new_catalog_has_an_entry_per_string_with_what_the_machine_says() -> None:
    strings = (string("Accueil", "b.md", "a.md"), string("Cookies", role=Role.LEGAL))
    file = updated(None, *strings, machine={"Accueil": said("Home", "unknown-word", "unknown-word")})
    assert file.header == po.header("en", FR)
    assert file.entries == (
        po.Entry(
            None,
            "Accueil",
            "Home",
            fuzzy=True,
            extracted=("furniture",),
            references=("a.md", "b.md"),
            provenance=po.Provenance.of("Home", "mt", ENGINE, ("unknown-word",), source="Accueil"),
        ),
        po.Entry(None, "Cookies", "", extracted=("legal",), references=("a.md",)),
    )


def test_the_locale_is_named_as_gettext_names_it() -> None:
    file = catalog.update(None, [], target=Tag("pt-BR"), source=FR, machine={}, pages=())
    assert (file.field("Language"), file.field("X-Source-Language")) == ("pt_BR", "fr")


@pytest.mark.parametrize(
    "offer",
    [
        Target("Accueil", State.INITIAL, Origin.SOURCE),
        Target("Home", State.INITIAL, Origin.MT),
        Target("Accueil", State.TRANSLATED, Origin.SOURCE),
        Target("", State.TRANSLATED, Origin.MT),
        Target("Home\n", State.TRANSLATED, Origin.MT),
    ],
)
def test_what_is_no_translation_is_not_written(offer: Target) -> None:
    found = entry(updated(None, string("Accueil"), machine={"Accueil": offer}), "Accueil")
    assert (found.target, found.fuzzy, found.provenance) == ("", False, None)


def test_what_a_person_reviewed_elsewhere_is_not_fuzzy() -> None:
    offer = Target("Home", State.REVIEWED, Origin.TM)
    found = entry(updated(None, string("Accueil"), machine={"Accueil": offer}), "Accueil")
    assert (found.fuzzy, found.state) == (False, State.REVIEWED)


def test_new_machine_text_replaces_old_and_none_leaves_it() -> None:
    file = updated(None, string("Accueil"), machine={"Accueil": said("Reception")})
    file = replace(file, entries=(replace(file.entries[0], comments=("Dans le menu.",)),))
    assert updated(file, string("Accueil")) == file
    found = entry(updated(file, string("Accueil"), machine={"Accueil": said("Home")}), "Accueil")
    assert (found.target, found.fuzzy, found.touched, found.comments) == ("Home", True, False, ("Dans le menu.",))


@pytest.mark.parametrize("fuzzy", [False, True])
@pytest.mark.parametrize("words", ["Home", "Front page"])
def test_a_persons_word_is_never_replaced(words: str, fuzzy: bool) -> None:
    file = updated(None, string("Accueil"), machine={"Accueil": said("Home")})
    file = replace(file, entries=(replace(file.entries[0], target=words, fuzzy=fuzzy),))
    found = entry(updated(file, string("Accueil"), machine={"Accueil": said("Welcome")}), "Accueil")
    assert found.target == ("Welcome" if fuzzy and words == "Home" else words)


def test_a_string_that_is_gone_goes_unless_a_person_translated_it() -> None:
    strings = (string("Accueil"), string("Partager"), string("Imprimer"))
    file = updated(None, *strings, machine={"Partager": said("Share")})
    file = person(file, "Imprimer", "Print")
    after = updated(file, string("Accueil"), pages=("a.md",))
    assert [(e.source, e.obsolete, e.references, e.extracted) for e in after.entries] == [
        ("Accueil", False, ("a.md",), ("furniture",)),
        ("Imprimer", True, (), ()),
    ]
    assert updated(after, string("Accueil")) == after
    back = updated(after, *strings, machine={"Imprimer": said("Machine print")})
    assert (entry(back, "Imprimer").target, entry(back, "Imprimer").obsolete) == ("Print", False)


def test_a_changed_string_keeps_a_persons_words_in_doubt() -> None:
    file = person(updated(None, string("Laisser un commentaire")), "Laisser un commentaire", "Leave a comment")
    machine = {"Laissez un commentaire": said("Machine"), "Tout autre chose": said("Quite another thing")}
    after = updated(file, string("Laissez un commentaire"), string("Tout autre chose"), machine=machine)
    found = entry(after, "Laissez un commentaire")
    assert (found.target, found.fuzzy, found.previous) == ("Leave a comment", True, "Laisser un commentaire")
    assert found.touched
    assert entry(after, "Tout autre chose").target == "Quite another thing"
    assert (entry(after, "Laisser un commentaire").obsolete, len(after.entries)) == (True, 3)
    assert '#| msgid "Laisser un commentaire"' in po.render(after)
    assert updated(after, string("Laissez un commentaire"), string("Tout autre chose"), machine=machine) == after
    again = updated(after, string("Laissez-nous un commentaire"), machine={})
    assert entry(again, "Laissez-nous un commentaire").previous == "Laisser un commentaire"


def test_machine_text_that_a_person_accepted_stays_a_persons_when_its_string_changes() -> None:
    file = updated(None, string("Laisser un commentaire"), machine={"Laisser un commentaire": said("Leave a comment")})
    file = replace(file, entries=(replace(file.entries[0], fuzzy=False),))
    after = updated(file, string("Laissez un commentaire"), machine={"Laissez un commentaire": said("Machine")})
    assert entry(after, "Laissez un commentaire").target == "Leave a comment"
    again = updated(after, string("Laissez un commentaire"), machine={"Laissez un commentaire": said("Machine")})
    assert again == after


def test_machine_text_of_a_changed_string_is_not_kept() -> None:
    file = updated(None, string("Laisser un commentaire"), machine={"Laisser un commentaire": said("Leave a comment")})
    assert updated(file, string("Laissez un commentaire")).entries == (
        po.Entry(None, "Laissez un commentaire", "", extracted=("furniture",), references=("a.md",)),
    )


OTHERS = r"""# The theme's own catalog
msgid ""
msgstr ""
"Project-Id-Version: dawn 2.0\n"
"Language: en\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#: theme.html:3
msgid   "%d vote"
msgid_plural "%d votes"
msgstr[0] "%d vote"
msgstr[1] "%d votes"

#: theme.html:9
msgctxt "menu"
msgid "Accueil"
msgstr "Start"

# by hand
msgid "Rechercher"
msgstr "Search"

#: theme.html:12
#, fuzzy, no-wrap
msgid "Chercher"
msgstr ""

#: theme.html:20
msgid "Un commentaire"
msgid_plural "%d commentaires"
msgstr[0] "One comment"
msgstr[1] "%d comments"

#~ msgid "Ancien"
#~ msgstr "Former"
"""


def test_what_others_put_into_the_catalog_stays_with_its_bytes() -> None:
    before = OTHERS
    file = updated(po.parse(before, "site.po"), string("Accueil"), machine={"Accueil": said("Home")})
    text = po.render(file, before)
    for block in before.split("\n\n")[1:]:
        assert block.strip() in text
    assert (file.entries[0].context, file.entries[0].source) == (None, "Accueil")
    assert (file.head, file.field("Project-Id-Version")) == (("# The theme's own catalog",), "dawn 2.0")
    assert file.field("X-Source-Language") == "fr"
    assert updated(po.parse(text, "site.po"), pages=("a.md",)) == replace(file, entries=file.entries[1:])


def test_a_string_that_others_use_too_stays_theirs_when_ours_is_gone() -> None:
    existing = po.parse(OTHERS, "site.po")
    shared = updated(existing, string("Rechercher"), string("Chercher"), string("Un commentaire"))
    assert entry(shared, "Chercher").references == ("a.md", "theme.html")
    assert entry(shared, "Chercher").flags == ("no-wrap",)
    assert entry(shared, "Un commentaire").forms == ("One comment", "%d comments")
    after = updated(shared, pages=("a.md",))
    assert (entry(after, "Chercher").references, entry(after, "Chercher").extracted) == (("theme.html",), ())
    assert entry(after, "Un commentaire").references == ("theme.html",)
    assert entry(after, "Rechercher").obsolete


def test_a_changed_string_does_not_inherit_where_the_old_one_is_used() -> None:
    shared = updated(po.parse(OTHERS, "site.po"), string("Rechercher"))
    shared = replace(shared, entries=(replace(entry(shared, "Rechercher"), references=("a.md", "theme.html")),))
    after = updated(shared, string("Recherchez"))
    assert (entry(after, "Recherchez").target, entry(after, "Recherchez").references) == ("Search", ("a.md",))
    assert (entry(after, "Rechercher").target, entry(after, "Rechercher").references) == ("Search", ("theme.html",))


def test_a_format_flag_that_another_tool_put_on_prose_goes() -> None:
    before = '#. furniture\n#: a.md\n#, python-format, no-c-format\nmsgid "50 % des voix"\nmsgstr "50% of the vote"\n'
    file = updated(po.parse(before, "site.po"), string("50 % des voix"))
    assert entry(file, "50 % des voix").flags == ("no-c-format",)
    declared = updated(file, string("50 % des voix", flags=("python-format",)))
    assert entry(declared, "50 % des voix").flags == ("python-format", "no-c-format")


# --- publishing ---


def mixed() -> po.PoFile:
    """One string per way of having come about."""
    names = ("machine", "accepted", "typed", "in doubt", "stale", "empty", "cookies", "seen cookies", "approved")
    strings = [string(name, role=Role.LEGAL if "cookies" in name else Role.FURNITURE) for name in names]
    file = updated(None, *strings, machine={name: said(name.upper()) for name in names if name != "empty"})
    approved = po.Provenance.of("APPROVED", "mt", ENGINE, (po.FINAL,))
    changes: dict[str, po.Entry] = {
        "accepted": replace(entry(file, "accepted"), fuzzy=False),
        "typed": replace(entry(file, "typed"), fuzzy=False, target="Typed", provenance=None),
        "in doubt": replace(entry(file, "in doubt"), target="Doubt"),
        "stale": replace(entry(file, "stale"), previous="stael"),
        "seen cookies": replace(entry(file, "seen cookies"), fuzzy=False),
        "approved": replace(entry(file, "approved"), fuzzy=False, provenance=approved),
    }
    gone = po.Entry(None, "gone", "Gone", obsolete=True)
    other = po.Entry("menu", "machine", "Menu")
    return replace(file, entries=(*(changes.get(e.source, e) for e in file.entries), other, gone))


@pytest.mark.parametrize(
    ("level", "published"),
    [
        ("machine", {"machine", "accepted", "typed", "seen cookies", "approved"}),
        ("reviewed", {"accepted", "typed", "seen cookies", "approved"}),
        ("final", {"approved"}),
    ],
)
def test_what_is_published_at_each_level(level: str, published: set[str]) -> None:
    messages, left_out = catalog.publishable(mixed(), level)
    assert set(messages) == published
    assert left_out == 9 - len(published)
    assert messages["approved"] == "APPROVED"


def test_what_the_caller_knows_to_be_legal_is_not_published_unreviewed() -> None:
    messages, left_out = catalog.publishable(mixed(), "machine", frozenset({"machine", "typed"}))
    assert (set(messages), left_out) == ({"accepted", "typed", "seen cookies", "approved"}, 5)


@pytest.mark.msgfmt
@msgfmt
def test_machine_text_that_msgmerge_guessed_is_not_published_and_goes(tmp_path: Path) -> None:
    old, new = tmp_path / "site.po", tmp_path / "site.pot"
    old.write_text(po.render(updated(None, string("Accueil"), machine={"Accueil": said("Home")})), "utf-8")
    new.write_text(catalog.template([string("Accueils")], None), "utf-8")
    merged = po.parse(gettext_run("msgmerge", "--quiet", old, new).stdout, "merged.po")
    assert entry(merged, "Accueils").target == "Home"
    assert catalog.publishable(merged, "machine") == ({}, 1)
    assert entry(updated(merged, string("Accueils")), "Accueils").target == ""


# --- compiling ---


def loaded(data: bytes) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(BytesIO(data))


@pytest.mark.parametrize("text", [*PERCENTS, *HARD])
def test_a_compiled_message_is_found_by_python(text: str) -> None:
    data = catalog.compile_mo(updated(None, string(text)), EN, {text: f"[{text}] é"})
    assert loaded(data).gettext(text) == f"[{text}] é"
    assert loaded(data).gettext("autre chose") == "autre chose"


def test_plurals_and_contexts_of_others_go_along_if_translated() -> None:
    file = po.parse(OTHERS, "site.po")
    translations = loaded(catalog.compile_mo(file, EN, {"Accueil": "Home"}))
    assert [translations.ngettext("%d vote", "%d votes", n) for n in (1, 2)] == ["%d vote", "%d votes"]
    assert translations.pgettext("menu", "Accueil") == "Start"
    assert translations.gettext("Accueil") == "Home"
    assert translations.gettext("Rechercher") == "Rechercher"
    assert translations.info()["language"] == "en"


def test_the_header_compiled_has_no_clock_and_says_utf_8() -> None:
    file = po.PoFile((("Content-Type", "text/plain; charset=CHARSET"),), ())
    data = catalog.compile_mo(file, Tag("zh-Hant"), {"é": "ü"})
    assert loaded(data).gettext("é") == "ü"
    assert loaded(data).info()["language"] == "zh_Hant"
    assert "pot-creation-date" not in loaded(data).info()
    assert data == catalog.compile_mo(file, Tag("zh-Hant"), {"é": "ü"})


def test_the_order_of_messages_does_not_matter() -> None:
    file = updated(None)
    one, two = {"b": "2", "a": "1", "é": "3"}, {"é": "3", "a": "1", "b": "2"}
    assert catalog.compile_mo(file, EN, one) == catalog.compile_mo(file, EN, two)


def test_keys_are_sorted_as_the_c_library_looks_them_up() -> None:
    file = po.PoFile((), tuple(po.Entry(context, "x", "y") for context in ("b", "a", "é", "a b")))
    data = catalog.compile_mo(file, EN, {"a": "1", "zz": "2", "b": "3"})
    count, start = (int.from_bytes(data[at : at + 4], sys.byteorder) for at in (8, 12))
    places = [start + 8 * number for number in range(count)]
    sizes = [
        (int.from_bytes(data[p : p + 4], sys.byteorder), int.from_bytes(data[p + 4 : p + 8], sys.byteorder))
        for p in places
    ]
    keys = [data[offset : offset + size] for size, offset in sizes]
    assert keys == sorted(keys)
    assert len(keys) == 8


@pytest.mark.msgfmt
@msgfmt
def test_gettext_agrees_with_every_file_we_write(tmp_path: Path) -> None:
    strings = [string(text, "un titre.md") for text in (*PERCENTS, *HARD)]
    strings.append(string("%(n)s restants", flags=("python-format",)))
    machine = {s.text: said(s.text.replace("%", "pct ").replace("pct (n)s", "%(n)s")) for s in strings}
    file = updated(None, *strings, machine=machine)
    file = replace(file, entries=tuple(replace(entry, fuzzy=False) for entry in file.entries))
    messages, left_out = catalog.publishable(file, "reviewed")
    assert left_out == 0
    (tmp_path / "site.po").write_text(po.render(file), "utf-8", newline="")
    (tmp_path / "site.pot").write_text(catalog.template(strings, None), "utf-8", newline="")
    (tmp_path / "site.mo").write_bytes(catalog.compile_mo(file, EN, messages))
    for name in ("site.po", "site.pot"):
        result = gettext_run("msgfmt", "--check-format", "--check-domain", "-o", tmp_path / "x.mo", tmp_path / name)
        assert (result.returncode, result.stderr) == (0, "")
    checked = gettext_run("msgfmt", "--check", "-o", tmp_path / "x.mo", tmp_path / "site.po")
    assert (checked.returncode, checked.stderr) == (0, "")
    theirs, ours = (po.parse(gettext_run("msgunfmt", tmp_path / name).stdout, name) for name in ("x.mo", "site.mo"))
    assert {(e.source, e.target) for e in ours.entries} == {(e.source, e.target) for e in theirs.entries}
    assert len(ours.entries) == len(strings)
