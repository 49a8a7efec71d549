"""`python -m training STEP RECIPE --work FOLDER`: the steps in their order are prepare, train, pack."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from training import augment, pieces, settings, shards, text
from training.settings import Settings


def prepare(recipe: Settings, folder: Path, data: Sequence[Path], tests: Sequence[Path]) -> None:
    """Read, split, augment, learn the vocabulary, write shards."""
    folder.mkdir(parents=True, exist_ok=True)
    found = text.split(text.read(data, recipe.data.sources), recipe.data.held_out, tests)
    _say(f"{len(found.train)} pairs to train on, {len(found.valid)} to validate, {len(found.unseen)} never looked at")
    _say(f"{found.overlaps} pairs left out: a test set has as many of their words in a row")
    (folder / "unseen.tsv").write_text("".join(f"{pair.source}\t{pair.target}\n" for pair in found.unseen), "utf-8")
    rounds = list(augment.rounds(found.train, recipe.data.rounds, recipe.pieces.slots, recipe.data.seed))
    pieces.train(rounds[0], recipe.pieces, folder / "sentencepiece.model")
    vocabulary = pieces.load(folder / "sentencepiece.model")
    for number, pairs in enumerate(rounds):
        tokens = shards.write(pairs, vocabulary, recipe.data.longest, folder / f"train-{number:02d}.npz")
        _say(f"shard {number}: {len(pairs)} pairs, {tokens} target tokens")
    valid = next(augment.rounds(found.valid, 1, recipe.pieces.slots, recipe.data.seed + 1))
    shards.write(valid, vocabulary, recipe.data.longest, folder / "valid.npz")


def train(recipe: Settings, folder: Path) -> None:
    """Train, or go on."""
    from training.train import train as run

    run(recipe, folder, pieces.load(folder / "sentencepiece.model").get_piece_size())


def pack(recipe: Settings, folder: Path) -> None:
    """Average, convert, zip."""
    from training.convert import package

    place = package(recipe, folder, card(recipe))
    _say(f"{place}: {place.stat().st_size / 1e6:.2f} MB")


def card(recipe: Settings) -> str:
    """The package's own README: what it is, what it learned from, under which licence."""
    about, shape = recipe.package, recipe.network
    credit = "\n".join(f"- {line}" for line in about.credit)
    return (
        f"# {about.name} {about.version}\n\n"
        f"{about.source} to {about.target}; {shape.encoder}+{shape.decoder} layers, {shape.width} wide, "
        f"{recipe.pieces.size} pieces of which {recipe.pieces.slots} are slots (⟦1⟧ …), 8 bits.\n"
        "Made to test plumbing: it has learned short everyday sentences only, and is not fit for readers.\n\n"
        f"Licence: {about.licence}.\n\nTrained on:\n\n{credit}\n"
    )


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def main() -> None:
    """Run one step."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("step", choices=("prepare", "train", "pack"))
    parser.add_argument("recipe", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="the folder where everything is made")
    parser.add_argument("--data", type=Path, nargs="*", default=[], help="label TAB source TAB target, plain or .xz")
    parser.add_argument("--tests", type=Path, nargs="*", default=[], help="texts that nothing trained on may have")
    given = parser.parse_args()
    recipe = settings.load(given.recipe)
    if given.step == "prepare":
        prepare(recipe, given.work, given.data, given.tests)
    else:
        (train if given.step == "train" else pack)(recipe, given.work)


if __name__ == "__main__":
    main()
