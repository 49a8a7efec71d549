"""`polyglot models`: real packages fetched, looked over, put in place, carried and removed; and all that is refused."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from argos_models import SPECIALS, in_order, pack, sentencepiece_model, write_bpe_package, write_model, write_package
from model_server import Site, row, serving
from polyglot.engines.argos import ArgosEngine
from polyglot.engines.argos.keeper import ArgosKeeper
from polyglot.errors import OutputError
from polyglot.models import archive, bundle, install, read_pins
from road import Ran, Road
from test_cli import on_a_terminal
from test_models_archive import bomb

WORDS = {"le": "the", "chat": "cat", "noir": "black", "dort": "sleeps"}
GERMAN = {"the": "die", "cat": "Katze", "black": "schwarze", "sleeps": "schläft"}
TEXT = "le chat noir dort.\n"


@dataclass(frozen=True, slots=True)
class Goods:
    """Packages as folders and as files, made once."""

    root: Path

    def folder(self, name: str) -> Path:
        """An unpacked package."""
        return self.root / name

    def file(self, name: str) -> Path:
        """The same as a file."""
        return self.root / f"{name}.argosmodel"

    def data(self, name: str) -> bytes:
        """The bytes of the file."""
        return self.file(name).read_bytes()


@pytest.fixture(scope="module")
def goods(tmp_path_factory: pytest.TempPathFactory) -> Goods:
    root = tmp_path_factory.mktemp("goods")
    for name, source, target, lexicon, version in (
        ("fr_en", "fr", "en", WORDS, "1.0"),
        ("fr_en_2", "fr", "en", WORDS | {"ville": "city"}, "1.10"),
        ("en_de", "en", "de", GERMAN, "1.0"),
    ):
        facts = {"package_version": version, "license": "CC0"}
        pack(write_package(root / name, source, target, lexicon, metadata=facts), root / f"{name}.argosmodel")
    return Goods(root)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


class Room:
    """A machine: a folder of packages, a folder for downloads, a current folder, and the command line."""

    def __init__(self, root: Path, road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.road, self.monkeypatch = root, road, monkeypatch
        self.move("packages")
        monkeypatch.setenv("XDG_CACHE_HOME", str(root / "cache"))
        for name in (
            "POLYGLOT_INDEX",
            "http_proxy",
            "https_proxy",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "all_proxy",
            "ALL_PROXY",
        ):
            monkeypatch.delenv(name, raising=False)

    def move(self, name: str) -> None:
        """Go to another machine: another folder of packages."""
        from argostranslate import settings

        self.packages = self.root / name
        self.packages.mkdir(exist_ok=True)
        self.monkeypatch.setattr(settings, "package_data_dir", self.packages)
        self.monkeypatch.setattr(settings, "package_dirs", [self.packages])

    def index(self, address: str) -> None:
        """Look for models there."""
        self.monkeypatch.setenv("POLYGLOT_INDEX", address)

    def run(self, *arguments: str | Path) -> Ran:
        """Give `polyglot models ARGUMENTS`."""
        return self.road.run("models", *arguments)

    def good(self, *arguments: str | Path) -> dict[str, Any]:
        """Give a command that succeeds; what it answers to a machine."""
        ran = self.run(*arguments, "--json")
        assert ran.code == 0, ran.err
        return ran.object

    def refused(self, *arguments: str | Path, code: int = 2) -> str:
        """Give a command that is refused with one sentence, and leaves nothing behind."""
        before = self.everything()
        ran = self.run(*arguments)
        assert (ran.code, ran.out) == (code, ""), ran.err
        said, hint = [line for line in ran.err.splitlines() if line.startswith(("error: ", "  → "))]
        assert hint.startswith("  → ")
        assert self.everything() == before
        return said

    def installed(self) -> list[str]:
        """The names of what lies among the packages."""
        return sorted(path.name for path in self.packages.iterdir())

    def everything(self) -> dict[str, bytes]:
        """All files of the machine but the project's."""
        places = [path for name in ("packages", "cache") for path in (self.root / name).rglob("*")]
        return {str(path): path.read_bytes() if path.is_file() else b"" for path in places if path.name != "polyglot"}

    def environment(self) -> dict[str, str]:
        """What a process of its own needs to be on this machine."""
        here = {"ARGOS_PACKAGES_DIR": str(self.packages), "HOME": str(self.root)}
        return os.environ | here  # noqa: TID251 - the child is to have all else that this process has

    def process(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a program on this machine."""
        return subprocess.run(
            command,
            cwd=self.road.root,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    here = tmp_path / "here"
    here.mkdir()
    return Room(tmp_path, Road(here, monkeypatch, capsys), monkeypatch)


def isolated(*flags: str) -> pytest.MarkDecorator:
    """Skip where the system does not let this process have rooms of its own."""
    allowed = (
        shutil.which("unshare")
        and not subprocess.run(["unshare", *flags, "true"], check=False, capture_output=True).returncode
    )
    return pytest.mark.skipif(not allowed, reason="unshare is not permitted here")


POLYGLOT = (sys.executable, "-m", "polyglot")


# --- a pair from the network ---


def test_a_pair_is_fetched_checked_put_in_place_and_pinned(room: Room, goods: Goods, site: Site) -> None:
    room.road.project(["en"])
    room.index(site.index(row("fr", "en", site.put("/fr_en.argosmodel", goods.data("fr_en")))))
    ran = room.run("install", "fr", "en")
    assert ran.code == 0
    told = ran.err.splitlines()
    assert told[0] == f"this uses the network: {site.url}/index.json"
    size = archive.size_told(len(goods.data("fr_en")))
    assert told[1] == f"fetching translate-fr_en-1_0 ({size}) from {site.url.removeprefix('http://')}"
    assert told[2] == "translate-fr_en-1_0 (fr to en) installed, pinned in polyglot.lock; licence: CC0"
    assert ran.out.strip() == str(room.packages / "translate-fr_en-1_0")
    assert room.installed() == ["translate-fr_en-1_0"]
    assert list((room.root / "cache" / "polyglot").iterdir()) == []
    pin = read_pins(room.road.root / "polyglot.lock")["translate-fr_en"]
    assert (pin.version, pin.archive) == ("1.0", sha256(goods.data("fr_en")).hexdigest())
    assert pin.content == archive.content(archive.hashes(goods.folder("fr_en")))
    room.road.write("a.fr.txt", TEXT)
    assert room.road.run("translate", "a.fr.txt", "--to", "en", "--engine", "argos").code == 0
    assert "the cat black sleeps." in room.road.read("localized/en/a.fr.txt")
    lock = json.loads(room.road.read("polyglot.lock"))
    assert (len(lock["pairs"]), len(lock["packages"])) == (1, 1)


def test_what_is_installed_already_is_not_fetched(room: Room, goods: Goods, site: Site) -> None:
    room.good("install", goods.file("fr_en_2"))
    room.index(site.index(row("fr", "en", site.put("/m", goods.data("fr_en")))))
    (found,) = room.good("install", "fr", "en")["installed"]
    assert (found["version"], found["changed"]) == ("1.10", False)
    assert site.asked_for("/m") == site.asked_for("/m", "HEAD") == []


def test_a_pivot_has_two_legs_and_only_what_is_missing_is_fetched(room: Room, goods: Goods, site: Site) -> None:
    first, second = site.put("/fr_en", goods.data("fr_en")), site.put("/en_de", goods.data("en_de"))
    room.index(site.index(row("fr", "en", first), row("en", "de", second, size=len(goods.data("en_de")))))
    rows = room.good("available", "fr", "de")["models"]
    assert [(found["pair"], found["size"]) for found in rows] == [
        (["fr", "en"], len(goods.data("fr_en"))),
        (["en", "de"], len(goods.data("en_de"))),
    ]
    assert len(site.asked_for("/fr_en", "HEAD")) == 1
    assert site.asked_for("/en_de", "HEAD") == []
    room.good("install", goods.file("en_de"))
    assert len(room.good("install", "fr", "de")["installed"]) == 1
    assert room.installed() == ["translate-en_de-1_0", "translate-fr_en-1_0"]
    assert site.asked_for("/en_de") == []


def test_a_newer_version_is_shown_and_takes_the_place_of_the_older(room: Room, goods: Goods, site: Site) -> None:
    room.good("install", goods.file("fr_en"))
    room.index(site.index(row("fr", "en", site.put("/m", goods.data("fr_en_2")), version="1.10")))
    (found,) = room.good("available")["models"]
    assert (found["installed"], found["newer"], found["version"], found["size"]) == ("1.0", True, "1.10", 0)
    assert "1.0 (newer available)" in room.run("available", "fr").out
    assert "no package that translates from de" in room.refused("available", "de", code=3)
    (placed,) = room.good("install", "fr", "en")["installed"]
    assert placed["replaced"] == ["translate-fr_en-1_0"]
    assert room.installed() == ["translate-fr_en-1_10"]


def test_other_bytes_than_those_pinned_are_refused_until_relock(room: Room, goods: Goods, site: Site) -> None:
    room.road.project(["en"])
    room.good("install", goods.file("fr_en"))
    room.index(site.index(row("fr", "en", site.put("/m", goods.data("fr_en_2")), version="1.10")))
    assert "polyglot.lock pins" in room.refused("install", "fr", "en", code=3)
    assert "--relock" in room.run("install", goods.file("fr_en_2")).err
    assert "polyglot.lock pins" in room.refused("install", goods.folder("fr_en_2"), code=3)
    assert room.installed() == ["translate-fr_en-1_0"]
    room.good("install", "fr", "en", "--relock")
    assert room.installed() == ["translate-fr_en-1_10"]
    assert read_pins(room.road.root / "polyglot.lock")["translate-fr_en"].version == "1.10"
    assert room.run("verify").code == 0


def test_the_hash_of_the_index_must_fit(room: Room, goods: Goods, site: Site) -> None:
    url = site.put("/m", goods.data("fr_en"))
    room.index(site.index(row("fr", "en", url, sha256="ab" * 32)))
    assert "but the index says abab" in room.refused("install", "fr", "en", code=3)
    room.index(site.index(row("fr", "en", url, sha256=sha256(goods.data("fr_en")).hexdigest())))
    room.good("install", "fr", "en")


def test_a_cut_download_is_kept_and_only_the_rest_is_fetched(room: Room, goods: Goods, site: Site) -> None:
    whole = goods.data("fr_en")
    room.index(site.index(row("fr", "en", site.put("/m", whole, cut=100_000))))
    ran = room.run("install", "fr", "en")
    assert ran.code == 3
    (part,) = (room.root / "cache" / "polyglot").glob("*.part")
    assert f"run the command again: 300.0 kB are kept in {part}" in ran.err
    assert room.installed() == []
    site.change("/m", cut=None)
    room.good("install", "fr", "en")
    assert site.sent[-1] == len(whole) - 300_000
    assert room.installed() == ["translate-fr_en-1_0"]
    assert list((room.root / "cache" / "polyglot").iterdir()) == []


def test_who_watches_sees_bytes_come(room: Room, goods: Goods, site: Site) -> None:
    room.index(site.index(row("fr", "en", site.put("/m", goods.data("fr_en")))))
    here = {"ARGOS_PACKAGES_DIR": str(room.packages)}
    seen = on_a_terminal(room.road, "models", "install", "fr", "en", ACCESSIBLE="1", **here)
    size = len(goods.data("fr_en"))
    quarters = [f"translate-fr_en-1_0: {part} % of {size} bytes" for part in (25, 50, 75, 100)]
    assert [line for line in seen.splitlines() if "%" in line] == quarters
    seen = on_a_terminal(room.road, "models", "export", "--out", "a.bundle", ACCESSIBLE="0", **here)
    assert re.search(r"bundle .*/763\.0 kB", seen)
    quiet = on_a_terminal(room.road, "models", "export", "--quiet", "--out", "b.bundle", **here)
    assert quiet == "b.bundle\n"


def test_a_package_that_is_another_than_the_index_says(room: Room, goods: Goods, site: Site) -> None:
    room.index(site.index(row("fr", "en", site.put("/m", goods.data("en_de")))))
    assert "is a package for en-de: the index is wrong" in room.refused("install", "fr", "en")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<!DOCTYPE html><title>Log in</title>", "the index is no JSON"),
        (b'{"error": 1}', "the index is no list"),
        (bytes(100_000_000), "sends more than 16.8 MB"),
        (b"[]", "the index has no package for fr to en, and none through English"),
        (json.dumps([row("fr", "en", "file:///etc/passwd", "ipfs://Qm")]).encode(), "no address is known"),
        (json.dumps([row("fr", "en", "http://127.0.0.1:1/m")]).encode(), "cannot be reached"),
    ],
)
def test_an_index_that_is_of_no_use(room: Room, site: Site, body: bytes, said: str) -> None:
    room.index(site.put("/index.json", body))
    assert said in room.refused("install", "fr", "en", code=3)


def test_what_is_fetched_may_be_no_package(room: Room, site: Site) -> None:
    room.index(site.index(row("fr", "en", site.put("/m", b"<!DOCTYPE html><title>Log in</title>"))))
    assert "no ZIP archive" in room.refused("install", "fr", "en")


def test_the_project_names_a_mirror_and_a_proxy(room: Room, goods: Goods, site: Site) -> None:
    site.index(row("fr", "en", "http://elsewhere.example/x/fr_en.argosmodel"))
    site.put("/fr_en.argosmodel", goods.data("fr_en"))
    room.road.project(["en"], f'[models]\nmirror = "{site.url}/"\n')
    assert len(room.good("install", "fr", "en")["installed"]) == 1
    site.put("http://models.example/index.json", b"[]")
    room.road.project(["en"], f'[models]\nindex = "http://models.example/index.json"\nproxy = "{site.url}"\n')
    assert room.good("available")["models"] == []


def test_offline_means_offline(room: Room, site: Site) -> None:
    room.index(site.index())
    room.monkeypatch.setenv("POLYGLOT_OFFLINE", "1")
    for command in (("available",), ("install", "fr", "en")):
        assert "POLYGLOT_OFFLINE forbids the network" in room.refused(*command, code=3)
    assert site.asked == []


@isolated("-n")
def test_with_the_network_cut_all_but_fetching_works(room: Room, goods: Goods) -> None:
    room.road.write("a.fr.txt", TEXT)
    cut = ("unshare", "-n", *POLYGLOT)
    assert room.process(*cut, "models", "install", str(goods.file("fr_en"))).returncode == 0
    done = room.process(*cut, "translate", "a.fr.txt", "--to", "en", "--engine", "argos")
    assert done.returncode == 0, done.stderr
    assert "the cat black sleeps." in room.road.read("a.en.txt")
    assert room.process(*cut, "models", "verify").returncode == 0
    for command in (("available",), ("install", "fr", "de")):
        done = room.process(*cut, "models", *command)
        assert (done.returncode, done.stdout) == (3, "")
        network, error, hint = done.stderr.splitlines()
        assert network.startswith("this uses the network: https://")
        assert "cannot be reached" in error
        assert "polyglot models install FILE.argosmodel" in hint


# --- files and folders ---


def test_a_file_list_verify_remove(room: Room, goods: Goods) -> None:
    (placed,) = room.good("install", goods.file("fr_en"))["installed"]
    assert placed["name"] == "translate-fr_en-1_0"
    (found,) = room.good("list", "--engine", "argos")["models"]
    assert found["route"] == ["fr", "en"]
    facts = found["package"]
    assert (facts["version"], facts["licence"], facts["folder"]) == ("1.0", "CC0", str(room.packages / placed["name"]))
    assert facts["size"] == sum(path.stat().st_size for path in goods.folder("fr_en").rglob("*") if path.is_file())
    assert "translate-fr_en-1_0  763.0 kB  CC0" in room.run("list").out
    (verdict,) = room.good("verify", "fr", "en")["packages"]
    assert (verdict["good"], verdict["pinned"], verdict["problems"]) == (True, False, [])
    (gone,) = room.good("remove", "fr", "en")["removed"]
    assert gone["folder"] == facts["folder"]
    assert room.installed() == []
    assert room.good("verify")["packages"] == []


def test_the_same_again_changes_nothing(room: Room, goods: Goods) -> None:
    room.good("install", goods.file("fr_en"))
    before = room.everything()
    for what in (goods.file("fr_en"), goods.folder("fr_en")):
        (placed,) = room.good("install", what)["installed"]
        assert placed["changed"] is False
    assert room.everything() == before


def test_argos_translate_sees_the_same_packages(room: Room, goods: Goods) -> None:
    from argostranslate.package import get_installed_packages

    room.good("install", goods.file("fr_en"))
    with install.workshop(room.packages):
        places: Any = [room.packages]  # annotated as one path, and used as several
        (found,) = [each for each in get_installed_packages(places) if each.type == "translate"]
    assert (found.from_code, found.to_code) == ("fr", "en")
    (room.packages / "fr_en").mkdir()
    shutil.copytree(goods.folder("fr_en"), room.packages / "fr_en", dirs_exist_ok=True)
    room.good("install", goods.file("fr_en_2"))
    assert room.installed() == ["translate-fr_en-1_10"]


def test_a_package_of_the_older_kind(room: Room, goods: Goods, tmp_path: Path) -> None:
    folder = write_bpe_package(tmp_path / "bpe", "fr", "en", WORDS)
    (placed,) = room.good("install", folder)["installed"]
    assert (placed["name"], placed["version"], placed["licence"]) == ("translate-fr_en", "", "")
    room.good("install", goods.file("fr_en"))
    assert room.installed() == ["translate-fr_en-1_0"]


def marian(folder: Path) -> Path:
    """A model as it is converted from OPUS-MT: one SentencePiece model a side, and nothing that ends a sentence."""
    source, known = sentencepiece_model(tuple(sorted(WORDS)))
    target, more = sentencepiece_model(tuple(sorted(WORDS.values())))
    vocabulary = [*SPECIALS, *(piece for piece in dict.fromkeys((*known, *more)) if piece not in SPECIALS)]
    lexicon = {f"▁{word}": f"▁{to}" for word, to in WORDS.items()}
    write_model(folder, vocabulary, lexicon, in_order, certainty=1.0)
    (folder / "source.spm").write_bytes(source)
    (folder / "target.spm").write_bytes(target)
    settings = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps(settings | {"add_source_eos": False}), "utf-8")
    return folder


def test_a_folder_converted_from_marian(room: Room, tmp_path: Path) -> None:
    folder = marian(tmp_path / "opus-mt")
    assert "does not say which pair" in room.refused("install", folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (placed,) = room.good("install", folder, "--pair", "fr-en")["installed"]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    place = Path(placed["folder"])
    facts = json.loads((place / "metadata.json").read_text("utf-8"))
    assert (facts["source_tokenizer"], facts["target_tokenizer"]) == ("source.spm", "target.spm")
    assert (facts["from_code"], facts["to_name"], facts["type"]) == ("fr", "English", "translate")
    assert (place / "source.spm").read_bytes() == before["source.spm"] != before["target.spm"]
    assert (place / "target.spm").read_bytes() == before["target.spm"]
    assert json.loads((place / "model" / "config.json").read_text("utf-8"))["add_source_eos"] is True
    assert room.good("verify", "fr", "en")["packages"][0]["good"]
    assert said_by(place, "source.spm", "target.spm") == "the cat black sleeps."


def said_by(package: Path, source: str, target: str) -> str:
    """What a model says to the text, with a tokenizer for each side, and no mark of the sentence's end from us."""
    from ctranslate2 import Translator
    from sentencepiece import SentencePieceProcessor

    asked, answered = (SentencePieceProcessor(model_file=str(package / name)) for name in (source, target))
    translator = Translator(str(package / "model"), device="cpu")
    (result,) = translator.translate_batch([asked.encode(TEXT.strip(), out_type=str)])
    return str(answered.decode(result.hypotheses[0]))


def test_the_settings_of_a_tokenizer_name_the_pair(room: Room, tmp_path: Path) -> None:
    folder = marian(tmp_path / "opus-mt")
    (folder / "tokenizer_config.json").write_text('{"source_lang": "fr", "target_lang": "pb"}', "utf-8")
    (placed,) = room.good("install", folder)["installed"]
    assert (placed["pairs"], placed["name"]) == ([["fr", "pt-BR"]], "translate-fr_pb-1_0")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda folder: (folder / "target.spm").unlink(), "not both source.spm and target.spm"),
        (
            lambda folder: [(folder / f"{side}.spm").unlink() for side in ("source", "target")],
            "it has no sentencepiece.model",
        ),
        (lambda folder: (folder / "model.bin").unlink(), "no model.bin of CTranslate2"),
        (lambda folder: (folder / "config.json").write_text("{"), "config.json cannot be read"),
        (lambda folder: (folder / "config.json").write_text("[]"), "config.json is no object"),
        (lambda folder: (folder / "source.spm").write_bytes(b"x"), "does not work"),
        (lambda folder: (folder / "shared_vocabulary.json").unlink(), "does not work"),
    ],
)
def test_a_converted_folder_that_is_refused(
    room: Room, tmp_path: Path, harm: Callable[[Path], object], said: str
) -> None:
    folder = marian(tmp_path / "opus-mt")
    harm(folder)
    assert said in room.refused("install", folder, "--pair", "fr-en")


def test_a_pair_that_is_not_the_packages(room: Room, goods: Goods) -> None:
    assert "it translates fr-en" in room.refused("install", goods.folder("fr_en"), "--pair", "en-fr")
    assert "--pair goes with a folder" in room.refused("install", goods.file("fr_en"), "--pair", "fr-en")
    room.good("install", goods.folder("fr_en"), "--pair", "fr:en")


# --- what is refused ---


def metadata(**change: object) -> Callable[[Path], None]:
    """Change what a package says of itself; None takes it away."""

    def apply(folder: Path) -> None:
        path = folder / "metadata.json"
        facts = {**json.loads(path.read_text("utf-8")), **change}
        path.write_text(json.dumps({key: value for key, value in facts.items() if value is not None}), "utf-8")

    return apply


def deadly(folder: Path) -> None:
    """Let the model take its alignment from a layer that it does not have."""
    path, name = folder / "model" / "model.bin", b"decoder/alignment_layer\0"
    data = path.read_bytes()
    at = data.index(name) + len(name) + 6  # its rank, its type and its length come first
    path.write_bytes(data[:at] + struct.pack("<h", 99) + data[at + 2 :])


def wrote(name: str, data: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(data)


def cut(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:-1000])


HARM: tuple[tuple[Callable[[Path], object], str], ...] = (
    (lambda folder: (folder / "metadata.json").unlink(), "it has no metadata.json"),
    (wrote("metadata.json", b"{"), "its metadata.json cannot be read"),
    (wrote("metadata.json", b"[]"), "its metadata.json is no object"),
    (wrote("metadata.json", b"[" * 100_000), "its metadata.json cannot be read"),
    (wrote("metadata.json", b" " * 2_000_000), "its metadata.json is far too long"),
    (metadata(argos_version="99.0"), "it is made for Argos Translate 99.0"),
    (metadata(argos_version="new"), "no version in argos_version"),
    (metadata(package_version="../../x"), "no version in package_version"),
    (metadata(package_version=1.0), "no version in package_version"),
    (metadata(from_code="../.."), "no language in from_code"),
    (metadata(to_code="zzz"), "not a language that CLDR knows"),
    (metadata(from_code=None), "no pair of languages"),
    (metadata(to_code="fr"), "no pair of languages"),
    (metadata(from_codes=["fr"] * 50_000, to_codes=["en"] * 50_000), "no list of languages in from_codes"),
    (metadata(languages=5), "no list of languages in languages"),
    (metadata(languages=[5]), "its metadata.json cannot be used"),
    (metadata(type="sbd"), "no model for translation"),
    (lambda folder: (folder / "model" / "model.bin").unlink(), "it has no model/model.bin"),
    (lambda folder: (folder / "sentencepiece.model").unlink(), "it has no sentencepiece.model"),
    (wrote("sentencepiece.model", b"x" * 100), "does not work"),
    (wrote("model/model.bin", b""), "does not work"),
    (cut("model/model.bin"), "does not work"),
    (wrote("model/shared_vocabulary.json", b'["a", "b", "c"]'), "have hardly any words in common"),
    (deadly, "it crashes CTranslate2 (SIG"),
)


@pytest.mark.parametrize(("harm", "said"), HARM, ids=[said for _, said in HARM])
def test_a_package_that_is_refused(
    room: Room, goods: Goods, tmp_path: Path, harm: Callable[[Path], object], said: str
) -> None:
    folder = shutil.copytree(goods.folder("fr_en"), tmp_path / "broken" / "fr_en")
    harm(folder)
    assert said in room.refused("install", pack(folder, tmp_path / "broken.argosmodel"))
    assert room.installed() == []


def test_hostile_archives_leave_nothing_behind(room: Room, goods: Goods, tmp_path: Path) -> None:
    assert "would unpack to 2.1 GB" in room.refused("install", bomb(tmp_path / "bomb.argosmodel"))
    path = tmp_path / "evil.argosmodel"
    for name, said in (("../evil", "out of the package"), ("/evil", "absolute"), ("fr_en/METADATA.json", "one name")):
        shutil.copy(goods.file("fr_en"), path)
        with zipfile.ZipFile(path, "a") as file:
            file.writestr(name, "x")
        assert said in room.refused("install", path)
    path.write_bytes(goods.data("fr_en")[:-100])
    assert "cut off" in room.refused("install", path)
    data = bytearray(goods.data("fr_en"))
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    assert "damaged" in room.refused("install", path)
    path.write_bytes(b"no archive")
    assert "no ZIP archive" in room.refused("install", path)
    assert not list(tmp_path.rglob("evil"))


def test_what_is_not_there_and_what_is_no_pair(room: Room) -> None:
    assert "no such file or folder" in room.refused("install", "./none.argosmodel")
    assert "is no file, and not two languages" in room.refused("install", "fr")
    assert "not two languages" in room.refused("install", "fr", "en", "de")
    for name in ("fr_en", "en_de"):
        (room.road.root / name).mkdir()
    assert "no metadata.json" in room.refused("install", "fr_en")
    assert "no metadata.json" in room.refused("install", "fr_en", "en_de")
    assert "not a language" in room.refused("install", "fr", "zzz")
    assert "is no pair" in room.refused("install", "fr", "fr")
    assert "a pair has two languages" in room.refused("available", "a", "b", "c")
    assert "is no pair of languages" in room.refused("install", "./x", "--pair", "fr")


def test_an_old_model_stays_where_the_new_one_is_refused(room: Room, goods: Goods, tmp_path: Path) -> None:
    room.good("install", goods.file("fr_en"))
    folder = shutil.copytree(goods.folder("fr_en_2"), tmp_path / "broken" / "fr_en")
    cut("model/model.bin")(folder)
    room.refused("install", pack(folder, tmp_path / "broken.argosmodel"))
    assert room.installed() == ["translate-fr_en-1_0"]


def test_where_the_last_step_fails_the_old_one_is_put_back(room: Room, goods: Goods) -> None:
    room.good("install", goods.file("fr_en"))
    place = room.packages / "translate-fr_en-1_0"
    with install.workshop(room.packages) as work:
        new = shutil.copytree(goods.folder("fr_en_2"), work / "new")
        (work / "former").write_text("in the way of nothing")
        shutil.rmtree(new)
        new.symlink_to(work / "nowhere" / "at all")
        with pytest.raises(OutputError):
            install._swap(work / "new", place, work)
    assert room.run("verify").code == 0
    assert room.installed() == ["translate-fr_en-1_0"]


def test_two_commands_do_not_meet(room: Room, goods: Goods) -> None:
    handle = os.open(room.packages, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        assert "another command works on the models here" in room.refused("install", goods.file("fr_en"))
    finally:
        os.close(handle)
    room.good("install", goods.file("fr_en"))


def test_two_downloads_do_not_meet(room: Room, goods: Goods, site: Site) -> None:
    room.index(site.index(row("fr", "en", site.put("/m", goods.data("fr_en")))))
    with install.held(room.root / "cache" / "polyglot"):
        assert "another command works on the models here" in room.refused("install", "fr", "en")
    assert site.asked_for("/m") == []


def test_a_place_that_was_tampered_with_is_replaced(room: Room, goods: Goods) -> None:
    room.good("install", goods.file("fr_en"))
    (room.packages / "translate-fr_en-1_0" / "link").symlink_to("/etc/passwd")
    (verdict,) = json.loads(room.run("verify", "--json").out)["packages"]
    assert "a link or a device" in verdict["problems"][0]
    room.good("install", goods.file("fr_en"))
    assert room.run("verify").code == 0
    assert Path("/etc/passwd").exists()


def test_what_a_killed_command_left_is_swept_up(room: Room, goods: Goods) -> None:
    left = room.packages / ".polyglot-abc" / "new"
    left.mkdir(parents=True)
    assert room.good("verify")["packages"] == []
    room.good("install", goods.file("fr_en"))
    assert room.installed() == ["translate-fr_en-1_0"]


# --- disks ---


def mounted(room: Room, options: str, what: Path) -> subprocess.CompletedProcess[str]:
    """Install onto a small disk of its own; what is left there is listed on standard output, after a line."""
    script = f'mount -t tmpfs -o {options} tmpfs "$0" && {{ "$@"; code=$?; echo --; ls -A "$0"; exit $code; }}'
    command = (*POLYGLOT, "models", "install", str(what))
    return room.process("unshare", "-rm", "sh", "-c", script, str(room.packages), *command)


@isolated("-rm")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("size=400k", "the disk is full: 763.0 kB are needed"),
        ("size=2m,nr_inodes=4", "cannot be written: no space left on device"),
        ("size=2m,ro", "cannot be written: read-only file system"),
    ],
)
def test_a_disk_that_is_full_or_read_only(room: Room, goods: Goods, options: str, said: str) -> None:
    done = mounted(room, options, goods.file("fr_en"))
    if "mount" in done.stderr:
        pytest.skip("mounting is not permitted here")
    assert (done.returncode, done.stdout) == (2, "--\n")
    error, hint = done.stderr.splitlines()
    assert said in error
    assert hint.startswith("  → ")


def test_a_disk_that_is_full_in_the_middle_of_a_file(room: Room, goods: Goods) -> None:
    start = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)); "
    start += "from polyglot.cli import main; main()"
    done = room.process(sys.executable, "-c", start, "models", "install", str(goods.file("fr_en")))
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be written: file too large" in done.stderr
    assert room.installed() == []


def test_a_full_disk_for_downloads(room: Room, goods: Goods, site: Site) -> None:
    room.index(site.index(row("fr", "en", site.put("/m", goods.data("fr_en")))))
    start = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)); "
    start += "from polyglot.cli import main; main()"
    done = room.process(sys.executable, "-c", start, "models", "install", "fr", "en")
    assert done.returncode == 2
    assert "cannot be written: file too large" in done.stderr
    assert (room.installed(), list((room.root / "cache" / "polyglot").iterdir())) == ([], [])


# --- bundles ---


def test_a_bundle_goes_to_another_machine(room: Room, goods: Goods) -> None:
    for name in ("fr_en", "en_de"):
        room.good("install", goods.file(name))
    made = room.good("export", "fr", "de", "--out", "a.bundle")
    assert [found["name"] for found in made["packages"]] == ["translate-en_de-1_0", "translate-fr_en-1_0"]
    data = (room.road.root / "a.bundle").read_bytes()
    assert (made["size"], made["sha256"]) == (len(data), sha256(data).hexdigest())
    os.utime(room.packages / "translate-fr_en-1_0" / "metadata.json", (0, 0))
    room.good("export", "--out", "b.bundle")
    assert (room.road.root / "b.bundle").read_bytes() == data
    wanted = {path.name: archive.hashes(path) for path in room.packages.iterdir()}
    room.move("elsewhere")
    assert len(room.good("install", "./a.bundle")["installed"]) == 2
    assert {path.name: archive.hashes(path) for path in room.packages.iterdir()} == wanted
    assert room.run("verify").code == 0
    room.good("export", "--out", "c.bundle")
    assert (room.road.root / "c.bundle").read_bytes() == data
    assert {path.name for path in room.road.root.iterdir()} == {"a.bundle", "b.bundle", "c.bundle"}


def rebuilt(path: Path, change: Mapping[str, bytes | None]) -> Path:
    """A bundle with other entries: None takes one away."""
    with zipfile.ZipFile(path) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, data in {**entries, **change}.items():
            if data is not None:
                new.writestr(name, data)
    return path


MANIFEST = "polyglot-models.json"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"translate-fr_en-1_0/metadata.json": b"{}"}, "is not what the manifest of the bundle says"),
        ({"translate-fr_en-1_0/metadata.json": None}, "do not agree on"),
        ({"translate-fr_en-1_0/more": b""}, "do not agree on"),
        ({MANIFEST: b"{"}, "manifest of the bundle cannot be read"),
        (
            {MANIFEST: b'{"schema": 1, "packages": [{"name": "../x", "files": {}}]}'},
            "manifest of the bundle cannot be read",
        ),
        (
            {MANIFEST: b'{"schema": 1, "packages": [{"name": ".x", "files": {}}]}'},
            "manifest of the bundle cannot be read",
        ),
        ({MANIFEST: b'{"schema": 2}'}, "made by a newer polyglot"),
        ({MANIFEST: b'{"schema": 1, "packages": {"a": 1}}'}, "manifest of the bundle cannot be read"),
        ({MANIFEST: None}, "does not hold one folder"),
        ({"../evil": b""}, "leads out of the package"),
    ],
)
def test_a_bundle_that_was_changed(room: Room, goods: Goods, change: Mapping[str, bytes | None], said: str) -> None:
    keeper = ArgosKeeper(room.root)
    packages = [keeper.read(goods.folder(name)) for name in ("fr_en", "en_de")]
    bundle.write(packages, room.road.root / "a.bundle", lambda _name, _done, _total: None)
    assert said in room.refused("install", rebuilt(room.road.root / "a.bundle", change))
    assert room.installed() == []


def test_export_refuses(room: Room, goods: Goods) -> None:
    assert "no package is installed" in room.refused("export", "--out", "a.bundle", code=3)
    room.good("install", goods.file("fr_en"))
    assert "no package for en to de" in room.refused("export", "en", "de", "--out", "a.bundle", code=3)
    assert "a pair has two languages" in room.refused("export", "fr", "--out", "a.bundle")
    assert "a folder, not a file" in room.refused("export", "--out", ".")
    room.road.write("file", "")
    assert "cannot be written" in room.refused("export", "--out", "file/a.bundle")
    assert room.road.files() == {"file"}


# --- removing, verifying ---


def test_removing_stays_in_the_folder(room: Room, goods: Goods, tmp_path: Path) -> None:
    room.good("install", goods.file("fr_en"))
    (tmp_path / "precious").mkdir()
    for name in ("../precious", str(tmp_path / "precious"), "..", ".", "", "translate-fr_en"):
        assert "is installed" in room.refused("remove", name, code=3)
    assert "no package for fr to de" in room.refused("remove", "fr", "de", code=3)
    assert "one pair or one package" in room.refused("remove", "a", "b", "c")
    outside = shutil.copytree(goods.folder("en_de"), tmp_path / "outside")
    (room.packages / "linked").symlink_to(outside)
    room.good("remove", "linked")
    assert (outside / "metadata.json").exists()
    assert room.installed() == ["translate-fr_en-1_0"]
    assert "removed" in room.run("remove", "fr", "en").out


def test_verify_finds_what_is_wrong(room: Room, goods: Goods) -> None:
    room.road.project(["en"])
    for name in ("fr_en", "en_de"):
        room.good("install", goods.file(name))
    assert room.run("verify").code == 0
    place = room.packages / "translate-fr_en-1_0"
    (place / "README.md").write_text("Licence: none of your business\n")
    deadly(place)
    shutil.rmtree(room.packages / "translate-en_de-1_0")
    (room.packages / "stray").mkdir()
    ran = room.run("verify", "--json")
    assert ran.code == 3
    found = {verdict["name"]: verdict for verdict in ran.object["packages"]}
    pinned, crashed = found["translate-fr_en-1_0"]["problems"]
    assert "polyglot.lock pins" in pinned
    assert "crashes CTranslate2 (SIGSEGV)" in crashed
    assert found["translate-en_de"]["problems"] == ["polyglot.lock pins it, but it is not installed"]
    assert "no metadata.json" in found["stray"]["problems"][0]
    shown = room.run("verify", "fr", "en")
    assert (shown.code, shown.out.count("!")) == (3, 1)
    assert "no package for de to fr" in room.refused("verify", "de", "fr", code=3)
    assert "stray" in room.run("list").err


def test_verify_takes_more_checks(room: Room, goods: Goods) -> None:
    from polyglot.installation import stock

    room.good("install", goods.file("fr_en"))
    (verdict,) = stock.verify(
        stock.here(), None, (*stock.CHECKS, lambda _stock, package, _content: f"no {package.name}")
    )
    assert verdict.problems == ("no translate-fr_en-1_0",)


@pytest.mark.parametrize(
    ("files", "licence"),
    [
        ({"README.md": "# A model\n\nIts licence is CC BY 4.0.\n"}, "Its licence is CC BY 4.0."),
        ({"LICENSE": "\n  MIT License\n\nCopyright"}, "MIT License"),
        ({"README.md": "# A model\n"}, ""),
        ({"LICENSE.txt": "\x1b[2JMIT"}, "?[2JMIT"),
    ],
)
def test_the_licence_is_found(goods: Goods, tmp_path: Path, files: Mapping[str, str], licence: str) -> None:
    folder = shutil.copytree(goods.folder("fr_en"), tmp_path / "fr_en")
    metadata(license=None)(folder)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    assert ArgosKeeper(tmp_path).read(folder).licence == licence


def test_the_engine_takes_what_was_installed(room: Room, goods: Goods) -> None:
    room.good("install", goods.file("fr_en"))
    assert ArgosEngine(room.packages).pairs() == (("fr", "en"),)


def test_doctor_says_how_to_get_one(room: Room) -> None:
    (found,) = [each for each in room.road.run("doctor", "--json").object["findings"] if each["what"] == "engine argos"]
    assert found["advice"].endswith("run: polyglot models install fr en")
