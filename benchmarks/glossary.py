"""Whether a glossary of 100,000 terms costs nothing: prints the time of loading and of matching, and memory.

The glossary is made up out of syllables, always the same: persons, places and organisations in French, English and
Ukrainian, one in five with forms, some with exceptions, forbidden forms and a second name. The text is made of
sentences as news has them, with two names each, a good half of them of the glossary's.
Usage: python benchmarks/glossary.py [TERMS] [--megabytes 20] [--folder FOLDER]   (a folder keeps the glossary)
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from polyglot import glossary
from polyglot.glossary import Glossary
from polyglot.model import Code, Tag

FR, EN = Tag("fr"), Tag("en")
HEADER = ["concept", "kind", "gender", "fr", "en", "uk", "forms.uk", "forms.en", "except.fr", "forbidden.en", "note"]
SOUNDS = (
    "ba be bo da de di do fa ga go ka ki ko la le lo ma me mi mo na ne no pa ra ri ro sa sé so ta te ti to va vi zo"
)
SYLLABLES = SOUNDS.split()
CYRILLIC = dict(zip("abdefgiklmnoprstvzé", "абдефгіклмнопрствзе", strict=True))
ENDINGS = ["v", "rov", "sky", "ski", "nko", "vić", "tch", "lin", "mann", "son", "ez", "al", "ard", "in"]
FIRST = ["Jean", "Marie", "Pierre", "Élise", "Volodymyr", "Olena", "Dmytro", "Hannah", "John", "Inès", "Karl", "Łukasz", "Oksana", "Serhiy", "Zoé", "Åsa"]
PLACE = ["Saint-{0}", "{0}", "{0}-sur-Mer", "Le_{0}", "Port_{0}", "{0}ville", "Nouvelle-{0}"]
BODY = ["Union_{0}", "Banque_de_{0}", "Parti_{0}", "Institut_{0}", "Agence_{0}", "{0}_SA"]
SENTENCES = (
    "Le président {0} s’est rendu à {1} mercredi soir pour rencontrer les représentants de l’opposition, a déclaré son "
    "porte-parole.",
    "Selon les autorités, au moins trois personnes ont été blessées près de {0}, où {1} avait annoncé un cessez-le-feu.",
    "« Nous n’avons pas d’autre choix », a répondu {0} à la télévision, avant de quitter {1} dans la nuit.",
    "D’après {0}, les négociations avec {1} pourraient reprendre dès la semaine prochaine à Genève, malgré les tensions.",
)
KNOWN = 0.6
"""The share of names in the text that the glossary has."""


def word(chance: Random) -> str:
    """A name that nobody has."""
    parts = [chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))]
    return "".join(parts).capitalize() + chance.choice(("", *ENDINGS))


def cyrillic(name: str) -> str:
    return "".join(CYRILLIC.get(letter, CYRILLIC.get(letter.lower(), "у").upper()) for letter in name)


def name(chance: Random, kind: str) -> str:
    """The name of a person, a place or an organisation."""
    last = word(chance)
    if kind == "person":
        return f"{chance.choice(FIRST)} {last}" if chance.random() < 0.6 else last
    return chance.choice(PLACE if kind == "place" else BODY).format(last).replace("_", " ")


def row(number: int, chance: Random) -> list[str]:
    """A row of the glossary."""
    kind = chance.choice(("person", "place", "organisation"))
    french = name(chance, kind)
    english, ukrainian = french.replace("é", "e").replace("ski", "sky"), cyrillic(french)
    also = f"|{name(chance, kind)}" if chance.random() < 0.2 else ""
    forms = "|".join(ukrainian + ending for ending in ("а@gen|acc", "у@dat", "ом@ins")) if chance.random() < 0.2 else ""
    paradigm = "~noun-a" if not forms and ukrainian.endswith("а") and " " not in ukrainian else ""
    plural = f"{english}s" if kind == "person" and chance.random() < 0.1 else ""
    exception = f"rue {french}|{french} FC" if chance.random() < 0.05 else ""
    wrong = f"{french}eff" if chance.random() < 0.05 else ""
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
    chance = Random(8)
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(HEADER)
        writer.writerows(row(number, chance) for number in range(count))


def names_of(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as opened:
        return [one for cells in csv.DictReader(opened) for one in cells["fr"].split("|")]


def sentences(names: Sequence[str], size: int) -> Iterator[str]:
    """News of so many bytes, a sentence at a time."""
    chance = Random(9)
    while size > 0:
        pair = [chance.choice(names) if chance.random() < KNOWN else f"{word(chance)}x" for _ in range(2)]
        sentence = chance.choice(SENTENCES).format(*pair)
        size -= len(sentence.encode())
        yield sentence


def timed(what: str, begun: float, size: int = 0) -> None:
    spent = time.perf_counter() - begun
    speed = f"  {size / spent / 1e6:7.1f} MB/s" if size else ""
    print(f"{what:44} {spent * 1000:9.1f} ms{speed}", flush=True)


def peak() -> float:
    """The most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))


def loads(path: Path) -> Glossary:
    """Load a glossary and make it find its first name, in each of two languages."""
    before = peak()
    begun = time.perf_counter()
    names = glossary.load([path])
    timed("  load", begun)
    for tag in (FR, EN):
        begun = time.perf_counter()
        glossary.find(names, "Rien ici", tag)
        timed(f"  ready to find in {tag}", begun)
    print(f"  memory: {before:.0f} MiB before, {peak():.0f} MiB at most", flush=True)
    return names


def matches(names: Glossary, news: Sequence[str]) -> None:
    """Find names per segment, over the whole text, and in targets; beside the bare search for all words of the text."""
    size = sum(len(one.encode()) for one in news)
    begun = time.perf_counter()
    words = sum(len(one.lower().split()) for one in news)
    timed(f"small letters and words ({words}), for comparison", begun, size)
    quiet = [one.lower().replace("président", "dirigeant") for one in news]
    begun = time.perf_counter()
    none = sum(len(glossary.find(names, one, FR)) for one in quiet)
    timed(f"find per segment without names ({none})", begun, size)
    begun = time.perf_counter()
    codes = [glossary.find(names, one, FR) for one in news]
    timed(f"find per segment ({sum(map(len, codes))} hits)", begun, size)
    whole = "\n".join(news)
    begun = time.perf_counter()
    hits = len(glossary.find(names, whole, FR))
    timed(f"find in the whole text ({hits} hits)", begun, size)
    begun = time.perf_counter()
    wants = [[want for code in each if (want := glossary.wanted(names, code, EN))] for each in codes[:20_000]]
    timed("wanted, 20,000 segments", begun)
    targets = [
        written(one, each, want) for one, each, want in zip(news, codes, wants, strict=False) if len(each) == len(want)
    ]
    begun = time.perf_counter()
    right = sum(len(glossary.found(one, want, EN)) for one, want in zip(targets, wants, strict=False))
    timed(f"found in targets ({right} hits)", begun, sum(len(one.encode()) for one in targets))


def written(text: str, codes: Sequence[Code], wants: Sequence[glossary.Wanted]) -> str:
    """A text with its names as the target has them."""
    for code, want in reversed(list(zip(codes, wants, strict=True))):
        text = text[: code.span.start] + want.write + text[code.span.end :]
    return text


def measure(folder: Path, count: int, megabytes: float, stage: str) -> None:
    path = folder / f"names-{count}.csv"
    if not path.exists():
        table(path, count)
    if stage:
        loads(path)
        return
    print(f"{count} concepts, {path.stat().st_size / 1e6:.1f} MB", flush=True)
    own = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    for stage in ("without a cache", "from the cache"):
        print(stage, flush=True)
        command = [sys.executable, __file__, str(count), "--folder", str(folder), "--stage", stage]
        subprocess.run(command, check=True, env=own)
    news = list(sentences(names_of(path), int(megabytes * 1e6)))
    matches(glossary.load([path]), news)


def main() -> None:
    parser = argparse.ArgumentParser(description="A glossary of many terms.")
    parser.add_argument("terms", nargs="?", type=int, default=100_000)
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--stage", default="", help=argparse.SUPPRESS)
    wishes = parser.parse_args()
    if wishes.folder:
        wishes.folder.mkdir(parents=True, exist_ok=True)
        measure(wishes.folder, wishes.terms, wishes.megabytes, wishes.stage)
        return
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), wishes.terms, wishes.megabytes, wishes.stage)


if __name__ == "__main__":
    main()
