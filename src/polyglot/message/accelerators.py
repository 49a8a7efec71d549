"""The letter of a menu item or button that a key reaches: `&File`, `_File`, `~File`, `ファイル(&F)`."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from polyglot import locales
from polyglot.model import Tag

MARKS = "&_~"
BEHIND = regex.compile(r"\s?\(([&_~])([A-Za-z0-9])\)")
"""How it is written where the script has no letters for keys."""
INSIDE = regex.compile(
    r"(?<![&\w])&(?![&\s]|\w{1,31};)(?=[^\W_])|(?<=[^\W\d_])&(?=\p{Ll})(?!\w{1,31};)|(?<![\w_])_(?=\p{L})|(?<![\w~])~(?=\p{L})"
)
NO_LABEL = regex.compile(r"[<>=/@]|://|\w_\w|(?<![\w_])_[^_]*\w_(?![\w_])")
"""What a label does not have: tags, addresses, names of variables, words in `_emphasis_`."""
IDEOGRAPHIC = {"Hani", "Hans", "Hant", "Hira", "Kana", "Kore", "Hang", "Jpan"}


@dataclass(frozen=True, slots=True)
class Accelerator:
    """A letter and the sign before it."""

    mark: str
    letter: str

    def set(self, text: str, target: Tag) -> str:
        """A label with its letter marked: the same one where it has it, at the beginning of a word if it can be."""
        if IDEOGRAPHIC.intersection(locales.scripts(target)) and not regex.search(r"[A-Za-z]", text):
            ending = regex.search(r"(?:\.\.\.|…|:|：)?(?:\t.*)?$", text)
            at = ending.start() if ending else len(text)
            return f"{text[:at]}({self.mark}{self.letter.upper()}){text[at:]}"
        label = text.partition("\t")[0]
        letter = regex.escape(self.letter)
        ways = (rf"(?i)(?<!\w){letter}", rf"(?i){letter}", r"\p{L}", r"\p{N}")
        places = [found for way in ways if (found := regex.search(way, _visible(label)))]
        return f"{text[: places[0].start()]}{self.mark}{text[places[0].start() :]}" if places else text


def _visible(label: str) -> str:
    """A label whose placeholders have no letters to mark."""
    return regex.sub(r"%[\w$]+|\{[^{}]*\}", lambda found: " " * len(found[0]), label)


def taken(text: str) -> tuple[str, Accelerator | None]:
    """A label without its mark, and the accelerator.

    >>> taken("Enregistrer &sous...")
    ('Enregistrer sous...', Accelerator(mark='&', letter='s'))
    >>> taken("Recherche & développement"), taken("R&D"), taken("nom_de_fichier")
    (('Recherche & développement', None), ('R&D', None), ('nom_de_fichier', None))
    """
    if NO_LABEL.search(text):
        return text, None
    behind = BEHIND.search(text)
    if behind:
        return text[: behind.start()] + text[behind.end() :], Accelerator(behind[1], behind[2])
    found = list(INSIDE.finditer(text))
    marks = sum(text.count(mark) for mark in {one[0] for one in found})
    if len(found) != 1 or marks != 1:
        return text, None
    at = found[0].start()
    return text[:at] + text[at + 1 :], Accelerator(found[0][0], text[at + 1])
