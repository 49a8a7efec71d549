"""Edits made in published files: what comes back to the catalog, and what is told because it cannot."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from polyglot import edits, runs
from polyglot.edits import Report
from polyglot.errors import UsageError
from polyglot.model import State
from polyglot.runs import Wishes
from road import ARTICLE, SEGMENTS, Road

TITLE, PRESIDENT, BOOKS, QUOTE, FREE = SEGMENTS
HTML = """\
<!DOCTYPE html>
<html lang="fr">
<head><meta charset="utf-8"><title>La bibliothèque de Valmorin ouvre ses portes</title></head>
<body>
<nav><a href="/">Accueil</a> <a href="/actu">Actualité</a></nav>
<article>
<h1>La bibliothèque de Valmorin ouvre ses portes</h1>
<p class="lead">Le maire a visité la <em>grande</em> bibliothèque lundi. Elle compte 12&nbsp;000 livres &amp; plus.</p>
<p>L’entrée est <a href="b.fr.html">gratuite</a> pour tous les enfants. Les adultes paieront deux euros.</p>
<ul><li>Ouverture à neuf heures</li><li>Fermeture à dix-huit heures</li></ul>
</article>
<footer>© 2026 Le Journal. Tous droits réservés.</footer>
</body>
</html>
"""
MARKDOWN = """\
---
title: La bibliothèque de Valmorin
slug: bibliotheque
---

# La bibliothèque de Valmorin ouvre

Le maire a visité la **grande** bibliothèque lundi. Elle compte 12 000 livres.

L’entrée est [gratuite](b.md) pour tous les enfants. Les adultes paieront deux euros.

- Ouverture à neuf heures
- Fermeture à dix-huit heures
"""


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A project with an article in each format, translated once."""
    road = Road(tmp_path, monkeypatch, capsys)
    road.project()
    road.write("articles/a.fr.txt", ARTICLE)
    road.write("articles/b.fr.html", HTML)
    road.write("articles/c.fr.md", MARKDOWN)
    assert road.translate().code == 0
    return road


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """Articles outside of a project, one linked to the other, translated once."""
    road = Road(tmp_path, monkeypatch, capsys)
    road.write("a.fr.txt", ARTICLE)
    road.write("b.fr.html", HTML.replace("b.fr.html", "a.fr.txt"))
    assert road.translate("a.fr.txt", "b.fr.html", "--to", "en").code == 0
    return road


def take(road: Road, name: str) -> Report:
    """Take what was edited in a published file."""
    with ExitStack() as stack:
        return edits.take(runs.start(Wishes(), stack), road.root / name)


def machine(road: Road, name: str, source: str) -> str:
    """What the machine said for a sentence."""
    return road.entry(f"locales/en/articles/articles/{name}.po", source).target


def settled(road: Road, name: str) -> str:
    """The published file after a run that writes it; a second one changes nothing."""
    assert "edited" not in road.translate().kinds()
    before = road.tree()
    road.translate()
    assert road.tree() == before
    return road.read(f"localized/en/articles/{name}")


def kept(road: Road, name: str) -> None:
    """Assert that no run touches a published file."""
    before = road.read(f"localized/en/articles/{name}")
    found = road.translate()
    assert found.code == 1
    assert "edited" in found.kinds()
    assert road.read(f"localized/en/articles/{name}") == before


# --- what is taken ---

VISIT = "Le maire a visité la <em>grande</em> bibliothèque lundi."
SENTENCES = [
    ("a.fr.txt", TITLE, "A library opens its doors in Kyiv"),
    ("a.fr.txt", BOOKS, "It has 12,000 books. All of them are new."),
    ("a.fr.txt", FREE, "Entry is free"),
    ("b.fr.html", VISIT, "On Monday the mayor visited the <em>big</em> library."),
    ("b.fr.html", VISIT, "The <em>mayor</em> visited the big library on Monday."),
    ("b.fr.html", "Elle compte 12\u00a0000 livres & plus.", "It has 12,000 books & reviews."),
    ("b.fr.html", "Fermeture à dix-huit heures", "It closes at six"),
    ("c.fr.md", "Le maire a visité la **grande** bibliothèque lundi.", "The mayor visited the **big** library."),
    ("c.fr.md", "L’entrée est [gratuite](b.md) pour tous les enfants.", "[Free](b.md) for *all* cats."),
    ("c.fr.md", "Ouverture à neuf heures", "It opens at nine"),
]


def spelled(name: str, text: str) -> str:
    """A text as a published file has it."""
    if name.endswith(".html"):
        return text.replace("&", "&amp;").replace("\u00a0", "&nbsp;")
    return text.replace("*all*", "\\*all\\*")


@pytest.mark.parametrize(("name", "source", "words"), SENTENCES)
def test_a_sentence_is_taken_and_the_next_run_writes_it(road: Road, name: str, source: str, words: str) -> None:
    output = f"localized/en/articles/{name}"
    said, present = machine(road, name, source), spelled(name, words)
    road.change(output, spelled(name, said), present)
    report = take(road, output)
    assert report.issues == ()
    assert [(one.source, one.before, one.after) for one in report.taken] == [(source, said, words)]
    entry = road.entry(f"locales/en/articles/articles/{name}.po", source)
    assert (entry.target, entry.state) == (words, State.REVIEWED)
    assert present in settled(road, name)
    assert "reviewed in part" in road.read(output)


def test_nothing_edited_is_nothing_taken(road: Road) -> None:
    before = road.tree()
    for name in ("a.fr.txt", "b.fr.html", "c.fr.md"):
        report = take(road, f"localized/en/articles/{name}")
        assert (report.taken, report.issues) == ((), ())
    assert road.tree() == before


def test_a_title_that_changes_the_slug_is_taken(road: Road) -> None:
    """The slug is made from the title: the next run writes another one."""
    output = "localized/en/articles/c.fr.md"
    said = machine(road, "c.fr.md", "La bibliothèque de Valmorin")
    road.change(output, f"title: {said}", 'title: "The library: of Valmorin"')
    report = take(road, output)
    assert report.issues == ()
    assert [one.after for one in report.taken] == ["The library: of Valmorin"]
    written = settled(road, "c.fr.md")
    assert "The library: of Valmorin" in written
    assert "slug: the-library-of-valmorin" in written


def test_links_that_were_localised_are_no_edits(alone: Road) -> None:
    said = alone.entry("b.en.po", 'L’entrée est <a href="a.fr.txt">gratuite</a> pour tous les enfants.').target
    words = said.replace('href="a.fr.txt"', 'href="a.en.txt"').split(" ", 1)[1]
    alone.change("b.en.html", said.replace("a.fr.txt", "a.en.txt"), f"Today {words}")
    report = take(alone, "b.en.html")
    assert report.issues == ()
    assert [one.after for one in report.taken] == [f"Today {words}".replace("a.en.txt", "a.fr.txt")]
    assert alone.translate("a.fr.txt", "b.fr.html", "--to", "en").code == 0
    assert f"Today {words}" in alone.read("b.en.html")


def test_a_link_that_a_person_changed_is_told(alone: Road) -> None:
    alone.change("b.en.html", 'href="a.en.txt"', 'href="https://example.org/"')
    report = take(alone, "b.en.html")
    assert report.taken == ()
    assert [issue.line for issue in report.issues] == [13]
    assert "https://example.org/" in report.issues[0].message


def test_outside_a_project_the_catalog_vouches(alone: Road) -> None:
    said = alone.entry("a.en.po", FREE).target
    alone.change("a.en.txt", said, "Entry is free.")
    assert alone.translate("a.fr.txt", "--to", "en").code == 1
    report = take(alone, "a.en.txt")
    assert (len(report.taken), report.issues) == (1, ())
    assert alone.translate("a.fr.txt", "--to", "en").code == 0
    assert "Entry is free." in alone.read("a.en.txt")
    assert "reviewed in part" in alone.read("a.en.txt")


# --- what is told ---

LOSSES = [
    ("a.fr.txt", "\n\n“", "\n\nA paragraph more.\n\n“", 5, "added"),
    ("b.fr.html", "<ul>", "<p>A paragraph more.</p>\n<ul>", 14, "added"),
    ("b.fr.html", '<p class="lead">', '<p class="first">', 12, "changed"),
    ("b.fr.html", '<span lang="fr">Accueil</span>', "Home", 9, "changed"),
    ("b.fr.html", "has not been reviewed.", "has not been read.", 15, "changed"),
    ("b.fr.html", 'name="translation-origin" content="machine"', 'name="origin" content="machine"', 3, "changed"),
    ("b.fr.html", "<em>", "<strong>", 12, "no such markup"),
    ("c.fr.md", "- Féé", "- One more\n- Féé", 14, "added"),
    ("c.fr.md", "# ", "## ", 7, "changed"),
    ("c.fr.md", "](b.md)", "](c.md)", 11, "no such markup"),
    ("c.fr.md", "origin", "Origin", 2, "changed"),
]


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: " ".join(map(str, loss)))
def test_what_no_sentence_can_take_is_told_with_its_line(road: Road, loss: tuple[str, str, str, int, str]) -> None:
    name, old, new, line, what = loss
    output = f"localized/en/articles/{name}"
    text = road.read(output)
    assert old in text
    road.write(output, text.replace("em>", "strong>") if old == "<em>" else text.replace(old, new, 1))
    report = take(road, output)
    assert report.taken == ()
    assert report.issues[0].line == line
    assert what in report.issues[0].message
    kept(road, name)


def test_a_sentence_that_was_taken_out_is_told_and_its_neighbour_taken(road: Road) -> None:
    output = "localized/en/articles/a.fr.txt"
    road.change(output, machine(road, "a.fr.txt", PRESIDENT) + " ", "")
    road.change(output, machine(road, "a.fr.txt", BOOKS), machine(road, "a.fr.txt", BOOKS).replace("12,000", "12,500"))
    report = take(road, output)
    assert [one.source for one in report.taken] == [BOOKS]
    assert [(issue.line, "a sentence was taken out" in issue.message) for issue in report.issues] == [(3, True)]
    kept(road, "a.fr.txt")


def test_sentences_that_a_person_joined_are_both_taken(road: Road) -> None:
    output = "localized/en/articles/a.fr.txt"
    first, second = machine(road, "a.fr.txt", PRESIDENT), machine(road, "a.fr.txt", BOOKS)
    joined = f"{first.removesuffix('.')}, {second[0].lower()}{second[1:]}"
    road.change(output, f"{first} {second}", joined)
    report = take(road, output)
    assert report.issues == ()
    assert " ".join(one.after for one in report.taken) == joined
    assert joined in settled(road, "a.fr.txt")


def test_spaces_and_line_ends_are_told(road: Road) -> None:
    output = "localized/en/articles/a.fr.txt"
    text = road.read(output)
    road.write(output, text.replace("\n", "\r\n"))
    assert [issue.message for issue in take(road, output).issues] == [
        "its lines end as on Windows; not taken, and the file stays as it is"
    ]
    road.write(output, text.replace(". ", ".  ", 1))
    assert len(take(road, output).issues) == 1
    kept(road, "a.fr.txt")


# --- when the catalog has gone on ---


def test_an_edit_is_taken_after_the_source_has_changed_elsewhere(road: Road) -> None:
    """What was published of the changed sentence is no edit, and is not taken for one."""
    output = "localized/en/articles/a.fr.txt"
    road.change(output, machine(road, "a.fr.txt", FREE), "Entry is free.")
    road.change("articles/a.fr.txt", "12 000 livres", "13 000 livres")
    assert road.translate().code == 1
    report = take(road, output)
    assert [(one.source, one.after) for one in report.taken] == [(FREE, "Entry is free.")]
    assert report.issues == ()
    written = settled(road, "a.fr.txt")
    assert "Entry is free." in written
    assert "13,000" in written


def test_two_people_do_not_overwrite_one_another(road: Road) -> None:
    output = "localized/en/articles/a.fr.txt"
    road.change(output, machine(road, "a.fr.txt", FREE), "Entry is free.")
    road.say("locales/en/articles/articles/a.fr.txt.po", FREE, "Admission is free.")
    report = take(road, output)
    assert report.taken == ()
    assert "Admission is free." in report.issues[0].message
    assert road.entry("locales/en/articles/articles/a.fr.txt.po", FREE).target == "Admission is free."
    kept(road, "a.fr.txt")


def test_a_sentence_that_was_kept_in_the_source_may_be_translated_in_the_file(road: Road) -> None:
    road.translate(engine="none")
    road.write("articles/e.fr.html", "<p>Une phrase. Une autre, que voici.</p>\n")
    road.translate(engine="none")
    output = "localized/en/articles/e.fr.html"
    assert '<span lang="fr">' in road.read(output)
    road.change(output, "Une autre, que voici.", "Another one.")
    report = take(road, output)
    assert [(one.source, one.after) for one in report.taken] == [("Une autre, que voici.", "Another one.")]
    assert report.issues == ()


def test_what_polyglot_did_not_make_is_refused(road: Road) -> None:
    road.write("localized/en/articles/x.txt", "A text.\n")
    with pytest.raises(UsageError, match="not known to be made by polyglot"):
        take(road, "localized/en/articles/x.txt")


# --- where reading the file again is not enough ---

WRAPPED = """\
Une bibliothèque pour Valmorin

Le conseil municipal de Valmorin a voté lundi soir la construction
d’une nouvelle bibliothèque au centre de la ville. Elle ouvrira au
printemps. Les habitants l’attendaient depuis dix ans et plus.
"""


def test_a_line_made_shorter_stays_in_its_wrapped_paragraph(road: Road) -> None:
    road.write("articles/w.fr.txt", WRAPPED)
    road.translate()
    output = "localized/en/articles/w.fr.txt"
    line = road.read(output).splitlines()[2]
    road.change(output, line, line[:40])
    report = take(road, output)
    assert report.issues == ()
    assert [one.after.splitlines()[0] for one in report.taken] == [line[:40]]
    assert line[:40] + "\n" in settled(road, "w.fr.txt")


def test_a_paragraph_cut_within_a_sentence_is_told(road: Road) -> None:
    output = "localized/en/articles/b.fr.html"
    said = machine(road, "b.fr.html", "Les adultes paieront deux euros.")
    start, _, end = said.partition(" ")
    road.change(output, said, f"{start}</p>\n<p>{end}")
    report = take(road, output)
    assert report.taken == ()
    assert any("cut in two" in issue.message for issue in report.issues)
    kept(road, "b.fr.html")


def test_marks_of_direction_are_no_edits(road: Road) -> None:
    road.project(["ar"])
    road.translate()
    output = "localized/ar/articles/a.fr.txt"
    assert "\u2068" in road.read(output)
    said = road.entry("locales/ar/articles/articles/a.fr.txt.po", FREE).target
    word = said.split()[-1].rstrip(".")
    road.change(output, word, "مجاني")
    report = take(road, output)
    assert report.issues == ()
    assert [one.after for one in report.taken] == [said.replace(word, "مجاني")]
