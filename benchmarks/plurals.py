"""Plural formulas for gettext, language by language: ours and Babel's against CLDR's rules for whole numbers.

Run: python benchmarks/plurals.py
"""

from __future__ import annotations

import re
from gettext import c2py

from polyglot import plurals
from polyglot.model import Tag

SAMPLES = (*range(1200), 10**5, 10**6, 2 * 10**6, 10**9)


def agrees(formula: str, said: list[str]) -> bool:
    """Whether a formula parts the samples as the categories do."""
    form = c2py(re.sub(r".*plural=", "", formula).rstrip(";"))
    pairs = {(form(number), category) for number, category in zip(SAMPLES, said, strict=True)}
    return len(pairs) == len({number for number, _ in pairs}) == len({category for _, category in pairs})


def main() -> None:
    """Print the table."""
    from babel import Locale, localedata
    from babel.messages.plurals import get_plural

    tags = [name for name in localedata.locale_identifiers() if "_" not in name]
    counts = [0, 0]
    for tag in tags:
        said = [Locale.parse(tag).plural_form(number) for number in SAMPLES]
        formula = plurals.formula(Tag(tag))
        right = agrees(formula, said), agrees(get_plural(tag).plural_forms, said)
        counts = [count + one for count, one in zip(counts, right, strict=True)]
        print(f"{tag:4} {'yes' if right[0] else 'NO':4} {'yes' if right[1] else 'no':4}", end=" ")
        print(" ".join(plurals.categories(Tag(tag))), formula, sep="\t")
    print(f"ours agree in {counts[0]} of {len(tags)}, Babel's in {counts[1]}")


if __name__ == "__main__":
    main()
