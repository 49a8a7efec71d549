"""Sixty published files edited as people edit, by a script with a seed: nothing is lost in silence, nothing mistaken.

What a script did is known, so that it can be told what should have come of it without asking the code under test: each
edit is on record or told with its line, and no sentence that nobody touched is on record as a person's.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from random import Random  # noqa: TID251 - with a seed

import pytest

from polyglot import edits, po, runs
from polyglot.edits import Report
from polyglot.runs import Wishes
from road import Road

SEEDS = range(20)
TEXT = """\
Le conseil de Valmorin a voté lundi soir la construction d’une *nouvelle* bibliothèque. Elle ouvrira au printemps.
Les habitants l’attendaient depuis dix ans.

Les travaux dureront deux ans, selon la mairie. On plantera aussi 120 arbres autour du *vieux* bâtiment.
La rue restera ouverte aux piétons.

« Nous voulons un lieu pour tous », a déclaré le maire. Son opposante n’est pas d’accord.
Elle demande un vote des habitants avant *la fin* de l’année.

Le projet coûtera 3,5 millions d’euros. La région en paiera la moitié, et l’État un quart.

Une exposition montre les plans à l’hôtel de ville. Elle est ouverte *chaque* jour.
L’entrée est gratuite pour les enfants. Les adultes paient deux euros."""
PARAGRAPHS = tuple(paragraph.replace("\n", " ") for paragraph in TEXT.split("\n\n"))
WORDS = ("perhaps", "river", "evening", "seldom", "bright", "window", "beyond", "answer", "gently", "harbour", "letter")
ENTRIES = "locales/en/articles/articles/"


def plain() -> str:
    """The article as text."""
    return "\n\n".join(("Une bibliothèque pour Valmorin", *PARAGRAPHS)).replace("*", "") + "\n"


def markdown() -> str:
    """The article in Markdown."""
    return "\n\n".join(("# Une bibliothèque pour Valmorin", *PARAGRAPHS)) + "\n"


def page() -> str:
    """The article on a page with a menu."""
    said = (re.sub(r"\*(.*?)\*", r"<em>\1</em>", text) for text in PARAGRAPHS)
    body = "\n".join(f"<p>{text}</p>" for text in said)
    head = (
        '<!DOCTYPE html>\n<html lang="fr">\n<head><meta charset="utf-8"><title>Une bibliothèque</title></head>\n<body>'
    )
    menu = '<nav><a href="/">Accueil</a> <a href="/actu">Actualité</a></nav>'
    return f"{head}\n{menu}\n<article>\n<h1>Une bibliothèque pour Valmorin</h1>\n{body}\n</article>\n</body>\n</html>\n"


SOURCES: dict[str, Callable[[], str]] = {"a.txt": plain, "a.md": markdown, "a.html": page}


@dataclass
class Desk:
    """A published file that somebody edits."""

    text: str
    paragraphs: list[list[tuple[str, str]]]
    """Source and target of the sentences of each paragraph, as the file spells them."""
    chance: Random
    touched: set[str] = field(default_factory=set)
    """The sources of the sentences that were changed."""
    done: list[str] = field(default_factory=list)

    def edit(self, kind: str) -> None:
        """Do something of a kind to a paragraph that nobody has touched yet."""
        untouched = [
            sentences for sentences in self.paragraphs if not {source for source, _ in sentences} & self.touched
        ]
        before = self.text
        KINDS[kind](self, self.chance.choice(untouched))
        if self.text != before:
            self.done.append(kind)

    def put(self, old: str, new: str, *sources: str) -> None:
        """Replace words that stand there once."""
        assert self.text.count(old) == 1, old
        self.text = self.text.replace(old, new)
        self.touched |= set(sources)


Sentences = list[tuple[str, str]]


def typo(desk: Desk, sentences: Sentences) -> None:
    source, said = desk.chance.choice(sentences)
    word = desk.chance.choice(re.findall(r"\w{4,}", re.sub(r"<[^>]*>|&\w+;", "", said)))
    desk.put(said, said.replace(word, word[0] + word[2:], 1), source)


def reworded(desk: Desk, sentences: Sentences) -> None:
    source, said = desk.chance.choice([pair for pair in sentences if not re.search("[*<]", pair[1])])
    words = said.split(" ")
    for place in range(1, len(words) - 1, 2):
        words[place] = desk.chance.choice(WORDS)
    desk.put(said, " ".join(words), source)


def wholly(desk: Desk, sentences: Sentences) -> None:
    source, said = desk.chance.choice(sentences)
    new = " ".join(desk.chance.sample(WORDS, 8)).capitalize() + "."
    desk.put(said, new, source)


def tagged(desk: Desk, sentences: Sentences) -> None:
    """The emphasis goes to the last word."""
    found = [(source, said) for source, said in sentences if re.search("[*<]", said)]
    if found:
        source, said = found[0]
        opens, closes = ("<em>", "</em>") if "<em>" in said else ("*", "*")
        bare = said.replace(opens, "").replace(closes, "")
        head, _, last = bare.rstrip(".").rpartition(" ")
        desk.put(said, f"{head} {opens}{last}{closes}.", source)


def split(desk: Desk, sentences: Sentences) -> None:
    source, said = max(sentences, key=lambda pair: len(pair[1]))
    words = re.sub(r"[*]|</?em>", "", said).split(" ")
    middle = len(words) // 2
    halves = " ".join(words[:middle]).rstrip(","), " ".join(words[middle:])
    desk.put(said, f"{halves[0]}. {halves[1][0].upper()}{halves[1][1:]}", source)


def joined(desk: Desk, sentences: Sentences) -> None:
    number = desk.chance.randrange(len(sentences) - 1)
    (first, one), (second, two) = sentences[number : number + 2]
    desk.put(f"{one} {two}", f"{one.rstrip('.')}, and {two[0].lower()}{two[1:]}", first, second)


def deleted(desk: Desk, sentences: Sentences) -> None:
    source, said = desk.chance.choice(sentences)
    desk.put(f"{said} " if f"{said} " in desk.text else f" {said}", "", source)


def more(desk: Desk, sentences: Sentences) -> None:
    source, said = desk.chance.choice(sentences)
    desk.put(said, f"{said} {' '.join(desk.chance.sample(WORDS, 6)).capitalize()}.", source)


def paragraph(desk: Desk, sentences: Sentences) -> str:
    """A paragraph as the file has it, with its tags."""
    start, end = desk.text.index(sentences[0][1]), desk.text.index(sentences[-1][1]) + len(sentences[-1][1])
    return f"<p>{desk.text[start:end]}</p>" if "<p>" in desk.text else desk.text[start:end]


def gap(desk: Desk) -> str:
    return "\n" if "<p>" in desk.text else "\n\n"


def added_paragraph(desk: Desk, sentences: Sentences) -> None:
    words = " ".join(desk.chance.sample(WORDS, 9)).capitalize() + "."
    new = f"<p>{words}</p>" if "<p>" in desk.text else words
    old = paragraph(desk, sentences)
    desk.put(old, f"{old}{gap(desk)}{new}", *(source for source, _ in sentences))


def deleted_paragraph(desk: Desk, sentences: Sentences) -> None:
    desk.put(paragraph(desk, sentences) + gap(desk), "", *(source for source, _ in sentences))


def parted_paragraph(desk: Desk, sentences: Sentences) -> None:
    between = "</p>\n<p>" if "<p>" in desk.text else "\n\n"
    one, two = sentences[0][1], sentences[1][1]
    desk.put(f"{one} {two}", f"{one}{between}{two}", *(source for source, _ in sentences))


def swapped(desk: Desk, sentences: Sentences) -> None:
    """With the paragraph behind it."""
    number = desk.paragraphs.index(sentences)
    other = desk.paragraphs[(number + 1) % len(desk.paragraphs)]
    if not {source for source, _ in other} & desk.touched:
        first, second = paragraph(desk, sentences), paragraph(desk, other)
        if f"{first}{gap(desk)}{second}" in desk.text:
            desk.put(
                f"{first}{gap(desk)}{second}", f"{second}{gap(desk)}{first}", *(s for s, _ in (*sentences, *other))
            )


def notice(desk: Desk, _: Sentences) -> None:
    if "has not been reviewed" in desk.text:
        desk.put("has not been reviewed", "was not read by anybody")


def attribute(desk: Desk, _: Sentences) -> None:
    if '<a href="/actu">' in desk.text:
        desk.put('<a href="/actu">', '<a class="on" href="/news">')


def menu(desk: Desk, _: Sentences) -> None:
    if "Accueil" in desk.text:
        desk.put("Accueil", "Home")


KINDS: dict[str, Callable[[Desk, Sentences], None]] = {
    "typo": typo,
    "reworded": reworded,
    "wholly": wholly,
    "tag": tagged,
    "split": split,
    "joined": joined,
    "deleted": deleted,
    "more": more,
    "added paragraph": added_paragraph,
    "deleted paragraph": deleted_paragraph,
    "parted paragraph": parted_paragraph,
    "swapped": swapped,
    "notice": notice,
    "attribute": attribute,
    "menu": menu,
}
REPRESENTABLE = {"typo", "reworded", "wholly", "tag", "split", "more"}
"""What a catalog can say whatever the sentence: all of it is to be taken."""


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_in_silence(
    seed: int, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    road = Road(tmp_path, monkeypatch, capsys)
    road.project()
    road.write(f"articles/{name}", SOURCES[name]())
    assert road.translate().code == 0
    output, catalog = f"localized/en/articles/{name}", f"{ENTRIES}{name}.po"
    published, former = road.read(output), road.catalog(catalog)
    desk = edited(published, former, Random(f"{seed} {name}"))  # noqa: S311 - with a seed
    road.write(output, desk.text)
    with ExitStack() as stack:
        report = edits.take(runs.start(Wishes(), stack), road.root / output)
    assert mistaken(report, former, road.catalog(catalog), desk) == []
    if set(desk.done) <= REPRESENTABLE:
        assert report.issues == ()
        assert {one.source for one in report.taken} == desk.touched
    if report.issues:
        assert road.translate().code == 1
        assert road.read(output) == desk.text
        assert unmentioned(published, desk.text, report) == []
    else:
        assert "edited" not in road.translate().kinds()
        assert words(road.read(output)) == words(desk.text)


def edited(text: str, catalog: po.PoFile, chance: Random) -> Desk:
    """A published file after one to three edits."""
    spell = html.escape if "<p>" in text else str
    by_source = {entry.source: entry.target for entry in catalog.entries}
    paragraphs: list[Sentences] = [[]]
    for source, said in by_source.items():
        shown = said if "<em>" in said else spell(said, **({"quote": False} if spell is html.escape else {}))
        at = text.find(shown)
        if at > 0 and paragraphs[-1] and "\n" in text[text.index(paragraphs[-1][-1][1]) : at]:
            paragraphs.append([])
        if at > 0 and not source.startswith("Une biblio"):
            paragraphs[-1].append((source, shown))
    desk = Desk(text, [found for found in paragraphs if len(found) > 1], chance)
    for kind in chance.sample(sorted(KINDS), chance.randint(1, 3)):
        desk.edit(kind)
    if not desk.done:
        desk.edit("typo")
    return desk


def mistaken(report: Report, former: po.PoFile, present: po.PoFile, desk: Desk) -> list[str]:
    """What the catalog says otherwise than before though nobody touched it, or other than what the file says."""
    before = {entry.context: entry for entry in former.entries}
    changed = {entry.source: entry.target for entry in present.entries if before.get(entry.context) != entry}
    told = {one.source: one.after for one in report.taken}
    here = words(desk.text)
    strange = [f"untouched: {source}" for source in changed.keys() - desk.touched]
    strange += [f"not in the file: {text}" for text in changed.values() if words(text) not in here]
    return strange + ([] if told == changed else [f"told {told}, did {changed}"])


def unmentioned(before: str, after: str, report: Report) -> list[str]:
    """The changed lines of a file that the report does not speak of."""
    old, new = before.splitlines(), after.splitlines()
    lines = {*(one.line for one in report.taken), *(issue.line for issue in report.issues)}
    silent = []
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        own = {number + 1 for number in range(first, last) if new[number].strip()} or {first, first + 1, first + 2}
        moved = {*old[start:end]} <= {*new} and {*new[first:last]} <= {*old} and report.issues
        if kind != "equal" and not moved and not own & lines:
            silent.append(f"{kind} {old[start:end]} {new[first:last]}")
    return silent


def words(text: str) -> str:
    """What a file says to its readers, without what polyglot says of itself."""
    lines = [line for line in text.splitlines() if not re.search(r"translated from French|translation-|^slug:", line)]
    return html.unescape("\n".join(lines)).replace("\\", "").strip()


def test_the_script_does_all_that_people_do() -> None:
    """Chance leaves nothing out."""
    chances = [Random(f"{seed} {name}") for seed in SEEDS for name in SOURCES]  # noqa: S311 - with a seed
    done = Counter(kind for chance in chances for kind in chance.sample(sorted(KINDS), chance.randint(1, 3)))
    assert set(done) == set(KINDS)
