"""The road, as a list: read, classify, mark, segment, recall, mask, translate, restore, check, publish, write.

A file is prepared once (`prepare`: read, classify, mark, segment); for each target it is opened (`open_work`: recall),
translated with all other files of the run (`Direction.translate`: mask, translate, restore), and settled (`settle`:
check, publish, write). Nobody turns back; nothing is written before the laws hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from polyglot import (
    detect,
    files,
    first_mentions,
    frozen,
    furniture,
    glossary,
    grouping,
    laws,
    locales,
    po,
    protect,
    review,
)
from polyglot.direction import Direction, find_names
from polyglot.errors import LawBrokenError, UnreadableInputError
from polyglot.glossary import Glossary
from polyglot.model import State, Tag, Target
from polyglot.pipeline.holding import catalog_behind, changed_by_hand, reasons_to_hold
from polyglot.pipeline.judging import examined, judged, located, of_article
from polyglot.pipeline.publishing import assets_beside, drafted, read, rule_of
from polyglot.pipeline.reading import (
    dated,
    doubts,
    format_of,
    is_output,
    refusals,
    refuse_unspeakable,
    segmented,
    spoken,
    why_denied,
)
from polyglot.pipeline.recalling import digest_vouched, in_other_catalogs, refuse_obstacles, with_phrase
from polyglot.pipeline.recording import account_of, digests_seen, files_of, parts_of, result_of
from polyglot.pipeline.works import OUTPUT_HASH, Draft, Line, Order, Part, Prepared, Result, Settled, Work
from polyglot.pipeline.writing import commit, rewritten
from polyglot.project import Project

__all__ = [
    "OUTPUT_HASH",
    "WINDOW",
    "Draft",
    "Line",
    "Order",
    "Part",
    "Prepared",
    "Result",
    "Settled",
    "Work",
    "commit",
    "drafted",
    "examined",
    "is_output",
    "located",
    "of_article",
    "open_work",
    "prepare",
    "read",
    "refusals",
    "rewritten",
    "settle",
]

WINDOW = 20_000
"""About so many segments are translated and written together."""


def prepare(path: Path, data: bytes, project: Project, names: Glossary, order: Order) -> Prepared:
    """Read, classify, mark and segment a source. Raises `UnreadableInputError`, `UsageError`, `LawBrokenError`."""
    settings = project.settings
    refuse_unspeakable(path)
    form = format_of(path, settings.formats)
    document = form.read(data, str(path), order.encoding)
    if not document.text.strip():
        raise UnreadableInputError("the file is empty", place=str(path), hint="save the article's text in it first")
    if not laws.identity(data, lambda raw: form.read(raw, str(path), order.encoding), form.write):
        hint = "name its encoding with --encoding, and report it if that does not help"
        raise LawBrokenError("this file would not be written as it was read", place=str(path), hint=hint)
    own, declared = settings.project.source, document.language
    source, guessed = detect.language(path, spoken(document), order.source, own, declared)
    shared = project.shared_lines(source)
    document = furniture.classify(document, source, order.furniture, settings.furniture, shared)
    document = dated(document, source)
    finder = find_names(glossary.on(names, document.date), source)
    marked = (protect.mark(unit, source, finder, settings.protect.patterns) for unit in document.units)
    rules = project.rules(source)
    units = tuple(segmented(unit, rules) for unit in marked)
    name = project.name(path) if path != Path("-") else "-"
    denied = why_denied(document, settings.articles.deny)
    believed = declared and not (order.source or own or locales.suffix(path))
    issues = tuple(doubts(document, source if believed else None, name))
    return Prepared(path, name, data, document, source, guessed, units, denied, issues)


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
    refuse_obstacles(output, place)
    before = po.read_text(place) if place else None
    catalog = grouping.read(before, place, prepared.name) if place else None
    elsewhere = in_other_catalogs(prepared, target, project) if place and project.root else {}
    catalog = catalog or next(iter(elsewhere.values()), None)
    recalls = review.recall(prepared.article, catalog, policy)
    recalls = tuple(with_phrase(recall, direction) for recall in recalls)
    slip = project.receipt(output)
    vouched = digest_vouched(slip, catalog)
    served = tuple(sorted({target, *siblings}))
    facts = (prepared, direction, output, place, slip, before, catalog, policy, recalls, vouched, served)
    return Work(*facts, elsewhere=tuple(elsewhere.items()))


def settle(work: Work, fresh: Sequence[Target], project: Project, order: Order) -> Settled:
    """Check, publish, and give the bytes to write for a work whose pending segments have these targets."""
    answers = iter(fresh)
    targets = tuple(place.target or _better(next(answers), place.spare) for place in work.recalls)
    targets = first_mentions.noted(work.direction, work.recalls, targets)
    rule = rule_of(work, project, order)
    issues, terms = judged(work, targets, rule)
    issues = (*work.prepared.issues, *issues, *(catalog_behind(work) if order.frozen else ()))
    issues = frozen.softened(issues, rule.missing) if order.frozen else issues
    draft = replace(drafted(work, targets, project, order), assets=assets_beside(work, project, order))
    present = files.current(work.output) if work.output else None
    edited = changed_by_hand(work, present, draft.data)
    held = tuple(filter(None, (edited, *reasons_to_hold(work, targets, draft.data, rule, order))))
    issues = (*issues, *held, *(one.issue(work.prepared.name) for one in draft.assets if one.problem))
    result = replace(
        result_of(work, targets, issues, terms, draft.data),
        assets=sum(not one.problem for one in draft.assets),
        account=account_of(work, targets, issues, order),
    )
    results = files_of(work, targets, result, draft, order, held=bool(held))
    source = work.prepared
    seen = digests_seen(work, present)
    parts = () if order.frozen else parts_of(work, targets)
    return Settled(source.path, files.digest(source.data), work.output, result, results, seen, parts, draft.assets)


def _better(fresh: Target, spare: Target | None) -> Target:
    """What an engine says, or, where it has nothing to say, what was said before."""
    return spare if spare is not None and fresh.state is State.INITIAL else fresh
