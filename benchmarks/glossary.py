"""Whether a glossary of 100,000 terms costs nothing: prints the time of loading and of matching, and memory.

The glossary is made up out of syllables, always the same: persons, places and organisations in French, English and
Ukrainian, one in five with forms, some with exceptions, forbidden forms and a second name. The text is made of
sentences as news has them, with two names each, a good half of them of the glossary's. `find` is what a build asks for
each unit of a file, once; a name's row is read when it is first met, which the first round over the names pays for.
Usage: python benchmarks/glossary.py [TERMS] [--megabytes 20] [--folder FOLDER]   (a folder keeps the glossary)
"""

from __future__ import annotations

import argparse
import csv
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from polyglot import glossary
from polyglot.glossary import Glossary
from polyglot.model import Code, Tag

FR, EN = Tag("fr"), Tag("en")
HEADER = ["concept", "kind", "gender", "fr", "en", "uk", "forms.uk", "forms.en", "except.fr", "forbidden.en", "note"]
SOUNDS = (
    "ba be bo da de di do fa ga go ka ki ko la le lo ma me mi mo na ne no pa ra ri ro sa sé so ta te ti to va vi zo"
)
SPOKEN = "ba be bo da di do fa ga go ka ki ko la le lo ma mi mo na ne no pa ra ri ro sa sé so ta ti to vi"
SYLLABLES = SPOKEN.split()
CYRILLIC = dict(zip("abdefgiklmnoprstvzé", "абдефгіклмнопрствзе", strict=True))
ENDINGS = ["v", "rov", "sky", "ski", "nko", "vić", "tch", "lin", "mann", "son", "ez", "al", "ard", "in"]
FIRST = [
    "Jean",
    "Marie",
    "Pierre",
    "Élise",
    "Volodymyr",
    "Olena",
    "Dmytro",
    "Hannah",
    "John",
    "Inès",
    "Karl",
    "Łukasz",
    "Oksana",
    "Serhiy",
    "Zoé",
    "Åsa",
]
PLACE = ["Saint-{0}", "{0}", "{0}-sur-Mer", "Le_{0}", "Port_{0}", "{0}ville", "Nouvelle-{0}"]
BODY = ["Union_{0}", "Banque_de_{0}", "Parti_{0}", "Institut_{0}", "Agence_{0}", "{0}_SA"]
SENTENCES = (
    "Le président {0} s’est rendu à {1} mercredi soir pour rencontrer l’opposition, a déclaré son porte-parole.",
    "Selon les autorités, au moins trois personnes ont été blessées près de {0}, où {1} avait annoncé une trêve.",
    "« Nous n’avons pas d’autre choix », a répondu {0} à la télévision, avant de quitter {1} dans la nuit.",
    "D’après {0}, les négociations avec {1} pourraient reprendre dès la semaine prochaine, malgré les tensions.",
)
KNOWN = 0.6
"""The share of names in the text that the glossary has."""


class Chance:
    """Choices that look like chance and are always the same."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def number(self) -> float:
        """From 0 to 1 (Lehmer, 1951)."""
        self._state = self._state * 48271 % (2**31 - 1)
        return self._state / (2**31 - 1)

    def of(self, things: Sequence[str]) -> str:
        """One of them."""
        return things[int(self.number() * len(things))]


def word(chance: Chance) -> str:
    """A name that nobody has."""
    parts = [chance.of(SYLLABLES) for _ in range(2 + int(3 * chance.number()))]
    return "".join(parts).capitalize() + chance.of(("", *ENDINGS))


def cyrillic(name: str) -> str:
    return "".join(CYRILLIC.get(letter, CYRILLIC.get(letter.lower(), "у").upper()) for letter in name)


def name(chance: Chance, kind: str) -> str:
    """The name of a person, a place or an organisation."""
    last = word(chance)
    if kind == "person":
        return f"{chance.of(FIRST)} {last}" if chance.number() < 0.6 else last
    return chance.of(PLACE if kind == "place" else BODY).format(last).replace("_", " ")


def row(number: int, chance: Chance) -> list[str]:
    """A row of the glossary."""
    kind = chance.of(("person", "place", "organisation"))
    french = name(chance, kind)
    english, ukrainian = french.replace("é", "e").replace("ski", "sky"), cyrillic(french)
    also = f"|{name(chance, kind)}" if chance.number() < 0.2 else ""
    forms = "|".join(ukrainian + ending for ending in ("а@gen|acc", "у@dat", "ом@ins")) if chance.number() < 0.2 else ""
    paradigm = "~noun-a" if not forms and ukrainian.endswith("а") and " " not in ukrainian else ""
    plural = f"{english}s" if kind == "person" and chance.number() < 0.1 else ""
    exception = f"rue {french}|{french} FC" if chance.number() < 0.05 else ""
    wrong = f"{french}eff" if chance.number() < 0.05 else ""
    gender = "m" if kind == "person" else ""
    return [
        f"c{number}",
        kind,
        gender,
        french + also,
        english,
        ukrainian,
        forms or paradigm,
        plural,
        exception,
        wrong,
        "",
    ]


def table(path: Path, count: int) -> None:
    """Write a glossary of so many rows."""
    chance = Chance(8)
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(HEADER)
        writer.writerows(row(number, chance) for number in range(count))


def names_of(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as opened:
        return [one for cells in csv.DictReader(opened) for one in cells["fr"].split("|")]


def often(chance: Chance, names: Sequence[str]) -> str:
    """A name, as often as news have names: a few in every article, most of them hardly ever (Zipf)."""
    return names[int(len(names) ** chance.number()) - 1]


def sentences(names: Sequence[str], size: int) -> Iterator[str]:
    """News of so many bytes, a sentence at a time."""
    chance = Chance(9)
    while size > 0:
        pair = [often(chance, names) if chance.number() < KNOWN else f"{word(chance)}x" for _ in range(2)]
        sentence = chance.of(SENTENCES).format(*pair)
        size -= len(sentence.encode())
        yield sentence


def now() -> tuple[float, float]:
    """By the clock and of the processor, which a busy machine disturbs less."""
    return time.perf_counter(), time.process_time()


def timed(what: str, begun: tuple[float, float], size: int = 0) -> None:
    clock, spent = (end - start for start, end in zip(begun, now(), strict=True))
    speed = f"  {size / spent / 1e6:7.1f} MB/s" if size else ""
    print(f"{what:54} {clock * 1000:9.1f} ms, processor {spent * 1000:9.1f} ms{speed}", flush=True)


def peak() -> float:
    """The most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))


def loads(path: Path) -> Glossary:
    """Load a glossary and make it find its first name, in each of two languages."""
    before = peak()
    begun = now()
    names = glossary.load([path])
    timed("  load", begun)
    for tag in (FR, EN):
        begun = now()
        glossary.find(names, "Rien ici", tag)
        timed(f"  ready to find in {tag}", begun)
    print(f"  memory: {before:.0f} MiB before, {peak():.0f} MiB at most", flush=True)
    return names


def matches(names: Glossary, news: Sequence[str]) -> None:
    """Find names per segment, over the whole text, and in targets; beside the bare search for all words of the text."""
    size = sum(len(one.encode()) for one in news)
    begun = now()
    words = sum(len(one.lower().split()) for one in news)
    timed(f"small letters and words ({words}), for comparison", begun, size)
    quiet = [re.sub(r"\b[A-Z]", "Xq", one) for one in news]
    glossary.find(names, "", FR)
    begun = now()
    none = sum(len(glossary.find(names, one, FR)) for one in quiet)
    timed(f"find per segment, no name known ({none} hits)", begun, size)
    whole = "\n".join(quiet)
    begun = now()
    none = len(glossary.find(names, whole, FR))
    timed(f"find in the whole text, no name known ({none})", begun, size)
    begun = now()
    codes = [glossary.find(names, one, FR) for one in news]
    timed(f"find per segment, reading rows ({sum(map(len, codes))} hits)", begun, size)
    begun = now()
    codes = [glossary.find(names, one, FR) for one in news]
    timed("find per segment, once more", begun, size)
    whole = "\n".join(news)
    begun = now()
    hits = len(glossary.find(names, whole, FR))
    timed(f"find in the whole text ({hits} hits)", begun, size)
    begun = now()
    wants = [[want for code in each if (want := glossary.wanted(names, code, EN))] for each in codes[:20_000]]
    timed("wanted, 20,000 segments", begun)
    targets = [
        written(one, each, want) for one, each, want in zip(news, codes, wants, strict=False) if len(each) == len(want)
    ]
    begun = now()
    right = sum(len(glossary.found(one, want, EN)) for one, want in zip(targets, wants, strict=False))
    timed(f"found in targets ({right} hits)", begun, sum(len(one.encode()) for one in targets))


def written(text: str, codes: Sequence[Code], wants: Sequence[glossary.Wanted]) -> str:
    """A text with its names as the target has them."""
    for code, want in reversed(list(zip(codes, wants, strict=True))):
        text = text[: code.span.start] + want.write + text[code.span.end :]
    return text


def measure(folder: Path, count: int, megabytes: float, *, loading: bool) -> None:
    path = folder / f"names-{count}.csv"
    if not path.exists():
        table(path, count)
    if loading:
        loads(path)
        return
    print(f"{count} concepts, {path.stat().st_size / 1e6:.1f} MB", flush=True)
    shutil.rmtree(folder / "cache", ignore_errors=True)
    for stage in ("without a cache", "from the cache"):
        print(stage, flush=True)
        own = [f"XDG_CACHE_HOME={folder / 'cache'}", sys.executable, __file__, str(count)]
        subprocess.run(["/usr/bin/env", *own, "--folder", str(folder), "--loading"], check=True)
    news = list(sentences(names_of(path), int(megabytes * 1e6)))
    matches(glossary.load([path]), news)


def main() -> None:
    parser = argparse.ArgumentParser(description="A glossary of many terms.")
    parser.add_argument("terms", nargs="?", type=int, default=100_000)
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--loading", action="store_true", help="load only, in this process")
    wishes = parser.parse_args()
    if wishes.folder:
        wishes.folder.mkdir(parents=True, exist_ok=True)
        measure(wishes.folder, wishes.terms, wishes.megabytes, loading=wishes.loading)
        return
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), wishes.terms, wishes.megabytes, loading=wishes.loading)


if __name__ == "__main__":
    main()
