"""Names that begin with an article, which French writes together with the preposition before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from polyglot import glossary
from polyglot.model import Tag

ROWS = """concept,kind,fr,en
mureaux,place,Les Mureaux,Les Mureaux
pouliguen,place,Le Pouliguen,Le Pouliguen
pen,person,Le Pen,Le Pen
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Il vit aux Mureaux.", ["Mureaux"]),
        ("AUX MUREAUX, le maire parle.", ["MUREAUX"]),
        ("Le maire des Mureaux et celui du Pouliguen.", ["Mureaux", "Pouliguen"]),
        ("Les Mureaux, Le Pouliguen.", ["Les Mureaux", "Le Pouliguen"]),
        ("Rue Mureaux, à Pouliguen.", []),
        ("Une réponse du Pen Club.", []),
    ],
)
def test_a_contracted_article_is_no_part_of_the_name(tmp_path: Path, text: str, found: list[str]) -> None:
    file = tmp_path / "names.csv"
    file.write_text(ROWS, "utf-8")
    names = glossary.load((file,))
    assert [text[one.span.start : one.span.end] for one in glossary.find(names, text, Tag("fr"))] == found
