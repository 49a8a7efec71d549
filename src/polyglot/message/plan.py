"""How a message is said in another language: what is to be asked, and how the answers become its text or its forms."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from polyglot.message import icu
from polyglot.message.accelerators import Accelerator, taken
from polyglot.message.cases import Case, case, counted
from polyglot.model import Pair, Tag


@dataclass(frozen=True, slots=True)
class Plan:
    """The cases of a message in the order of its forms or branches."""

    target: Tag
    cases: tuple[Case, ...]
    accelerator: Accelerator | None = None
    shape: icu.Node | None = None
    """Of a message with choices in ICU's syntax; its cases are the leaves."""
    doubled: bool = False
    """Whether it writes apostrophes twice, as some readers of that syntax want."""

    def said(self, answers: Sequence[str]) -> tuple[str, ...] | None:
        """The text, or the forms, that these answers make; None where a number or placeholder did not come back."""
        backs = [one.put_back(answer) for one, answer in zip(self.cases, answers, strict=True)]
        texts = tuple(text for text in backs if text is not None)
        if len(texts) != len(backs):
            return None
        if self.shape is not None:
            return (icu.write(self.shape, iter(texts), doubled=self.doubled),)
        accelerator = self.accelerator
        return tuple(accelerator.set(text, self.target) for text in texts) if accelerator else texts

    def heard(self, words: Sequence[str]) -> tuple[str, ...] | None:
        """What a translation says in each case: the inverse of `said`; None where it cannot be told."""
        if self.shape is not None:
            pieces = icu.parse(words[0]) if words else None
            if pieces is None:
                return None
            found = [icu.heard(pieces, one) for one in self.cases]
            return tuple(text for text in found if text is not None) if None not in found else None
        if len(words) != len(self.cases):
            return None
        return tuple(one.heard(self._bare(text)) for one, text in zip(self.cases, words, strict=True))

    def _bare(self, text: str) -> str:
        return taken(text)[0] if self.accelerator else text


def planned(text: str, plural: str | None, pair: Pair, formula: str, flags: Collection[str] = ()) -> Plan | None:
    """The plan for a message, with the `Plural-Forms` of the catalog; None where no machine can say all of it."""
    if plural is not None:
        single, many = taken(text), taken(plural)
        cases = counted((single[0], many[0]), pair.source, formula, flags)
        return Plan(pair.target, cases, many[1] or single[1]) if cases else None
    if icu.CHOOSES.search(text):
        pieces = icu.parse(text)
        node = icu.spread(pieces, pair) if pieces else None
        return Plan(pair.target, tuple(icu.leaves(node)), shape=node, doubled="''" in text) if node else None
    bare, accelerator = taken(text)
    return Plan(pair.target, (case(bare, flags),), accelerator)
