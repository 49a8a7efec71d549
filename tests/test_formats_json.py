"""JSON: strings that are text change, spelled as the file spells them; every other byte stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot.errors import UnreadableInputError
from polyglot.formats.json_strings import JsonFormat
from road import Road
from splicing import FILES, changed, kept, said

JSON = JsonFormat()
NAMES = ("app.fr.arb", "messages.fr.json", "i18next.fr.json")

strings = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ("Été", "a/b", '"oui"', "\\n", "id", "😀")
)
values = st.recursive(
    strings | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(strings, inner, max_size=4),
    max_leaves=12,
)


def strings_of(value: object) -> list[str]:
    """The strings of a value that are no keys, in order."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in strings_of(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in strings_of(inner)]
    return [value] if isinstance(value, str) else []


@given(values, st.booleans(), st.sampled_from((None, 2, "\t")))
def test_any_json_keeps_its_bytes_and_reads_as_it_is_meant(
    value: object, ascii_: bool, indent: int | str | None
) -> None:
    data = json.dumps(value, ensure_ascii=ascii_, indent=indent).encode()
    assert kept(JSON, data)
    assert [unit.text for unit in JSON.read(data).units] == strings_of(value)
    written, wanted = changed(JSON, data, lambda text: f'«{text}"\\/é\t')
    document = JSON.read(data)
    left = iter(wanted)
    told = [next(left) if unit.translate else unit.text for unit in document.units]
    assert strings_of(json.loads(written)) == told


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_files_keep_their_bytes(name: str, encoding: str) -> None:
    assert kept(JSON, (FILES / name).read_bytes().decode().encode(encoding))


def test_an_application_resource_bundle() -> None:
    data = (FILES / "app.fr.arb").read_bytes()
    assert said(JSON.read(data)) == ["La été / maison", "Un", "Deux", "Trois", "Encore une fois"]
    written, _ = changed(JSON, data, lambda text: text.replace("La été", "The sümmer"))
    assert written == data.replace(b"La \\u00e9t\\u00e9", b"The s\\u00fcmmer")


def test_messages_of_chrome() -> None:
    document = JSON.read((FILES / "messages.fr.json").read_bytes())
    assert said(document) == ["Une « grande » maison", "Bonjour $USER$, tu as 3 messages…"]
    assert [unit.text[slice(*code.span)] for unit in document.units for code in unit.inline] == ["$USER$"]
    assert [unit.reason for unit in document.units][:2] == [
        "key appName",
        "key appName.description; not the message itself",
    ]


def test_what_is_no_text_stays() -> None:
    units = JSON.read((FILES / "i18next.fr.json").read_bytes()).units
    kept_ones = {unit.text: unit.reason.partition("; ")[2] for unit in units if not unit.translate}
    assert kept_ones == {
        "warning": "the key type has no text",
        "/img/logo.png": "a value for programs",
        "#c0ffee": "a value for programs",
        "DD/MM/YYYY": "a value for programs",
    }
    assert 'Il a dit "oui"\net puis\ttout' in [unit.text for unit in units]


@pytest.mark.parametrize(
    "text",
    [
        "et/ou",
        "E-mail",
        "iPhone et iPad",
        "rendez-vous",
        "à",
        "no",
        "Ma",
        "le %d à %H h",
        "12 livres",
        "10 %d",
        "基辅",
        "v. o.",
    ],
)
def test_what_is_text(text: str) -> None:
    assert said(JSON.read(json.dumps({"label": text}).encode())) == [text]


@pytest.mark.parametrize(
    ("data", "written"),
    [
        (rb'["\u00C9t\u00e9 x"]', rb'["\u00C9T\u00C9 X\u00C0"]'),
        (rb'["\u003cb\u003e caf\u00e9"]', rb'["\u003cB\u003e CAF\u00c9\u00c0"]'),
        ('["été\\u2028"]'.encode(), '["ÉTÉ\\u2028À"]'.encode()),
        (rb'["a\/b c"]', '["A\\/B CÀ"]'.encode()),
        (b'["\\ud83d\\ude00 x"]', b'["\\ud83d\\ude00 X\\u00c0"]'),
        (b'"mot"', '"MOTÀ"'.encode()),
    ],
)
def test_the_habit_of_a_file(data: bytes, written: bytes) -> None:
    assert changed(JSON, data, lambda text: f"{text.upper()}À")[0] == written


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ('{"a": "b",}', ":1:", "not valid JSON: "),
        ('{\n  "a": "b"\n  "c": 1\n}', ":3:3", "not valid JSON: expecting ',' delimiter"),
        ('{"a": "b\n"}', ":1:9", "not valid JSON: invalid control character at"),
        ("[" * 100_000, "", "the JSON is nested too deeply"),
        ("9" * 5_000, "", "not valid JSON: "),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, place: str, message: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        JSON.read(text.encode(), "a.json")
    assert caught.value.place.startswith(f"a.json{place}")
    assert caught.value.message.startswith(message)


def test_half_a_character_stays() -> None:
    data = rb'["a\ud800"]'
    assert said(JSON.read(data)) == []
    assert kept(JSON, data)


def test_the_road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    road = Road(tmp_path, monkeypatch, capsys)
    for name in NAMES:
        (tmp_path / name).write_bytes((FILES / name).read_bytes())
        ran = road.run("translate", name, "--to", "en", "--engine", "pseudo", "--json")
        assert ran.code == 0, ran.err
        written = json.loads((tmp_path / name.replace(".fr.", ".en.")).read_bytes())
        source = json.loads((tmp_path / name).read_bytes())
        assert list(written) == list(source)
        assert written != source
    assert json.loads((tmp_path / "app.en.arb").read_bytes())["@@locale"] == "en"
    assert "{{name}}, $t(welcome)" in (tmp_path / "i18next.en.json").read_text("utf-8")


def test_a_folder_gives_no_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    road = Road(tmp_path, monkeypatch, capsys)
    (tmp_path / "package.json").write_text('{"description": "Une maison"}')
    (tmp_path / "a.fr.txt").write_text("Une maison.")
    ran = road.run("translate", ".", "--to", "en", "--engine", "pseudo", "--json")
    assert [found["file"] for found in ran.objects] == ["a.fr.txt"]
