"""Which engine serves a pair, what the lock file holds it to, and what to install where none does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot import engines, models
from polyglot.errors import ConfigError, EngineMissingError, UsageError
from polyglot.model import Identity, Pair, Rung, Tag
from road import apertium

FR_EN = Pair(Tag("fr"), Tag("en"))
FR_ES = Pair(Tag("fr"), Tag("es"))
FR_FI = Pair(Tag("fr"), Tag("fi"))
IDENTITY = Identity("apertium", "3.8.3", "0123456789ab", (Tag("fr"), Tag("ca"), Tag("en")), (Rung.MASK,), "gist")

tags = st.sampled_from([Tag(tag) for tag in ("fr", "en", "pt-BR", "zh-Hant", "uk")])
identities = st.builds(
    Identity,
    st.text(min_size=1),
    st.text(),
    st.text("0123456789abcdef", min_size=12, max_size=12),
    st.lists(tags, min_size=2, max_size=3).map(tuple),
    st.lists(st.sampled_from(Rung), unique=True).map(tuple),
    st.sampled_from(["gist", "draft"]),
    st.booleans(),
)


@pytest.fixture
def shelf() -> Iterator[models.Shelf]:
    """Engines that are closed behind the test."""
    made = models.Shelf()
    yield made
    made.close()


@pytest.mark.parametrize("name", ["echo", "pseudo"])
def test_the_engine_that_is_named_is_chosen(shelf: models.Shelf, name: str) -> None:
    choice = shelf.choose(FR_FI, name)
    assert (choice.engine.name, choice.identity.engine, choice.identity.route) == (name, name, tuple(FR_FI))
    assert shelf.choose(FR_EN, name).engine is choice.engine


def test_an_engine_that_does_not_translate_is_never_chosen_by_itself(shelf: models.Shelf) -> None:
    with pytest.raises(EngineMissingError, match="no installed engine translates br to szl"):
        shelf.choose(Pair(Tag("br"), Tag("szl")), "auto")


def test_an_engine_that_does_not_serve_a_pair_is_refused(shelf: models.Shelf) -> None:
    with pytest.raises(EngineMissingError, match="echo, as it is installed, does not translate fr to fr"):
        shelf.choose(Pair(Tag("fr"), Tag("fr")), "echo")


def test_an_unknown_engine_is_answered_with_those_there_are(shelf: models.Shelf) -> None:
    with pytest.raises(UsageError, match="there is no engine 'google'") as caught:
        shelf.choose(FR_EN, "google")
    assert all(name in caught.value.hint for name in engines.names())


def test_the_lock_does_not_hold_engines_that_do_not_translate(shelf: models.Shelf) -> None:
    assert shelf.choose(FR_EN, "pseudo", IDENTITY).identity.engine == "pseudo"


@apertium
def test_apertium_is_chosen_and_locked(shelf: models.Shelf) -> None:
    choice = shelf.choose(FR_ES, "apertium")
    assert choice.identity.route[0] == "fr"
    assert choice.identity.route[-1] == "es"
    assert choice.identity.grade == "gist"
    assert shelf.choose(FR_ES, "apertium", choice.identity) == choice
    assert shelf.choose(FR_ES, "auto", choice.identity) == choice


@apertium
@pytest.mark.parametrize("change", [{"model": "0" * 12}, {"version": "0.1"}, {"route": ("fr", "ca", "es")}])
def test_another_model_than_the_locked_one_is_refused(shelf: models.Shelf, change: dict[str, object]) -> None:
    found = shelf.choose(FR_ES, "apertium").identity
    locked: Identity = replace(found, **change)  # type: ignore[arg-type]  # one field or another
    with pytest.raises(EngineMissingError) as caught:
        shelf.choose(FR_ES, "auto", locked)
    assert caught.value.exit_code == 3
    assert "--relock" in caught.value.hint
    if locked.signature != found.signature:
        assert locked.signature in caught.value.message
        assert found.signature in caught.value.message


@apertium
def test_another_engine_than_the_locked_one_is_refused(shelf: models.Shelf) -> None:
    locked = replace(shelf.choose(FR_ES, "apertium").identity, engine="argos")
    with pytest.raises(EngineMissingError, match=r"polyglot\.lock has argos-"):
        shelf.choose(FR_ES, "apertium", locked)


@apertium
def test_what_is_missing_is_said_of_the_engine_that_was_asked(shelf: models.Shelf) -> None:
    gone = replace(IDENTITY, route=tuple(FR_FI))
    with pytest.raises(EngineMissingError, match=r"^apertium, which polyglot\.lock names, no longer"):
        shelf.choose(FR_FI, "auto", gone)
    with pytest.raises(EngineMissingError, match=r"^the engine apertium, as it is installed"):
        shelf.choose(FR_FI, "apertium", replace(gone, engine="argos"))


@given(st.dictionaries(st.tuples(tags, tags).map(lambda pair: Pair(*pair)), identities))
def test_a_lock_is_read_as_it_was_written(pairs: dict[Pair, Identity]) -> None:
    rows = {
        pair: replace(identity, route=(pair.source, *identity.route[1:-1], pair.target))
        for pair, identity in pairs.items()
    }
    data = models.render_lock(rows)
    assert models.render_lock(dict(reversed(rows.items()))) == data
    assert len(json.loads(data)["pairs"]) == len(rows)


@given(identities)
def test_what_a_lock_holds_comes_back(identity: Identity) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "polyglot.lock"
        path.write_bytes(models.render_lock({Pair(identity.route[0], identity.route[-1]): identity}))
        assert models.read_lock(path) == {Pair(identity.route[0], identity.route[-1]): identity}


def test_a_lock_has_a_line_for_each_pair_in_order() -> None:
    other = replace(IDENTITY, route=tuple(FR_ES))
    lines = models.render_lock({FR_ES: other, FR_EN: IDENTITY}).decode().splitlines()
    assert [json.loads(line.strip().rstrip(","))["route"][-1] for line in lines[1:-1]] == ["en", "es"]


def test_without_a_lock_nothing_is_locked(tmp_path: Path) -> None:
    assert models.read_lock(None) == {}
    assert models.read_lock(tmp_path / "polyglot.lock") == {}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"pairs": null}',
        b'{"pairs": [{}]}',
        b'{"pairs": ["fr"]}',
        b'{"pairs": [{"route": []}]}',
        b'{"pairs": [{"engine": "a", "version": "1", "model": "0", "route": ["fr"], "rungs": ["no"], "grade": ""}]}',
        b'{"pairs": [{"engine": "a", "route": ["fr", "en"], "rungs": []}]}',
        b'{"pairs": [{"route": ["fr", "en"], "rungs": [], "what": 1}]}',
        b"\xff\xfe",
    ],
)
def test_a_broken_lock_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "polyglot.lock"
    path.write_bytes(data)
    with pytest.raises(ConfigError) as caught:
        models.read_lock(path)
    assert caught.value.place == str(path)
    assert "--relock" in caught.value.hint


@pytest.mark.parametrize(
    ("source", "target", "command"),
    [
        ("fr", "ca", "sudo apt-get install apertium apertium-fra-cat"),
        ("pt-BR", "es", "sudo apt-get install apertium apertium-es-pt"),
        ("fr", "en", "sudo apt-get install apertium apertium-fra-cat apertium-eng-cat"),
        ("de", "en", "polyglot models install de en"),
        ("en", "uk", "polyglot models install en uk"),
        ("fr", "fi", "polyglot models install fr fi"),
    ],
)
def test_a_hint_is_a_command(source: str, target: str, command: str) -> None:
    assert models.how_to_install(Pair(Tag(source), Tag(target))) == f"run: {command}"
