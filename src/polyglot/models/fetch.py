"""The network: addresses read under limits, large files fetched so that a cut download goes on where it stopped.

Only HTTP and HTTPS (RFC 9110), also after redirects; never from HTTPS back to HTTP. Ranges are asked for with
`If-Range`, so that parts of two versions never meet. This is the only room that reaches the network.
"""

from __future__ import annotations

import base64
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO, cast
from urllib.parse import unquote, urlsplit

from polyglot.errors import ModelError, OutputError
from polyglot.models import archive
from polyglot.models.archive import LIMITS, size_told
from polyglot.version import VERSION

ADDRESS = re.compile(r"[Hh][Tt][Tt][Pp][Ss]?://(?:\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._-]+)(?::[0-9]{1,5})?(?:[/?][!-~]*)?")
"""What may be fetched: plain ASCII, and no name or password before the host."""
CHUNK = 1 << 16
TRIES = 3
"""Requests to one address for one file, as long as each brings some of it."""
HINT = (
    "check the connection and the proxy, set [models] mirror, or bring the model as a file: "
    "polyglot models install FILE.argosmodel"
)
Watch = Callable[[int, int], None]
"""Told how many bytes are there, and how many there are to be; 0 where the server does not say."""


class FetchError(ModelError):
    """An address did not give what was asked for."""

    def __init__(self, message: str, *, status: int = 0, cut: bool = False) -> None:
        """Take the sentence, the answer's status, and whether the answer broke off, so that asking again may help."""
        super().__init__(message, hint=HINT)
        self.status = status
        self.cut = cut


@dataclass(frozen=True, slots=True)
class Network:
    """How to reach it, and when to give up."""

    offline: bool = False
    proxies: Mapping[str, str] = field(default_factory=dict)
    """The proxy for `http` and for `https`."""
    direct: tuple[str, ...] = ()
    """Hosts that no proxy is used for, and with a dot before them all hosts below; `*` is every host."""
    patience: float = 30.0
    """Seconds without an answer after which a server is given up."""
    slowest: int = 1024
    """Bytes in a second, over a stretch of patience, below which it is given up too."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of a file before it is fetched."""

    size: int = 0
    """0 where it is not known."""
    hashes: tuple[tuple[str, str], ...] = ()
    """Who says so, and the SHA-256 in hex."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One file from one address."""

    url: str
    part: Path
    """Where what there is of it lies."""
    network: Network
    wanted: Wanted
    watch: Watch


def host(url: str) -> str:
    """The host of an address, as it is shown."""
    return urlsplit(url).netloc.rpartition("@")[2] or url[:60]


def require_online(network: Network) -> None:
    """Raise `ModelError` where nothing may be fetched."""
    if network.offline:
        hint = "unset it, or bring the model as a file: polyglot models install FILE.argosmodel"
        raise ModelError("POLYGLOT_OFFLINE forbids the network, which this command needs", hint=hint)


def read(url: str, network: Network, limit: int) -> bytes:
    """What stands at an address, at most so many bytes; raises `ModelError`."""
    taken = bytearray()
    with _opened(url, network) as response:
        for data in _pieces(response, url, network):
            taken += data
            if len(taken) > limit:
                raise FetchError(f"{host(url)} sends more than {size_told(limit)}")
        if response.length:
            raise FetchError(f"{host(url)} broke off after {size_told(len(taken))}", cut=True)
    return bytes(taken)


def size(url: str, network: Network) -> int:
    """How many bytes the file at an address has, without fetching it; 0 where nobody says. Raises `ModelError`."""
    with _opened(url, network, method="HEAD") as response:
        return _length(response)


def fetch(links: Sequence[str], place: Path, network: Network, wanted: Wanted, watch: Watch) -> Path:
    """Fetch a file from the first of several addresses that has it, into `place`; what was begun is continued.

    Raises `ModelError` with the reason of every address, `OutputError` where the file cannot be written. A download
    that was cut is kept beside `place` (`.part`), if its server can continue it.
    """
    reasons: list[str] = []
    with archive.writing(place):
        place.parent.mkdir(parents=True, exist_ok=True)
    for url in links:
        errand = Errand(url, _part(place, url), network, wanted, watch)
        try:
            _fetch_from(errand)
            _require_hashes(errand)
        except FetchError as error:
            reasons.append(error.message)
            continue
        with archive.writing(place):
            errand.part.replace(place)
            _notes(errand.part).unlink(missing_ok=True)
        return place
    raise _given_up(place, links, reasons)


def _given_up(place: Path, links: Sequence[str], reasons: Sequence[str]) -> ModelError:
    """What is said when no address had the file, and what of it was kept."""
    kept = [part for part in (_part(place, url) for url in links) if part.exists()]
    told = "; ".join(dict.fromkeys(reasons)) or "no address is known"
    hint = HINT
    if kept:
        hint = f"run the command again: {size_told(kept[0].stat().st_size)} are kept in {kept[0]}"
    return ModelError(f"{place.stem} cannot be fetched: {told}", hint=hint)


def _part(place: Path, url: str) -> Path:
    """Where what was fetched so far from an address lies."""
    return place.with_name(f"{place.stem}-{sha256(url.encode()).hexdigest()[:8]}.part")


def _notes(part: Path) -> Path:
    """What was said of the file that a part is of."""
    return part.with_name(f"{part.name}.json")


def _fetch_from(errand: Errand) -> None:
    """Fetch from one address, continued as long as every try brings something."""
    for tries_left in reversed(range(TRIES)):
        before = _there(errand.part)
        try:
            _continue(errand)
        except OutputError:
            _forget(errand.part)
            raise
        except FetchError as error:
            if error.status == 416:
                _forget(errand.part)
            stale = before > 0 and not _there(errand.part)
            if not tries_left or not (stale or (error.cut and _there(errand.part) > before)):
                raise
        else:
            return


def _there(part: Path) -> int:
    """How many bytes of a file are there."""
    return part.stat().st_size if part.exists() else 0


def _continue(errand: Errand) -> None:
    """Ask for a file, or for what is missing of it, and write it to its part."""
    start, validator = _begun(errand.part)
    headers = {"Range": f"bytes={start}-", "If-Range": validator} if start else {}
    with _opened(errand.url, errand.network, headers=headers) as response:
        if response.status == 206 and not _continues(response, start):
            _forget(errand.part)
            raise FetchError(f"{host(errand.url)} answers with another part than was asked for")
        start = start if response.status == 206 else 0
        total = start + _length(response) if _length(response) else errand.wanted.size
        _require_size(errand, total)
        archive.require_room(errand.part.parent, total - start)
        lasting = _note(errand.part, response, total)
        try:
            done = _take(errand, response, start, total)
            if total and done != total:
                told = f"{host(errand.url)} broke off after {size_told(done)} of {size_told(total)}"
                raise FetchError(told, cut=True)
        except FetchError as error:
            if not lasting or not error.cut:
                _forget(errand.part)
            raise


def _take(errand: Errand, response: HTTPResponse, start: int, total: int) -> int:
    """Write an answer behind what is there of a file, from `start` on; how long the file is now."""
    done, most = start, total or LIMITS.single
    with archive.writing(errand.part), errand.part.open("r+b" if start else "wb") as file:
        file.seek(start)
        file.truncate()
        errand.watch(done, total)
        for data in _pieces(response, errand.url, errand.network):
            file.write(data)
            done += len(data)
            if done > most:
                raise FetchError(f"{host(errand.url)} sends more than {size_told(most)}")
            errand.watch(done, total)
    return done


def _require_size(errand: Errand, total: int) -> None:
    """Raise for a file that is too large, or not as large as it should be."""
    if total > LIMITS.single:
        raise FetchError(f"{host(errand.url)} would send {size_told(total)}, more than any model has")
    if errand.wanted.size and total != errand.wanted.size:
        said = errand.wanted.size
        raise FetchError(f"{host(errand.url)} would send {total} bytes, but the index says {said}")


def _require_hashes(errand: Errand) -> None:
    """Raise, and forget the part, where a file is not what someone says that it is."""
    found = archive.file_hash(errand.part)
    for source, expected in errand.wanted.hashes:
        if expected != found:
            _forget(errand.part)
            told = f"{host(errand.url)} sends a file with the SHA-256 {found[:12]}…, but {source} {expected[:12]}…"
            raise FetchError(told)


def _begun(part: Path) -> tuple[int, str]:
    """How much there is of a file, and what to ask its server with whether it is still the same; 0 for nothing."""
    try:
        notes = json.loads(_notes(part).read_text("utf-8"))
        start, validator, total = part.stat().st_size, str(notes["validator"]), int(notes["total"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, ""
    sound = start > 0 and (not total or start < total) and validator.isprintable()
    return (start, validator) if sound and validator else (0, "")


def _note(part: Path, response: HTTPResponse, total: int) -> str:
    """Keep what tells this version of the file from another: a strong entity tag, else its date; empty without."""
    tag = response.headers.get("ETag", "")
    validator = tag if tag.startswith('"') else response.headers.get("Last-Modified", "")
    with archive.writing(part):
        if validator:
            _notes(part).write_text(json.dumps({"validator": validator, "total": total}), "utf-8")
        else:
            _notes(part).unlink(missing_ok=True)
    return validator


def _forget(part: Path) -> None:
    with suppress(OSError):
        part.unlink(missing_ok=True)
        _notes(part).unlink(missing_ok=True)


def _continues(response: HTTPResponse, start: int) -> bool:
    """Whether a partial answer begins where it should."""
    return bool(start) and response.headers.get("Content-Range", "").startswith(f"bytes {start}-")


def _length(response: HTTPResponse) -> int:
    """How long an answer says that it is; 0 where it does not."""
    text = response.headers.get("Content-Length", "")
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else 0


def _pieces(response: HTTPResponse, url: str, network: Network) -> Iterator[bytes]:
    """An answer's body as it comes; raises `FetchError` where it stops coming, or comes too slowly."""
    since, taken = time.monotonic(), 0
    while True:
        try:
            data = response.read1(CHUNK)
        except (OSError, HTTPException, ValueError) as error:
            raise FetchError(f"{host(url)} broke off: {_reason(error)}", cut=True) from error
        if not data:
            return
        yield data
        taken += len(data)
        if (waited := time.monotonic() - since) > network.patience:
            if taken < network.slowest * waited:
                raise FetchError(f"{host(url)} is too slow", cut=True)
            since, taken = time.monotonic(), 0


@contextmanager
def _opened(
    url: str, network: Network, *, method: str = "GET", headers: Mapping[str, str] | None = None
) -> Iterator[HTTPResponse]:
    """The answer of a server, where it is one; raises `ModelError`."""
    require_online(network)
    if not ADDRESS.fullmatch(url):
        raise FetchError(f"{url[:100]!a} is no http or https address that can be fetched")
    asked = {"User-Agent": f"polyglot/{VERSION}", "Accept-Encoding": "identity", **(headers or {})}
    request = urllib.request.Request(url, headers=asked, method=method)  # noqa: S310 - checked above
    try:
        response = cast("HTTPResponse", _opener(network).open(request, timeout=network.patience))
    except urllib.error.HTTPError as error:
        with error:
            raise FetchError(_answered(url, error.code, error.reason), status=error.code) from error
    except urllib.error.URLError as error:
        raise FetchError(f"{host(url)} cannot be reached: {_reason(error.reason)}") from error
    except (OSError, HTTPException, ValueError) as error:
        raise FetchError(f"{host(url)} does not answer: {_reason(error)}", cut=True) from error
    with response:
        if response.status not in {200, 206} or (response.status == 206 and "Range" not in asked):
            raise FetchError(_answered(url, response.status, response.reason), status=response.status)
        yield response


def _opener(network: Network) -> urllib.request.OpenerDirector:
    """What opens addresses: of `urllib`'s ways only these, so that no file, no FTP and no `data:` is ever opened."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        _Proxies(network),
        _Redirects(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follow only to where we would have gone ourselves."""

    max_redirections = 5

    def redirect_request(  # noqa: PLR0917 - as urllib calls it
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """The request to the new address; raises `FetchError` where it is none that we fetch from."""
        if not ADDRESS.fullmatch(newurl) or (req.type == "https" and not newurl.lower().startswith("https:")):
            raise FetchError(f"{host(req.full_url)} leads to {newurl[:100]!a}, which is not followed")
        following = super().redirect_request(req, fp, code, msg, headers, newurl)
        if following is not None:
            following.method = req.get_method()
        return following


class _Proxies(urllib.request.BaseHandler):
    """Send requests through the proxies that were set: `urllib`'s own way reads the environment once more."""

    handler_order = 100

    def __init__(self, network: Network) -> None:
        self._network = network

    def http_open(self, request: urllib.request.Request) -> None:
        """Turn a request to its proxy, and let the next handler send it."""
        proxy = self._network.proxies.get(request.type, "")
        if not proxy or _is_direct(request.host, self._network.direct):
            return
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        named, _, address = parts.netloc.rpartition("@")
        if named:
            credentials = base64.b64encode(unquote(named).encode()).decode("ascii")
            request.add_header("Proxy-authorization", f"Basic {credentials}")
        request.set_proxy(address, parts.scheme)

    https_open = http_open


def _is_direct(netloc: str, direct: Sequence[str]) -> bool:
    """Whether a host is asked without a proxy."""
    name = netloc.rpartition(":")[0] or netloc
    listed = [entry.lstrip(".").lower() for entry in direct]
    wholes = {netloc.lower(), name.lower()}
    return "*" in listed or any(whole == entry or whole.endswith(f".{entry}") for whole in wholes for entry in listed)


def _answered(url: str, status: int, reason: object) -> str:
    if "file:" in str(reason) or "is not allowed" in str(reason):
        return f"{host(url)} leads to another kind of address, which is not followed"
    if "infinite loop" in str(reason):
        return f"{host(url)} leads from one address to the next without end"
    return f"{host(url)} answers {status} {_reason(reason)}".rstrip()


def _reason(error: object) -> str:
    """What an error or a server says, on one line and no longer than a line."""
    text = " ".join(str(getattr(error, "strerror", None) or error or type(error).__name__).split())
    return "".join(character if character.isprintable() else "?" for character in text)[:120].lower()
