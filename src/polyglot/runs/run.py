"""A run with everything that it needs: project, names, engines, wishes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from polyglot import config, files, glossary, models, pipeline, resources, site
from polyglot.direction import Direction, of
from polyglot.errors import (
    OF_ONE_FILE,
    ConfigError,
    EngineMissingError,
    GlossaryError,
    Lost,
    PolyglotError,
    UnreadableInputError,
    UsageError,
    refuse,
)
from polyglot.glossary import Glossary
from polyglot.model import Identity, Pair, Tag
from polyglot.models import Choice, Shelf
from polyglot.pipeline import Order, Prepared
from polyglot.project import Project, around, resolved, sources
from polyglot.runs.wishes import Row, Spared, Wishes, nothing_spared
from polyglot.unchanged import Ledger


@dataclass(frozen=True)
class Run:
    """A run with everything that it needs: project, names, engines, wishes."""

    project: Project
    wishes: Wishes
    names: Glossary
    shelf: Shelf

    @property
    def order(self) -> Order:
        """The wishes that a single work needs to know."""
        wishes, settings = self.wishes, self.project.settings.translate
        shape = wishes.furniture or settings.furniture
        flags = (wishes.out, wishes.source, wishes.encoding, shape, wishes.review, wishes.publish)
        return Order(*flags, self._companions, wishes.refresh, wishes.frozen)

    @property
    def targets(self) -> tuple[Tag, ...]:
        """The locales to translate to."""
        if not self._wanted:
            hint = "name one with --to, for instance --to en, or list them in [project] locales"
            raise UsageError("no target language is given", hint=hint)
        return self._wanted

    @cached_property
    def _wanted(self) -> tuple[Tag, ...]:
        """The locales to translate to; none where nobody named one."""
        tags = self.wishes.to or tuple(Tag(tag) for tag in self.project.settings.project.locales)
        return tuple(dict.fromkeys(tags))

    @cached_property
    def _companions(self) -> frozenset[Path]:
        """All sources of the run, their paths resolved."""
        return frozenset(map(resolved, self.files)) if self._wanted else frozenset()

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """The files to work on, looked for once; none where the text comes from standard input."""
        return () if self.wishes.stdin is not None else self.sources(self.targets)

    @property
    def ledger(self) -> Ledger:
        """What need not be done again."""
        return Ledger(self.project, self.order, self.files)

    def prepared(self, spared: Spared = nothing_spared, lost: Lost = refuse) -> Iterator[Prepared]:
        """Every source of the run, ready to be translated, but those that are spared or cannot be read."""
        if self.wishes.stdin is not None:
            yield pipeline.prepare(Path("-"), _standard_input(self), self.project, self.names, self.order)
            return
        yield from self.pages(self.files, spared, lost)

    def sources(self, targets: Iterable[Tag] = ()) -> tuple[Path, ...]:
        """The files to work on, each once; what polyglot wrote is none. Raises `UsageError` where that is named."""
        found: dict[Path, Path] = {}
        for path in sources(self.project, self.paths, targets):
            if not pipeline.is_output(path):
                found.setdefault(resolved(path.parent) / path.name, path)
            elif path in self.wishes.paths:
                hint = "name the article that it is made from"
                raise UsageError("an output of polyglot, not a source", place=str(path), hint=hint)
        return tuple(found.values())

    def pages(self, paths: Iterable[Path], spared: Spared = nothing_spared, lost: Lost = refuse) -> Iterator[Prepared]:
        """These sources, ready to be translated, but those that are spared or cannot be read."""
        for path in paths:
            try:
                data = files.read(path)
                page = None if spared(path, data) else self._page(path, data)
            except OF_ONE_FILE as error:
                error.place = error.place or str(path)
                lost(error)
                continue
            if page is not None:
                yield page

    def _page(self, path: Path, data: bytes) -> Prepared:
        return pipeline.prepare(path, data, self.project, self.names, self.order)

    @property
    def paths(self) -> tuple[Path, ...]:
        """What to work on: what was named, or what the project says; a site of strings need have no articles."""
        if self.wishes.paths or self.project.root is None:
            return self.wishes.paths
        strings, articles = self.project.settings.strings, self.project.articles()
        has_strings = bool(strings.sources or strings.mapping)
        return tuple(filter(Path.exists, articles)) if has_strings else articles

    def directions(self, source: Tag) -> tuple[dict[Pair, Direction], list[Row]]:
        """The directions from a language, and the table of their engines; pairs that no engine serves have only a row.

        Nothing leads from a language to itself. Each is looked for once.
        """
        if source not in self._led:
            self._led[source] = self._directions(source)
        return self._led[source]

    @cached_property
    def _led(self) -> dict[Tag, tuple[dict[Pair, Direction], list[Row]]]:
        """The directions that have been looked for."""
        return {}

    def _directions(self, source: Tag) -> tuple[dict[Pair, Direction], list[Row]]:
        directions, rows = {}, []
        for target in self.targets:
            if target != source:
                pair = Pair(source, target)
                choice, problem = self._served(pair)
                rows.append(Row(pair, choice.identity if choice else None, problem))
                if problem is None:
                    directions[pair] = of(pair, self.names, self.project.settings, choice)
        return directions, rows

    def _served(self, pair: Pair) -> tuple[Choice | None, PolyglotError | None]:
        """What translates a pair, or why nothing is made of it."""
        broken = self._broken_strings.get(pair.target)
        return (None, broken) if broken else self._choice(pair, self._locked.get(pair))

    @cached_property
    def _broken_strings(self) -> dict[Tag, PolyglotError]:
        """The locales whose site strings cannot be read: pages would lack them."""
        if self.project.root is None or self.wishes.stdin is not None:
            return {}
        common = {target: error for error in self._broken_template for target in self.targets}
        return common | site.broken(self.project, self.targets)

    @cached_property
    def _broken_template(self) -> tuple[PolyglotError, ...]:
        """What is wrong with the template of the site's strings, which every page shows; empty where it is sound."""
        found: list[PolyglotError] = []
        if self.project.root is not None and self.wishes.stdin is None:
            site.has_sound_template(self.project, found.append)
        return tuple(found)

    @property
    def has_strings(self) -> bool:
        """Whether pages bring their strings to the site's, and the template can take them."""
        ours = self.project.root is not None and self.wishes.stdin is None
        return ours and self.order.furniture != "keep" and not self._broken_template

    @cached_property
    def _locked(self) -> dict[Pair, Identity]:
        """What the lock file says of each pair."""
        recorded = models.read_lock(self.project.lock)
        return {} if self.wishes.relock else recorded

    def people(self, source: Tag, target: Tag) -> Direction:
        """A direction in which no machine translates."""
        return of(Pair(source, target), self.names, self.project.settings, None)

    def _choice(self, pair: Pair, locked: Identity | None) -> tuple[Choice | None, EngineMissingError | None]:
        settings = self.project.settings
        local = settings.locale(pair.target)
        name = self.wishes.engine or local.engine or settings.translate.engine
        if self.wishes.frozen or name == models.NONE or (not local.machine and not self.wishes.engine):
            return None, None
        try:
            return self.shelf.choose(pair, name, locked), None
        except EngineMissingError as error:
            return None, error


def names_of(project: Project, lost: Lost = refuse) -> Glossary:
    """The glossary of a project. Raises `ConfigError` for a house style that it does not have.

    Files that are wrong are lost: a look at what there is goes on with the others, a run refuses.
    """
    try:
        names = glossary.load(glossary_files(project))
    except GlossaryError as error:
        for one in (error, *error.more):
            lost(one)
        return glossary.load(tuple(filter(_is_sound, glossary_files(project))))
    for tag in map(Tag, project.settings.target):
        there = glossary.known(names, tag)
        for style in project.settings.styles(tag):
            if style.casefold() not in map(str.casefold, there):
                place = config.place(project.root / config.FILE, ["target", tag, "style"]) if project.root else ""
                hint = f"those of {tag} are {', '.join(there)}" if there else f"name a column {tag}@{style}"
                raise ConfigError(f"the glossary has no house style {style!r} for {tag}", place=place, hint=hint)
    return names


def _is_sound(file: Path) -> bool:
    try:
        glossary.load((file,))
    except GlossaryError:
        return False
    return True


def start(wishes: Wishes, stack: ExitStack, lost: Lost = refuse) -> Run:
    """Find the project and load its names; the engines are closed with the stack."""
    project = around([path for path in wishes.paths if str(path) != "-"], Path.cwd())
    shelf = stack.enter_context(closing(Shelf(project.settings.engines.by_name)))
    return Run(project, wishes, names_of(project, lost), shelf)


def without_engine(project: Project, source: Tag, target: Tag) -> Direction:
    """A direction of a project in which no machine translates."""
    return of(Pair(source, target), names_of(project), project.settings, None)


def _standard_input(run: Run) -> bytes:
    """The text of `-`. Raises where it is not all there is to do, or nothing at all."""
    if run.wishes.paths or len(run.targets) > 1:
        hint = "translate `-` alone, to one language: polyglot translate - --to en"
        raise UsageError("standard output can take the translation of one text only", place="-", hint=hint)
    data = run.wishes.stdin or b""
    if not data.strip():
        raise UnreadableInputError("there is no text on standard input", place="-", hint="pipe an article into it")
    return data


def glossary_files(project: Project) -> tuple[Path, ...]:
    """The files whose names count: the project's own, or, where it has none, those that polyglot ships."""
    return project.glossaries() or tuple(sorted(resources.shipped("glossary").glob("*.csv")))
