"""BCP 47 tags inside, CLDR and POSIX names at the edge; facts about languages come from CLDR through Babel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from polyglot.errors import UnknownLanguageError
from polyglot.model import Tag

if TYPE_CHECKING:
    from babel import Locale

SHAPE = re.compile(
    r"(?P<language>[a-z]{2,3})(?:[-_](?P<script>[a-z]{4}))?(?:[-_](?P<region>[a-z]{2}|\d{3}))?"
    r"(?:[-_](?P<variant>[a-z0-9]{5,8}|\d[a-z0-9]{3}))?(?:[-_](?P<private>x(?:[-_][a-z0-9]{1,8})+))?",
    re.IGNORECASE,
)
"""The part of BCP 47 (RFC 5646, 2.1) that names languages people write in; `x-...` is a private part."""
OCCITAN = "aranes auvern cisaup creiss gascon grclass grital grmistr lemosin lengadoc nicard provenc vivaraup"
REGISTERED = {"oc": frozenset(OCCITAN.upper().split())}
"""Variants in the registry of BCP 47 that CLDR has no name for, by language."""

MIXED = {
    "Jpan": ("Hani", "Hira", "Kana"),
    "Kore": ("Hang", "Hani"),
    "Hans": ("Hani",),
    "Hant": ("Hani",),
}
"""Codes of ISO 15924 that stand for several scripts of Unicode, or for a kind of one."""

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
ISO_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)")
PICTURE = re.compile("[#0,.]+")
"""The digits of a number pattern of CLDR."""
DATE = re.compile(r"[dMy]+([./-])[dMy]+\1[dMy]+")
"""A date pattern of CLDR in digits with one separator."""


@cache
def parse(text: str) -> Tag:
    """The canonical tag for what a person wrote (`FR`, `pt_br`); raises `UnknownLanguageError`.

    >>> parse("pt_br")
    'pt-BR'
    """
    found = SHAPE.fullmatch(text.strip())
    if found is None:
        raise UnknownLanguageError(f"{text!r} is not a language tag", hint="write fr, pt-BR or zh-Hant (BCP 47)")
    language = found["language"].lower()
    script, region, variant, private = (found[name] or "" for name in ("script", "region", "variant", "private"))
    _require_known(text, language, script.title(), region.upper(), variant.upper())
    private = private.lower().replace("_", "-")
    return Tag("-".join(filter(None, (language, script.title(), region.upper(), variant.lower(), private))))


def _require_known(text: str, language: str, script: str, region: str, variant: str) -> None:
    """Raise unless CLDR has data for the language and a name for every other subtag."""
    from babel import Locale, localedata

    if not localedata.exists(language):
        raise UnknownLanguageError(
            f"{text!r} is not a language that CLDR knows", hint=f"did you mean {_near(language)}?"
        )
    if not (script or region or variant):
        return  # its names take long to load
    english = Locale("en")
    variants = REGISTERED.get(language, frozenset()) | set(english.variants)
    for subtag, known in ((script, english.scripts), (region, english.territories), (variant, variants)):
        if subtag and subtag not in known:
            raise UnknownLanguageError(
                f"{text!r} names no known script, region or variant: {subtag!r}",
                hint=f"write {language!r}; a house style is no language",
            )


def _near(language: str) -> str:
    """Tags that look like a wrong one, for a hint."""
    from difflib import get_close_matches

    from babel import Locale

    names = {str(name).lower(): code for code, name in Locale("en").languages.items() if len(code) <= 3}
    close = [names[name] for name in get_close_matches(language, names, n=2)]
    close += get_close_matches(language, [code for code in names.values() if code != language], n=2, cutoff=0.5)
    return " or ".join(dict.fromkeys(close)) or "fr, en or es"


def base(tag: Tag) -> Tag:
    """The language alone: `pt` of `pt-BR`."""
    return Tag(tag.partition("-")[0])


def akin(one: str, other: str) -> bool:
    """Whether two tags, however they are written, name one language.

    >>> akin("PT_br ", "pt"), akin("pt", "es")
    (True, False)
    """
    first, second = (tag.strip().replace("_", "-").partition("-")[0].lower() for tag in (one, other))
    return first == second


def posix(tag: Tag) -> str:
    """The folder name that gettext expects: `pt_BR` for `pt-BR`."""
    return tag.replace("-", "_")


def with_territory(tag: Tag) -> str:
    """A language as Open Graph wants it, with its territory, the likeliest where it names none (CLDR).

    >>> with_territory(Tag("en")), with_territory(Tag("pt-BR")), with_territory(Tag("sr-Latn"))
    ('en_US', 'pt_BR', 'sr_RS')
    """
    from babel.core import get_global

    named = [part for part in tag.split("-")[1:] if len(part) == 2 and part.isupper()]
    likely = get_global("likely_subtags")
    full = str(likely.get(posix(tag)) or likely.get(base(tag)) or "")
    territory = named[0] if named else full.rpartition("_")[2]
    return f"{base(tag)}_{territory}" if territory else base(tag)


def name(tag: Tag, display: Tag) -> str:
    """What a language is called in another: `French` for `fr` in `en`; the tag where CLDR has no name."""
    return _cldr(tag).get_display_name(_cldr(display)) or tag


def plural(tag: Tag, number: str) -> str:
    """Which form of a noun a number takes in a language (CLDR): `one`, `few`, `other` ...; a decimal sign is a point.

    >>> plural(Tag("en"), "1"), plural(Tag("fr"), "0"), plural(Tag("uk"), "3")
    ('one', 'one', 'few')
    """
    return str(_cldr(tag).plural_form(Decimal(number)))


def plural_rules(tag: Tag) -> Mapping[str, str]:
    """CLDR's rules for the forms of a noun, by form, as Babel spells them; `other` is where none holds.

    >>> plural_rules(Tag("en"))
    {'one': 'i in 1 and v in 0'}
    """
    return dict(_cldr(tag).plural_form.rules)


def right_to_left(tag: Tag) -> bool:
    """Whether the language is written from right to left."""
    return _cldr(tag).character_order == "right-to-left"


@cache
def calendar(tag: Tag) -> Mapping[str, tuple[str, ...]]:
    """The names of months and days, whole and short, as they stand alone (CLDR); nothing of an unknown language.

    >>> calendar(Tag("fr"))["month 1"], calendar(Tag("uk"))["day 0"]
    (('janvier',), ('понеділок',))
    """
    from babel import localedata

    if not localedata.exists(base(tag)):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    known = _cldr(tag)
    for width, suffix in (("wide", ""), ("abbreviated", " short")):
        for what, names in (("month", known.months), ("day", known.days)):
            rows = names["stand-alone"][width]
            found |= {f"{what} {number}{suffix}": (str(name),) for number, name in rows.items()}
    return found


@cache
def scripts(tag: Tag) -> tuple[str, ...]:
    """The scripts (ISO 15924) that a language is written in, as CLDR finds most likely.

    >>> scripts(Tag("uk")), scripts(Tag("ja")), scripts(Tag("zh-TW"))
    (('Cyrl',), ('Hani', 'Hira', 'Kana'), ('Hani',))
    """
    from babel.core import get_global

    likely = get_global("likely_subtags")
    named = [part for part in tag.split("-") if len(part) == 4 and part.isalpha()]
    full = named or str(likely.get(posix(tag)) or likely.get(base(tag)) or "").split("_")[1:2]
    return MIXED.get(full[0], (full[0],)) if full else ("Latn",)


@cache
def lineage(tag: Tag) -> tuple[Tag, ...]:
    """The tags that a tag takes its facts from, the language first, itself last, as CLDR has them inherit.

    >>> lineage(Tag("es-MX")), lineage(Tag("en-GB"))
    (('es', 'es-419', 'es-MX'), ('en', 'en-001', 'en-GB'))
    """
    from babel.core import get_global

    parents = get_global("parent_exceptions")
    found, name = [], posix(Tag(tag.partition("-x-")[0]))
    while name and name != "root":
        found.append(Tag(name.replace("_", "-")))
        name = str(parents.get(name) or name.rpartition("_")[0])
    return tuple(reversed(found))


@cache
def signs(tag: Tag) -> Mapping[str, str]:
    """What CLDR says of numbers, money and dates in digits; nothing of a language that it does not know.

    `percent` is the space in front of the sign; `currency` is written with 1 for the number; a date's separator is one
    and the same, or there is none.
    """
    from babel import localedata

    if not localedata.exists(base(tag)):
        return {}
    known = _cldr(tag)
    symbols = known.number_symbols.get("latn", known.number_symbols)
    percent, currency = known.percent_formats[None].pattern, known.currency_formats["standard"].pattern
    date = DATE.fullmatch(_plain(known.date_formats["short"].pattern))
    return {
        "decimal": symbols["decimal"],
        "group": symbols["group"],
        "percent": "".join(char for char in percent if char.isspace()),
        "currency": PICTURE.sub("1", _plain(currency).partition(";")[0]),
        "date": re.sub(r"(\w)\1+", r"\1", date[0]).lower() if date else "",
    }


def _plain(pattern: str) -> str:
    """A pattern of CLDR without the marks of direction that some have for text from right to left."""
    return re.sub("[\u061c\u200e\u200f]", "", pattern)


def _cldr(tag: Tag) -> Locale:
    """What CLDR has on a language; on the language at large where it has nothing on it in a region (`fr-US`)."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(posix(Tag(tag.partition("-x-")[0])))
    except UnknownLocaleError:
        return _cldr(Tag(tag.rpartition("-")[0]))


def suffix(path: PurePath) -> Tag | None:
    """The language that a file's name says it is in: `fr` for `page.fr.txt`; None where it says none."""
    if len(path.suffixes) < 2:
        return None
    try:
        return parse(path.suffixes[-2].removeprefix("."))
    except UnknownLanguageError:
        return None


@cache
def countries(tag: Tag) -> Mapping[str, str]:
    """The names of countries and their outlying parts in a language, by their codes (CLDR)."""
    return {code: name for code, name in _cldr(tag).territories.items() if code.isalpha()}


@cache
def territories(tag: Tag) -> frozenset[str]:
    """What countries and their outlying parts are called in a language (CLDR).

    >>> "Allemagne" in territories(Tag("fr")), "Europe" in territories(Tag("fr"))
    (True, False)
    """
    return frozenset(countries(tag).values())


def day(text: str, tag: Tag) -> str:
    """The first day in a text that has its month as a word, or stands as ISO 8601 has it; empty where there is none.

    >>> day("Publié le 1er mars 2026 à 12 h", Tag("fr")), day("March 17, 2026", Tag("en"))
    ('2026-03-01', '2026-03-17')
    """
    if not YEAR.search(text):
        return ""
    if found := ISO_DAY.search(text):
        return found[0]
    named = months(tag)
    names = "|".join(map(re.escape, sorted(named, key=len, reverse=True)))
    number, year = r"(?<!\d)(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)", r"(?P<year>(?:19|20)\d\d)(?!\d)"
    month = rf"(?<!\w)(?P<month>{names})\.?(?!\w)"
    for order in (
        rf"{number}(?:\w{{0,3}}|\.)\s+(?:d[eo'’]\s*)?{month}\s+(?:de\s+)?{year}",
        rf"{month}\s+{number}\w{{0,2}},?\s+{year}",
    ):
        if found := re.search(order, text, re.IGNORECASE):
            return f"{found['year']}-{named[found['month'].casefold()]:02}-{int(found['day']):02}"
    return ""


@cache
def months(tag: Tag) -> Mapping[str, int]:
    """The names of months, as they stand beside a day and alone, whole and short, in small letters."""
    ways = [(context, width) for context in ("format", "stand-alone") for width in ("wide", "abbreviated")]
    every = [_cldr(tag).months[context][width] for context, width in ways]
    return {str(name).casefold().rstrip("."): number for months in every for number, name in months.items()}
