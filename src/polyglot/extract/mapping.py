"""Which files are sources of strings, and of which kind: patterns as Babel reads them, and its mapping files."""

from __future__ import annotations

import configparser
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from polyglot.errors import ConfigError
from polyglot.extract.found import Options
from polyglot.extract.keywords import Keyword
from polyglot.extract.kinds import KINDS, kind_of

METHODS = {
    **{kind: kind for kind in (*KINDS, "auto", "ignore")},
    "jinja2.ext:babel_extract": "jinja2",
    "jinja2.ext.babel_extract": "jinja2",
    "django_babel.extract:extract_django": "django",
    "django_babel.extract.extract_django": "django",
    "nothing": "ignore",
}
"""The methods of mapping files, by their kinds here. A function that a mapping file names is not imported."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What kind of source the files are that a pattern matches."""

    pattern: str
    kind: str
    keywords: Mapping[str, tuple[Keyword, ...]] = field(default_factory=dict)
    comments: tuple[str, ...] = ()
    options: Options = field(default_factory=dict)


def rule_for(rules: Sequence[Rule], name: str) -> Rule | None:
    """The first rule whose pattern matches a file, named from the top of the project with `/`."""
    from babel.util import pathmatch

    found = next((rule for rule in rules if pathmatch(rule.pattern, name)), None)
    if found is not None and found.kind == "auto":
        found = replace(found, kind=kind_of(name) or "ignore")
    return None if found is None or found.kind == "ignore" else found


def read(text: str, place: str) -> tuple[Rule, ...]:
    """The rules of a mapping file: `babel.cfg`, or TOML as in `babel.toml` and `pyproject.toml`.

    Raises `ConfigError` where it is broken or names a method that polyglot does not have.
    """
    from babel.messages import frontend

    hint = "write a section for each kind: [jinja2: templates/**.html]"
    try:
        if place.endswith(".toml"):
            style: Any = "pyproject.toml" if place.endswith("pyproject.toml") else "standalone"
            methods, options = frontend._parse_mapping_toml(io.BytesIO(text.encode()), place, style)  # noqa: SLF001 - no other way in
        else:
            methods, options = frontend.parse_mapping_cfg(io.StringIO(text), place)  # type: ignore[no-untyped-call]  # Babel's
    except (configparser.Error, frontend.ConfigurationError, ValueError, TypeError, IndexError) as error:
        raise ConfigError(f"this is no mapping file: {str(error).splitlines()[0]}", place=place, hint=hint) from error
    return tuple(_rule(pattern, method, options.get(pattern, {}), place) for pattern, method in methods)


def _rule(pattern: str, method: str, options: Mapping[str, Any], place: str) -> Rule:
    kind = METHODS.get(method)
    if kind is None:
        hint = f"choose one of {', '.join((*KINDS, 'auto', 'ignore'))}"
        raise ConfigError(f"the method {method!r} is not known", place=place, hint=hint)
    rest = {key: str(value) for key, value in options.items() if key not in {"keywords", "add_comments"}}
    specs = options.get("keywords") or {}
    keywords = {name: tuple(_keywords(spec)) for name, spec in specs.items()}
    return Rule(pattern, kind, keywords, tuple(options.get("add_comments") or ()), rest)


def _keywords(spec: Any) -> Iterable[Keyword]:  # noqa: ANN401 - None, a tuple, or either by number of arguments
    """A keyword as Babel has it."""
    for total, places in (spec if isinstance(spec, dict) else {None: spec}).items():
        texts = [place for place in places or (1,) if isinstance(place, int)]
        contexts = [place[0] for place in places or () if not isinstance(place, int)]
        many = texts[1] if len(texts) > 1 else 0
        yield Keyword(texts[0] if texts else 1, many, contexts[0] if contexts else 0, 0, total or 0)
