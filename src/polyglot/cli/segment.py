"""`polyglot segment`: units, roles, segments, and why a line is not the article."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from polyglot.cli import console
from polyglot.cli.options import EncodingName, From, FurnitureMode, Json, encoding, one_of

if TYPE_CHECKING:
    from polyglot.config import Furniture
    from polyglot.pipeline import Prepared


def segment(
    path: Annotated[Path, typer.Argument(help="The file to look at.")],
    *,
    source: From = "",
    furniture: FurnitureMode = "",
    encoding_name: EncodingName = "",
    as_json: Json = False,
) -> int:
    """Show how a file is cut: its units, their roles, their segments, and what is the site's furniture."""
    from polyglot import audit, locales, runs

    one_of("--furniture", furniture, ("auto", "keep", "drop"))
    wishes = runs.Wishes(
        source=locales.parse(source) if source else None,
        furniture=cast("Furniture", furniture) if furniture else None,
        encoding=encoding(encoding_name),
    )
    page = audit.preview(wishes, path)
    if as_json:
        console.as_json(_object(page))
    else:
        _show(page)
    return 0


def _object(page: Prepared) -> dict[str, object]:
    from polyglot.model import Segment

    return {
        "file": page.name,
        "source": page.source,
        "format": page.document.format,
        "units": [
            {
                "id": unit.unit.id,
                "role": str(unit.unit.role),
                "translate": unit.unit.translate,
                "span": list(unit.unit.span),
                "text": unit.unit.text,
                "reason": unit.unit.reason,
                "strings": list(unit.unit.strings),
                "parts": [
                    {"kind": "segment" if isinstance(part, Segment) else "ignorable", "text": part.text}
                    for part in unit.parts
                ],
            }
            for unit in page.units
        ],
    }


def _show(page: Prepared) -> None:
    """A line per segment behind the line number, role and, for furniture, the reason."""
    show = console.results()
    for unit in page.units:
        line = page.document.line(unit.unit.span.start)
        style = "dim" if unit.unit.role.aside else "bold"
        why = f" ({unit.unit.reason})" if unit.unit.reason else ""
        show.print(f"{line:>4}  {unit.unit.role}{why}", style=style, markup=False)
        for part in unit.segments or unit.parts:
            show.print(f"      | {' '.join(part.text.split())}", markup=False)
