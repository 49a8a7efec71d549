"""A TBX document in another edition. What the other edition has no category for becomes a note: nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from polyglot.termbase.shape import (
    CATEGORIES,
    CORE,
    FORMER,
    LEVELS,
    META,
    MODULES,
    TERM,
    Shape,
    category,
    level_of,
    made,
    plain,
    shape_of,
)
from polyglot.termbase.writing import document
from polyglot.xmlfile import XML, Element, local, namespace, text_in

GROUPS = ("descripGrp", "adminGrp", "termNoteGrp", "transacGrp")
RENAMED = {
    2: {"tbxHeader": "martifHeader", "refObjectSec": "refObjectList"},
    3: {"martifHeader": "tbxHeader", "refObjectList": "refObjectSec", "ntig": "termSec"},
}
DATE = re.compile(r"\d{4}-\d\d-\d\d")
WEB = re.compile(r"https?://.+")
TARGETED = ("responsibility", "crossReference")
"""The categories that must have a `target` where they are tags."""


def converted(root: Element, shape: Shape) -> Element:
    """The document in another edition."""
    made_root = document(shape)
    language = root.get(f"{XML}lang")
    if language:
        made_root.set(f"{XML}lang", language.replace("_", "-"))
    for part in ("Header", "body", "back"):
        former = next((one for one in root.iter() if local(one).endswith(part)), None)
        if former is None:
            continue
        present = next((one for one in made_root.iter() if local(one).endswith(part)), None)
        fresh = _copy(former, made_root, shape, "")
        if present is None:
            text = next(one for one in made_root.iter() if local(one) == "text")
            text.append(fresh)
        else:
            present.getparent().replace(present, fresh)
    return made_root


def alike(root: Element, shape: Shape) -> Element:
    """A document in an edition; itself where it is in that."""
    return root if shape_of(root) == shape else converted(root, shape)


def _copy(element: Element, parent: Element, shape: Shape, level: str) -> Element:
    """An element and what is in it, in the names of the other edition."""
    name, level = local(element), level_of(element) or level
    known = level_of(element)
    called = RENAMED[shape.version].get(name, name) if not known or name == "ntig" else shape.name(known)
    copy = _bare(element, plain(parent, called))
    for child in element:
        for made_child in _children(child, copy, shape, level):
            copy.append(made_child)
    if known == TERM:
        _sort(copy, shape)
    return copy


def _bare(element: Element, copy: Element) -> Element:
    """A copy with the attributes and the text of an element, without its children."""
    for key, value in element.attrib.items():
        if key == f"{XML}lang":
            copy.set(key, value.replace("_", "-"))
        elif key not in {"type", "style"} or category(element) == "" or namespace(copy) not in MODULES.values():
            copy.set(key, value)
    copy.text, copy.tail = element.text, element.tail
    return copy


def _children(child: Element, parent: Element, shape: Shape, level: str) -> Iterator[Element]:
    """What a child becomes: itself, what it held, or a note."""
    name = local(child)
    if not name:
        yield _remark(child)
    elif (name == "termGrp" and shape.version == 3) or (name == "termNoteGrp" and shape.style == "dct"):
        for inner in child:
            yield from _children(inner, parent, shape, level)
    elif level and name in {*GROUPS, "termCompList", "termCompGrp"}:
        yield _group(child, parent, shape, level)
    elif level and (name in META or namespace(child) not in {"", CORE, FORMER}):
        yield _stated(child, parent, shape, level)
    elif name == "date" and DATE.fullmatch(text_in(child).strip()) is None:
        found = DATE.match(text_in(child).strip())
        yield _said(child, parent, found[0]) if found else _note(child, parent, f"date: {text_in(child).strip()}")
    else:
        yield _copy(child, parent, shape, level)


def _remark(child: Element) -> Element:
    from copy import copy

    return copy(child)


def _said(child: Element, parent: Element, text: str) -> Element:
    copy = _bare(child, plain(parent, local(child)))
    copy.text = text
    return copy


def _stated(child: Element, parent: Element, shape: Shape, level: str) -> Element:
    """A category in the other edition's way, or a note where it has none."""
    name = category(child)
    if not _allowed(child, shape, level):
        return _note(child, parent, f"{name or local(child)}: {_line(child)}")
    copy = made(shape, parent, name)
    for key, value in child.attrib.items():
        if key not in {"type", "metaType"} and (shape.style == "dca" or key in {"id", "target"}):
            copy.set(key, value)
    copy.tail = child.tail
    if shape.style == "dct" or namespace(child) in MODULES.values():
        copy.text = text_in(child)
        return copy
    copy.text = child.text
    for inner in child:
        for made_child in _children(inner, copy, shape, ""):
            copy.append(made_child)
    return copy


def _allowed(child: Element, shape: Shape, level: str) -> bool:
    """Whether a category may stand at a level of the other edition, and says what that asks for."""
    name = category(child)
    known = CATEGORIES.get(name)
    if known is None or not shape.has(name) or level not in known.levels:
        return False
    target = child.get("target", "")
    if known.meta == "xref":
        return WEB.fullmatch(target) is not None
    return bool(target) or shape.style == "dca" or name not in TARGETED


def _group(child: Element, parent: Element, shape: Shape, level: str) -> Element:
    """A group with what the other edition has of it; a note for all of it where that is not its first member."""
    head = next((one for one in child if local(one)), None)
    if head is None or local(child) not in GROUPS or not _allowed(head, shape, level):
        parts = [f"{category(one) or local(one)}: {_line(one)}" for one in child if local(one)]
        return _note(child, parent, "; ".join(parts))
    copy = _bare(child, plain(parent, local(child)))
    for inner in child:
        for made_child in _children(inner, copy, shape, level):
            copy.append(made_child)
    return copy


def _note(child: Element, parent: Element, text: str) -> Element:
    note = plain(parent, "note")
    note.text, note.tail = text, child.tail
    return note


def _line(element: Element) -> str:
    target = element.get("target", "")
    text = " ".join(text_in(element).split())
    return f"{text} ({target})" if target else text


def _sort(section: Element, shape: Shape) -> None:
    """Put what is told of a term itself right behind it, where every edition wants it."""

    def rank(child: Element) -> int:
        known = CATEGORIES.get(category(child))
        of_term = local(child) in {"termNote", "termNoteGrp"} or (known is not None and known.meta == "termNote")
        return 0 if local(child) == "term" else 1 if of_term else 2

    children = sorted(section, key=rank) if shape.version == 3 or LEVELS.get(local(section)) == TERM else list(section)
    tails = [child.tail for child in section]
    section[:] = children
    for child, tail in zip(section, tails, strict=True):
        child.tail = tail
