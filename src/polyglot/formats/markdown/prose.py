"""A paragraph, a heading or a cell of a table: words with marks, cut by the parser and spelled under its eyes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial

from polyglot.formats.markdown import inlines, spelling
from polyglot.formats.markdown.dialect import parser
from polyglot.formats.markdown.places import Atom, Env, LinkTitle, Stretch
from polyglot.model import Role, Span

BREAKS = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n)[ \t>]*)+")


@dataclass(frozen=True)
class Prose:
    """Text with inline marks, and where it lies."""

    role: Role
    stretch: Stretch
    source: str
    """The whole file."""
    ending: str
    """That of the file's name, which tells the dialect."""
    env: Env
    """What the parser knows of the file: the labels of its links."""
    line: bool = False
    """Whether it has to stay on one line: a heading, a cell, a title."""
    cell: bool = False
    """Whether a bar would end it."""
    key: str = ""

    @property
    def span(self) -> Span:
        """Where it lies in the decoded file."""
        return self.stretch.span

    @cached_property
    def atoms(self) -> tuple[Atom, ...]:
        """Its words and codes, with the marks before its lines."""
        return inlines.atoms(parser(self.ending), self.stretch, self.source, self.env, cell=self.cell)

    @property
    def is_image(self) -> bool:
        """Whether nothing but the words of an image stands in it."""
        first = self.atoms[0] if self.atoms else Atom("")
        return first.text == "![" and not any(atom.text.strip() for atom in self.atoms[first.partner + 1 :])

    def spelled(self, target: str) -> str:
        """The first way to write a target that the parser reads as it was meant, else its words escaped."""
        cut = [(self._on_lines(text) if atom is None else text, atom) for text, atom in self._pieces(target)]
        meant = self._settled(spelling.meant(cut, inlines.shown))
        ways = [way.strip(" \t") for way in spelling.spellings(cut, line=self.line, cell=self.cell)]
        return next((way for way in ways if self._reads(way) == meant), ways[3])

    def _pieces(self, target: str) -> list[spelling.Piece]:
        return spelling.pieces(target.strip(" \t\r\n"), self.atoms)

    def _on_lines(self, words: str) -> str:
        """Words whose lines begin as those of the source do; one that has one line only keeps one."""
        known = [found[0] for atom in self.atoms if not atom.kind for found in BREAKS.finditer(atom.text)]
        usual = known[0] if known and not self.line else " "
        return BREAKS.sub(lambda found: found[0] if found[0] in known else usual, words)

    def _reads(self, written: str) -> str:
        content = re.sub(r"(?:\r\n|\r|\n)[ \t>]*", "\n", written)
        content = content.replace(r"\|", "|") if self.cell else content
        return self._settled(inlines.reading(parser(self.ending), content, self.env))

    def _settled(self, read: str) -> str:
        return inlines.settled(read.replace(r"\|", "|") if self.cell else read)

    @property
    def titles(self) -> Iterator[LinkTitle]:
        """The titles of its links and images."""
        for span, found in inlines.titled(parser(self.ending), self.stretch, self.source, self.env):
            raw, here = found["title"], Span(*found.span("title")).shifted(span.start)
            if any(map(str.isalnum, raw)):
                spell = partial(spelling.quoted_title, opening=raw[0], mark=raw[-1], cell=self.cell)
                said = spelling.said_in_title(raw[1:-1].replace(r"\|", "|") if self.cell else raw[1:-1])
                yield LinkTitle(self.span, here, found[0], found.start("title"), said, spell)

    def as_role(self, role: Role) -> Prose:
        """The same in another role."""
        return replace(self, role=role)
