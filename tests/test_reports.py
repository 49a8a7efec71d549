"""The reports of `check`, as those who read them do: a schema, a parser of JUnit, and GitHub's rules of escaping."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import junitparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot import changes, resources
from polyglot.errors import ConfigError
from polyglot.model import Issue, Severity
from polyglot.reports import FORMS, Checked, Finding, Report, baseline
from polyglot.reports.findings import UNREADABLE, report
from road import Ran, Road

HERE = Path(__file__).parent
SOURCE = "Le président Volodymyr Zelensky a 12 livres rares."
WRONG = "Volodymyr Zelensky owns 13 rare books."
RIGHT = "President Volodymyr Zelensky owns 12 rare books."
ARTICLE = "articles/a.fr.txt"
CATALOG = f"locales/en/{ARTICLE.replace('articles/', 'articles/articles/', 1)}.po"
CONFLICT = b'<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n=======\n>>>>>>> theirs\n'


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A project in which a person got a number wrong."""
    road = Road(tmp_path, monkeypatch, capsys)
    road.project()
    road.write(ARTICLE, f"Une phrase.\n\nUne autre. {SOURCE}\n")
    road.translate()
    road.say(CATALOG, SOURCE, WRONG)
    road.translate()
    return road


def line_of(road: Road, source: str) -> int:
    """The line at which the entry of a source begins, its comments left aside."""
    lines = road.read(CATALOG).splitlines()
    at = lines.index(f'msgid "{source}"')
    return at if lines[at - 1].startswith("msgctxt") else at + 1


def rendered(form: str, *findings: Finding, **facts: Any) -> str:  # noqa: ANN401 - the fields of a report
    return FORMS[form](report(Checked(findings, {("a.md", "en")}), **facts))


def finding(message: str = "a message", file: str = "a.md", **facts: Any) -> Finding:  # noqa: ANN401 - those of one
    return Finding(Issue("numbers", Severity.ERROR, message, file, 3, 5), "en", "a.po", 7, **facts)


# --- text ---


def test_a_person_is_told_both_places(road: Road) -> None:
    ran = road.run("check")
    said = "the number '12' has no counterpart in the translation (numbers)"
    assert f"error {ARTICLE}:3:12: {said} [{CATALOG}:{line_of(road, SOURCE)}]\n" in ran.out
    assert (ran.code, ran.err, ran.out.splitlines()[-1]) == (1, "", "2 issues")


def test_a_message_cannot_command_the_terminal(road: Road) -> None:
    road.say(CATALOG, SOURCE, f"{RIGHT} \\033[2J\u202e books books")
    ran = road.run("check")
    assert "duplication" in ran.out
    assert not re.search("[\x1b\u202e]", ran.out)


def test_colour_where_it_is_wanted(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31merror" in road.run("check").out


# --- json ---


def test_json_is_one_object(road: Road) -> None:
    ran = road.run("check", "--report", "json")
    facts = json.loads(ran.out)
    assert (ran.code, facts["schema"], facts["fixed"]) == (1, 1, [])
    assert facts["counts"] == {"info": 0, "warning": 0, "error": 2, "known": 0}
    issue = facts["issues"][0]
    assert (issue["file"], issue["line"], issue["column"]) == (ARTICLE, 3, 12)
    assert (issue["catalog"], issue["catalog_line"]) == (CATALOG, line_of(road, SOURCE))
    assert (issue["source"], issue["target"], issue["locale"]) == (SOURCE, WRONG, "en")


def test_json_has_what_is_wrong_with_all(road: Road) -> None:
    road.write("polyglot.toml", "[project\n")
    for options in (("--report", "json"), ("--report=json",)):
        ran = road.run("check", *options)
        assert (ran.code, ran.object["exit"]) == (2, 2)
        assert ran.object["place"].endswith("polyglot.toml:1:9")


def test_site_strings_have_their_line(road: Road) -> None:
    place = "locales/en/LC_MESSAGES/site.po"
    road.write("articles/b.fr.txt", "Une phrase.\n")
    said = '# note\n#: articles/b.fr.txt\nmsgid "Les 27 pays"\nmsgstr "The 28 countries"\n'
    road.write("locales/site.pot", '#. furniture\n#: articles/b.fr.txt\nmsgid "Les 27 pays"\nmsgstr ""\n')
    road.write(place, said)
    found = [one for one in road.run("check", "--json").objects if one["file"] == place]
    assert {one["line"] for one in found} == {3}


# --- sarif ---


@cache
def schema() -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator(json.loads((HERE / "reports" / "sarif-2.1.0-rtm.5.json").read_text("utf-8")))


def sarif(text: str) -> dict[str, Any]:
    """The only run of a log that is valid."""
    log = json.loads(text)
    schema().validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_sarif_is_valid_and_has_both_places(road: Road) -> None:
    road.write("articles/b à.fr.txt", "Une phrase.\n")
    road.write("locales/en/articles/articles/b à.fr.txt.po", CONFLICT)
    ran = road.run("check", "--report", "sarif")
    run = sarif(ran.out)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["numbers", "unreadable"]
    assert all(
        rule["fullDescription"]["text"] and rule["help"]["text"] and rule["shortDescription"]["text"]
        for rule in run["tool"]["driver"]["rules"]
    )
    broken, lost, _ = run["results"]
    assert [rules[one["ruleIndex"]] for one in (broken, lost)] == [broken["ruleId"], lost["ruleId"]]
    place = broken["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "locales/en/articles/articles/b%20%C3%A0.fr.txt.po"
    assert place["region"] == {"startLine": 1}
    assert lost["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 12}
    (related,) = lost["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == CATALOG
    assert related["physicalLocation"]["region"] == {"startLine": line_of(road, SOURCE)}
    assert (ran.code, run["invocations"]) == (2, [{"executionSuccessful": False}])


def test_sarif_without_issues_is_valid() -> None:
    assert sarif(rendered("sarif"))["results"] == []


def test_what_is_said_of_kinds_is_whole() -> None:
    said = tomllib.loads((resources.HERE / "language" / "issues.toml").read_text("utf-8"))
    assert {UNREADABLE, "numbers", "terminology", "untranslated", "missing", "stale"} <= said.keys()
    for kind, facts in said.items():
        assert facts.keys() == {"what", "help", "severity"}, kind
        assert Severity(facts["severity"])
        assert (facts["what"][-1] != ".", facts["help"][-1]) == (True, "."), kind


def prints(road: Road) -> list[str]:
    (run,) = json.loads(road.run("check", "--report", "sarif").out)["runs"]
    found = [one["partialFingerprints"] for one in run["results"]]
    assert all(marks["primaryLocationLineHash"] == marks["polyglotIssue/v1"] for marks in found)
    return [marks["primaryLocationLineHash"] for marks in found]


def test_fingerprints_outlive_moved_lines_and_no_other_text(road: Road) -> None:
    before = prints(road)
    assert len(set(before)) == 2
    road.write(ARTICLE, f"Encore un début.\n\nUne phrase.\n\nUne autre. {SOURCE}\n")
    road.translate()
    assert prints(road) == before
    road.say(CATALOG, SOURCE, WRONG.replace("13", "14"))
    assert not set(prints(road)) & set(before)


def test_files_are_named_from_the_top_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "my site").mkdir()
    folder = changes.above(tmp_path / "my site")
    (result,) = sarif(rendered("sarif", finding(), folder=folder))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "my%20site/a.md"
    assert rendered("github", finding(), folder=folder).startswith("::error file=my site/a.md,line=3,col=5,")
    assert list(suites(rendered("junit", finding(), folder=folder))) == ["my site/a.md"]
    assert changes.above(tmp_path) == ""


def test_a_file_elsewhere_has_a_whole_address() -> None:
    (result,) = sarif(rendered("sarif", finding(file="/else where/a.md")))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "file:///else%20where/a.md"}


def test_a_name_that_is_not_utf_8() -> None:
    told = finding(file="a\udce9.md", source="\ud800")
    (result,) = sarif(rendered("sarif", told))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%E9.md"
    assert "a\ufffd.md" in suites(rendered("junit", told))
    (known,) = baseline.read(baseline.render(report(Checked((told,), {})), ()), "")
    assert known.file == "a\udce9.md"


# --- junit ---


def suites(text: str) -> dict[str, junitparser.TestSuite]:
    found = junitparser.JUnitXml.fromstring(text.encode())
    return {suite.name: suite for suite in found}


def test_junit_has_a_suite_for_each_file(road: Road) -> None:
    road.write("articles/b.fr.txt", "Une phrase.\n")
    road.translate()
    road.write("articles/c.fr.txt", b"")
    ran = road.run("check", "--report", "junit")
    found = suites(ran.out)
    counts = {name: (suite.tests, suite.failures, suite.errors) for name, suite in found.items()}
    assert counts == {ARTICLE: (2, 2, 0), "articles/b.fr.txt": (1, 0, 0), "articles/c.fr.txt": (1, 0, 1)}
    assert (found[ARTICLE].failures, ran.code) == (2, 2)
    case = next(iter(found[ARTICLE]))
    assert "the number '12'" in case.result[0].message
    assert f"{CATALOG}:{line_of(road, SOURCE)}" in str(case.result[0].text)


def test_junit_passes_what_does_not_fail(road: Road) -> None:
    found = suites(road.run("check", "--report", "junit", "--fail-on", "never").out)
    assert (found[ARTICLE].tests, found[ARTICLE].failures) == (2, 0)


@given(st.text())
@settings(derandomize=True, max_examples=60)
def test_any_text_can_be_told_in_every_form(text: str) -> None:
    told = finding(text, source=text, target=text, context=text)
    assert len(suites(rendered("junit", told))) == 1
    assert sarif(rendered("sarif", told))["results"][0]["message"]["text"] == text
    assert json.loads(rendered("json", told))["issues"][0]["message"] == text
    assert rendered("github", told).count("\n") == 1


# --- github ---


def test_annotations_are_escaped_as_github_reads_them() -> None:
    (line,) = rendered("github", finding("50 %\r\nfoo::bar, baz", "a,b:c%.md")).splitlines()
    head = "::error file=a%2Cb%3Ac%25.md,line=3,col=5,title=polyglot numbers::"
    assert line == f"{head}50 %25%0D%0Afoo::bar, baz [a.po:7]"


@pytest.mark.parametrize(("severity", "command"), [("error", "error"), ("warning", "warning"), ("info", "notice")])
def test_annotations_have_their_level_and_always_a_line(severity: str, command: str) -> None:
    told = Finding(Issue("missing", Severity(severity), "gone", "a.md"))
    assert rendered("github", told) == f"::{command} file=a.md,line=1,col=1,title=polyglot missing::gone\n"


# --- baseline ---


def with_baseline(road: Road, *more: str) -> Ran:
    return road.run("check", "--baseline", "base.json", *more)


def test_only_what_is_new_fails(road: Road) -> None:
    made = with_baseline(road, "--write-baseline")
    assert (made.code, made.out) == (0, "base.json: 2 issues\n")
    before = road.tree()
    ran = with_baseline(road)
    assert (ran.code, ran.out) == (0, "0 issues, 2 more in the baseline\n")
    road.write("articles/b.fr.txt", "Une phrase.\n")
    ran = with_baseline(road)
    assert (ran.code, ran.out.splitlines()[-1]) == (1, "1 issues, 2 more in the baseline")
    assert road.tree()["base.json"] == before["base.json"]


def test_a_baseline_outlives_moved_lines(road: Road) -> None:
    with_baseline(road, "--write-baseline")
    road.write(ARTICLE, f"Encore un début.\n\nUne phrase.\n\nUne autre. {SOURCE}\n")
    road.translate()
    assert with_baseline(road).code == 0


def test_what_was_fixed_is_told(road: Road) -> None:
    with_baseline(road, "--write-baseline")
    road.say(CATALOG, SOURCE, RIGHT)
    road.translate()
    ran = with_baseline(road)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "0 issues, 2 fixed: write the baseline again")
    assert ran.out.startswith(f"fixed {ARTICLE}: numbers ")
    assert with_baseline(road, "--write-baseline").out == "base.json: 0 issues\n"


def test_a_narrow_look_forgets_nothing_of_other_files(road: Road) -> None:
    road.write("articles/b.fr.txt", "Une phrase.\n")
    with_baseline(road, "--write-baseline")
    before = road.read("base.json")
    ran = with_baseline(road, "articles/b.fr.txt", "--report", "json")
    assert (ran.code, json.loads(ran.out)["fixed"]) == (0, [])
    with_baseline(road, "articles/b.fr.txt", "--write-baseline")
    assert road.read("base.json") == before
    (road.root / ARTICLE).unlink()
    assert {one["file"] for one in json.loads(with_baseline(road, "--report", "json").out)["fixed"]} == {ARTICLE}


def test_what_cannot_be_read_is_in_no_baseline(road: Road) -> None:
    with_baseline(road, "--write-baseline")
    road.write(CATALOG, CONFLICT)
    assert with_baseline(road, "--write-baseline").code == 2
    ran = with_baseline(road, "--report", "json", "--fail-on", "never")
    facts = json.loads(ran.out)
    assert (ran.code, [one["kind"] for one in facts["issues"]], facts["fixed"]) == (2, ["unreadable"], [])


def test_sarif_tells_what_the_baseline_has(road: Road) -> None:
    with_baseline(road, "--write-baseline")
    road.write("articles/b.fr.txt", "Une phrase.\n")
    run = sarif(with_baseline(road, "--report", "sarif").out)
    assert [one["baselineState"] for one in run["results"]] == ["unchanged", "unchanged", "new"]


@pytest.mark.parametrize(
    "data", [b"<<<<<<< HEAD\n", b"{", b"[]", b'{"schema": 2}', b'{"schema": 1, "issues": [1]}', b"\xff", b"null"]
)
def test_a_broken_baseline_is_told_with_its_place(road: Road, data: bytes) -> None:
    road.write("base.json", data)
    for more in ((), ("--write-baseline",)):
        ran = with_baseline(road, *more)
        assert (ran.code, road.read_bytes("base.json")) == (2, data)
        assert ran.err.startswith("error: base.json")


def test_options_that_contradict_one_another(road: Road) -> None:
    for options in (("--write-baseline",), ("--json", "--report", "sarif"), ("--report", "xml"), ("--baseline", "no")):
        ran = road.run("check", *options)
        assert (ran.code, ran.out.count("error") in {0, 1}) == (2, True)
        assert "  → " in ran.err


def test_a_baseline_is_the_same_in_any_order() -> None:
    found = [finding("a"), finding("b", "b.md"), Finding(Issue(UNREADABLE, Severity.ERROR, "", "c.md"))]
    ways = [baseline.render(report(Checked(tuple(way), {})), ()) for way in (found, found[::-1])]
    assert ways[0] == ways[1]
    assert len(baseline.read(ways[0], "")) == 2
    with pytest.raises(ConfigError):
        baseline.read(b"", "base.json")


def test_a_report_of_nothing() -> None:
    assert not [form for form, render in FORMS.items() if not render(Report(())) and form != "github"]


# --- files that cannot be read ---


@pytest.mark.parametrize("data", [CONFLICT, b"", b"\xff\xfe", b'msgid "a', b"\x00" * 9])
def test_check_goes_on_over_the_others(road: Road, data: bytes) -> None:
    road.write("articles/b.fr.txt", f"{SOURCE}\n")
    road.translate()
    road.say("locales/en/articles/articles/b.fr.txt.po", SOURCE, WRONG)
    road.write("articles/c.fr.txt", b"\x00\x01" * 30)
    road.write(CATALOG, data)
    before = road.tree()
    ran = road.run("check", "--json")
    kinds = [(one["kind"], one["file"]) for one in ran.objects]
    assert kinds[:2] == [("unreadable", "articles/c.fr.txt"), ("unreadable", CATALOG)]
    assert ("numbers", "articles/b.fr.txt") in kinds
    assert (ran.code, road.tree()) == (2, before)


def test_check_goes_on_over_broken_site_strings_and_orphans(road: Road) -> None:
    places = ("locales/en/LC_MESSAGES/site.po", "locales/en/articles/gone.fr.txt.po", "locales/site.pot")
    for place in places:
        road.write(place, CONFLICT)
        ran = road.run("check", "--json")
        told = [(one["file"], one["line"]) for one in ran.objects if one["kind"] == "unreadable"]
        assert (ran.code, told) == (2, [(place, 1)])
        assert "numbers" in [one["kind"] for one in ran.objects]
        (road.root / place).unlink()
