"""What an entry says of its text: whose it is, what it was made for, what is proposed or suggested beside it."""

from __future__ import annotations

from dataclasses import replace

from polyglot import po, remarks
from polyglot.model import Origin

UNKNOWN = "unknown="
"""How a flag of a provenance begins that names a word the engine did not know."""
UNSETTLED = "unsettled="
"""How one begins that names the forms of a name whose form could not be settled, with `|` between them."""
PIVOT_UNKNOWN = "pivot-unknown="
"""How one begins that names a word of the pivot language that the second leg did not know."""
NAMES = "names="
"""How a flag of a provenance begins that has the digest of the names' forms that the text was made with."""
SUGGESTION = "machine: "
"""How a translator comment begins that carries the machine's text beside a person's that is out of date."""
FORMER = "made for: "
"""How one begins that carries the source of such a person's text: many tools lose the `#| msgid`."""
WAS = "was="
"""How the flag begins that has the digest of that source, or says that it is not known."""
NOWHERE = "unknown"
"""What it says then."""
MACHINE = "machine="
"""How the flag begins that has the digest of that machine's text."""
STANDS = "stands: "
"""How one begins that has the text of a person's for which another is proposed: it counts until that is accepted."""
PROPOSAL = "proposal="
"""How the flag begins that has the digest of that text."""
DOUBTED = "doubted"
"""The flag of a proposal whose person's text was in doubt."""
REASON = "not translated: "
"""How a translator comment begins that says why no engine's text was taken."""


def flagged(known: po.Provenance, prefix: str) -> tuple[str, ...]:
    """The words that the flags of a provenance name."""
    return tuple(flag.removeprefix(prefix) for flag in known.flags if flag.startswith(prefix))


def is_persons(entry: po.Entry) -> bool:
    """Whether an entry has a person's text."""
    known = entry.provenance
    return entry.touched or (bool(entry.target) and known is not None and known.origin == Origin.HUMAN)


def made_for(entry: po.Entry) -> str:
    """The source of a person's text: a former one where polyglot or msgmerge put the text in doubt since.

    Empty where the text is for another source, and it is not known for which.
    """
    known = entry.provenance
    here = known is None or known.made_for in {"", po.digest(entry.source)}
    if not entry.fuzzy or (known is not None and entry.touched and here):
        return entry.source
    return former_source(entry) or ("" if not here or mark_of(entry, WAS) else entry.source)


def former_source(entry: po.Entry) -> str:
    """The source that an entry says its text was made for; empty where it does not."""
    return entry.previous or remarks.take(entry.comments, FORMER, mark_of(entry, WAS) or NOWHERE)[0]


def mark_of(entry: po.Entry, flag: str) -> str:
    """The digest that a flag of the provenance has."""
    return remarks.flagged(entry.provenance.flags, flag) if entry.provenance else ""


def standing(entry: po.Entry) -> str:
    """The person's text that counts while another is proposed in its place; empty where none is."""
    mark = mark_of(entry, PROPOSAL)
    return remarks.take(entry.comments, STANDS, mark)[0] if mark and not entry.touched else ""


def proposed(entry: po.Entry, text: str) -> po.Entry:
    """A person's entry with another text for them to take or leave; their own again where it is the same."""
    own = standing(entry)
    doubted = DOUBTED in entry.provenance.flags if own and entry.provenance else entry.fuzzy
    own = own or entry.target
    comments = comments_of_people(entry)
    if text == own:
        provenance = po.Provenance.of(own, str(Origin.HUMAN), source=entry.source)
        return replace(entry, target=own, fuzzy=doubted, comments=comments, provenance=provenance)
    flags = (PROPOSAL + po.digest(own), *((DOUBTED,) if doubted else ()))
    provenance = po.Provenance.of(text, str(Origin.HUMAN), flags=flags, source=entry.source)
    comments = (*comments, remarks.remark(STANDS, own))
    return replace(entry, target=text, fuzzy=True, comments=comments, provenance=provenance)


def suggestion(entry: po.Entry) -> str:
    """What the machine would say now, beside a person's text that is out of date; empty where that is not told."""
    return remarks.take(entry.comments, SUGGESTION, mark_of(entry, MACHINE))[0]


def comments_of_people(entry: po.Entry) -> tuple[str, ...]:
    """The comments of an entry without what a run says there of its text."""
    comments = entry.comments
    told = ((SUGGESTION, MACHINE), (FORMER, WAS), (STANDS, PROPOSAL), (REASON, ""))
    for prefix, mark in ((prefix, mark_of(entry, flag) if flag else "") for prefix, flag in told):
        _, comments = remarks.take(comments, prefix, mark)
    return comments
