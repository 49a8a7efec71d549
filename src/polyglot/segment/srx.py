"""SRX 2.0, the exchange format for segmentation rules (LISA/GALA): those of a file decide in place of ours.

Read are `cascade`, the rules of the languages, and the map from languages to rules; what says how formats are treated
(`segmentsubflows`, `formathandle`) does not concern a text. At every position the first rule wins whose expressions
match what stands before and behind it. The file may come from anywhere: no DTD, no entities, a limited size and time.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from polyglot.errors import ConfigError
from polyglot.model import Tag
from polyglot.segment.icu import UnknownError, refers_back, translated

if TYPE_CHECKING:
    import regex

NAMESPACE = "http://www.lisa.org/srx20"
FORMER = "http://www.lisa.org/srx"
LARGEST = 8_000_000
"""Bytes: no file of rules is larger."""
PATIENCE = 10.0
"""Seconds that all rules may take on one text."""
SHORTEST = 1e-3


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the file, with the line where it starts."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def all(self, *way: str) -> Iterator[Element]:
        """The elements at the end of a way of names."""
        if not way:
            yield self
        for child in self.children:
            if way and child.name == way[0]:
                yield from child.all(*way[1:])

    @property
    def text(self) -> str:
        """What stands in it."""
        return "".join(self.texts)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """Whether a text is cut at the positions that a pattern of no width matches."""

    breaks: bool
    pattern: regex.Pattern[str]
    place: str


def read(path: Path, tag: Tag) -> tuple[Rule, ...]:
    """The rules of a file for a language, in their order; raises `ConfigError` with file and line."""
    try:
        data = _data(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)  # a path may hold what no path can
        message = f"the SRX file cannot be read: {reason.lower()}"
        raise ConfigError(message, place=str(path), hint="its path counts from polyglot.toml") from error
    if len(data) > LARGEST:
        raise ConfigError("the SRX file is too large", place=str(path), hint=f"at most {LARGEST:,} bytes are read")
    return _rules(data, str(path), tag)


def _data(path: Path) -> bytes:
    """The bytes of a file, one more than may be read at most. Raises `OSError` for what is no file."""
    if path.exists() and not path.is_file():
        raise IsADirectoryError(errno.EINVAL, "it is no file")
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def breaks(text: str, rules: Sequence[Rule]) -> tuple[int, ...]:
    """Where rules cut a text: offsets, rising, neither 0 nor the end. Raises `ConfigError` for a rule without end."""
    decided: dict[int, int] = {}
    until = monotonic() + PATIENCE
    for number, rule in enumerate(rules):
        if rule.breaks:
            for at in _positions(rule, text, until):
                decided.setdefault(at, number)
    return tuple(at for at, number in sorted(decided.items()) if not _forbidden(text, at, rules[:number], until))


def _positions(rule: Rule, text: str, until: float) -> Iterator[int]:
    """Where a rule matches inside a text."""
    try:
        for match in rule.pattern.finditer(text, timeout=_left(until)):
            if 0 < match.start() < len(text):
                yield match.start()
    except TimeoutError as error:
        raise _endless(rule) from error


def _forbidden(text: str, at: int, rules: Sequence[Rule], until: float) -> bool:
    """Whether one of the rules says that a text is not cut at a position."""
    for rule in rules:
        try:
            if not rule.breaks and rule.pattern.match(text, at, timeout=_left(until)):
                return True
        except TimeoutError as error:
            raise _endless(rule) from error
    return False


def _left(until: float) -> float:
    """The seconds up to a time; a very short one where it is past."""
    return max(SHORTEST, until - monotonic())


def _endless(rule: Rule) -> ConfigError:
    hint = "repeat less in it, as in (a+)+"
    return ConfigError("this rule finds no end on a text", place=rule.place, hint=hint)


# --- the file --------------------------------------------------------------------------------------------------------


@cache
def _rules(data: bytes, place: str, tag: Tag) -> tuple[Rule, ...]:
    """The rules of a file for a language: of the first map whose pattern is the tag, with `cascade` of all such."""
    root = _tree(data, place)
    _check_version(root, place)
    groups = root.all("body", "languagerules", "languagerule")
    named = {group.attributes.get("languagerulename", ""): group for group in groups}
    maps = [entry for entry in root.all("body", "maprules", "languagemap") if _serves(entry, tag, place)]
    if not maps:
        hint = "add a languagemap for it, or take the line out of polyglot.toml"
        raise ConfigError(f"the SRX file has no rules for {tag}", place=place, hint=hint)
    cascade = any(header.attributes.get("cascade") == "yes" for header in root.all("header"))
    rules: list[Rule] = []
    for entry in maps if cascade else maps[:1]:
        group = named.get(name := entry.attributes.get("languagerulename", ""))
        if group is None:
            hint = f"there are: {', '.join(sorted(named))}"
            raise ConfigError(f"no languagerule is called {name!r}", place=f"{place}:{entry.line}", hint=hint)
        rules += [_rule(element, place) for element in group.all("rule")]
    return tuple(rules)


def _check_version(root: Element, place: str) -> None:
    """Raise where a file is no SRX, or SRX 1.0."""
    where = f"{place}:{root.line}"
    if root.name == f"{FORMER} srx" or (root.name == "srx" and root.attributes.get("version", "").startswith("1")):
        hint = "save it as SRX 2.0 in the tool that it comes from: its rules have another order of the languages"
        raise ConfigError("this is SRX 1.0, and only 2.0 is read", place=where, hint=hint)
    if root.name != "srx" or root.attributes.get("version") != "2.0":
        raise ConfigError("this is no SRX 2.0", place=where, hint='the file begins with <srx version="2.0">')


def _serves(entry: Element, tag: Tag, place: str) -> bool:
    """Whether the pattern of a map is a whole language tag, written `pt-BR` or `pt_BR`."""
    pattern = _compiled(entry.attributes.get("languagepattern", ""), f"{place}:{entry.line}")
    return any(pattern.fullmatch(name) for name in (tag, tag.replace("-", "_")))


def _rule(element: Element, place: str) -> Rule:
    """A rule, its expressions compiled to one pattern of no width."""
    says = element.attributes.get("break", "yes")
    if says not in {"yes", "no"}:
        where = f"{place}:{element.line}"
        raise ConfigError(f"break is {says!r}", place=where, hint='write break="yes" or break="no"')
    pattern = ""
    where = f"{place}:{element.line}"
    groups = 0
    for name, form in (("beforebreak", "(?<=(?:{}))"), ("afterbreak", "(?=(?:{}))")):
        for child in element.all(name):
            where = f"{place}:{child.line}"
            alone = _compiled(child.text, where)  # so that no bracket of one closes one of the other
            piece = _translated(child.text, where, groups)
            if name == "beforebreak" and refers_back(piece):
                hint = "write the expression out, or take the rule out"
                raise ConfigError("what stands before a break cannot refer back to a group", place=where, hint=hint)
            groups += alone.groups
            pattern += form.format(piece) if child.text else ""
    return Rule(says == "yes", _compiled(pattern, where, done=True), where)


def _translated(pattern: str, where: str, groups: int = 0) -> str:
    try:
        return translated(pattern, groups)
    except UnknownError as error:
        hint = "write it as an expression of ICU, or take the rule out"
        raise ConfigError(f"the expression cannot be read: {error}", place=where, hint=hint) from error


def _compiled(pattern: str, where: str, *, done: bool = False) -> regex.Pattern[str]:
    """An expression of ICU, translated unless that is done, compiled."""
    import regex

    try:
        return regex.compile(pattern if done else _translated(pattern, where), regex.VERSION1)
    except (regex.error, RecursionError) as error:
        hint = "write it as an expression of ICU, or take the rule out"
        reason = "too many brackets in each other" if isinstance(error, RecursionError) else error
        raise ConfigError(f"the expression cannot be read: {reason}", place=where, hint=hint) from error


def _tree(data: bytes, place: str) -> Element:
    """The file as elements; names of the SRX namespace, and those without any, are plain."""
    from xml.parsers import expat

    parser = expat.ParserCreate(namespace_separator=" ")
    top = Element("", {}, 0)
    path = [top]

    def start(name: str, attributes: dict[str, str]) -> None:
        element = Element(name.removeprefix(f"{NAMESPACE} "), attributes, parser.CurrentLineNumber)
        path[-1].children.append(element)
        path.append(element)

    def keep(text: str) -> None:
        path[-1].texts.append(text)

    def refuse(*_: object) -> None:
        where = f"{place}:{parser.CurrentLineNumber}"
        raise ConfigError("the file has a DTD, which is not read", place=where, hint="take out <!DOCTYPE ...>")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    parser.CharacterDataHandler = keep
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes it by position
    except expat.ExpatError as error:
        message = f"the file is no XML: {expat.errors.messages[error.code]}"
        raise ConfigError(message, place=f"{place}:{error.lineno}", hint="open it in a browser to see where") from error
    except (LookupError, ValueError) as error:
        message = f"the file's encoding is not read: {error}"
        raise ConfigError(message, place=f"{place}:1", hint="save it as UTF-8, and say so in its first line") from error
    return top.children[0]
