"""Text as matching sees it: characters that mean the same made one, and the way back to the text's own offsets."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from unicodedata import category, is_normalized, name, normalize

from polyglot.glossary import pages
from polyglot.glossary.concept import Case
from polyglot.glossary.pages import Coded, Page
from polyglot.model import Span

BARRIER = "\ufffc"
"""Stands for what no name may contain or cross: an excluded span, an empty line."""

LIKE = {
    **dict.fromkeys("\u2019\u2018\u02bc\u02bb\u2032\u00b4\uff07", "'"),
    **dict.fromkeys("\u2010\u2011", "-"),
}
"""Characters that people and programs write for another."""

JOINERS = "\u200c\u200d"
INVISIBLE = "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Characters, for a class of a regular expression, that show nothing and may stand in the middle of a name."""

WHITE_SPACE = "\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""Characters, for a class, that are like a space."""
SOFT_HYPHEN = "\u00ad"
"""The only invisible character of a page."""
UNSEEN = re.compile(rf"[{INVISIBLE}{JOINERS}]+")
LOOSE = re.compile(rf"\s\s+|[{INVISIBLE}{JOINERS}]+")
WHITE = re.compile(r"\s*")
COMBINED = re.compile(r".[\u0300-\u036f\u0653-\u0655\u3099\u309a]+", re.DOTALL)
APART = re.compile(r"</?(?:br|hr|img|input|td|th|li|p|div)\b", re.IGNORECASE)
"""Tags that stand between words, not inside one."""


SPACELESS = re.compile(
    "(?P<katakana>[\u30a1-\u30ff])|[\u2e80-\u2fdf\u3005-\u3007\u3041-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\u0e01-\u0e5b\u0e81-\u0edf\u1000-\u109f\u1780-\u17dd\U00020000-\U000323af]"
)
"""Characters of the scripts that are written without spaces between words."""
LOOKALIKE = re.compile(rf"[{WHITE_SPACE}{''.join(LIKE)}]")
"""What `unify` changes: white space, and what is like another character."""
UNFOLDED = re.compile(r"[^ -~\u0430-\u045f\u0490-\u0491\u05d0-\u05ea\u0621-\u064a\u4e00-\u9fff\uac00-\ud7a3]")
"""Small letters and marks that `fold` may change; of the others it is known that it does not."""
UNSCREENED = re.compile(r"[^ \n0-9a-z\u0430-\u045f\u0490-\u0491\u05d0-\u05ea\u0621-\u064a\uac00-\ud7a3]")
"""The same for `words`: marks are among them."""


def bare(character: str) -> str:
    """A Latin or Greek letter without its accents, anything else as it is: capitals are often written so.

    >>> bare("É"), bare("Й")
    ('E', 'Й')
    """
    parts = normalize("NFD", character)
    return parts[0] if len(parts) > 1 and name(parts[0], "").startswith(("LATIN", "GREEK")) else character


def in_word(character: str) -> bool:
    """Whether words are made of it; superscripts (notes) are not."""
    return character.isalpha() or character.isdecimal() or category(character)[0] == "M"


def _unified(character: str) -> str:
    return " " if character.isspace() else LIKE.get(character, character)


def _folded(character: str) -> str:
    small = bare(_unified(character)).lower()
    return "σ" if small == "ς" else small


def _screened(character: str) -> str:
    """What it is as part of a word; a space where it is none."""
    folded = _folded(character)
    if SPACELESS.match(folded):
        return f" {folded} "
    return folded if in_word(folded) else " "


class _Rewriting:
    """A text with other characters: by the tables of pages, or each character worked out once."""

    def __init__(self, become: Callable[[str], str], odd: re.Pattern[str], *, small: bool = False) -> None:
        """`odd` finds all characters that may change, in small letters if need be."""
        self._become, self._odd, self._small = cache(become), odd, small

    def __call__(self, text: str) -> str:
        """The text rewritten."""
        return self.of(pages.coded(text), text)

    def of(self, coded: Coded | None, text: str) -> str:
        """The text rewritten, which may be known as characters of a page."""
        if coded is None:
            return self._by_characters(text)
        page, data = coded
        return codecs.charmap_decode(data, "strict", self._tables[page])[0]

    @cached_property
    def _tables(self) -> Mapping[Page, str]:
        return {page: page.table(self._by_characters) for page in pages.PAGES}

    def _by_characters(self, text: str) -> str:
        """Of a text's characters few are odd, and each is replaced once: many times as fast as `str.translate`."""
        if self._small:
            text = text.replace("İ", "i").lower()  # the only capital with a small letter of two characters
        for character in set(self._odd.findall(text)):
            became = self._become(character)
            if became != character:
                text = text.replace(character, became)
        return text


_UNIFY = _Rewriting(_unified, LOOKALIKE)
_FOLD = _Rewriting(_folded, UNFOLDED, small=True)
_SCREEN = _Rewriting(_screened, UNSCREENED, small=True)


def unify(text: str) -> str:
    """One apostrophe, one hyphen, one space; case and accents stay. As long as the text.

    >>> unify("L’Ukraine")
    "L'Ukraine"
    """
    return _UNIFY(text)


def fold(text: str) -> str:
    """`unify`, and without case and accents. As long as the text.

    >>> fold("L’État")
    "l'etat"
    """
    return _FOLD(text)


def screened(text: str) -> str:
    """The words of a text with spaces between them; its lines stay lines."""
    return _SCREEN(text)


def words(text: str) -> list[str]:
    """The words of a text, folded; a character of a script without spaces between words is one.

    Where a folded text has a folded name as a word, it has each of the name's words: what `edges.glued` parts is never
    one word here.

    >>> words("L’État-major à Kyiv…")
    ['l', 'etat', 'major', 'a', 'kyiv']
    """
    return screened(text).split()


@lru_cache(maxsize=2**16)
def tidy(term: str) -> str:
    """A term as `View.plain` would have it: composed, unified, single spaces, nothing invisible."""
    return unify(LOOSE.sub(lambda run: " " if run.group()[0].isspace() else "", normalize("NFC", term)))


def patterns(term: str) -> tuple[str, ...]:
    """What to look for in a folded text to find a tidy term, also in capitals (`WEISSES HAUS`)."""
    return tuple(dict.fromkeys((fold(term), fold(term.upper()))))


@lru_cache(maxsize=2**14)
def spelled(surface: str, term: str, case: Case, bare_capitals: bool) -> bool:
    """Whether a tidy surface is the tidy term with capitals that its case allows.

    With `bare_capitals` a capital may lack its accents (ETATS-UNIS, Etats-Unis).

    >>> spelled("ETATS-UNIS", "États-Unis", Case.NAME, bare_capitals=True)
    True
    >>> spelled("poutine", "Poutine", Case.NAME, bare_capitals=True)
    False
    """
    if surface == term:
        return True
    if case is Case.EXACT:
        return False
    if in_capitals(surface):
        sharp = surface.replace("ẞ", "ß")
        return any(_alike(sharp, capitals, Case.NAME, bare_capitals) for capitals in _capitals(term))
    return _alike(surface, term, case, bare_capitals)


def in_capitals(text: str) -> bool:
    """Whether every letter is a capital; ß is at home among them.

    >>> in_capitals("WEIßES HAUS"), in_capitals("Kyiv")
    (True, False)
    """
    return text.replace("ß", "").isupper()


def _capitals(term: str) -> tuple[str, str]:
    """A term in capitals as long as they need be, and as long as the term (`WEISSES HAUS`, `WEIßES HAUS`)."""
    return term.upper(), "".join(letter if len(letter.upper()) > 1 else letter.upper() for letter in term)


def _alike(surface: str, term: str, case: Case, bare_capitals: bool) -> bool:
    """The same letters, small ones of the term as capitals where a word begins (anywhere for `any`)."""
    if len(surface) != len(term):
        return False
    begins = True
    for ours, theirs in zip(surface, term, strict=True):
        allowed = {theirs}
        if begins or case is Case.ANY:
            allowed.add(theirs.upper())
        if case is Case.ANY:
            allowed.add(theirs.lower())
        if bare_capitals and ours.isupper():
            allowed.update({bare(letter) for letter in allowed if letter.isupper() and len(letter) == 1})
        if ours not in allowed:
            return False
        begins = not theirs.isalnum()
    return True


class View:
    """A text without what matching must not see, and the way back."""

    __slots__ = ("_coded", "_folded", "_pieces", "_starts", "plain", "text")

    def __init__(self, text: str, starts: Sequence[int] = (), pieces: Sequence[tuple[int, Span]] = ()) -> None:
        """Made by `of`."""
        self.text = text
        """Composed (NFC); tags left out; excluded spans as barriers; every run of white space one character."""
        self._starts = starts
        """Where the pieces that it is made of begin in `text`, ascending; none where it is the original."""
        self._pieces = pieces
        """For each, its length in `text` and the stretch of the original that it stands for."""
        self._coded = pages.coded(text)
        self.plain = _UNIFY.of(self._coded, text)
        """The view unified: what surfaces are compared in."""
        self._folded = ""

    @staticmethod
    def of(text: str, excluded: Sequence[Span] = (), transparent: Sequence[Span] = ()) -> View:
        """See a text without the excluded spans and through the transparent ones."""
        whole = View(text)
        even = whole._even()
        if even and not (excluded or transparent):
            return whole
        edits = _edits(text, excluded, transparent, loose=not even)
        starts: list[int] = []
        pieces: list[tuple[int, Span]] = []
        parts: list[str] = []
        at = position = 0
        for span, instead in (*edits, (Span(len(text), len(text) + 1), "")):
            if span.end <= position:
                continue
            start = max(span.start, position)
            for stretch, part in ((Span(position, start), text[position:start]), (Span(start, span.end), instead)):
                if part:
                    starts.append(at)
                    pieces.append((len(part), stretch))
                    parts.append(part)
                    at += len(part)
            position = span.end
        return View("".join(parts), starts, pieces)

    def _even(self) -> bool:
        """Whether no white space, no invisible character and no combining mark has to be taken out."""
        if "  " in self.plain or SOFT_HYPHEN in self.text:
            return False
        return self._coded is not None or (UNSEEN.search(self.text) is None and is_normalized("NFC", self.text))

    @property
    def folded(self) -> str:
        """The view folded: what is searched."""
        self._folded = self._folded or _FOLD.of(self._coded, self.text)
        return self._folded

    def words(self) -> list[str]:
        """Its `words`."""
        return _SCREEN.of(self._coded, self.text).split()

    def original(self, span: Span) -> Span:
        """Where a stretch of the view, not empty, lies in the original, from its first to its last character."""
        if not self._pieces:
            return span
        return Span(self._stretch(span.start).start, self._stretch(span.end - 1).end)

    def _stretch(self, offset: int) -> Span:
        """What one character of the view stands for."""
        number = bisect_right(self._starts, offset) - 1
        length, stretch = self._pieces[number]
        if length != stretch.end - stretch.start:
            return stretch
        start = stretch.start + offset - self._starts[number]
        return Span(start, start + 1)


Edits = list[tuple[Span, str]]


def _edits(text: str, excluded: Sequence[Span], transparent: Sequence[Span], *, loose: bool) -> Edits:
    """What a view changes, in text order; of spans that lie in one another the outer one counts, then the tag."""
    edits: Edits = [_seen_through(text, span) for span in transparent]
    edits += [(span, BARRIER) for span in excluded if span.start < span.end]
    if loose:
        edits += (*_loose(text), *_composed(text))
    return sorted(edits, key=lambda edit: (edit[0].start, -edit[0].end))


def _seen_through(text: str, span: Span) -> tuple[Span, str]:
    """A tag left out (and white space after it, where there is some before it too); a barrier where it parts words."""
    if APART.match(text, *span):
        return span, BARRIER
    spaced = span.start > 0 and text[span.start - 1].isspace()
    after = WHITE.match(text, span.end) if spaced else None
    return Span(span.start, after.end() if after else span.end), ""


def _loose(text: str) -> Iterator[tuple[Span, str]]:
    """Runs of white space as one space, or as a barrier where they are an empty line, and invisible characters."""
    for found in LOOSE.finditer(text):
        run = found.group()
        space = BARRIER if run.count("\n") > 1 else " "
        yield Span(*found.span()), space if run[0].isspace() else ""


def _composed(text: str) -> Iterator[tuple[Span, str]]:
    """Letters with combining marks that have a character of their own."""
    for found in COMBINED.finditer(text):
        cluster = found.group()
        composed = normalize("NFC", cluster)
        if composed != cluster:
            yield Span(*found.span()), composed
