"""A process that is killed in the midst of a write leaves whole files, every word of a person, and nothing behind.

Real processes write real files and are ended at bytes chosen at random, the same on every day (`killing.py`). With
`--kills 2000 --kill-seed again` there are more of them, and others.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

import killing
from killing import Killer
from polyglot import files
from polyglot.memory import BESIDE, Memory
from road import ARTICLE, BODY, Road, page

SETTINGS = '[project]\nsource = "fr"\nlocales = ["en", "es"]\n'
NAMES = (
    "concept,kind,fr,en,es\nkyiv,place,Kyiv,Kyiv,Kyiv\nzelensky,person,Volodymyr Zelensky,Volodymyr Zelensky,Zelenski\n"
)
WORDS = ("It has 12,000 books.", "Admission is free.", "When trains leave")
"""What a person has said in the catalogs."""
CATALOG = "locales/en/articles/articles/a.fr.txt.po"
Tree = dict[str, bytes]


def fresh(road: Road, _: Killer) -> None:
    """A project before its first run."""
    road.write("polyglot.toml", SETTINGS)
    road.write("glossary/names.csv", NAMES)
    road.write("articles/a.fr.txt", ARTICLE)
    road.write("articles/b.fr.txt", page("La bibliothèque de Valmorin sera agrandie"))


def reviewed(road: Road, killer: Killer) -> None:
    """A project that was translated, and whose catalog a person has edited since."""
    fresh(road, killer)
    assert killer.run("translate", road.root).code == 0
    road.say(CATALOG, "Elle compte 12 000 livres.", WORDS[0])
    road.say(CATALOG, "L’entrée est gratuite.", WORDS[1], clear=False)


def changed(road: Road, killer: Killer) -> None:
    """A project whose articles have changed since a person edited their catalog."""
    reviewed(road, killer)
    road.change("articles/a.fr.txt", "12 000 livres", "13 000 livres")
    road.write("articles/b.fr.txt", page("Le train revient dans la vallée", f"Il pleut.\n\n{BODY}"))
    road.write("articles/c.fr.txt", "Le marché ouvre demain. Il ferme à midi.\n")


def alone(road: Road, killer: Killer) -> None:
    """An article without a project, changed since a person edited its catalog."""
    road.write("a.fr.txt", ARTICLE)
    assert killer.run("translate alone", road.root).code == 0
    road.say("a.en.po", "Elle compte 12 000 livres.", WORDS[0])
    road.say("a.en.po", "L’entrée est gratuite.", WORDS[1], clear=False)
    road.change("a.fr.txt", "12 000 livres", "13 000 livres")


def brought(road: Road, killer: Killer) -> None:
    """A project, and beside its articles a memory from elsewhere."""
    fresh(road, killer)
    texts = (f"<tuv xml:lang='{tag}'><seg>{tag} {{0}}</seg></tuv>" for tag in ("fr", "en"))
    unit = f"<tu>{''.join(texts)}</tu>"
    head = "<tmx version='1.4'><header srclang='fr'/><body>"
    road.write("colleague.tmx", f"{head}{''.join(unit.format(number) for number in range(500))}</body></tmx>")


def remembered(road: Road, killer: Killer) -> None:
    """A memory that has been written to."""
    assert killer.run("memory", road.root).code == 0


def site(road: Road, killer: Killer) -> None:
    """A site with articles and templates, of which people have reviewed some, and whose sources have changed since."""
    fresh(road, killer)
    road.write("polyglot.toml", f'{SETTINGS}\n[strings.sources]\n"templates/**.html" = "jinja2"\n')
    road.write("templates/page.html", '<p>{{ _("Accueil") }}</p><p>{{ _("Les horaires de la gare") }}</p>\n')
    assert killer.run("build", road.root).code == 0
    road.say(CATALOG, "Elle compte 12 000 livres.", WORDS[0])
    road.say(CATALOG, "L’entrée est gratuite.", WORDS[1], clear=False)
    road.say("locales/en/LC_MESSAGES/site.po", "Les horaires de la gare", WORDS[2])
    road.change("articles/a.fr.txt", "12 000 livres", "13 000 livres")
    road.change("templates/page.html", "Accueil", "Bienvenue à la gare")
    road.write("articles/c.fr.txt", "Le marché ouvre demain. Il ferme à midi.\n")


def committed(road: Road, killer: Killer) -> None:
    """A site in a fresh checkout: its catalogs, and nothing that was made from them."""
    site(road, killer)
    assert killer.run("build", road.root).code == 0
    for name in ("localized", ".polyglot"):
        shutil.rmtree(road.root / name)


def nothing(_road: Road, _killer: Killer) -> None:
    """An empty folder."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A job that is killed, and what is run then."""

    job: str
    begin: Callable[[Road, Killer], None]
    kills: int
    """Of a thousand, so many are in this scene."""
    after: str = ""
    """Another job that comes next, before the same is done again and that after it."""

    @property
    def goes_on(self) -> tuple[str, ...]:
        """The jobs after a kill."""
        return (self.after, self.job, self.after) if self.after else (self.job,)


SCENES = {
    "a first run": Scene("translate", fresh, 100),
    "a run over changes": Scene("translate", changed, 175),
    "a run without a project": Scene("translate alone", alone, 75),
    "a build over changes": Scene("build", site, 150),
    "a frozen build": Scene("build frozen", committed, 75),
    "a save": Scene("save", reviewed, 175),
    "a save, then a run": Scene("save", reviewed, 50, "translate"),
    "a new memory": Scene("memory", nothing, 50),
    "a memory": Scene("memory", remembered, 75),
    "an imported memory": Scene("import", brought, 75),
}


@pytest.fixture(scope="module")
def killer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killer]:
    """The process that does the jobs."""
    if killing.COMPILER is None:
        pytest.skip("there is no C compiler")
    with Killer(tmp_path_factory.mktemp("killer")) as process:
        yield process


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_a_killed_process_leaves_whole_files_and_the_next_one_goes_on(
    road: Road, killer: Killer, scene: Scene, request: pytest.FixtureRequest
) -> None:
    kills = request.config.getoption("--kills") * scene.kills // 1000
    seed = request.config.getoption("--kill-seed")
    scene.begin(road, killer)
    old = tree(road.root)
    whole = copied(road.root)
    ended = killer.run(scene.job, whole)
    assert ended.code == 0
    new = tree(whole)
    if scene.after:
        assert killer.run(scene.after, whole).code == 0
    last = settled(tree(whole))
    print(f"seed {seed!r}: {kills} of {ended.counted} bytes")  # noqa: T201 - shown where the test fails
    ends = Counter[int]()
    for number in range(kills):
        limit = killing.chosen(f"{seed} {request.node.name}", number, ended.counted)
        here = copied(road.root)
        ends[killer.run(scene.job, here, limit).code] += 1
        is_whole(here, old, new, limit)
        for job in scene.goes_on:
            assert killer.run(job, here).code == 0, limit
            assert not list(here.rglob(f"{files.STAGED}*")), limit
        assert settled(tree(here)) == last, limit
    assert ends.keys() <= {-9, 0}
    assert ends[0] <= 1 + kills // 10  # when a memory is written depends on the time, and so, a little, how much


def is_whole(root: Path, old: Tree, new: Tree, limit: int) -> None:
    """Assert that every file is as it was or as it was to become, and that a memory is sound."""
    present = tree(root)
    for name, data in present.items():
        assert data in {old.get(name), new.get(name)}, (limit, name)
    assert old.keys() <= present.keys(), limit
    said = [word for word in WORDS if any(word.encode() in data for data in old.values())]
    for word in said:
        assert any(word.encode() in data for name, data in present.items() if name.endswith(".po")), (limit, word)
    for place in [*root.rglob("memory.sqlite"), *root.rglob(".*.polyglot")]:
        if place.is_file():
            is_sound(place, limit)


def is_sound(place: Path, limit: int) -> None:
    """Assert that a memory can be read; that of the job `memory` has all up to some answer, and nothing behind it."""
    copy = place.parents[1] / "sound" / place.name
    copy.parent.mkdir(exist_ok=True)
    for ending in BESIDE:
        copy.with_name(copy.name + ending).unlink(missing_ok=True)
        if (beside := place.with_name(place.name + ending)).exists():
            shutil.copy(beside, copy.with_name(copy.name + ending))
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)], limit
    if place.parent.name != ".polyglot" and place.name == "memory.sqlite":
        keys = [killing.answer(number)[0] for number in range(killing.ANSWERS)]
        with closing(Memory(copy, pytest.fail)) as memory:
            found = [key in memory.find([key]) for key in keys]
        assert found == sorted(found, reverse=True), limit
    shutil.rmtree(copy.parent)


def tree(root: Path) -> Tree:
    """All files but locks, memories, and what is being written."""
    found = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*")) if path.is_file()}
    names = [name for name in found if not _passing(Path(name))]
    return {name: found[name].read_bytes() for name in names}


def _passing(path: Path) -> bool:
    kept = path.name.startswith("memory.sqlite") or path.name.startswith(files.STAGED)
    journal = path.name.startswith(".") and any(path.name.endswith(f".polyglot{ending}") for ending in BESIDE)
    return kept or journal or path.as_posix() == files.LOCK


def settled(found: Tree) -> Tree:
    """What a run comes to: what polyglot keeps for itself tells how it came to it."""
    return {name: data for name, data in found.items() if not name.startswith(".polyglot/")}


def copied(root: Path) -> Path:
    """A copy of a folder, in a place of its own."""
    place = root.parent / "copies" / "project"
    shutil.rmtree(place.parent, ignore_errors=True)
    shutil.copytree(root, place)
    return place


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """An empty folder."""
    (tmp_path / "project").mkdir()
    return Road(tmp_path / "project", monkeypatch, capsys)
