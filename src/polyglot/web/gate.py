"""Who may see the page: only a browser on an address of ours that brings the key, and that is on the page itself.

The key comes in the address once, then as a cookie that no script reads and no other site sends. The name in `Host` is
checked, so that no foreign name can be made to lead here (DNS rebinding); a request that writes must come from the page
itself (`Origin`, Fetch Metadata). What is answered may load nothing from outside and stand in no other page.
"""

from __future__ import annotations

from dataclasses import dataclass
from hmac import compare_digest
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
"""The names of this machine for itself."""
READING = frozenset({"GET", "HEAD"})
OTHERS = frozenset({"cross-site", "same-site"})
"""What `Sec-Fetch-Site` says of requests that other pages make; another port of this machine is `same-site`."""
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with `no-referrer`, browsers would tell no origin when a form is sent
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""What every answer says, unless it says something else itself."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What opens the gate."""

    key: str
    cookie: str
    """Its name; cookies do not tell ports apart, so it has the port."""
    host: str
    """The address that is listened on."""

    def admits(self, given: str | None) -> bool:
        """Whether somebody has the key."""
        return given is not None and compare_digest(given.encode(), self.key.encode())

    def knows(self, host: str) -> bool:
        """Whether a request may call us so: this machine's names, or, for others, numbers, which need no DNS."""
        name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
        name = name.strip("[]").lower()
        return name in LOCAL | {self.host.lower()} or (self.host not in LOCAL and _is_number(name))


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


class Gate:
    """An application of which nobody sees anything without a pass."""

    def __init__(self, app: ASGIApp, way_in: Pass) -> None:
        """Take what is behind it, and what opens it."""
        self._app = app
        self._pass = way_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or have it answered."""
        if scope["type"] != "http":
            return
        request = Request(scope)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        answer = self._answer(request)
        await (answer or self._app)(scope, receive, guarded)

    def _answer(self, request: Request) -> Response | None:
        """What is answered at the gate; None where somebody may come in."""
        reason = self._refusal(request.headers, request.method)
        if reason:
            return _refused(reason)
        if request.method in READING and self._pass.admits(request.query_params.get("key")):
            answer = RedirectResponse("/", status_code=303)
            answer.set_cookie(self._pass.cookie, self._pass.key, httponly=True, samesite="strict", path="/")
            return answer
        if not self._pass.admits(request.cookies.get(self._pass.cookie)):
            return _refused("the key is missing; open the address that polyglot review serve shows")
        return None

    def _refusal(self, headers: Headers, method: str) -> str:
        """Why a request is refused whatever key it brings; empty where it is not."""
        host, site = headers.get("host", ""), headers.get("sec-fetch-site", "")
        if not self._pass.knows(host):
            return "this is not the name of this page"
        visits = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        if site in OTHERS and not (method in READING and visits):
            return "another page asked for this"
        origin = headers.get("origin")
        if method not in READING and (origin is None or origin != f"http://{host}"):
            return "this can only be sent from the page itself"
        return ""


def _refused(reason: str) -> Response:
    return PlainTextResponse(f"refused: {reason}\n", status_code=403)
