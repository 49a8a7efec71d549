"""The addresses of the page: the list, an article, a decision, one taken back, the article as it would be published.

Requests are answered one after the other, so that nothing is decided on a sheet that is being written.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from polyglot import locales, resources
from polyglot.desk import Decision
from polyglot.errors import ConflictError, OutputError, PolyglotError
from polyglot.model import State, Tag
from polyglot.web import view
from polyglot.web.desks import Desks
from polyglot.web.view import Page

HERE = Path(__file__).parent
FILES: Mapping[str, tuple[Path, str]] = {
    "paper.css": (resources.PAPER, "text/css"),
    "review.css": (HERE / "static" / "review.css", "text/css"),
    "review.js": (HERE / "static" / "review.js", "text/javascript"),
    "icon.svg": (HERE / "static" / "icon.svg", "image/svg+xml"),
}
"""What is served below `/static/`: where it lies, and what it is."""
ENGLISH = Tag("en")
"""The page speaks it."""
LARGEST = 1 << 20
"""Bytes of a request; a sentence is shorter."""
DECISIONS = {"reviewed": State.REVIEWED, "translated": State.TRANSLATED}
"""What can be decided on the page. To approve takes a name: `polyglot review approve`."""
SAID = {State.REVIEWED: "Accepted.", State.TRANSLATED: "Kept as doubtful."}
SHOWN_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'"
)
"""For the article itself: its own styles, nothing from elsewhere, no script."""


class Asked(NamedTuple):
    """The article and the language that an address names."""

    name: str
    target: Tag


class Pages:
    """What is answered at each address."""

    def __init__(self, desks: Desks) -> None:
        """Take the desks with the articles."""
        self._desks = desks
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["address"] = address
        self._templates.globals["language"] = view.Language.of

    async def shelf(self, _: Request) -> Response:
        """The articles with their languages."""
        desks = self._desks
        return self._shown("shelf.html", articles=list(desks.shelf()), targets=desks.run.targets)

    async def article(self, request: Request) -> Response:
        """An article beside its translation."""
        asked = _asked(request)
        found = self._page(asked)
        return self._absent(asked) if found is None else self._edited(found)

    async def save(self, request: Request) -> Response:
        """Put a decision on record."""
        asked = _asked(request)
        form = await _form(request)
        context, state = form.get("context", ""), DECISIONS.get(form.get("state", ""))
        if state is None:
            return _told(f"state is {' or '.join(DECISIONS)}", 400)
        decision = Decision(form.get("text", ""), state)
        try:
            self._desks.decide(*asked, form.get("version", ""), context, decision)
        except ConflictError:
            answer = self._conflict(request, asked, context, decision.text)
            if answer is None:
                raise
            return answer
        return self._done(request, asked, context, SAID[state])

    async def undo(self, request: Request) -> Response:
        """Take the last decision back."""
        asked = _asked(request)
        form = await _form(request)
        context = self._desks.take_back(*asked, form.get("version", ""))
        said = "Taken back." if context else "There is nothing to take back."
        return self._done(request, asked, context, said)

    async def preview(self, request: Request) -> Response:
        """The article as a run would publish it now."""
        asked = _asked(request)
        found = self._desks.localised(*asked)
        if found is None:
            return self._absent(asked)
        document, data = found
        headers = {"content-security-policy": SHOWN_POLICY}
        if document.format == "html":
            kind = f"text/html; charset={document.encoding.name}"
            return Response(data, headers={**headers, "content-type": kind})
        text = "" if document.original else data.decode(document.encoding.name).lstrip("\ufeff")
        shown = self._rendered("text.html", document=document, text=text, target=view.Language.of(asked.target))
        return HTMLResponse(shown, headers=headers)

    async def file(self, request: Request) -> Response:
        """A style, a script, an icon."""
        name = request.path_params["name"]
        if name not in FILES:
            return _told("there is no such file", 404)
        path, kind = FILES[name]
        return Response(path.read_bytes(), media_type=kind, headers={"cache-control": "no-cache"})

    async def failed(self, request: Request, error: Exception) -> Response:
        """What a person is told of what was refused."""
        assert isinstance(error, PolyglotError)
        status = 409 if isinstance(error, ConflictError) else 423 if isinstance(error, OutputError) else 422
        said = f"{error.message}; {error.hint}" if error.hint else error.message
        if _by_script(request):
            return JSONResponse({"said": said}, status)
        return self._shown("refused.html", status, said=said, place=error.place)

    def _page(self, asked: Asked) -> Page | None:
        sheet = self._desks.sheet(*asked)
        return None if sheet is None else view.page(self._desks.run, sheet)

    def _edited(self, page: Page, status: int = 200, **conflict: str) -> Response:
        """The page of an article; with a conflict, the text that was not saved stands in its sentence."""
        targets = self._desks.run.targets
        return self._shown("article.html", status, page=page, targets=targets, conflict=conflict or None)

    def _done(self, request: Request, asked: Asked, context: str, said: str) -> Response:
        """The answer to what was written: for a script, the sentence as it is now; for a form, the page again."""
        if not _by_script(request):
            return RedirectResponse(f"{address('/article', *asked)}#s-{context}", status_code=303)
        found = self._page(asked)
        row = found.row(context) if found else None
        if found is None:
            return self._absent(asked)
        html = self._rendered("sentence.html", page=found, row=row, conflict=None) if row else ""
        said = f"{said} It has {_count(len(row.issues), 'issue')}." if row and row.issues else said
        facts = {"context": context, "row": html, "version": found.version, "accepted": found.accepted, "said": said}
        return JSONResponse(facts)

    def _conflict(self, request: Request, asked: Asked, context: str, text: str) -> Response | None:
        """Both texts, for a person to choose; None where the sentence is gone."""
        found = self._page(asked)
        row = found.row(context) if found else None
        if found is None or row is None or not row.is_open:
            return None
        if not _by_script(request):
            return self._edited(found, 409, context=context, text=text)
        conflict = {"context": context, "text": text}
        html = self._rendered("sentence.html", page=found, row=row, conflict=conflict)
        said = "Not saved: the catalog was changed by somebody else. Choose between the two texts."
        return JSONResponse({"context": context, "row": html, "version": found.version, "said": said}, 409)

    def _absent(self, asked: Asked) -> Response:
        said = f"There is no catalog of {asked.name or 'this article'} in {locales.name(asked.target, ENGLISH)}."
        return self._shown("refused.html", 404, said=said, place="")

    def _shown(self, template: str, status: int = 200, **facts: Any) -> Response:  # noqa: ANN401 - what a template takes
        return HTMLResponse(self._rendered(template, **facts), status)

    def _rendered(self, template: str, **facts: Any) -> str:  # noqa: ANN401 - as above
        return self._templates.get_template(template).render(facts)


def application(desks: Desks) -> Starlette:
    """The page, still without a gate."""
    pages = Pages(desks)
    get = partial(Route, methods=["GET"])
    post = partial(Route, methods=["POST"])
    routes = [
        get("/", pages.shelf),
        get("/article", pages.article),
        get("/preview", pages.preview),
        get("/static/{name}", pages.file),
        post("/save", pages.save),
        post("/undo", pages.undo),
    ]
    return Starlette(routes=routes, exception_handlers={PolyglotError: pages.failed})


def address(path: str, name: str, target: str) -> str:
    """Where something of an article in a language is; names of files may have any characters."""
    return f"{path}?{urlencode({'article': name, 'to': target})}"


def _asked(request: Request) -> Asked:
    """What an address names. Raises `UnknownLanguageError`."""
    query = request.query_params
    return Asked(query.get("article", ""), locales.parse(query.get("to", "")))


async def _form(request: Request) -> Mapping[str, str]:
    """What was sent, each field once. Raises `OutputError` where it is too much."""
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > LARGEST:
            raise OutputError("this is too much for a sentence", hint="shorten it")
    fields = parse_qs(data.decode("utf-8", "replace"), keep_blank_values=True, errors="replace")
    return {name: values[-1] for name, values in fields.items()}


def _by_script(request: Request) -> bool:
    """Whether the page's own script asks, which shows the answer itself."""
    return "application/json" in request.headers.get("accept", "")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _told(said: str, status: int) -> Response:
    return PlainTextResponse(f"{said}\n", status)
