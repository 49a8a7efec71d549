"""What a frozen build does otherwise: it goes by what is committed, changes none of it, and says where it is behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from polyglot import files, receipt, review
from polyglot.config import Missing
from polyglot.model import Issue, Severity
from polyglot.po import PoFile
from polyglot.review import Recall

CHOSEN = {"untranslated", "unreviewed"}
"""The kinds of issues of segments that `[publish] missing` decides about."""


def softened(issues: Iterable[Issue], missing: Missing) -> tuple[Issue, ...]:
    """The issues of a work; that a segment falls back is no error where somebody chose so."""
    return tuple(
        replace(issue, severity=Severity.WARNING) if missing != "fail" and issue.kind in CHOSEN else issue
        for issue in issues
    )


def behind(catalog: Path | None, file: PoFile | None, recalls: Iterable[Recall], name: str) -> Iterable[Issue]:
    """The issue that a committed catalog is for another version of its source."""
    if number := review.behind(tuple(recalls), file):
        message = f"{catalog} is behind its source: {number} of its entries are for sentences that have changed or gone"
        yield Issue("stale", Severity.ERROR, f"{message}; run: polyglot build", file=name, line=1, column=1)


def pinned(slip: Path | None, data: bytes, output: Path | None, name: str) -> Issue | None:
    """The issue that a committed localised file is not what is committed makes; None where it may be written."""
    kept = files.current(slip) if slip else None
    if kept is None or slip is None or not is_kept(slip):
        return None
    if receipt.output_digest(kept, str(slip)) == files.digest(data):
        return None
    message = f"{output} is not what its source and catalog make now, and is left as it is; run: polyglot build"
    return Issue("stale", Severity.ERROR, message, file=name, line=1, column=1)


def is_kept(slip: Path | None) -> bool:
    """Whether there is a receipt that is not a frozen build's own: it is the audit trail, and stays as it is."""
    data = files.current(slip) if slip else None
    return data is not None and not receipt.voucher(data, str(slip)).frozen
