"""A folder with a command line: what the tests of the whole road share. The real `polyglot` runs, in this process."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from polyglot import po
from polyglot.cli.funnel import guarded

Test = Callable[..., None]
JOURNAL = re.compile(r"(?:^|/)\.[^/]+\.polyglot$")
"""What engines answered, where a run without a project was cut short."""
POLYGLOT = Path(sys.executable).with_name("polyglot")

ARTICLE = """\
Une bibliothèque ouvre ses portes à Kyiv

Le président Volodymyr Zelensky a visité la bibliothèque. Elle compte 12 000 livres.

« Nous voulons lire », a déclaré une élève. L’entrée est gratuite.
"""
"""A title and two paragraphs: five segments, two names, one number."""
SEGMENTS = (
    "Une bibliothèque ouvre ses portes à Kyiv",
    "Le président Volodymyr Zelensky a visité la bibliothèque.",
    "Elle compte 12 000 livres.",
    "« Nous voulons lire », a déclaré une élève.",
    "L’entrée est gratuite.",
)

PAGE = """\
Accueil Actualité {title}

{title}
par Hélène Vasseur
17 mars 2026
A+A-
Réinitialiser

{body}

Partager sur Facebook
Partager sur X
Envoyer par e-mail

À lire aussi
Sommet du 26 mars : ce que les Vingt-Sept ont à décider

Laissez un commentaire
Votre adresse e-mail ne sera pas publiée. Les champs obligatoires sont indiqués avec *
Commentaire *
Publier le commentaire

© 2026 Le Journal. Tous droits réservés.
Nous utilisons des cookies pour mesurer l’audience du site et pour améliorer votre lecture.
"""
"""A saved page: what stands around `{title}` and `{body}` belongs to the site."""
BODY = """\
Le conseil municipal de Valmorin a voté lundi soir la construction d’une nouvelle bibliothèque au centre de la ville.

Les travaux commenceront au printemps et dureront deux ans, selon la mairie, qui veut aussi planter des arbres."""


def apertium(test: Test) -> Test:
    """Mark a test that needs Apertium with French, Catalan, Spanish and English."""
    missing = shutil.which("apertium") is None
    return pytest.mark.apertium(pytest.mark.skipif(missing, reason="Apertium is not installed")(test))


def msgfmt(test: Test) -> Test:
    """Mark a test that needs the programs of GNU gettext."""
    missing = shutil.which("msgfmt") is None
    return pytest.mark.msgfmt(pytest.mark.skipif(missing, reason="GNU gettext is not installed")(test))


def page(title: str, body: str = BODY) -> str:
    """A saved page with this title and these paragraphs."""
    return PAGE.format(title=title, body=body)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The objects of `--json`, one to a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def object(self) -> dict[str, Any]:
        """The only object."""
        (one,) = self.objects
        return one

    def kinds(self) -> list[str]:
        """The kinds of all issues."""
        return [issue["kind"] for found in self.objects for issue in found["issues"]]

    def kinds_of_errors(self) -> list[str]:
        """What is said of each file that cannot be read."""
        return [found["error"] for found in self.objects if "error" in found]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it stands: whether it was written again shows even where its bytes are the same."""

    data: bytes
    modified: int
    number: int
    """The inode: an atomic write makes a new one."""


class Road:
    """A folder, the current one, and the commands that a person gives there."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        """Go into the folder; nothing of the machine's own settings reaches the command."""
        self.root = root
        self.monkeypatch = monkeypatch
        self.capsys = capsys
        monkeypatch.chdir(root)
        for name in ("NO_COLOR", "FORCE_COLOR", "ACCESSIBLE", "POLYGLOT_OFFLINE"):
            monkeypatch.delenv(name, raising=False)

    def run(self, *arguments: str | Path, stdin: bytes | None = None) -> Ran:
        """Give a command, as `polyglot ARGUMENTS`."""
        if stdin is not None:
            self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        self.capsys.readouterr()
        code = guarded([str(argument) for argument in arguments])
        told = self.capsys.readouterr()
        assert "Traceback" not in told.err
        return Ran(code, told.out, told.err)

    def translate(self, *arguments: str | Path, engine: str = "pseudo", **options: bytes) -> Ran:
        """Translate with an engine that takes any pair, for machines to read."""
        return self.run("translate", *arguments, "--engine", engine, "--json", **options)

    def project(self, locales: Iterable[str] = ("en",), settings: str = "", source: str = "fr") -> None:
        """Write a `polyglot.toml`."""
        listed = ", ".join(f'"{tag}"' for tag in locales)
        self.write("polyglot.toml", f'[project]\nsource = "{source}"\nlocales = [{listed}]\n{settings}')

    def translated_once(self, name: str) -> Road:
        """A project with the article, in a file of this name, translated once."""
        self.project()
        self.write(name, ARTICLE)
        assert self.translate().code == 0
        return self

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file, its folders too; line ends as they are."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def read(self, name: str) -> str:
        """The text of a file, line ends as they are."""
        return (self.root / name).read_bytes().decode()

    def read_bytes(self, name: str) -> bytes:
        """The bytes of a file."""
        return (self.root / name).read_bytes()

    def change(self, name: str, old: str, new: str) -> None:
        """Replace words that stand in a file exactly once."""
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def files(self) -> set[str]:
        """The names of all files, without what polyglot keeps for itself in `.polyglot`."""
        return set(self.tree())

    def tree(self) -> dict[str, Stamp]:
        """All files, without `.polyglot` and what a run without a project has there instead until it is done."""
        found = {}
        for path in sorted(self.root.rglob("*")):
            name = path.relative_to(self.root).as_posix()
            kept = name.startswith(".polyglot/") or JOURNAL.search(name)
            if path.is_file() and not kept:
                facts = path.stat()
                found[name] = Stamp(path.read_bytes(), facts.st_mtime_ns, facts.st_ino)
        return found

    def catalog(self, name: str) -> po.PoFile:
        """A catalog."""
        found = po.read(self.root / name)
        assert found is not None, f"there is no {name}"
        return found

    def entry(self, name: str, source: str) -> po.Entry:
        """The only entry for a source in a catalog."""
        (one,) = [entry for entry in self.catalog(name).entries if entry.source == source]
        return one

    def block(self, name: str, source: str) -> str:
        """The lines of the only entry for a source, as they stand in the catalog."""
        (one,) = [block for block in self.read(name).split("\n\n") if _msgid(block) == source]
        return one.strip("\n")

    def say(self, name: str, source: str, words: str, *, clear: bool = True) -> None:
        """Write a translation as a person does in an editor; `clear` takes the `fuzzy` away."""
        block = self.block(name, source)
        keep = block[: block.index("\nmsgstr ")]
        text = f'{_unfuzzy(keep) if clear else keep}\nmsgstr "{words}"'
        self.change(name, block, text)

    def accept(self, name: str, source: str) -> None:
        """Take the `fuzzy` away from an entry, and nothing else."""
        block = self.block(name, source)
        self.change(name, block, _unfuzzy(block))


def _msgid(block: str) -> str | None:
    """The source of a block of a catalog; None where it has none."""
    found = re.search(r'^msgid ((?:".*"\n?)+)', block, re.MULTILINE)
    return "".join(json.loads(line) for line in found[1].splitlines()) if found else None


def _unfuzzy(block: str) -> str:
    return block.replace("#, fuzzy\n", "").replace("#, fuzzy, ", "#, ")


def process(*arguments: str | Path, cwd: Path, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the installed `polyglot` as a process of its own, with these variables in its environment."""
    variables = [f"{name}={value}" for name, value in env.items()]
    return subprocess.run(
        ["env", *variables, str(POLYGLOT), *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=120,
    )


def gettext_run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a GNU gettext program in English."""
    return subprocess.run(
        [str(part) for part in command],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={"LC_ALL": "C.UTF-8", "PATH": str(Path(shutil.which(str(command[0])) or "/usr/bin/x").parent)},
    )


def gettext_tool(*command: str | Path) -> str:
    """Run a GNU gettext program that has nothing to complain of; what it says on standard output."""
    done = gettext_run(*command)
    assert done.returncode == 0, done.stderr
    return done.stdout
