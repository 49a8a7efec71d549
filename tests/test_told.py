"""What a person is told of a page as a whole: nothing is treated otherwise in silence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from polyglot.formats.html import extracted
from road import Road

TEXT = "La bibliothèque de la ville ouvre ses portes au public le dimanche, a annoncé la mairie. " * 4


def issues(road: Road, kind: str, *arguments: str) -> list[dict[str, Any]]:
    """The issues of a kind of the only result of a run."""
    result = json.loads(road.translate(*arguments, "--to", "es").out)
    return [issue for issue in result["issues"] if issue["kind"] == kind]


def test_a_language_that_the_text_contradicts_is_told_and_believed_all_the_same(road: Road) -> None:
    road.write("a.html", f"<html lang=en><article><h1>Titre</h1><p>{TEXT}</p></article>")
    (told,) = issues(road, "language", "a.html")
    assert told["severity"] == "warning"
    assert "declares 'en', and reads as if it were in 'fr'" in told["message"]
    assert json.loads(road.translate("a.html", "--to", "es").out)["source"] == "en"
    assert issues(road, "language", "a.html", "--from", "fr") == []
    road.write("b.html", f"<html lang=fr><article><h1>Titre</h1><p>{TEXT}</p></article>")
    assert issues(road, "language", "b.html") == []


def test_a_page_in_which_no_article_is_looked_for_says_so(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    page = f"<html lang=fr><article><h1>Titre</h1><p>{TEXT}</p></article>"
    road.write("a.html", page)
    assert issues(road, "large", "a.html") == []
    monkeypatch.setattr(extracted, "LARGEST", len(page) - 1)
    (told,) = issues(road, "large", "a.html")
    assert told["severity"] == "info"
    assert "its structure alone" in told["message"]


def test_a_sentence_with_more_tags_than_prose_has_is_told(road: Road) -> None:
    for count, told in ((100, 0), (101, 1)):
        words = " ".join(f"<b>mot{number}</b>" for number in range(count))
        road.write("a.html", f"<html lang=fr><article><p>Un {words} là.</p></article>")
        found = issues(road, "markup", "a.html")
        assert len(found) == told
        assert all(issue["message"].startswith("202 tags in one sentence") for issue in found)
