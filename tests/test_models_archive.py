"""Archives and folders of strangers: what is refused, with a sentence that says why, and what is unpacked."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from polyglot.errors import OutputError, PackageError
from polyglot.models import archive
from polyglot.models.archive import Limits

GOOD = (("p/metadata.json", b"{}"), ("p/model/model.bin", b"weights"))
SMALL = Limits(total=4000, single=2000, files=5, ratio=100, free=1000, depth=3, directory=4 << 20)


def zipped(path: Path, entries: Sequence[tuple[str | zipfile.ZipInfo, bytes]], how: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", how) as file:
        for name, data in entries:
            file.writestr(name, data)
    return path


def refused(path: Path, limits: Limits = archive.LIMITS) -> str:
    """Why an archive is refused; nothing lies outside the folder that it was to be unpacked into."""
    target = path.parent / "out" / "package"
    target.parent.mkdir()
    before = set(path.parent.iterdir())
    with pytest.raises(PackageError) as caught:
        archive.unpack(path, target, limits)
    assert caught.value.exit_code == 2
    assert caught.value.hint
    assert set(path.parent.iterdir()) == before
    return str(caught.value)


def bomb(path: Path) -> Path:
    """An archive of two megabytes whose only file is two gibibytes of nothing."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    data, name = block * 128 + packer.flush(), b"p/metadata.json"
    facts = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 33, 0, len(data), 1 << 31, len(name), 0)
    head = b"PK\x03\x04" + facts + name + data
    listed = b"PK\x01\x02" + struct.pack("<H", 20) + facts + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + name
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(listed), len(head), 0)
    path.write_bytes(head + listed + end)
    return path


def mode(name: str, kind: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (kind | 0o644) << 16
    return entry


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../evil", "leads out of the package"),
        ("p/../../evil", "leads out of the package"),
        ("p/..", "leads out of the package"),
        ("/etc/passwd", "absolute"),
        ("C:/evil", "absolute"),
        ("c:evil", "absolute"),
        ("p\\..\\evil", "what no name may have"),
        ("p/a:b", "what no name may have"),
        ("p//a", "what no name may have"),
        ("p/./a", "what no name may have"),
        ("p/a\x1b[2Jb", "what no name may have"),
        ("p/a\u202eb", "what no name may have"),
        ("p/a ", "what no name may have"),
        ("p/a.", "what no name may have"),
        (f"p/{'a' * 201}", "what no name may have"),
        ("p/" * 9 + "a", "too deep"),
        ("p/METADATA.json", "are one name"),
        ("p/metadata.json/a", "is a file, and"),
        ("q/a", "does not hold one folder"),
        ("a", "does not hold one folder"),
    ],
)
def test_a_name_that_no_package_has(tmp_path: Path, name: str, said: str) -> None:
    assert said in refused(zipped(tmp_path / "a.zip", [*GOOD, (name, b"x")]))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_come_twice(tmp_path: Path) -> None:
    assert "is in it twice" in refused(zipped(tmp_path / "a.zip", [*GOOD, GOOD[0]]))


def test_names_that_are_one_after_normalisation(tmp_path: Path) -> None:
    assert "are one name" in refused(zipped(tmp_path / "a.zip", [*GOOD, ("p/é", b""), ("p/e\u0301", b"")]))


def test_a_name_with_a_nul(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", [*GOOD, ("p/evil_x", b"x")])
    path.write_bytes(path.read_bytes().replace(b"p/evil_x", b"p/evil\0x"))
    assert "NUL" in refused(path)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_and_devices(tmp_path: Path, kind: int) -> None:
    entry = mode("p/link", kind)
    assert "a link or a device" in refused(zipped(tmp_path / "a.zip", [*GOOD, (entry, b"/etc/passwd")]))


def test_an_encrypted_entry(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", GOOD)
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(bytes(data))
    assert "encrypted" in refused(path)


def test_an_unusual_packing(tmp_path: Path) -> None:
    assert "unusual" in refused(zipped(tmp_path / "a.zip", GOOD, zipfile.ZIP_BZIP2))


def test_two_megabytes_that_would_unpack_to_two_gibibytes(tmp_path: Path) -> None:
    path = bomb(tmp_path / "bomb.zip")
    assert path.stat().st_size < 2_200_000
    assert "2.1 MB would unpack to 2.1 GB" in refused(path)
    assert not (tmp_path / "out" / "package").exists()


def test_many_small_bombs_that_share_their_bytes(tmp_path: Path) -> None:
    """Entries of the list that all point to one place: each is modest, all together are not (Fifield 2019)."""
    kernel = zipped(tmp_path / "one.zip", [("p/a0", bytes(7 << 20))], zipfile.ZIP_DEFLATED).read_bytes()
    start, end = kernel.index(b"PK\x01\x02"), kernel.index(b"PK\x05\x06")
    entry = kernel[start:end]
    entries = b"".join(entry.replace(b"p/a0", b"p/" + bytes([97 + i // 26, 97 + i % 26])) for i in range(200))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 200, 200, len(entries), start, 0)
    (tmp_path / "many.zip").write_bytes(kernel[:start] + entries + tail)
    assert "would unpack to 1.5 GB" in refused(tmp_path / "many.zip")


def test_a_size_that_is_not_as_said(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", [("p/metadata.json", b"{}"), ("p/a", b"x" * 50_000)], zipfile.ZIP_DEFLATED)
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 40_000)
    path.write_bytes(bytes(data))
    assert "damaged" in refused(path)


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([("p/metadata.json", b"{}"), ("p/a", os.urandom(2001))], "larger than 2.0 kB"),
        ([("p/metadata.json", b"{}"), *((f"p/{n}", b"x" * 1990) for n in range(3))], "would unpack to 6.0 kB"),
        ([("p/metadata.json", b"{}"), *((f"p/{n}", b"") for n in range(6))], "more than 5 entries"),
        ([("p/metadata.json", b"{}"), ("p/a/b/c", b"")], "too deep"),
    ],
)
def test_more_than_allowed(tmp_path: Path, entries: list[tuple[str, bytes]], said: str) -> None:
    assert said in refused(zipped(tmp_path / "a.zip", entries), SMALL)


def test_a_list_of_entries_that_is_too_long_is_not_even_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", [(f"p/{number}", b"") for number in range(1000)])
    assert "far too many entries" in refused(path, Limits(directory=10_000))
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x05\x06")
    large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1000, 1000, 1 << 40, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    (tmp_path / "b.zip").write_bytes(bytes(data[:at]) + large + locator + bytes(data[at:]))
    (tmp_path / "out").rmdir()
    assert "far too many entries" in refused(tmp_path / "b.zip")


@pytest.mark.parametrize("length", [0, 3, 21, 60, 100, 150, 200])
def test_an_archive_that_is_cut_off(tmp_path: Path, length: int) -> None:
    path = zipped(tmp_path / "a.zip", GOOD)
    path.write_bytes(path.read_bytes()[:length])
    assert "no ZIP archive, or cut off" in refused(path)


def test_every_damaged_byte_is_found_or_harmless(tmp_path: Path) -> None:
    """Whatever byte is changed: a sentence, or the same files."""
    data = zipped(tmp_path / "good.zip", GOOD, zipfile.ZIP_DEFLATED).read_bytes()
    path = tmp_path / "a.zip"
    for at in range(len(data)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x41]) + data[at + 1 :])
        target = tmp_path / f"out{at}"
        try:
            archive.unpack(path, target)
        except PackageError as error:
            assert error.message
        else:
            files = sorted(path.read_bytes() for path in target.rglob("*") if path.is_file())
            assert files == sorted(data for _, data in GOOD)


def test_a_sound_archive_is_unpacked_without_its_top_folder(tmp_path: Path) -> None:
    folders: tuple[tuple[str, bytes], ...] = (("p/", b""), ("p/model/", b""))
    archive.unpack(zipped(tmp_path / "a.zip", [*folders, *GOOD], zipfile.ZIP_DEFLATED), tmp_path / "out")
    assert archive.hashes(tmp_path / "out").keys() == {"metadata.json", "model/model.bin"}
    assert all(path.stat().st_mode & 0o7777 == 0o644 for path in (tmp_path / "out").rglob("*") if path.is_file())
    bare = [(name.removeprefix("p/"), data) for name, data in GOOD]
    archive.unpack(zipped(tmp_path / "b.zip", bare), tmp_path / "bare")
    assert archive.hashes(tmp_path / "bare") == archive.hashes(tmp_path / "out")


def test_what_is_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(PackageError, match="cannot be read"):
            archive.unpack(path, tmp_path / "out")


def test_where_there_is_no_room_nothing_is_begun(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"the disk is full: .* are needed"):
        archive.require_room(tmp_path, 1 << 60)


# --- folders ---


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.symlink_to("/etc/passwd"), "a link or a device"),
        (lambda path: path.symlink_to("/etc"), "a link or a device"),
        (os.mkfifo, "a link or a device"),
        (lambda path: [path.with_name(name).touch() for name in ("A.txt", "a.txt")], "one name"),
        (lambda path: path.with_name("a\nb").touch(), "what no name may have"),
        (lambda path: (path / "/".join("abcdefghij")).mkdir(parents=True), "too deep"),
    ],
)
def test_a_folder_that_is_refused(tmp_path: Path, make: Callable[[Path], object], said: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    make(folder / "entry")
    with pytest.raises(PackageError, match=said):
        archive.copy(folder, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_is_copied(tmp_path: Path) -> None:
    (tmp_path / "from" / "deep").mkdir(parents=True)
    (tmp_path / "from" / "deep" / "a").write_bytes(b"x" * 3_000_000)
    archive.copy(tmp_path / "from", tmp_path / "to")
    assert archive.hashes(tmp_path / "to") == archive.hashes(tmp_path / "from")


def test_one_hash_for_all_files_is_that_of_sha256sum() -> None:
    assert archive.content({"b": "2", "a": "1"}) == archive.content({"a": "1", "b": "2"})
    assert archive.content({"b": "2", "a": "1"}) != archive.content({"a": "2", "b": "1"})
    from hashlib import sha256

    assert archive.content({"a": "1", "b/c": "2"}) == sha256(b"1  a\n2  b/c\n").hexdigest()


def test_sizes_for_people() -> None:
    told = [archive.size_told(size) for size in (0, 999, 1000, 87_500_000, 2 << 30, 5_000_000_000_000)]
    assert told == ["0 bytes", "999 bytes", "1.0 kB", "87.5 MB", "2.1 GB", "5000.0 GB"]


def test_what_is_no_archive_is_told_by_its_first_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"PK\x03\x04")
    assert archive.is_archive(tmp_path / "a")
    (tmp_path / "a").write_bytes(b"<html>")
    assert not archive.is_archive(tmp_path / "a")
    assert not archive.is_archive(tmp_path / "b")
