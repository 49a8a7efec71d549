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
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

LOCALES = ("en", "es", "de")
SETTINGS = f'[project]\nname = "Le Courrier"\nsource = "fr"\nlocales = [{", ".join(map(repr, LOCALES))}]\n'
WORDS = {
    "who": ("Volodymyr Zelensky", "Emmanuel Macron", "Ursula von der Leyen", "António Guterres", "Marie Curie"),
    "where": ("Kyiv", "Genève", "Londres", "Varsovie", "Vienne", "Bruxelles", "Kharkiv", "Lisbonne", "Athènes"),
    "body": ("l’Unesco", "l’ONU", "la Commission européenne", "le Conseil de l’Europe", "la Banque mondiale", "l’Otan"),
    "thing": ("bibliothèque", "gare", "passerelle", "piscine", "halle", "digue", "fontaine", "mairie", "ferme"),
    "did": ("rouvert", "agrandi", "inauguré", "restauré", "déplacé", "financé", "visité", "repeint", "fermé"),
    "day": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
SENTENCES = (
    "<who> a <did> la <thing> de <where> <day> soir.",
    "Les travaux ont coûté <10-900> <100-999> euros, dont <1-89> % payés par <body>.",
    "« Nous attendions cette <thing> depuis <2-30> ans », a déclaré <who>.",
    "Selon **<body>**, la <thing> n’a pas été <did> avant <1900-2020>.",
    "La [<thing>](https://www.exemple.org/<1-9999>) ouvre à <8-12> h et ferme à <19-22>h30.",
    "Près de <2-9> millions de personnes vivent entre <where> et <where>.",
    "À <where>, M. Vasseur, qui a *toujours* aimé la <thing> n° <1-99>, s’en réjouit.",
    "Le <2-28> mars <2000-2025>, <body> avait <did> une <thing> près de <where>.",
    "Mais qui paiera la <thing> ? « Pas nous », répond-on à <where> depuis le <2-28> juin.",
    "La température a dépassé <10-39>,<1-9> °C <day> dans la <thing>, longue de <9-99> m.",
    "Quand <who> est venue à <where>, personne n’a ouvert la porte de la <thing> avant <day>.",
    "Il reste <2-7000> places, qu’il faut réserver à `accueil<1-99>@exemple.org` ou au guichet.",
)
"""Ways to say something; hardly a sentence comes twice."""
ITEM = "- <2-400> livres pour la <thing>, de <where> ;"
SLOT = re.compile(r"<(?:([a-z]+)|(\d+)-(\d+))>")
"""A kind of words, or the least and the greatest number."""
SIZES = (3, 1, 4, 2, 0, 3, 4)
"""Sentences in the paragraphs of an article; in the one of none stands a list."""


class Dice:
    """Throws that are the same on every machine and every day."""

    def __init__(self, seed: int) -> None:
        self._state = seed * 2_654_435_761 % 2**32

    def below(self, size: int) -> int:
        """A number below another."""
        self._state = (self._state * 1_664_525 + 1_013_904_223) % 2**32
        return (self._state >> 8) % size

    def of(self, words: Sequence[str]) -> str:
        """One of these."""
        return words[self.below(len(words))]

    def said(self, pattern: str) -> str:
        """A pattern with words and numbers in it."""
        return SLOT.sub(lambda slot: self._word(*slot.groups()), pattern)

    def _word(self, kind: str, least: str, most: str) -> str:
        return self.of(WORDS[kind]) if kind else str(int(least) + self.below(int(most) - int(least) + 1))


def article(number: int) -> str:
    """An article in Markdown."""
    dice = Dice(number + 1)
    paragraphs = [" ".join(dice.said(dice.of(SENTENCES)) for _ in range(size)) for size in SIZES]
    paragraphs[1] = f"> {paragraphs[1]}"
    paragraphs[4] = "## Ce qui change\n\n" + "\n".join(dice.said(ITEM) for _ in range(3))
    title = dice.said(f"La <thing> de <where> a {number + 2} ans")
    head = dice.said(f"---\ntitle: {title}\ndate: 2026-03-<10-28>\n---\n\n# {title}")
    return "\n\n".join((head, *paragraphs)) + "\n"


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
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=errors) as child,
    ):
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
    parser.add_argument("--keep", type=Path, help="a folder for the site, which stays and is used again")
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
