"""YAML: scalars that are text change in the style that they have; every other byte stays."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot import scalars
from polyglot.errors import UnreadableInputError
from polyglot.formats.yaml_strings import YamlFormat
from road import Road
from splicing import FILES, changed, kept, said

FORM = YamlFormat()
RAILS = (FILES / "rails.fr.yml").read_bytes()

signs = st.sampled_from("aé :#-'\"[]{},&*!|>%@`?\\~=.0\n\t\u00a0\u2028\x85\x07😀")
texts = st.text(signs, max_size=10) | st.sampled_from(
    ("no", "12:30", "0x1F", "2026-05-01", "- a", "---", "a: b", "NULL")
)
SHELLS = (
    "k: mot\n",
    "k: 'mot'\nl: x\n",
    'k: "mot" # c\n',
    "k: [mot, {a: mot}]\n",
    "k: |\n  mot\n\n   de plus\nl: x\n",
    "k: |2+\n    mot\n  deux\n\n\nl: x\n",
    "k: >-\n  mot\n  deux\n\n  trois\nl: x\n",
    "- >\n   mot\n\n     plus\n\n   x\n",
    "mot",
    "k: &a !!str mot\nl: *a\n",
)


def loaded(data: bytes, version: str) -> list[Any]:
    """What a library reads, in a version of YAML."""
    from ruamel.yaml import YAML

    reader = YAML(typ="safe", pure=True)
    reader.version = version
    return list(reader.load_all(StringIO(data.decode())))


def leaves(value: object) -> list[object]:
    """The values that are neither map nor list."""
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in leaves(inner)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in leaves(inner)]
    return [value]


@given(st.sampled_from(SHELLS), texts)
def test_whatever_is_written_is_read_as_it_is_meant(shell: str, text: str) -> None:
    data = shell.encode()
    assert kept(FORM, data)
    written, wanted = changed(FORM, data, lambda _: text)
    for version in ("1.1", "1.2"):
        found = [leaf for leaf in leaves(loaded(written, version)) if leaf != "x"]
        told = [text + scalar.tail for scalar in scalars.read(shell, "") if scalar.value != "x"]
        assert found[: len(told)] == told
        assert len(wanted) == len(list(scalars.read(shell, "")))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_keeps_its_bytes_and_its_styles(end: str) -> None:
    data = RAILS.replace(b"\n", end.encode())
    assert kept(FORM, data)
    written, wanted = changed(FORM, data, str.swapcase)
    assert said(FORM.read(written)) == wanted
    styles = [(scalar.style, scalar.path) for scalar in scalars.read(data.decode(), "")]
    assert [(scalar.style, scalar.path) for scalar in scalars.read(written.decode(), "")] == styles


def test_what_is_text_in_a_file_of_rails() -> None:
    assert said(FORM.read(RAILS)) == [
        "La grande maison",
        "L'aide du site",
        "Boné",
        "Voir la suite\n",
        "le %d %B",
        "Un texte sur deux lignes",
        "La ville est belle et le maire est content.\nUne autre ligne.",
        "Un vers\n  en retrait\nla fin",
        "Oui : ou non ?",
        "Un deuxième document",
    ]


@pytest.mark.parametrize(
    ("source", "text", "written"),
    [
        ("k: mot", "deux mots", "k: deux mots"),
        ("k: mot", "deux : mots", "k: 'deux : mots'"),
        ("k: mot", "no", "k: 'no'"),
        ("k: mot", "l'eau", "k: l'eau"),
        ("k: [mot]", "un, deux", "k: ['un, deux']"),
        ("k: 'mot'", "l'eau", "k: 'l''eau'"),
        ("k: 'mot'", "un\ndeux", 'k: "un\\ndeux"'),
        ('k: "m\\u00e9"', "é", 'k: "\\u00e9"'),
        ('k: "mé"', "ü", 'k: "ü"'),
        ("k: |-\n  un\nl: 1", "deux\n\n trois", "k: |-\n  deux\n\n   trois\nl: 1"),
        ("k: >-\n  un\nl: 1", "deux\ntrois", "k: >-\n  deux\n\n  trois\nl: 1"),
        ("k: >-\n  un\nl: 1", "deux\n trois", "k: |-\n  deux\n   trois\nl: 1"),
        ("k: |\n  un\nl: 1", " deux", 'k: " deux\\n"\nl: 1'),
        ("k: |\r\n  un\r\nl: 1", "deux\ntrois", "k: |\r\n  deux\r\n  trois\r\nl: 1"),
        ("k: &a mot # c", "deux", "k: &a deux # c"),
    ],
)
def test_styles(source: str, text: str, written: str) -> None:
    assert changed(FORM, source.encode(), lambda _: text)[0].decode() == written


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: b: c\n", ":1:5", "not valid YAML: mapping values are not allowed here"),
        ("a:\n\t- b\n", ":2:1", "not valid YAML: found character '\\t' that cannot start any token"),
        ("a: 'b\n", ":2:1", "not valid YAML: found unexpected end of stream"),
        ("a: 1\nb: \x01\n", ":2:4", "not valid YAML: a character that may not stand in it"),
        ("a: [b\n", ":2:1", "not valid YAML: "),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, place: str, message: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        FORM.read(text.encode(), "a.yml")
    assert caught.value.place == f"a.yml{place}"
    assert caught.value.message.startswith(message)


def test_aliases_are_not_followed() -> None:
    bomb = "a: &a [mot]\n" + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    assert said(FORM.read(bomb.encode())) == ["mot"]


@pytest.mark.parametrize("text", ["[" * 100_000, "\n".join(" " * depth + "a:" for depth in range(300))])
def test_deep_nesting_is_refused_at_once(text: str) -> None:
    with pytest.raises(UnreadableInputError, match="it is nested more than 200 deep"):
        FORM.read(text.encode())


def test_size_has_a_limit() -> None:
    with pytest.raises(UnreadableInputError, match="larger than 8 MiB"):
        FORM.read(b"a" * (9 << 20))


def test_the_road(tmp_path: Path, road: Road) -> None:
    (tmp_path / "rails.fr.yml").write_bytes(RAILS)
    ran = road.run("translate", "rails.fr.yml", "--to", "en", "--engine", "pseudo", "--json")
    assert ran.code == 0, ran.err
    written = (tmp_path / "rails.en.yml").read_text("utf-8")
    assert written.startswith("# Les textes du site, à relire\nfr:\n")
    assert "\n# This text was translated from French by a machine" in written
    second = road.run("translate", "rails.fr.yml", "--to", "en", "--engine", "pseudo", "--json")
    assert not second.object["wrote"]


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("# c\nfr:\n  a: Une maison\n", "# c\nen:\n  a: ÜÜñéé mááííšööñ\n"),
        ('"fr":\n  fr: Une maison\n', '"en":\n  fr: ÜÜñéé mááííšööñ\n'),
        ("fr:\n  a: Une maison\nde:\n  a: x\n", "fr:\n  a: ÜÜñéé mááííšööñ\nde:\n  a: x\n"),
    ],
)
def test_the_key_of_a_language_becomes_the_target(source: str, written: str, road: Road) -> None:
    (road.root / "a.fr.yml").write_text(source)
    assert road.run("translate", "a.fr.yml", "--to", "en", "--engine", "pseudo").code == 0
    text = (road.root / "a.en.yml").read_text("utf-8")
    assert text.partition("\n\n#")[0] == written.rstrip()
    assert road.run("translate", "a.fr.yml", "--to", "en", "--engine", "echo", "--no-publish", "--out", "b").code < 2
    assert [path.read_text("utf-8") for path in (road.root / "b").rglob("*.yml")] == [source]
