"""The folder that Argos Translate keeps packages in: what makes a folder a package there, and whether it works.

Argos Translate's own installer is not used: it unpacks whatever it is given. Both see the same packages.
"""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

from polyglot import locales
from polyglot.engines.argos import notes
from polyglot.engines.argos.brought import brought
from polyglot.engines.argos.packages import NOT_IMPORTABLE, TARGET_PIECES, legs_of, serving, table, tag_of
from polyglot.errors import EngineMissingError, PackageError, UnknownLanguageError, UsageError
from polyglot.model import Distribution, Package, Pair, Scores, Tag

CODE = re.compile(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*")
VERSION = re.compile(r"[0-9][0-9A-Za-z.+-]{0,30}")
LISTS = ("from_codes", "to_codes", "languages", "source_languages", "target_languages")
MOST_LANGUAGES = 300
"""Of one list: every two of them are a pair."""
LARGEST_METADATA = 1 << 20
LARGEST_SCORE = 1e6
"""Of any metric; JSON as Python reads it may also have infinity, or no number at all."""
SOURCE_PIECES = "source.spm"
"""The two SentencePiece models of a Marian model (OPUS-MT): one for each language."""
PIECES = "sentencepiece.model"
MODEL_FILES = ("model.bin", "config.json", "*vocabulary.json", "*vocabulary.txt", "vmap.txt")
"""What a converter of CTranslate2 writes."""
LICENCES = ("LICENSE*", "LICENCE*", "COPYING*", "README*")
PATIENCE = 300
"""Seconds that a model may take to be loaded and to answer once."""


@dataclass(frozen=True)
class ArgosKeeper:
    """The packages that Argos Translate has installed, or those in another folder."""

    own: Path | None = None

    @cached_property
    def folder(self) -> Path:
        """Where packages lie, a folder each; raises `EngineMissingError` where Argos Translate does not say."""
        return self.own if self.own is not None else Path(_settings().package_data_dir)

    @cached_property
    def index(self) -> str:
        """Where Argos Translate's own index of packages is; raises `EngineMissingError`."""
        return str(_settings().remote_package_index)

    @cached_property
    def brought(self) -> Mapping[Path, Distribution]:
        """The folders of packages that distributions bring; none where only a folder of one's own choice counts."""
        return brought().folders if self.own is None else {}

    def tag(self, code: str) -> Tag:
        """The tag of an Argos code; raises `UnknownLanguageError`."""
        return tag_of(code)

    def serving(self, tag: Tag, offered: set[Tag]) -> Tag | None:
        """The tag, of those offered, whose model serves this one; None where there is none."""
        return serving(tag, offered)

    def read(self, folder: Path) -> Package:
        """What a package says of itself, and that all its parts are there; raises `PackageError`."""
        facts = _metadata(folder)
        _require_known(folder, facts)
        found, problem = legs_of(folder)
        if problem or not found:
            raise _refused(folder, problem or "it holds no model for translation")
        stem = _stem(facts)
        number = str(facts.get("package_version", ""))
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        owner = self.brought.get(folder)
        name = folder.name if owner or folder.parent == self.folder else _name(stem, number)
        pairs = tuple(sorted(leg.pair for leg in found))
        about = _licence(folder, facts), size, folder, owner, _scores(facts), _card(folder)
        return Package(name, stem, pairs, number, *about)

    def complete(self, folder: Path, pair: Pair | None) -> None:
        """Make a package of a model as CTranslate2's converters leave it; leave what is one as it is.

        A Marian model keeps its two SentencePiece models; that of the source is also there under the name that Argos
        Translate knows. Its sentences must end in `</s>` on the source side, and
        `config.json` is made to say so, so that CTranslate2 appends it, whatever converter it came from; who calls the
        model must not.
        """
        if (folder / SOURCE_PIECES).is_file() and not (folder / PIECES).exists():
            shutil.copyfile(folder / SOURCE_PIECES, folder / PIECES)  # Argos Translate knows no other name
        if (folder / "metadata.json").exists():
            _require_pair(folder, pair, self.read(folder).pairs)
            return
        _require_bare_model(folder)
        pair = pair or _pair_of(folder)
        if not (folder / "model").is_dir():
            (folder / "model").mkdir()
            for path in sorted(path for pattern in MODEL_FILES for path in folder.glob(pattern)):
                path.rename(folder / "model" / path.name)
        known: dict[str, Any] = {"package_version": "1.0", "argos_version": "1.9", "type": "translate"}
        for side, tag in (("from", pair.source), ("to", pair.target)):
            known |= {f"{side}_code": _code(tag), f"{side}_name": locales.name(tag, Tag("en"))}
        if (folder / SOURCE_PIECES).exists():
            known |= {"source_tokenizer": SOURCE_PIECES, "target_tokenizer": TARGET_PIECES}
            _end_sentences(folder)
        (folder / "metadata.json").write_text(json.dumps(known, indent=1) + "\n", "utf-8")

    def trial(self, folder: Path) -> str:
        """What goes wrong when its model is loaded and asked, in a process of its own; empty where nothing does.

        CTranslate2 does not survive some settings of foreign models, so this process does not load them. What passed is
        noted beside it, and need not be tried again.
        """
        start = "import sys; sys.path[:] = sys.argv[2:]; from polyglot.engines.argos.trial import run; run(sys.argv[1])"
        command = [sys.executable, "-I", "-c", start, str(folder.resolve()), *sys.path]
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return f"it did not answer in {PATIENCE} seconds"
        if done.returncode < 0:
            return f"it crashes CTranslate2 ({signal.Signals(-done.returncode).name})"
        if done.returncode:
            lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
            return _line(lines[-1] if lines else "it stopped without a word")
        notes.vouch(folder)
        return ""


def _settings() -> ModuleType:
    """The settings of Argos Translate, which makes its folders when they are imported; raises `EngineMissingError`."""
    try:
        from argostranslate import settings
    except NOT_IMPORTABLE as error:
        message = f"Argos Translate, whose folder models lie in, cannot be imported: {error}"
        hint = "check that you may write to your home folder, or set ARGOS_PACKAGES_DIR"
        raise EngineMissingError(message, hint=hint) from error
    return settings


def _metadata(folder: Path) -> Mapping[str, Any]:
    """The object in `metadata.json`."""
    path = folder / "metadata.json"
    try:
        if path.stat().st_size > LARGEST_METADATA:
            raise _refused(folder, "its metadata.json is far too long")
        facts = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise _refused(folder, "it has no metadata.json") from error
    except (OSError, ValueError, RecursionError) as error:
        raise _refused(folder, f"its metadata.json cannot be read: {_line(str(error))}") from error
    if not isinstance(facts, dict):
        raise _refused(folder, "its metadata.json is no object")
    return facts


def _require_known(folder: Path, facts: Mapping[str, Any]) -> None:
    """Raise for metadata that says what no package says, or that asks for a newer Argos Translate."""
    for key in ("from_code", "to_code"):
        if facts.get(key) is not None and not CODE.fullmatch(str(facts[key])):
            raise _refused(folder, f"its metadata.json has no language in {key}")
    for key in LISTS:
        if not isinstance(facts.get(key, []), list) or len(facts.get(key, [])) > MOST_LANGUAGES:
            raise _refused(folder, f"its metadata.json has no list of languages in {key}")
    number = facts.get("package_version", "0")
    if not isinstance(number, str) or not VERSION.fullmatch(number):
        raise _refused(folder, "its metadata.json has no version in package_version")
    needed = facts.get("argos_version")
    if needed is None:
        return
    if not isinstance(needed, str) or not re.fullmatch(r"\d{1,4}(\.\d{1,4}){0,3}", needed):
        raise _refused(folder, "its metadata.json has no version in argos_version")
    here = version("argostranslate")
    if _numbers(needed)[:2] > _numbers(here)[:2]:
        raise _refused(folder, f"it is made for Argos Translate {needed}, and {here} is installed")


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text))


def _stem(facts: Mapping[str, Any]) -> str:
    """`translate-fr_en`; for a package of many languages what it calls itself."""
    if facts.get("from_code") and facts.get("to_code"):
        return f"translate-{facts['from_code']}_{facts['to_code']}"
    code = str(facts.get("code") or "")
    return code if re.fullmatch(r"[A-Za-z0-9][\w-]{0,60}", code, re.ASCII) else "translate-several"


def _name(stem: str, number: str) -> str:
    return f"{stem}-{re.sub(r'[^0-9A-Za-z]', '_', number)}" if number else stem


def _licence(folder: Path, facts: Mapping[str, Any]) -> str:
    """What the package says of its licence: in its metadata, or in the first line that names one of its own files."""
    said = facts.get("license", facts.get("licence"))
    if isinstance(said, str) and said.strip():
        return _line(said)
    for path in (path for pattern in LICENCES for path in sorted(folder.glob(pattern)) if path.is_file()):
        with path.open(encoding="utf-8", errors="replace") as file:
            lines = [line.strip(" #*\t\n") for line in file.read(20_000).splitlines()]
        if path.name.startswith("README"):
            lines = [line for line in lines if re.search(r"licen[cs]e", line, re.IGNORECASE) and len(line) > 10]
        if first := next(filter(None, lines), ""):
            return _line(first)
    return ""


def _scores(facts: Mapping[str, Any]) -> Scores:
    """The figures that the metadata has under `scores`, by test set and metric; what makes no sense is left out."""
    said = facts.get("scores")
    sets = said.items() if isinstance(said, dict) else ()
    found = {_line(name): _figures(figures) for name, figures in sets if isinstance(figures, dict)}
    return {name: figures for name, figures in found.items() if figures}


def _figures(said: Mapping[str, Any]) -> dict[str, float]:
    numbers = {_line(metric): value for metric, value in said.items() if type(value) in {int, float}}
    return {metric: float(value) for metric, value in numbers.items() if abs(value) <= LARGEST_SCORE}


def _card(folder: Path) -> Path | None:
    return next((path for path in sorted(folder.glob("README*")) if path.is_file()), None)


def _require_pair(folder: Path, pair: Pair | None, pairs: tuple[Pair, ...]) -> None:
    if pair is not None and pair not in pairs:
        told = ", ".join("-".join(found) for found in pairs)
        raise UsageError(f"the package says that it translates {told}", place=str(folder), hint="leave out --pair")


def _require_bare_model(folder: Path) -> None:
    """Raise where a folder without metadata is not what a converter leaves either."""
    if not any((folder / place / "model.bin").is_file() for place in ("", "model")):
        raise _refused(folder, "it has no metadata.json, and no model.bin of CTranslate2 either")
    both = [(folder / name).is_file() for name in (SOURCE_PIECES, TARGET_PIECES)]
    if any(both) != all(both) or not (folder / PIECES).is_file():
        reason = f"it has no {PIECES}, and not both {SOURCE_PIECES} and {TARGET_PIECES}"
        raise _refused(folder, reason, hint="copy them from the model that was converted")


def _pair_of(folder: Path) -> Pair:
    """The pair that the tokenizer's settings name (Hugging Face); raises `UsageError` where they do not."""
    try:
        with (folder / "tokenizer_config.json").open(encoding="utf-8") as file:
            settings = json.loads(file.read(LARGEST_METADATA))
        return Pair(tag_of(settings["source_lang"]), tag_of(settings["target_lang"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError, UnknownLanguageError) as error:
        hint = "name it, for instance --pair fr-en"
        raise UsageError("the folder does not say which pair its model translates", hint=hint) from error


def _code(tag: Tag) -> str:
    """Argos's code of a tag."""
    return next((code for code, named in table("tags").items() if named == tag), tag)


def _end_sentences(folder: Path) -> None:
    """Let CTranslate2 append the end of sentence to the source."""
    path = folder / "model" / "config.json"
    try:
        settings = json.loads(path.read_text("utf-8")) if path.exists() else {}
    except (OSError, ValueError, RecursionError) as error:
        raise _refused(folder, "its config.json cannot be read") from error
    if not isinstance(settings, dict):
        raise _refused(folder, "its config.json is no object")
    path.write_text(json.dumps(settings | {"add_source_eos": True}, indent=2) + "\n", "utf-8")


def _refused(folder: Path, reason: str, hint: str = "") -> PackageError:
    return PackageError(f"the package is refused: {reason}", place=str(folder), hint=hint or "get the package again")


def _line(text: str) -> str:
    """A text of a stranger as it may be shown: one line, not long."""
    line = " ".join(text.split())[:120]
    return "".join(character if character.isprintable() else "?" for character in line)
