"""`polyglot.toml` and the environment, read once into frozen values; no other room reads the environment."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import regex

from polyglot import locales
from polyglot.errors import ConfigError, PolyglotError
from polyglot.model import Tag

FILE = "polyglot.toml"
SELECTOR = re.compile(r"\s*(?:(?:[A-Za-z][\w-]*(?:[.#][\w-]+)*|(?:[.#][\w-]+)+)(?:\s+|$))+")
SOURCES = ("python", "jinja2", "django", "twig", "nunjucks", "html", "php", "javascript", "keys", "auto", "ignore")
"""The kinds of sources of strings."""

Furniture = Literal["auto", "keep", "drop"]
Level = Literal["machine", "reviewed", "final"]
Missing = Literal["source", "omit", "fail"]
Stale = Literal["human", "machine", "hold"]
Group = Literal["article", "folder", "site"]
Compiled = Literal["mo", "jed", "i18next"]
FailOn = Literal["error", "warning", "info", "never"]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every table of the file has in common: values that cannot change, and no unknown keys."""


class Project(_Table, frozen=True):
    """`[project]`: what is translated from and to."""

    name: str = ""
    source: str = ""
    """The language articles are written in; empty means: found for each file."""
    locales: tuple[str, ...] = ()
    articles: tuple[str, ...] = ("articles",)
    """Files and folders that a command without paths works on."""


class Translate(_Table, frozen=True):
    """`[translate]`: how a run works."""

    engine: str = "auto"
    furniture: Furniture = "auto"
    out: str = "localized/{tag}/{path}"
    """Where outputs go: `{tag}`, `{path}`, `{dir}`, `{stem}` and `{ext}` are filled in."""
    fail_on: FailOn = "error"


class Publish(_Table, frozen=True):
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


class Review(_Table, frozen=True):
    """`[review]`: what translators are given."""

    group: Group = "article"
    """What has a catalog of its own: each article, each folder of articles, or all of them together."""


class CheckFiles(_Table, frozen=True):
    """`[[check.files]]`: what is silenced in some files."""

    path: str
    """A pattern of articles' and catalogs' names: `articles/legal/*`."""
    ignore: tuple[str, ...] = ()


class Check(_Table, frozen=True):
    """`[check]`: rules that are silenced, or graver or milder than they are."""

    ignore: tuple[str, ...] = ()
    severity: dict[str, Literal["info", "warning", "error"]] = {}
    files: tuple[CheckFiles, ...] = ()


class Articles(_Table, frozen=True):
    """`[articles]`: which articles are not ours to translate."""

    deny: tuple[str, ...] = ()
    """Words of bylines, such as an agency's name: articles by those are skipped."""


class Glossary(_Table, frozen=True):
    """`[glossary]`: where names and terms are; a project without such files uses the names that polyglot ships."""

    files: tuple[str, ...] = ("glossary/*.csv",)


class FurnitureRules(_Table, frozen=True):
    """`[furniture]`: the project's word on what is not the article: lines, or regular expressions of whole lines."""

    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


class Segmentation(_Table, frozen=True):
    """`[segmentation.fr]`: what the project adds to a language's rules, or sets in their place."""

    abbreviations: tuple[str, ...] = ()
    srx: str = ""
    """A file of rules in SRX 2.0, its path counted from `polyglot.toml`."""


class Memory(_Table, frozen=True):
    """`[memory]`: what is taken from the translation memory, and what is offered."""

    reuse: Literal["exact", "context", "none"] = "exact"
    """What stands in for an engine: the same sentence anywhere, only between the same neighbours, or nothing."""
    fuzzy: Annotated[int, msgspec.Meta(ge=40, le=100)] = 70
    """The least likeness, in points of 100, of what is offered to people."""


class Strings(_Table, frozen=True):
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


class Protect(_Table, frozen=True):
    """`[protect]`: regular expressions of text that must come through unchanged."""

    patterns: tuple[str, ...] = ()


class Argos(_Table, frozen=True):
    """`[engines.argos]`: how CTranslate2 runs models. All but `cores` may change what they write."""

    device: Literal["cpu", "cuda", "auto"] = "cpu"
    compute_type: str = "int8"
    beam: Annotated[int, msgspec.Meta(ge=1, le=16)] = 2
    cores: Annotated[int, msgspec.Meta(ge=0, le=1024)] = 0
    """Workers of one thread each; 0 takes all cores."""


class Engines(_Table, frozen=True):
    """`[engines.*]`: what is set for single engines."""

    argos: Argos = Argos()

    @property
    def by_name(self) -> dict[str, dict[str, object]]:
        """What each engine is made with."""
        return {"argos": msgspec.structs.asdict(self.argos)}


class Html(_Table, frozen=True):
    """`[html]`: what of a page is its article."""

    article: str = ""
    """Selector of the element that holds it, of elements, classes and ids: `main .entry`; empty: polyglot looks."""


class Markdown(_Table, frozen=True):
    """`[markdown]`: what of a Markdown file is text besides its text."""

    front_matter: tuple[str, ...] = ("title", "description", "summary")
    """Keys whose values are translated, dotted where they are nested: `seo.title`."""
    shortcodes: tuple[str, ...] = ("alt", "attr", "caption", "description", "label", "summary", "text", "title")
    """Named values of shortcodes that are translated."""


class LocaleSettings(_Table, frozen=True):
    """`[locales.fi]`: what differs for one locale."""

    machine: bool = True
    articles: Level | None = None
    strings: Level | None = None
    missing: Missing | None = None
    engine: str = ""
    notice: str = ""
    """The notice in place of polyglot's own, with `{language}`, `{reviewed}` and `{segments}`."""


class TargetSettings(_Table, frozen=True):
    """`[target.en]`: how names are written in a language."""

    style: str | tuple[str, ...] = ()
    """The house style, as the glossary's columns call it (`en@AP`); of several the first that has a name settles it."""


class Models(_Table, frozen=True):
    """`[models]`: where packages of engines' models are fetched; only `polyglot models install|available` do."""

    index: str = ""
    """The address of the index; empty means: `index.json` in the mirror, else Argos Translate's own."""
    mirror: str = ""
    """The address of a folder that has all packages under their own names; they are fetched from nowhere else then."""
    proxy: str = ""
    """The proxy for all of it; empty means: as the environment says."""


class Settings(_Table, frozen=True):
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


class Environment(_Table, frozen=True):
    """What polyglot takes from the environment."""

    accessible: bool = False
    """`ACCESSIBLE`: nothing on the screen moves."""
    force_color: bool = False
    """`FORCE_COLOR`: colours also where there is no terminal."""
    offline: bool = False
    """`POLYGLOT_OFFLINE`: no command reaches the network."""
    index: str = ""
    """`POLYGLOT_INDEX`: the address of the index of models, whatever the project says."""
    proxies: dict[str, str] = {}
    """`http_proxy`, `https_proxy`, `all_proxy`: by what they are for (`http`, `https`)."""
    direct: tuple[str, ...] = ()
    """`no_proxy`: hosts that no proxy is used for."""
    cache: str = ""
    """`XDG_CACHE_HOME`: the folder for what can be had again."""

    @property
    def downloads(self) -> Path:
        """The folder for what is being fetched."""
        return (Path(self.cache) if self.cache else Path.home() / ".cache") / "polyglot"


def environment(variables: Mapping[str, str] | None = None) -> Environment:
    """Read the variables that polyglot heeds itself; `NO_COLOR` is rich's to read."""
    values = os.environ if variables is None else variables
    on = {name for name in ("ACCESSIBLE", "FORCE_COLOR", "POLYGLOT_OFFLINE") if values.get(name, "") not in {"", "0"}}
    return Environment(
        accessible="ACCESSIBLE" in on,
        force_color="FORCE_COLOR" in on,
        offline="POLYGLOT_OFFLINE" in on,
        index=values.get("POLYGLOT_INDEX", ""),
        proxies=_proxies(values),
        direct=tuple(filter(None, re.split(r"[\s,]+", values.get("no_proxy") or values.get("NO_PROXY", "")))),
        cache=values.get("XDG_CACHE_HOME", ""),
    )


def _proxies(values: Mapping[str, str]) -> dict[str, str]:
    """The proxies by scheme, as `urllib` and `curl` read them: small letters first, and no `HTTP_PROXY` inside CGI."""
    found = {}
    for scheme in ("http", "https"):
        names = [f"{scheme}_proxy", f"{scheme.upper()}_PROXY", "all_proxy", "ALL_PROXY"]
        known = [
            name for name in names if values.get(name) and not (name == "HTTP_PROXY" and "REQUEST_METHOD" in values)
        ]
        found[scheme] = values[known[0]] if known else ""
    return {scheme: proxy for scheme, proxy in found.items() if proxy}


def find(start: Path) -> Path | None:
    """The `polyglot.toml` in a folder or above it; None outside a project."""
    folder = start.resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / FILE).is_file():
            return candidate / FILE
    return None


def load(path: Path | None) -> Settings:
    """Read the file into settings, or give the defaults for None; raises `ConfigError` with file and line."""
    if path is None:
        return Settings()
    text = _read(path)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax(path, text, str(error)) from error
    try:
        settings = msgspec.convert(values, Settings)
    except msgspec.ValidationError as error:
        raise _wrong(path, text, values, str(error)) from error
    _check(settings, path, text)
    return settings


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8"
        raise ConfigError(message, place=str(path), hint="save the file as UTF-8") from error
    except OSError as error:
        message = f"cannot be read: {(error.strerror or 'unknown reason').lower()}"
        raise ConfigError(message, place=str(path), hint="check that you may read it") from error


def _syntax(path: Path, text: str, message: str) -> ConfigError:
    """The error for what is no TOML, with the place that the parser gives at the end of its sentence."""
    found = re.search(r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    reason = found[1] if found else message
    place = f"{found[2]}:{found[3]}" if found and found[2] else str(len(text.splitlines()))
    hint = "texts stand in quotes, lists in [ ], names of tables alone on a line in [ ] (https://toml.io)"
    sentence = f"the file is not valid TOML: {reason[:1].lower()}{reason[1:]}"
    return ConfigError(sentence, place=f"{path}:{place}", hint=hint)


def _wrong(path: Path, text: str, values: Mapping[str, Any], message: str) -> ConfigError:
    """The error for a value that does not fit, with the line of its key and, for an unknown key, the legal ones."""
    reason, _, where = message.partition(" - at `$")
    keys = [key for key in re.split(r"[.\[\]`]+", where.replace("[...]", ".*")) if key]
    keys = [_culprit(values, keys[:at]) if key == "*" else key for at, key in enumerate(keys)]
    unknown = re.search(r"unknown field `(.+?)`", reason)
    if unknown is None:
        called = ".".join(key for key in keys if not key.isdigit())
        sentence = f"{called}: {reason[0].lower()}{reason[1:]}"
        return ConfigError(sentence, place=_place(path, text, keys), hint=_expected(keys))
    legal = ", ".join(_legal(keys))
    keys.append(unknown[1])
    way = [key for key in keys if not key.isdigit()]
    return ConfigError(f"unknown key {'.'.join(way)!r}", place=_place(path, text, way), hint=f"known keys: {legal}")


def _culprit(values: Mapping[str, Any], way: Sequence[str]) -> str:
    """Which free name of `[locales.*]`, `[check.severity]` or its like has a value that does not fit."""
    rows: Any = values
    for key in way:
        rows = rows[int(key) if key.isdigit() else key]
    for name, row in rows.items():
        try:
            msgspec.convert({name: row}, _kind(way))
        except msgspec.ValidationError:
            return str(name)
    return ""


def _legal(keys: list[str]) -> tuple[str, ...]:
    """The keys that a table may have, by the way to it."""
    return tuple(field.encode_name for field in msgspec.structs.fields(_kind(keys)))


def _kind(way: Sequence[str]) -> Any:  # noqa: ANN401 - a class, or what stands for one in a type hint
    """What may stand at the end of a way of keys, as settings know it."""
    kind: Any = Settings
    for key in way:
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            kind = get_type_hints(kind).get(key)
        elif get_args(kind):  # a place of a list, or a free name inside `[locales.*]` and its like
            kind = get_args(kind)[0 if get_origin(kind) is tuple else -1]
    return kind


TABLES: Mapping[str, str] = {
    "strings": 'domain = "site"',
    "strings.sources": '"templates/*.html" = "jinja2"',
    "check": 'ignore = ["french-spaces"]',
    "check.severity": 'punctuation = "info"',
    "check.files": 'path = "articles/legal/*" and ignore = ["quotes"]',
    "project": 'source = "fr"',
    "publish": 'missing = "fail"',
    "target": '[target.en], then style = "AP"',
    "locales": '[locales.uk], then engine = "argos"',
}
"""What a line below the header of a table looks like, shown where something else was written."""


def _expected(way: Sequence[str]) -> str:
    """What a key may be, in words."""
    kind, called = _kind(way), ".".join(key for key in way if not key.isdigit())
    parts = (kind, *get_args(kind)) if get_origin(kind) is UnionType else (kind,)
    choices = [value for part in parts if get_origin(part) is Literal for value in get_args(part)]
    if choices:
        return f"choose one of {', '.join(choices)}"
    if called in TABLES:
        header = f"[[{called}]]" if get_origin(kind) is tuple or way[-1].isdigit() else f"[{called}]"
        return f"write a table: {header}, and below it {TABLES[called]}"
    written: dict[object, str] = {
        str: 'a text in quotes, "fr"',
        bool: "true or false",
        int: "a whole number, 2",
        tuple: 'a list of texts, ["en", "es"]',
        UnionType: 'a text in quotes, "AP", or a list of texts',
    }
    return f"write {written.get(get_origin(kind) or kind, 'a table')}"


def place(path: Path, keys: Sequence[str]) -> str:
    """`file:line` of a key of a file, for what is wrong with its value."""
    return _place(path, _read(path), keys)


def _place(path: Path, text: str, keys: Sequence[str]) -> str:
    """`file:line` of a key: the first line that names it, or else the most of the way to it; else the file."""
    shared, line = max(((_shared(way, keys), -number) for number, way in _ways(text)), default=(0, 0))
    return f"{path}:{-line}" if shared else str(path)


def _shared(way: Sequence[str], keys: Sequence[str]) -> int:
    return next(
        (at for at, (here, there) in enumerate(zip(way, keys, strict=False)) if here != there), min(len(way), len(keys))
    )


def _ways(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line number and full way of every line that has a key or the header of a table."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+([^\]]+)\]", line):
            table = _names(header[1])
            yield number, table
        elif key := re.match(r"\s*((?:[\w.\s-]|\"[^\"]*\"|'[^']*')+?)\s*=", line):
            yield number, (*table, *_names(key[1]))


def _names(key: str) -> tuple[str, ...]:
    """The parts of a dotted key."""
    return tuple(bare or quoted for quoted, bare in re.findall(r"[\"']([^\"']*)[\"']|([\w-]+)", key))


def _check(settings: Settings, path: Path, text: str) -> None:
    """Refuse what TOML types cannot: unknown languages and patterns that are no regular expressions."""
    tags = [("project", "locales", tag) for tag in settings.project.locales]
    tags += [("project", "source", settings.project.source)] if settings.project.source else []
    tags += [("strings", "source", settings.strings.source)] if settings.strings.source else []
    tags += [(table, tag, tag) for table in ("segmentation", "locales", "target") for tag in getattr(settings, table)]
    for table, key, tag in tags:
        try:
            canonical = locales.parse(tag)
        except PolyglotError as error:
            raise ConfigError(error.message, place=_place(path, text, [table, key]), hint=error.hint) from error
        if canonical != tag:
            place, hint = _place(path, text, [table, key]), f"write {canonical!r}"
            raise ConfigError(f"{tag!r} is spelled {canonical!r}", place=place, hint=hint)
    _check_abbreviations(settings, path, text)
    _check_addresses(settings, path, text)
    _check_selector(settings, path, text)
    _check_strings(settings.strings, path, text)
    patterns = [("protect", "patterns", p) for p in settings.protect.patterns]
    for table, key, pattern in patterns:
        try:
            regex.compile(pattern)
        except regex.error as error:
            message = f"{pattern!r} is not a regular expression: {error}"
            hint = "put a backslash before a mark that is meant as such: \\( \\[ \\. \\?"
            raise ConfigError(message, place=_place(path, text, [table, key]), hint=hint) from error


def _check_abbreviations(settings: Settings, path: Path, text: str) -> None:
    for tag, own in settings.segmentation.items():
        for entry in own.abbreviations:
            if not any(map(str.isalpha, entry)):
                place, hint = (
                    _place(path, text, ["segmentation", tag, "abbreviations"]),
                    'write it as it stands: "Sté."',
                )
                raise ConfigError(f"{entry!r} is no abbreviation: it has no letter", place=place, hint=hint)


def _check_strings(strings: Strings, path: Path, text: str) -> None:
    """Raise `ConfigError` where `[strings]` names a place outside the project, or a kind that there is not."""
    below = re.compile(r"(?!/)(?!.*(?:^|/)\.\.(?:/|$))[^\0\\]+")
    catalog = re.fullmatch(r"(?:[^{}]|\{locale\}|\{domain\})+\.po", strings.catalog)
    wrong = {
        "domain": "" if re.fullmatch(r"[\w][\w.-]*", strings.domain) else 'write a plain name: "site"',
        "localedir": "" if below.fullmatch(strings.localedir) else 'name a folder below the project: "locales"',
        "catalog": ""
        if catalog and "{locale}" in strings.catalog and below.fullmatch(strings.catalog)
        else 'it has {locale}, may have {domain}, and ends in .po: "{domain}-{locale}.po"',
        "mapping": "" if not strings.mapping or below.fullmatch(strings.mapping) else 'write "babel.cfg"',
    }
    for key, hint in wrong.items():
        if hint:
            message = f"strings.{key}: {getattr(strings, key)!r} does not fit"
            raise ConfigError(message, place=_place(path, text, ["strings", key]), hint=hint)
    for pattern, kind in strings.sources.items():
        if kind not in SOURCES:
            place = _place(path, text, ["strings", "sources", pattern])
            raise ConfigError(f"{kind!r} is no kind of source", place=place, hint=f"choose one of {', '.join(SOURCES)}")


def _check_selector(settings: Settings, path: Path, text: str) -> None:
    if settings.html.article and not SELECTOR.fullmatch(settings.html.article):
        place, hint = (
            _place(path, text, ["html", "article"]),
            'write elements, classes and ids: "main .entry", "#content"',
        )
        raise ConfigError(f"{settings.html.article!r} selects no element", place=place, hint=hint)


def _check_addresses(settings: Settings, path: Path, text: str) -> None:
    for key in ("index", "mirror", "proxy"):
        address = getattr(settings.models, key)
        if address and not re.match(r"https?://[^\s/]", address):
            place = _place(path, text, ["models", key])
            hint = 'write the whole address: "https://models.example.org/index.json"'
            raise ConfigError(f"models.{key} is no address of http or https", place=place, hint=hint)
