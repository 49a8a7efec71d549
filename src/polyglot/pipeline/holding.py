"""Why a result is held back: what a person changed, what is missing, what a frozen build may not make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from polyglot import files, frozen, publish
from polyglot.model import Issue, Severity, Target
from polyglot.pipeline.works import Order, Work


def catalog_behind(work: Work) -> Iterable[Issue]:
    """The issue that a committed catalog is for another version of its source."""
    return frozen.behind(work.catalog_path, work.catalog, work.recalls, work.prepared.name)


def reasons_to_hold(
    work: Work, targets: Sequence[Target], data: bytes, rule: publish.Rule, order: Order
) -> Iterator[Issue | None]:
    """Why a localised file is not made: a segment has nothing to publish, or what is committed would be another."""
    lacking = sum(not publish.allowed(target, rule) for target in targets)
    if rule.missing == "fail" and lacking and work.output is not None:
        message = f"{lacking} of {len(targets)} segments have nothing to publish, so {work.output} is not made"
        yield Issue("missing", Severity.ERROR, f"{message} ([publish] missing)", work.prepared.name, 1, 1)
    elif order.frozen:
        yield frozen.pinned(work.receipt_path, data, work.output, work.prepared.name)


def changed_by_hand(work: Work, present: bytes | None, data: bytes) -> Issue | None:
    """The issue that a person changed the published file, which is then left as it is."""
    if present is None or present == data or files.digest(present) == work.vouched:
        return None
    what = "was changed by hand since it was made" if work.vouched else "is not known to be made by polyglot"
    message = f"{work.output} {what} and is left as it is; move it away to have it made again"
    return Issue("edited", Severity.ERROR, message, file=work.prepared.name)
