"""Reading sources, and writing results: all or none, only what changed, one run at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from polyglot import files
from polyglot.errors import ConflictError, OutputError, UnreadableInputError

HOLD = """
import sys
from pathlib import Path
from polyglot import files
with files.locked(Path(sys.argv[1])):
    sys.stdout.write("held\\n")
    sys.stdout.flush()
    sys.stdin.read()
"""


@pytest.fixture
def held(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the folder."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_digest_is_sha_256() -> None:
    assert files.digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_source_is_read_byte_for_byte(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfa\r\n\x00\xff")
    assert files.read(tmp_path / "a.txt") == b"\xef\xbb\xbfa\r\n\x00\xff"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.txt", "no such file"),
        ("folder", "a folder, not a file"),
        ("blank.txt", "the file is empty"),
        ("blank.txt/a.txt", "not a directory"),
    ],
)
def test_what_is_no_source_is_refused_with_its_place(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "blank.txt").write_bytes(b" \r\n\t")
    with pytest.raises(UnreadableInputError) as caught:
        files.read(tmp_path / name)
    assert said in caught.value.message
    assert caught.value.place == str(tmp_path / name)


def test_what_stands_at_a_place(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    assert files.current(tmp_path / "a") == b""
    assert files.current(tmp_path / "b") is None
    with pytest.raises(OutputError):
        files.current(tmp_path)


def test_files_are_written_into_folders_made_for_them(tmp_path: Path) -> None:
    results = {tmp_path / "b" / "c.txt": b"c", tmp_path / "a.txt": b"a"}
    assert files.write(results) == tuple(results)
    assert {path: path.read_bytes() for path in results} == results
    assert names(tmp_path) == ["a.txt", "b/c.txt"]


def test_what_did_not_change_is_not_touched(tmp_path: Path) -> None:
    same, other = tmp_path / "same.txt", tmp_path / "other.txt"
    files.write({same: b"1", other: b"1"})
    before = (same.stat().st_mtime_ns, same.stat().st_ino)
    assert files.write({same: b"1", other: b"2"}) == (other,)
    assert (same.stat().st_mtime_ns, same.stat().st_ino) == before
    assert files.write({same: b"1", other: b"2"}) == ()


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    files.write({path: b"1"})
    assert path.stat().st_mode & 0o777 == 0o644
    path.chmod(0o600)
    files.write({path: b"2"})
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_longest_name_that_a_folder_takes_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 127)
    assert files.write({path: b"1"}) == (path,)
    assert names(tmp_path) == [path.name]


@pytest.mark.parametrize("wrong", ["old.txt/a.txt", "folder", "nowhere/a.txt", "n" * 300], ids=lambda name: name[:10])
@pytest.mark.parametrize("first", [True, False])
def test_where_one_cannot_be_written_none_is(tmp_path: Path, wrong: str, first: bool) -> None:
    old = tmp_path / "old.txt"
    old.write_bytes(b"old")
    (tmp_path / "folder").mkdir()
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    results = {old: b"new", tmp_path / "new.txt": b"new"}
    broken = {tmp_path / wrong: b"new"}
    with pytest.raises(OutputError) as caught:
        files.write({**broken, **results} if first else {**results, **broken})
    assert str(tmp_path) in caught.value.place
    assert old.read_bytes() == b"old"
    assert names(tmp_path) == ["old.txt"]


def test_a_folder_is_held_by_one_process(tmp_path: Path, held: subprocess.Popen[str]) -> None:
    with pytest.raises(OutputError, match="another run") as caught, files.locked(tmp_path):
        pass
    assert caught.value.hint
    held.kill()
    held.wait()
    with files.locked(tmp_path):
        assert (tmp_path / files.LOCK).exists()


def test_a_folder_is_let_go_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), files.locked(tmp_path):
        raise ZeroDivisionError
    with files.locked(tmp_path):
        pass


def test_a_folder_that_cannot_be_held_is_named(tmp_path: Path) -> None:
    (tmp_path / ".polyglot").write_bytes(b"a file")
    with pytest.raises(OutputError) as caught, files.locked(tmp_path):
        pass
    assert caught.value.place.startswith(str(tmp_path))


def test_what_a_killed_holder_was_writing_is_removed_wherever_it_is(
    tmp_path: Path, held: subprocess.Popen[str]
) -> None:
    litter = tmp_path / "a" / "b" / f"{files.STAGED}{held.pid}.abc"
    other = tmp_path / f"{files.STAGED}1.abc"  # of a process that is at work
    files.write({litter: b"half", other: b"half"})
    held.kill()
    held.wait()
    with files.locked(tmp_path):
        assert not litter.exists()
        assert (tmp_path / files.LOCK).read_text("utf-8").startswith(f"{os.getpid()}, polyglot")
    assert other.exists()
    assert (tmp_path / files.LOCK).read_bytes() == b""


@pytest.mark.parametrize("name", ["changed.txt", "gone.txt", "new.txt"])
def test_what_somebody_wrote_meanwhile_is_kept_and_nothing_else_is_written(tmp_path: Path, name: str) -> None:
    paths = [tmp_path / one for one in ("changed.txt", "gone.txt", "new.txt", "other.txt")]
    files.write({path: b"old" for path in paths if path.name != "new.txt"})
    seen = {path: files.digest_at(path) for path in paths}
    theirs = tmp_path / name
    theirs.unlink() if name == "gone.txt" else theirs.write_bytes(b"theirs")
    before = {path: path.read_bytes() for path in paths if path.exists()}
    with pytest.raises(ConflictError, match="changed meanwhile") as caught:
        files.write(dict.fromkeys(paths, b"ours"), seen)
    assert caught.value.place == str(theirs)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_what_somebody_wrote_meanwhile_is_no_conflict_where_it_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    seen = {path: files.digest_at(path)}
    path.write_bytes(b"ours")
    assert files.write({path: b"ours"}, seen) == ()


def test_what_is_not_for_version_control_is_said_whole(tmp_path: Path) -> None:
    with files.locked(tmp_path):
        assert names(tmp_path) == [".polyglot/.gitignore", ".polyglot/lock"]
        assert (tmp_path / ".polyglot" / ".gitignore").read_bytes() == b"*\n"
