"""What a machine may write for a term: one where the source has one, several where it has several."""

from __future__ import annotations

from pathlib import Path

import pytest

from polyglot import glossary
from polyglot.model import Tag


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Le serveur local répond.", ("local server",)),
        ("Les serveurs locaux répondent.", ("local servers",)),
        ("L'antivirus et ses mises à jour.", ("antivirus", "antiviruses")),
    ],
)
def test_a_machine_keeps_the_number_of_its_source(tmp_path: Path, text: str, forms: tuple[str, ...]) -> None:
    file = tmp_path / "terms.csv"
    file.write_text(
        "concept,kind,fr,en\nserver,term,serveur local,local server\nav,term,antivirus,antivirus\n", "utf-8"
    )
    names = glossary.load((file,))
    (code,) = glossary.find(names, text, Tag("fr"))
    want = glossary.wanted(names, code, Tag("en"))
    assert want is not None
    assert set(glossary.as_many(want)) <= set(want.accepted)
    assert set(glossary.as_many(want)) <= set(forms)
    assert glossary.as_many(want)[0] == forms[0]
