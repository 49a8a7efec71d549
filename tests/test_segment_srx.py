"""SRX 2.0: the rules of a file in place of ours, its expressions, and files that are wrong or hostile."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot import config, glossary, laws, pipeline
from polyglot.errors import ConfigError
from polyglot.model import Code, CodeKind, Ignorable, MarkedUnit, Role, Segment, Span, Tag, Unit
from polyglot.project import Project
from polyglot.segment import boundaries, rules, segment, srx
from polyglot.segment.icu import UnknownError, translated

EXAMPLE = Path(__file__).parent / "segmentation" / "srx" / "rules.srx"
NAMESPACE = 'xmlns="http://www.lisa.org/srx20"'


def written(folder: Path, body: str, maps: str = "", *, head: str = "", cascade: str = "no") -> Path:
    """A file with these rules, for every language unless maps are given."""
    maps = maps or '<languagemap languagepattern=".*" languagerulename="A"/>'
    body = body if "<languagerule " in body else f'<languagerule languagerulename="A">\n{body}\n</languagerule>'
    path = folder / "own.srx"
    path.write_text(
        f'{head}<srx {NAMESPACE} version="2.0"><header segmentsubflows="yes" cascade="{cascade}"/>\n'
        f"<body><languagerules>\n{body}\n</languagerules><maprules>\n{maps}\n</maprules></body></srx>",
        "utf-8",
    )
    return path


def rule(before: str, after: str = "", says: str = "yes") -> str:
    after = f"<afterbreak>{after}</afterbreak>" if after else ""
    return f'<rule break="{says}"><beforebreak>{before}</beforebreak>{after}</rule>'


def cut(text: str, path: Path, language: str = "fr", added: tuple[str, ...] = ()) -> list[str]:
    unit = Unit("u", Role.PARAGRAPH, Span(0, len(text)), text)
    done = segment(MarkedUnit(unit, ()), rules(Tag(language), added, path))
    assert laws.partition(text, done.parts)
    return [part.text for part in done.segments]


def test_the_rules_of_a_file_decide_in_place_of_ours() -> None:
    text = "M. Roux part. Voir p. ex. Lyon, art. 5. « Fini ! » J. Petit (Dr. Noir) rit. et sort.\nVoilà"
    assert cut(text, EXAMPLE) == [
        "M. Roux part.",
        "Voir p. ex. Lyon, art. 5.",
        "« Fini ! » J. Petit (Dr.",
        "Noir) rit. et sort.",
        "Voilà",
    ]


def test_white_space_between_sentences_is_ignorable() -> None:
    unit = Unit("u", Role.PARAGRAPH, Span(0, 18), "Il vient.  Il part")
    parts = segment(MarkedUnit(unit, ()), rules(Tag("fr"), (), EXAMPLE)).parts
    assert parts == (Segment("Il vient."), Ignorable("  "), Segment("Il part"))


def test_cascade_joins_the_maps_of_a_language(tmp_path: Path) -> None:
    body = (
        f'<languagerule languagerulename="Fr">{rule("M[.] ", says="no")}</languagerule>'
        f'<languagerule languagerulename="All">{rule("[.] ")}</languagerule>'
    )
    maps = (
        '<languagemap languagepattern="fr" languagerulename="Fr"/><languagemap languagepattern=".*"'
        ' languagerulename="All"/>'
    )
    text = "M. Roux part. Fin."
    assert cut(text, written(tmp_path, body, maps, cascade="yes")) == ["M. Roux part.", "Fin."]
    assert cut(text, written(tmp_path, body, maps, cascade="no")) == [text]
    assert cut(text, written(tmp_path, body, maps, cascade="no"), "en") == ["M.", "Roux part.", "Fin."]


def test_the_first_rule_of_a_position_wins(tmp_path: Path) -> None:
    kept = written(tmp_path, rule("a[.]", "b", "no") + rule("[.]"))
    assert cut("a.b.c", kept) == ["a.b.", "c"]
    broken = written(tmp_path, rule("[.]") + rule("a[.]", "b", "no"))
    assert cut("a.b.c", broken) == ["a.", "b.", "c"]


def test_a_rule_with_one_side_or_none(tmp_path: Path) -> None:
    assert cut("a. b", written(tmp_path, "<rule><afterbreak>[.]</afterbreak></rule>")) == ["a", ". b"]
    assert cut("abc", written(tmp_path, "<rule/>")) == ["a", "b", "c"]


@pytest.mark.parametrize("pattern", ["pt_BR", "pt-BR", "(?i)PT.*", ".*"])
def test_languages_are_matched_whole_in_either_spelling(tmp_path: Path, pattern: str) -> None:
    maps = f'<languagemap languagepattern="{pattern}" languagerulename="A"/>'
    assert cut("a. b", written(tmp_path, rule("[.] "), maps), "pt-BR") == ["a.", "b"]


def test_a_reference_counts_the_groups_of_its_own_expression(tmp_path: Path) -> None:
    path = written(tmp_path, rule("(x)(y)", r"(a)\1"))
    assert cut("xyaa xyab", path) == ["xy", "aa xyab"]


def test_protected_spans_are_not_split(tmp_path: Path) -> None:
    path = written(tmp_path, rule("[.] "))
    text = "Le Fin. Paris vient. Puis"
    assert boundaries(text, rules(Tag("fr"), (), path), [Span(3, 13)]) == (21,)
    code = Code(CodeKind.NAME, Span(3, 13), "Fin. Paris", "")
    done = segment(MarkedUnit(Unit("u", Role.PARAGRAPH, Span(0, 25), text), (code,)), rules(Tag("fr"), (), path))
    assert [part.text for part in done.segments] == ["Le Fin. Paris vient.", "Puis"]


def test_the_projects_abbreviations_still_hold(tmp_path: Path) -> None:
    path = written(tmp_path, rule(r"[.]\s+"))
    assert cut("La Sté. Martin. Le Basté. Oui.", path, added=("Sté",)) == ["La Sté. Martin.", "Le Basté.", "Oui."]


@settings(derandomize=True, max_examples=200, deadline=None)
@given(text=st.text(max_size=200) | st.text(st.sampled_from("aÉ .!?«»\n\u00a0M()5"), max_size=200))
def test_segments_are_a_partition(text: str) -> None:
    cut(text, EXAMPLE)


def test_a_project_names_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    written(tmp_path / "rules", rule("; "))
    place = tmp_path / config.FILE
    place.write_text('[segmentation.fr]\nsrx = "rules/own.srx"\n', "utf-8")
    article = tmp_path / "a.txt"
    article.write_text("Le jour vient. Il part; la nuit tombe.\n", "utf-8")
    project = Project(tmp_path, config.load(place))
    order = pipeline.Order(source=Tag("fr"))
    prepared = pipeline.prepare(article, article.read_bytes(), project, glossary.Glossary((), ""), order)
    found = [part.text for unit in prepared.units for part in unit.segments]
    assert found == ["Le jour vient. Il part;", "la nuit tombe."]


# --- expressions -----------------------------------------------------------------------------------------------------

EXPRESSIONS = [
    (r"\x{2019}", "’"),
    (r"\x41\u0042\U00000043", "ABC"),
    (r"\Qa.[b\E", "a.[b"),
    (r"\Q(", "("),
    (r"[\Q]-\E]", "-"),
    (r"a\h", "a\u00a0"),
    (r"[\h]", "\t"),
    (r"\H", "a"),
    (r"\v", "\u2028"),
    (r"[^\H]", " "),
    (r"a++b*+c?+", "aabc"),
    (r"(?>a|ab)c", "ac"),
    (r"a\z", "a"),
    (r"a\Z", "a"),
    (r"\cI", "\t"),
    (r"\e", "\x1b"),
    (r"\0101", "A"),
    (r"(?<name>a)\k<name>", "aa"),
    (r"(a)\1", "aa"),
    (r"(?i)É", "é"),
    (r"(?iu)É", "é"),
    (r"a(?i:B)c", "abc"),
    (r"(?s).", "\n"),
    (r"[:Lu:]", "É"),
    (r"[[:^alpha:]]", "5"),
    (r"[\p{L}&&[^A-Z]]", "a"),
    (r"[\p{L}--[b]]", "a"),
    (r"[a||b]", "|"),
    (r"[[a-z]-[aeiou]]", "b"),
    (r"[[a-z]&[aeiou]]", "e"),
    (r"[\p{L}-[b]]", "a"),
    (r"(?x) a b # a ( comment", "ab"),
    (r"\p{Lu}\P{Lu}", "Aa"),
    (r"\N{BULLET}", "•"),
    (r"(?#a comment)a", "a"),
    (r"a{2,}", "aaa"),
    (r"[{(]", "{"),
]


@pytest.mark.parametrize(("pattern", "text"), EXPRESSIONS)
def test_expressions_of_icu_mean_the_same(pattern: str, text: str) -> None:
    assert regex.compile(f"(?:{translated(pattern)})", regex.VERSION1).fullmatch(text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (".", "\u2028"),
        (".", "\r"),
        (r"\h", "\n"),
        (r"(?-i)a", "A"),
        (r"[[a-z]-[aeiou]]", "e"),
        (r"[[a-z]&[aeiou]]", "b"),
    ],
)
def test_what_they_do_not_match(pattern: str, text: str) -> None:
    assert not regex.compile(translated(pattern), regex.VERSION1).fullmatch(text)


@pytest.mark.parametrize(
    "pattern", [r"\m", r"\G", r"\L<a>", r"(?R)", r"(?&a)", r"(*SKIP)", r"(?w)a", r"a{e}", "{", "\\"]
)
def test_what_icu_does_not_know_is_refused(pattern: str) -> None:
    with pytest.raises(UnknownError):
        translated(pattern)


# --- files -----------------------------------------------------------------------------------------------------------

OLD = '<srx version="1.0"><header/><body><languagerules/><maprules/></body></srx>'
DTD = '<!DOCTYPE srx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<srx version="2.0">&b;</srx>'
OUTSIDE = '<!DOCTYPE srx SYSTEM "file:///etc/hostname"><srx version="2.0"/>'


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (OLD, 1, "SRX 1.0"),
        ('\n<srx xmlns="http://www.lisa.org/srx"/>', 2, "SRX 1.0"),
        ("<tmx/>", 1, "no SRX 2.0"),
        ('<srx version="3.0"/>', 1, "no SRX 2.0"),
        (f"<srx {NAMESPACE}/>", 1, "no SRX 2.0"),
        (DTD, 1, "DTD"),
        (OUTSIDE, 1, "DTD"),
        ('<srx version="2.0">\n&a;</srx>', 2, "no XML"),
        ('<srx version="2.0">\n<body></srx>', 2, "no XML"),
        ("", 1, "no XML"),
        ("not XML", 1, "no XML"),
    ],
)
def test_wrong_and_hostile_files_are_refused(tmp_path: Path, content: str, line: int, said: str) -> None:
    path = tmp_path / "own.srx"
    path.write_text(content, "utf-8")
    with pytest.raises(ConfigError) as caught:
        rules(Tag("fr"), (), path)
    assert said in caught.value.message
    assert caught.value.place == f"{path}:{line}"
    assert caught.value.hint


@pytest.mark.parametrize(
    ("body", "maps", "line", "said"),
    [
        (rule("a") + "\n" + rule("(a"), "", 5, "cannot be read"),
        (rule("a", r"\m"), "", 4, r"\m is no expression of ICU"),
        (rule(r"\p{javaLowerCase}"), "", 4, "unknown property"),
        (rule("a)|(?:b"), "", 4, "cannot be read"),
        (rule("a", "b)|(c"), "", 4, "cannot be read"),
        (rule(r"(a)\1"), "", 4, "cannot refer back"),
        (rule(r"\x{110000}"), "", 4, "no character"),
        (rule("(" * 3000 + ")" * 3000), "", 4, "cannot be read"),
        (rule("a", says="maybe"), "", 4, "break is 'maybe'"),
        (rule("a"), '<languagemap languagepattern="fr" languagerulename="B"/>', 7, "no languagerule is called 'B'"),
        (rule("a"), '<languagemap languagepattern="(" languagerulename="A"/>', 7, "cannot be read"),
    ],
)
def test_a_wrong_rule_is_told_with_its_line(tmp_path: Path, body: str, maps: str, line: int, said: str) -> None:
    path = written(tmp_path, body, maps)
    with pytest.raises(ConfigError) as caught:
        rules(Tag("fr"), (), path)
    assert said in caught.value.message
    assert caught.value.place == f"{path}:{line}"
    assert caught.value.hint


def test_a_file_without_rules_for_the_language(tmp_path: Path) -> None:
    path = written(tmp_path, rule("a"), '<languagemap languagepattern="de" languagerulename="A"/>')
    with pytest.raises(ConfigError, match="no rules for fr"):
        rules(Tag("fr"), (), path)


def test_a_file_that_is_missing_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match=r"counts from polyglot\.toml"):
        rules(Tag("fr"), (), tmp_path / "none.srx")
    monkeypatch.setattr(srx, "LARGEST", 10)
    with pytest.raises(ConfigError, match="too large"):
        rules(Tag("fr"), (), written(tmp_path, rule("a")))


@pytest.mark.parametrize("name", ["a\0b.srx", "/dev/zero", "."])
def test_what_is_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        rules(Tag("fr"), (), tmp_path / name)


def test_an_unknown_encoding(tmp_path: Path) -> None:
    path = tmp_path / "own.srx"
    path.write_text('<?xml version="1.0" encoding="klingon"?><srx version="2.0"/>', "utf-8")
    with pytest.raises(ConfigError, match="encoding"):
        rules(Tag("fr"), (), path)


def test_a_rule_that_finds_no_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(srx, "PATIENCE", 0.05)
    path = written(tmp_path, rule("x", "(a|aa)+!"))
    with pytest.raises(ConfigError, match="finds no end"):
        boundaries("x" + "a" * 60, rules(Tag("fr"), (), path))


def test_deep_files_are_read() -> None:
    data = b'<srx version="2.0">' + b"<a>" * 50_000 + b"</a>" * 50_000 + b"</srx>"
    assert srx._tree(data, "own.srx").name == "srx"
