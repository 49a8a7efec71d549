"""A text of a message with numbers in the place of placeholders, and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import regex

from polyglot import locales, plurals
from polyglot.message import holders
from polyglot.model import Tag

LARGE = 10**5
"""Forms that only so large numbers take are said as those of other numbers: a machine has seen too few of them."""
STOPS = ".。।؟"
ENDS = (*STOPS, "!", "?", "…", ":", "！", "？", "：", "。")


@dataclass(frozen=True, slots=True)
class Hole:
    """A number that stands in the place of a placeholder."""

    number: str
    placeholder: str


@dataclass(frozen=True, slots=True)
class Case:
    """A text to be said in another language: a message, or what it is for some numbers and choices."""

    text: str
    holes: tuple[Hole, ...] = ()
    directives: tuple[str, ...] = ()
    """The placeholders that got numbers of their own."""
    flags: tuple[str, ...] = ()
    path: tuple[tuple[str, str], ...] = ()
    """For each choice of an ICU message by the name of its argument, which branch this is of."""
    alone: bool = False
    """Whether the form is that of one number only: it may say the number in words, or not at all."""

    def may_be_silent(self, text: str) -> bool:
        """Whether a text for these numbers need not have them in digits; Python asks for each `%d` that has no name."""
        ordered = "python-format" in self.flags and any("(" not in hole.placeholder for hole in self.holes)
        return self.alone and not ordered and not any(_digits(hole.number).search(text) for hole in self.holes)

    def put_back(self, answer: str) -> str | None:
        """An answer with the placeholders in it again; None where a number was lost or doubled."""
        text = _ended(answer, self.text)
        for hole in self.holes:
            shape = _digits(hole.number)
            if len(shape.findall(text)) != len(shape.findall(self.text)):
                return None
            text = shape.sub(hole.placeholder.replace("\\", r"\\"), text)
        return holders.unnumbered(text, self.directives, self.flags)

    def heard(self, text: str) -> str:
        """What a message says for these numbers: the inverse of `put_back`."""
        if self.directives:
            text = holders.numbered(text, self.flags)[0]
        for hole in self.holes:
            text = text.replace(hole.placeholder, hole.number)
        return text


def case(
    text: str, flags: Collection[str], numbers: Iterable[Hole] = (), path: tuple[tuple[str, str], ...] = ()
) -> Case:
    """The case of a text, with these numbers put in."""
    named, directives = holders.numbered(text, flags)
    wanted = [Hole(one.number, holders.named(one.placeholder, directives)) for one in numbers]
    holes = tuple(hole for hole in wanted if hole.placeholder in named)
    for hole in holes:
        named = named.replace(hole.placeholder, hole.number)
    return Case(named, holes, directives, tuple(flags), path)


def _digits(number: str) -> regex.Pattern[str]:
    """A number that is no part of another."""
    return regex.compile(rf"(?<![\d.,%{{]|\d[ \u00a0\u202f]){regex.escape(number)}(?!\d|[.,]\d)")


def _ended(answer: str, asked: str) -> str:
    """An answer without the full stop that a machine has set at its end and the text does not have."""
    bare = answer.rstrip()
    if bare.endswith(tuple(STOPS)) and not bare.endswith("..") and not asked.rstrip().endswith(ENDS):
        return bare[:-1].rstrip() + answer[len(bare) :]
    return answer


def examples(formula: str) -> tuple[tuple[int, ...], ...]:
    """For each form of a `Plural-Forms`, the numbers that take it, the likeliest first."""
    which = plurals.chooser(formula)
    forms = [
        [number for number in plurals.COUNTS if which(number) == form] for form in range(plurals.count(formula) or 0)
    ]
    usual = next((numbers for numbers in forms if 2 in numbers), [])
    return tuple(tuple(usual if numbers and min(numbers) >= LARGE else numbers) for numbers in forms)


def counted(texts: tuple[str, str], source: Tag, formula: str, flags: Collection[str]) -> tuple[Case, ...] | None:
    """The cases of a text for one and its text for many, one for each form; None where they cannot be told apart."""
    forms = examples(formula)
    placeholder = holders.counter(*texts, flags)
    if not forms or not all(forms):
        return None
    if placeholder is None:
        return _uncounted(texts, forms, flags)
    found = [_counted(texts, source, numbers, placeholder, flags) for numbers in forms]
    return tuple(one for one in found if one) if all(found) else None


def _uncounted(
    texts: tuple[str, str], forms: Sequence[Sequence[int]], flags: Collection[str]
) -> tuple[Case, ...] | None:
    """Cases without a number: where the target tells one from many and no more, as the source does."""
    if len({numbers[0] for numbers in forms}) > 2:
        return None
    return tuple(case(texts[0] if 1 in numbers and len(forms) > 1 else texts[1], flags) for numbers in forms)


def _counted(
    texts: tuple[str, str], source: Tag, numbers: Sequence[int], placeholder: str, flags: Collection[str]
) -> Case | None:
    """The case of a form that these numbers take."""
    single, many = texts
    if placeholder not in single:
        if len(numbers) == 1 and numbers[0] == 1 and holders.may_go(placeholder, flags):
            return case(single, flags)
        single = holders.one_thing(single, source, placeholder) or ""
    for number in numbers:
        text = single if number == 1 or (single and locales.plural(source, str(number)) == "one") else many
        if text and not _digits(str(number)).search(text.replace(placeholder, "")):
            return replace(case(text, flags, [Hole(str(number), placeholder)]), alone=len(numbers) == 1)
    return None
