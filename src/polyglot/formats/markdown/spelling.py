"""How a target is written in Markdown: its codes stay marks, its words never become any, whatever they look like.

Nothing is trusted: what would be written is read by the parser, and only what reads as it was meant is taken.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from polyglot.formats.markdown.places import Atom

BREAK = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t>]*")
MEANS = re.compile(r"[\\`*_\[\]<>~$&{}|!^:#@]")
"""Characters that may begin a mark."""
EMPHASIS = re.compile(r"[*_~]+")
BEGINS_BLOCK = re.compile(
    r"""(?P<before>\d{1,9})?(?P<sign>(?(before)[.)](?=\s|$)
    |(?:[-+*~](?=\s|$)|\#{1,6}(?=\s|$)|[=-]+[ \t]*$|-{2}|`{3}|~{3}|:(?=\s|:)|\[(?=[^\]\n]*\]:)
    |!!!|\?\?\?|===|<|>|\||\{|\$\$|\*\[)))""",
    re.VERBOSE,
)
"""What at the start of a line would begin a block."""
Piece = tuple[str, Atom | None]
"""Words, or the text of a code with the atom that it is."""


def pieces(target: str, atoms: Sequence[Atom]) -> list[Piece]:
    """A target cut into words and the codes of its source, each as often as it stands there."""
    left: dict[str, list[Atom]] = {}
    for atom in atoms:
        if atom.kind:
            left.setdefault(atom.text, []).append(atom)
    shape = re.compile("|".join(map(re.escape, sorted(left, key=len, reverse=True))) or r"(?!)")
    cut: list[Piece] = []
    at = 0
    for found in shape.finditer(target):
        if left[found[0]]:
            cut += [(target[at : found.start()], None), (found[0], left[found[0]].pop(0))]
            at = found.end()
    return _hugged([piece for piece in [*cut, (target[at:], None)] if piece[0]])


def _hugged(cut: list[Piece]) -> list[Piece]:
    """The pieces, with space inside marks of emphasis moved outside: `** so **` marks nothing."""
    for index in range(len(cut) - 1):
        (text, mark), (after, next_mark) = cut[index], cut[index + 1]
        if mark and mark.kind == "open" and EMPHASIS.fullmatch(text) and not next_mark and after[:1].isspace():
            words = after.lstrip()
            cut[index : index + 2] = [(after[: len(after) - len(words)], None), (text, mark), (words, None)]
            return _hugged(cut)
        if next_mark and next_mark.kind == "close" and EMPHASIS.fullmatch(after) and not mark and text[-1:].isspace():
            words = text.rstrip()
            cut[index : index + 2] = [(words, None), (after, next_mark), (text[len(words) :], None)]
            return _hugged(cut)
    return [piece for piece in cut if piece[0]]


def meant(cut: Sequence[Piece], shown: Callable[[str], str]) -> str:
    """What a target says, its marks between zeros."""
    return "".join(words if atom is None else shown(words) if atom.says is None else atom.says for words, atom in cut)


def spellings(cut: Sequence[Piece], *, line: bool, cell: bool) -> Iterator[str]:
    """Ways to write a target, the plainest first; `line` where it has to stay on one line."""
    yield _joined([(atom.raw or words if atom else words, atom) for words, atom in cut], str, line=line, cell=cell)
    for word in (str, partial(MEANS.sub, r"\\\g<0>")):
        for fenced in (False, True):
            yield _joined(cut, word, fenced=fenced, line=line, cell=cell)


def _joined(cut: Sequence[Piece], word: Callable[[str], str], *, fenced: bool = False, line: bool, cell: bool) -> str:
    written: list[str] = []
    for index, (text, atom) in enumerate(cut):
        if atom is not None:
            written.append(text)
            continue
        before = cut[index - 1][1] if index else None
        after = cut[index + 1][1] if index + 1 < len(cut) else None
        said = _fenced(text, before, after, word) if fenced else word(text)
        said = BREAK.sub(" ", said) if line else said
        said = said.replace("|", r"\|") if cell and word is str else said
        written.append(said)
    joined = "".join(written)
    return joined if cell else _guarded(joined, cut, line=line)


def _fenced(text: str, before: Atom | None, after: Atom | None, word: Callable[[str], str]) -> str:
    """Words whose letters next to a mark of emphasis are written as numbers, for that a mark needs its distance."""
    head = text[0] if _needs_distance(before, "close") and text[0].isalnum() else ""
    rest = text[len(head) :]
    tail = rest[-1] if rest and _needs_distance(after, "open") and rest[-1].isalnum() else ""
    middle = word(rest[: len(rest) - len(tail)])
    return "".join([f"&#{ord(head)};" if head else "", middle, f"&#{ord(tail)};" if tail else ""])


def _needs_distance(atom: Atom | None, kind: str) -> bool:
    return atom is not None and atom.kind == kind and bool(EMPHASIS.fullmatch(atom.text))


def _guarded(text: str, cut: Sequence[Piece], *, line: bool) -> str:
    """The text, with what would begin a block escaped at the start of each line, and `#` at the end of a heading."""
    codes = tuple(words for words, atom in cut if atom is not None and atom.says is None)
    if line:
        return re.sub(r"(?<![^\s])(#+)$", r"\\\1", text)
    lines = re.split(r"((?:\r\n|\r|\n)[ \t>]*)", text.lstrip(" \t"))
    return "".join(part if index % 2 else _guarded_line(part, codes) for index, part in enumerate(lines))


def _guarded_line(line: str, codes: tuple[str, ...]) -> str:
    found = BEGINS_BLOCK.match(line)
    if not found or any(line.startswith(code) for code in codes):
        return line
    return f"{line[: found.start('sign')]}\\{line[found.start('sign') :]}"


def quoted(text: str, mark: str, escape: str) -> str:
    """A text inside quotation marks; `escape` is how the mark itself is written there."""
    plain = BREAK.sub(" ", text)
    return plain.replace(mark, escape)


def title(text: str, mark: str) -> str:
    """A text as the title of a link that ends with this mark."""
    plain = BREAK.sub(" ", text).replace("\\", r"\\").replace(mark, f"\\{mark}")
    plain = plain.replace("(", r"\(") if mark == ")" else plain
    return re.sub(r"&(?=#?\w+;)", "&amp;", plain)


def quoted_title(text: str, opening: str, mark: str, *, cell: bool) -> str:
    """A text as the title inside a link, in its quotes; in a table, without a bar that would end the cell."""
    written = f"{opening}{title(text, mark)}{mark}"
    return written.replace("|", r"\|") if cell else written


def said_in_title(raw: str) -> str:
    """What the title of a link says: escapes and entities decoded."""
    return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", raw))
