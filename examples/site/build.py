"""Put the site together: articles and strings, as polyglot has localised them, into the templates.

`polyglot build --frozen` first, then `python build.py`: `public/fr`, `public/en`, `public/es`, `public/ar`.
"""

from __future__ import annotations

import gettext
import re
import shutil
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt
from markupsafe import Markup
from ruamel.yaml import YAML

HERE = Path(__file__).parent
SOURCE = "fr"
LANGUAGES = {"fr": ("Français", "ltr"), "en": ("English", "ltr"), "es": ("Español", "ltr"), "ar": ("العربية", "rtl")}
WORDS_A_MINUTE = 40
"""Slow enough for reading aloud to children."""
Page = dict[str, Any]


def markdown(text: str) -> Page:
    """An article in Markdown: its front matter, and its content as HTML."""
    _, front, content = text.split("---\n", 2)
    return {**YAML(typ="safe").load(front), "content": Markup(MarkdownIt().enable("table").render(content))}


def page_in_html(text: str) -> Page:
    """An article that is a page of its own: the parts that ours needs."""
    (content,) = re.findall(r"<article[^>]*>(.*)</article>", text, re.DOTALL)
    (title,) = re.findall(r"<title>(.*)</title>", text)
    (description,) = re.findall(r'<meta name="description" content="(.*?)">', text)
    return {"title": unescape(title), "description": unescape(description), "content": Markup(content)}


def articles(tag: str) -> Iterator[Page]:
    """The articles in a language: the sources, or what polyglot made of them."""
    folder = HERE / "articles" if tag == SOURCE else HERE / "localized" / tag / "articles"
    for source in sorted((HERE / "articles").iterdir()):
        text = (folder / source.name).read_text("utf-8")
        page = markdown(text) if source.suffix == ".md" else page_in_html(text)
        minutes = max(1, len(page["content"].striptags().split()) // WORDS_A_MINUTE)
        yield {**page, "name": source.stem, "minutes": minutes}


def keys(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """The keys of a file with their words, as polyglot names them: with dots between."""
    for name, value in tree.items():
        yield from keys(value, f"{above}{name}.") if isinstance(value, dict) else [(above + name, value)]


def build(tag: str) -> None:
    """All pages in a language."""
    strings = gettext.translation("site", HERE / "locales", [tag], fallback=tag == SOURCE)
    words = dict(keys(YAML(typ="safe").load(HERE / "i18n" / "fr.yaml")))
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, extensions=["jinja2.ext.i18n"]
    )
    templates.install_gettext_translations(strings, newstyle=True)  # type: ignore[attr-defined]  # of its extension
    templates.globals["key"] = lambda key: strings.pgettext(key, words[key])
    languages = [{"tag": one, "name": name, "direction": way} for one, (name, way) in LANGUAGES.items()]
    known = {"tag": tag, "direction": LANGUAGES[tag][1], "languages": languages}
    found = list(articles(tag))
    title, welcome = (
        strings.gettext("La Bibliothèque de Valmorin"),
        strings.pgettext("home.welcome", words["home.welcome"]),
    )
    start = {"name": "index", "title": title, "description": welcome}
    for page in (start, *found):
        template = templates.get_template("index.html" if page is start else "article.html")
        place = HERE / "public" / tag / f"{page['name']}.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(template.render(page={**page, **known}, articles=found), "utf-8")


if __name__ == "__main__":
    for language in LANGUAGES:
        build(language)
    shutil.copy(HERE / "static" / "site.css", HERE / "public" / "site.css")
