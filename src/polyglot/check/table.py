"""The rules, in the order in which their issues are shown. docs/checks.md has them with examples."""

from __future__ import annotations

from collections.abc import Mapping

from polyglot.check import characters, codes, extent, marks, names, numbers, unlisted, wording
from polyglot.check.subject import Rule
from polyglot.model import Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

RULES: tuple[Rule, ...] = (
    Rule("names", "terminology", ERROR, "A name of the glossary has no counterpart.", names.lost),
    Rule("names-unsaid", "terminology", INFO, "A person says a name otherwise, or not at all.", names.unsaid),
    Rule("numbers", "numbers", ERROR, "A number has no counterpart, by its value.", numbers.lost),
    Rule("placeholders", "markup", ERROR, "A placeholder is lost, changed or added.", codes.placeholders),
    Rule("tags", "markup", ERROR, "A tag, a piece of code or a handle is lost or added.", codes.tags),
    Rule("variables", "markup", ERROR, "A `$name` is lost, or placeholders stand in another order.", codes.variables),
    Rule("markdown", "markup", WARNING, "Links, images or emphasis of Markdown differ.", codes.markdown),
    Rule("addresses", "markup", ERROR, "A URL or an e-mail is lost, changed or added.", codes.addresses),
    Rule("nesting", "markup", ERROR, "Tags do not open and close as in the source.", codes.nesting),
    Rule("forbidden", "terminology", ERROR, "The translation has a form that the glossary forbids.", names.forbidden),
    Rule("unknown-words", "unknown-word", WARNING, "The engine does not know a word.", names.unknown),
    Rule("unsettled", "terminology", WARNING, "The form of a name could not be settled.", names.unsettled),
    Rule("surnames", "inconsistent-entities", WARNING, "A surname became another.", names.surnames),
    Rule(
        "misspelt", "inconsistent-entities", WARNING, "A name that no glossary has is spelt wrongly.", unlisted.misspelt
    ),
    Rule(
        "replaced", "inconsistent-entities", WARNING, "A name that no glossary has became another.", unlisted.replaced
    ),
    Rule("spellings", "terminology", WARNING, "A name is spelt in the source's way.", unlisted.foreign),
    Rule("countries", "inconsistent-entities", WARNING, "A country became another.", names.countries),
    Rule("number-words", "numbers", WARNING, "A number in words became another.", numbers.spelled),
    Rule("percent", "numbers", WARNING, "Per cent became a plain number.", numbers.percent),
    Rule("units", "numbers", WARNING, "A number counts another unit, or lost its minus.", numbers.units),
    Rule("calendar", "numbers", WARNING, "A month or a day of the week became another.", numbers.calendar),
    Rule("exchanged", "numbers", WARNING, "Two years, or two sums, each in the other's place.", numbers.exchanged),
    Rule("copied", "untranslated", WARNING, "The translation is the source, or a part of it.", wording.copied),
    Rule("script", "characters", WARNING, "Letters of a script that is not the language's.", wording.foreign),
    Rule("alphabet", "characters", WARNING, "Letters that the language does not have.", wording.alphabet),
    Rule("omission", "omission", WARNING, "Much shorter than the source, or a sentence less.", extent.omission),
    Rule("clauses", "omission", INFO, "A clause may be missing.", extent.clauses),
    Rule("addition", "addition", WARNING, "Much longer than the source.", extent.addition),
    Rule("negation", "mistranslation", WARNING, "The source says no, and the translation does not.", extent.negation),
    Rule("doubled", "duplication", WARNING, "A word stands twice in a row.", wording.doubled),
    Rule("loops", "duplication", WARNING, "A phrase is said again and again.", wording.loops),
    Rule("quotes", "typographical", WARNING, "Quotation marks do not open and close as in the source.", marks.quotes),
    Rule("quote-marks", "locale-violation", WARNING, "« and » in a language that quotes otherwise.", marks.foreign),
    Rule("brackets", "typographical", WARNING, "Brackets do not open and close.", marks.brackets),
    Rule("punctuation", "typographical", WARNING, "A question or exclamation ends otherwise.", marks.ending),
    Rule("spaces", "whitespace", WARNING, "A space is missing, or one too many.", marks.spaces),
    Rule("french-spaces", "whitespace", INFO, "No space before `?`, `!`, `;`, or inside « », in French.", marks.french),
    Rule("invisible", "characters", WARNING, "Characters that nobody sees.", characters.invisible),
    Rule("garbled", "characters", WARNING, "What wrong decoding leaves.", characters.garbled),
)
BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}
