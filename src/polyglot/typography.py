"""The target's quotation marks, spaces, dashes, numbers and money, set in machine text; twice is the same as once.

The facts are data: `language/typography.toml` over CLDR. Words and digits stay; what stands between them changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import zip_longest

import regex

from polyglot import conventions, numbers, quotations
from polyglot.conventions import Conventions
from polyglot.model import Code, CodeKind, Span, Tag
from polyglot.resources import Match, Pattern

SPACES = " \u00a0\u202f"
SPACE = f"[{SPACES}]"
STAND_IN = "ꙮ"
"""Stands for a URL or a placeholder while the text is set; a letter, and the rarest of all (U+A66E, one manuscript)."""
UNSEEN = "\ufdd0"
"""Stands for an inline tag, which no rule sees: the text is set as if it were not there (U+FDD0 is no character)."""
ALONE = regex.compile(r"<(?:area|audio|br|embed|hr|iframe|img|input|object|video|wbr)\b|.*/>$", regex.DOTALL)
"""A tag that is something of its own rather than an end of what it marks."""
BEHIND = r"[\w\p{M}\p{Sc})\]»”\"’?!…%]|[\w.?!…][“‘›]"
"""What a mark or a dash follows; “ and ‘ close quotations too, in German and others."""
ENDS = regex.compile(r"\s$|(?:^|[\s(])[«“„‹‚‘]$")
BEGINS = regex.compile(r"$|[\w«“„‹‚‘\"'(\[¿¡]")
"""What stands in front of a tag, and what behind it, that opens."""
PERCENT = regex.compile(rf"(?<=\d){SPACE}?%")
LOOSE = regex.compile(rf"(?<={BEHIND}){SPACE}+(?=[,.](?:\s|$))")
"""A space in front of a comma or a stop, which no language sets."""
MARKS = regex.compile(rf"(?<={BEHIND}){SPACE}*([;!?]+)(?=[\s»”“\"’‘)\]]|$)")
COLON = regex.compile(rf"(?<={BEHIND})(?<!:[\w+-]+){SPACE}*:(?=\s|$)")
"""A colon behind a word, but not the second of `:name:`."""
OWN_MARKS = regex.compile(rf"(?<=\p{{Script=Arabic}}[\p{{M}}»”)\]]*){SPACE}*[?,;؟،؛](?=[\s»”)\]?!؟]|$)")
DOTS = regex.compile(r"(?<![.…\d/\\])\.{3}(?![.…\w/\\])")
DASH = regex.compile(
    rf"(?<={BEHIND}|[.,;:])(?:{SPACE}+(?P<dash>[–—]){SPACE}+(?=\S)"
    rf"|(?P<half>{SPACE}+(?P<dash>—)(?=[\p{{L}}\d«“„¿¡])|(?P<dash>—){SPACE}+(?=\S)))"
    r"|(?<=[\p{L}\p{M}»”’?!…])(?P<dash>—)(?=[\p{L}«“„¿¡])"
)
"""A dash that sets words off: between spaces, between letters, or, as in Spanish, with a space on one side."""
CROWDED = regex.compile(rf"[\p{{L}}_]$|\d{SPACE}$")
"""What in front of a number with spaces in it does not let it begin: `v80 000`, `2 800 000`."""
MONEY = regex.compile(r"\p{Sc}")
SUM = rf"\d++(?:[.,’]\d++|{SPACE}\d{{3}}(?!\d))*+"
RANGE = rf"{SPACE}?(?:[-–—/]|\p{{L}}{{1,3}}){SPACE}?"
"""What stands between two numbers that share a sign: 5-10, 5 to 10."""
BEHIND_SUM = regex.compile(
    rf"(?<![\p{{L}}\d.,:/’+−-]|\d{RANGE}|\p{{Sc}}{SPACE}?)(?P<sum>{SUM}){SPACE}?"
    rf"(?P<sign>\p{{Sc}})(?![\p{{L}}\p{{Sc}}]|{SPACE}?\d|{SPACE}\p{{Lu}}{{2}})"
)
"""A sum with its sign behind it; `$ US` is a sign of several letters, which stays."""
STRAIGHT = '"'
CLAUSE = r"(?:«[^«»]*+»|“[^“”]*+”|\([^()]*+\)|[^!?…«»“”().:¿¡]|:(?=\S)|\.(?!\s)|(?<=(?<![\p{L}-])\p{L}{1,3})\.)*+"
"""What a Spanish question or exclamation may have between its two marks; a short word before a stop is shortened."""
STARTS = (
    r"(?<=[«“(])",
    r"(?:^|(?<=[!?…»”]|[\p{L}-]{4}\.)\s+(?=[\p{Lu}\d«“(—–])|(?<=…|:)\s+)",
)
"""Where one begins: inside a quotation or a bracket, or where a sentence or what a colon announces does."""
INVERTED = tuple(
    (regex.compile(rf"{start}(?:[—–-]\s*)?(?=[\p{{L}}\d«“(])(?P<at>){CLAUSE}\{mark}(?!\w)"), mark, opening)
    for start in STARTS
    for mark, opening in (("?", "¿"), ("!", "¡"))
)

Edits = Iterable[tuple[Span, str]]
"""Stretches of a text without its tags, in order and not overlapping, with what comes in their place."""


def localise(text: str, source: Tag, target: Tag, codes: Sequence[Code] = (), original: str = "") -> str:
    """Machine text as the target language sets it; `codes` are those of the source, whose numbers the engine copied.

    What the engine copied of its other codes stays as it is. `original` is the source's text: straight quotation marks
    and three dots become the target's marks where the author typed none, and the engine made them of what he set.
    """
    if STAND_IN in text or UNSEEN in text:
        return text
    signs = conventions.of(target)
    fixed = _fixed(codes)
    pieces = _apart(text, fixed)
    kept = pieces[1::2]
    stands = [UNSEEN if fixed[code] and not _lonely(pieces, place) else STAND_IN for place, code in enumerate(kept)]
    text = "".join(part + sign for part, sign in zip_longest(pieces[::2], stands, fillvalue=""))
    text = _numbers(text, source, target, codes)
    text = _as_typed(text, "".join(_apart(original, fixed)[::2]))
    text = _marks(_money(_quotes(text, signs), signs), signs)
    text = _dashes(text, signs)
    text = _inverted(text) if signs.inverted else text
    return _filled(text, kept)


def _fixed(codes: Sequence[Code]) -> dict[str, bool]:
    """What an engine copies of its source's codes, the longest first, and whether it is a tag around words."""
    fixed = [code for code in codes if code.kind is not CodeKind.NAME and code.kind is not CodeKind.NUMBER]
    return {code.text: _is_tag(code) for code in sorted(fixed, key=lambda code: (-len(code.text), code.text))}


def _is_tag(code: Code) -> bool:
    tag = code.kind is CodeKind.TAG or (code.kind is CodeKind.CODE and code.text.startswith("<"))
    return tag and not ALONE.match(code.text)


def _apart(text: str, fixed: Iterable[str]) -> list[str]:
    """The text cut at the codes that stand in it as they do in the source: text and code in turn."""
    pieces = [text]
    for code in fixed:
        if code and code in text:
            pieces = [part for place, piece in enumerate(pieces) for part in _cut(piece, code, place)]
    return pieces


def _cut(piece: str, code: str, place: int) -> Iterator[str]:
    """A piece of text cut at a code; every other piece is a code already."""
    first, *others = piece.split(code) if place % 2 == 0 else [piece]
    yield first
    for other in others:
        yield code
        yield other


def _lonely(pieces: Sequence[str], place: int) -> bool:
    """Whether a tag with words in it, but none of HTML, neither opens nor closes: it is a picture, not emphasis."""
    before, tag, after = pieces[2 * place : 2 * place + 3]
    worded = not tag.startswith("<") and any(char.isalnum() for char in tag)
    return worded and bool(ENDS.search(before)) and not BEGINS.match(after)


def _filled(text: str, kept: Sequence[str]) -> str:
    """The text with its codes in their places again."""
    if not kept:
        return text
    codes = iter(kept)
    return "".join(next(codes) if char in (STAND_IN, UNSEEN) else char for char in text)


def _sub(pattern: Pattern, put: Callable[[Match], str], text: str) -> str:
    """What `pattern.sub` does, on the text as it reads without tags."""
    if UNSEEN not in text:
        return pattern.sub(put, text)
    return _edited(text, ((Span(*found.span()), put(found)) for found in pattern.finditer(_read(text))))


def _read(text: str) -> str:
    """The text without its tags."""
    return text.replace(UNSEEN, "") if UNSEEN in text else text


def _edited(text: str, edits: Edits) -> str:
    """The text with edits made that are told for the text without its tags.

    A tag inside a changed stretch comes in front of it where only space is before it, else behind; digits with a tag
    among them stay.
    """
    places: Sequence[int] = range(len(text) + 1)
    if UNSEEN in text:
        places = [*(at for at, char in enumerate(text) if char != UNSEEN), len(text)]
    pieces, at = [], 0
    for (start, end), new in (_least(_read(text), edit) for edit in edits):
        first, last = places[start], places[end - 1] + 1 if end > start else places[start]
        old = text[first:last]
        tags = UNSEEN * old.count(UNSEEN)
        if tags and any(char.isdigit() for char in old):
            continue
        in_front = not old.partition(UNSEEN)[0].strip()
        pieces += [text[at:first], tags + new if in_front else new + tags]
        at = last
    return "".join([*pieces, text[at:]])


def _least(text: str, edit: tuple[Span, str]) -> tuple[Span, str]:
    """The same edit without what it leaves as it is at both ends."""
    (start, end), new = edit
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return Span(start, end), new


def _numbers(text: str, source: Tag, target: Tag, codes: Sequence[Code]) -> str:
    """Numbers, dates and times that stand as they did in the source, with the target's signs."""
    copied = [code for code in codes if code.kind is CodeKind.NUMBER]
    written = {_plain_spaces(code.text): numbers.render(code, source, target) for code in copied}
    if all(code == new for code, new in written.items()):
        return text
    return _sub(numbers.NUMBER, lambda found: _written(found, written), text)


def _written(found: Match, written: Mapping[str, str]) -> str:
    """A number as it is to be written; as it stands, where what is in front would make another number of it."""
    new = written.get(_plain_spaces(found[0]), found[0])
    crowded = any(space in new for space in SPACES) and CROWDED.search(found.string, endpos=found.start())
    return found[0] if crowded else new


def _plain_spaces(number: str) -> str:
    return number.replace("\u00a0", " ").replace("\u202f", " ")


def _as_typed(text: str, original: str) -> str:
    """Straight quotation marks and dots, as typographic as the author's, of which the engine made them."""
    if "…" in original and "..." not in original and "..." in text:
        text = _sub(DOTS, lambda _: "…", text)
    if STRAIGHT in text and STRAIGHT not in original and any(mark in original for mark in quotations.DOUBLE):
        text = _edited(text, _curved(_read(text)))
    return text


def _curved(text: str) -> Edits:
    """Straight marks that open and close in turn; none where one of them looks the other way."""
    found = [at for at, char in enumerate(text) if char == STRAIGHT]
    opens = all(text[at + 1 : at + 2].strip() and not text[at - 1 : at].isalnum() for at in found[::2])
    closes = all(text[at - 1].strip() and not text[at + 1 : at + 2].isalnum() for at in found[1::2])
    if len(found) % 2 or not (opens and closes):
        return []
    return [(Span(at, at + 1), "“”"[place % 2]) for place, at in enumerate(found)]


def _quotes(text: str, signs: Conventions) -> str:
    """Quotation marks that open and close, in the target's, with the spaces inside them; straight marks stay.

    A quotation that goes on in another sentence has only one mark here: which way it faces says what it is.
    """
    read = _read(text)
    shape = quotations.shape(read)
    if shape == quotations.NONE:
        return text
    opening = {at: _around(at, shape) + depth for depth, at in enumerate(shape.opening)}
    closing = {at: _around(at, shape) + depth for depth, at in enumerate(reversed(shape.closing))}
    for start, end, depth in shape.pairs:
        opening[start] = closing[end] = depth + sum(at > end for at in shape.closing)
    return _edited(text, _quote_edits(read, signs, opening, closing))


def _quote_edits(text: str, signs: Conventions, opening: dict[int, int], closing: dict[int, int]) -> Edits:
    """Each mark with the spaces on its inner side, by the depth at which it stands."""
    outer_open, outer_close, inner_open, inner_close = signs.quotes
    done = 0
    for at in sorted(opening.keys() | closing.keys()):
        if at in opening:
            new = inner_open if opening[at] else outer_open + signs.inside
            start, end = at, len(text) - len(text[at + 1 :].lstrip(SPACES))
        else:
            start, end = len(text[:at].rstrip(SPACES)), at + 1
            filled = start > 0 and done <= start
            new = inner_close if closing[at] else (signs.inside if filled else "") + outer_close
            start = at if start == 0 else max(start, done)
        done = end
        yield Span(start, end), new


def _around(at: int, shape: quotations.Shape) -> int:
    """How many whole quotations a mark stands in."""
    return sum(start < at < end for start, end, _ in shape.pairs)


def _money(text: str, signs: Conventions) -> str:
    """Signs of money on the target's side of their sum; one that two sums or a word may share stays where it is."""
    if not signs.currency or not MONEY.search(text):
        return text
    for pattern in (BEHIND_SUM, _before_sum(signs.amounts)):
        text = _sub(pattern, lambda found: MONEY.sub(found["sign"], signs.currency.replace("1", found["sum"])), text)
    return text


@cache
def _before_sum(amounts: tuple[str, ...]) -> Pattern:
    """A sum behind its sign, which no word multiplies."""
    words = "|".join(amounts)
    return regex.compile(
        rf"(?<![\p{{L}}\p{{Sc}}\d.,−+-]|\d{SPACE})(?P<sign>\p{{Sc}}){SPACE}?(?P<sum>{SUM})"
        rf"(?![\p{{L}}\d]|[.,:’]\d|{RANGE}\d|{SPACE}?\p{{Sc}}(?!\d)|{SPACE}?(?i:{words}))"
    )


def _marks(text: str, signs: Conventions) -> str:
    """The spaces in front of marks, and the script's own marks."""
    if "%" in text:
        text = _sub(PERCENT, lambda _: signs.percent + "%", text)
    text = _sub(LOOSE, lambda _: "", text)
    text = _sub(MARKS, lambda found: signs.before.get(found[1][0], "") + found[1], text)
    if ":" in text:
        text = _sub(COLON, lambda _: signs.before.get(":", "") + ":", text)
    return _sub(OWN_MARKS, lambda found: signs.marks.get(found[0][-1], found[0][-1]), text) if signs.marks else text


def _dashes(text: str, signs: Conventions) -> str:
    """Dashes that set words off, not those between numbers; where the two of a pair differ, only if there are two."""
    if not signs.dash or not ("—" in text or "–" in text):
        return text
    read = _read(text)
    found = [dash for dash in DASH.finditer(read) if not _between_numbers(read, dash)]
    halves = [dash[0][0] in SPACES for dash in found if dash["half"]]
    if halves != [True, False] * (len(halves) // 2):
        found = [dash for dash in found if not dash["half"]]
    if signs.dash[0] != signs.dash[1] and len(found) != 2:
        return text
    edits = ((Span(*dash.span()), signs.dash[place % 2].format(dash["dash"])) for place, dash in enumerate(found))
    return _edited(text, edits)


def _between_numbers(text: str, dash: Match) -> bool:
    return text[dash.start() - 1].isdigit() and text[dash.end()].isdigit()


def _inverted(text: str) -> str:
    """Spanish: the ¿ or ¡ that a question or an exclamation opens with, where it has none; also one in another."""
    before = text if "?" not in text and "!" not in text else ""
    while text != before:
        before = text
        for pattern, mark, opening in INVERTED:
            text = _sub(pattern, partial(_opened, opening), text) if mark in text else text
    return text


def _opened(opening: str, found: Match) -> str:
    at = found.start("at") - found.start()
    return found[0][:at] + opening + found[0][at:]
