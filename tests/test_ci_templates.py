"""The templates for CI: their commands exist, and run on the example site, with the exit codes that they count on."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from polyglot.cli.funnel import guarded
from road import POLYGLOT, Road

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "examples" / "ci"
SITE = ROOT / "examples" / "site"
GITHUB, GITLAB = FOLDER / "github.yml", FOLDER / "gitlab-ci.yml"
TEMPLATES = (GITHUB, GITLAB)
SETTINGS = {"POLYGLOT_OFFLINE": "1", "LEAST": "90", "PROJECT": "."}


def template(path: Path) -> Mapping[str, Any]:
    from ruamel.yaml import YAML

    found: Mapping[str, Any] = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    return found


def scripts(path: Path) -> Iterator[str]:
    """The shell of a template, in order."""
    told = template(path)
    if path == GITHUB:
        steps = (step for job in told["jobs"].values() for step in job["steps"])
        yield from (step["run"] for step in steps if "run" in step)
        return
    for job in told.values():
        if isinstance(job, dict) and ("script" in job or "before_script" in job):
            yield from ("\n".join(job[key]) for key in ("before_script", "script") if key in job)


def commands(path: Path) -> list[str]:
    return [line for script in scripts(path) for line in script.splitlines() if line.startswith("polyglot ")]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_the_commands_exist_with_their_options(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = commands(path)
    assert {line.split()[1] for line in found} == {"build", "check", "status"}
    for line in found:
        assert guarded([shlex.split(line)[1], "--help"]) == 0
        told = capsys.readouterr().out
        assert [option for option in re.findall(r"--[a-z-]+", line) if option not in told] == [], line


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_the_shell_is_sound(path: Path) -> None:
    for script in scripts(path):
        done = subprocess.run(["bash", "-n"], input=script, capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stderr) == (0, ""), script
        assert "${{" not in script, "what others name, a branch for instance, would run as shell"
        bare = re.sub(r'"[^"]*"', "", script)
        assert "$" not in bare, f"a variable without quotes: {script}"


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_shellcheck_has_nothing_to_say(path: Path) -> None:
    for script in scripts(path):
        stopping = f"set -e\n{script}"  # as both services run a script: it ends where a command fails
        done = subprocess.run(
            ["shellcheck", "-s", "bash", "-"], input=stopping, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout


def test_every_setting_is_used() -> None:
    for path, key in ((GITHUB, "env"), (GITLAB, "variables")):
        text = path.read_text("utf-8")
        names = [name for name in template(path)[key] if name not in {"POLYGLOT_OFFLINE", "PIP_CACHE_DIR"}]
        assert [name for name in names if len(re.findall(rf"\b{name}\b", text)) < 2] == []


def test_the_workflow_may_do_no_more_than_it_must() -> None:
    workflow = template(GITHUB)
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    assert job["permissions"] == {"contents": "read", "security-events": "write"}
    actions = [step["uses"] for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"(actions|github)/[\w/-]+@v\d+", action) for action in actions)


def test_the_jobs_of_gitlab_lead_to_each_other() -> None:
    told = template(GITLAB)
    jobs = {name for name in told if ":" in name}
    assert all(told[name]["extends"] in told for name in jobs)
    assert {needed for name in jobs for needed in told[name].get("needs", ())} <= jobs


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """The example site as git has it: nothing was built."""
    made = shutil.ignore_patterns("localized", "public", ".polyglot", "*.mo", "__pycache__")
    site = shutil.copytree(SITE, tmp_path / "site", ignore=made)
    return Road(site, monkeypatch, capsys)


def run(road: Road, line: str) -> int:
    """Give a command of a template to the shell, as CI does."""
    given = {
        "PYTHONPATH": str(ROOT / "src"),
        "PATH": f"{POLYGLOT.parent}:/usr/bin:/bin",
        "RUNNER_TEMP": str(road.root.parent),
        "HOME": str(road.root.parent),
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", line],
        cwd=road.root,
        env={**given, **SETTINGS},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode in {0, 1}, done.stderr.decode()
    return done.returncode


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_the_example_site_passes(road: Road, path: Path) -> None:
    assert [run(road, line) for line in commands(path)] == [0] * len(commands(path))
    files = road.files()
    assert {"build-report/report.html", "build-report/build.json", "build-report/translations.svg"} <= files
    assert {f"localized/{tag}/articles/visite.html" for tag in ("en", "es", "ar")} <= files
    assert {f"locales/{tag}/LC_MESSAGES/site.mo" for tag in ("en", "es", "ar")} <= files


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_wrong_number_fails_the_check(road: Road, path: Path) -> None:
    road.change("locales/en/articles/articles/exposition.md.po", "240 drawings", "24 drawings")
    codes = {line: run(road, line) for line in commands(path)}
    assert {line.split()[1] for line, code in codes.items() if code == 1} >= {"check"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_locale_that_is_behind_fails_the_status(road: Road, path: Path) -> None:
    for name in ("ateliers.md", "visite.html"):
        (road.root / f"locales/es/articles/articles/{name}.po").unlink()
    codes = {line: run(road, line) for line in commands(path) if " status " in line}
    assert list(codes.values()) == [1]
