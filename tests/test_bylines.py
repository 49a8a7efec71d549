"""Names of authors in lines that say more: they are kept, whatever the engine makes of the rest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from polyglot import formats, furniture
from polyglot.config import FurnitureRules
from polyglot.furniture.bylines import signed
from polyglot.furniture.shapes import rules
from polyglot.model import Inline, Role, Span, Tag, Unit
from road import Road


def kept(text: str, tag: str = "fr", *, role: Role = Role.PARAGRAPH) -> tuple[Role, list[str]]:
    """The role of a line, and what of it no translation touches; its marks are inline codes."""
    inline = tuple(Inline(Span(*one.span()), "empty", 0) for one in re.finditer(r"\*+|\[|\]\([^)]*\)", text))
    unit = signed(Unit("u", role, Span(0, len(text)), text, inline=inline), rules(Tag(tag)))
    return unit.role, [text[slice(*span)] for span in unit.keep]


@pytest.mark.parametrize(
    ("tag", "text", "names"),
    [
        ("fr", "— par Jean Dupont dans Le Monde", ["Jean Dupont"]),
        ("fr", "Publié le 3 mars par Anne-Marie de la Roche", ["Anne-Marie de la Roche"]),
        ("fr", "Publié le 3 mars 2024 à 10h par Anne Roux (AFP)", ["Anne Roux"]),
        ("fr", "Publié par Anne Roux et Luc Petit", ["Anne Roux et Luc Petit"]),
        ("fr", "Un article de fond (traduit par Luc Petit)", ["Luc Petit"]),
        ("fr", "*Publié le 3 mars par [Jean **Dupont**](x)*", ["Jean ", "Dupont"]),
        ("en", "Posted on 3 March by Jane Doe in News", ["Jane Doe"]),
        ("es", "Publicado el 3 de marzo por Ana Pérez en Cultura", ["Ana Pérez"]),
        ("de", "Veröffentlicht am 3. März von Eva Muster in Politik", ["Eva Muster"]),
        ("it", "Pubblicato il 3 marzo da Mario Rossi in Cultura", ["Mario Rossi"]),
        ("pt", "Publicado a 3 de março por Rui Silva em Cultura", ["Rui Silva"]),
        ("ca", "Publicat el 3 de març per Joan Puig a Cultura", ["Joan Puig"]),
    ],
)
def test_names_in_lines_that_say_more_are_kept(tag: str, text: str, names: list[str]) -> None:
    assert kept(text, tag)[1] == names


@pytest.mark.parametrize(
    "text",
    [
        "Le livre est écrit par Jean Dupont.",
        "Il est passé par Saint Denis",
        "Voyage par Les Alpes",
        "Publié par hasard",
        "Par la fenêtre",
        "Les gares de Paris par Jean",
        "Publié par Anne Roux " + "et par bien d'autres " * 8,
    ],
)
def test_what_gives_no_author_keeps_nothing(text: str) -> None:
    assert kept(text) == (Role.PARAGRAPH, [])


def test_a_paragraph_of_a_page_that_says_nothing_else_is_a_byline() -> None:
    assert kept("Par Anne Roux") == (Role.BYLINE, ["Anne Roux"])
    assert kept("Par Anne Roux", role=Role.TITLE) == (Role.TITLE, [])
    assert kept("— par Anne Roux dans Le Jour")[0] is Role.PARAGRAPH
    document = formats.load("markdown").read(b"# Titre\n\nPar Anne Roux\n\nUn texte.\n", "a.md")
    units = furniture.classify(document, Tag("fr"), "auto", FurnitureRules()).units
    assert [unit.role for unit in units] == [Role.TITLE, Role.BYLINE, Role.PARAGRAPH]


def test_they_come_through_in_every_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    road = Road(tmp_path, monkeypatch, capsys)
    line = "Publié le 3 mars par Anne Roux dans Le Jour"
    road.write("a.fr.md", f"# Un titre\n\n{line}\n\nUn texte.\n")
    road.write("b.fr.html", f"<article><h1>Un titre</h1><p>{line}</p><p>Un texte.</p></article>")
    road.write("c.fr.txt", f"Un titre\n\nUn texte assez long.\n\n{line}\n")
    for name in ("a.fr.md", "b.fr.html", "c.fr.txt"):
        road.translate(name, "--to", "en", "--no-publish")
        said = road.read(name.replace(".fr.", ".en."))
        assert "Anne Roux" in said
        assert "Publié" not in said
