"""Models that come as a Python distribution: built, installed and found, and what polyglot may do with them.

The distribution is the one of `training/starter`, with the small model of the tests in the place of its weights.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from argos_models import pack, write_package
from model_server import row, serving
from neural import FR_EN, PACKAGE, unpack
from polyglot.engines.argos import ArgosEngine, notes
from polyglot.engines.argos.packages import fingerprint, legs_of
from polyglot.models import read_lock
from road import Ran, Road, process
from test_models_room import GERMAN, TEXT, WORDS, Room

ROOT = Path(__file__).parents[1]
PROJECT = ROOT / "training" / "starter"
INSIDE = Path("src") / "polyglot_starter_fr_en"
SCORES = {"wmt14 fr-en": {"bleu": 9.0, "chrf": 33.5}}
SENTENCE = "Je suis très content de te voir.\n"
NAME = "translate-fr_en-0_1"


def run(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a program of this Python."""
    words = [sys.executable, *map(str, command)]
    return subprocess.run(words, cwd=cwd, check=False, capture_output=True, text=True, timeout=300)


def good(*command: str | Path, cwd: Path = ROOT) -> str:
    """What a program says that succeeds."""
    done = run(*command, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with weights, as `training.ship` puts them there."""
    root = tmp_path_factory.mktemp("project")
    copy = shutil.copytree(PROJECT, root / "starter")
    for former in (copy / INSIDE).glob("translate-*"):
        shutil.rmtree(former)
    scores = measured(root / "scores.json", model_of(unpack(root / "unpacked")))
    good("-m", "training.ship", PACKAGE, "--scores", scores, "--into", copy / INSIDE)
    return copy


def measured(place: Path, model: str) -> Path:
    """What `polyglot evaluate --json` says of a model, the part that counts."""
    said = {"signature": f"argos-1.11.0/fr-en/{model}", "set": "wmt14", "source": "fr", "target": "en"}
    place.write_text(json.dumps({**said, "bleu": 9.0, "chrf": 33.5}), "utf-8")
    return place


def model_of(folder: Path) -> str:
    """What an identity has of the package in a folder."""
    return fingerprint(legs_of(folder)[0])


@pytest.fixture(scope="module")
def wheel(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    good("-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=project)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of distributions into which the wheel was installed, as pip does it."""
    root = tmp_path_factory.mktemp("installed")
    good("-m", "venv", root / "venv")
    pip = root / "venv" / "bin" / "pip"
    command = [pip, "install", "--quiet", "--no-index", "--no-deps", "--target", root / "site", wheel]
    subprocess.run([str(part) for part in command], check=True, capture_output=True)
    return root / "site"


@pytest.fixture
def site(installed: Path, tmp_path: Path) -> Path:
    """A copy of it: notes are written there."""
    return shutil.copytree(installed, tmp_path / "site")


@dataclass(frozen=True, slots=True)
class Fresh:
    """A machine on which nothing was installed but polyglot and some distributions; each command is a process."""

    root: Path
    sites: tuple[Path, ...]

    @property
    def packages(self) -> Path:
        """Where Argos Translate keeps its packages here."""
        return self.root / "data" / "argos-translate" / "packages"

    def run(self, *arguments: str | Path) -> Ran:
        """Give a command in an empty home."""
        path = os.pathsep.join(filter(None, [*map(str, self.sites), *sys.path]))
        homes = {f"XDG_{kind}_HOME": str(self.root / kind.lower()) for kind in ("DATA", "CACHE", "CONFIG")}
        variables: dict[str, Any] = {"HOME": str(self.root), "PYTHONPATH": path, **homes}
        done = process(*arguments, cwd=self.root, **variables)
        assert b"Traceback" not in done.stderr
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def translated(self, target: str = "en") -> Ran:
        """Translate a sentence with whatever `auto` finds."""
        return self.run("translate", "--to", target, "--engine", "auto")

    def receipt(self, target: str = "en") -> str:
        """The receipt of that."""
        (found,) = (self.root / "localized" / target).rglob("*.receipt.json")
        return found.read_text("utf-8")


@pytest.fixture
def fresh(site: Path, tmp_path: Path) -> Fresh:
    home = tmp_path / "home"
    (home / "articles").mkdir(parents=True)
    (home / "articles" / "a.fr.txt").write_text(SENTENCE, "utf-8")
    (home / "polyglot.toml").write_text('[project]\nsource = "fr"\nlocales = ["en"]\n')
    return Fresh(home, (site,))


@pytest.fixture
def room(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    """The same in this process."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.syspath_prepend(site)
    return Room(tmp_path, Road(here, monkeypatch, capsys), monkeypatch)


def place_in(site: Path) -> Path:
    return site / "polyglot_starter_fr_en" / NAME


# Found


def test_a_fresh_machine_translates_with_it(fresh: Fresh, site: Path) -> None:
    ran = fresh.translated()
    assert ran.code == 0, ran.err
    assert "glad" in Path(ran.out.strip()).read_text("utf-8")
    assert f"/fr-en/{model_of(place_in(site))}" in fresh.receipt()


def test_an_installed_package_for_the_same_pair_wins(fresh: Fresh, site: Path) -> None:
    own = write_package(fresh.packages / "translate-fr_en-0_0", "fr", "en", WORDS, metadata={"package_version": "0.0"})
    fresh.translated()
    assert f"/fr-en/{model_of(own)}" in fresh.receipt()
    assert model_of(place_in(site)) not in fresh.receipt()


def test_it_is_a_leg_of_a_pivot_like_any_other(fresh: Fresh) -> None:
    write_package(fresh.packages / "translate-en_de-1_0", "en", "de", GERMAN)
    rows = json.loads(fresh.run("models", "list", "--engine", "argos", "--json").out)["models"]
    brought = {"-".join(row["route"]): bool(row["package"]["distribution"]) for row in rows}
    assert brought == {"en-de": False, "fr-en": True}
    fresh.translated("de")
    assert "/fr-en-de/" in fresh.receipt("de")


def test_the_lock_has_its_bytes_and_not_its_place(room: Room, site: Path, tmp_path: Path) -> None:
    room.road.project(["en"])
    room.road.write("articles/a.fr.txt", SENTENCE)
    assert room.road.run("translate", "--engine", "argos").code == 0
    identity = read_lock(room.road.root / "polyglot.lock")[FR_EN]
    assert identity.model == model_of(place_in(site))
    room.monkeypatch.syspath_prepend(site.rename(tmp_path / "elsewhere"))
    room.road.write("articles/b.fr.txt", SENTENCE)
    assert room.road.run("translate", "--engine", "argos").code == 0
    assert read_lock(room.road.root / "polyglot.lock")[FR_EN] == identity


def distribution(folder: Path, name: str, *entries: str) -> None:
    """Write what an installed distribution says of itself, with these lines among its entry points."""
    facts = folder / f"{name}-1.0.dist-info"
    facts.mkdir(parents=True)
    (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text("\n".join(["[polyglot.models]", *entries]) + "\n")


BROKEN = ("there_is_no_such_module", "json.decoder", "json:loads", "json")


def test_what_is_wrong_with_another_distribution_is_said_and_stops_nothing(fresh: Fresh, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for number, entry in enumerate(BROKEN):
        distribution(other, f"broken-{number}", f"models = {entry}")
    distribution(other, "nonsense", "a line that is none")
    machine = Fresh(fresh.root, (other, *fresh.sites))
    ran = machine.translated()
    assert ran.code == 0, ran.err
    said, doctor = " ".join(ran.err.split()), machine.run("doctor", "--json").out
    for number, entry in enumerate(BROKEN):
        owner = f"broken-{number} 1.0: its entry point 'models' of polyglot.models leads to no model"
        assert said.count(f"warning cannot be used: {owner}: {entry!r}") == 1
        assert owner in doctor
    assert said.count("cannot be used") == len(BROKEN)
    listed = machine.run("models", "list", "--engine", "argos")
    assert (listed.code, NAME in listed.out, listed.err.count("cannot be used")) == (0, True, len(BROKEN))


def test_what_brings_models_is_never_imported(fresh: Fresh, tmp_path: Path) -> None:
    other = tmp_path / "other"
    distribution(other, "deadly", "models = deadly")
    write_package(other / "deadly" / "translate-en_de-1_0", "en", "de", GERMAN)
    (other / "deadly" / "__init__.py").write_text("raise SystemExit('imported')\n")
    rows = Fresh(fresh.root, (other, *fresh.sites)).run("models", "list", "--engine", "argos", "--json").out
    assert {"-".join(row["route"]) for row in json.loads(rows)["models"]} == {"en-de", "fr-en"}


def test_notes_are_kept_where_nothing_may_be_written_beside_the_model(room: Room, site: Path) -> None:
    (place_in(site) / notes.FILE).mkdir()
    engine = ArgosEngine()
    measured = engine.measure(FR_EN)
    assert measured
    assert ArgosEngine().survival(FR_EN) == measured
    (kept,) = (room.root / "cache" / "polyglot" / "notes").iterdir()
    assert kept.stem == model_of(place_in(site))
    with (place_in(site) / "model" / "model.bin").open("ab") as file:
        file.write(b"\0")
    assert ArgosEngine().survival(FR_EN) == {}


# Shown, verified, carried, kept


def test_the_list_says_where_it_comes_from(room: Room, site: Path) -> None:
    (row,) = room.good("list", "--engine", "argos")["models"]
    package = row["package"]
    assert package["distribution"] == {"name": "polyglot-starter-fr-en", "version": "1.0.0"}
    assert (package["name"], package["scores"]) == (NAME, SCORES)
    assert package["card"] == str(place_in(site) / "README.md")
    shown = " ".join(room.run("list").out.split())
    told = f"{NAME}: from polyglot-starter-fr-en 1.0.0; wmt14 fr-en bleu 9, chrf 33.5; about it: {place_in(site)}"
    assert told in shown
    assert "polyglot-starter-fr-en 1.0.0" in room.road.run("doctor").out


@pytest.mark.parametrize("scores", [[], "9", {"wmt14": 9}, {"wmt14": {"bleu": "9"}}, {"wmt14": {"bleu": float("nan")}}])
def test_scores_that_make_no_sense_are_left_out(room: Room, site: Path, scores: object) -> None:
    place = place_in(site) / "metadata.json"
    place.write_text(json.dumps(json.loads(place.read_text("utf-8")) | {"scores": scores}), "utf-8")
    (row,) = room.good("list", "--engine", "argos")["models"]
    assert row["package"]["scores"] == {}


def test_it_is_verified_and_needs_no_pin(room: Room, site: Path) -> None:
    room.road.project(["en"])
    write_package(room.root / "another", "fr", "en", WORDS, metadata={"package_version": "0.1"})
    room.good("install", room.root / "another")
    room.good("remove", "fr", "en")
    ran = room.run("verify", "--json")
    found, lost = ran.object["packages"]
    assert (found["name"], found["problems"], found["pinned"], ran.code) == (NAME, [], False, 3)
    assert lost["problems"] == ["polyglot.lock pins it, but it is not installed"]
    assert found["survival"]["fr-en"]["inject"][1] > 100
    (place_in(site) / "sentencepiece.model").unlink()
    (broken, _) = room.run("verify", "--json").object["packages"]
    assert broken["problems"]


def test_it_cannot_be_removed_but_with_its_distribution(room: Room, site: Path) -> None:
    before = sorted(site.rglob("*"))
    for what in (("fr", "en"), (NAME,)):
        ran = room.run("remove", *what)
        assert ran.code == 3
        assert f"{NAME} belongs to the distribution polyglot-starter-fr-en 1.0.0" in ran.err
        assert "run: pip uninstall polyglot-starter-fr-en" in ran.err
    assert sorted(site.rglob("*")) == before
    write_package(room.root / "own", "fr", "en", WORDS)
    room.good("install", room.root / "own")
    (gone,) = room.good("remove", "fr", "en")["removed"]
    assert gone["distribution"] is None


def test_it_is_carried_to_a_machine_without_the_distribution(room: Room, site: Path) -> None:
    exported = room.good("export", "fr", "en", "--out", "a.bundle")
    assert [package["name"] for package in exported["packages"]] == [NAME]
    assert room.installed() == []
    room.monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry != str(site)])
    room.move("another")
    (placed,) = room.good("install", "a.bundle")["installed"]
    assert (placed["name"], placed["distribution"]) == (NAME, None)
    assert model_of(room.packages / NAME) == model_of(place_in(site))


def test_an_export_of_all_has_one_package_for_a_pair(room: Room) -> None:
    write_package(room.root / "own", "fr", "en", WORDS, metadata={"package_version": "0.1"})
    room.good("install", room.root / "own")
    (exported,) = room.good("export", "--out", "a.bundle")["packages"]
    assert exported["distribution"] is None
    room.road.write("a.fr.txt", TEXT)
    room.road.run("translate", "a.fr.txt", "--to", "en", "--engine", "argos")
    assert "the cat black sleeps." in room.road.read("a.en.txt")


def test_of_a_package_of_both_directions_that_is_used_which_nothing_else_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    both = [{"code": "fr"}, {"code": "en"}]
    facts = {"source_languages": both, "target_languages": both, "package_version": "1.0"}
    site = tmp_path / "both"
    write_package(site / "both_ways" / "translate-fr_en-1_0", "fr", "en", WORDS, metadata=facts)
    distribution(site, "both", "both = both_ways")
    (tmp_path / "here").mkdir()
    room = Room(tmp_path, Road(tmp_path / "here", monkeypatch, capsys), monkeypatch)
    monkeypatch.syspath_prepend(site)
    room.good("install", write_package(tmp_path / "own", "fr", "en", WORDS, metadata={"package_version": "0.1"}))
    rows = room.good("list", "--engine", "argos")["models"]
    assert {"-".join(row["route"]): bool(row["package"]["distribution"]) for row in rows} == {
        "en-fr": True,
        "fr-en": False,
    }
    assert [one["version"] for one in room.good("verify", "fr", "en")["packages"]] == ["0.1"]
    assert [one["version"] for one in room.good("verify", "en", "fr")["packages"]] == ["1.0"]
    assert room.run("remove", "en", "fr").code == 3
    assert len(room.good("remove", "fr", "en")["removed"]) == 1
    assert [one["version"] for one in room.good("verify", "fr", "en")["packages"]] == ["1.0"]


@pytest.mark.parametrize("prefixes", [5, "en", [1], {"en": None}])
def test_prefixes_that_make_no_sense_stop_nothing(room: Room, site: Path, prefixes: object) -> None:
    place = place_in(site) / "metadata.json"
    place.write_text(json.dumps(json.loads(place.read_text("utf-8")) | {"target_prefixes": prefixes}), "utf-8")
    ran = room.run("list", "--engine", "argos")
    assert ran.code == 0
    assert (NAME in ran.out) != ("cannot be used" in ran.err)


def test_to_install_a_pair_is_not_answered_with_what_a_distribution_brings(room: Room) -> None:
    from polyglot.installation import stock

    older = pack(
        write_package(room.root / "own", "fr", "en", WORDS, metadata={"package_version": "0.0"}),
        room.root / "own.argosmodel",
    )
    with serving() as server:
        address = server.put("/own.argosmodel", older.read_bytes())
        room.index(server.index(row("fr", "en", address, version="0.0")))
        (offered,) = room.good("available")["models"]
        assert offered["installed"] is None
        (placed,) = room.good("install", "fr", "en")["installed"]
    assert placed["changed"]
    assert stock.here().brought() == ()


# Built


def without_weights(place: Path) -> str:
    shutil.rmtree(place / NAME)
    return "there are no weights"


def without_sums(place: Path) -> str:
    (place / "SHA256SUMS").unlink()
    return "there are no weights"


def with_other_weights(place: Path) -> str:
    with (place / NAME / "model" / "model.bin").open("ab") as file:
        file.write(b"\0")
    return f"{NAME}/model/model.bin is not what SHA256SUMS says"


def with_a_file_too_few(place: Path) -> str:
    (place / NAME / "README.md").unlink()
    return f"{NAME}/README.md is not what SHA256SUMS says"


def with_a_file_too_many(place: Path) -> str:
    (place / NAME / "model" / "more.bin").write_bytes(b"")
    return f"{NAME}/model/more.bin is not what SHA256SUMS says"


def with_too_much(place: Path) -> str:
    data = bytes(36_000_000)
    (place / NAME / "more.bin").write_bytes(data)
    with (place / "SHA256SUMS").open("a") as file:
        file.write(f"{sha256(data).hexdigest()}  {NAME}/more.bin\n")
    return f"{NAME} has 41.1 MB, and may have 40"


CHANGES = (
    *(without_weights, without_sums, with_other_weights),
    *(with_a_file_too_few, with_a_file_too_many, with_too_much),
)


@pytest.mark.parametrize("change", CHANGES)
def test_other_weights_or_none_are_not_built(project: Path, tmp_path: Path, change: Callable[[Path], str]) -> None:
    copy = shutil.copytree(project, tmp_path / "starter")
    said = change(copy / INSIDE)
    done = run("-m", "hatchling", "build", "-d", tmp_path / "dist", cwd=copy)
    assert done.returncode == 1
    head, line = done.stderr.splitlines()
    assert head == "[sdist]"
    assert line.startswith(f"polyglot-starter-fr-en cannot be built: {said}")
    assert list(tmp_path.glob("dist/*")) == []


def test_the_project_as_it_stands_has_all_or_no_weights(tmp_path: Path) -> None:
    done = run("-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=PROJECT)
    assert len(list(tmp_path.iterdir())) == (done.returncode == 0)
    assert done.returncode == 0 or "there are no weights" in done.stderr


def test_the_wheel_has_the_model_with_its_card_and_no_notes(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name.partition("/")[2] for name in archive.namelist() if name.startswith("polyglot_starter_fr_en/")}
    model = {"README.md", "metadata.json", "sentencepiece.model"} | {
        f"model/{name}" for name in ("config.json", "model.bin", "shared_vocabulary.json")
    }
    assert names == {"__init__.py", "SHA256SUMS", *(f"{NAME}/{name}" for name in model)}


def test_what_is_shipped_was_looked_over_first(project: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(project, tmp_path / "starter")
    broken = tmp_path / "broken.argosmodel"
    broken.write_bytes(b"PK\x03\x04 cut off")
    done = run("-m", "training.ship", broken, "--into", copy / INSIDE)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "no ZIP archive" in done.stderr
    assert (copy / INSIDE / NAME / "metadata.json").is_file()


def test_scores_of_another_model_are_not_shipped(project: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(project, tmp_path / "starter")
    other = measured(tmp_path / "scores.json", "0123456789ab")
    for scores in (other, tmp_path / "nothing.json"):
        done = run("-m", "training.ship", PACKAGE, "--scores", scores, "--into", copy / INSIDE)
        assert done.returncode == 1
        assert f"{scores}: not what `polyglot evaluate --json` says of one of these models" in done.stderr
    assert (copy / INSIDE / "SHA256SUMS").read_bytes() == (project / INSIDE / "SHA256SUMS").read_bytes()
