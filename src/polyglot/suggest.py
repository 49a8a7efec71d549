"""Names in articles that no entry of the glossary covers, with what other languages may call them."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from unicodedata import normalize

import regex

from polyglot import glossary, locales, mentions, name_words, runs, transliteration
from polyglot.errors import UsageError
from polyglot.glossary import Glossary, Kind
from polyglot.mentions import Mention, Sentence
from polyglot.model import CodeKind, Segment, Tag
from polyglot.pipeline import Prepared
from polyglot.runs import Wishes

SAME = 3
"""So many letters does a name begin with in all grammatical cases."""
CONTEXT = 60
"""So many characters are shown on each side."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that the glossary may want."""

    name: str
    language: Tag
    count: int
    kind: str
    """`person` where a given name or a title says so; mostly empty."""
    place: str
    """Where it is first, `file:line`."""
    context: tuple[str, str, str]
    """The words before it, itself, the words after it: of its first sentence."""
    terms: Mapping[Tag, str]
    """What targets may call it; a target is left out where nothing leads there."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found, and what a person should know of it."""

    suggestions: tuple[Suggestion, ...]
    targets: tuple[Tag, ...]
    taken: frozenset[str]
    """The concepts that the glossary has."""
    remarks: tuple[str, ...]


def survey(wishes: Wishes, least: int = 1) -> Survey:
    """The names of the sources asked for that are there `least` times or more, by language and frequency."""
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        if not run.paths:
            raise UsageError("there is nothing to look at here", hint="name a file or a folder, or run: polyglot init")
        targets = wishes.to or tuple(Tag(tag) for tag in run.project.settings.project.locales)
        pages: dict[Tag, list[Sentence]] = {}
        for page in run.pages(run.sources(targets)):
            pages.setdefault(page.source, []).extend(_sentences(page))
        found = [one for tag, texts in pages.items() for one in _suggested(texts, tag, targets, run.names, least)]
        taken = frozenset(glossary.by_id(run.names))
        return Survey(tuple(found), targets, taken, tuple(remark for tag in pages if (remark := _remark(tag))))


def _remark(tag: Tag) -> str:
    """What cannot be found in a language."""
    if not mentions.has_capitals(tag):
        return f"{tag} has no capitals, by which names are told: nothing was looked for there"
    if not name_words.tells_nouns(tag):
        return f"in {tag} every noun has a capital: only persons, acronyms and what recurs in several words were found"
    return ""


def _sentences(page: Prepared) -> Iterator[Sentence]:
    """The sentences of an article, with what is known or no text in them."""
    for unit in page.article:
        at = 0
        for part in unit.parts:
            if isinstance(part, Segment):
                covered = tuple(code.span for code in part.codes if code.kind is not CodeKind.NUMBER)
                line = page.document.line(unit.unit.span.start) + unit.unit.text[:at].count("\n")
                yield Sentence(part.text, f"{page.name}:{line}", covered)
            at += len(part.text)


def _suggested(
    texts: Sequence[Sentence], tag: Tag, targets: Iterable[Tag], names: Glossary, least: int
) -> Iterator[Suggestion]:
    others = [target for target in targets if target != tag]
    by_word = {target: _by_word(names, tag, target) for target in others}
    for mention in _merged(mentions.find(texts, tag), tag):
        if mention.count >= least:
            terms = {target: term for target in others if (term := _term(mention.name, tag, target, by_word[target]))}
            context = _context(mention)
            yield Suggestion(mention.name, tag, mention.count, _kind(mention), mention.place, context, terms)


def _merged(found: Iterable[Mention], tag: Tag) -> list[Mention]:
    """Names with their other grammatical cases counted in, under the form that is there most; most frequent first."""
    kept: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in found:
        near = kept[mention.name[:SAME].casefold()]
        same = next((at for at, one in enumerate(near) if glossary.alike(one.name, mention.name, tag)), None)
        if same is None:
            near.append(mention)
        else:
            both = near[same].count + mention.count
            near[same] = replace(near[same], count=both, person=near[same].person or mention.person)
    every = (mention for near in kept.values() for mention in near)
    return sorted(every, key=lambda mention: (-mention.count, mention.name))


def _kind(mention: Mention) -> str:
    return str(Kind.PERSON) if mention.person else ""


def _context(mention: Mention) -> tuple[str, str, str]:
    """The words around a name in its first sentence, on one line."""
    before, after = (regex.sub(r"\s+", " ", words) for words in mention.around)
    left = f"…{before[-CONTEXT:]}" if len(before) > CONTEXT else before
    right = f"{after[:CONTEXT]}…" if len(after) > CONTEXT else after
    return left, mention.name, right


def _by_word(names: Glossary, source: Tag, target: Tag) -> Mapping[str, str]:
    """What becomes of the words of persons' names, where the glossary has as many on both sides: the first counts."""
    found: dict[str, str] = {}
    for concept in names.concepts:
        ours, theirs = concept.names_of(source), concept.names_of(target)
        if concept.kind is Kind.PERSON and ours and theirs:
            here, there = ours[0].split(" "), theirs[0].split(" ")
            if len(here) == len(there) > 1:
                pairs = zip(here, there, strict=True)
                found = {word: other for word, other in pairs if word[0].isupper()} | found
    return found


def _term(name: str, source: Tag, target: Tag, by_word: Mapping[str, str]) -> str:
    """What a target may call a name: word by word as the glossary does, else by table, else as it is."""
    written = [by_word.get(word) or _word(word, source, target) for word in name.split(" ")]
    return " ".join(written) if all(written) else ""


def _word(word: str, source: Tag, target: Tag) -> str:
    """A word in another language: by a table of letters, or the same where both are written in one script."""
    if romanised := transliteration.romanised(word, source, target) if _latin(target) else "":
        return romanised
    return word if set(locales.scripts(source)[:1]) & set(locales.scripts(target)) else ""


def _latin(tag: Tag) -> bool:
    return "Latn" in locales.scripts(tag)


def as_csv(survey: Survey) -> str:
    """The suggestions as a glossary file; no concept has the name of one that the glossary has."""
    found = survey.suggestions
    languages = list(dict.fromkeys([*(one.language for one in found), *survey.targets]))
    rows, seen = io.StringIO(), set(survey.taken)
    writer = csv.writer(rows, lineterminator="\n")
    writer.writerow(["concept", "kind", *languages, "note"])
    for one in found:
        terms = {**one.terms, one.language: one.name}
        name = _free(_slug(one), seen)
        note = f"{one.count} times, first in {one.place}"
        writer.writerow([name, one.kind, *(terms.get(tag, "") for tag in languages), note])
    return rows.getvalue()


def _slug(one: Suggestion) -> str:
    """A name for a concept: Latin letters and hyphens."""
    plain = transliteration.romanised(one.name, one.language, Tag("en")) or one.name
    letters = regex.sub(r"\p{M}", "", normalize("NFD", plain)).casefold()
    return regex.sub(r"[^\p{L}\p{N}]+", "-", letters).strip("-")


def _free(name: str, seen: set[str]) -> str:
    """The name, with a number where it is taken; it is so from now on."""
    number, free = 1, name
    while free in seen:
        number += 1
        free = f"{name}-{number}"
    seen.add(free)
    return free
