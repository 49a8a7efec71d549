"""The tables of `polyglot.toml`, each key with what it may be and what it is where nothing is said, and all of them."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from polyglot import locales
from polyglot.model import Tag

Furniture = Literal["auto", "keep", "drop"]
Level = Literal["machine", "reviewed", "final"]
Missing = Literal["source", "omit", "fail"]
Stale = Literal["human", "machine", "hold"]
Group = Literal["article", "folder", "site"]
Compiled = Literal["mo", "jed", "i18next"]
FailOn = Literal["error", "warning", "info", "never"]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every table of the file has in common: values that cannot change, and no unknown keys."""


class Project(Table, frozen=True):
    """`[project]`: what is translated from and to."""

    name: str = ""
    source: str = ""
    """The language articles are written in; empty means: found for each file."""
    locales: tuple[str, ...] = ()
    articles: tuple[str, ...] = ("articles",)
    """Files and folders that a command without paths works on."""


class Translate(Table, frozen=True):
    """`[translate]`: how a run works."""

    engine: str = "auto"
    furniture: Furniture = "auto"
    out: str = "localized/{tag}/{path}"
    """Where outputs go: `{tag}`, `{path}`, `{dir}`, `{stem}` and `{ext}` are filled in."""
    fail_on: FailOn = "error"


class Publish(Table, frozen=True):
    """`[publish]`: what may appear in localised files and catalogs."""

    articles: Level = "machine"
    strings: Level = "reviewed"
    missing: Missing = "source"
    """What stands for a segment that may not appear: its source, nothing; or the whole file is not made."""
    stale: Stale = "human"
    notice: bool = True
    """Whether a file tells its readers that a machine translated it."""
    provenance: bool = True
    """Whether it tells machines so too, where its format can."""
    language: bool = True
    """Whether it says its language and the direction of its script, where its format can."""
    isolates: bool = True
    """Whether, in a text from right to left, stretches from left to right are set apart (U+2068, U+2069)."""
    links: bool = True
    """Whether links to articles of the project lead to their localised files."""
    slug: bool = True
    """Whether a `slug` in front matter is made from the translated title."""
    assets: Literal["link", "copy"] = "link"
    """Whether the images and files that articles refer to are copied beside their localised files."""
    url: str = ""
    """The address of a localised article, with `{tag}` and the other names that `[translate] out` may have."""
    source_url: str = ""
    """The address of a source; with both, a file names all languages in which it can be had."""


class Review(Table, frozen=True):
    """`[review]`: what translators are given."""

    group: Group = "article"
    """What has a catalog of its own: each article, each folder of articles, or all of them together."""


class CheckFiles(Table, frozen=True):
    """`[[check.files]]`: what is silenced in some files."""

    path: str
    """A pattern of articles' and catalogs' names: `articles/legal/*`."""
    ignore: tuple[str, ...] = ()


class Check(Table, frozen=True):
    """`[check]`: rules that are silenced, or graver or milder than they are."""

    ignore: tuple[str, ...] = ()
    severity: dict[str, Literal["info", "warning", "error"]] = {}
    files: tuple[CheckFiles, ...] = ()


class Articles(Table, frozen=True):
    """`[articles]`: which articles are not ours to translate."""

    deny: tuple[str, ...] = ()
    """Words of bylines, such as an agency's name: articles by those are skipped."""


class Glossary(Table, frozen=True):
    """`[glossary]`: where names and terms are; a project without such files uses the names that polyglot ships."""

    files: tuple[str, ...] = ("glossary/*.csv",)


class FurnitureRules(Table, frozen=True):
    """`[furniture]`: the project's word on what is not the article: lines, or regular expressions of whole lines."""

    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


class Segmentation(Table, frozen=True):
    """`[segmentation.fr]`: what the project adds to a language's rules, or sets in their place."""

    abbreviations: tuple[str, ...] = ()
    srx: str = ""
    """A file of rules in SRX 2.0, its path counted from `polyglot.toml`."""


class Memory(Table, frozen=True):
    """`[memory]`: what is taken from the translation memory, and what is offered."""

    reuse: Literal["exact", "context", "none"] = "exact"
    """What stands in for an engine: the same sentence anywhere, only between the same neighbours, or nothing."""
    fuzzy: Annotated[int, msgspec.Meta(ge=40, le=100)] = 70
    """The least likeness, in points of 100, of what is offered to people."""


class Strings(Table, frozen=True):
    """`[strings]`: where the site's strings are named, and where their catalogs lie."""

    domain: str = "site"
    """The name of the template and of the catalogs."""
    localedir: str = "locales"
    """The folder of the template and the catalogs, counted from `polyglot.toml`."""
    catalog: str = "{locale}/LC_MESSAGES/{domain}.po"
    """Where a locale's catalog lies in that folder."""
    source: str = ""
    """The language of the strings; empty: that of the project."""
    sources: dict[str, str] = {}
    """What kind of source the files are that a pattern matches; the first pattern that does counts."""
    mapping: str = ""
    """A mapping file of Babel's in place of `sources`: `babel.cfg`."""
    keywords: tuple[str, ...] = ()
    """Functions that mark strings besides the usual ones, as for xgettext: `tr:1,2`."""
    comments: tuple[str, ...] = ("Translators:", "translators:", "TRANSLATORS:", "NOTE:")
    """How comments begin that are for translators."""
    text_domain: str = ""
    """Only calls with this text domain count, where a function has one."""
    header: tuple[str, ...] = ()
    """The comment lines at the top of a new template."""
    compile: tuple[Compiled, ...] = ("mo",)
    """What `strings compile` writes of each catalog: gettext's `.mo`, and JSON for front ends."""
    similar: Annotated[int, msgspec.Meta(ge=40, le=100)] = 80
    """How alike, in points of 100, a new string is to a former one that it is taken for."""


class Protect(Table, frozen=True):
    """`[protect]`: regular expressions of text that must come through unchanged."""

    patterns: tuple[str, ...] = ()


class Argos(Table, frozen=True):
    """`[engines.argos]`: how CTranslate2 runs models. All but `cores` may change what they write."""

    device: Literal["cpu", "cuda", "auto"] = "cpu"
    compute_type: str = "int8"
    beam: Annotated[int, msgspec.Meta(ge=1, le=16)] = 2
    cores: Annotated[int, msgspec.Meta(ge=0, le=1024)] = 0
    """Workers of one thread each; 0 takes all cores."""


class Engines(Table, frozen=True):
    """`[engines.*]`: what is set for single engines."""

    argos: Argos = Argos()

    @property
    def by_name(self) -> dict[str, dict[str, object]]:
        """What each engine is made with."""
        return {"argos": msgspec.structs.asdict(self.argos)}


class Html(Table, frozen=True):
    """`[html]`: what of a page is its article."""

    article: str = ""
    """Selector of the element that holds it, of elements, classes and ids: `main .entry`; empty: polyglot looks."""


class Markdown(Table, frozen=True):
    """`[markdown]`: what of a Markdown file is text besides its text."""

    front_matter: tuple[str, ...] = ("title", "description", "summary")
    """Keys whose values are translated, dotted where they are nested: `seo.title`."""
    shortcodes: tuple[str, ...] = ("alt", "attr", "caption", "description", "label", "summary", "text", "title")
    """Named values of shortcodes that are translated."""


class LocaleSettings(Table, frozen=True):
    """`[locales.fi]`: what differs for one locale."""

    machine: bool = True
    articles: Level | None = None
    strings: Level | None = None
    missing: Missing | None = None
    engine: str = ""
    notice: str = ""
    """The notice in place of polyglot's own, with `{language}`, `{reviewed}` and `{segments}`."""


class TargetSettings(Table, frozen=True):
    """`[target.en]`: how names are written in a language."""

    style: str | tuple[str, ...] = ()
    """The house style, as the glossary's columns call it (`en@AP`); of several the first that has a name settles it."""


class Models(Table, frozen=True):
    """`[models]`: where packages of engines' models are fetched; only `polyglot models install|available` do."""

    index: str = ""
    """The address of the index; empty means: `index.json` in the mirror, else Argos Translate's own."""
    mirror: str = ""
    """The address of a folder that has all packages under their own names; they are fetched from nowhere else then."""
    proxy: str = ""
    """The proxy for all of it; empty means: as the environment says."""


class Settings(Table, frozen=True):
    """Everything that a run may know about what the user wants."""

    project: Project = Project()
    translate: Translate = Translate()
    publish: Publish = Publish()
    review: Review = Review()
    articles: Articles = Articles()
    check: Check = Check()
    glossary: Glossary = Glossary()
    furniture: FurnitureRules = FurnitureRules()
    protect: Protect = Protect()
    strings: Strings = Strings()
    memory: Memory = Memory()
    models: Models = Models()
    segmentation: dict[str, Segmentation] = {}
    engines: Engines = Engines()
    html: Html = Html()
    markdown: Markdown = Markdown()
    locales: dict[str, LocaleSettings] = {}
    target: dict[str, TargetSettings] = {}

    @property
    def formats(self) -> dict[str, dict[str, object]]:
        """What formats are told, by their names."""
        return {"html": msgspec.structs.asdict(self.html), "markdown": msgspec.structs.asdict(self.markdown)}

    def abbreviations(self, tag: Tag) -> tuple[str, ...]:
        """The project's own abbreviations for a language."""
        return self._segmentation(tag).abbreviations

    def srx(self, tag: Tag) -> str:
        """The project's own file of segmentation rules for a language; empty where it has none."""
        return self._segmentation(tag).srx

    def _segmentation(self, tag: Tag) -> Segmentation:
        """What is set for `pt-BR`, else for `pt`."""
        return self.segmentation.get(tag) or self.segmentation.get(locales.base(tag)) or Segmentation()

    def locale(self, tag: Tag) -> LocaleSettings:
        """What is set for one locale."""
        return self.locales.get(tag, LocaleSettings())

    def styles(self, tag: Tag) -> tuple[str, ...]:
        """The house styles of `pt-BR`, else of `pt`, the first before the others."""
        own = self.target.get(tag) or self.target.get(locales.base(tag)) or TargetSettings()
        return (own.style,) if isinstance(own.style, str) else own.style

    def level(self, tag: Tag) -> Level:
        """The least state a segment must have to appear in a localised article."""
        return self.locale(tag).articles or self.publish.articles

    def missing(self, tag: Tag) -> Missing:
        """What becomes of segments without publishable text in one locale."""
        return self.locale(tag).missing or self.publish.missing

    def strings_level(self, tag: Tag) -> Level:
        """The least state a site string must have to be compiled."""
        return self.locale(tag).strings or self.publish.strings
