"""What is installed: the wheel's contents, the locked packages, and that both lists of them agree."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
UNWANTED = {"torch", "stanza", "spacy", "minisbd", "onnxruntime"}


def locked() -> dict[str, set[str]]:
    versions: dict[str, set[str]] = {}
    for package in tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]:
        if "version" in package:
            versions.setdefault(package["name"], set()).add(package["version"])
    return versions


def test_no_torch_comes_along() -> None:
    assert not UNWANTED & set(locked())


def test_requirements_are_those_of_the_lock() -> None:
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    pins = [found for line in lines if (found := re.match(r"([\w.-]+)==(\S+)", line))]
    assert len(pins) > 20
    versions = locked()
    assert [pin[0] for pin in pins if pin[2] not in versions.get(pin[1], set())] == []


def test_requirements_name_every_direct_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    direct = {re.split(r"[<>=!~ \[]", dependency)[0].replace(".", "-") for dependency in project["dependencies"]}
    text = (ROOT / "requirements.txt").read_text("utf-8")
    assert {name for name in direct if not re.search(rf"^{re.escape(name)}==", text, re.MULTILINE)} == set()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with ZipFile(next(folder.glob("*.whl"))) as archive:
        return frozenset(archive.namelist())


def test_wheel_has_every_module_and_data_file(wheel: frozenset[str]) -> None:
    source = ROOT / "src" / "polyglot"
    files = {path.relative_to(ROOT / "src").as_posix() for path in source.rglob("*") if path.is_file()}
    wanted = {name for name in files if "__pycache__" not in name}
    assert wanted - wheel == set()


def test_wheel_has_the_shipped_names_and_catalogs(wheel: frozenset[str]) -> None:
    names = ("people", "places", "organisations", "countries")
    assert {f"polyglot/shipped/glossary/{name}.csv" for name in names} <= wheel
    assert "polyglot/shipped/locales/fr/LC_MESSAGES/polyglot.po" in wheel


def test_wheel_has_nothing_else(wheel: frozenset[str]) -> None:
    others = {name for name in wheel if not name.startswith(("polyglot/", "polyglot_press-"))}
    assert others == set()
