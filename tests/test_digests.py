"""Digests of models are remembered, and never believed of a file that has changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from polyglot.config import environment
from polyglot.engines.argos import digests


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return environment().downloads / digests.FILE


def model(folder: Path, content: bytes = b"weights") -> Path:
    """A file to take the digest of."""
    path = folder / "model.bin"
    path.write_bytes(content)
    return path


def test_a_digest_is_that_of_the_content_and_is_kept(tmp_path: Path, cache: Path) -> None:
    """The second time the file is not read: what is kept is what is answered."""
    path = model(tmp_path)
    wanted = hashlib.sha256(b"weights").hexdigest()
    assert digests.remembered(path).hex() == wanted
    assert wanted in cache.read_text("utf-8")
    cache.write_text(cache.read_text("utf-8").replace(wanted, "00" * 32), "utf-8")
    digests._known.cache_clear()
    assert digests.remembered(path) == bytes(32)


@pytest.mark.parametrize("content", [b"WEIGHTS", b"longer than before"])
def test_a_changed_file_is_read_again(tmp_path: Path, content: bytes) -> None:
    """Even one of the same size whose time was set back."""
    path = model(tmp_path)
    digests.remembered(path)
    before = path.stat()
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert digests.remembered(path) == hashlib.sha256(content).digest()


def test_a_replaced_file_is_read_again(tmp_path: Path) -> None:
    """A new file that takes an old one's place has another number."""
    path = model(tmp_path)
    digests.remembered(path)
    new = tmp_path / "new"
    new.write_bytes(b"WEIGHTS")
    new.replace(path)
    assert digests.remembered(path) == hashlib.sha256(b"WEIGHTS").digest()


@pytest.mark.parametrize("damage", ["", "[]", "{", '{"x": 1}', "\x00"])
def test_a_damaged_record_is_no_trouble(tmp_path: Path, cache: Path, damage: str) -> None:
    """What cannot be read is forgotten."""
    path = model(tmp_path)
    cache.parent.mkdir(parents=True)
    cache.write_text(damage.replace("x", str(path.absolute())), "utf-8")
    assert digests.remembered(path) == hashlib.sha256(b"weights").digest()


def test_a_cache_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    """A file in the place of the cache folder: the digest is taken each time."""
    (tmp_path / "cache").write_text("in the way", "utf-8")
    assert digests.remembered(model(tmp_path)) == hashlib.sha256(b"weights").digest()
