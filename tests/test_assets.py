"""Images and other files that articles refer to: copied beside localised files where the project asks for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot import assets, formats
from polyglot.formats.html import references
from road import Road

COPY = '[publish]\nassets = "copy"\n'
PAGE = """<html lang=fr><head><link rel=stylesheet href="../style.css"></head><body><article>
<p>Un texte avec <img src="img/a%20b.png" alt="Une image"> et <a href="autre.html#x">un autre</a>.</p>
<picture><source srcset="img/s.webp 1x, img/l.webp 2x"></picture>
<p><a href="tableau.pdf?v=2">Le tableau</a>, <a href="https://example.org/b.png">ailleurs</a>, <img src="/h.png">.</p>
</article></body></html>
"""
POST = """---
title: Titre
---

![Une image](../img/un.png "Titre") et [un fichier][f], <img src="deux.png">, [un autre](page.md).

{{< figure src="trois.png" caption="Légende" >}}

[f]: quatre.pdf
"""
FILES = {
    "style.css",
    "articles/img/a b.png",
    "articles/img/s.webp",
    "articles/img/l.webp",
    "articles/tableau.pdf",
    "articles/autre.html",
}


@pytest.fixture
def site(road: Road) -> Road:
    road.project(settings=COPY)
    road.write("articles/page.html", PAGE)
    for name in FILES:
        road.write(name, f"<p>{name}</p>" if name.endswith(".html") else name)
    return road


def told(road: Road, *arguments: str | Path) -> list[str]:
    """The issues about files that are not copied."""
    ran = road.translate(*arguments)
    results = [json.loads(line) for line in ran.out.splitlines()]
    return [issue["message"] for result in results for issue in result["issues"] if issue["kind"] == "asset"]


def test_what_an_article_refers_to_is_found_in_html_and_markdown() -> None:
    found = {}
    for name, text in (("a.html", PAGE), ("a.md", POST)):
        form = formats.for_path(Path(name))
        found[name] = [
            one for href in formats.addresses(form, form.read(text.encode(), name)) if (one := assets.local(href))
        ]
    local = ["../style.css", "img/a b.png", "autre.html", "img/s.webp", "img/l.webp", "tableau.pdf"]
    assert found["a.html"] == local
    assert found["a.md"] == ["../img/un.png", "quatre.pdf", "deux.png", "page.md", "trois.png"]
    assert list(references.addresses('<base href="/x/"><img src="a.png">')) == []
    assert list(formats.addresses(formats.load("plain"), formats.load("plain").read(b"a.png", "a.txt"))) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a.png", ["a.png"]),
        ("a.png 1x, b.png 2x", ["a.png", "b.png"]),
        (" a.png 100w,b.png 1.5x ", ["a.png", "b.png"]),
        ("a,b.png 1x", ["a,b.png"]),
        ("a.png, b.png 2x", ["a.png", "b.png"]),
        ("", []),
    ],
)
def test_lists_of_images_are_read_as_browsers_read_them(value: str, expected: list[str]) -> None:
    assert list(references.addresses(f'<img srcset="{value}">')) == expected


@pytest.mark.parametrize(
    "href",
    ["", "#x", "/a.png", "//x/a.png", "https://x/a", "data:image/png;base64,x", "http://[x", "a\\b", "%00", "?x"],
)
def test_what_leads_elsewhere_is_no_file(href: str) -> None:
    assert assets.local(href) == ""


@given(st.text())
def test_any_reference_is_read(href: str) -> None:
    path = assets.local(href)
    assert not path.startswith("/")
    assert "\0" not in path


def test_files_are_copied_beside_the_localised_page_and_counted(site: Road) -> None:
    (result,) = [json.loads(line) for line in site.translate("articles/page.html").out.splitlines()]
    assert result["assets"] == 5
    assert not [issue for issue in result["issues"] if issue["kind"] == "asset"]
    copied = FILES - {"articles/autre.html"}
    assert {name for name in site.files() if name.startswith("localized/en/")} == {
        "localized/en/articles/page.html",
        "localized/en/articles/page.html.receipt.json",
        *(f"localized/en/{name}" for name in copied),
    }
    assert site.read("localized/en/articles/img/a b.png") == "articles/img/a b.png"
    slip = json.loads(site.read("localized/en/articles/page.html.receipt.json"))
    assert set(slip["assets"]) == {"../style.css", "img/a b.png", "img/s.webp", "img/l.webp", "tableau.pdf"}
    said = site.run("translate", "articles/page.html", "--engine", "pseudo").err
    assert "5 files beside it" in said


def test_nothing_is_copied_unless_asked(road: Road) -> None:
    road.project()
    road.write("articles/page.html", PAGE)
    road.write("articles/img/a b.png", "x")
    road.translate()
    assert not [name for name in road.files() if name.startswith("localized/en/articles/img")]
    assert "assets" not in json.loads(road.read("localized/en/articles/page.html.receipt.json"))
    road.project(settings=COPY)
    road.translate("--no-publish")
    assert not [name for name in road.files() if name.startswith("localized/en/articles/img")]


def test_a_second_run_writes_nothing_and_a_changed_image_is_copied_again(site: Road) -> None:
    site.translate()
    before = site.tree()
    site.translate()
    assert site.tree() == before
    site.write("articles/img/s.webp", "new")
    site.translate()
    assert site.read("localized/en/articles/img/s.webp") == "new"
    changed = {name for name, stamp in site.tree().items() if before[name] != stamp}
    assert changed == {
        "articles/img/s.webp",
        "localized/en/articles/img/s.webp",
        "localized/en/articles/page.html.receipt.json",
    }


def test_an_image_of_the_locale_s_own_stays(site: Road) -> None:
    site.translate()
    own = "localized/en/articles/img/s.webp"
    site.write(own, "in English")
    (said,) = told(site)
    assert "s.webp is another file and is left as it is" in said
    site.write("articles/img/s.webp", "new")
    told(site)
    assert site.read(own) == "in English"


def test_markdown_takes_its_images_along(road: Road) -> None:
    road.project(settings=COPY)
    road.write("articles/blog/a.md", POST)
    for name in (
        "articles/img/un.png",
        "articles/blog/deux.png",
        "articles/blog/trois.png",
        "articles/blog/quatre.pdf",
    ):
        road.write(name, name)
    assert told(road) == []
    assert road.read("localized/en/articles/img/un.png") == "articles/img/un.png"
    assert road.read("localized/en/articles/blog/trois.png") == "articles/blog/trois.png"


def test_no_file_leaves_the_project_or_comes_into_it(road: Road, tmp_path: Path) -> None:
    road.project(settings=COPY)
    outside = tmp_path.parent / f"{tmp_path.name}.secret"
    outside.write_text("secret")
    (road.root / "articles").mkdir()
    (road.root / "articles" / "link.png").symlink_to(outside)
    road.write(".env", "secret")
    road.write("top.png", "x")
    refs = (f"../../{outside.name}", "link.png", "../.env", "fehlt.png", "../top.png")
    road.write("articles/a.md", "Un texte.\n\n" + "\n".join(f"![x]({ref})" for ref in refs) + "\n")
    said = told(road, "--out", "results/{tag}/{stem}{ext}")
    assert [next(word for word in ("outside", "hidden", "no such", "no place") if word in one) for one in said] == [
        "outside",
        "outside",
        "hidden",
        "no such",
        "no place",
    ]
    results = {name for name in road.files() if name.startswith("results/")}
    assert results == {"results/en/a.md", "results/en/a.md.receipt.json"}


def test_a_flag_cannot_lead_copies_over_other_files(road: Road) -> None:
    road.project(settings=COPY)
    road.write("img/x.png", "of the site")
    road.write("a/img/x.png", "of the article")
    road.write("a/deep/b.md", "Un texte avec ![une image](../img/x.png).\n")
    (said,) = told(road, "a", "--out", "{tag}/{stem}{ext}")
    assert "no place for localised files" in said
    assert road.read("img/x.png") == "of the site"


def test_what_is_too_large_is_told(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "LARGEST", 1 << 20)
    road.project(settings=COPY)
    road.write("articles/a.md", "Un texte avec ![une image](x.png).\n")
    road.write("articles/x.png", b"x" * ((1 << 20) + 1))
    (said,) = told(road)
    assert said == "x.png is not copied: it is larger than 1 MiB"
