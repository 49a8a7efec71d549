"""The road, as a list: read, classify, mark, segment, recall, mask, translate, restore, check, publish, write.

A file is prepared once (`prepare`: read, classify, mark, segment); for each target it is opened (`open_work`: recall),
translated with all other files of the run (`Direction.translate`: mask, translate, restore), and settled (`settle`:
check, publish, write). Nobody turns back; nothing is written before the laws hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from polyglot import (
    accounts,
    assets,
    catalog,
    config,
    detect,
    files,
    first_mentions,
    formats,
    frozen,
    furniture,
    glossary,
    grouping,
    imprint,
    inline,
    laws,
    locales,
    po,
    protect,
    publish,
    receipt,
    review,
    segment,
)
from polyglot.assets import Asset
from polyglot.catalog import SiteString
from polyglot.direction import Direction, find_names
from polyglot.errors import ConflictError, LawBrokenError, OutputError, UnreadableInputError
from polyglot.glossary import Glossary
from polyglot.model import (
    UNTOLD,
    CodeKind,
    Document,
    Issue,
    MarkedUnit,
    Origin,
    Role,
    SegmentedUnit,
    Severity,
    State,
    Tag,
    Target,
)
from polyglot.omission import Wish
from polyglot.project import Project
from polyglot.report import Account
from polyglot.review import Recall
from polyglot.version import VERSION

OUTPUT_HASH = "X-Polyglot-Output"
"""The header field of a catalog that has the output's SHA-256 where there is no receipt, outside a project."""

LEFT_OUT: Mapping[Wish, str] = {
    Wish.DROP: "left out on purpose",
    Wish.JOIN: "said together with the sentence before it",
}
"""What is told of a sentence that a person left out."""
PROSE = 100
"""A paragraph of so many characters is the article's; what tells its day stands above."""
DATELINE = 10
"""A line that tells the day of an article has so many words at most."""
HEADLINES = (Role.TITLE, Role.HEADING)
WINDOW = 20_000
"""About so many segments are translated and written together."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is asked to do, flags and configuration joined."""

    out: str = ""
    source: Tag | None = None
    encoding: str = ""
    furniture: config.Furniture = "auto"
    review: bool = True
    publish: bool = True
    companions: frozenset[Path] = frozenset()
    """All sources of the run, their paths resolved."""
    refresh: bool = False
    """Whether machine text is asked for again where it may come out otherwise."""
    frozen: bool = False
    """Whether only what is committed counts, and none of it is changed."""


class Line(NamedTuple):
    """A line of the site in a source."""

    number: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A source that has been read, classified, marked and segmented."""

    path: Path
    name: str
    """As it is shown and recorded."""
    data: bytes
    document: Document
    source: Tag
    guessed: bool
    """Whether the source language was detected rather than told."""
    units: tuple[SegmentedUnit, ...]
    """All units, those of the site too."""
    denied: str = ""
    """Why it is not ours to translate; empty where it is."""
    issues: tuple[Issue, ...] = ()
    """What a person should know of the whole of it, whatever it becomes."""

    @property
    def article(self) -> tuple[SegmentedUnit, ...]:
        """The units that the article's catalog has."""
        return tuple(unit for unit in self.units if unit.unit.translate and not unit.unit.role.aside)

    @property
    def aside(self) -> tuple[SegmentedUnit, ...]:
        """The units that belong to the site."""
        return tuple(unit for unit in self.units if unit.unit.role.aside)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that belong to the site."""
        units = (unit.unit for unit in self.aside)
        return tuple(Line(self.document.line(unit.span.start), unit.reason, unit.text) for unit in units)

    @property
    def strings(self) -> tuple[SiteString, ...]:
        """The site strings that this page shows."""
        return tuple(
            SiteString(text, unit.unit.role, (self.name,)) for unit in self.aside for text in unit.unit.strings
        )


@dataclass(frozen=True, slots=True)
class Work:
    """A source and one target: where its results lie and what is on record for it."""

    prepared: Prepared
    direction: Direction
    output: Path | None
    """None where the result goes to standard output."""
    catalog_path: Path | None
    receipt_path: Path | None
    before: str | None
    """The catalog's text on disk."""
    catalog: po.PoFile | None
    """What it has for this article."""
    policy: review.Policy
    recalls: tuple[Recall, ...]
    vouched: str = ""
    """The SHA-256 of the output that polyglot wrote last; empty where it wrote none."""
    siblings: tuple[Tag, ...] = ()
    """All languages that the source is being translated to, this one included."""
    elsewhere: tuple[tuple[Path, po.PoFile], ...] = ()
    """Other catalogs that have the article too: what they say is taken over, and goes from there."""

    @property
    def pending(self) -> tuple[Recall, ...]:
        """The segments that nothing on record serves."""
        return tuple(place for place in self.recalls if place.target is None)

    def is_anothers(self, place: Recall) -> bool:
        """Whether another engine than this work's said what is on record for a segment."""
        ours = self.direction.signature
        said = place.target.engine if place.target is not None and place.target.origin is Origin.MT else ""
        return bool(ours and said) and said != ours


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a source in one target."""

    file: str
    output: str
    source: Tag
    target: Tag
    engine: str
    wrote: bool
    segments: int
    recalled: int
    translated: int
    untranslated: int
    stale: int
    left_out: Mapping[str, int]
    """How many sentences people left out: `dropped`, `joined`."""
    states: Mapping[str, int]
    furniture: int
    terms: Mapping[str, int]
    issues: tuple[Issue, ...] = field(default_factory=tuple)
    assets: int = 0
    """So many files that it refers to lie beside it, copied where that was needed."""
    text: bytes = b""
    """What goes to standard output; empty for what is written to a file."""
    account: Account = field(default=Account(), metadata=UNTOLD)
    """What the report of a build tells beside this."""


class Part(NamedTuple):
    """What an article has in a catalog."""

    catalog: Path
    name: str
    seen: tuple[po.Entry, ...]
    """What it had there when it was read."""
    file: po.PoFile | None
    """None where it is to have nothing there any more."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What is left of a work when it is done: its results, to be written."""

    source: Path
    digest: str
    """The SHA-256 of the source as it was read."""
    output: Path | None
    result: Result
    files: Mapping[Path, bytes]
    seen: Mapping[Path, str]
    """The `files.digest_at` of the article and of a catalog of its own that the results were made beside."""
    parts: tuple[Part, ...] = ()
    """What becomes of catalogs that it shares with others, and of those that it has left."""
    assets: tuple[Asset, ...] = ()
    """What the article refers to, that which is not copied too."""


def prepare(path: Path, data: bytes, project: Project, names: Glossary, order: Order) -> Prepared:
    """Read, classify, mark and segment a source. Raises `UnreadableInputError`, `UsageError`, `LawBrokenError`."""
    settings = project.settings
    _refuse_unspeakable(path)
    form = _format(path, settings.formats)
    document = form.read(data, str(path), order.encoding)
    if not document.text.strip():
        raise UnreadableInputError("the file is empty", place=str(path), hint="save the article's text in it first")
    if not laws.identity(data, lambda raw: form.read(raw, str(path), order.encoding), form.write):
        hint = "name its encoding with --encoding, and report it if that does not help"
        raise LawBrokenError("this file would not be written as it was read", place=str(path), hint=hint)
    own, declared = settings.project.source, document.language
    source, guessed = detect.language(path, _spoken(document), order.source, own, declared)
    shared = project.shared_lines(source)
    document = furniture.classify(document, source, order.furniture, settings.furniture, shared)
    document = _dated(document, source)
    finder = find_names(glossary.on(names, document.date), source)
    marked = (protect.mark(unit, source, finder, settings.protect.patterns) for unit in document.units)
    rules = project.rules(source)
    units = tuple(_segmented(unit, rules) for unit in marked)
    name = project.name(path) if path != Path("-") else "-"
    denied = _denied(document, settings.articles.deny)
    believed = declared and not (order.source or own or locales.suffix(path))
    issues = tuple(_doubts(document, source if believed else None, name))
    return Prepared(path, name, data, document, source, guessed, units, denied, issues)


def _dated(document: Document, source: Tag) -> Document:
    """A document with the day on which it appeared: what its format tells, else what stands alone above its prose."""
    if document.date:
        return document
    head = takewhile(lambda unit: len(unit.text) < PROSE, document.units[1:])
    lines = (unit.text for unit in head if unit.role not in HEADLINES and len(unit.text.split()) <= DATELINE)
    return replace(document, date=next(filter(None, (locales.day(line, source) for line in lines)), ""))


def _doubts(document: Document, declared: Tag | None, name: str) -> Iterator[Issue]:
    """What a person should know of a file as it was read: that it is in another language than it declares, perhaps."""
    for note in document.notes:
        yield Issue("large", Severity.INFO, note, name, 1, 1)
    said = "\n".join(unit.text for unit in document.units if unit.translate and not unit.role.aside)
    if declared and (found := detect.contradicted(said, declared)):
        message = f"declares {declared!r}, and reads as if it were in {found!r}: taken to be in {declared}, as it says"
        yield Issue("language", Severity.WARNING, f"{message}; name the language with --from", name, 1, 1)


def _denied(document: Document, words: Iterable[str]) -> str:
    """Why an article is not ours to translate: it says so itself, or its byline has one of these words."""
    if document.refusal:
        return f"the article says {document.refusal}"
    bylines = [unit.text.casefold() for unit in document.units if unit.role is Role.BYLINE]
    found = (word for word in words if any(re.search(_word(word), line) for line in bylines))
    return next((f"[articles] deny: its byline names {word}" for word in found), "")


def _word(word: str) -> str:
    return rf"(?<!\w){re.escape(word.casefold())}(?!\w)"


def refusals(prepared: Prepared, targets: Iterable[Tag]) -> Iterator[Result]:
    """What is told of a source that is not ours to translate, for each target."""
    issue = Issue("rights", Severity.WARNING, f"skipped: {prepared.denied}", prepared.name, 1, 1)
    for target in targets:
        yield Result(
            file=prepared.name,
            output="",
            source=prepared.source,
            target=target,
            engine="none",
            wrote=False,
            segments=0,
            recalled=0,
            translated=0,
            untranslated=0,
            stale=0,
            left_out=review.left_out(()),
            furniture=0,
            states=review.states(()),
            terms={"hits": 0, "right": 0},
            issues=(issue,),
        )


def _format(path: Path, told: formats.Options) -> formats.Format:
    """What reads and writes a file; standard input is plain text."""
    return formats.load("plain") if path == Path("-") else formats.for_path(path, told)


def _spoken(document: Document) -> str:
    """The text of a document by which its language is told: markup is in none."""
    return "\n".join(unit.text for unit in document.units) if document.structured else document.text


def _refuse_unspeakable(path: Path) -> None:
    """Raise where a file's name is no text: it could stand in no receipt and no catalog."""
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        place = str(path).encode(errors="backslashreplace").decode()
        raise UnreadableInputError("the name of the file is not UTF-8", place=place, hint="rename it") from error


def _segmented(marked: MarkedUnit, rules: segment.Rules) -> SegmentedUnit:
    """A unit in its parts (`laws.partition`)."""
    unit = segment.segment(marked, rules)
    if not laws.partition(unit.unit.text, unit.parts):
        raise LawBrokenError("a paragraph was not the sum of its sentences", hint="please report it with the text")
    return unit


def is_output(path: Path) -> bool:
    """Whether polyglot wrote a file: its receipt lies beside it, or a catalog that has its hash."""
    signed = OUTPUT_HASH.encode() in (files.current(path.with_suffix(".po")) or b"")
    return signed or path.with_name(f"{path.name}.receipt.json").is_file()


def open_work(
    prepared: Prepared, direction: Direction, project: Project, order: Order, siblings: Iterable[Tag] = ()
) -> Work:
    """Recall what is on record for a source in one target."""
    direction = direction.on(prepared.document.date)
    target = direction.pair.target
    policy = review.Policy(
        direction.signature,
        direction.fits,
        direction.means_the_same,
        project.settings.publish.stale,
        direction.edition,
        direction.forms,
        order.refresh,
    )
    if prepared.path == Path("-"):
        return Work(
            prepared, direction, None, None, None, None, None, policy, review.recall(prepared.article, None, policy)
        )
    output = project.output(prepared.path, prepared.source, target, order.out)
    place = project.catalog(prepared.path, output, target) if order.review else None
    _refuse_obstacles(output, place)
    before = po.read_text(place) if place else None
    catalog = grouping.read(before, place, prepared.name) if place else None
    elsewhere = _elsewhere(prepared, target, project) if place and project.root else {}
    catalog = catalog or next(iter(elsewhere.values()), None)
    recalls = review.recall(prepared.article, catalog, policy)
    recalls = tuple(_with_phrase(recall, direction) for recall in recalls)
    slip = project.receipt(output)
    vouched = _vouched(slip, catalog)
    served = tuple(sorted({target, *siblings}))
    facts = (prepared, direction, output, place, slip, before, catalog, policy, recalls, vouched, served)
    return Work(*facts, elsewhere=tuple(elsewhere.items()))


def _elsewhere(prepared: Prepared, target: Tag, project: Project) -> dict[Path, po.PoFile]:
    """What other catalogs have for an article, from a time when `[review] group` said so."""
    places = project.catalogs(prepared.path, target)[1:]
    found = {place: grouping.read(po.read_text(place), place, prepared.name) for place in places}
    return {place: file for place, file in found.items() if file is not None}


def _refuse_obstacles(*places: Path | None) -> None:
    """Raise `OutputError` where something stands in the way of a result, before any work is done."""
    for place in filter(None, places):
        parent = next(folder for folder in place.parents if folder.exists())
        if place.is_dir() or not parent.is_dir():
            hint = "move it away, or choose another place with --out"
            what = "there is a folder in its place" if place.is_dir() else f"{parent} is a file, not a folder"
            raise OutputError(f"cannot be written: {what}", place=str(place), hint=hint)


def _with_phrase(place: Recall, direction: Direction) -> Recall:
    """A byline of a known shape needs no engine: "par NAME" is "by NAME"."""
    role, engineless = place.unit.unit.role, place.target is None and not direction.shows_source
    if not engineless or role is not Role.BYLINE or len(place.unit.segments) != 1:
        return place
    phrase = furniture.byline(place.unit.unit, *direction.pair)
    return replace(place, target=Target(phrase, State.TRANSLATED, Origin.TM)) if phrase else place


@dataclass(frozen=True, slots=True)
class Draft:
    """A localised file as it would be written."""

    document: Document
    data: bytes
    shown: tuple[str, ...]
    """What each segment says in it, without the marks of direction that are set around stretches."""
    isolates: bool
    """Whether such marks are set."""
    assets: tuple[Asset, ...] = ()
    """What the article refers to, that which is not copied too."""


def drafted(work: Work, targets: Sequence[Target], project: Project, order: Order) -> Draft:
    """The localised file that these targets make; nothing is judged, nothing written."""
    rule = _rule(work, project, order)
    document = _published(work, targets, rule, project, order)
    data = _format(work.prepared.path, project.settings.formats).write(document)
    bare = replace(rule, isolates=False)
    pairs = zip(work.recalls, targets, strict=True)
    shown = tuple(publish.shown_text(place.segment, target, bare) for place, target in pairs)
    return Draft(document, data, shown, rule.isolates)


def read(work: Work, data: bytes, project: Project, order: Order) -> Document:
    """A localised file of a work, read as its source was. Raises `UnreadableInputError`."""
    form = _format(work.prepared.path, project.settings.formats)
    return form.read(data, str(work.output or "-"), order.encoding)


def settle(work: Work, fresh: Sequence[Target], project: Project, order: Order) -> Settled:
    """Check, publish, and give the bytes to write for a work whose pending segments have these targets."""
    answers = iter(fresh)
    targets = tuple(place.target or _better(next(answers), place.spare) for place in work.recalls)
    targets = first_mentions.noted(work.direction, work.recalls, targets)
    rule = _rule(work, project, order)
    issues, terms = _judged(work, targets, rule)
    issues = (*work.prepared.issues, *issues, *(_behind(work) if order.frozen else ()))
    issues = frozen.softened(issues, rule.missing) if order.frozen else issues
    draft = replace(drafted(work, targets, project, order), assets=_beside(work, project, order))
    present = files.current(work.output) if work.output else None
    edited = _edited(work, present, draft.data)
    held = tuple(filter(None, (edited, *_held(work, targets, draft.data, rule, order))))
    issues = (*issues, *held, *(one.issue(work.prepared.name) for one in draft.assets if one.problem))
    result = replace(
        _result(work, targets, issues, terms, draft.data),
        assets=sum(not one.problem for one in draft.assets),
        account=_account(work, targets, issues, order),
    )
    results = _results(work, targets, result, draft, order, held=bool(held))
    source = work.prepared
    seen = _seen(work, present)
    parts = () if order.frozen else _parts(work, targets)
    return Settled(source.path, files.digest(source.data), work.output, result, results, seen, parts, draft.assets)


def _behind(work: Work) -> Iterable[Issue]:
    return frozen.behind(work.catalog_path, work.catalog, work.recalls, work.prepared.name)


def _held(
    work: Work, targets: Sequence[Target], data: bytes, rule: publish.Rule, order: Order
) -> Iterator[Issue | None]:
    """Why a localised file is not made: a segment has nothing to publish, or what is committed would be another."""
    lacking = sum(not publish.allowed(target, rule) for target in targets)
    if rule.missing == "fail" and lacking and work.output is not None:
        message = f"{lacking} of {len(targets)} segments have nothing to publish, so {work.output} is not made"
        yield Issue("missing", Severity.ERROR, f"{message} ([publish] missing)", work.prepared.name, 1, 1)
    elif order.frozen:
        yield frozen.pinned(work.receipt_path, data, work.output, work.prepared.name)


def _account(work: Work, targets: Sequence[Target], issues: Sequence[Issue], order: Order) -> Account:
    """What the report of a build tells of a work; that a frozen one changes nothing."""
    told = accounts.of(work.recalls, targets, work.direction, issues)
    if order.frozen or work.catalog is None:
        return told
    return replace(told, changes=tuple(accounts.changes(work.recalls, targets)))


def _seen(work: Work, present: bytes | None) -> dict[Path, str]:
    """The digests of a work's article and its own catalog as they were looked at."""
    own = None if work.catalog_path is None or grouping.shared(work.catalog_path) else work.catalog_path
    read = {work.output: present, own: None if work.before is None else work.before.encode()}
    return {path: "" if data is None else files.digest(data) for path, data in read.items() if path}


def _beside(work: Work, project: Project, order: Order) -> tuple[Asset, ...]:
    """The files that an article refers to, where they are to be copied."""
    if project.settings.publish.assets != "copy" or not order.publish or work.output is None:
        return ()
    source, slip = work.prepared, work.receipt_path
    vouched = receipt.asset_digests(files.current(slip), str(slip)) if slip is not None else {}
    page = assets.Page(source.path, work.output, work.direction.pair, order.out)
    form = _format(source.path, project.settings.formats)
    return tuple(assets.found(page, formats.addresses(form, source.document), project, vouched))


def _better(fresh: Target, spare: Target | None) -> Target:
    """What an engine says, or, where it has nothing to say, what was said before."""
    return spare if spare is not None and fresh.state is State.INITIAL else fresh


def _judged(work: Work, targets: Sequence[Target], rule: publish.Rule) -> tuple[tuple[Issue, ...], dict[str, int]]:
    """The issues of all segments, each with its place in the source; how many names there are, and how many right."""
    issues: list[Issue] = []
    terms = {"hits": 0, "right": 0}
    for place, target in zip(work.recalls, targets, strict=True):
        issues += located(work, place, (*examined(work, place, target), *_withheld(target, rule)))
        hits, right = work.direction.terms(place.whole, target) if place.omitted is None else (0, 0)
        terms = {"hits": terms["hits"] + hits, "right": terms["right"] + right}
    return (*issues, *of_article(work)), terms


def examined(work: Work, place: Recall, target: Target) -> tuple[Issue, ...]:
    """What a person should know of a segment and its target."""
    if place.omitted is not None:
        return (*place.issues, Issue("left-out", Severity.INFO, LEFT_OUT[place.omitted]))
    return (*place.issues, *work.direction.examine(place.whole, target), *_crowded(place))


def of_article(work: Work) -> Iterator[Issue]:
    """What a person should know of an article as a whole."""
    for issue in review.void(work.recalls, work.catalog):
        yield replace(issue, file=work.prepared.name, line=1, column=1)
    for place, issue in first_mentions.missing(work.direction, work.recalls):
        yield from located(work, place, (issue,))


def _crowded(place: Recall) -> Iterator[Issue]:
    """The issue that a segment has more tags than can be set around the right words."""
    tags = sum(code.kind is CodeKind.TAG for code in place.segment.codes)
    if tags > inline.MOST:
        yield Issue("markup", Severity.WARNING, f"{tags} tags in one sentence: at most {inline.MOST} find their places")


def located(work: Work, place: Recall, issues: Iterable[Issue]) -> Iterator[Issue]:
    """Issues of a segment with its place in the source."""
    found = tuple(issues)
    if not found:  # a place is counted from the start of the file, so that looking for each would take long
        return
    unit, document = place.unit, work.prepared.document
    before = takewhile(lambda part: part is not place.segment, unit.parts)
    at = unit.unit.span.start + sum(len(part.text) for part in before)
    for issue in found:
        here = at + issue.offset
        line, column, name = document.line(here), document.column(here), work.prepared.name
        spot = replace(issue, file=name, line=line, column=column, offset=0)
        yield replace(spot, unit=unit.unit.id, segment=place.number)


def _withheld(target: Target, rule: publish.Rule) -> tuple[Issue, ...]:
    """The issue that a translation is there, but may not appear yet."""
    if target.state is State.INITIAL or publish.allowed(target, rule):
        return ()
    instead = "left out" if rule.missing == "omit" else "kept in the source language"
    instead = "not published" if rule.missing == "fail" else instead
    return (Issue("unreviewed", Severity.ERROR, f"{instead}: its translation is not {rule.level} yet"),)


def _rule(work: Work, project: Project, order: Order) -> publish.Rule:
    """What may appear in the localised file of a work."""
    settings = project.settings
    level = settings.level(work.direction.pair.target) if order.publish else "machine"
    isolates = settings.publish.isolates and order.publish and locales.right_to_left(work.direction.pair.target)
    return publish.Rule(level, settings.missing(work.direction.pair.target), isolates)


def _strings(project: Project, target: Tag) -> Mapping[str, str]:
    """What the site's catalog of a locale may say in pages."""
    place, template = project.site_catalog(target), project.site_template
    return _publishable(po.read_text(place), po.read_text(template), project.settings.strings_level(target))


@lru_cache(maxsize=8)
def _publishable(text: str | None, template: str | None, level: str) -> Mapping[str, str]:
    """The messages of a catalog that may appear; the last catalogs are kept, as every page asks."""
    if text is None:
        return {}
    known = catalog.known(template) if template is not None else ()
    legal = frozenset(string.text for string in known if string.role is Role.LEGAL)
    return catalog.publishable(po.parse(text, "site.po"), level, legal)[0]


def _published(work: Work, targets: Sequence[Target], rule: publish.Rule, project: Project, order: Order) -> Document:
    """The localised document: what may appear, without the site's lines, with what it says of itself."""
    by_unit: dict[str, list[Target]] = {}
    for place, target in zip(work.recalls, targets, strict=True):
        by_unit.setdefault(place.unit.unit.id, []).append(target)
    document = publish.with_targets(work.prepared.document, work.prepared.article, by_unit, rule)
    if document.structured:
        document = publish.with_strings(document, _strings(project, work.direction.pair.target))
    elif order.furniture != "keep":
        document = publish.without_furniture(document)
    if not order.publish:
        return document
    shown = [target for target in targets if publish.allowed(target, rule)]
    here = imprint.Place(work.prepared.path, work.output, work.direction.pair, work.siblings, order.companions)
    form = _format(work.prepared.path, project.settings.formats)
    return form.publish(document, imprint.facts(here, targets, shown, project))


def _edited(work: Work, present: bytes | None, data: bytes) -> Issue | None:
    """The issue that a person changed the published file, which is then left as it is."""
    if present is None or present == data or files.digest(present) == work.vouched:
        return None
    what = "was changed by hand since it was made" if work.vouched else "is not known to be made by polyglot"
    message = f"{work.output} {what} and is left as it is; move it away to have it made again"
    return Issue("edited", Severity.ERROR, message, file=work.prepared.name)


def _vouched(slip: Path | None, catalog: po.PoFile | None) -> str:
    """The hash of the output that polyglot wrote last, from its receipt or, outside a project, its catalog."""
    if slip is not None:
        return receipt.output_digest(files.current(slip), str(slip))
    return catalog.field(OUTPUT_HASH) if catalog else ""


def _results(
    work: Work, targets: Sequence[Target], result: Result, draft: Draft, order: Order, *, held: bool
) -> dict[Path, bytes]:
    """The files of a work: article, receipt, catalog; an article that is held back keeps its receipt too."""
    results: dict[Path, bytes] = {}
    if work.output is not None and not held:
        results[work.output] = draft.data
        if work.receipt_path is not None and not (order.frozen and frozen.is_kept(work.receipt_path)):
            told = replace(_receipt(work, targets, result, draft), frozen=order.frozen)
            results[work.receipt_path] = receipt.render(told)
    if work.catalog_path is not None and not grouping.shared(work.catalog_path) and not order.frozen:
        results[work.catalog_path] = _catalog(work, targets, "" if held else files.digest(draft.data)).encode()
    return results


def _parts(work: Work, targets: Sequence[Target]) -> tuple[Part, ...]:
    """What a work has in catalogs of several articles from now on, and that it has nothing where it was before."""
    name, place = work.prepared.name, work.catalog_path
    left = (Part(other, name, file.entries, None) for other, file in work.elsewhere)
    if place is None or not grouping.shared(place):
        return tuple(left)
    former = grouping.read(work.before, place, name)
    return (Part(place, name, former.entries if former else (), _recorded(work, targets)), *left)


def _recorded(work: Work, targets: Sequence[Target]) -> po.PoFile:
    pair = work.direction.pair
    header = po.header(locales.posix(pair.target), pair.source)
    return review.record(work.recalls, targets, work.catalog, review.Notes(work.policy, work.direction.notes, header))


def _catalog(work: Work, targets: Sequence[Target], digest: str) -> str:
    file = _recorded(work, targets)
    if work.receipt_path is None and digest:
        fields = [(name, digest if name == OUTPUT_HASH else value) for name, value in file.header]
        mark = (OUTPUT_HASH, digest)
        file = replace(file, header=tuple(fields if mark in fields else (*fields, mark)))
    if work.before is not None and file == work.catalog:
        return work.before  # as `po.render` would have it, which reads it all again
    return po.render(file, work.before)


def _receipt(work: Work, targets: Sequence[Target], result: Result, draft: Draft) -> receipt.Receipt:
    direction = work.direction
    origins = {str(origin): sum(target.origin is origin for target in targets) for origin in Origin}
    return receipt.Receipt(
        VERSION,
        work.prepared.name,
        files.digest(work.prepared.data),
        files.digest(draft.data),
        direction.pair,
        direction.choice.identity if direction.choice else None,
        direction.names.digest,
        len(targets),
        result.states,
        origins,
        result.left_out,
        result.furniture,
        result.terms,
        receipt.count(result.issues),
        tuple(map(po.digest, draft.shown)),
        {one.name: one.digest for one in draft.assets if not one.problem},
    )


def _result(
    work: Work, targets: Sequence[Target], issues: tuple[Issue, ...], terms: Mapping[str, int], data: bytes
) -> Result:
    translated = [target for target in targets if target.state is not State.INITIAL]
    return Result(
        file=work.prepared.name,
        output=str(work.output or "-"),
        source=work.direction.pair.source,
        target=work.direction.pair.target,
        engine=work.direction.choice.identity.engine if work.direction.choice else "none",
        wrote=False,
        segments=len(targets),
        recalled=sum(target.recalled for target in translated),
        translated=sum(not target.recalled for target in translated),
        untranslated=len(targets) - len(translated),
        stale=sum(place.stale for place in work.recalls),
        left_out=review.left_out(work.recalls),
        states=review.states(targets),
        furniture=len(work.prepared.aside),
        terms=terms,
        issues=issues,
        text=data if work.output is None else b"",
    )


def commit(settled: Sequence[Settled]) -> tuple[Result, ...]:
    """Write all results of a window, if all is still as it was read; says of each whether it was written."""
    for done in settled:
        if done.output is not None and files.digest_at(done.source) != done.digest:
            raise OutputError(
                "the file changed while it was being translated; nothing was written",
                place=str(done.source),
                hint="run the command again",
            )
    shared = rewritten([part for done in settled for part in done.parts])
    results = {path: data for done in settled for path, data in done.files.items()}
    seen = {path: mark for done in settled for path, mark in done.seen.items()}
    written = set(files.write(results | {path: data for path, data in shared.items() if data}, seen))
    for path in [path for path, data in shared.items() if not data]:
        files.remove(path)
    files.copy({one.place: one.source for done in reversed(settled) for one in done.assets if not one.problem})
    return tuple(replace(done.result, wrote=done.output in written) for done in settled)


def rewritten(parts: Iterable[Part]) -> dict[Path, bytes]:
    """The catalogs in which articles have something else from now on; empty for one that has nothing left.

    Raises `ConflictError` where somebody has changed what an article has there since it was read.
    """
    changed: dict[Path, dict[str, po.PoFile | None]] = {}
    texts: dict[Path, str | None] = {}
    for part in parts:
        text = texts.setdefault(part.catalog, po.read_text(part.catalog))
        present = grouping.read(text, part.catalog, part.name)
        if (present.entries if present else ()) != part.seen:
            hint = "run the command again; what stands there now is kept"
            raise ConflictError("the catalog was changed meanwhile", place=str(part.catalog), hint=hint)
        changed.setdefault(part.catalog, {})[part.name] = part.file
    return {place: grouping.written(texts[place], place, own).encode() for place, own in changed.items()}
