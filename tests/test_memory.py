"""The memory: what is recorded is found again, whatever becomes of the process, and a file of no use stops nobody."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot import memory
from polyglot.errors import UnreadableInputError
from polyglot.memory import Answer, Kept, Kind, Memory, Unit
from polyglot.model import Code, CodeKind, Pair, Segment, Span, Tag

SOURCE = Path(memory.__file__).parents[2]
PAIR = Pair(Tag("fr"), Tag("en"))
SEGMENT = Segment("Elle compte 12 livres.", (Code(CodeKind.NUMBER, Span(12, 14), "12", "12"),))


def keys(count: int) -> list[bytes]:
    return [memory.key(PAIR, "e", "g", Segment(f"Phrase {number}.")) for number in range(count)]


def refuse(message: str) -> None:
    """Hear of no trouble."""
    raise AssertionError(message)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the file is, in a folder that is not there yet."""
    return tmp_path / "hidden" / "memory.sqlite"


def test_what_is_recorded_is_found_in_this_run_and_the_next(place: Path) -> None:
    recorded = {key: Answer(f"Sentence {number}.", ("mot",) * (number % 2)) for number, key in enumerate(keys(1500))}
    first = Memory(place, refuse)
    for key, answer in recorded.items():
        first.record(key, answer)
    assert first.find([*recorded, b"?"]) == recorded
    first.close()
    second = Memory(place, refuse)
    assert second.find([b"?", *reversed(recorded)]) == recorded
    second.close()
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def test_without_a_record_there_is_no_file(place: Path) -> None:
    known = Memory(place, refuse)
    assert known.find(keys(3)) == {}
    known.settle()
    known.close()
    assert not place.parent.exists()


def test_the_last_word_counts(place: Path) -> None:
    (key,) = keys(1)
    known = Memory(place, refuse)
    for text in ("One.", "Two."):
        known.record(key, Answer(text))
        known.flush()
    assert known.find([key]) == {key: Answer("Two.")}
    known.close()


CODE = SEGMENT.codes[0]
OTHERS: tuple[tuple[Pair, str, str, Segment], ...] = (
    (Pair(Tag("fr"), Tag("es")), "e", "g", SEGMENT),
    (PAIR, "other", "g", SEGMENT),
    (PAIR, "e", "other", SEGMENT),
    (PAIR, "e", "g", replace(SEGMENT, text="Elle compte 12  livres.")),
    (PAIR, "e", "g", replace(SEGMENT, codes=())),
    (PAIR, "e", "g", replace(SEGMENT, codes=(replace(CODE, kind=CodeKind.CODE),))),
    (PAIR, "e", "g", replace(SEGMENT, codes=(replace(CODE, text="13"),))),
    (PAIR, "e", "g", replace(SEGMENT, codes=(replace(CODE, value="13"),))),
    (PAIR, "e", "g", replace(SEGMENT, codes=(replace(CODE, span=Span(11, 14)),))),
)


@pytest.mark.parametrize("other", OTHERS)
def test_whatever_an_answer_depends_on_is_in_its_key(other: tuple[Pair, str, str, Segment]) -> None:
    assert memory.key(*other) != memory.key(PAIR, "e", "g", SEGMENT)
    assert memory.key(PAIR, "e", "g", replace(SEGMENT)) == memory.key(PAIR, "e", "g", SEGMENT)


@given(st.text(), st.text(), st.text(), st.text())
def test_no_two_questions_share_a_key(engine: str, edition: str, text: str, more: str) -> None:
    asked = memory.key(PAIR, engine, edition, Segment(text))
    assert (asked == memory.key(PAIR, engine + more, edition, Segment(text))) is (not more)
    assert (asked == memory.key(PAIR, engine, edition, Segment(text + more))) is (not more)


# --- files of no use ---


def garbage(place: Path) -> None:
    place.write_bytes(b"not a database at all " * 500)


def cut_short(place: Path) -> None:
    place.write_bytes(place.read_bytes()[: place.stat().st_size // 2])


def overwritten(place: Path) -> None:
    data = bytearray(place.read_bytes())
    data[100 : len(data)] = b"\xa5" * (len(data) - 100)
    place.write_bytes(data)


def another_programs(place: Path) -> None:
    place.unlink()
    database = sqlite3.connect(place)
    database.execute("CREATE TABLE answers (question TEXT)")
    database.commit()
    database.close()


def of_a_later_version(place: Path) -> None:
    database = sqlite3.connect(place)
    database.execute(f"PRAGMA user_version = {memory.SCHEMA + 1}")
    database.close()


@pytest.mark.parametrize("spoil", [garbage, cut_short, overwritten, another_programs, of_a_later_version])
def test_a_file_of_no_use_is_set_aside_and_said(place: Path, spoil: Callable[[Path], None]) -> None:
    recorded = {key: Answer(f"Sentence {number}.") for number, key in enumerate(keys(500))}
    first = Memory(place, refuse)
    for key, answer in recorded.items():
        first.record(key, answer)
    first.close()
    spoil(place)
    spoilt = place.read_bytes()
    said: list[str] = []
    second = Memory(place, said.append)
    assert set(second.find(list(recorded)).items()) <= set(recorded.items())
    for key, answer in recorded.items():
        second.record(key, answer)
    assert second.find(list(recorded)) == recorded
    second.close()
    (sentence,) = said
    assert f"{place.name}.damaged" in sentence
    assert place.with_name(f"{place.name}.damaged").read_bytes() == spoilt
    third = Memory(place, refuse)
    assert third.find(list(recorded)) == recorded
    third.close()


def test_a_place_where_nothing_can_be_written_is_said_once(place: Path) -> None:
    place.mkdir(parents=True)
    said: list[str] = []
    known = Memory(place, said.append)
    for key in keys(200):
        known.record(key, Answer("x"))
    assert known.find(keys(3)) == {}
    known.close()
    assert len(said) == 1
    assert "goes on without it" in said[0]


# --- processes ---

WRITER = """
import sys, time
from pathlib import Path
from polyglot.errors import UnreadableInputError
from polyglot.memory import Answer, Kept, Kind, Memory, Unit
from polyglot.model import Pair, Segment
from polyglot import memory
known = Memory(Path(sys.argv[1]), sys.exit)
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    known.record(memory.key(Pair("fr", "en"), "e", "g", Segment(f"Phrase {number}.")), Answer(f"Sentence {number}."))
    if number % 64 == 63:
        known.flush()
        print(number, flush=True)
known.close()
"""


def writer(place: Path, start: int, end: int) -> subprocess.Popen[str]:
    """A process that records sentences, and says the number of the last one that is committed."""
    command = (sys.executable, "-c", WRITER, str(place), str(start), str(end))
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(SOURCE)})


def test_two_processes_at_once_keep_what_both_record(place: Path) -> None:
    place.parent.mkdir()
    writers = [writer(place, start, start + 2000) for start in (0, 2000, 1000)]
    for each in writers:
        each.communicate(timeout=60)
    assert [each.returncode for each in writers] == [0, 0, 0]
    known = Memory(place, refuse)
    assert known.find(keys(4000)) == {key: Answer(f"Sentence {number}.") for number, key in enumerate(keys(4000))}
    known.close()


@pytest.mark.parametrize("moment", [0.0, 0.01, 0.05, 0.15, 0.3])
def test_what_is_committed_survives_the_death_of_its_process(place: Path, moment: float) -> None:
    with writer(place, 0, 1_000_000) as child:
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(moment)
        child.kill()
        committed = max(63, *map(int, child.stdout.read().split("\n")[:-1]), 63)
    known = Memory(place, refuse)
    wanted = keys(committed + 1)
    assert known.find(wanted) == {key: Answer(f"Sentence {number}.") for number, key in enumerate(wanted)}
    known.close()


def test_one_alone_does_without_what_another_holds_and_leaves_it_there(place: Path) -> None:
    (key,) = keys(1)
    first = Memory(place, refuse, alone=True)
    first.record(key, Answer("One."))
    first.flush()
    said: list[str] = []
    second = Memory(place, said.append, alone=True)
    assert second.find([key]) == {}
    second.record(key, Answer("Two."))
    second.discard()
    second.close()
    assert len(said) == 1
    assert first.find([key]) == {key: Answer("One.")}
    first.close()
    third = Memory(place, refuse, alone=True)
    assert third.find([key]) == {key: Answer("One.")}
    third.discard()
    third.close()
    assert list(place.parent.iterdir()) == []


# --- units ---


def unit(source: str, target: str, kind: Kind = Kind.HUMAN, around: int = 0, pair: Pair = PAIR) -> Unit:
    return Unit(pair, source, target, kind, context=around)


def texts(found: list[Kept]) -> list[str]:
    return [kept.unit.target for kept in found]


@pytest.fixture
def known(place: Path) -> Iterator[Memory]:
    """A memory that is empty."""
    found = Memory(place, refuse)
    yield found
    found.close()


def test_a_files_units_come_and_go_together(known: Memory) -> None:
    assert known.put("a.po", "1", [unit("Oui.", "Yes."), unit("Non.", "No.")]) == 2
    assert known.put("b.po", "2", [unit("Oui.", "Yeah.")]) == 1
    assert known.files() == {"a.po": "1", "b.po": "2"}
    assert texts(known.same(PAIR, "Oui.")) == ["Yes.", "Yeah."]
    known.put("a.po", "3", [unit("Oui.", "Aye.")])
    assert (texts(known.same(PAIR, "Oui.")), texts(known.same(PAIR, "Non."))) == (["Aye.", "Yeah."], [])
    known.drop("a.po")
    known.drop("a.po")
    assert texts(known.same(PAIR, "Oui.")) == ["Yeah."]
    assert known.counts() == [(PAIR, Kind.HUMAN, 1)]


def test_nothing_is_left_of_what_went(known: Memory) -> None:
    """Not among the words either: what is alike is looked for there."""
    many = [unit(f"La phrase numéro {number} parle du maire.", f"Sentence {number}.") for number in range(3000)]
    known.put("a.tmx", "1", many)
    assert known.alike(PAIR, "La phrase parle du maire.", 50)
    known.drop("a.tmx")
    assert known.alike(PAIR, "La phrase parle du maire.", 1) == []
    known.put("a.tmx", "1", many[:1])
    assert len(known.alike(PAIR, "La phrase parle du maire.", 50)) == 1


def test_what_breaks_off_changes_nothing(known: Memory) -> None:
    def broken() -> Iterator[Unit]:
        yield unit("Oui.", "Aye.")
        raise UnreadableInputError("broken")

    known.put("a.po", "1", [unit("Oui.", "Yes.")])
    with pytest.raises(UnreadableInputError):
        known.put("a.po", "2", broken())
    assert (known.files(), texts(known.same(PAIR, "Oui."))) == ({"a.po": "1"}, ["Yes."])


def test_neighbours_count_most_then_trust_then_the_order_of_files(known: Memory) -> None:
    here = memory.context("Avant.", "Après.")
    known.put("z.tmx", "", [unit("Oui.", "With neighbours.", Kind.IMPORT, here)])
    known.put("c.po", "", [unit("Oui.", "Third.", Kind.DOUBT), unit("Oui.", "Second.")])
    known.put("b.po", "", [unit("Oui.", "First.")])
    assert texts(known.same(PAIR, "Oui.", here)) == ["With neighbours.", "First.", "Second.", "Third."]
    assert texts(known.same(PAIR, "Oui.")) == ["First.", "Second.", "With neighbours.", "Third."]
    assert texts(known.same(PAIR, "Oui.", least=Kind.HUMAN)) == ["First.", "Second."]


@pytest.mark.parametrize(
    ("source", "target", "serves"),
    [("fr-FR", "en-GB", True), ("fr", "en", True), ("fr-CA", "en-US", True), ("ca", "en", False), ("fr", "de", False)],
)
def test_regions_serve_the_language_at_large(known: Memory, source: str, target: str, serves: bool) -> None:
    known.put("a.tmx", "", [unit("Oui.", "Yes.", pair=Pair(Tag(source), Tag(target)))])
    assert bool(known.same(PAIR, "Oui.")) is serves
    assert bool(known.alike(PAIR, "Oui.", 50)) is serves


def test_scripts_and_other_regions_do_not(known: Memory) -> None:
    known.put("a.tmx", "", [unit("Oui.", "是", pair=Pair(Tag("fr"), Tag("zh-Hant")))])
    assert not known.same(Pair(Tag("fr"), Tag("zh-Hans")), "Oui.")
    known.put("b.tmx", "", [unit("Oui.", "Sim.", pair=Pair(Tag("fr"), Tag("pt-PT")))])
    assert not known.same(Pair(Tag("fr"), Tag("pt-BR")), "Oui.")


def test_what_is_alike_has_its_points(known: Memory) -> None:
    source = "Le conseil municipal a voté la construction de la bibliothèque."
    known.put("a.po", "", [unit(source, "By a person."), unit(source, "By a machine.", Kind.MT)])
    known.put("b.tmx", "", [unit(source, "Imported.", Kind.IMPORT), unit("Rien de tel.", "Nothing.")])
    found = known.alike(PAIR, source.replace("voté", "refusé"), 60)
    assert [kept.unit.target for _, kept in found] == ["By a person.", "Imported.", "By a machine."]
    assert [points for points, _ in found] == [93, 91, 78]


def test_languages_without_spaces(known: Memory) -> None:
    pair = Pair(Tag("ja"), Tag("en"))
    known.put("a.po", "", [unit("市長は新しい図書館の建設を発表した。", "The mayor announced it.", pair=pair)])
    assert known.alike(pair, "市長は古い図書館の建設を発表した。", 60)


def test_answers_of_the_version_before_stay(place: Path) -> None:
    (key,) = keys(1)
    first = Memory(place, refuse)
    first.record(key, Answer("One."))
    first.close()
    database = sqlite3.connect(place)
    for table in ("files", "units", "words", "said"):
        database.execute(f"DROP TABLE {table}")
    database.execute("PRAGMA user_version = 1")
    database.close()
    second = Memory(place, refuse)
    assert second.find([key]) == {key: Answer("One.")}
    assert second.put("a.po", "", [unit("Oui.", "Yes.")]) == 1
    second.close()


def test_what_is_forgotten_is_in_no_byte_of_the_file(place: Path) -> None:
    first, second, third = keys(3)
    known = Memory(place, refuse)
    known.record(first, Answer("Hélène Vasseur left."))
    known.record(second, Answer("She left.", ("VASSEUR",)))
    known.record(third, Answer("She stayed."))
    known.put("a.po", "1", [unit("Hélène Vasseur part.", "She leaves."), unit("Oui.", "Yes.")])
    known.flush()
    assert known.forget("vasseur") == 3
    assert known.find([first, second, third]) == {third: Answer("She stayed.")}
    assert (known.files(), known.same(PAIR, "Oui.")) == ({}, [])  # to be told again by what is left of the files
    known.put("a.po", "2", [unit("Oui.", "Yes.")])
    known.close()
    assert b"asseur" not in b"".join(path.read_bytes() for path in place.parent.iterdir()).lower()


def test_a_file_that_breaks_down_is_no_error(place: Path) -> None:
    place.parent.mkdir()
    place.write_bytes(b"nonsense" * 100)
    said: list[str] = []
    known = Memory(place, said.append)
    assert (known.same(PAIR, "Oui."), known.files(), list(known.every()), known.forget("x")) == ([], {}, [], 0)
    assert known.put("a.po", "", [unit("Oui.", "Yes.")]) == 1
    known.close()
    assert len(said) == 1
