"""What a build of a whole site costs: prints, per case, seconds of the processor and of the clock.

The site is made up: articles in Markdown with front matter, names of the shipped glossary, numbers, dates, quotations
and markup, hardly a sentence twice, in three locales. An engine that takes any pair fills the memory first; then what
was built is deleted, and what says that it is settled, and the builds are timed:

    memory     no catalog, no localised file: everything is in the memory
    catalogs   the catalogs stand: every segment is on record there
    nothing    nothing has changed
    one        one article has changed
    frozen     `--frozen`, from the catalogs alone, in a fresh checkout
    again      `--frozen`, and nothing has changed

Each is a process of its own. Usage: python benchmarks/build.py [--articles 1000] [--keep FOLDER] [--only CASE]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

LOCALES = ("en", "es", "de")
SETTINGS = f'[project]\nname = "Le Courrier"\nsource = "fr"\nlocales = [{", ".join(map(repr, LOCALES))}]\n'
PEOPLE = ("Volodymyr Zelensky", "Emmanuel Macron", "Ursula von der Leyen", "António Guterres", "Marie Curie")
PLACES = ("Kyiv", "Genève", "Londres", "Varsovie", "Vienne", "Bruxelles", "Kharkiv", "Lisbonne", "Athènes", "Prague")
BODIES = ("l’Unesco", "l’ONU", "la Commission européenne", "le Conseil de l’Europe", "la Banque mondiale", "l’Otan")
THINGS = ("bibliothèque", "école", "gare", "passerelle", "piscine", "halle", "digue", "fontaine", "mairie", "ferme")
DEEDS = ("rouvert", "agrandi", "inauguré", "restauré", "déplacé", "financé", "visité", "repeint", "fermé", "promis")
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


class Dice:
    """Throws that are the same on every machine and every day."""

    def __init__(self, seed: int) -> None:
        self._state = seed * 2_654_435_761 % 2**32 or 1

    def below(self, size: int) -> int:
        """A number below another."""
        self._state = (self._state * 1_664_525 + 1_013_904_223) % 2**32
        return (self._state >> 8) % size

    def of(self, words: tuple[str, ...]) -> str:
        """One of these."""
        return words[self.below(len(words))]


SENTENCES = (
    lambda d: f"{d.of(PEOPLE)} a {d.of(DEEDS)} la {d.of(THINGS)} de {d.of(PLACES)} {d.of(DAYS)} soir.",
    lambda d: f"Les travaux ont coûté {d.below(900) + 10} {d.below(900) + 100:03} euros, dont {d.below(89) + 1} % payés par {d.of(BODIES)}.",
    lambda d: f"« Nous attendions cette {d.of(THINGS)} depuis {d.below(30) + 2} ans », a déclaré {d.of(PEOPLE)}.",
    lambda d: f"Selon **{d.of(BODIES)}**, la {d.of(THINGS)} n’a pas été {d.of(DEEDS)} avant {1900 + d.below(120)}.",
    lambda d: f"La [{d.of(THINGS)}](https://www.exemple.org/{d.below(9999)}) ouvre à {d.below(12) + 8} h et ferme à {d.below(4) + 19}h30.",
    lambda d: f"Près de {d.below(9) + 1} millions de personnes vivent entre {d.of(PLACES)} et {d.of(PLACES)}.",
    lambda d: f"À {d.of(PLACES)}, M. Vasseur, qui a *toujours* aimé la {d.of(THINGS)} n° {d.below(99)}, s’en réjouit.",
    lambda d: f"Le {d.below(28) + 1} mars {2000 + d.below(26)}, {d.of(BODIES)} avait {d.of(DEEDS)} une {d.of(THINGS)} près de {d.of(PLACES)}.",
    lambda d: f"Mais qui paiera la {d.of(THINGS)} ? « Pas nous », répond-on à {d.of(PLACES)} depuis le {d.below(28) + 1} juin.",
    lambda d: f"La température a dépassé {d.below(30) + 10},{d.below(10)} °C {d.of(DAYS)} dans la {d.of(THINGS)}, longue de {d.below(90) + 9} m.",
    lambda d: f"Quand {d.of(PEOPLE)} est venue à {d.of(PLACES)}, personne n’a ouvert la porte de la {d.of(THINGS)} avant {d.of(DAYS)}.",
    lambda d: f"Il reste {d.below(7000) + 2} places, qu’il faut réserver à `accueil{d.below(99)}@exemple.org` ou au guichet.",
)  # fmt: skip
"""Ways to say something; hardly a sentence comes twice."""
SIZES = (3, 4, 2, 3, 4)
"""Sentences in the paragraphs of an article."""


def article(number: int) -> str:
    """An article in Markdown."""
    dice = Dice(number + 1)
    said = lambda: SENTENCES[dice.below(len(SENTENCES))](dice)  # noqa: E731 - short is clear here
    first, *paragraphs = (" ".join(said() for _ in range(size)) for size in SIZES)
    title = f"La {dice.of(THINGS)} de {dice.of(PLACES)} a {number + 2} ans"
    items = "\n".join(f"- {dice.below(400)} livres pour la {dice.of(THINGS)}, de {dice.of(PLACES)} ;" for _ in range(3))
    head = f"---\ntitle: {title}\ndate: 2026-03-{dice.below(28) + 1:02}\n---\n\n# {title}\n\n{first}\n"
    return "\n\n".join((f"{head}\n> {said()}", *paragraphs[:2], "## Ce qui change", items, *paragraphs[2:])) + "\n"


def write_project(folder: Path, articles: int) -> None:
    """A project of so many articles."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "polyglot.toml").write_text(SETTINGS.replace("'", '"'), "utf-8")
    for number in range(articles):
        place = folder / "articles" / f"{number // 100:02}" / f"{number:04}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(article(number), "utf-8")


@dataclass(frozen=True, slots=True)
class Case:
    """A build that is timed: what is gone before it, and its flags."""

    gone: tuple[str, ...] = ()
    frozen: bool = False
    changes: bool = False


SETTLED = (".polyglot/settled.json", ".polyglot/frozen.json", ".polyglot/build.json")
CASES = {
    "memory": Case(("localized", "locales", *SETTLED)),
    "catalogs": Case(("localized", *SETTLED)),
    "nothing": Case(),
    "one": Case(changes=True),
    "frozen": Case(("localized", ".polyglot"), frozen=True),
    "again": Case(frozen=True),
}


def prepared(folder: Path, case: Case) -> None:
    """Have the project as it is before a case."""
    for name in case.gone:
        place = folder / name
        if place.is_dir():
            shutil.rmtree(place)
        place.unlink(missing_ok=True)
    if case.changes:
        place = folder / "articles" / "00" / "0000.md"
        place.write_text(place.read_text("utf-8").replace("Ce qui change", "Ce qui ne change pas"), "utf-8")


def built(folder: Path, *flags: str) -> tuple[float, float]:
    """Build in a process of its own; says how many seconds of the processor and of the clock it took."""
    command = (sys.executable, "-m", "polyglot", "build", "--quiet", "--fail-on", "never", *flags)
    began = time.perf_counter()
    with tempfile.TemporaryFile() as errors, subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=errors) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"polyglot ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - began


def timed(folder: Path, wanted: str | None) -> Iterator[tuple[str, float, float]]:
    """Each case with its seconds, after a first build that fills the memory."""
    if not (folder / ".polyglot" / "memory.sqlite").exists():
        yield "first", *built(folder, "--engine", "pseudo")
    for name, case in CASES.items():
        if wanted in {None, name}:
            prepared(folder, case)
            yield name, *built(folder, *(("--frozen",) if case.frozen else ("--engine", "pseudo")))


def main() -> None:
    parser = argparse.ArgumentParser(description="What a build of a whole site costs.")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--keep", type=Path, help="a folder for the site, which stays, and is used again if it is there")
    parser.add_argument("--only", choices=CASES)
    wishes = parser.parse_args()
    with nullcontext(wishes.keep) if wishes.keep else tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not (folder / "polyglot.toml").exists():
            write_project(folder, wishes.articles)
        print(f"{wishes.articles} articles in {len(LOCALES)} locales, {os.cpu_count()} cores")
        print(f"{'':9} {'processor':>10} {'clock':>8}")
        for case, work, clock in timed(folder, wishes.only):
            print(f"{case:9} {work:8.1f} s {clock:6.1f} s", flush=True)


if __name__ == "__main__":
    main()
