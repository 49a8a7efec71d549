"""What is installed, what it can do, and what to run next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from polyglot import glossary, runs
from polyglot.engines import AUTO, Engine, Measured, Survival
from polyglot.engines.argos import ArgosEngine, packages
from polyglot.engines.argos.keeper import ArgosKeeper
from polyglot.errors import PackageError, PolyglotError
from polyglot.model import Identity, Package, Pair, Severity, Tag
from polyglot.models import NONE, Shelf, how_to_install, install
from polyglot.project import Project, around
from polyglot.version import VERSION


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of `polyglot doctor`."""

    what: str
    found: str
    good: bool = True
    advice: str = ""
    needed: bool = False
    """Whether nothing can be translated while it is not good."""


@dataclass(frozen=True, slots=True)
class Installed:
    """What translates a direct pair, and the package that it is; None for engines without packages of their own."""

    identity: Identity
    package: Package | None
    survival: Survival
    """What its models were measured to bring through; empty where nobody measured, or there is no need to."""


def installed(engine: str = "") -> tuple[Installed, ...]:
    """What would translate each direct pair, of one engine or of all, as the project here sets them."""
    with closing(_shelf()) as shelf:
        engines = [shelf.engine(name) for name in ((engine,) if engine else AUTO)]
        served = _serving() if any(isinstance(found, ArgosEngine) for found in engines) else {}
        return tuple(_installed(found, pair, served) for found in engines for pair in found.pairs())


def _installed(engine: Engine, pair: Pair, served: Mapping[Pair, Package]) -> Installed:
    package = served.get(pair) if isinstance(engine, ArgosEngine) else None
    return Installed(engine.identity(pair), package, engine.survival(pair) if isinstance(engine, Measured) else {})


def measure(pairs: Iterable[Pair]) -> dict[Pair, Survival]:
    """Find out what the installed neural models of these pairs bring through; raises `EngineFailureError`."""
    with closing(_shelf()) as shelf:
        engine = shelf.engine(ArgosEngine.name)
        return {pair: engine.measure(pair) for pair in pairs if isinstance(engine, Measured)}


def _shelf() -> Shelf:
    """The engines, as the project here sets them; as they come where its settings cannot be read."""
    try:
        return Shelf(around((), Path.cwd()).settings.engines.by_name)
    except PolyglotError:
        return Shelf()


def _serving() -> dict[Pair, Package]:
    """The Argos package that serves each direct pair; those that no longer would be installed are left out."""
    keeper, found = ArgosKeeper(), {}
    for pair, leg in packages.installed().legs.items():
        with suppress(PackageError):
            found[pair] = keeper.read(leg.folder)
    return found


def unusable() -> tuple[str, ...]:
    """What is wrong with folders among the packages that cannot be used, a sentence each."""
    return packages.installed().problems


def examine() -> tuple[Finding, ...]:
    """Look at polyglot, its engines, the project here, its glossary and its pairs."""
    try:
        project = around((), Path.cwd())
    except PolyglotError as error:
        return (*_engines(), Finding("project", str(error), good=False, advice=error.hint, needed=True))
    return (Finding("polyglot", VERSION), *_engines(), _project(project), _names(project), *_pairs(project))


def _engines() -> list[Finding]:
    with closing(_shelf()) as shelf:
        findings = []
        for name in AUTO:
            pairs = shelf.engine(name).pairs()
            shown = ", ".join(f"{pair.source}-{pair.target}" for pair in pairs) or "no pairs"
            advice = "" if pairs else _advice(name)
            findings.append(Finding(f"engine {name}", shown, good=bool(pairs), advice=advice))
        return [*findings, *_brought(), *(Finding("models", one, good=False) for one in shelf.problems())]


def _brought() -> list[Finding]:
    """What distributions bring, a line each: it is in use where no installed package serves the same pair."""
    return [
        Finding(f"models of {package.distribution}", f"{package.name}: {', '.join(map('-'.join, package.pairs))}")
        for package in install.brought(ArgosKeeper())[0]
    ]


def _advice(engine: str) -> str:
    example = how_to_install(Pair(Tag("fr"), Tag("en")), engine)
    return example if engine == "apertium" else f"optional, for neural translation; {example}"


def _project(project: Project) -> Finding:
    if project.root is None:
        return Finding("project", "none here", good=True, advice="polyglot init makes one")
    return Finding("project", str(project.root))


def _names(project: Project) -> Finding:
    paths = runs.glossary_files(project)
    errors = [issue for issue in glossary.lint(paths) if issue.severity is Severity.ERROR]
    if errors:
        advice = "run: polyglot glossary lint"
        return Finding("glossary", f"{len(errors)} errors", good=False, advice=advice, needed=True)
    where = "the project's" if project.glossaries() else "the shipped"
    return Finding("glossary", f"{len(glossary.load(paths).concepts)} concepts ({where})")


def _pairs(project: Project) -> list[Finding]:
    """Whether the project's own pairs can be translated."""
    settings = project.settings.project
    findings = []
    with closing(_shelf()) as shelf:
        for target in settings.locales if settings.source else ():
            pair = Pair(Tag(settings.source), Tag(target))
            local = project.settings.locale(pair.target)
            name = (local.engine or project.settings.translate.engine) if local.machine else NONE
            findings.append(_pair(shelf, pair, name))
    return findings


def _pair(shelf: Shelf, pair: Pair, name: str) -> Finding:
    what = f"{pair.source} to {pair.target}"
    if name == NONE:
        return Finding(what, "people only")
    try:
        identity = shelf.choose(pair, name).identity
    except PolyglotError as error:
        return Finding(what, "no engine", good=False, advice=error.hint, needed=True)
    return Finding(what, f"{identity.engine}, through {' and '.join(identity.route[1:-1]) or 'nothing else'}")
