"""`polyglot.toml`: what it may say, and how it is told that it says something wrong, on which line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from polyglot import config, resources
from polyglot.errors import ConfigError
from polyglot.model import Tag

TEMPLATE = resources.HERE / "language" / "polyglot.toml"

WRONG = [
    ('[project]\nsource = "fr\n', 2, "not valid TOML"),
    ("[project", 1, "not valid TOML"),
    ('[project]\nname = "a"\nname = "b"\n', 3, "not valid TOML"),
    ('# first\nlanguage = "fr"\n', 2, "unknown key 'language'"),
    ('[project]\n\n[projekt]\nname = "a"\n', 3, "unknown key 'projekt'"),
    ('[translate]\nengine = "auto"\nengin = "x"\n', 3, "unknown key 'translate.engin'"),
    ('project = {sourc = "fr"}\n', 1, "unknown key 'project.sourc'"),
    ('[glossary]\n"a b" = 1\n', 2, "unknown key 'glossary.a b'"),
    ("[locales.de]\nmachine = true\n[locales.fi]\nmachin = true\n", 4, "unknown key 'locales.fi.machin'"),
    ("[segmentation.fr]\nabbreviation = []\n", 2, "unknown key 'segmentation.fr.abbreviation'"),
    ("[project]\nsource = 3\n", 2, "project.source"),
    ("project.source = 3\n", 1, "project.source"),
    ('[project]\nlocales = "en"\n', 2, "project.locales"),
    ('[project]\nname = "a"\nlocales = [\n  "en",\n  1,\n]\n', 3, "project.locales"),
    ("[translate]\n\nproject = 1\n[project]\nname = 1\n", 3, "unknown key 'translate.project'"),
    ("project = 3\n", 1, "project"),
    ("[[project]]\nname = 'x'\n", 1, "project"),
    ('[publish]\narticles = "reviewd"\n', 2, "publish.articles"),
    ('[publish]\nnotice = "yes"\n', 2, "publish.notice"),
    ('[locales.de]\nmachine = true\n\n[locales.fi]\nmachine = "no"\n', 5, "locales.fi.machine"),
    ("locales.de.machine = true\nlocales.fi.machine = 1\n", 2, "locales.fi.machine"),
    ('[locales.de]\narticles = "machine"\n[locales.fi]\narticles = "some"\n', 4, "locales.fi.articles"),
    ('[project]\nname = "a"\nlocales = ["en", "xx"]\n', 3, "'xx' is not a language"),
    ('[project]\nsource = "en-AP"\n', 2, "'AP'"),
    ('[project]\nlocales = ["pt_br"]\n', 2, "'pt_br' is spelled 'pt-BR'"),
    ('[project]\nname = "a"\n[locales.deu]\nmachine = false\n', 3, "'deu'"),
    ("[segmentation.FR]\nabbreviations = []\n", 1, "'FR' is spelled 'fr'"),
    ('[protect]\npatterns = ["(a"]\n', 2, "'(a' is not a regular expression"),
    ('[html]\narticle = "main > p"\n', 2, "'main > p' selects no element"),
    ('[models]\nindex = ""\nmirror = "/srv/models"\n', 3, "models.mirror is no address of http or https"),
    ('[models]\nproxy = "file:///etc"\n', 2, "models.proxy is no address of http or https"),
    ('[protect]\n# two\npatterns = ["a", "*"]\n', 3, "'*' is not a regular expression"),
]


def load(folder: Path, text: str) -> config.Settings:
    path = folder / config.FILE
    path.write_text(text, "utf-8")
    return config.load(path)


@pytest.mark.parametrize(("text", "line", "said"), WRONG)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    assert said in caught.value.message
    place = re.escape(str(tmp_path / config.FILE))
    assert re.fullmatch(rf"{place}:{line}(:\d+)?", caught.value.place), caught.value.place


PUBLISH = (
    *("articles", "strings", "missing", "stale", "notice", "provenance", "language", "isolates", "links"),
    *("slug", "assets", "url", "source_url"),
)


@pytest.mark.parametrize(
    ("text", "legal"),
    [
        (
            "what = 1",
            (
                "project",
                "translate",
                "publish",
                "review",
                "articles",
                "check",
                "glossary",
                "furniture",
                "protect",
                "strings",
                "memory",
                "models",
                "segmentation",
                "engines",
                "html",
                "markdown",
                "locales",
                "target",
            ),
        ),
        ("[project]\nwhat = 1", ("name", "source", "locales", "articles")),
        ("[translate]\nwhat = 1", ("engine", "furniture", "out", "fail_on")),
        ("[publish]\nwhat = 1", PUBLISH),
        ("[review]\nwhat = 1", ("group",)),
        ("[glossary]\nwhat = 1", ("files",)),
        ("[furniture]\nwhat = 1", ("drop", "keep")),
        ("[protect]\nwhat = 1", ("patterns",)),
        ("[memory]\nwhat = 1", ("reuse", "fuzzy")),
        ("[html]\nwhat = 1", ("article",)),
        ("[markdown]\nwhat = 1", ("front_matter", "shortcodes")),
        ("[models]\nwhat = 1", ("index", "mirror", "proxy")),
        ("[segmentation.fr]\nwhat = 1", ("abbreviations", "srx")),
        ("[engines.argos]\nwhat = 1", ("device", "compute_type", "beam", "cores")),
        ("[target.en]\nwhat = 1", ("style",)),
        ("[locales.fi]\nwhat = 1", ("machine", "articles", "strings", "missing", "engine", "notice")),
    ],
)
def test_an_unknown_key_is_answered_with_those_there_are(tmp_path: Path, text: str, legal: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    assert tuple(re.findall(r"[\w]+", caught.value.hint.partition(":")[2])) == legal


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / config.FILE).write_bytes(b'[project]\nname = "\xff"\n')
    with pytest.raises(ConfigError, match="UTF-8"):
        config.load(tmp_path / config.FILE)


def uncommented() -> str:
    """The template with every key that it shows, for a project from French to English and Catalan."""
    filled = TEMPLATE.read_text("utf-8").replace("@SOURCE@", "fr").replace("@LOCALES@", '"en", "ca"')
    return re.sub(r"^# (?=\w+ = |\[)", "", filled, flags=re.MULTILINE)


def test_the_template_shows_keys_that_are_right(tmp_path: Path) -> None:
    shown = load(tmp_path, uncommented())
    assert shown.project.source == "fr"
    assert shown.project.locales == ("en", "ca")
    assert shown.segmentation["fr"].abbreviations
    assert not shown.srx(Tag("fr"))
    assert shown.locales["de"].machine is False
    assert shown.translate == config.Translate()
    assert shown.publish == config.Publish()
    assert shown.glossary == config.Glossary()


def test_the_template_shows_every_key(tmp_path: Path) -> None:
    text = uncommented()
    load(tmp_path, text)
    tables: tuple[type[config.Table], ...] = (
        config.Project,
        config.Translate,
        config.Publish,
        config.Review,
        config.Articles,
        config.Glossary,
        config.FurnitureRules,
        config.Protect,
        config.Strings,
        config.Memory,
        config.Html,
        config.Markdown,
        config.Models,
        config.Segmentation,
        config.Argos,
        config.LocaleSettings,
        config.Check,
        config.TargetSettings,
    )
    wanted = [field for table in tables for field in table.__struct_fields__]
    assert sorted(re.findall(r"^(\w+) = ", text, re.MULTILINE)) == sorted(wanted)


def test_the_template_as_it_stands_changes_no_default(tmp_path: Path) -> None:
    filled = TEMPLATE.read_text("utf-8").replace("@SOURCE@", "fr").replace("@LOCALES@", "")
    assert load(tmp_path, filled) == config.Settings(project=config.Project(source="fr"))


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    assert config.load(None) == config.Settings() == load(tmp_path, "")


def test_a_locale_may_differ(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        '[publish]\narticles = "reviewed"\n[locales.fi]\nmachine = false\narticles = "final"\nstrings = "machine"\n'
        '[segmentation.fr]\nabbreviations = ["Sté"]\n',
    )
    fi, en = Tag("fi"), Tag("en")
    assert (settings.level(fi), settings.level(en)) == ("final", "reviewed")
    assert (settings.strings_level(fi), settings.strings_level(en)) == ("machine", "reviewed")
    assert (settings.locale(fi).machine, settings.locale(en).machine) == (False, True)
    assert (settings.abbreviations(Tag("fr")), settings.abbreviations(en)) == (("Sté",), ())


def test_patterns_are_those_that_the_stations_understand(tmp_path: Path) -> None:
    assert load(tmp_path, "[protect]\npatterns = ['\\p{Lu}{2,}-\\d+']\n").protect.patterns == (r"\p{Lu}{2,}-\d+",)


def test_a_file_is_looked_for_upwards(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    load(tmp_path, "")
    assert config.find(deep) == (tmp_path / config.FILE).resolve()
    load(tmp_path / "a", "")
    assert config.find(deep) == (tmp_path / "a" / config.FILE).resolve()
    (deep / config.FILE).mkdir()
    assert config.find(deep) == (tmp_path / "a" / config.FILE).resolve()


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, config.Environment()),
        ({"HOME": "/h", "ACCESSIBLE": "yes"}, config.Environment(accessible=True)),
        ({"ACCESSIBLE": "0", "FORCE_COLOR": "1"}, config.Environment(force_color=True)),
        ({"ACCESSIBLE": "", "FORCE_COLOR": ""}, config.Environment()),
        ({"POLYGLOT_OFFLINE": "1", "XDG_CACHE_HOME": "/c"}, config.Environment(offline=True, cache="/c")),
        ({"POLYGLOT_OFFLINE": "0", "POLYGLOT_INDEX": "http://a/i"}, config.Environment(index="http://a/i")),
        (
            {"https_proxy": "http://a", "HTTPS_PROXY": "http://b", "HTTP_PROXY": "http://c", "NO_PROXY": "d, .e"},
            config.Environment(proxies={"http": "http://c", "https": "http://a"}, direct=("d", ".e")),
        ),
        (
            {"HTTP_PROXY": "http://c", "REQUEST_METHOD": "GET", "ALL_PROXY": "http://d"},
            config.Environment(proxies={"http": "http://d", "https": "http://d"}),
        ),
    ],
)
def test_the_environment(variables: dict[str, str], expected: config.Environment) -> None:
    assert config.environment(variables) == expected
