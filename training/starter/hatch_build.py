"""No wheel without weights, with other weights than `python -m training.ship` put here, or with too large ones."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLACE = Path("src") / "polyglot_starter_fr_en"
SUMS = "SHA256SUMS"
"""What `sha256sum` writes and checks: a line `HASH  NAME` for each file of each model."""
NOTES = "polyglot-"
"""How the names of files begin that polyglot keeps beside a model; they are no part of it."""
LARGEST = 40_000_000
"""Bytes of one model with all that belongs to it."""
HINT = "put them there with: python -m training.ship translate-fr_en-1_0.argosmodel"


class Weights(BuildHookInterface[BuilderConfig]):
    """What the build backend asks before it packs anything."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the backend's own words
        """End the build with a sentence where the weights are not what should be built."""
        place = Path(self.root) / PLACE
        if problem := next(problems(place), ""):
            self.app.abort(f"polyglot-starter-fr-en cannot be built: {problem}; {HINT}")


def problems(place: Path) -> Iterator[str]:
    """What is wrong with the models in a folder."""
    models = sorted(path.parent for path in place.glob("*/metadata.json"))
    if not models or not (place / SUMS).is_file():
        yield f"there are no weights in {place}"
        return
    wanted = {name: digest for digest, name in map(str.split, (place / SUMS).read_text("utf-8").splitlines())}
    there = [path for model in models for path in model.rglob("*") if path.is_file()]
    files = {path.relative_to(place).as_posix(): path for path in there if not path.name.startswith(NOTES)}
    for name in sorted(wanted.keys() | files.keys()):
        if name not in files or sha256(files[name].read_bytes()).hexdigest() != wanted.get(name):
            yield f"{name} is not what {SUMS} says"
    for model in models:
        size = sum(path.stat().st_size for path in there if path.is_relative_to(model))
        if size > LARGEST:
            yield f"{model.name} has {size / 1e6:.1f} MB, and may have {LARGEST / 1e6:.0f}"
