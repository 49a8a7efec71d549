"""What of a saved page belongs to the site: nothing of an article is ever lost, and a floor of what is found."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

from polyglot import furniture
from polyglot.config import Furniture, FurnitureRules
from polyglot.errors import ConfigError
from polyglot.formats.plain import PlainFormat
from polyglot.furniture import folding, shapes
from polyglot.model import Document, Role, Tag, Unit
from road import page

HERE = Path(__file__).parent
PAGES = HERE / "pages"
NAMES = tuple(str(number) for number in range(1, 17))
TEXTS = ("letter", "poem", "readme")
FRENCH = Tag("fr")
NO_RULES = FurnitureRules()
MODES: tuple[Furniture, ...] = ("auto", "keep", "drop")

NOT_FOUND: dict[str, list[str]] = {}
"""The site's lines that are not found yet, by page; a better rule shortens this list, and nothing may lengthen it."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a person says of a page: which lines are the article's, which the site's."""

    title: str
    byline: str | None
    headings: list[str]
    article: list[str]
    furniture: list[str]


class Shown(NamedTuple):
    """A unit with the line it stands on."""

    unit: Unit
    line: str


def expected(name: str) -> Expected:
    """What stands beside a page."""
    return Expected(**json.loads((PAGES / f"{name}.expected.json").read_text("utf-8")))


def classified(text: str, mode: Furniture = "auto", rules: FurnitureRules = NO_RULES) -> Document:
    """A French text with the roles of its units."""
    return furniture.classify(PlainFormat().read(text.encode()), FRENCH, mode, rules)


def saved(name: str, mode: Furniture = "auto", rules: FurnitureRules = NO_RULES) -> Document:
    """A text of `pages` with the roles of its units."""
    return classified((PAGES / f"{name}.fr.txt").read_text("utf-8"), mode, rules)


def shown(document: Document) -> list[Shown]:
    """Every unit with its line, from where the line begins to where the unit ends; bullets count, spaces do not."""
    text = document.text
    starts = ((unit, max(text.rfind(end, 0, unit.span.start) for end in "\r\n") + 1) for unit in document.units)
    return [Shown(unit, even(text[start : unit.span.end])) for unit, start in starts]


def even(text: str) -> str:
    """A text with one plain space wherever it has any."""
    return " ".join(text.split())


def aside(document: Document) -> list[str]:
    """The lines that are set aside."""
    return [line for unit, line in shown(document) if unit.role.aside]


def with_role(document: Document, role: Role) -> list[str]:
    """The texts of the units of a role."""
    return [even(unit.text) for unit in document.units if unit.role is role]


# --- saved pages ---


@pytest.mark.parametrize("name", NAMES)
def test_the_title(name: str) -> None:
    assert with_role(saved(name), Role.TITLE) == [even(expected(name).title)]


@pytest.mark.parametrize("name", NAMES)
def test_the_byline(name: str) -> None:
    wanted = expected(name).byline
    assert with_role(saved(name), Role.BYLINE) == ([] if wanted is None else [even(wanted)])


@pytest.mark.parametrize("name", NAMES)
def test_the_headings(name: str) -> None:
    assert not Counter(map(even, expected(name).headings)) - Counter(with_role(saved(name), Role.HEADING))


@pytest.mark.parametrize("mode", ["auto", "drop"])
@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_an_article_is_set_aside(name: str, mode: Furniture) -> None:
    wanted = expected(name)
    own = Counter(map(even, wanted.furniture))
    assert not Counter(aside(saved(name, mode))) - own
    kept = Counter(line for unit, line in shown(saved(name, mode)) if not unit.role.aside)
    assert not Counter(line for line in map(even, wanted.article) if re.search(r"[^\W\d_]", line)) - kept


@pytest.mark.parametrize("name", NAMES)
def test_the_lines_of_the_site_that_are_found(name: str) -> None:
    own = Counter(line for line in map(even, expected(name).furniture) if re.search(r"[^\W\d_]", line))
    missing = own - Counter(aside(saved(name)))
    assert sorted(missing.elements()) == sorted(NOT_FOUND.get(name, []))


def test_the_floor() -> None:
    lines = [line for name in NAMES for line in expected(name).furniture if re.search(r"[^\W\d_]", line)]
    missing = sum(map(len, NOT_FOUND.values()))
    assert (len(lines), missing) == (568, 0)


SHAKEN: dict[str, tuple[Callable[[str], str], int]] = {
    "no blank lines": (lambda text: re.sub(r"\n\s*\n", "\n", text), 15),
    "every line apart": (lambda text: re.sub(r"\n+", "\n\n", text), 23),
    "line ends of Windows": (lambda text: text.replace("\n", "\r\n"), 4),
    "line ends of old Macintoshes": (lambda text: text.replace("\n", "\r"), 4),
    "straight apostrophes": (lambda text: text.replace("’", "'"), 4),
    "curly apostrophes": (lambda text: text.replace("'", "’"), 4),
    "hard spaces": (lambda text: re.sub(r" ([:;!?»])", "\u00a0\\1", text).replace("« ", "«\u00a0"), 4),
    "indented": (lambda text: re.sub(r"^(?=.)", "  ", text, flags=re.MULTILINE), 4),
}
"""How else a page may have been saved, and how many lines of the site are then not found on all pages together."""


@pytest.mark.parametrize("way", SHAKEN)
def test_the_floor_holds_however_a_page_was_saved(way: str) -> None:
    shake, allowed = SHAKEN[way]
    missing = 0
    for name in NAMES:
        wanted = expected(name)
        found = classified(shake((PAGES / f"{name}.fr.txt").read_text("utf-8")))
        own = Counter(even(shake(line)) for line in wanted.furniture if re.search(r"[^\W\d_]", line))
        gone = Counter(aside(found))
        assert not gone - own, (name, gone - own)
        assert with_role(found, Role.TITLE) == [even(shake(wanted.title))]
        assert with_role(found, Role.BYLINE) == ([even(shake(wanted.byline))] if wanted.byline else [])
        missing += sum((own - gone).values())
    assert missing <= allowed


@pytest.mark.parametrize("name", NAMES)
def test_what_is_set_aside_says_why(name: str) -> None:
    kinds = shapes.rules(FRENCH).kinds
    for unit in saved(name).units:
        if unit.role.aside:
            kind, _, why = unit.reason.partition(": ")
            assert kind in kinds, unit
            assert why, unit
            assert unit.translate == bool(unit.strings)


@pytest.mark.parametrize("name", NAMES)
def test_no_site_string_is_a_title_or_without_words(name: str) -> None:
    strings = [text for unit in saved(name).units for text in unit.strings]
    title = even(expected(name).title)
    assert strings
    assert all(title not in even(text) and re.search(r"[^\W\d_]{2}", text) for text in strings)


@pytest.mark.parametrize("name", NAMES)
def test_copyright_and_cookies_are_legal(name: str) -> None:
    shape = re.compile(
        r".*(?:(?:©|Copyright).*\d{4}|\d{4}.*©|droits réservés|utilis\w+ .*cookies|acceptez .*cookies|© \S+\.example).*"
    )
    found = {line: unit.role for unit, line in shown(saved(name)) if unit.role.aside and shape.fullmatch(line)}
    assert found
    assert set(found.values()) == {Role.LEGAL}


# --- texts that nobody saved from a site ---


@pytest.mark.parametrize("name", TEXTS)
def test_a_letter_a_poem_and_a_readme_keep_every_line(name: str) -> None:
    assert aside(saved(name)) == []


@pytest.mark.parametrize("name", NAMES + TEXTS)
def test_keep_sets_nothing_aside(name: str) -> None:
    document = saved(name, "keep", FurnitureRules(drop=(".*",)))
    assert aside(document) == []
    assert [unit.text for unit in document.units] == [unit.text for unit in saved(name).units]


def test_drop_needs_no_saved_page() -> None:
    text = "La bibliothèque ouvre lundi.\n\nPartager sur Facebook\n\nElle sera gratuite pour les enfants.\n"
    assert aside(classified(text)) == []
    assert aside(classified(text, "drop")) == ["Partager sur Facebook"]


@pytest.mark.parametrize(("extra", "found"), [("", 0), ("A+A-\n", 3)], ids=["two kinds", "three kinds"])
def test_three_kinds_make_a_saved_page(extra: str, found: int) -> None:
    body = (
        "Le conseil municipal a voté lundi soir la construction d’une bibliothèque au centre de la ville de Valmorin."
    )
    text = f"Le titre de la page\n{extra}\n{body}\n\nPartager sur Facebook\n\nLaissez un commentaire\n"
    assert len(aside(classified(text))) == found


# --- the project's own word ---


def test_drop_patterns_set_aside_what_no_rule_knows() -> None:
    line = "La rédaction de Valmorin vous salue bien."
    text = page("La bibliothèque sera agrandie", f"{PARAGRAPH}\n\n{line}\n\n{PARAGRAPH}")
    assert line not in aside(classified(text))
    found = classified(text, rules=FurnitureRules(drop=("La rédaction .* bien.",)))
    (unit,) = [unit for unit in found.units if unit.text == line]
    assert (unit.role, unit.strings) == (Role.FURNITURE, (line,))
    assert "La rédaction .* bien." in unit.reason


def test_drop_patterns_hold_in_texts_that_are_no_pages() -> None:
    assert aside(saved("letter", rules=FurnitureRules(drop=("Gérant",)))) == ["Gérant"]


def test_patterns_match_whole_lines() -> None:
    assert aside(saved("letter", rules=FurnitureRules(drop=("Gér", "rant")))) == []


def test_keep_patterns_overrule_every_rule() -> None:
    text = page("La bibliothèque sera agrandie")
    rules = FurnitureRules(keep=("Partager sur .*", "© .*"))
    lost = set(aside(classified(text))) - set(aside(classified(text, rules=rules)))
    assert lost == {"Partager sur Facebook", "Partager sur X", "© 2026 Le Journal. Tous droits réservés."}


@pytest.mark.parametrize(
    "line", ["Prix : 3 € (+ port)", "Vous cherchez (encore) ?", "L’essentiel [1", "l'essentiel [1"]
)
def test_a_line_as_it_stands_need_be_no_regular_expression(line: str) -> None:
    text = page("La bibliothèque sera agrandie", f"{PARAGRAPH}\n\n{line.replace(chr(39), '’')}\n\n{PARAGRAPH}")
    assert even(line.replace("'", "’")) in map(even, aside(classified(text, rules=FurnitureRules(drop=(line,)))))


def test_an_expression_that_finds_no_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "PATIENCE", 0.05)
    with pytest.raises(ConfigError, match="finds no end"):
        classified("a" * 60 + "\n", rules=FurnitureRules(drop=("(a|aa)+!",)))


def test_an_expression_may_have_straight_apostrophes() -> None:
    text = page("La bibliothèque sera agrandie", f"{PARAGRAPH}\n\nOuvert jusqu’au 3 mai\n\n{PARAGRAPH}")
    assert "Ouvert jusqu’au 3 mai" in aside(classified(text, rules=FurnitureRules(drop=("Ouvert jusqu'au .*",))))


def test_a_kept_line_says_so_and_keeps_what_is_around_it() -> None:
    kept = "Nos lecteurs ont la parole"
    text = page("La bibliothèque sera agrandie", f"{PARAGRAPH}\n\nLire aussi\n\n{kept}\n\nIls la prennent.")
    units = classified(text, rules=FurnitureRules(keep=(kept,))).units
    (unit,) = [unit for unit in units if unit.text == kept]
    assert (unit.role.aside, unit.reason) == (False, f"project: [furniture] keep matches: {kept}")
    assert not any(unit.role.aside for unit in units if unit.text == "Ils la prennent.")


def test_keep_wins_over_drop() -> None:
    rules = FurnitureRules(drop=("Gérant",), keep=("Gérant",))
    assert aside(saved("letter", rules=rules)) == []


# --- site strings ---


def strings(text: str) -> dict[str, tuple[str, ...]]:
    """The site strings of each line of the site's."""
    return {unit.text: unit.strings for unit in classified(text).units if unit.role.aside}


@pytest.mark.parametrize(
    ("line", "crumbs"),
    [
        ("Accueil Actualité {}", ("Accueil", "Actualité")),
        ("Accueil > Actualité > {}", ("Accueil", "Actualité")),
        ("Accueil » Ma commune » {}", ("Accueil", "Ma commune")),
        ("Accueil Vie locale Culture {}", ("Accueil", "Vie locale", "Culture")),
        ("Accueil > Vallée de Montclar > {}", ("Accueil", "Vallée de Montclar")),
        ("Accueil > Actualité", ("Accueil", "Actualité")),
    ],
)
def test_crumbs_are_strings_of_their_own(line: str, crumbs: tuple[str, ...]) -> None:
    title = "La bibliothèque de Valmorin sera agrandie"
    text = page(title).replace(f"Accueil Actualité {title}", line.format(title))
    assert strings(text)[line.format(title)] == crumbs


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("text", ["", "\n\n", "-\n0\n", "Menu\n", "Partager\nCommentaires\n"])
def test_a_text_with_hardly_a_line(text: str, mode: Furniture) -> None:
    found = classified(text, mode)
    assert all(unit.reason for unit in found.units if unit.role.aside)
    assert PlainFormat().write(found) == text.encode()


def test_a_table_of_contents_is_the_sites() -> None:
    body = "\n\n".join(f"{heading}\n\n{PARAGRAPH}" for heading in ("Un vote serré", "Des travaux longs"))
    text = page("La bibliothèque sera agrandie", f"Sommaire\n\n1. Un vote serré\n2. Des travaux longs\n\n{body}")
    found = aside(classified(text))
    assert {"Sommaire", "1. Un vote serré", "2. Des travaux longs"} <= set(found)
    assert not {"Un vote serré", "Des travaux longs"} & set(found)
    alone = page("La bibliothèque sera agrandie", f"{PARAGRAPH}\n\nSommaire\n\n{PARAGRAPH}")
    assert "Sommaire" not in aside(classified(alone))


def test_a_paragraph_that_only_a_site_has() -> None:
    consent = (
        "Nous et nos 412 partenaires stockons des informations sur votre appareil et y accédons, par exemple au moyen "
        "de cookies, pour mesurer l’audience, personnaliser les contenus et les annonces, et mieux connaître nos "
        "lecteurs ; vous pouvez changer d’avis à tout moment."
    )
    found = classified(f"{consent}\n{page('La bibliothèque sera agrandie')}")
    (unit,) = [unit for unit in found.units if unit.text == consent]
    assert (unit.role, unit.reason) == (Role.LEGAL, "cookies: known shape")


@pytest.mark.parametrize("name", ["Contact", "Renseignements"])
def test_an_address_right_below_a_text_is_its_own(name: str) -> None:
    address = f"{name}\nMairie de Valmorin\n14, place du Marché\nTél. : 03 99 00 45 67"
    text = page("La bibliothèque sera agrandie", f"{PARAGRAPH}\n\n{PARAGRAPH}\n\n{address}")
    assert not set(address.split("\n")) & set(aside(classified(text)))


def test_sayings_below_the_posts_of_a_forum() -> None:
    post = f"Message par anne » 3 mars 2024, 18:05\n{PARAGRAPH} Et de {{}}.\n« Qui va doucement va sûrement »\nHaut\n"
    text = "Index du forum ‹ Jardins\nUne haie pour l’hiver\nRépondre\n3 messages • Page 1 sur 1\n\n"
    text += "\n".join(f"anne_{at}\nMessages : 12\nInscription : 3 mars 2020\n{post.format(at)}" for at in range(3))
    found = aside(classified(text))
    assert found.count("« Qui va doucement va sûrement »") == 3
    assert not any(PARAGRAPH in line for line in found)


def test_what_differs_from_page_to_page_is_no_string() -> None:
    title = "La bibliothèque de Valmorin sera agrandie"
    found = strings(f"{page(title)}\n{title}\n")
    assert (found["A+A-"], found["17 mars 2026"], found[title]) == ((), (), ())
    assert found["Réinitialiser"] == ("Réinitialiser",)


# --- bylines ---


@pytest.mark.parametrize(
    ("line", "author", "english", "portuguese"),
    [
        ("par Hélène Vasseur", "Hélène Vasseur", "by Hélène Vasseur", "por Hélène Vasseur"),
        ("Par Hélène Vasseur", "Hélène Vasseur", "By Hélène Vasseur", "Por Hélène Vasseur"),
        ("Par A. Lemoine et T. Ferrand", "A. Lemoine et T. Ferrand", None, None),
        ("Par Bastien Quéméner - 12 avril 2024", "Bastien Quéméner", None, None),
        ("Publié le 3 mars 2024 à 18h05 par Hélène Marchadier", "Hélène Marchadier", None, None),
    ],
)
def test_a_byline_in_another_language(line: str, author: str, english: str | None, portuguese: str | None) -> None:
    document = classified(page("La bibliothèque de Valmorin sera agrandie").replace("par Hélène Vasseur", line))
    (unit,) = [unit for unit in document.units if unit.role is Role.BYLINE]
    assert (unit.text, furniture.author(unit)) == (line, author)
    assert [unit.text[span.start : span.end] for span in unit.keep] == [author]
    if english is not None:
        assert furniture.byline(unit, FRENCH, Tag("en")) == english
        assert furniture.byline(unit, FRENCH, Tag("pt")) == portuguese
    elif " et " not in author:
        assert furniture.byline(unit, FRENCH, Tag("en")) is None


def test_an_article_without_a_byline_has_none() -> None:
    text = page("La bibliothèque sera agrandie").replace("par Hélène Vasseur\n", "")
    assert with_role(classified(text), Role.BYLINE) == []


def test_a_phrase_of_an_unknown_language_is_not_made_up() -> None:
    (unit,) = [unit for unit in saved("2").units if unit.role is Role.BYLINE]
    assert furniture.byline(unit, FRENCH, Tag("fi")) is None


# --- cases of linguists ---

PARAGRAPH = (
    "Le conseil municipal de Valmorin a voté lundi soir la construction d’une nouvelle bibliothèque au centre de la "
    "ville, que les habitants demandaient depuis dix ans."
)


class Case(NamedTuple):
    """One block of `furniture/cases.txt`; its format is told there."""

    title: str
    lines: str
    stays: list[str]
    goes: list[str]


def cases() -> Iterator[Case]:
    """The cases of the fixture file."""
    content = re.sub(r"^;.*\n", "", (HERE / "furniture" / "cases.txt").read_text("utf-8"), flags=re.MULTILINE)
    for block in re.split(r"^# ", content, flags=re.MULTILINE)[1:]:
        title, *lines = block.strip().splitlines()
        marked = [(line[0], line[2:]) for line in lines]
        assert {mark for mark, _ in marked} <= set("+-|"), title
        stays, goes = ([line for mark, line in marked if mark == sign] for sign in "+-")
        yield Case(title, "\n".join(line for _, line in marked), stays, goes)


CASES = tuple(cases())


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_a_case(case: Case) -> None:
    document = classified(page("La bibliothèque sera agrandie", f"{PARAGRAPH}\n\n{case.lines}\n\n{PARAGRAPH}"))
    roles = {line: unit.role for unit, line in shown(document)}
    assert [line for line in case.stays if roles[even(line)].aside] == []
    assert [line for line in case.goes if not roles[even(line)].aside] == []
    assert not roles[even(PARAGRAPH)].aside
