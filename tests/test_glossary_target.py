"""What a target must say, and how it is counted there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot import laws
from polyglot.glossary import Case, Usage, Wanted, dress, find, found, load, refused, wanted
from polyglot.model import Code, CodeKind, Span, Tag

GLOSSARY = load([Path(__file__).parent / "glossary" / "glossary.csv"])
FRENCH, ENGLISH, SPANISH, UKRAINIAN = Tag("fr"), Tag("en"), Tag("es"), Tag("uk")


def want(text: str, target: Tag) -> Wanted | None:
    """What a target wants for the only name of a French text."""
    (code,) = find(GLOSSARY, text, FRENCH)
    return wanted(GLOSSARY, code, target)


@pytest.mark.parametrize(
    ("surface", "target", "write"),
    [
        ("Zelensky", "es", "Zelenski"),
        ("Volodymyr Zelensky", "de", "Wolodymyr Selenskyj"),
        ("Volodymyr Zelenskyy", "uk", "Володимир Зеленський"),
        ("Kyiv", "es", "Kiev"),
        ("Kiev", "uk", "Київ"),
        ("Poutine", "ar", "بوتين"),
        ("Gladkov", "de", "Gladkow"),
        ("Moscou", "es", "Moscú"),
        ("Maison Blanche", "de", "Weißes Haus"),
        ("Moscou", "pt-PT", "Moscovo"),
        ("Moscou", "pt-BR", "Moscou"),
        ("Ukraine", "pt-BR", "Ucrânia"),
        ("Ukraine", "es-419-x", "Ucrania"),
    ],
)
def test_the_preferred_term_is_written(surface: str, target: str, write: str) -> None:
    found = want(surface, Tag(target))
    assert found
    assert (found.usage, found.write, found.accepted[0]) == (Usage.MAP, write, write)


def test_every_right_form_is_accepted_once() -> None:
    one = want("Zelensky", UKRAINIAN)
    assert one
    assert one.accepted == ("Зеленський", "Зеленського", "Зеленському", "Зеленським")
    states = want("États-Unis", ENGLISH)
    assert states
    assert states.accepted == ("United States", "US", "U.S.")


def test_a_region_with_a_name_of_its_own_does_not_accept_that_of_its_language() -> None:
    brazil, portugal = want("Moscou", Tag("pt-BR")), want("Moscou", Tag("pt"))
    assert brazil and portugal
    assert (brazil.accepted, portugal.accepted) == (("Moscou",), ("Moscovo",))


def test_a_name_without_a_term_in_the_target() -> None:
    assert want("Gladkov", Tag("ja")) is None
    assert want("crimes de guerre", Tag("ja")) is None
    kept = want("Telegram", Tag("ja"))
    assert kept
    assert (kept.usage, kept.write, kept.accepted) == (Usage.KEEP, "Telegram", ("Telegram",))


def test_keep_is_the_surface_unless_the_target_maps() -> None:
    kept, mapped = want("LE MONDE", SPANISH), want("Telegram", UKRAINIAN)
    assert kept and mapped
    assert (kept.usage, kept.write) == (Usage.KEEP, "LE MONDE")
    assert (mapped.usage, mapped.write) == (Usage.MAP, "Телеграм")


def test_a_hint_says_so() -> None:
    hint = want("Des crimes de guerre", SPANISH)
    assert hint
    assert (hint.usage, hint.write) == (Usage.HINT, "crimen de guerra")
    assert hint.accepted == ("crimen de guerra", "crímenes de guerra")


def test_kept_names_with_tags_are_found_with_and_without_them() -> None:
    surface = "<b>Le</b> Monde"
    kept = wanted(GLOSSARY, Code(CodeKind.NAME, Span(0, 15), surface, "le-monde"), SPANISH)
    assert kept
    assert (kept.write, kept.accepted) == (surface, (surface, "Le Monde"))
    assert dress(kept.write, surface, kept.term) == surface
    assert len(found("Le Monde y <b>Le</b> Monde", [kept], SPANISH, transparent=[Span(11, 14), Span(16, 20)])) == 2


def test_every_surface_that_is_kept_counts() -> None:
    source = find(GLOSSARY, "Le Monde, LE MONDE, The Monde", FRENCH)
    wants = [one for code in source if (one := wanted(GLOSSARY, code, SPANISH))]
    assert len(wants) == 2
    assert laws.conserved(source, found("Le Monde y LE MONDE", wants, SPANISH))
    exact = [Wanted("app", "keep", text, (text,), (), case=Case.EXACT) for text in ("Signal", "SIGNAL")]
    assert len(found("SIGNAL, Signal, signal", exact, SPANISH)) == 2


def test_other_codes_and_unknown_concepts_want_nothing() -> None:
    assert wanted(GLOSSARY, Code(CodeKind.NUMBER, Span(0, 1), "7", "7"), ENGLISH) is None
    assert wanted(GLOSSARY, Code(CodeKind.NAME, Span(0, 1), "X", "nobody"), ENGLISH) is None


def test_forbidden_forms_are_told() -> None:
    kyiv = want("Kyiv", ENGLISH)
    assert kyiv
    assert kyiv.forbidden == ("Kiev",)
    assert [code.text for code in refused("Kiev, chicken Kiev", [kyiv], ENGLISH)] == ["Kiev"]


@pytest.mark.parametrize(
    ("surface", "target", "written"),
    [
        ("MOSCOU", ENGLISH, "MOSCOW"),
        ("ETATS-UNIS", SPANISH, "ESTADOS UNIDOS"),
        ("KYIV", SPANISH, "KIEV"),
        ("ONU", Tag("de"), "Vereinte Nationen"),
        ("ONU", Tag("it"), "Onu"),
        ("Crime de guerre", ENGLISH, "War crime"),
        ("crime de guerre", ENGLISH, "war crime"),
        ("TELEGRAM", ENGLISH, ""),
    ],
)
def test_the_glossary_knows_an_acronym_from_a_headline(surface: str, target: Tag, written: str) -> None:
    codes = find(GLOSSARY, surface, FRENCH)
    wants = [one for code in codes if (one := wanted(GLOSSARY, code, target))]
    assert [dress(one.write, surface, one.term) for one in wants] == ([written] if written else [])


def test_a_form_of_several_concepts_goes_to_the_one_that_lacks_it() -> None:
    first = Wanted("city", "map", "Washington", ("Washington", "DC"), ())
    second = Wanted("state", "map", "Washington", ("Washington",), ())
    codes = found("Washington and Washington", [first, second], ENGLISH)
    assert sorted(code.value for code in codes) == ["city", "state"]
    codes = found("Washington and DC", [first, second], ENGLISH)
    assert [code.value for code in codes] == ["state", "city"]
    codes = found("Washington, Washington, Washington", [first, second, second], ENGLISH)
    assert sorted(code.value for code in codes) == ["city", "state", "state"]


def test_conservation_holds_for_a_good_translation_and_not_for_a_bad_one() -> None:
    text = "Vladimir Poutine et Volodymyr Zelensky, à Kyiv : Poutine"
    source = find(GLOSSARY, text, FRENCH)
    wants = [one for code in source if (one := wanted(GLOSSARY, code, SPANISH))]
    good = "Vladímir Putin y Volodímir Zelenski, en Kiev: Putin"
    assert laws.conserved(source, found(good, wants, SPANISH))
    bad = "Vladímir Putin y Volodímir Zelenski, en Kiev: él"
    assert [code.value for code in laws.lost(source, found(bad, wants, SPANISH))] == ["putin"]


def test_what_is_already_right_is_seen_as_right() -> None:
    """So that nobody patches it: a form in a case, with an article, a genitive, an elision."""
    for surface, target, text in (
        ("Zelensky", UKRAINIAN, "Байден зустрівся із Зеленським"),
        ("Zelensky", Tag("de"), "Selenskyjs Truppen"),
        ("Ukraine", Tag("ca"), "les tropes d’Ucraïna"),
        ("Zelensky", Tag("ar"), "قال لزيلينسكي"),
        ("Zelensky", Tag("tr"), "Zelenski'nin"),
        ("Zelensky", Tag("ko"), "젤렌스키는"),
        ("Ukraine", Tag("ja"), "ウクライナの"),
    ):
        one = want(surface, target)
        assert one
        assert [code.value for code in found(text, [one], target)] == [one.concept], text


WANTS = tuple(
    one
    for concept in GLOSSARY.concepts
    for term in concept.matched(FRENCH)[:1]
    if (one := wanted(GLOSSARY, Code(CodeKind.NAME, Span(0, 1), term.text, concept.id), SPANISH))
)
FORMS = sorted({form for one in WANTS for form in (*one.accepted, *one.forbidden)})
TEXTS = st.lists(
    st.sampled_from([*FORMS, *(form.upper() for form in FORMS), " ", "-", "'", "del ", "s", "<b>", "</b>", "\u0301"]),
    max_size=20,
).map("".join)


@settings(derandomize=True, max_examples=300)
@given(TEXTS, st.lists(st.sampled_from(WANTS), max_size=8))
def test_found_spans_are_apart_in_order_and_say_what_the_text_says(text: str, wants: list[Wanted]) -> None:
    tags = [Span(at, at + len(tag)) for tag in ("<b>", "</b>") for at in range(len(text)) if text.startswith(tag, at)]
    codes = found(text, wants, SPANISH, transparent=tags)
    ends = [0, *(code.span.end for code in codes)]
    assert all(end <= code.span.start < code.span.end for end, code in zip(ends, codes, strict=False))
    assert all(text[code.span.start : code.span.end] == code.text for code in codes)
    assert {code.value for code in codes} <= {one.concept for one in wants}


@settings(derandomize=True, max_examples=200)
@given(st.lists(st.sampled_from(WANTS), min_size=1, max_size=8))
def test_what_is_written_is_found(wants: list[Wanted]) -> None:
    text = " y ".join(one.write for one in wants)
    source = [Code(CodeKind.NAME, Span(0, 1), "", one.concept) for one in wants]
    assert laws.conserved(source, found(text, wants, SPANISH))


SURFACES = st.lists(
    st.sampled_from(["Volodymyr", "ZELENSKY", " ", " ", "<b>", "</b>", "<i>", "</i>", "**", "[", "](u)", "<br>"]),
    max_size=12,
).map("".join)


@settings(derandomize=True, max_examples=300)
@given(SURFACES, st.sampled_from(FORMS))
def test_dressing_keeps_every_tag_once(surface: str, form: str) -> None:
    dressed = dress(form, surface)
    for tag in ("<b>", "</b>", "<i>", "</i>", "<br>"):
        assert dressed.count(tag) == surface.count(tag) or form == surface
