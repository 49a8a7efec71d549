"""`python -m training STEP RECIPE --work FOLDER`: the steps in their order are prepare, shards, train, export, pack.

`shards`, `train` and `export` need the work folder only, so that it can go to a machine with a GPU after `prepare`;
`pack` needs `weights.npz`, `facts.json` and the vocabulary.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path

from training import augment, pieces, settings, shards, text
from training.settings import Settings
from training.text import Sentences

VOCABULARY = "sentencepiece.model"
LEXICON = "lexicon.json"
LEXICON_PAIRS = 120_000
"""Enough to learn from which words are translations of each other."""
VOCABULARY_PAIRS = 600_000
"""Enough to learn the pieces from."""


def prepare(recipe: Settings, folder: Path, data: Sequence[Path], tests: Sequence[Path], dev: Sequence[Path]) -> None:
    """Read, split, clear of the test sets, learn the vocabulary and the lexicon; what is left lies in parts."""
    folder.mkdir(parents=True, exist_ok=True)
    found = text.split(text.read(data, recipe.data.sources), recipe.data.held_out, [*tests, *dev])
    valid = text.read_aligned(*dev) if dev else found.valid
    _say(f"{len(found.train)} pairs to train on, {len(valid)} to validate, {len(found.unseen)} never looked at")
    _say(f"{found.overlaps} pairs left out: a test set has as many of their words in a row")
    text.write_part(found.unseen, folder / "unseen.tsv.xz")
    text.write_part(valid, folder / "valid.tsv.xz")
    train = list(found.train)
    random.Random(recipe.data.seed).shuffle(train)
    words = augment.lexicon(train[:LEXICON_PAIRS])
    (folder / LEXICON).write_text(json.dumps(words, ensure_ascii=False, sort_keys=True), "utf-8")
    sample = [Sentences(*one[:2]) for one in _examples(recipe, train[:VOCABULARY_PAIRS], words, "vocabulary")]
    pieces.train(sample, recipe.pieces, folder / VOCABULARY, _languages(recipe))
    for part in range(recipe.data.parts):
        text.write_part(train[part :: recipe.data.parts], folder / f"part-{part:02d}.tsv.xz")
    facts = {"pairs": len(train), "overlaps": found.overlaps}
    (folder / "facts.json").write_text(json.dumps(facts), "utf-8")


def write_shards(recipe: Settings, folder: Path, workers: int) -> None:
    """Augment and tokenise every part so many times, in so many processes."""
    jobs = sorted(product(range(recipe.data.rounds), range(recipe.data.parts)))
    with ProcessPoolExecutor(workers) as pool:
        for line in pool.map(partial(_shard, recipe, folder), jobs):
            _say(line)
    valid = text.read_part(folder / "valid.tsv.xz")
    words = json.loads((folder / LEXICON).read_text("utf-8"))
    examples = _examples(recipe, valid, words, "valid")
    shards.write(examples, pieces.load(folder / VOCABULARY), recipe.data.longest, folder / "valid.npz")


def _shard(recipe: Settings, folder: Path, job: tuple[int, int]) -> str:
    number, part = job
    pairs = text.read_part(folder / f"part-{part:02d}.tsv.xz")
    words = json.loads((folder / LEXICON).read_text("utf-8"))
    examples = _examples(recipe, pairs, words, f"{number}-{part}")
    place = folder / f"train-{number:02d}-{part:02d}.npz"
    tokens = shards.write(examples, pieces.load(folder / VOCABULARY), recipe.data.longest, place)
    return f"{place.name}: {len(examples)} examples, {tokens} target tokens"


def _examples(recipe: Settings, pairs: Sequence[Sentences], words: dict[str, str], name: str) -> list[augment.Example]:
    directions = [augment.DIRECTION.format(language) for language in _languages(recipe)] or [""]
    return augment.examples(pairs, words, recipe.pieces.slots, f"{recipe.data.seed}-{name}", directions)


def _languages(recipe: Settings) -> list[str]:
    """The targets, where there are two: the forth direction's first."""
    return [recipe.package.target, recipe.package.source] if recipe.package.both else []


def train(recipe: Settings, folder: Path, pause: float) -> None:
    """Train, or go on."""
    from training.train import train as run

    done = run(recipe, folder, pieces.load(folder / VOCABULARY).get_piece_size(), pause)
    _say("training is done" if done else "training is paused; run it again to go on")


def export(recipe: Settings, folder: Path) -> None:
    """Average the checkpoints into `weights.npz`, in 8 bits."""
    from training.convert import export as run

    place = run(recipe, folder)
    _say(f"{place}: {place.stat().st_size / 1e6:.2f} MB")


def pack(recipe: Settings, folder: Path) -> None:
    """Convert, zip."""
    from training.convert import package

    place = package(recipe, folder, card(recipe, json.loads((folder / "facts.json").read_text("utf-8"))))
    _say(f"{place}: {place.stat().st_size / 1e6:.2f} MB")


def card(recipe: Settings, facts: dict[str, int]) -> str:
    """The package's own README: what it is, what it learned from, under which licence."""
    about, shape = recipe.package, recipe.network
    credit = "\n".join(f"- {line}" for line in about.credit)
    return (
        f"# {about.name} {about.version}\n\n"
        f"{about.source} to {about.target}{' and back' if about.both else ''}; "
        f"{shape.encoder}+{shape.decoder} layers, {shape.width} wide, "
        f"{recipe.pieces.size} pieces of which {recipe.pieces.slots} are slots (⟦1⟧ …), 8 bits.\n"
        f"{about.about}\n\n"
        f"Licence: {about.licence}.\n\nTrained on {facts['pairs']} pairs of:\n\n{credit}\n\n"
        f"{facts['overlaps']} pairs were left out because a test set has 13 of their words in a row, "
        "or a whole shorter line.\n"
    )


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def main() -> None:
    """Run one step."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("step", choices=("prepare", "shards", "train", "export", "pack"))
    parser.add_argument("recipe", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="the folder where everything is made")
    parser.add_argument("--data", type=Path, nargs="*", default=[], help="label TAB source TAB target, plain or .xz")
    parser.add_argument("--tests", type=Path, nargs="*", default=[], help="texts that nothing trained on may have")
    parser.add_argument("--dev", type=Path, nargs=2, default=[], help="two aligned texts to validate on; else held out")
    parser.add_argument("--workers", type=int, default=1, help="processes that make shards")
    parser.add_argument("--pause", type=float, default=float("inf"), help="minutes after which training stops for now")
    given = parser.parse_args()
    recipe, folder = settings.load(given.recipe), given.work
    match given.step:
        case "prepare":
            prepare(recipe, folder, given.data, given.tests, given.dev)
        case "shards":
            write_shards(recipe, folder, given.workers)
        case "train":
            train(recipe, folder, given.pause)
        case "export":
            export(recipe, folder)
        case _:
            pack(recipe, folder)


if __name__ == "__main__":
    main()
