"""Names in a target: what a name of the source must become, and what a target text has of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from polyglot.glossary.concept import Case, Concept, Glossary, Usage, Wanted, phrase_case
from polyglot.glossary.concepts import by_id
from polyglot.glossary.edges import Edge, Joints, after, before, joints, variants
from polyglot.glossary.fold import View, patterns, spelled, tidy
from polyglot.glossary.homonyms import in_phrase
from polyglot.glossary.number import plurals
from polyglot.glossary.spans import Cover, longest, occurrences
from polyglot.glossary.tags import bare_of_tags, codes
from polyglot.glossary.terms import NAMES, Status
from polyglot.model import Code, CodeKind, Span, Tag

ARTICLED = re.compile(r"[^\W\d_]{1,3}[ ’']")
"""What may be the article at the start of a name."""


def wanted(glossary: Glossary, code: Code, target: Tag) -> Wanted | None:
    """What a target must say for a name that `find` found; None where the glossary has nothing to say.

    `map` and `hint` want the preferred term, `keep` the source's own characters. The most exact tag with a term counts
    (`pt-BR`, then `pt`). Every admitted term and listed form is accepted.
    """
    concept = concept_of(glossary, code)
    if concept is None:
        return None
    usage = concept.usage_in(target)
    forms = concept.accepted(target)
    plain = bare_of_tags(code.text)
    texts = [term.text for term in forms]
    term = _spelling(concept, tidy(plain))
    several = concept.means_several(term)
    if usage is Usage.KEEP:
        texts = [code.text, plain, *texts]
    elif not forms or forms[0].status is not Status.PREFERRED:
        return None
    elif several:
        many = concept.plurals(target)
        if not many and all(term != own.text for own in concept.terms):
            return None  # no row lists this plural, and none is known to write for it
        texts = [*many, *texts]
    return Wanted(
        concept=concept.id,
        usage=usage,
        write=texts[0],
        accepted=tuple(dict.fromkeys(texts)),
        forbidden=tuple(term.text for term in concept.forbidden(target)),
        exceptions=concept.exceptions_in(target),
        inflected=() if several or usage is Usage.KEEP else concept.inflected(target),
        case=concept.case,
        term=term,
        kind=concept.kind,
        gender=concept.gender,
        own_article=any(ARTICLED.fullmatch(term.text.removesuffix(tidy(plain))) for term in concept.terms),
        first_mention=concept.first_mentioned(target),
        several=several,
        lemmas=tuple(_lemmas(concept, target)),
    )


def as_many(want: Wanted) -> tuple[str, ...]:
    """The accepted forms that stand for one where the source does, and for several where it does."""
    plurals = {plural for plural, _ in want.lemmas}
    if want.several is None or not plurals:
        return want.accepted
    return tuple(form for form in want.accepted if form == want.write or (form in plurals) is want.several)


def _lemmas(concept: Concept, target: Tag) -> Iterator[tuple[str, str]]:
    """The plurals of a concept with their names; those that no rule made are of the name to write."""
    named = concept.names_of(target)
    for plural in concept.plurals(target):
        yield plural, next((name for name in named if plural in plurals(name, target)), named[0] if named else plural)


def concept_of(glossary: Glossary, code: Code) -> Concept | None:
    """The concept of a name that `find` found."""
    return by_id(glossary).get(code.value) if code.kind is CodeKind.NAME else None


def note_of(want: Wanted) -> str:
    """What is written behind a name at its first mention; a note without a mark of its own stands in brackets.

    >>> note_of(Wanted("odesa", "map", "Odesa", (), (), first_mention="formerly Odessa"))
    ' (formerly Odessa)'
    """
    note = want.first_mention
    if not note:
        return ""
    return f" ({note})" if note[0].isalnum() else note if note[0] in ",;:" else f" {note}"


def words_of_note(want: Wanted) -> str:
    """The words of what is noted, without the marks around them, which a person may choose otherwise."""
    return re.sub(r"^\W+|\W+$", "", want.first_mention)


def in_case(want: Wanted, cases: Sequence[str]) -> tuple[str, ...]:
    """The forms of a name that stand for one of some grammatical cases, those of the first case first.

    Nothing where the glossary does not tell which they are.
    """
    return tuple(dict.fromkeys(form.text for case in cases for form in want.inflected if case in form.cases))


def found(
    text: str,
    wanted: Sequence[Wanted],
    tag: Tag,
    excluded: Sequence[Span] = (),
    transparent: Sequence[Span] = (),
) -> tuple[Code, ...]:
    """The names of a target text that are accepted forms of what is wanted, in text order; each stretch counts once.

    The longest form wins. A form that several concepts accept goes to the one that still lacks most of what is wanted.
    What a language writes together with a name is not part of it: `l’`, `’s`, the particles of Arabic, a hyphen.
    """
    view = View.of(text, excluded, transparent)
    claims = _claims(view, wanted, tag, lambda want: want.accepted)
    shared = {span: claims[span] for span in longest(claims, len(view.text))}
    return codes(text, view, sorted(_shared_out(shared, wanted).items()), transparent)


def refused(
    text: str,
    wanted: Sequence[Wanted],
    tag: Tag,
    excluded: Sequence[Span] = (),
    transparent: Sequence[Span] = (),
) -> tuple[Code, ...]:
    """The names of a target text that are forbidden forms of what is wanted.

    Not those inside an accepted form, nor inside a phrase in which they mean something else ("chicken Kiev").
    """
    view = View.of(text, excluded, transparent)
    right = Cover.of(_claims(view, wanted, tag, lambda want: want.accepted))
    claims = _claims(view, wanted, tag, lambda want: want.forbidden)
    free = [span for span in claims if not right.holds(span) and not in_phrase(view.plain, view.folded, span, tag)]
    wrong = longest(free, len(view.text))
    return codes(text, view, ((span, claims[span][0]) for span in wrong), transparent)


def _spelling(concept: Concept, surface: str) -> str:
    """The concept's term, in whatever language, that a surface writes; empty where there is none."""
    tags = dict.fromkeys(cell.tag for cell in concept.cells if cell.field == NAMES)
    every = (*(term.text for term in concept.terms), *(text for tag in tags for text in concept.plurals(tag)))
    same = [text for text in every if spelled(surface, tidy(text), concept.case, bare_capitals=True)]
    return next((text for text in same if tidy(text) == surface), same[0] if same else "")


Claims = dict[Span, tuple[str, ...]]


def _claims(view: View, wanted: Iterable[Wanted], tag: Tag, forms: Callable[[Wanted], Sequence[str]]) -> Claims:
    """Where the view has a form of a concept, and the concepts that claim it, outside their exceptions."""
    language = joints(tag)
    claims: defaultdict[Span, dict[str, None]] = defaultdict(dict)
    for want in dict.fromkeys(wanted):
        case = phrase_case(want.case)
        excepted = Cover.of(span for phrase in want.exceptions for span in _places(view, phrase, case, language))
        for span in (span for form in forms(want) for span in _places(view, form, want.case, language)):
            if not excepted.holds(span):
                claims[span][want.concept] = None
    return {span: tuple(concepts) for span, concepts in claims.items()}


def _places(view: View, form: str, case: Case, language: Joints) -> Iterator[Span]:
    """Where the view has a form as a word, alone or contracted with what stands before it."""
    text = view.plain
    for variant in variants(tidy(bare_of_tags(form)), language):
        for pattern in patterns(variant):
            for span in occurrences(view.folded, pattern):
                left = before(text, span.start, language, lenient=True)
                edges = left, after(text, span.end, language, language.suffixes)
                surface = text[span.start : span.end]
                if Edge.CLOSED not in edges and spelled(surface, variant, case, bare_capitals=False):
                    yield span


def _shared_out(claims: Claims, wanted: Iterable[Wanted]) -> dict[Span, str]:
    """One concept for each span: where only one claims it, that one; else the one that lacks most."""
    lacking = Counter(want.concept for want in wanted)
    owners: dict[Span, str] = {}
    for span in sorted(claims, key=lambda span: (len(claims[span]), span)):
        owner = max(claims[span], key=lambda concept: lacking[concept])
        lacking[owner] -= 1
        owners[span] = owner
    return owners
