"""The review page as a browser meets it: who may see it, what it shows, what it writes, and what it refuses."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from html.parser import HTMLParser
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from polyglot import files, po
from polyglot.model import State, Tag
from polyglot.runs import Wishes
from polyglot.web.gate import Pass
from polyglot.web.view import compared
from road import ARTICLE, Road
from web_page import BOOKS, CATALOG, COOKIE, FREE, KEY, PRESIDENT, SOURCE, TITLE, page_of, translated

HOST = "http://127.0.0.1:8000"
ASKED = {"article": SOURCE, "to": "en"}
OUTPUT = "localized/en/articles/a.fr.txt"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return translated(tmp_path_factory.mktemp("project"))


@pytest.fixture
def road(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    shutil.copytree(project, tmp_path / "project")
    return Road(tmp_path / "project", monkeypatch, capsys)


class Visitor:
    """A browser that has the key."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        assert client.get("/", params={"key": KEY}).status_code == 200

    def page(self, **asked: str) -> str:
        """The page of the article."""
        answer = self.client.get("/article", params=ASKED | asked)
        assert answer.status_code == 200, answer.text
        return answer.text

    def version(self) -> str:
        """The version that the page shows."""
        return found(r'data-version="(\w+)"', self.page())

    def context(self, source: str) -> str:
        """The context of a sentence."""
        return rows(self.page())[source]["context"]

    def post(
        self, path: str, form: Mapping[str, str], *, script: bool = True, headers: Mapping[str, str] | None = None
    ) -> Response:
        """Send a form, as the page's script does or as the browser itself."""
        sent = {"origin": HOST, "sec-fetch-site": "same-origin"} | ({"accept": "application/json"} if script else {})
        sent |= headers or {}
        return self.client.post(path, params=ASKED, data=dict(form), headers=sent, follow_redirects=False)

    def form(self, source: str, text: str, **more: str) -> dict[str, str]:
        """The form of a sentence that has just been looked at."""
        seen = {"context": self.context(source), "version": self.version()}
        return seen | {"text": text, "state": "reviewed"} | more

    def decide(self, source: str, text: str, **more: str) -> Response:
        """Decide on a sentence that has just been looked at."""
        return self.post("/save", self.form(source, text, **more))

    def undo(self) -> Response:
        """Take the last decision back."""
        return self.post("/undo", {"version": self.version()})


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def visitor(road: Road, stack: ExitStack) -> Visitor:
    return Visitor(stranger(road, stack))


def stranger(road: Road, stack: ExitStack, wishes: Wishes | None = None) -> TestClient:
    """A browser without the key."""
    return TestClient(page_of(road, stack, wishes), base_url=HOST)


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, f"no {pattern} in {text[:2000]}"
    return match[1]


class _Rows(HTMLParser):
    """The sentences of a page: their sources, texts and classes."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[dict[str, str]] = []
        self._into = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        classes = facts.get("class", "").split()
        if "row" in classes:
            self.rows.append({"context": facts["data-context"], "classes": facts["class"], "source": "", "text": ""})
        elif tag == "textarea":
            self._into = "text"
            self.rows[-1] |= {"lang": facts["lang"], "dir": facts["dir"], "label": facts["aria-label"]}
        elif tag in {"p", "h2", "h3"} and "text" in classes:
            self._into = "source"
            self.rows[-1]["element"] = tag

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "h2", "h3", "textarea"}:
            self._into = ""

    def handle_data(self, data: str) -> None:
        if self._into:
            self.rows[-1][self._into] += data


def rows(page: str) -> dict[str, dict[str, str]]:
    """The sentences of a page, by their sources."""
    parser = _Rows()
    parser.feed(page)
    return {row["source"]: {**row, "text": row["text"].removeprefix("\n")} for row in parser.rows}


# --- who may see it ---


@pytest.mark.parametrize("path", ["/", "/article", "/preview", "/static/review.js", "/nothing"])
def test_nothing_is_shown_without_the_key(road: Road, stack: ExitStack, path: str) -> None:
    client = stranger(road, stack)
    for params in (ASKED, ASKED | {"key": "wrong"}, ASKED | {"key": ""}):
        answer = client.get(path, params=params)
        assert answer.status_code == 403
        assert SOURCE not in answer.text
    client.cookies.set(COOKIE, "wrong")
    assert client.get(path, params=ASKED).status_code == 403


def test_nothing_is_written_without_the_key(road: Road, stack: ExitStack, visitor: Visitor) -> None:
    before, client = road.tree(), stranger(road, stack)
    form = visitor.form(FREE, "Free.")
    assert client.post("/save", params=ASKED, data=form, headers={"origin": HOST}).status_code == 403
    assert road.tree() == before


def test_the_key_becomes_a_cookie_that_no_script_reads_and_leaves_the_address(road: Road, stack: ExitStack) -> None:
    answer = stranger(road, stack).get("/", params={"key": KEY}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "192.0.2.7:8000", ""])
def test_a_foreign_name_leads_nowhere(visitor: Visitor, host: str) -> None:
    """A name of somebody else's can be made to mean this machine (DNS rebinding): then `Host` gives it away."""
    assert visitor.client.get("/", headers={"host": host}).status_code == 403
    assert visitor.client.get("/", params={"key": KEY}, headers={"host": host}).status_code == 403


@pytest.mark.parametrize("host", ["localhost:9", "127.0.0.1", "[::1]:8000", "LOCALHOST"])
def test_this_machine_has_several_names(visitor: Visitor, host: str) -> None:
    assert visitor.client.get("/", headers={"host": host}).status_code == 200


def test_who_listens_to_all_is_called_by_numbers() -> None:
    way_in = Pass(KEY, COOKIE, "0.0.0.0")  # noqa: S104 - nothing listens here
    assert [way_in.knows(name) for name in ("192.0.2.7:80", "[2001:db8::1]:80", "evil.example")] == [True, True, False]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "https://127.0.0.1:8000"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
    ],
)
def test_another_page_writes_nothing(road: Road, visitor: Visitor, headers: dict[str, str]) -> None:
    before = road.tree()
    form = visitor.form(FREE, "Free.")
    assert visitor.post("/save", form, headers=headers).status_code == 403
    assert visitor.post("/undo", form, headers=headers).status_code == 403
    assert road.tree() == before


def test_a_request_that_does_not_say_where_it_comes_from_writes_nothing(road: Road, visitor: Visitor) -> None:
    before = road.tree()
    form = visitor.form(FREE, "Free.")
    assert visitor.client.post("/save", params=ASKED, data=form).status_code == 403
    assert road.tree() == before


def test_another_page_reads_nothing_but_leads_here(visitor: Visitor) -> None:
    assert visitor.client.get("/article", params=ASKED, headers={"sec-fetch-site": "same-site"}).status_code == 403
    visits = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert visitor.client.get("/article", params=ASKED, headers=visits).status_code == 200


def test_nothing_comes_from_outside(visitor: Visitor) -> None:
    pages = [visitor.client.get("/"), visitor.client.get("/article", params=ASKED)]
    for answer in pages:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "http" not in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert re.findall(r'(?:src|href|action)="((?!/|#)[^"]*)"', answer.text) == []
        assert " style=" not in answer.text
        assert re.findall(r" on[a-z]+=", answer.text) == []
    for name in ("review.js", "paper.css", "review.css", "icon.svg"):
        text = visitor.client.get(f"/static/{name}").text
        assert re.findall(r"(?:https?:)?//[a-z]+\.(?!w3\.org)", text) == []


@pytest.mark.parametrize("name", ["../app.py", "..%2Fapp.py", "%2e%2e/app.py", "nothing.js"])
def test_only_the_files_of_the_page_are_served(visitor: Visitor, name: str) -> None:
    assert visitor.client.get(f"/static/{name}").status_code == 404


# --- what it shows ---


def test_the_list_says_how_far_each_article_has_come(road: Road, visitor: Visitor) -> None:
    road.write("articles/b.fr.txt", ARTICLE)
    visitor.decide(FREE, "Admission is free.")
    text = visitor.client.get("/").text
    assert f"{SOURCE} in English: 1 of 5 accepted" in text
    assert "articles/b.fr.txt" in text
    assert "not translated" in text


def test_articles_that_share_a_catalog_are_counted_each_for_itself(road: Road, stack: ExitStack) -> None:
    road.write("articles/b.fr.txt", "Un titre\n\nIl pleut.\n")
    road.write("polyglot.toml", road.read("polyglot.toml") + '\n[review]\ngroup = "site"\n')
    road.run("translate", "--engine", "pseudo")
    visitor = Visitor(stranger(road, stack))
    visitor.decide(FREE, "Admission is free.")
    text = visitor.client.get("/").text
    assert f"{SOURCE} in English: 1 of 5 accepted" in text
    assert "articles/b.fr.txt in English: 0 of 2 accepted" in text


def test_decisions_in_a_shared_catalog_are_each_articles_own(road: Road, stack: ExitStack) -> None:
    """Two articles with a sentence in common in one catalog: a person's word for one is not the other's."""
    road.write("articles/b.fr.txt", f"Un titre\n\n{FREE} Il pleut.\n")
    road.write("polyglot.toml", road.read("polyglot.toml") + '\n[review]\ngroup = "site"\n')
    road.run("translate", "--engine", "pseudo")
    shared = "locales/en/articles/all.po"
    before = {entry.context: entry for entry in road.catalog(shared).entries}
    visitor = Visitor(stranger(road, stack))
    assert visitor.decide(FREE, "Admission is free.").status_code == 200
    after = {entry.context: entry for entry in road.catalog(shared).entries}
    changed = [context for context in after if after[context] != before[context]]
    assert [after[context].target for context in changed] == ["Admission is free."]
    assert [entry.target for entry in after.values() if entry.source == FREE].count("Admission is free.") == 1
    assert visitor.undo().status_code == 200
    assert {entry.context: entry for entry in road.catalog(shared).entries} == before


def test_a_shared_catalog_that_another_has_changed_is_not_overwritten(road: Road, stack: ExitStack) -> None:
    road.write("articles/b.fr.txt", "Un titre\n\nIl pleut.\n")
    road.write("polyglot.toml", road.read("polyglot.toml") + '\n[review]\ngroup = "site"\n')
    road.run("translate", "--engine", "pseudo")
    shared = "locales/en/articles/all.po"
    visitor = Visitor(stranger(road, stack))
    form = visitor.form(FREE, "Admission is free.")
    road.say(shared, FREE, "Free entry.")
    answer = visitor.post("/save", form)
    assert answer.status_code == 409
    assert "Free entry." in answer.text
    assert "Free entry." in road.read(shared)


def test_sentences_stand_in_the_order_of_the_article_beside_their_translations(road: Road, visitor: Visitor) -> None:
    text = visitor.page()
    shown = rows(text)
    entries = {entry.source: entry.target for entry in road.catalog(CATALOG).entries}
    assert {source: row["text"] for source, row in shown.items()} == entries
    assert list(shown) == list(entries)
    assert shown[TITLE]["element"] == "h2"
    assert len(re.findall(r'<section class="unit', text)) == 3
    assert all("is-draft" in row["classes"] for row in shown.values())


def test_names_are_shown_with_what_the_glossary_wants(visitor: Visitor) -> None:
    text = visitor.page()
    assert '<mark title="Volodymyr Zelensky → Volodymyr Zelensky">Volodymyr Zelensky</mark>' in text
    assert 'data-insert="Kyiv"' in text


def test_markup_of_an_article_is_text_on_the_page(road: Road, stack: ExitStack) -> None:
    road.write(SOURCE, 'Titre <script>alert(1)</script>\n\nDu texte & <b>plus</b> « ici » "là".\n')
    road.translate()
    text = Visitor(stranger(road, stack)).page()
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_issues_stand_beside_their_sentences(visitor: Visitor) -> None:
    answer = visitor.decide(BOOKS, "It has many books.")
    assert answer.status_code == 200
    assert answer.json()["said"] == "Accepted. It has 1 issue."
    assert "12 000" in found(r'(?s)<ul class="issues"(.*?)</ul>', answer.json()["row"])


def test_a_language_from_right_to_left_has_its_direction(road: Road, stack: ExitStack) -> None:
    road.project(("en", "ar"))
    road.translate()
    visitor = Visitor(stranger(road, stack))
    shown = rows(visitor.page(to="ar"))[FREE]
    assert (shown["lang"], shown["dir"]) == ("ar", "rtl")
    assert "Arabic" in shown["label"]
    assert '<p class="text" lang="fr" dir="ltr">' in visitor.page(to="ar")


@pytest.mark.parametrize(
    "asked", [{"article": "articles/none.fr.txt"}, {"article": f"../{SOURCE}"}, {"to": "de"}, {"to": "fr"}]
)
def test_what_is_not_there_is_not_found(visitor: Visitor, asked: dict[str, str]) -> None:
    for path in ("/article", "/preview"):
        answer = visitor.client.get(path, params=ASKED | asked)
        assert answer.status_code == 404
        assert "There is no catalog" in answer.text


def test_a_language_that_nobody_knows_is_said(visitor: Visitor) -> None:
    answer = visitor.client.get("/article", params=ASKED | {"to": "klingon"})
    assert answer.status_code == 422
    assert "klingon" in answer.text


def test_a_broken_catalog_is_said_with_its_place(road: Road, visitor: Visitor) -> None:
    road.write(CATALOG, 'msgid "\nmsgstr')
    answer = visitor.client.get("/article", params=ASKED)
    assert answer.status_code == 422
    assert CATALOG in answer.text


def test_two_versions_are_compared_word_by_word() -> None:
    both = list(compared("Elle compte 12 000 livres.", "Elle compte 13 000 livres !"))
    assert "".join(piece.text for piece in both if piece.kind != "new") == "Elle compte 12 000 livres."
    assert "".join(piece.text for piece in both if piece.kind != "old") == "Elle compte 13 000 livres !"
    assert [piece.text for piece in both if piece.kind == "new"] == ["13", " !"]


# --- what it writes ---


def test_a_decision_is_put_on_record_and_published_by_the_next_run(road: Road, visitor: Visitor) -> None:
    answer = visitor.decide(FREE, "Admission is free.")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["accepted"], told["said"]) == (1, "Accepted.")
    assert told["version"] == visitor.version()
    assert "is-reviewed" in told["row"]
    entry = road.entry(CATALOG, FREE)
    assert (entry.target, entry.state) == ("Admission is free.", State.REVIEWED)
    road.translate()
    assert "Admission is free." in road.read(OUTPUT)


def test_decisions_follow_one_another(road: Road, visitor: Visitor) -> None:
    for number, source in enumerate(rows(visitor.page()), 1):
        told = visitor.decide(source, f"Sentence {number} is as it was, Kyiv.").json()
        assert told["accepted"] == number
        assert road.entry(CATALOG, source).state is State.REVIEWED


def test_only_the_sentence_that_was_decided_on_changes(road: Road, visitor: Visitor) -> None:
    others = [source for source in rows(visitor.page()) if source != FREE]
    before = [road.block(CATALOG, source) for source in others]
    visitor.decide(FREE, "Admission is free.")
    assert [road.block(CATALOG, source) for source in others] == before


def test_a_form_without_a_script_leads_back_to_its_sentence(visitor: Visitor) -> None:
    form = visitor.form(FREE, "Admission is free.")
    answer = visitor.post("/save", form, script=False)
    assert answer.status_code == 303
    assert answer.headers["location"].endswith(f"#s-{form['context']}")
    assert rows(visitor.page())[FREE]["text"] == "Admission is free."


def test_a_text_can_be_kept_in_doubt(road: Road, visitor: Visitor) -> None:
    visitor.decide(FREE, "Admission is free?", state="translated")
    entry = road.entry(CATALOG, FREE)
    assert entry.fuzzy
    assert "is-doubtful" in rows(visitor.page())[FREE]["classes"]


def test_blanks_around_a_text_and_line_ends_of_forms_do_not_count(road: Road, visitor: Visitor) -> None:
    visitor.decide(FREE, "  Admission\r\nis free. \r\n")
    assert road.entry(CATALOG, FREE).target == "Admission\nis free."


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"text": " \n "}, 422),
        ({"text": "a\0b"}, 422),
        ({"context": "nobody.1"}, 422),
        ({"state": "final"}, 400),
        ({"state": ""}, 400),
        ({"text": "x" * (1 << 20)}, 423),
    ],
)
def test_what_cannot_be_put_on_record_is_refused(
    road: Road, visitor: Visitor, form: dict[str, str], status: int
) -> None:
    before = road.tree()
    assert visitor.decide(FREE, **{"text": "Free."} | form).status_code == status
    assert road.tree() == before


def test_a_run_at_work_is_waited_for(road: Road, visitor: Visitor) -> None:
    form = visitor.form(FREE, "Free.")
    with files.locked(road.root):
        answer = visitor.post("/save", form)
    assert answer.status_code == 423
    assert "another run" in answer.json()["said"]


def test_decisions_are_taken_back_one_after_the_other(road: Road, visitor: Visitor) -> None:
    entries = road.catalog(CATALOG).entries
    visitor.decide(FREE, "Admission is free.")
    visitor.decide(TITLE, "A Library Opens in Kyiv")
    for source in (TITLE, FREE):
        answer = visitor.undo()
        assert answer.json()["context"] == visitor.context(source)
        assert "is-draft" in answer.json()["row"]
    assert road.catalog(CATALOG).entries == entries
    assert visitor.undo().json()["said"] == "There is nothing to take back."


def test_what_somebody_changed_since_is_not_taken_back(road: Road, visitor: Visitor) -> None:
    visitor.decide(FREE, "Admission is free.")
    road.change(CATALOG, "Admission is free.", "Free entry.")
    assert visitor.undo().status_code == 409
    assert road.entry(CATALOG, FREE).target == "Free entry."


def test_what_a_person_changed_in_the_machines_text_is_shown(road: Road, visitor: Visitor) -> None:
    machine = road.entry(CATALOG, FREE).target
    visitor.decide(FREE, f"{machine} Really.")
    shown = found(r'(?s)<details class="change">(.*?)</details>', visitor.page())
    assert "<ins> Really.</ins>" in shown
    assert machine[:-1] in shown
    visitor.decide(TITLE, road.entry(CATALOG, TITLE).target)
    assert visitor.page().count('<details class="change">') == 1


# --- what somebody else wrote meanwhile ---


def test_a_catalog_that_changed_on_disk_is_not_overwritten_and_both_texts_are_shown(
    road: Road, visitor: Visitor
) -> None:
    form = visitor.form(FREE, "Admission is free.")
    road.say(CATALOG, FREE, "Free entry.")
    before = road.tree()
    answer = visitor.post("/save", form)
    assert answer.status_code == 409
    told = answer.json()
    (row,) = rows(told["row"]).values()
    assert row["text"] == "Admission is free."
    assert "Free entry." in found(r'(?s)<div class="conflict"(.*?)</div>', told["row"])
    assert road.tree() == before
    assert visitor.post("/save", form | {"version": told["version"]}).status_code == 200
    assert road.entry(CATALOG, FREE).target == "Admission is free."


def test_without_a_script_the_page_itself_shows_both_texts(road: Road, visitor: Visitor) -> None:
    form = visitor.form(FREE, "Admission is free.")
    road.say(CATALOG, FREE, "Free entry.")
    answer = visitor.post("/save", form, script=False)
    assert answer.status_code == 409
    assert "Free entry." in answer.text
    assert rows(answer.text)[FREE]["text"] == "Admission is free."
    form["version"] = found(r'name="version" value="(\w+)"', answer.text)
    assert visitor.post("/save", form, script=False).status_code == 303
    assert road.entry(CATALOG, FREE).target == "Admission is free."


def test_a_source_that_changed_meanwhile_is_looked_at_first(road: Road, visitor: Visitor) -> None:
    form = visitor.form(PRESIDENT, "He came.")
    road.write(SOURCE, ARTICLE.replace("la bibliothèque. Elle", "la grande bibliothèque. Elle"))
    before = road.tree()
    answer = visitor.post("/save", form)
    assert answer.status_code == 409
    assert road.tree() == before


def test_a_sentence_without_an_entry_cannot_be_decided_on_yet(road: Road, visitor: Visitor) -> None:
    road.write(SOURCE, ARTICLE + "\nUne phrase toute nouvelle qui ne ressemble à rien.\n")
    shown = rows(visitor.page())
    new = next(source for source in shown if source.startswith("Une phrase"))
    answer = visitor.decide(new, "A sentence.")
    assert answer.status_code == 422
    assert "polyglot translate" in answer.json()["said"]


def test_a_changed_source_shows_what_changed(road: Road, visitor: Visitor) -> None:
    visitor.decide(BOOKS, "It has 12,000 books.")
    road.write(SOURCE, ARTICLE.replace("12 000 livres", "13 000 livres"))
    road.translate()
    text = visitor.page()
    assert "is-stale" in rows(text)[BOOKS.replace("12", "13")]["classes"]
    former = found(r'(?s)<p class="former">(.*?)</p>', text)
    assert "<del>12</del><ins>13</ins>" in former


# --- the preview ---


def test_the_preview_is_what_the_next_run_writes(road: Road, stack: ExitStack) -> None:
    name = "articles/p.fr.html"
    road.write(name, f"<!doctype html><html lang=fr><body><h1>{TITLE}</h1><p>{BOOKS} {FREE}</p></body></html>")
    road.translate()
    visitor = Visitor(stranger(road, stack))
    page = visitor.page(article=name)
    form = {"context": rows(page)[FREE]["context"], "text": "Admission is free.", "state": "reviewed"}
    sent = {"origin": HOST, "accept": "application/json"}
    asked = ASKED | {"article": name}
    version = found(r'data-version="(\w+)"', page)
    assert (
        visitor.client.post("/save", params=asked, data={**form, "version": version}, headers=sent).status_code == 200
    )
    before = road.tree()
    answer = visitor.client.get("/preview", params=asked)
    assert road.tree() == before
    road.translate()
    assert answer.content == (road.root / "localized/en" / name).read_bytes()
    assert b"Admission is free." in answer.content


def test_the_preview_runs_nothing_and_loads_nothing(visitor: Visitor) -> None:
    policy = visitor.client.get("/preview", params=ASKED).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert 'sandbox="allow-same-origin"' in visitor.page()


def test_the_preview_of_a_text_is_the_text(road: Road, visitor: Visitor) -> None:
    visitor.decide(FREE, "Admission is <free> & open.")
    text = visitor.client.get("/preview", params=ASKED).text
    assert "Admission is &lt;free&gt; &amp; open." in text
    assert po.read(road.root / CATALOG)


# --- the command ---


def test_an_article_alone_has_its_page_too(
    road: Road, stack: ExitStack, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Without a project the catalog lies beside the article."""
    road.root = tmp_path_factory.mktemp("alone")
    road.monkeypatch.chdir(road.root)
    road.write("a.fr.txt", ARTICLE)
    road.translate("a.fr.txt", "--to", "en")
    wishes = Wishes(paths=(Path("a.fr.txt"),), to=(Tag("en"),))
    client = stranger(road, stack, wishes=wishes)
    assert "a.fr.txt in English: 0 of 5 accepted" in client.get("/", params={"key": KEY}).text
    page = client.get("/article", params={"article": "a.fr.txt", "to": "en"}).text
    form = {"context": rows(page)[FREE]["context"], "text": "Free.", "state": "reviewed"}
    form["version"] = found(r'data-version="(\w+)"', page)
    asked = {"article": "a.fr.txt", "to": "en"}
    assert client.post("/save", params=asked, data=form, headers={"origin": HOST}).status_code == 200
    assert road.entry("a.en.po", FREE).target == "Free."


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--port", "70000"), 2, "no port"),
        (("none.fr.txt",), 2, "no such file"),
        (("--to", "klingon"), 2, "klingon"),
        (("--host", "192.0.2.1"), 2, "cannot listen on 192.0.2.1"),
        (("--host", "192.0.2.1"), 2, "warning: 192.0.2.1 can be reached by other machines"),
        (("--host", "not a host"), 2, "cannot listen"),
    ],
)
def test_what_cannot_be_served_is_said(road: Road, arguments: tuple[str, ...], code: int, said: str) -> None:
    ran = road.run("review", "serve", *arguments)
    assert ran.code == code
    assert said in ran.err


def test_what_is_not_installed_is_named_with_the_command(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    ran = road.run("review", "serve")
    assert ran.code == 3
    assert 'pip install "polyglot-press[web]"' in ran.err


def test_what_a_colleague_said_of_a_sentence_like_it_is_offered(road: Road, stack: ExitStack) -> None:
    """In another article; it is shown with its likeness and where it comes from, and nothing is taken by itself."""
    road.write("articles/c.fr.txt", "Un titre\n\nLa grande bibliothèque ouvrira ses portes dimanche matin.\n")
    road.write("articles/d.fr.txt", "Un titre\n\nLa grande bibliothèque rouvrira ses portes dimanche matin.\n")
    road.run("translate", "articles", "--engine", "pseudo")
    catalog = "locales/en/articles/articles/c.fr.txt.po"
    said = "The big library will open its doors on Sunday morning."
    road.say(catalog, "La grande bibliothèque ouvrira ses portes dimanche matin.", said)
    before = road.tree()
    shown = stranger(road, stack, Wishes(to=(Tag("en"),)))
    visitor = Visitor(shown)
    page = visitor.page(article="articles/d.fr.txt")
    assert found(r'data-take="([^"]*)"', page) == said
    assert f"a person, {catalog}" in page
    assert {name: data for name, data in road.tree().items() if name.startswith("loca")} == {
        name: data for name, data in before.items() if name.startswith("loca")
    }
