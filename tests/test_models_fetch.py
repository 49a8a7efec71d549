"""The network, asked over the loopback: good servers, cut ones, wrong ones, and those that mean harm."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import pytest

from model_server import Site, serving
from polyglot.errors import ModelError, OutputError
from polyglot.locales import parse
from polyglot.model import Pair, Tag
from polyglot.models import fetch, index
from polyglot.models.fetch import Network, Wanted

BODY = bytes(range(256)) * 2000
DIGEST = sha256(BODY).hexdigest()
NETWORK = Network(patience=5.0)
NOTHING = Wanted()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


def unwatched(_done: int, _total: int) -> None:
    """Nobody watches."""


def get(folder: Path, *links: str, wanted: Wanted = NOTHING, network: Network = NETWORK) -> Path:
    return fetch.fetch(links, folder / "cache" / "m.argosmodel", network, wanted, unwatched)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "cache").iterdir())


def failure(folder: Path, *links: str, wanted: Wanted = NOTHING, network: Network = NETWORK) -> ModelError:
    """Why a file cannot be fetched."""
    with pytest.raises(ModelError) as caught:
        get(folder, *links, wanted=wanted, network=network)
    assert (caught.value.exit_code, bool(caught.value.hint)) == (3, True)
    return caught.value


# --- what is fetched ---


def test_a_file_is_fetched_and_nothing_else_is_left(tmp_path: Path, site: Site) -> None:
    seen: list[tuple[int, int]] = []
    place = tmp_path / "cache" / "m.argosmodel"
    url = site.put("/m", BODY)
    found = fetch.fetch(
        [url], place, NETWORK, Wanted(len(BODY), (("the index says", DIGEST),)), lambda *at: seen.append(at)
    )
    assert (found, found.read_bytes()) == (place, BODY)
    assert (seen[0], seen[-1]) == ((0, len(BODY)), (len(BODY), len(BODY)))
    assert seen == sorted(seen)
    assert names(tmp_path) == ["m.argosmodel"]


def test_a_cut_download_is_continued_in_the_same_run(tmp_path: Path, site: Site) -> None:
    url = site.put("/m", BODY, cut=200_000)
    assert get(tmp_path, url).read_bytes() == BODY
    assert [asked.range for asked in site.asked_for("/m")] == ["", "bytes=200000-", "bytes=400000-"]
    assert sum(site.sent) == len(BODY)


def test_a_cut_download_is_continued_in_the_next_run(tmp_path: Path, site: Site) -> None:
    url = site.put("/m", BODY, cut=100_000)
    said = failure(tmp_path, url)
    assert "broke off after 300.0 kB of 512.0 kB" in said.message
    (part, notes) = sorted((tmp_path / "cache").iterdir())
    assert str(part) in said.hint
    assert part.read_bytes() == BODY[:300_000]
    assert json.loads(notes.read_text())["total"] == len(BODY)
    site.change("/m", cut=None)
    assert get(tmp_path, url).read_bytes() == BODY
    last = site.asked_for("/m")[-1]
    assert (last.range, last.if_range) == ("bytes=300000-", site.pages["/m"].tag)
    assert site.sent[-1] == len(BODY) - 300_000
    assert names(tmp_path) == ["m.argosmodel"]


def test_a_file_that_changed_meanwhile_is_fetched_anew(tmp_path: Path, site: Site) -> None:
    url = site.put("/m", BODY, cut=100_000)
    failure(tmp_path, url)
    other = BODY[::-1]
    site.put("/m", other)
    assert get(tmp_path, url).read_bytes() == other
    assert site.sent[-1] == len(other)


def test_a_server_without_ranges_begins_again(tmp_path: Path, site: Site) -> None:
    url = site.put("/m", BODY, cut=100_000)
    failure(tmp_path, url)
    site.change("/m", cut=None, ranges=False)
    assert get(tmp_path, url).read_bytes() == BODY
    assert site.asked_for("/m")[-1].range == "bytes=300000-"


def test_a_date_serves_where_there_is_no_tag(tmp_path: Path, site: Site) -> None:
    date = "Tue, 02 Jan 2024 00:00:00 GMT"
    url = site.put("/m", BODY, cut=100_000, validator=False, headers={"Last-Modified": date})
    failure(tmp_path, url)
    assert {asked.if_range for asked in site.asked_for("/m")} == {"", date}


def test_without_a_mark_of_the_version_nothing_is_kept(tmp_path: Path, site: Site) -> None:
    url = site.put("/m", BODY, cut=100_000, validator=False)
    failure(tmp_path, url)
    assert names(tmp_path) == []
    assert {asked.range for asked in site.asked_for("/m")} == {""}


def test_a_weak_tag_is_no_mark(tmp_path: Path, site: Site) -> None:
    url = site.put("/m", BODY, cut=100_000, validator=False, headers={"ETag": 'W/"1"'})
    failure(tmp_path, url)
    assert names(tmp_path) == []


def test_a_part_from_elsewhere_is_not_taken(tmp_path: Path, site: Site) -> None:
    url = site.put("/m", BODY, cut=100_000)
    failure(tmp_path, url)
    site.change("/m", cut=None, misplaced=7)
    assert get(tmp_path, url).read_bytes() == BODY
    assert names(tmp_path) == ["m.argosmodel"]


def test_a_part_that_is_longer_than_the_file(tmp_path: Path, site: Site) -> None:
    url = site.put("/m", BODY, cut=100_000)
    failure(tmp_path, url)
    part = next((tmp_path / "cache").glob("*.part"))
    part.write_bytes(BODY * 2)
    site.change("/m", cut=None)
    assert get(tmp_path, url).read_bytes() == BODY


@pytest.mark.parametrize(
    "notes", ["", "[]", "{}", '{"validator": "a\\nb", "total": 512000}', '{"validator": 1, "total": "x"}']
)
def test_broken_notes_are_no_hindrance(tmp_path: Path, site: Site, notes: str) -> None:
    url = site.put("/m", BODY, cut=100_000)
    failure(tmp_path, url)
    next((tmp_path / "cache").glob("*.json")).write_text(notes)
    site.change("/m", cut=None)
    assert get(tmp_path, url).read_bytes() == BODY


# --- several addresses ---


def test_the_next_address_is_tried(tmp_path: Path, site: Site) -> None:
    gone, broken = f"{site.url}/gone", site.put("/broken", BODY, status=500)
    wrong, right = site.put("/wrong", BODY[::-1]), site.put("/right", BODY)
    wanted = Wanted(len(BODY), (("the index says", DIGEST),))
    assert get(tmp_path, gone, broken, "ftp://127.0.0.1/m", wrong, right, wanted=wanted).read_bytes() == BODY
    assert names(tmp_path) == ["m.argosmodel"]
    assert len(site.asked_for("/gone")) == len(site.asked_for("/broken")) == 1


def test_every_address_has_its_reason(tmp_path: Path, site: Site) -> None:
    message = failure(tmp_path, f"{site.url}/gone", site.put("/broken", b"", status=500)).message
    assert "answers 404" in message
    assert "answers 500" in message


def test_no_address_at_all(tmp_path: Path) -> None:
    assert "no address is known" in failure(tmp_path).message


# --- wrong answers ---


def test_another_hash_than_the_index_has(tmp_path: Path, site: Site) -> None:
    said = failure(tmp_path, site.put("/m", BODY), wanted=Wanted(0, (("the index says", "ab" * 32),)))
    assert f"SHA-256 {DIGEST[:12]}…, but the index says abababababab…" in said.message
    assert names(tmp_path) == []


def test_another_size_than_the_index_has(tmp_path: Path, site: Site) -> None:
    said = failure(tmp_path, site.put("/m", BODY), wanted=Wanted(7))
    assert "would send 512000 bytes, but the index says 7" in said.message
    assert names(tmp_path) == []


def test_fewer_bytes_than_announced(tmp_path: Path, site: Site) -> None:
    url = site.put("/m", BODY, claims=len(BODY) + 10, validator=False)
    assert "broke off after 512.0 kB of 512.0 kB" in failure(tmp_path, url).message


def test_more_than_any_model_has(tmp_path: Path, site: Site) -> None:
    assert "more than any model has" in failure(tmp_path, site.put("/m", b"", claims=1 << 40)).message
    assert names(tmp_path) == []


def test_a_slow_server_is_given_up(tmp_path: Path, site: Site) -> None:
    url = site.put("/m", BODY, pause=0.02)
    said = failure(tmp_path, url, network=Network(patience=0.5))
    assert "too slow" in said.message


def test_a_silent_server_is_given_up(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/m"
        assert "does not answer" in failure(tmp_path, url, network=Network(patience=0.3)).message


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"\r\n\r\n", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200,
        b"HTTP/1.1 200 " + b"x" * 100_000, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", b"HTTP/1.1 206 Partial\r\n\r\nab",
        b"HTTP/1.1 302 Found\r\n\r\n", b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n",
        b"HTTP/1.1 204 No\r\n\r\n", b"HTTP/1.1 500 \x1b[2J\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_no_sound_answer(tmp_path: Path, answer: bytes) -> None:
    with talking(answer) as url:
        said = failure(tmp_path, url)
    assert said.message.isprintable()
    assert len(said.message) < 400
    assert names(tmp_path) == []


def test_an_answer_without_a_length_is_taken(tmp_path: Path) -> None:
    with talking(b"HTTP/1.0 200 OK\r\n\r\n" + BODY) as url:
        assert get(tmp_path, url).read_bytes() == BODY


@contextmanager
def talking(answer: bytes) -> Iterator[str]:
    """The address of a server that gives the same bytes to whoever comes, as long as it is wanted."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def talk() -> None:
            with suppress(OSError):
                while True:
                    line, _ = server.accept()
                    with line, suppress(OSError):
                        line.recv(10_000)
                        line.sendall(answer)

        talker = threading.Thread(target=talk, daemon=True)
        talker.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/m"
        finally:
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)  # or it waits for the next one for ever
            talker.join(10)


# --- where a server leads to ---


def test_a_redirect_is_followed(tmp_path: Path, site: Site) -> None:
    there = site.put("/there", BODY)
    for status in (301, 302, 303, 307, 308):
        url = site.put("/m", b"", status=status, headers={"Location": "/there"})
        assert get(tmp_path, url).read_bytes() == BODY
        assert fetch.size(url, NETWORK) == fetch.size(there, NETWORK) == len(BODY)
    assert len(site.asked_for("/there")) == 5


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://127.0.0.1/m", "data:,x", "gopher://a/", "http://u:p@a/"]
)
def test_a_redirect_to_elsewhere_is_not_followed(tmp_path: Path, site: Site, location: str) -> None:
    url = site.put("/m", b"", status=302, headers={"Location": location})
    assert "not followed" in failure(tmp_path, url).message
    assert names(tmp_path) == []


def test_redirects_without_end(tmp_path: Path, site: Site) -> None:
    url = site.put("/m", b"", status=302, headers={"Location": "/n"})
    site.put("/n", b"", status=302, headers={"Location": "/m"})
    assert "without end" in failure(tmp_path, url).message
    assert len(site.asked) < 20


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://a/b", "/etc/passwd", "http:///a", "http://a b/", "http://ä/", "http://u:p@a/b", ""],
)
def test_an_address_that_is_not_fetched(tmp_path: Path, url: str) -> None:
    assert "no http or https address" in failure(tmp_path, url).message


# --- proxies, offline ---


def test_a_proxy_is_asked_but_for_some_hosts(tmp_path: Path, site: Site) -> None:
    site.put("http://models.example/m", BODY)
    proxied = Network(proxies={"http": site.url.replace("//", "//me:secret@")}, patience=5.0)
    assert get(tmp_path, "http://models.example/m", network=proxied).read_bytes() == BODY
    url = site.put("/m", BODY[:10])
    direct = Network(proxies={"http": "http://127.0.0.1:1"}, direct=("127.0.0.1",), patience=5.0)
    assert get(tmp_path, url, network=direct).read_bytes() == BODY[:10]
    dead = failure(tmp_path, url, network=Network(proxies={"http": "http://127.0.0.1:1"}))
    assert "cannot be reached" in dead.message


@pytest.mark.parametrize(
    ("direct", "name", "spared"),
    [
        (("*",), "a.b:80", True),
        (("a.b",), "a.b", True),
        ((".b",), "a.b:80", True),
        (("b",), "a.b", True),
        (("b",), "ab", False),
        ((), "a", False),
        (("a:81",), "a:80", False),
    ],
)
def test_hosts_without_a_proxy(direct: tuple[str, ...], name: str, *, spared: bool) -> None:
    assert fetch._is_direct(name, direct) is spared


def test_offline_nothing_is_asked(tmp_path: Path, site: Site) -> None:
    url = site.put("/m", BODY)
    said = failure(tmp_path, url, network=Network(offline=True))
    assert "POLYGLOT_OFFLINE" in said.message
    with pytest.raises(ModelError, match="POLYGLOT_OFFLINE"):
        fetch.read(url, Network(offline=True), 1000)
    assert site.asked == []


def test_a_place_that_cannot_be_written(tmp_path: Path, site: Site) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(OutputError, match="cannot be written"):
        get(tmp_path, site.put("/m", BODY))


# --- the index ---


def rows(*found: object) -> bytes:
    return json.dumps(found).encode()


def entry(**change: object) -> dict[str, object]:
    known = {"type": "translate", "from_code": "fr", "to_code": "en", "package_version": "1.9", "argos_version": "1.9"}
    return {**known, "links": ["https://a.example/translate-fr_en-1_9.argosmodel"], **change}


def test_an_index_is_read() -> None:
    found = index.parse(
        rows(entry(), entry(package_version="1.10", sha256="AB" * 32, size=7, license="MIT"), entry(type="sbd")), parse
    )
    ((pair, offer),) = found.offers.items()
    assert (pair, offer.version, offer.sha256, offer.size, offer.licence) == (("fr", "en"), "1.10", "ab" * 32, 7, "MIT")
    assert (offer.name, found.skipped) == ("translate-fr_en-1_10", 0)


@pytest.mark.parametrize(
    "change",
    [
        {"from_code": "../.."},
        {"from_code": None},
        {"to_code": ["en"]},
        {"to_code": "zzz"},
        {"package_version": ""},
        {"package_version": "1/../.."},
        {"package_version": "\x1b[2J"},
    ],
)
def test_an_entry_that_makes_no_sense_is_counted(change: dict[str, object]) -> None:
    found = index.parse(rows(entry(**change), entry(from_code="de")), parse)
    assert (list(found.offers), found.skipped) == ([("de", "en")], 1)


@pytest.mark.parametrize(
    "links",
    [
        None,
        "https://a/b",
        [1, None],
        ["file:///etc/passwd", "ipfs://Qm", "data:,x", "https://a/\nb", "http://" + "a" * 3000],
    ],
)
def test_links_that_are_not_fetched_are_left_out(links: object) -> None:
    ((_, offer),) = index.parse(rows(entry(links=links)), parse).offers.items()
    assert offer.links == ()


@pytest.mark.parametrize(
    "strange", [{"sha256": "zz", "size": -1}, {"sha256": 5, "size": "9"}, {"size": 1 << 60, "license": "a\x1b"}]
)
def test_strange_facts_are_no_facts(strange: dict[str, object]) -> None:
    ((_, offer),) = index.parse(rows(entry(**strange)), parse).offers.items()
    assert (offer.sha256, offer.size, offer.licence) == ("", 0, "")


@pytest.mark.parametrize("data", [b"", b"<html>", b"{}", b"[1]", b"\xff\xfe", b"[" * 100_000, b'"text"'])
def test_what_is_no_index(data: bytes) -> None:
    with pytest.raises(ModelError, match="the index is no") as caught:
        index.parse(data, parse)
    assert "POLYGLOT_INDEX" in caught.value.hint


def test_an_index_that_is_far_too_long_is_not_read_to_its_end(site: Site) -> None:
    url = site.put("/i", bytes(100_000_000))
    with pytest.raises(ModelError, match=r"sends more than 16\.8 MB"):
        fetch.read(url, NETWORK, index.LARGEST)
    assert "/i" in site.pages


def test_a_route_is_direct_or_through_english() -> None:
    def same(tag: Tag, offered: set[Tag]) -> Tag | None:
        return tag if tag in offered else None

    pairs = (("fr", "en"), ("en", "de"), ("fr", "ca"))
    found = index.parse(rows(*(entry(from_code=source, to_code=target) for source, target in pairs)), parse)

    def route(source: str, target: str) -> list[str]:
        return [offer.stem for offer in found.route(Pair(Tag(source), Tag(target)), same)]

    assert route("fr", "ca") == ["translate-fr_ca"]
    assert route("fr", "de") == ["translate-fr_en", "translate-en_de"]
    assert route("ca", "de") == route("de", "en") == route("fr", "fr") == []


def test_a_mirror_has_files_under_their_own_names() -> None:
    links = ("https://a/x/m-1.argosmodel", "https://b/y/m-1.argosmodel?z=1", "https://c/")
    assert index.mirrored(links, "http://mirror/models/") == ("http://mirror/models/m-1.argosmodel",)
