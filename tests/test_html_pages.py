"""The article against what stands around it, on pages written without sight of the rules, and rule by rule.

The rules were made by the pages with odd numbers; by those with even ones they were only measured.
"""

from __future__ import annotations

import runpy
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from polyglot.config import FurnitureRules
from polyglot.formats.html import HtmlFormat
from polyglot.furniture import classify
from polyglot.model import Document, Tag, Unit

HERE = Path(__file__).parent
PAGES = sorted((HERE / "pages" / "html").glob("*.src.html"))
SEEN = tuple(page for page in PAGES if int(page.name[:2]) % 2)
UNSEEN = tuple(page for page in PAGES if page not in SEEN)
BENCHMARK: Any = runpy.run_path(str(HERE.parent / "benchmarks" / "pages.py"))
PROSE = (
    "Le conseil municipal a adopté mardi soir, après trois heures de débat, le budget de la ville pour l’an prochain. "
)
TEXT = f"<p>{PROSE * 2}</p>"


def test_there_are_enough() -> None:
    assert len(SEEN) == len(UNSEEN) == 18
    assert {page.name[3:5] for page in PAGES} == {"en", "es", "fr"}


@pytest.mark.parametrize(
    ("pages", "precision", "recall"), [(SEEN, 0.99, 0.99), (UNSEEN, 0.97, 0.97)], ids=["seen", "unseen"]
)
def test_words_of_articles_are_told_apart(pages: Iterable[Path], precision: float, recall: float) -> None:
    counts = [_count(page.read_bytes(), page.name) for page in pages]
    whole = BENCHMARK["Count"](*map(sum, zip(*counts, strict=True)))
    assert whole.precision >= precision
    assert whole.recall >= recall


def _count(source: bytes, name: str) -> tuple[int, int, int]:
    found: tuple[int, int, int] = BENCHMARK["count"](
        BENCHMARK["gold"](source), BENCHMARK["kept"](BENCHMARK["read"](source, name))
    )
    return found


def read(body: str, head: str = "") -> Document:
    """A French page, its furniture told apart."""
    source = f"<html lang=fr><head>{head}</head><body>{body}</body></html>"
    return classify(HtmlFormat().read(source.encode(), "a.html"), Tag("fr"), "auto", FurnitureRules())


def unit(page: Document, text: str) -> Unit:
    """The unit that says something."""
    return next(unit for unit in page.units if text in unit.text)


@pytest.mark.parametrize(
    ("between", "said"),
    [
        ("<p>Publicité</p>", "Publicité"),
        ("<p><b>Lire aussi :</b> <a href=x>Le port rouvre</a></p>", "port"),
        ("<div class=b1><div>À lire aussi</div><div>Le port rouvre</div></div>", "port"),
        ("<div class=b1><p>Une lettre par semaine</p><form><input placeholder=Adresse></form></div>", "lettre"),
        ("<div class=b1><p>Une lettre</p><form><label>Adresse</label><input></form></div>", "lettre"),
        ("<div class=newsletter><p>Une lettre</p></div>", "lettre"),
    ],
)
def test_what_is_put_between_paragraphs_is_furniture(between: str, said: str) -> None:
    page = read(f"<article><h1>Le budget</h1>{TEXT}{between}{TEXT}{TEXT}</article>")
    assert unit(page, said).role.aside
    assert not any(unit.role.aside for unit in page.units if PROSE[:40] in unit.text)


@pytest.mark.parametrize(
    ("between", "said"),
    [
        ("<table><tr><td>Publicité<td>12 %<tr><td>Vente au numéro<td>30 %</table>", "Publicité"),
        ("<ul><li>Publicité<li>Vente au numéro</ul>", "Publicité"),
        ("<h2>Publicité</h2>", "Publicité"),
        ("<h2 id=newsletter>Une lettre</h2>", "lettre"),
        ("<section id=newsletter><h2>Une lettre</h2><p>Elle part le lundi.</p></section>", "part"),
        ("<p>Les commerçants, eux, attendent.</p>", "attendent"),
    ],
)
def test_what_an_article_says_itself_is_none(between: str, said: str) -> None:
    page = read(f"<article><h1>Le budget</h1>{TEXT}{between}{TEXT}{TEXT}</article>")
    assert not unit(page, said).role.aside


def test_without_names_the_article_is_where_the_prose_is() -> None:
    reader = "Et les impôts, on en parle quand ? Ça fait dix ans que j’attends une réponse de la mairie."
    menu, title = "<div class=a1><a href=x>Ville</a></div>", "<div class=a2>Le budget est adopté</div>"
    body = f"{menu}{title}<div class=tx>{TEXT * 4}</div><div class=r><div class=rx>{reader}</div></div>"
    page = read(body, "<title>Le budget est adopté - Le Courrier</title>")
    assert [unit.text[:9] for unit in page.units if not unit.role.aside][1:] == ["Le budget", *["Le consei"] * 4]
    assert unit(page, "impôts").role.aside


def test_the_head_of_a_page_names_its_title_not_its_site() -> None:
    body = f"<div><h1>Le Courrier</h1></div><div class=main><h2>Le budget est adopté</h2>{TEXT * 3}</div>"
    page = read(body, "<title>Le budget est adopté - Le Courrier</title>")
    assert [unit.text for unit in page.units if unit.role.value == "title"][1:] == ["Le budget est adopté"]


@pytest.mark.parametrize("between", [" ", " | ", "", "<span> · </span>", "<br>"])
def test_links_side_by_side_in_a_menu_are_strings_of_their_own(between: str) -> None:
    menu = between.join(
        ["<a href=a>Le marais</a>", '<a href="b">La <b>tour</b></a>', "<a href=c title=Ici>Les quais</a>"]
    )
    page = read(f"<nav>{menu}</nav><article>{TEXT * 3}<p>{menu}</p></article>")
    strings = [string for unit in page.units for string in unit.strings]
    assert sorted(strings) == sorted(["Le marais", "La <b>tour</b>", "Les quais", "Ici"])
    assert sum("Les quais" in unit.text for unit in page.units) == 2


def test_a_page_without_an_article_keeps_its_lines() -> None:
    assert not any(unit.role.aside for unit in read("<p>Publicité</p><p>Un mot</p>").units)


@pytest.mark.parametrize("selector", [".Entry", "main .entry", "div.entry", "#e1", "body main div.entry#e1"])
def test_a_project_says_where_its_articles_are(selector: str) -> None:
    body = f"<main><div class=big>{TEXT * 3}</div><div class=entry id=e1><p>Deux mots</p></div></main>"
    units = HtmlFormat(selector).read(f"<html lang=fr><body>{body}".encode(), "a.html").units
    assert [unit.text for unit in units if not unit.role.aside and len(unit.text) < 20] == ["Deux mots"]
    assert all(unit.role.aside for unit in units if PROSE[:9] in unit.text)


@pytest.mark.parametrize("selector", ["", ".body", "nav .entry", "main.entry", ".entr"])
def test_a_page_without_such_an_element_is_looked_at_as_others(selector: str) -> None:
    body = f"<main><div class=big>{TEXT * 3}</div><div class=entry id=e1><p>Deux mots</p></div></main>"
    units = HtmlFormat(selector).read(f"<html lang=fr><body>{body}".encode(), "a.html").units
    assert not any(unit.role.aside for unit in units)


@pytest.mark.parametrize("source", ["<html></html>", "<", "<!-- -->", "<script>x", "<p>mot"])
def test_nothing_is_said_about_odd_pages(source: str, capfd: pytest.CaptureFixture[str]) -> None:
    HtmlFormat().read(source.encode(), "a.html")
    assert capfd.readouterr() == ("", "")
