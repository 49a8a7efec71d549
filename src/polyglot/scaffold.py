"""A new project: `polyglot.toml` with every key explained, the shipped names, a sample article."""

from __future__ import annotations

from pathlib import Path

from polyglot import files, resources
from polyglot.config import FILE
from polyglot.errors import UsageError
from polyglot.model import Tag

SAMPLE = """Une bibliothèque ouvre ses portes à Kyiv

Le président ukrainien Volodymyr Zelensky a visité mercredi une nouvelle bibliothèque. Elle compte 12 000 livres.

« Nous voulons lire », a déclaré une lycéenne. L’entrée est gratuite.
"""


def create(folder: Path, source: Tag, targets: tuple[Tag, ...]) -> tuple[Path, ...]:
    """Write a project's files; those that exist are left alone. Raises `UsageError` where there is one already."""
    if (folder / FILE).exists():
        raise UsageError("there is a project here already", place=str(folder / FILE), hint="edit it")
    template = (resources.HERE / "language" / FILE).read_text("utf-8")
    settings = template.replace("@SOURCE@", source).replace("@LOCALES@", ", ".join(f'"{tag}"' for tag in targets))
    wanted = {folder / FILE: settings.encode(), folder / "locales" / ".gitkeep": b""}
    for names in sorted(resources.shipped("glossary").glob("*.csv")):
        wanted[folder / "glossary" / names.name] = names.read_bytes()
    if source == "fr":
        wanted[folder / "articles" / "exemple.fr.txt"] = SAMPLE.encode()
    return files.write({path: data for path, data in wanted.items() if not path.exists()})
