"""Which plural forms a language has, and gettext's formula for them: from CLDR's rules (UTS #35, part 3), not Babel's.

gettext counts whole things, so of the operands of CLDR (n, i, v, w, f, t, c, e) only the number itself is left; a
category that no whole number takes, such as the Russian `other`, is no form.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from polyglot import locales
from polyglot.model import Tag

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""All that CLDR has, in its order, which is that of the forms in a catalog."""
COUNTS = (*range(1, 201), 0, *range(201, 1200), 10**5, 10**6, 2 * 10**6, 10**9)
"""Every whole number has the category of one of these: no rule looks further than the last two digits and a million."""

_RELATION = re.compile(r"(?P<operand>[nivwftce])(?: mod (?P<mod>\d+))?(?P<no> not)? in (?P<ranges>[\d.,]+)")


@cache
def categories(tag: Tag) -> tuple[str, ...]:
    """The categories that whole numbers take in a language, in the order of a catalog's forms.

    >>> categories(Tag("ru")), categories(Tag("fr"))
    (('one', 'few', 'many'), ('one', 'many', 'other'))
    """
    taken = {locales.plural(tag, str(number)) for number in COUNTS}
    return tuple(category for category in CATEGORIES if category in taken)


def example(tag: Tag, category: str) -> int:
    """A number that takes a category in a language.

    >>> example(Tag("uk"), "few"), example(Tag("fr"), "other")
    (2, 2)
    """
    return next((number for number in COUNTS if locales.plural(tag, str(number)) == category), 0)


@cache
def formula(tag: Tag) -> str:
    """The `Plural-Forms` of a language.

    >>> formula(Tag("de"))
    'nplurals=2; plural=(n != 1);'
    >>> formula(Tag("ja"))
    'nplurals=1; plural=0;'
    """
    taken = categories(tag)
    rules = locales.plural_rules(tag)
    if taken == ("one", "other") and _condition(rules["one"]) == "n == 1":
        return "nplurals=2; plural=(n != 1);"
    chain = "".join(f"({_condition(rules[name])}) ? {at} : " for at, name in enumerate(taken[:-1]))
    last = len(taken) - 1
    return f"nplurals={last + 1}; plural=({chain}{last});" if chain else "nplurals=1; plural=0;"


def chooser(formula: str) -> Callable[[int], int]:
    """Which form a `Plural-Forms` gives to a number; always the first where it has no expression."""
    from gettext import c2py

    found = re.search(r"plural\s*=([^;]*)", formula)
    choose: Callable[[int], int] = c2py(found[1] if found else "0")
    return choose


def count(formula: str) -> int | None:
    """How many forms a `Plural-Forms` says there are; None where it says nothing."""
    found = re.match(r"\s*nplurals\s*=\s*(\d+)", formula)
    return int(found[1]) if found else None


def _condition(rule: str) -> str:
    """A rule of CLDR in C, for whole numbers."""
    ways = [_all(way) for way in rule.split(" or ")]
    if "1" in ways:
        return "1"
    kept = list(dict.fromkeys(way for way in ways if way != "0"))
    return " || ".join(f"({way})" if "&&" in way and len(kept) > 1 else way for way in kept) or "0"


def _all(way: str) -> str:
    """Relations that must all hold."""
    relations = [_relation(part) for part in way.split(" and ")]
    if "0" in relations:
        return "0"
    kept = list(dict.fromkeys(relation for relation in relations if relation != "1"))
    return " && ".join(f"({part})" if "||" in part and len(kept) > 1 else part for part in kept) or "1"


def _relation(part: str) -> str:
    """One relation; one on decimals or exponents, which whole numbers do not have, is known to hold or not."""
    found = _RELATION.fullmatch(part.strip())
    if found is None:
        raise ValueError(part)
    ranges = [tuple(map(int, one.split(".."))) for one in found["ranges"].split(",")]
    if found["operand"] not in "ni":
        inside = any(one[0] == 0 for one in ranges)
        return "1" if inside != bool(found["no"]) else "0"
    number = f"n % {found['mod']}" if found["mod"] else "n"
    if found["no"]:
        return " && ".join(_outside(number, one[0], one[-1]) for one in ranges)
    return " || ".join(_inside(number, one[0], one[-1], several=len(ranges) > 1) for one in ranges)


def _inside(number: str, first: int, last: int, *, several: bool) -> str:
    if first == last:
        return f"{number} == {first}"
    if first == 0:
        return f"{number} <= {last}"
    text = f"{number} >= {first} && {number} <= {last}"
    return f"({text})" if several else text


def _outside(number: str, first: int, last: int) -> str:
    if first == last:
        return f"{number} != {first}"
    return f"{number} > {last}" if first == 0 else f"({number} < {first} || {number} > {last})"
