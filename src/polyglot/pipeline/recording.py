"""What is put on record of a work: its result, its catalog, its receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from polyglot import accounts, files, frozen, grouping, locales, po, receipt, review
from polyglot.model import Issue, Origin, State, Target
from polyglot.pipeline.works import OUTPUT_HASH, Draft, Order, Part, Result, Work
from polyglot.report import Account
from polyglot.version import VERSION


def account_of(work: Work, targets: Sequence[Target], issues: Sequence[Issue], order: Order) -> Account:
    """What the report of a build tells of a work; that a frozen one changes nothing."""
    told = accounts.of(work.recalls, targets, work.direction, issues)
    if order.frozen or work.catalog is None:
        return told
    return replace(told, changes=tuple(accounts.changes(work.recalls, targets)))


def digests_seen(work: Work, present: bytes | None) -> dict[Path, str]:
    """The digests of a work's article and its own catalog as they were looked at."""
    own = None if work.catalog_path is None or grouping.shared(work.catalog_path) else work.catalog_path
    read = {work.output: present, own: None if work.before is None else work.before.encode()}
    return {path: "" if data is None else files.digest(data) for path, data in read.items() if path}


def files_of(
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


def parts_of(work: Work, targets: Sequence[Target]) -> tuple[Part, ...]:
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


def result_of(
    work: Work, targets: Sequence[Target], issues: tuple[Issue, ...], terms: Mapping[str, int], data: bytes
) -> Result:
    """What became of a work, before it is written."""
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
