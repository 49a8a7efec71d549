"""Quality rules: what a person should know about a target, as ITS 2.0 issue types."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import regex

from polyglot import laws, quotations, sizes, stutter
from polyglot.model import Code, CodeKind, Issue, Origin, Severity, Target

WORD = regex.compile(r"\p{L}[\p{L}\p{M}’'-]*")
COPIED_WORDS = 6
"""So many words of the source in a row, unchanged in the target, are a copy; those with a capital may be names."""
UNTRANSLATED_WORDS = 3
SHORT, LONG = 0.5, 1.7
"""A target's size by its source's, ten letters added to each: beyond these it may lack something, or say too much."""
LOOP = regex.compile(r"\b(\p{L}+(?:\s+\p{L}+){1,5})(?:[\s,]+\1\b){2,}", regex.IGNORECASE)
"""A phrase said three times."""
CONTROLS = regex.compile(r"[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff--[\t\r\n]]", regex.V1)


@dataclass(frozen=True, slots=True)
class Subject:
    """A segment's source and target, with the codes found in each and the forms that the glossary forbids."""

    source: str
    target: Target
    expected: tuple[Code, ...]
    found: tuple[Code, ...]
    forbidden: tuple[str, ...] = ()
    same_language: bool = False


def examine(subject: Subject) -> tuple[Issue, ...]:
    """All issues of a target, those that it already carries first."""
    if subject.target.origin is Origin.SOURCE:
        return subject.target.issues
    found = [issue for rule in RULES for issue in rule(subject)]
    return (*subject.target.issues, *found)


def _codes(subject: Subject) -> Sequence[Issue]:
    """Names, numbers and codes that have no counterpart."""
    issues = []
    for code in laws.lost(subject.expected, subject.found):
        kind, what = _called(code)
        issues.append(Issue(kind, Severity.ERROR, f"{what} {code.text!r} has no counterpart in the translation"))
    for code in laws.gained(subject.expected, subject.found):
        kind, what = _called(code)
        issues.append(Issue(kind, Severity.ERROR, f"{what} {code.text!r} is not in the source"))
    return issues


def _nesting(subject: Subject) -> Sequence[Issue]:
    """Tags that are all there, but not as pairs in pairs."""
    conserved = laws.conserved(subject.expected, subject.found)
    if not conserved or laws.nested(subject.expected, subject.found):
        return []
    return [Issue("markup", Severity.ERROR, "the tags do not open and close as in the source")]


def _called(code: Code) -> tuple[str, str]:
    """The issue type and the word for a code."""
    kinds = {CodeKind.NAME: ("terminology", "the name"), CodeKind.NUMBER: ("numbers", "the number")}
    return kinds.get(code.kind, ("markup", f"the {code.kind}"))


def _unknown(subject: Subject) -> Sequence[Issue]:
    """Words that the engine does not know, each where it stands in the source; those of a pivot stand in no source."""
    places = [(at, word) for word in subject.target.unknown for at in _places(subject, word)]
    issues = [_unknown_word(f"unknown to the engine: {word}", at) for at, word in sorted(places)]
    return issues + [_unknown_word(f"unknown to the second leg: {word}") for word in subject.target.pivot_unknown]


def _unknown_word(message: str, offset: int = 0) -> Issue:
    return Issue("unknown-word", Severity.WARNING, message, offset=offset)


def _places(subject: Subject, word: str) -> Sequence[int]:
    """Where a word stands in the source outside of codes, in whatever form of its accents; the start where nowhere.

    As a whole word every time; a part of one (`bp3` of `4bp3`) is pointed at once. What stands in codes alone (`h15` of
    `7h15`) has no place: codes have their counterparts in the target, whatever the engine knows.
    """
    taken = {at for code in subject.expected for at in range(*code.span)}
    forms = "|".join(sorted({regex.escape(unicodedata.normalize(form, word)) for form in ("NFC", "NFD")}))
    found: list[int] = []
    for pattern, most in ((rf"(?<![\w\p{{M}}])(?:{forms})(?![\w\p{{M}}])", None), (forms, 1)):
        found = [match.start() for match in regex.finditer(pattern, subject.source)]
        if free := [at for at in found if at not in taken]:
            return free[:most]
    return [] if found else [0]


def _forbidden(subject: Subject) -> Sequence[Issue]:
    """Forms that the glossary forbids."""
    return [
        Issue("terminology", Severity.ERROR, f"the glossary forbids {form!r}")
        for form in subject.forbidden
        if regex.search(rf"(?<!\w){regex.escape(form)}(?!\w)", subject.target.text)
    ]


def _untranslated(subject: Subject) -> Sequence[Issue]:
    """A target that is its source, or has a long run of it."""
    if subject.same_language:
        return []
    taken = {word for code in subject.expected for word in WORD.findall(code.text)}
    source = [word for word in WORD.findall(subject.source) if word not in taken]
    if subject.target.text == subject.source and len(source) >= UNTRANSLATED_WORDS:
        return [Issue("untranslated", Severity.WARNING, "the translation is the same as the source")]
    run = _common_run(WORD.findall(subject.source), WORD.findall(subject.target.text), taken)
    if _without_capital(run) >= COPIED_WORDS:
        return [Issue("untranslated", Severity.WARNING, f"copied from the source: {' '.join(run)}")]
    return []


def _common_run(source: Sequence[str], target: Sequence[str], taken: set[str]) -> list[str]:
    """The run that both have with the most words without a capital, names left out."""
    best: list[str] = []
    places: dict[str, list[int]] = {}
    for index, word in enumerate(source):
        places.setdefault(word, []).append(index)
    sizes: dict[int, int] = {}  # where a run ends in the source that ends here in the target -> how long it is
    for end, word in enumerate(target, 1):
        sizes = {at: sizes.get(at - 1, 0) + 1 for at in places.get(word, ())}
        size = max(sizes.values(), default=0)
        run = [word for word in target[end - size : end] if word not in taken]
        best = max(best, run, key=_without_capital)
    return best


def _without_capital(words: Sequence[str]) -> int:
    return sum(not word[0].isupper() for word in words)


def _length(subject: Subject) -> Sequence[Issue]:
    """A target that is much shorter or longer than its source: one good pair in five hundred is."""
    if subject.same_language or subject.target.text == subject.source:
        return []
    ratio = (sizes.size(subject.target.text) + 10) / (sizes.size(subject.source) + 10)
    if ratio < SHORT:
        return [
            Issue("omission", Severity.WARNING, f"only {ratio:.0%} as long as the source: something may be missing")
        ]
    if ratio > LONG:
        return [Issue("addition", Severity.WARNING, f"{ratio:.0%} as long as the source: something may be added")]
    return []


def _repeated(subject: Subject) -> Sequence[Issue]:
    """A word said twice in a row, or a phrase three times, where the source does not."""
    loop = LOOP.search(subject.target.text)
    found = loop[0] if loop else stutter.twice(subject.target.text)
    again = LOOP.search(subject.source) if loop else stutter.TWICE.search(subject.source)
    if found and not again:
        return [Issue("duplication", Severity.WARNING, f"said more than once: {found}")]
    return []


def _quotes(subject: Subject) -> Sequence[Issue]:
    """Quotations that the target opens or closes more or less often."""
    if quotations.alike(subject.source, subject.target.text):
        return []
    return [Issue("typographical", Severity.WARNING, "quotation marks do not open and close as in the source")]


def _controls(subject: Subject) -> Sequence[Issue]:
    """Control and bidirectional override characters that nobody sees."""
    found = sorted({f"U+{ord(char):04X}" for char in CONTROLS.findall(subject.source + subject.target.text)})
    return [Issue("characters", Severity.WARNING, f"invisible characters: {', '.join(found)}")] if found else []


RULES: tuple[Callable[[Subject], Sequence[Issue]], ...] = (
    _codes,
    _nesting,
    _forbidden,
    _unknown,
    _untranslated,
    _length,
    _repeated,
    _quotes,
    _controls,
)
"""The rules, in the order in which their issues are shown."""
