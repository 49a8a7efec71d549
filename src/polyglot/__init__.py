"""polyglot: offline translation and multilingual publishing.

>>> import polyglot
>>> report = polyglot.localize(["page.fr.txt"], to=["en"])  # doctest: +SKIP
>>> report.results[0].output  # doctest: +SKIP
'page.en.txt'
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

__all__ = ["__version__", "localize"]

if TYPE_CHECKING:
    from polyglot.runs import Report

    __version__: str


def localize(paths: Iterable[str | Path], to: Iterable[str] = (), source: str = "", engine: str = "") -> Report:
    """Translate files and folders as `polyglot translate` does, and write the results.

    Tags are BCP 47; what is left empty comes from `polyglot.toml` above the first path, or above the current folder.
    Raises `polyglot.errors.PolyglotError` before anything is written.
    """
    from polyglot import locales, runs

    wishes = runs.Wishes(
        paths=tuple(Path(path) for path in paths),
        to=runs.tags(to),
        source=locales.parse(source) if source else None,
        engine=engine,
    )
    return runs.translate(wishes)


def __getattr__(name: str) -> str:
    """`__version__`, looked up when it is asked for: `polyglot --help` does not pay for it (PEP 562)."""
    if name != "__version__":
        raise AttributeError(name)
    from polyglot.version import VERSION

    return VERSION
