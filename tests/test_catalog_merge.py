"""Nothing that a person wrote is lost, however often sources and catalogs change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot import catalog, po
from polyglot.catalog import SiteString
from polyglot.model import Origin, Role, State, Tag, Target

WORDS = ("Accueil", "Laisser un commentaire", "Laissez un commentaire", "%d vote", "Ouvrir", "Ouvrir le menu", "Fin")
TEXTS = st.sampled_from(WORDS)
STRINGS = st.builds(
    SiteString,
    TEXTS,
    st.sampled_from(catalog.ROLES),
    st.sampled_from([("a.html",), ("b.py",), ("a.html", "b.py")]),
    st.sampled_from([(), ("python-format",)]),
    st.sampled_from([None, None, "menu"]),
    st.sampled_from([None, None, "%d votes", "Des voix"]),
    st.sampled_from([(), ("Translators: x",)]),
)
STEPS = st.tuples(
    st.lists(STRINGS, max_size=6), st.integers(0, 30), st.sampled_from(["say", "doubt", "note", "add", ""])
)
OTHER = po.Entry(None, "Autre outil", "Other tool", references=("theme.c",))


def edited(file: po.PoFile, place: int, what: str, number: int) -> tuple[po.PoFile, str, str]:
    """The catalog after a person did something in one entry; what was said, and what it replaced."""
    live = [entry for entry in file.entries if not entry.obsolete]
    if what == "add" and OTHER.source not in {entry.source for entry in file.entries}:
        return replace(file, entries=(OTHER, *file.entries)), OTHER.target, ""
    if not live:
        return file, "", ""
    entry, words = live[place % len(live)], f"Said {number}"
    before = ""
    if what == "say":
        before = entry.forms[0] if entry.plural is not None else entry.target
        forms = (words, *entry.forms[1:]) if entry.plural is not None else ()
        changed = replace(entry, target="" if forms else words, forms=forms, fuzzy=False)
    elif what == "doubt":
        changed, words = replace(entry, fuzzy=bool(entry.target or any(entry.forms))), ""
    elif what == "note":
        changed, words = replace(entry, comments=(*entry.comments, f"Note {number}")), ""
    else:
        return file, "", ""
    return replace(file, entries=tuple(changed if one is entry else one for one in file.entries)), words, before


def said(file: po.PoFile) -> list[str]:
    return [text for entry in file.entries for text in (entry.target, *entry.forms) if text]


def merged(file: po.PoFile | None, strings: Sequence[SiteString]) -> po.PoFile:
    offers: dict[tuple[str | None, str], tuple[Target, ...]] = {
        (None, text): (Target(f"[{text}]", State.TRANSLATED, Origin.MT, engine="echo-1/fr-en/0"),) for text in WORDS
    }
    return catalog.update(
        file, strings, target=Tag("en"), source=Tag("fr"), machine=offers, pages=(), code=("a.html", "b.py")
    )


@given(st.lists(STEPS, min_size=100, max_size=100))
@settings(derandomize=True, deadline=None, max_examples=12)
def test_nothing_is_lost_over_a_hundred_merges(steps: list[tuple[list[SiteString], int, str]]) -> None:
    file: po.PoFile | None = None
    text: str | None = None
    kept: list[str] = []
    for number, (strings, place, what) in enumerate(steps):
        file = merged(file, strings)
        assert merged(file, strings) == file
        live = [(entry.context, entry.source) for entry in file.entries if not entry.obsolete]
        assert {string.key for string in catalog.merge(strings)} <= set(live)
        file, words, before = edited(file, place, what, number)
        if before in kept and before not in said(file):
            kept.remove(before)
        kept += [words] if words else []
        text = po.render(file, text)
        file = po.parse(text, "site.po")
        assert set(kept) <= set(said(file))


def test_a_form_for_many_that_is_new_keeps_what_was_said() -> None:
    plain, many = (
        SiteString("%d vote", Role.INTERFACE, ("a.py",)),
        SiteString("%d vote", Role.INTERFACE, ("a.py",), plural="%d votes"),
    )
    file = merged(None, [plain])
    file = replace(file, entries=(replace(file.entries[0], target="%d vote!", fuzzy=False),))
    (entry,) = merged(file, [many]).entries
    assert (entry.forms, entry.fuzzy, entry.previous) == (("%d vote!", ""), True, "%d vote")
    said_now = replace(entry, forms=("%d vote!", "%d votes!"), fuzzy=False)
    other = replace(many, plural="%d voices")
    (entry,) = merged(replace(file, entries=(said_now,)), [other]).entries
    assert (entry.forms, entry.plural, entry.fuzzy, entry.previous_plural) == (
        ("%d vote!", "%d votes!"),
        "%d voices",
        True,
        "%d votes",
    )
