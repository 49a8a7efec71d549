"""Headlines and fragments, which models copy, spell out or go on with: shown as sentences, and afterwards undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from polyglot.inline import is_tag
from polyglot.model import Masked, Slot, Tag

Piece = str | Slot
WORD = regex.compile(r"\p{L}[\p{L}\p{M}’'-]*")
ACRONYM = 4
"""A text of one word in capitals that is no longer may be an acronym, and is left alone."""
TITLED = 0.6
"""From this share of its longer words on, capitals make a text a headline in title case."""
OPEN = regex.compile(r"(?r)(?<=[\p{L}\p{M}\p{N}])[\s,;:]*+\Z")
"""The end of a text that is no sentence, as far as a sentence has none of it; searched from the end, where it is."""
STOP = regex.compile(r"(?r)(?<![\p{Lu}.])\s*[.。।]\s*\Z")
DOTTED = {"tr", "az"}
"""Languages in which the capital of `i` keeps its dot."""


def shouted(masked: Masked) -> bool:
    """Whether a text is all in capitals, its slots aside."""
    texts = [piece for piece in masked.pieces if isinstance(piece, str)]
    if any(text != text.upper() for text in texts):
        return False
    words = [word for text in texts for word in WORD.findall(text)]
    letters = "".join(words)
    return bool(words) and letters == letters.upper() != letters.lower() and (len(words) > 1 or len(letters) > ACRONYM)


def titled(masked: Masked) -> bool:
    """Whether a text Has the Capitals of a Headline: four words or more, no full stop."""
    texts = [piece for piece in masked.pieces if isinstance(piece, str)]
    if not texts or texts[-1].rstrip().endswith((".", "!", "?", "…")):
        return False
    words = [word for text in texts for word in WORD.findall(text) if len(word) > 3]
    capital = sum(word[0].isupper() for word in words)
    return len(words) > 3 and capital >= TITLED * len(words)


def words(masked: Masked) -> int:
    """How many words there are, a slot being one."""
    pieces = [piece for piece in masked.pieces if not is_tag(piece)]
    return sum(1 if isinstance(piece, Slot) else len(WORD.findall(piece)) for piece in pieces)


def unended(masked: Masked) -> bool:
    """Whether a text ends with a word, or with a mark at which a sentence goes on."""
    _, last, _ = _ended(masked.pieces)
    return isinstance(last, Slot) or OPEN.search(last) is not None


def _ended(pieces: Sequence[Piece]) -> tuple[Sequence[Piece], Piece, Sequence[Piece]]:
    """The last piece that is no inline tag, with what stands before it and the tags behind it."""
    at = len(pieces) - 1
    while at > 0 and is_tag(pieces[at]):
        at -= 1
    at = len(pieces) - 1 if is_tag(pieces[at]) else at
    return pieces[:at], pieces[at], pieces[at + 1 :]


def stopped(masked: Masked) -> Masked:
    """The text with a full stop in place of the mark or space at its end."""
    before, last, behind = _ended(masked.pieces)
    return Masked((*before, *((last, ".") if isinstance(last, Slot) else (OPEN.sub(".", last),)), *behind))


def unstopped(pieces: Sequence[Piece], masked: Masked, *, shown: bool) -> tuple[Piece, ...]:
    """A translation without a full stop that its text does not have; with the text's own end where one was shown.

    >>> unstopped(("The city.",), Masked(("La ville :",)), shown=True)
    ('The city :',)
    """
    _, last, _ = _ended(masked.pieces)
    found = OPEN.search(last) if shown and isinstance(last, str) else None
    rest, end, behind = _ended(pieces)
    own = found[0] if found else ""
    if isinstance(end, Slot):
        return (*rest, end, *((own,) if own else ()), *behind)
    text = STOP.sub("", end) + own
    return (*rest, *((text,) if text else ()), *behind)


def quiet(masked: Masked) -> Masked:
    """The text as a sentence: small letters but for its first."""
    pieces: list[Piece] = []
    first = True
    for piece in masked.pieces:
        if isinstance(piece, str):
            pieces.append(_begun(piece.lower()) if first else piece.lower())
        first = first and (is_tag(piece) or (isinstance(piece, str) and not WORD.search(piece)))
    return Masked(tuple(_with_slots(masked, pieces)))


def _with_slots(masked: Masked, texts: Iterable[Piece]) -> Iterable[Piece]:
    waiting = iter(texts)
    return (piece if isinstance(piece, Slot) else next(waiting) for piece in masked.pieces)


def _begun(text: str) -> str:
    found = WORD.search(text)
    return text if found is None else text[: found.start()] + found[0][0].upper() + text[found.start() + 1 :]


def loud(pieces: Iterable[Piece], target: Tag) -> tuple[Piece, ...]:
    """A translation in capitals; slots as they are, which have the capitals of their names already.

    >>> loud(("Die Straße von ",), Tag("de"))
    ('DIE STRASSE VON ',)
    """
    dotted = target.partition("-")[0] in DOTTED
    return tuple(
        piece if isinstance(piece, Slot) else (piece.replace("i", "İ") if dotted else piece).upper() for piece in pieces
    )


def recapitalised(pieces: Iterable[Piece], masked: Masked) -> tuple[Piece, ...]:
    """A translation of a headline in title case: what was copied has the capital that it had, names most of all."""
    words = [word for piece in masked.pieces if isinstance(piece, str) for word in WORD.findall(piece)]
    known = {word.lower(): word for word in words if word[0].isupper()}
    return tuple(
        piece if isinstance(piece, Slot) else WORD.sub(lambda found: known.get(found[0].lower(), found[0]), piece)
        for piece in pieces
    )
