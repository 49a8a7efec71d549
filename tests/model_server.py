"""A server of models on this machine, as good or as bad as a test wants it: what it is asked is written down."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """What stands at an address, and how it is sent."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    ranges: bool = True
    """Whether a part of it can be asked for."""
    validator: bool = True
    """Whether it has an entity tag."""
    cut: int | None = None
    """Bytes after which the connection is closed."""
    claims: int | None = None
    """The length that it says it has, where that is another one."""
    pause: float = 0.0
    """Seconds before each of its bytes."""
    head: bool = True
    """Whether it may be asked for its headers alone."""
    misplaced: int = 0
    """How far a part of it lies from where it was asked."""

    @property
    def tag(self) -> str:
        """Its entity tag."""
        return f'"{sha256(self.body).hexdigest()[:16]}"'


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came."""

    method: str
    path: str
    range: str
    if_range: str


class Site:
    """Pages by their paths, and the requests for them."""

    def __init__(self, port: int) -> None:
        """Begin without a page."""
        self.url = f"http://127.0.0.1:{port}"
        self.pages: dict[str, Page] = {}
        self.asked: list[Asked] = []
        self.sent: list[int] = []
        """The bytes of each answer to a GET."""

    def put(self, path: str, body: bytes, **how: Any) -> str:  # noqa: ANN401 - the fields of a page
        """Set a page; its address."""
        self.pages[path] = Page(body, **how)
        return f"{self.url}{path}"

    def change(self, path: str, **how: Any) -> None:  # noqa: ANN401 - the fields of a page
        """Send a page in another way from now on."""
        self.pages[path] = replace(self.pages[path], **how)

    def index(self, *rows: Mapping[str, object]) -> str:
        """Set the index; its address."""
        return self.put("/index.json", json.dumps(rows).encode())

    def asked_for(self, path: str, method: str = "GET") -> list[Asked]:
        """The requests for a path."""
        return [asked for asked in self.asked if asked.path == path and asked.method == method]


def row(source: str, target: str, *links: str, version: str = "1.0", **more: object) -> dict[str, object]:
    """An entry of an index."""
    known = {"type": "translate", "package_version": version, "argos_version": "1.9", "from_name": source.upper()}
    return known | {"from_code": source, "to_code": target, "to_name": target.upper(), "links": list(links)} | more


@contextmanager
def serving() -> Iterator[Site]:
    """A site that is asked over the loopback."""
    server = _Server(("127.0.0.1", 0), _Answerer)
    server.site = site = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    """Listens for a site."""

    daemon_threads = True
    site: Site


class _Answerer(BaseHTTPRequestHandler):
    """Answers as the page at a path says."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the library names it
        """Say nothing."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        assert isinstance(self.server, _Server)
        site = self.server.site
        wanted, condition = self.headers.get("Range", ""), self.headers.get("If-Range", "")
        site.asked.append(Asked(self.command, self.path, wanted, condition))
        page = site.pages.get(self.path, Page(b"not here", 404))
        if self.command == "HEAD" and not page.head:
            page = Page(status=405)
        begin = self._begin(page, wanted, condition)
        body = page.body[begin:]
        self.send_response(206 if begin else page.status)
        if begin:
            at = begin + page.misplaced
            self.send_header("Content-Range", f"bytes {at}-{len(page.body) - 1}/{len(page.body)}")
        self.send_header("Content-Length", str(len(body) if page.claims is None else page.claims))
        if page.validator:
            self.send_header("ETag", page.tag)
        for name, value in page.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            site.sent.append(self._send(body[: page.cut], page.pause))

    def _begin(self, page: Page, wanted: str, condition: str) -> int:
        """Where an answer begins: RFC 9110, 13.1.5 and 14.2."""
        found = re.fullmatch(r"bytes=([0-9]+)-", wanted)
        fits = not condition or condition == page.tag
        return int(found[1]) if found and page.ranges and fits and page.status == 200 else 0

    def _send(self, body: bytes, pause: float) -> int:
        sent = 0
        step = 1 if pause else 1 << 15
        try:
            for at in range(0, len(body), step):
                time.sleep(pause)
                self.wfile.write(body[at : at + step])
                sent += len(body[at : at + step])
        except OSError:
            pass
        self.close_connection = True
        return sent
