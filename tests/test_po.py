"""Catalogs that people edit: read strictly, written so that what did not change keeps its bytes."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from textwrap import dedent

import polib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polyglot import po
from polyglot.errors import CatalogError, LawBrokenError
from polyglot.model import State, Tag
from road import gettext_run, msgfmt

per_example = settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


# --- strategies ---

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\4"), max_size=200)
lines = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\4\r\n"), max_size=120)
names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\4\r\n\u2068\u2069"), min_size=1)
provenances = st.builds(
    po.Provenance.of,
    texts,
    st.sampled_from(["mt", "tm", "human"]),
    st.sampled_from(["", "apertium-3.8.3/fr-ca-en/0123456789ab"]),
    st.lists(st.sampled_from([po.FINAL, "unknown-word", "numbers"]), unique=True).map(tuple),
    source=st.none() | texts,
)


@st.composite
def entries(draw: st.DrawFn) -> po.Entry:
    plural = draw(st.none() | texts.filter(bool))
    previous = draw(st.none() | texts)
    return po.Entry(
        context=draw(st.none() | texts),
        source=draw(texts.filter(bool)),
        target="" if plural else draw(texts),
        fuzzy=draw(st.booleans()),
        previous=previous,
        comments=tuple(draw(st.lists(lines, max_size=3))),
        extracted=tuple(draw(st.lists(lines, max_size=2))),
        references=tuple(draw(st.lists(names, max_size=3, unique=True))),
        flags=tuple(draw(st.lists(st.sampled_from(["no-wrap", "c-format", "range:0..9"]), unique=True))),
        provenance=draw(st.none() | provenances),
        obsolete=draw(st.booleans()),
        plural=plural,
        forms=tuple(draw(st.lists(texts, min_size=1, max_size=4))) if plural else (),
        previous_context=None if previous is None else draw(st.none() | texts),
        previous_plural=None if previous is None else draw(st.none() | texts),
    )


@st.composite
def files(draw: st.DrawFn) -> po.PoFile:
    found = draw(st.lists(entries(), max_size=6, unique_by=lambda entry: (entry.context, entry.source)))
    if draw(st.booleans()):
        return po.PoFile((), tuple(found))
    note = draw(lines.map(str.strip))
    head = draw(st.sampled_from([(), ("# Notre site", "#", "#, fuzzy"), ("#. made by hand",)]))
    return po.PoFile((*po.header("pt_BR", Tag("fr")), ("X-Note", note)), tuple(found), head)


def by_polib(file: po.PoFile, width: int) -> str:
    """A catalog as another program with polib would save it."""
    made = polib.POFile(wrapwidth=width)
    made.metadata = dict(file.header)
    for entry in file.entries:
        flags = ["fuzzy", *entry.flags] if entry.fuzzy else list(entry.flags)
        made.append(
            polib.POEntry(
                msgctxt=entry.context, msgid=entry.source, msgstr=entry.target, flags=flags, obsolete=entry.obsolete
            )
        )
    return str(made)


# --- reading ---

FULL = dedent(
    r"""
    # Journal du matin
    #, fuzzy
    msgid ""
    msgstr ""
    "Language: en\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"

    # Vu avec la rédaction.
    #   (deux fois)
    # polyglot: mt apertium-3.8.3/fr-ca-en/0123456789ab h=3fa1b2c4 unknown-word
    #
    #. heading
    #: articles/a.md:12 articles/a.md:40
    #: articles/b.md
    #, fuzzy, no-wrap
    #| msgctxt "p0.1"
    #| msgid ""
    #| "Le président "
    #| "parle"
    msgctxt "p1.1"
    msgid ""
    "Le président a dit\t: \"non\"\n"
    "à l'Élysée \\o/"
    msgstr "The president said: \"no\"\n"
    "at the \303\211lys\xc3\xa9e \\o/"

    msgid "un vote"
    msgid_plural "%d votes"
    msgstr[0] "a vote"
    msgstr[1] "%d votes"

    # Plus là.
    #~| msgid "Vieux"
    #~ msgid "Ancien"
    #~ msgstr "Former"

    # la fin
    """
).lstrip()


def test_every_part_of_an_entry_is_read() -> None:
    file = po.parse(FULL, "full.po")
    first, plural, former = file.entries
    assert file.head == ("# Journal du matin", "#, fuzzy")
    assert file.field("language") == "en"
    assert first == po.Entry(
        context="p1.1",
        source='Le président a dit\t: "non"\nà l\'Élysée \\o/',
        target='The president said: "no"\nat the Élysée \\o/',
        fuzzy=True,
        previous="Le président parle",
        comments=("Vu avec la rédaction.", "  (deux fois)", ""),
        extracted=("heading",),
        references=("articles/a.md", "articles/b.md"),
        flags=("no-wrap",),
        provenance=po.Provenance("mt", "apertium-3.8.3/fr-ca-en/0123456789ab", "3fa1b2c4", ("unknown-word",)),
        previous_context="p0.1",
    )
    assert (plural.source, plural.plural, plural.forms, plural.target) == (
        "un vote",
        "%d votes",
        ("a vote", "%d votes"),
        "",
    )
    assert (former.obsolete, former.source, former.previous, former.comments) == (
        True,
        "Ancien",
        "Vieux",
        ("Plus là.",),
    )


@pytest.mark.parametrize(
    "spelling",
    [
        'msgid "a" "b"\nmsgstr "c"',
        'msgid\n"a"\n"b"\nmsgstr\n"c"',
        'msgid"ab"\n\n\nmsgstr"c"\n\n\n',
        '  msgid "ab"\n\tmsgstr "c"  \n',
        'msgid "ab"\r\nmsgstr "c"\r\n',
        'msgid "ab"\rmsgstr "c"\r',
        '\ufeffmsgid "ab"\nmsgstr "c"\n',
        'msgid "\\x61\\142"\nmsgstr "c"\n',
    ],
)
def test_spellings_of_the_same_entry(spelling: str) -> None:
    file = po.parse(spelling, "x.po")
    assert file.entries == (po.Entry(None, "ab", "c"),)
    assert po.render(file, spelling) == spelling


@pytest.mark.parametrize(
    "flags", ["#, fuzzy\n", "#,fuzzy\n", "#= fuzzy\n", "#, c-format, fuzzy\n", "#, c-format\n#, fuzzy\n"]
)
def test_fuzzy_is_seen_however_it_is_written(flags: str) -> None:
    assert po.parse(f'{flags}msgid "a"\nmsgstr "b"\n', "x.po").entries[0].fuzzy


@pytest.mark.parametrize("mark", ["#~ ", "#~", "#~  "])
def test_obsolete_is_seen_however_it_is_written(mark: str) -> None:
    text = f'{mark}msgid "a"\n{mark}msgstr ""\n{mark}"b"\n#~\n#~ # note\n{mark}msgid "c"\n{mark}msgstr "d"\n'
    file = po.parse(text, "x.po")
    assert file.entries == (
        po.Entry(None, "a", "b", obsolete=True),
        po.Entry(None, "c", "d", obsolete=True, comments=("note",)),
    )
    assert po.render(file, text) == text


def test_line_ends_that_python_sees_and_gettext_does_not_stay_inside_strings() -> None:
    text = 'msgid "a\u2028b\x0bc\x85d\x1ce"\nmsgstr "é"\n'
    assert po.parse(text, "x.po").entries[0].source == "a\u2028b\x0bc\x85d\x1ce"


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "# nothing but a remark\n", "#, fuzzy"])
def test_a_catalog_without_entries(text: str) -> None:
    file = po.parse(text, "x.po")
    assert file == po.PoFile((), ())
    assert po.render(file, text) == text


OK = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "b"\n\n'
"""Seven lines."""
BROKEN = {
    "joined by msgcat": (
        'msgid "c"\nmsgstr ""\n"#-#-#-#-#  a.po (site)  #-#-#-#-#\\n"\n"A\\n"\n"#-#-#-#-#  b.po  #-#-#-#-#\\n"\n"B"\n',
        8,
        "two texts stand in one entry",
    ),
    "conflict": ('<<<<<<< HEAD\nmsgid "c"\nmsgstr "d"\n', 8, "merge conflict"),
    "conflict inside an entry": (
        'msgid "c"\n<<<<<<< HEAD\nmsgstr "d"\n=======\nmsgstr "e"\n>>>>>>> x\n',
        9,
        "merge conflict",
    ),
    "cut inside a msgstr": ('msgid "c"\nmsgstr "le pré', 9, "string does not end"),
    "cut inside a msgid": ('msgid "c', 8, "string does not end"),
    "cut after a backslash": ('msgid "c"\nmsgstr "d\\', 9, "string does not end"),
    "cut before the msgstr": ('# c\nmsgid "c"\n', 8, "no msgstr"),
    "cut after a context": ('msgctxt "c"\n', 8, "no msgstr"),
    "cut after a previous source": ('#| msgid "c"\n', 8, "no msgstr"),
    "cut inside a keyword": ('msgid "c"\nmsgst', 9, "not a line"),
    "a keyword alone": ('msgid "c"\nmsgstr\n', 8, "no string"),
    "a bare quote": ('msgid "c"d"\nmsgstr "d"\n', 8, "string does not end"),
    "an unknown escape": ('msgid "c\\q"\nmsgstr "d"\n', 8, "escape"),
    "bytes that are not UTF-8": ('msgid "c\\377"\nmsgstr "d"\n', 8, "escape"),
    "prose": ("Bonjour à tous\n", 8, "not a line"),
    "a string alone": ('"c"\n', None, ""),
    "a plural without forms": ('msgid "c"\nmsgid_plural "cc"\nmsgstr "d"\n', 8, "not in order"),
    "forms without a plural": ('msgid "c"\nmsgstr[0] "d"\n', 8, "not in order"),
    "forms out of order": ('msgid "c"\nmsgid_plural "cc"\nmsgstr[1] "d"\nmsgstr[0] "e"\n', 8, "not in order"),
    "a context behind its source": ('msgid "c"\nmsgctxt "x"\nmsgstr "d"\n', 8, "not in order"),
    "two sources": ('msgid "c"\nmsgid "d"\nmsgstr "e"\n', 9, "second msgid"),
    "a comment inside": ('msgid "c"\n# note\nmsgstr "d"\n', 9, "inside an entry"),
    "half obsolete": ('#~ msgid "c"\nmsgstr "d"\n', 9, "in part"),
    "half obsolete string": ('#~ msgid "c"\n#~ msgstr ""\n"d"\n', 10, "no keyword"),
    "twice": ('#: z.md\nmsgid "a"\nmsgstr "z"\n', 8, "twice, first in line 5"),
    "twice, once obsolete": ('#~ msgid "a"\n#~ msgstr "z"\n', 8, "twice, first in line 5"),
    "a second header": ('msgid ""\nmsgstr "Language: en\\n"\n', 8, "header stands among"),
    "NUL": ('msgid "c"\nmsgstr "\0"\n', 9, "U+0000"),
    "the separator of contexts": ('# \4\nmsgid "c"\nmsgstr ""\n', 8, "U+0004"),
    "a domain": ('domain "x"\n', 8, "not a line"),
}


@pytest.mark.parametrize("name", [name for name, case in BROKEN.items() if case[1]])
def test_what_is_broken_is_refused_with_its_line_and_a_hint(name: str) -> None:
    text, line, words = BROKEN[name]
    with pytest.raises(CatalogError) as caught:
        po.parse(OK + text, "locales/en/site.po")
    assert caught.value.place == f"locales/en/site.po:{line}"
    assert words in caught.value.message
    assert caught.value.hint


def test_a_string_between_entries_continues_the_last_msgstr_as_in_gettext() -> None:
    assert po.parse(OK + BROKEN["a string alone"][0], "x.po").entries[0].target == "bc"


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("Content-Type: text/plain; charset=ISO-8859-1", "ISO-8859-1"),
        ("Plural-Forms: nplurals=2; plural=__import__('os').system('true');", "not an expression"),
        ("Plural-Forms: nplurals=2; plural=(n != 1;", "not an expression"),
        ("Plural-Forms: plural=n", "not an expression"),
        ("Plural-Forms: nplurals=2; plural=" + "(" * 5000 + "n" + ")" * 5000, "not an expression"),
    ],
)
def test_a_header_that_would_be_misread_is_refused(field: str, words: str) -> None:
    with pytest.raises(CatalogError, match=words):
        po.parse(f'msgid ""\nmsgstr "{field}\\n"\n', "x.po")


@pytest.mark.parametrize(
    "value",
    [
        "nplurals=1; plural=0;",
        "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n>1 ? 1 : 2",
        "nplurals=INTEGER; plural=EXPRESSION;",
    ],
)
def test_plural_forms_that_gettext_takes(value: str) -> None:
    assert po.parse(f'msgid ""\nmsgstr "Plural-Forms: {value}\\n"\n', "x.po").field("Plural-Forms") == value


# --- files ---


def test_a_missing_file_is_none_and_never_taken_for_text(tmp_path: Path) -> None:
    assert po.read(tmp_path / "msgid.po") is None


def test_a_file_is_read_with_its_mark_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "é.po"
    path.write_bytes(b'\xef\xbb\xbfmsgid "a"\r\nmsgstr "\xc3\xa9"\r\n')
    assert po.read(path) == po.PoFile((), (po.Entry(None, "a", "é"),))
    assert po.read_text(path) == '\ufeffmsgid "a"\r\nmsgstr "é"\r\n'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'msgid "caf\xe9"\nmsgstr ""\n', "byte 10 is not UTF-8"),
        (b"\xde\x12\x04\x95\0\0\0\0", "byte 0 is not UTF-8"),
        ('msgid "a"\n'.encode("utf-16"), "byte 0 is not UTF-8"),
        (bytes(range(1, 128)) * 1000, "control character"),
        (bytes(range(5, 128)) * 1000, "not a line"),
        (b"lorem ipsum " * 900_000, "not a line"),
        (b'"' * 10_000_000, "follows no keyword"),
        (b'msgid "' + b'\\"' * 5_000_000, "does not end"),
        (b"#~" * 5_000_000, "not a line"),
    ],
)
def test_what_is_no_catalog_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "x.po"
    path.write_bytes(content)
    with pytest.raises(CatalogError, match=words) as caught:
        po.read(path)
    assert caught.value.place == f"{path}:1"


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    with path.open("wb") as file:
        file.truncate(po.LIMIT + 1)
    with pytest.raises(CatalogError, match="larger than 32 MiB"):
        po.read(path)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="cannot be read"):
        po.read(tmp_path)


def test_a_file_cut_anywhere_is_refused_or_gives_whole_entries() -> None:
    whole = po.parse(FULL, "x.po").entries
    refused = 0
    for cut in range(len(FULL)):
        try:
            kept = po.parse(FULL[:cut], "x.po").entries
        except CatalogError:
            refused += 1
            continue
        # Only a cut between two lines of an entry that could have ended there goes unseen.
        if len(kept) == 1 and whole[0].target.startswith(kept[0].target):
            kept = (replace(kept[0], target=whole[0].target),)
        if len(kept) == 2 and kept[1].forms == whole[1].forms[:1]:
            kept = (kept[0], whole[1])
        assert kept == whole[: len(kept)]
    assert refused > len(FULL) // 3


soup = st.lists(
    st.sampled_from(
        [
            *('msgid "a"', 'msgid "b"', 'msgid ""', 'msgstr "c"', 'msgstr ""', 'msgctxt "x"', 'msgid_plural "bb"'),
            *(
                'msgstr[0] "d"',
                'msgstr[1] "e"',
                '"f\\n"',
                '"é"',
                "# note",
                "#. role",
                "#: a.md:3",
                "#, fuzzy",
                "",
                "#~",
            ),
            *('#| msgid "g"', '#| "h"', '#~ msgid "a"', '#~ msgid "i"', '#~ msgstr "j"', '#~ "k"', '#~| msgid "l"'),
            *('msgstr "m', "msgid", "msgstr", '"\\q"', '#| msgctxt "n"', "text", '"\\303\\251"', "\ufeff"),
        ]
    ),
    max_size=14,
).map("\n".join)


@given(soup)
@settings(derandomize=True, max_examples=1500, deadline=None)
def test_any_text_is_refused_or_keeps_its_bytes(text: str) -> None:
    try:
        file = po.parse(text, "x.po")
    except CatalogError:
        return
    assert po.render(file, text) == text
    assert po.parse(po.render(file), "x.po") == file


@pytest.mark.msgfmt
@msgfmt
@given(soup)
@settings(per_example, max_examples=300)
def test_what_is_accepted_here_is_accepted_by_msgfmt(tmp_path: Path, text: str) -> None:
    try:
        po.parse(text, "x.po")
    except CatalogError:
        return
    path = tmp_path / "x.po"
    declared = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    path.write_text(text if 'msgid ""' in text else declared + text.replace("\ufeff", ""), "utf-8")
    result = gettext_run("msgfmt", "-o", tmp_path / "x.mo", path)
    assert result.returncode == 0 or "charset" in result.stderr or text.startswith("\ufeff"), result.stderr


# --- writing ---


@given(files())
@settings(derandomize=True, max_examples=300, deadline=None)
def test_what_is_written_reads_as_it_was_meant(file: po.PoFile) -> None:
    text = po.render(file)
    assert po.parse(text, "x.po") == file
    assert po.render(file, text) == text


@given(files(), st.sampled_from([0, 20, 60, 100]))
@settings(derandomize=True, deadline=None)
def test_the_wrapping_of_another_program_is_kept(file: po.PoFile, width: int) -> None:
    file = replace(file, entries=tuple(entry for entry in file.entries if entry.plural is None), head=())
    text = by_polib(file, width)
    read = po.parse(text, "x.po")
    assert {(entry.context, entry.source, entry.target) for entry in read.entries} == {
        (entry.context, entry.source, entry.target) for entry in file.entries
    }
    assert po.render(read, text) == text


@given(files(), files(), st.data())
@settings(derandomize=True, max_examples=100, deadline=None)
def test_any_catalog_can_be_written_over_any_other(old: po.PoFile, new: po.PoFile, data: st.DataObject) -> None:
    before = po.render(old)
    known = {(entry.context, entry.source) for entry in new.entries}
    kept = [entry for entry in old.entries if (entry.context, entry.source) not in known]
    mixed = replace(new, entries=tuple(data.draw(st.permutations([*new.entries, *kept]))))
    assert po.parse(po.render(mixed, before), "x.po") == mixed


def blocks(text: str) -> set[str]:
    return set(text.replace("\r\n", "\n").strip().split("\n\n"))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_the_changed_entry_is_written_anew(end: str, mark: str) -> None:
    before = mark + FULL.replace("\n", end)
    file = po.parse(before, "x.po")
    changed = replace(file.entries[1], forms=("one vote", "%d votes"))
    after = po.render(replace(file, entries=(file.entries[0], changed, file.entries[2])), before)
    assert after == before.replace('msgstr[0] "a vote"', 'msgstr[0] "one vote"')


def test_an_entry_put_behind_one_without_a_line_end() -> None:
    before = 'msgid "a"\nmsgstr "b"'
    file = po.parse(before, "x.po")
    more = replace(file, entries=(*file.entries, po.Entry(None, "c", "d")))
    assert po.render(more, before) == 'msgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr "d"\n'


def test_entries_that_go_or_move_leave_the_others_as_they_are() -> None:
    before = 'msgid   "a"\nmsgstr "b"\n\n\nmsgid "c"\nmsgstr   "d"\n\nmsgid "e"\nmsgstr "f"\n\n'
    file = po.parse(before, "x.po")
    a, c, _ = file.entries
    assert po.render(po.PoFile((), (c, a)), before) == 'msgid "c"\nmsgstr   "d"\n\nmsgid   "a"\nmsgstr "b"\n'
    assert po.render(po.PoFile((), ()), before) == ""


def test_a_header_that_changes_is_written_anew_and_the_rest_is_not() -> None:
    file = po.parse(FULL, "x.po")
    after = po.render(replace(file, header=(*file.header, ("X-Source-Language", "fr"))), FULL)
    assert after == FULL.replace("plural=(n != 1);\\n", 'plural=(n != 1);\\n"\n"X-Source-Language: fr\\n')


def test_long_comments_and_file_names_are_never_wrapped() -> None:
    name = "articles/" + "-".join(["2024"] * 40) + ".md"
    long = "mot " * 60 + "fin"
    entry = po.Entry(None, "a", "b", comments=(long,), extracted=(long,), references=(name, "un titre.md", "page:12"))
    text = po.render(po.PoFile((), (entry,)))
    assert f"# {long}\n#. {long}\n#: {name}\n#: \u2068un titre.md\u2069\n" in text
    assert po.parse(text, "x.po").entries == (entry,)


def test_what_the_format_cannot_carry_is_refused_and_not_dropped() -> None:
    twice = po.PoFile((), (po.Entry("x", "a", "b"), po.Entry("x", "a", "c")))
    for file in (twice, po.PoFile((), (po.Entry(None, "a", "b\0"),))):
        with pytest.raises(CatalogError):
            po.render(file)
    with pytest.raises((CatalogError, LawBrokenError)):
        po.render(po.PoFile((), (po.Entry(None, "a", "b", comments=("two\nlines",)),)))


# --- who wrote it ---


@given(texts)
@settings(derandomize=True)
def test_the_digest_is_eight_hex_digits_of_sha_256(text: str) -> None:
    assert po.digest(text) == sha256(text.encode()).hexdigest()[:8]


@given(provenances)
@settings(derandomize=True)
def test_a_provenance_reads_as_it_was_written(provenance: po.Provenance) -> None:
    assert po.Provenance.parse(str(provenance)) == provenance


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "polyglot",
        "polyglot: mt",
        "polyglot: mt x h=xyz",
        "see polyglot: mt h=3fa1b2c4",
        "polyglot: robot h=3fa1b2c4",
    ],
)
def test_other_comments_are_no_provenance(comment: str) -> None:
    assert po.Provenance.parse(comment) is None


MT = po.Provenance.of("Home", "mt", "echo-1/fr-en/0", source="Accueil")
APPROVED = po.Provenance.of("Home", "mt", "echo-1/fr-en/0", (po.FINAL,))


@pytest.mark.parametrize(
    ("target", "fuzzy", "provenance", "touched", "state"),
    [
        ("", False, None, False, State.INITIAL),
        ("", True, MT, False, State.INITIAL),
        ("Home", True, MT, False, State.TRANSLATED),
        ("Home page", True, MT, True, State.TRANSLATED),
        ("Home", True, None, True, State.TRANSLATED),
        ("Home", False, MT, True, State.REVIEWED),
        ("Home page", False, None, True, State.REVIEWED),
        ("Home", False, APPROVED, True, State.FINAL),
        ("Home page", False, APPROVED, True, State.REVIEWED),
        ("Home", True, APPROVED, False, State.TRANSLATED),
    ],
)
def test_whose_word_it_is_and_how_far_it_has_come(
    target: str, fuzzy: bool, provenance: po.Provenance | None, touched: bool, state: State
) -> None:
    entry = po.Entry(None, "Accueil", target, fuzzy=fuzzy, provenance=provenance)
    assert (entry.touched, entry.state, entry.misplaced) == (touched, state, False)


def test_a_plural_is_translated_when_all_of_its_forms_are() -> None:
    entry = po.Entry(None, "un", "", plural="%d", forms=("one", ""))
    assert (entry.state, entry.touched) == (State.INITIAL, True)
    assert replace(entry, forms=("one", "%d")).state is State.REVIEWED


# --- the real gettext ---

PEOPLE = po.PoFile(
    po.header("en", Tag("fr")),
    (
        po.Entry("p1.1", "Bonjour « à tous » 😀", "Hello all", fuzzy=True, provenance=MT, extracted=("paragraph",)),
        po.Entry("p1.2", "50 % des voix", "50% of the vote", comments=("Vu.",), references=("a b.md", "c.md")),
        po.Entry(None, 'Il a dit "non" \\ \tdeux\nlignes', 'He said "no" \\ \ttwo\nlines', flags=("no-wrap",)),
        po.Entry(None, "mot " * 60 + "é", "word " * 60, fuzzy=True, previous="avant " * 30, comments=("Long.",)),
        po.Entry(None, "parti", "gone", obsolete=True, comments=("Parti.",)),
    ),
)


@pytest.mark.msgfmt
@msgfmt
def test_msgfmt_has_nothing_to_say_about_a_new_catalog(tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    path.write_text(po.render(PEOPLE), "utf-8")
    result = gettext_run("msgfmt", "--check", "-o", tmp_path / "x.mo", path)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.msgfmt
@msgfmt
def test_msgmerge_keeps_provenance_and_remarks_and_its_bytes_are_kept(tmp_path: Path) -> None:
    old, new = tmp_path / "old.po", tmp_path / "new.pot"
    old.write_text(po.render(PEOPLE), "utf-8")
    empty = [replace(entry, target="", fuzzy=False, provenance=None, comments=()) for entry in PEOPLE.entries[:-2]]
    new.write_text(po.render(replace(PEOPLE, entries=tuple(empty))), "utf-8")
    merged = gettext_run("msgmerge", "--quiet", "--width", "40", old, new).stdout
    file = po.parse(merged, "merged.po")
    assert file.entries[0].provenance == MT
    assert {entry.source: entry.comments for entry in file.entries} == {
        entry.source: entry.comments for entry in PEOPLE.entries
    }
    assert {(entry.source, entry.target) for entry in file.entries} == {
        (entry.source, entry.target) for entry in PEOPLE.entries
    }
    assert po.render(file, merged) == merged


@pytest.mark.msgfmt
@msgfmt
def test_machine_text_that_msgmerge_carried_elsewhere_is_known_as_such(tmp_path: Path) -> None:
    old, new = tmp_path / "old.po", tmp_path / "new.pot"
    home = po.Entry(None, "Accueil", "Home", fuzzy=True, provenance=MT)
    old.write_text(po.render(replace(PEOPLE, entries=(home,))), "utf-8")
    new.write_text(po.render(replace(PEOPLE, entries=(po.Entry(None, "Accueils", ""),))), "utf-8")
    (entry,) = po.parse(gettext_run("msgmerge", "--quiet", "--previous", old, new).stdout, "x.po").entries
    assert (entry.source, entry.target, entry.fuzzy, entry.previous) == ("Accueils", "Home", True, None)
    assert entry.misplaced


@pytest.mark.msgfmt
@msgfmt
@given(files(), st.sampled_from([20, 79, 300]))
@settings(per_example, max_examples=40)
def test_what_msgcat_makes_of_our_files_says_the_same_and_keeps_its_bytes(
    tmp_path: Path, file: po.PoFile, width: int
) -> None:
    entries = tuple(entry for entry in file.entries if not entry.obsolete or entry.target)  # msgcat drops empty ones.
    file = po.PoFile(po.header("en", Tag("fr")), entries)
    path = tmp_path / "x.po"
    path.write_text(po.render(file), "utf-8", newline="")
    result = gettext_run("msgcat", "--force-po", "--width", str(width), "-o", tmp_path / "y.po", path)
    assert result.returncode == 0, result.stderr
    text = po.read_text(tmp_path / "y.po") or ""
    read = po.parse(text, "y.po")
    said = [
        [(e.context, e.source, e.target, e.forms, e.fuzzy and e.state is not State.INITIAL) for e in made.entries]
        for made in (read, file)
    ]
    assert sorted(said[0], key=repr) == sorted(said[1], key=repr)
    assert po.render(read, text) == text


WRAPPED = (
    "polyglot: mt apertium-3.8.3/fr-ca-en/0123456789ab h=3fa1b2c4 s=31696319 unknown=Saint-Jean unknown=vallée final"
)


@pytest.mark.parametrize("width", range(24, 80, 5))
@pytest.mark.parametrize("hyphens", [True, False])
def test_a_provenance_that_a_tool_has_wrapped_is_read_and_kept_as_it_stands(width: int, hyphens: bool) -> None:
    wrap = partial(textwrap.wrap, width=width, break_long_words=False, break_on_hyphens=hyphens)
    around = ["à vérifier = oui", *wrap(WRAPPED), "Lise : d’accord"]
    text = "".join(f"# {line}\n" for line in around) + 'msgid "Bonjour"\nmsgstr "Hello"\n'
    (entry,) = po.parse(text, "a.po").entries
    assert str(entry.provenance) == WRAPPED
    assert entry.comments == (around[0], around[-1])
    assert po.render(po.PoFile((), (entry,)), text) == text
