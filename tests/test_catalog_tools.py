"""Catalogs that go through other tools and habits come back with every word, state and origin that they had."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest

from polyglot import desk, po, runs
from polyglot.desk import Decision
from polyglot.model import State
from polyglot.pipeline import Result
from polyglot.runs import Wishes
from road import gettext_tool, page

Tool = Callable[[Path], None]
"""Writes a catalog anew, in its place."""
SETTINGS = '[project]\nsource = "fr"\nlocales = ["en"]\n'
NAMES = "concept,kind,fr,en\nkyiv,place,Kyiv,Kyiv\n"
SOURCE = "articles/a.fr.txt"
CATALOG = "locales/en/articles/articles/a.fr.txt.po"
SITE = "locales/en/LC_MESSAGES/site.po"

SITUATIONS = {
    "fresh": "La ville de Kyiv ouvre une bibliothèque.",
    "accepted": "Elle compte 12 000 livres.",
    "edited": "L’entrée est gratuite.",
    "edited, still fuzzy": "Le café ferme à midi.",
    "in doubt": "Le maire est venu lundi.",
    "final": "Il a coupé un ruban.",
    "stale": "La salle a de très grandes fenêtres.",
    "stale, another meaning": "La salle de lecture a 13 chaises, deux longues tables et une demi-douzaine de lampes "
    "que tout le monde allume dès l’après-midi.",
    "obsolete": "Le musée voisin reste fermé cette année.",
    "said twice, edited once": "Merci à tous.",
    "with a note": "Une terrasse donne sur le jardin.",
    "with unknown words": "Les gens de Saint-Jean-de-Maurienne sont venus en autocar avec leurs amis de la vallée.",
    "long": "Cette phrase est assez longue pour que tous les outils la coupent en plusieurs lignes, car elle dépasse "
    "de loin les soixante-dix-neuf colonnes que la plupart d’entre eux donnent aux textes qu’ils écrivent.",
}
"""A sentence for each."""
FORMER = {"très grandes fenêtres": "grandes fenêtres", "13 chaises": "12 chaises"}
"""What was said before."""
WORDS = {
    "edited": "Admission is free.",
    "edited, still fuzzy": "The café closes at noon.",
    "in doubt": "The mayor came on Monday, or so they say.",
    "final": "He cut a ribbon.",
    "stale": "The hall has large windows.",
    "stale, another meaning": "The hall has 12 chairs.",
    "obsolete": "The museum next door stays closed this year.",
    "said twice, edited once": "Thank you, all of you.",
    "long": "This sentence is long enough for every tool to break it into several lines, for it is far longer than the "
    "seventy-nine columns that most of them give to what they write, and “quotes”, \\ and \t are in it too.",
}
"""What a person says."""
UNKNOWN = ("unknown=Saint-Jean-de-Maurienne", "unknown=autocar", "unknown=amis", "unknown=vallée")


pytestmark = [
    pytest.mark.msgfmt,
    pytest.mark.skipif(shutil.which("msgmerge") is None, reason="GNU gettext is not installed"),
]

# --- tools ---


def gettext(*command: str) -> Tool:
    """A program of GNU gettext that reads a catalog and writes one."""
    return lambda path: changed(path, lambda _: gettext_tool(*command, path))


def template(path: Path) -> Path:
    """The template that a catalog would have."""
    bare = ("--empty", "--no-obsolete", "--clear-fuzzy", "--clear-previous", "--no-wrap")
    place = path.with_suffix(".pot")
    place.write_text(re.sub(r"^# .*\n", "", gettext_tool("msgattrib", *bare, path), flags=re.MULTILINE), "utf-8")
    return place


def msgmerge(path: Path, *flags: str) -> None:
    """Merge with a template."""
    place = template(path)
    gettext_tool("msgmerge", "--quiet", "--update", "--backup=none", *flags, path, place)
    place.unlink()


def polib(path: Path) -> None:
    """Read and save."""
    import polib

    file = polib.pofile(str(path))
    file.metadata["PO-Revision-Date"] = "2026-03-01 10:00+0100"
    file.save()


def babel(path: Path) -> None:
    """Read and write."""
    from babel.messages.pofile import read_po, write_po

    with path.open("rb") as file:
        catalog = read_po(file, locale="en")
    with path.open("wb") as file:
        write_po(file, catalog, include_previous=True)


def toolkit(path: Path) -> None:
    """Read and save with the translate toolkit."""
    factory = pytest.importorskip("translate.storage.factory", reason="translate-toolkit is not installed")
    factory.getobject(str(path)).savefile(str(path))


def program(name: str, *arguments: str | Path) -> None:
    """Run a program of the translate toolkit."""
    place = Path(sys.executable).with_name(name)
    if not place.exists():
        pytest.skip("translate-toolkit is not installed")
    gettext_tool(place, "--progress=none", *arguments)


def pot2po(path: Path) -> None:
    """Bring up to a template."""
    place, result = template(path), path.with_suffix(".new")
    program("pot2po", "-t", path, place, result)
    place.unlink()
    result.replace(path)


def pofilter(path: Path) -> None:
    """Look for errors, and merge back what was found."""
    found = path.with_name("found.po")
    program("pofilter", path, found)
    program("pomerge", "-t", path, "-i", found, "-o", path)
    found.unlink()


def changed(path: Path, change: Callable[[str], str]) -> None:
    """Change the text, as an editor does."""
    path.write_bytes(change(path.read_bytes().decode()).encode())


def poedit(text: str) -> str:
    """Poedit signs, dates, orders and completes the header."""
    fields = dict(re.findall(r'^"([\w-]+): (.*)\\n"$', text.partition("\n\n")[0], re.MULTILINE))
    fields |= {"PO-Revision-Date": "2026-03-01 10:00+0100", "Last-Translator": "Lise <lise@example.org>"}
    fields |= {"X-Generator": "Poedit 3.4.2", "Plural-Forms": "nplurals=2; plural=(n != 1);", "Language": "en_GB"}
    lines = (f'"{name}: {value}\\n"\n' for name, value in sorted(fields.items(), reverse=True))
    return 'msgid ""\nmsgstr ""\n' + "".join(lines) + "\n" + text.split("\n\n", 1)[1]


def weblate(text: str) -> str:
    """Weblate names who translated, above the header, and signs."""
    signed = text.replace("X-Generator: polyglot", "X-Generator: Weblate 5.10").replace(": YEAR-MO-DA", ": 2026-03-01")
    return f"# Lise <lise@example.org>, 2026.\n# Juan <juan@example.org>, 2026.\n{signed}"


def commented(text: str) -> str:
    """A comment before and one after what polyglot wrote."""
    return re.sub(r"^(# polyglot: .*)$", r"# Lise: relu\n\1\n# Juan: d’accord = oui", text, flags=re.MULTILINE)


def flagged(text: str) -> str:
    """Flags of other programs beside `fuzzy`, and where it is missing."""
    text = text.replace("#, fuzzy\n", "#, no-python-format, fuzzy, no-wrap\n")
    return re.sub(r"^(#\. paragraph\n)(?=msgctxt)", r"\1#, no-c-format\n", text, flags=re.MULTILINE)


def respaced(text: str) -> str:
    """Other blank lines, and spaces behind flags."""
    return re.sub(r"^(#, .*)$", r"\1  ", text.replace("\n\n", "\n\n\n"), flags=re.MULTILINE)


TOOLS: dict[str, Tool] = {
    "msgmerge": msgmerge,
    "msgmerge, previous": lambda path: msgmerge(path, "--previous"),
    "msgmerge, no fuzzy matching": lambda path: msgmerge(path, "--no-fuzzy-matching"),
    "msgattrib": gettext("msgattrib"),
    "msgattrib, no wrapping": gettext("msgattrib", "--no-wrap"),
    "msgcat, 40 columns": gettext("msgcat", "--width=40"),
    "msgcat, sorted": gettext("msgcat", "--sort-output"),
    "msgcat, escaped": gettext("msgcat", "--escape"),
    "msguniq": gettext("msguniq"),
    "polib": polib,
    "Babel": babel,
    "translate toolkit": toolkit,
    "pot2po": pot2po,
    "pofilter and pomerge": pofilter,
    "Poedit": lambda path: changed(path, poedit),
    "Weblate": lambda path: changed(path, weblate),
    "comments": lambda path: changed(path, commented),
    "flags": lambda path: changed(path, flagged),
    "spaces": lambda path: changed(path, respaced),
    "Windows": lambda path: changed(path, lambda text: text.replace("\n", "\r\n")),
    "a byte order mark": lambda path: changed(path, lambda text: "\ufeff" + text),
}
"""Each takes nothing away that a person said, and nothing that polyglot did."""


# --- a project in which a person has done everything ---


def translate(root: Path) -> Result:
    """Run over a project; what became of the article."""
    return runs.translate(Wishes(paths=(root / SOURCE,), engine="pseudo")).results[0]


def edit(root: Path, change: Callable[[po.Entry], po.Entry], name: str = CATALOG) -> None:
    """Change entries of a catalog, as an editor does."""
    text = (root / name).read_text("utf-8")
    file = po.parse(text, name)
    (root / name).write_text(po.render(replace(file, entries=tuple(map(change, file.entries))), text), "utf-8")


def said(entry: po.Entry) -> po.Entry:
    """An entry after a person was there."""
    situations = {FORMED.get(source, source): name for name, source in SITUATIONS.items()}
    situation = situations.get(entry.source, "")
    if situation == "said twice, edited once" and "-2" not in (entry.context or ""):
        return entry
    if situation == "accepted":
        return replace(entry, fuzzy=False)
    if situation == "with a note":
        return replace(entry, comments=("à vérifier avec la mairie", "", "Lise : oui"))
    if situation == "with unknown words":
        assert entry.provenance
        return replace(entry, provenance=replace(entry.provenance, flags=UNKNOWN))
    if situation in WORDS and situation not in {"in doubt", "final"}:
        return replace(entry, target=WORDS[situation], fuzzy=situation == "edited, still fuzzy")
    return entry


FORMED = {
    source: source.replace(now, then) for source in SITUATIONS.values() for now, then in FORMER.items() if now in source
}
"""The former sources by those of now."""


def decide(root: Path) -> None:
    """What is said at the desk: words in doubt, and words that are approved."""
    states = {"in doubt": State.TRANSLATED, "final": State.FINAL}
    decisions = {SITUATIONS[name]: Decision(WORDS[name], state) for name, state in states.items()}
    with ExitStack() as stack:
        (sheet,) = desk.sheets(runs.start(Wishes(paths=(root / SOURCE,)), stack))
        lines = {line.segment.text: line.context for line in sheet.lines}
        desk.save(sheet, {lines[source]: decision for source, decision in decisions.items()})


def article(sentences: Sequence[str]) -> str:
    """A saved page with a paragraph for each sentence."""
    return page("Le titre de la page", "\n\n".join([*sentences, SITUATIONS["said twice, edited once"]]))


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project."""
    root = tmp_path_factory.mktemp("story")
    for name, text in {"polyglot.toml": SETTINGS, "glossary/names.csv": NAMES}.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, "utf-8")
    (root / SOURCE).parent.mkdir()
    (root / SOURCE).write_text(article([FORMED.get(source, source) for source in SITUATIONS.values()]), "utf-8")
    translate(root)
    edit(root, said)
    decide(root)
    now = [source for name, source in SITUATIONS.items() if name != "obsolete"]
    (root / SOURCE).write_text(article(now), "utf-8")
    edit(root, published, SITE)
    translate(root)
    assert translate(root).translated == 0
    return root


def published(entry: po.Entry) -> po.Entry:
    """A string of the site after a person was there."""
    words = {"Accueil": "Home", "Commentaire *": "Comment *"}
    return replace(entry, target=words.get(entry.source, entry.target), fuzzy=entry.source not in words)


@dataclass(frozen=True, slots=True)
class Came:
    """A project before a tool had its catalogs, and after the next run."""

    before: dict[str, bytes]
    rewritten: dict[str, bytes]
    after: dict[str, bytes]
    again: dict[str, bytes]
    """After one more run."""
    known: Result
    """What was told before; `first` and `second` by the runs after it."""
    first: Result
    second: Result

    def entry(self, situation: str, *, before: bool = False) -> po.Entry:
        """The entry of a situation, of two the one that was edited."""
        text = (self.before if before else self.after)[CATALOG].decode()
        entries = [entry for entry in po.parse(text, CATALOG).entries if entry.source == SITUATIONS[situation]]
        return entries[-1]


Through = Callable[[str], Came]


@pytest.fixture(scope="module")
def through(story: Path, tmp_path_factory: pytest.TempPathFactory) -> Through:
    """What comes of the project when its catalogs have been through a tool; looked for once."""
    found: dict[str, Came] = {}

    def look(name: str) -> Came:
        if name not in found:
            root = tmp_path_factory.mktemp("tool") / "project"
            shutil.copytree(story, root)
            found[name] = came(story, root, {**TOOLS, **CARELESS}[name])
        return found[name]

    return look


def came(story: Path, root: Path, tool: Tool) -> Came:
    """Let a tool at the catalogs of a project, and run again, twice."""
    known = translate(root)
    assert (known.translated, known.wrote) == (0, False)
    for name in (CATALOG, SITE):
        tool(root / name)
    rewritten = tree(root)
    assert rewritten.keys() == tree(story).keys()
    first = translate(root)
    after = tree(root)
    second = translate(root)
    return Came(tree(story), rewritten, after, tree(root), known, first, second)


def tree(root: Path) -> dict[str, bytes]:
    """All files but what polyglot keeps for itself."""
    named = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in named.items() if not name.startswith(".polyglot/")}


# --- what survives ---


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("tool", TOOLS)
def test_words_states_and_origins_survive(through: Through, tool: str, situation: str) -> None:
    here = through(tool)
    was, now = here.entry(situation, before=True), here.entry(situation)
    assert (now.target, now.state, now.touched, now.obsolete) == (was.target, was.state, was.touched, was.obsolete)
    assert (now.context, now.previous, now.provenance) == (was.context, was.previous, was.provenance)
    if situation in WORDS:
        assert now.target == WORDS[situation]
    if situation == "with a note":
        assert [line for line in now.comments if line.startswith(("à vérifier", "Lise : "))] == [
            "à vérifier avec la mairie",
            "Lise : oui",
        ]


@pytest.mark.parametrize("tool", TOOLS)
def test_nothing_is_sent_to_the_engine_and_the_article_stays(through: Through, tool: str) -> None:
    here = through(tool)
    known = here.known
    assert (here.first.translated, here.first.untranslated) == (0, 0)
    assert (here.first.states, here.first.stale, here.first.issues) == (known.states, known.stale, known.issues)
    output = "localized/en/" + SOURCE
    assert here.after[output] == here.before[output]
    assert compiled(here.after) == compiled(here.before)
    assert compiled(here.after)["Accueil"] == "Home"
    assert (here.second.translated, here.second.wrote) == (0, False)
    assert here.again == here.after


def compiled(files: dict[str, bytes]) -> dict[str, str]:
    """What a program would load for the strings of the site."""
    loaded = GNUTranslations(BytesIO(files[SITE.replace(".po", ".mo")]))
    return {entry.source: loaded.gettext(entry.source) for entry in po.parse(files[SITE].decode(), SITE).entries}


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("catalog", [CATALOG, SITE])
def test_what_did_not_change_stays_as_the_tool_has_written_it(through: Through, tool: str, catalog: str) -> None:
    here = through(tool)
    theirs, ours = blocks(here.rewritten[catalog]), blocks(here.after[catalog])
    lost = [block for block in theirs if block not in ours]
    stale = [SITUATIONS["stale"], SITUATIONS["stale, another meaning"]]
    assert all(any(source[:20] in block for source in stale) or "Project-Id-Version" in block for block in lost)
    assert len(lost) <= len(stale) + 1


def blocks(data: bytes) -> list[str]:
    """The entries of a catalog as they stand, without the blank lines between them."""
    return [block.strip() for block in re.split(r"\n\s*\n", data.decode().replace("\r\n", "\n"))]


# --- tools that lose what polyglot needs ---


def without_comments(text: str) -> str:
    """What a platform exports that knows no translator comments."""
    return re.sub(r"^#( .*)?\n", "", text, flags=re.MULTILINE)


def bare(text: str) -> str:
    """No comments at all, no previous sources, a header with nothing but the charset."""
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    return header + re.sub(r"^#[ .|:].*\n|^#\n", "", text.split("\n\n", 1)[1], flags=re.MULTILINE)


def merged_bare(path: Path) -> None:
    """Nothing but the texts, then msgmerge."""
    changed(path, bare)
    msgmerge(path)


CARELESS: dict[str, Tool] = {
    "no translator comments": lambda path: changed(path, without_comments),
    "nothing but the texts": lambda path: changed(path, bare),
    "comments and previous sources gone, msgmerge": merged_bare,
}


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("tool", CARELESS)
def test_what_a_tool_lost_costs_no_words_and_makes_nothing_better_than_it_was(
    through: Through, tool: str, situation: str
) -> None:
    here = through(tool)
    was, now = here.entry(situation, before=True), here.entry(situation)
    assert (now.target, now.fuzzy, now.obsolete) == (was.target, was.fuzzy, was.obsolete)
    assert now.state.rank <= was.state.rank
    assert here.first.translated == 0
    states, known = here.first.states, here.known.states
    assert states["reviewed"] + states["final"] <= known["reviewed"] + known["final"]
    assert here.again == here.after
