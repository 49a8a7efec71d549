"""What follows a mark: the start of a sentence for sure, or the rest of the one before it."""

from __future__ import annotations

import re

from polyglot.segment.marks import Case, Mark, is_shouted
from polyglot.segment.ruleset import CLOSE, DASHES, INVERTED, Rules
from polyglot.segment.shadow import uncased

FREE_DASH = re.compile(rf"(?<=\s)[{DASHES}](?=\s)")


def goes_on_behind_dash(mark: Mark, rules: Rules) -> bool:
    """Whether, in a script without case, a dash leads back into the sentence: to who said it, or out of an insertion.

    So it does before a verb of saying, with whatever ending, and, unless the sentence began with a dash as in a
    dialogue, where an odd number of dashes stands before it.
    """
    if not mark.opener.startswith(tuple(DASHES)):
        return False
    if mark.word.startswith(tuple(rules.reporting)):
        return True
    return not mark.lead.lstrip().startswith(tuple(DASHES)) and len(FREE_DASH.findall(mark.lead)) % 2 == 1


def is_reported(mark: Mark, rules: Rules) -> bool:
    """Whether a verb of saying follows a quotation: `"Why?" Tom asked`, but not `"Why?" He asked`.

    In a script without case it is known by its beginning: words are not always apart there, and have endings.
    """
    if CLOSE not in mark.end:
        return False
    if uncased(mark.word):
        return mark.word not in rules.starters and mark.word.startswith(tuple(rules.reporting))
    for word in mark.following:
        bare = word.rstrip(",.;:" + CLOSE).lower()
        if bare in rules.reporting:
            return True
        if bare in rules.starters or len(bare) < len(word):
            return False
    return False


def is_clear(mark: Mark, rules: Rules) -> bool:
    """Whether what follows clearly starts a sentence: a word that has no other reason for its capital."""
    if any(char in mark.opener for char in INVERTED):
        return True
    word = mark.word.lower().replace("’", "'")
    word = word if word in rules.starters else word.rstrip("'")
    if mark.case not in (Case.UPPER, Case.NONE) or word not in rules.starters or is_shouted(mark):
        return False
    if mark.glued == "." and (len(mark.word) == 1 or mark.word in rules.abbreviations):
        return False
    return word not in rules.particles or not _is_name(mark)


def _is_name(mark: Mark) -> bool:
    """Whether a name seems to go on behind a particle: `Le Pen`, but not `Le maire`, `La SNCF`, `La T.V.A.`, `Le 4`."""
    then, after = mark.then, mark.after
    return not (then.islower() or then.isdigit() or (then.isupper() and (after.isupper() or after == ".")))
