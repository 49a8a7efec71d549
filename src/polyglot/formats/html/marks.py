"""What elements say of their text by themselves: by kind, ARIA role, and the names that authors of themes give them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from polyglot.formats.html.places import Element
from polyglot.formats.html.rules import rules
from polyglot.model import Role


@dataclass(frozen=True, slots=True)
class Mark:
    """Why the text of an element is not the article's."""

    kind: str
    role: Role
    where: str
    doubtful: Literal["", "running", "prose"] = ""
    """What makes it the article's after all: that trafilatura takes it for that, or that it is long as well."""


def own_mark(element: Element) -> Mark | None:
    """What an element says by itself."""
    return _marked(element.name, element.aria, element.names)


@lru_cache(maxsize=4096)
def _marked(name: str, aria: str, names: str) -> Mark | None:
    known = rules()
    for kind in known.kinds if names else ():
        if found := kind.names.search(names):
            where = f"in <{name}> named {found[0].strip('- ')}"
            return Mark(kind.name, kind.role, where, "prose" if kind.doubtful else "")
    if name in known.elements:
        return Mark(known.elements[name], Role.FURNITURE, f"in <{name}>")
    if aria in known.aria:
        return Mark(aria, Role.FURNITURE, f"in <{name} role={aria}>", "running" if aria == "complementary" else "")
    if name in known.doubtful:
        return Mark(known.doubtful[name], Role.FURNITURE, f"in <{name}>", "running")
    return None
