"""What a model is trained from and with: one TOML file; `configs/small.toml` makes the model that the tests run."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Values that cannot change, and no unknown keys."""


class Package(_Table, frozen=True):
    """What the finished package says of itself."""

    source: str
    target: str
    version: str
    name: str
    licence: str
    credit: tuple[str, ...]
    about: str
    """A sentence or two for the card: what the model is for, and what it is not."""
    both: bool = False
    """Whether it translates back as well."""


class Data(_Table, frozen=True):
    """Which pairs are used, and what is made of them."""

    sources: tuple[str, ...]
    """Labels of the first column; pairs of other sources are left out."""
    rounds: int
    """How often the whole text is augmented anew."""
    longest: int
    """Tokens of a side; longer pairs are left out."""
    held_out: int
    """Pairs kept for validation, and as many again that nothing here ever looks at."""
    parts: int = 1
    """Files that the text is kept in: so many processes can augment a round, and so many shards make one."""
    seed: int = 1


class Pieces(_Table, frozen=True):
    """The vocabulary, one for both languages."""

    size: int
    slots: int
    """Opaque marks of one piece each: `⟦1⟧` and so on."""


class Network(_Table, frozen=True):
    """The shape of the Transformer."""

    encoder: int
    decoder: int
    width: int
    heads: int
    inner: int
    dropout: float
    positions: int = 512


class Schedule(_Table, frozen=True):
    """How it is trained."""

    rows: int
    """Rows of a step."""
    width: int
    """Tokens of either side in a row, which holds as many pairs as fit in it."""
    rate: float
    warmup: int
    minutes: float
    """Wall-clock time after which training ends; the rate falls to nothing over it."""
    check_every: int
    """Steps between two checkpoints."""
    average: int
    """Checkpoints, the last ones, whose mean is the model."""
    patience: int
    """Checkpoints without a better validation loss after which training ends."""
    smoothing: float = 0.1
    threads: int = 1
    """On a CPU. Threads wait for each other in turns: on a machine that does anything else, more are slower."""
    compile: bool = False


class Settings(_Table, frozen=True):
    """A whole recipe."""

    package: Package
    data: Data
    pieces: Pieces
    network: Network
    schedule: Schedule


def load(path: Path) -> Settings:
    """Read a recipe; raises `msgspec.ValidationError` where a value does not fit."""
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Settings)
