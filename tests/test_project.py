"""Where things lie, with a project and without one, and which files are sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from polyglot import config, glossary, project, scaffold
from polyglot.errors import ConfigError, UnreadableInputError, UsageError
from polyglot.model import Tag

FR, EN, PT_BR = Tag("fr"), Tag("en"), Tag("pt-BR")
NO_PROJECT = project.Project(None, config.Settings())


def made(root: Path, settings: str = "", *sources: str) -> project.Project:
    """A project with these files."""
    (root / config.FILE).write_text(settings, "utf-8")
    for name in sources:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("Texte.\n", "utf-8")
    return project.around([], root)


def test_a_project_is_found_above_its_files(tmp_path: Path) -> None:
    home = tmp_path.resolve() / "home"
    home.mkdir()
    made(home, "", "articles/deep/a.txt")
    assert project.around([home / "articles/deep/a.txt"], tmp_path).root == home
    assert project.around([home / "articles"], tmp_path).root == home
    assert project.around([home / "articles/deep/not-yet.txt"], tmp_path).root == home
    assert project.around([], home / "articles").root == home
    assert project.around([tmp_path / "a.txt"], tmp_path) == NO_PROJECT


def test_places_in_a_project(tmp_path: Path) -> None:
    here = made(tmp_path.resolve())
    source = tmp_path / "articles" / "page.fr.txt"
    output = here.output(source, FR, PT_BR)
    assert here.root is not None
    assert output == here.root / "localized/pt-BR/articles/page.fr.txt"
    assert here.catalog(source, output, PT_BR) == here.root / "locales/pt_BR/articles/articles/page.fr.txt.po"
    assert here.receipt(output) == here.root / "localized/pt-BR/articles/page.fr.txt.receipt.json"
    assert here.site_catalog(PT_BR) == here.root / "locales/pt_BR/LC_MESSAGES/site.po"
    assert here.site_template == here.root / "locales/site.pot"
    assert here.lock == here.root / "polyglot.lock"


def test_places_without_a_project() -> None:
    output = NO_PROJECT.output(Path("in/page.txt"), FR, EN)
    assert output == Path("in/page.en.txt")
    assert NO_PROJECT.catalog(Path("in/page.txt"), output, EN) == Path("in/page.en.po")
    assert NO_PROJECT.receipt(output) is None
    assert NO_PROJECT.lock is None
    assert NO_PROJECT.glossaries() == ()


@pytest.mark.parametrize(
    ("source", "out", "place"),
    [
        ("in/page.fr.txt", "", "in/page.en.txt"),
        ("in/page.es.txt", "", "in/page.es.en.txt"),
        ("page.txt", "build", "build/page.en.txt"),
        ("in/page.txt", "{tag}/{path}", "en/in/page.txt"),
        ("in/page.v2.txt", "{dir}/{locale}/{stem}{ext}", "in/en/page.v2.txt"),
    ],
)
def test_a_suffix_of_the_source_language_gives_way(source: str, out: str, place: str) -> None:
    assert NO_PROJECT.output(Path(source), FR, EN, out) == Path(place)


def test_a_folder_given_on_the_command_line_counts_from_where_the_person_is(tmp_path: Path) -> None:
    here = made(tmp_path.resolve())
    assert here.output(tmp_path / "articles/a.txt", FR, EN, "public") == Path("public/en/articles/a.txt")


@pytest.mark.parametrize(
    "pattern", ["{tag", "{tag}/{what}", "{tag}/{}", "{tag}/{0}", "{tag.x}/{tag}", "{tag[x]}/{tag}", "{tag!x}/{tag}"]
)
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(UsageError, match="is no pattern for outputs") as caught:
        NO_PROJECT.output(Path("a.txt"), FR, EN, pattern)
    assert "{tag}" in caught.value.hint


def test_a_pattern_gives_each_locale_a_place() -> None:
    with pytest.raises(UsageError, match="all locales one place"):
        NO_PROJECT.output(Path("a.txt"), FR, EN, "out/{stem}.txt")


def test_names_are_below_the_project_with_slashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = made(tmp_path.resolve())
    monkeypatch.chdir(tmp_path)
    assert here.name(Path("articles") / ".." / "articles" / "a.txt") == "articles/a.txt"
    assert here.name(tmp_path / "a.txt") == "a.txt"
    assert here.name(Path("/elsewhere/a.txt")) == "/elsewhere/a.txt"


def test_glossaries_are_files_in_order(tmp_path: Path) -> None:
    here = made(
        tmp_path.resolve(),
        '[glossary]\nfiles = ["*/b.csv", "glossary/*.csv", "none/*"]',
        "glossary/b.csv",
        "glossary/a.csv",
        "glossary/folder.csv/c.txt",
    )
    assert [here.name(path) for path in here.glossaries()] == ["glossary/a.csv", "glossary/b.csv"]


@pytest.mark.parametrize("pattern", ["/abs/*.csv", ""])
def test_a_glossary_pattern_that_finds_nothing_below_the_project_is_refused(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(ConfigError, match=r"glossary\.files"):
        made(tmp_path, f'[glossary]\nfiles = ["{pattern}"]').glossaries()


def test_sources_of_a_folder(tmp_path: Path) -> None:
    here = made(
        tmp_path,
        "",
        "articles/b.txt",
        "articles/a.TXT",
        "articles/a.en.txt",
        "articles/a.fr.txt",
        "articles/picture.png",
        "articles/.hidden/c.txt",
        "localized/en/articles/b.txt",
        "locales/x.txt",
        "node_modules/x.txt",
    )
    found = project.sources(here, [tmp_path], [EN])
    assert [here.name(path) for path in found] == ["articles/a.TXT", "articles/a.fr.txt", "articles/b.txt"]
    assert project.sources(here, [tmp_path / "articles/b.txt", tmp_path / "articles"], [EN])[0].name == "b.txt"
    assert len(project.sources(here, [tmp_path, tmp_path], [EN])) == 3


def test_a_file_that_is_named_is_taken_whatever_its_name_but_no_output(tmp_path: Path) -> None:
    here = made(tmp_path, "", "articles/a.en.txt", "localized/en/a.txt")
    assert project.sources(here, [tmp_path / "articles/a.en.txt"], [EN]) == (tmp_path / "articles/a.en.txt",)
    with pytest.raises(UsageError, match="an output"):
        project.sources(here, [tmp_path / "localized/en/a.txt"], [EN])


@pytest.mark.parametrize(
    ("name", "hint"),
    [("articles/b.txt", "has a.txt"), ("none/b.txt", "there is no folder"), ("empty/b.txt", "is empty")],
)
def test_a_missing_file_is_told_with_what_there_is(tmp_path: Path, name: str, hint: str) -> None:
    here = made(tmp_path, "", "articles/a.txt")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableInputError) as caught:
        project.sources(here, [tmp_path / name], [EN])
    assert hint in caught.value.hint


# --- a new one ---


@pytest.mark.parametrize(("source", "targets"), [(FR, (EN, PT_BR)), (EN, (FR,)), (FR, ())])
def test_a_new_project_can_be_worked_in_at_once(tmp_path: Path, source: Tag, targets: tuple[Tag, ...]) -> None:
    written = scaffold.create(tmp_path, source, targets)
    here = project.around([], tmp_path)
    assert (here.root, here.settings.project.source) == (tmp_path.resolve(), source)
    assert here.settings.project.locales == targets
    assert glossary.load(here.glossaries()).concepts
    assert all(path.is_file() for path in written)
    articles = project.sources(here, [tmp_path / name for name in here.settings.project.articles if source == FR], ())
    assert [path.name for path in articles] == (["exemple.fr.txt"] if source == FR else [])


def test_what_stands_in_a_new_projects_folder_is_left_alone(tmp_path: Path) -> None:
    own = tmp_path / "glossary" / "names.csv"
    own.parent.mkdir()
    own.write_text("concept,fr,en\na,A,A\n", "utf-8")
    assert own not in scaffold.create(tmp_path, FR, (EN,))
    assert own.read_text("utf-8") == "concept,fr,en\na,A,A\n"
    with pytest.raises(UsageError) as caught:
        scaffold.create(tmp_path, EN, (FR,))
    assert caught.value.place == str(tmp_path / config.FILE)
    assert project.around([], tmp_path).settings.project.source == FR


def test_glossary_files_that_are_not_there_are_told(tmp_path: Path) -> None:
    here = made(tmp_path, '[glossary]\nfiles = ["glosary/*.csv"]\n')
    with pytest.raises(ConfigError, match="no file matches glosary"):
        here.glossaries()
    assert made(tmp_path, "").glossaries() == ()


def test_patterns_find_the_articles_of_a_project(tmp_path: Path) -> None:
    settings = '[project]\narticles = ["posts/**/*.md", "news", "labels/*.json"]\n'
    files = (
        "posts/a.md",
        "posts/2026/b.md",
        "posts/2026/c.png",
        "news/d.txt",
        "labels/e.json",
        "localized/en/posts/a.md",
    )
    here = made(tmp_path.resolve(), settings, *files)
    assert here.root is not None
    names = [path.relative_to(here.root).as_posix() for path in here.articles()]
    assert names == ["posts/2026/b.md", "posts/a.md", "news", "labels/e.json"]


@pytest.mark.parametrize("pattern", ["posts/*.md", "*.xyz", "localized/**/*.md"])
def test_a_pattern_that_finds_nothing_is_refused(tmp_path: Path, pattern: str) -> None:
    here = made(tmp_path.resolve(), f'[project]\narticles = ["{pattern}"]\n', "localized/en/posts/a.md")
    with pytest.raises(ConfigError, match="no file matches"):
        here.articles()
