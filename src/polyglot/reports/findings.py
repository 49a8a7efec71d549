"""What is found by a look at what stands on disk, and what a report says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from polyglot.errors import PolyglotError
from polyglot.model import Issue, Severity

UNREADABLE = "unreadable"
"""The kind of issue that a file has that cannot be read."""


@dataclass(frozen=True, slots=True)
class Finding:
    """An issue, and what it is about."""

    issue: Issue
    """Its place is that in the article, or, where it is about no article, in the file that it is about."""
    locale: str = ""
    """Empty where it is about a source, whatever it becomes."""
    catalog: str = ""
    """The catalog in which the text stands that it is about; empty where there is none."""
    row: int = 0
    """The line of its entry there, from 1; 0 where there is none."""
    context: str = ""
    """Its `msgctxt`."""
    source: str = ""
    target: str = ""

    @property
    def row_apart(self) -> int:
        """The line in a catalog that is another file than the issue's own; 0 where there is none."""
        return self.row if self.catalog != self.issue.file else 0

    @property
    def kin(self) -> str:
        """What it shares with the same finding of another day: no line, as lines move, and no message."""
        issue = self.issue
        facts = (issue.kind, self.locale, issue.file, self.context, self.source, self.target)
        return sha256("\0".join(facts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def place(name: str, issue: Issue) -> str:
    """Where an issue is, in a file of this name: `file:line:column`, as far as it is known."""
    return ":".join([name, *(str(number) for number in (issue.line, issue.column) if number)])


class Known(NamedTuple):
    """A finding as a baseline has it."""

    file: str
    rule: str
    locale: str
    context: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at a project found."""

    findings: tuple[Finding, ...]
    looked_at: Collection[tuple[str, str]]
    """Each file with each locale in which it was looked at."""
    lost: tuple[PolyglotError, ...] = ()
    """What is wrong with files that cannot be read; they are among the findings."""
    silenced: Mapping[str, int] = field(default_factory=dict)
    """How many issues people do not want to be told, by rule."""


@dataclass(frozen=True, slots=True)
class Row:
    """A finding in a report."""

    finding: Finding
    fingerprint: str
    """The same on any machine and on any line; no two rows of a report share one."""
    known: bool = False
    """Whether the baseline has it."""

    @property
    def record(self) -> Known:
        """It as a baseline has it."""
        issue = self.finding.issue
        return Known(issue.file, issue.kind, self.finding.locale, self.finding.context, self.fingerprint)


@dataclass(frozen=True, slots=True)
class Report:
    """What is told of a look at a project."""

    rows: tuple[Row, ...]
    """In the order in which they were found."""
    files: tuple[str, ...] = ()
    """All that was looked at, those without an issue too."""
    fixed: tuple[Known, ...] = ()
    """What the baseline has and is there no more."""
    fails: Severity | None = Severity.ERROR
    """From this severity on an issue fails that the baseline does not have; None where none does."""
    against: bool = False
    """Whether there is a baseline."""
    folder: str = ""
    """Where the project lies below the top of its repository, as other programs name files; empty at its top."""

    @property
    def new(self) -> tuple[Row, ...]:
        """The rows that the baseline does not have."""
        return tuple(row for row in self.rows if not row.known)

    def is_failure(self, row: Row) -> bool:
        """Whether a row makes the command fail."""
        issue = row.finding.issue
        grave = self.fails is not None and issue.severity.rank >= self.fails.rank
        return issue.kind == UNREADABLE or (grave and not row.known)

    def path(self, name: str) -> str:
        """The name of a file from the top of the repository."""
        inside = self.folder and name and not name.startswith(("/", "../"))
        return f"{self.folder}/{name}" if inside else name


@dataclass
class Collected:
    """Findings as they are gathered."""

    findings: list[Finding] = field(default_factory=list)
    looked_at: dict[tuple[str, str], None] = field(default_factory=dict)

    def add(self, file: str, locale: str, found: Iterable[Finding]) -> None:
        """Take note of a file that was looked at in a locale, and of what was found."""
        self.looked_at[file, locale] = None
        self.findings += found


def rows(findings: Iterable[Finding]) -> Iterator[Row]:
    """The findings with their fingerprints: those that are alike in all but the line are counted.

    >>> same = Finding(Issue("numbers", Severity.ERROR, "", "a.md"))
    >>> [row.fingerprint[-2:] for row in rows([same, same])]
    [':1', ':2']
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        kin = finding.kin
        seen[kin] += 1
        yield Row(finding, f"{kin}:{seen[kin]}")


def report(
    checked: Checked,
    former: Iterable[Known] | None = None,
    fails: Severity | None = Severity.ERROR,
    folder: str = "",
    gone: Collection[str] = (),
) -> Report:
    """What is told of a look, against a baseline where there is one; `gone` are its files that are no more."""
    known = {one.fingerprint: one for one in former or ()}
    found = tuple(Row(row.finding, row.fingerprint, row.fingerprint in known) for row in rows(checked.findings))
    present = {row.fingerprint for row in found}
    fixed = tuple(
        one
        for mark, one in known.items()
        if mark not in present and (one.file in gone or (one.file, one.locale) in checked.looked_at)
    )
    names = dict.fromkeys([*(name for name, _ in checked.looked_at), *(row.finding.issue.file for row in found)])
    return Report(found, tuple(filter(None, names)), fixed, fails, former is not None, folder)
