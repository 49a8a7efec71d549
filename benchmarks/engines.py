"""polyglot's neural engine beside Argos Translate's own API and bare CTranslate2: same packages and sentences, one run.

Two packages are run: the small one of the tests, and one of full size (6+6 layers, 512 wide, 32,000 tokens, 8 bits)
that is made here with random weights. Its decoder ends every sentence after as many tokens, so that all sides do the
same work. Each side runs in a process of its own, in turns, several rounds; the table has the best of each, and ratios.

Argos Translate imports Stanza and MiniSBD, which are not installed here: two stubs take their places, and every line is
one sentence. It runs with its own defaults (beam 4, one worker, batches of 32 tokens). Bare CTranslate2 has polyglot's
settings, tokenizer included, and nothing else.

    python benchmarks/engines.py [--rounds 3] [--sentences 4000] [--full-sentences 1500]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from ctranslate2.specs.transformer_spec import TransformerSpec
    from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests" / "models"
SMALL = TESTS / "translate-fr_en-0_1.argosmodel"
SENTENCES = TESTS / "tatoeba-unseen.tsv"
LAYERS, WIDTH, HEADS, INNER, VOCABULARY = 6, 512, 8, 2048, 32_000
LENGTH = 20
"""Tokens of every translation of the full-size model."""
BEAMS = (4, 2)
ENOUGH = 10
"""Argos Translate goes one line at a time, at a steady pace: so many times fewer of them will do."""
STUBS = {
    "stanza": "class Pipeline:\n    pass\n",
    "minisbd": "class models:\n    cache_dir = ''\n    list_models = staticmethod(lambda: ['fr'])\n\n\n"
    "class SBDetect:\n    def __init__(self, *_, **__): pass\n    def sentences(self, text): return [text]\n",
}


def lines(count: int) -> list[str]:
    """French sentences that the small model has never seen, of five words or more."""
    rows = SENTENCES.read_text("utf-8").splitlines()
    long = [row.partition("\t")[0] for row in rows if row.partition("\t")[0].count(" ") > 3]
    return [long[index % len(long)] for index in range(count)]


# The sides: each loads its model and gives what answers sentences as they come

Translate = Callable[[Sequence[str]], Iterable[str]]


def polyglot_side(packages: Path, beam: int) -> Translate:
    from polyglot.engines.argos import ArgosEngine
    from polyglot.model import Masked, Pair, Rung, Tag

    engine = ArgosEngine(packages, beam=beam)

    def translate(texts: Sequence[str]) -> Iterable[str]:
        items = ((str(index), Masked((text,))) for index, text in enumerate(texts))
        for _, answer in engine.translate(items, Pair(Tag("fr"), Tag("en")), Rung.INJECT):
            yield answer.failure or "".join(map(str, answer.hypotheses[0].pieces))

    return translate


def ctranslate2_side(packages: Path, beam: int) -> Translate:
    import ctranslate2
    import sentencepiece

    (package,) = (path for path in packages.iterdir() if path.is_dir())
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(package / "sentencepiece.model"))
    cores = len(os.sched_getaffinity(0))
    options = {"inter_threads": cores, "intra_threads": 1, "compute_type": "int8"}
    translator = ctranslate2.Translator(str(package / "model"), device="cpu", **options)
    asked = {"max_batch_size": 1024, "batch_type": "tokens", "return_scores": True}

    def translate(texts: Sequence[str]) -> Iterable[str]:
        ordered = sorted((pieces.encode(text, out_type=str) for text in texts), key=len, reverse=True)
        results = translator.translate_iterable(ordered, beam_size=beam, num_hypotheses=beam, **asked)
        return (pieces.decode(result.hypotheses[0]) for result in results)

    return translate


def argostranslate_side(packages: Path, beam: int) -> Translate:
    del packages, beam
    from argostranslate import translate

    return lambda texts: (translate.translate(text, "fr", "en") for text in texts)


SIDES = {"polyglot": polyglot_side, "ctranslate2": ctranslate2_side, "argostranslate": argostranslate_side}


def work(side: str, packages: Path, beam: int, count: int, began: float) -> None:
    """One side's process: the first sentence, then all of them; figures as JSON."""
    texts = lines(count)
    translate = SIDES[side](packages, beam)
    next(iter(translate(texts[:1])))
    first = time.monotonic() - began
    started = time.monotonic()
    answers = list(translate(texts))
    seconds = time.monotonic() - started
    print(json.dumps({"pace": len(answers) / seconds, "first": first, "memory": _peak()}))


def _peak() -> float:
    """The most memory that this process has had resident, in MiB."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(re.findall(r"VmHWM:\s*(\d+) kB", status)[0]) / 1024


def run(side: str, packages: Path, beam: int, count: int, stubs: Path) -> dict[str, float]:
    """Start a side and wait for its figures."""
    paths = [str(stubs)] if side == "argostranslate" else []
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*paths, *sys.path[1:]])}  # noqa: TID251 - the child is to have all else that this process has
    environment |= {"ARGOS_PACKAGES_DIR": str(packages), "ARGOS_DEVICE_TYPE": "cpu"}
    command = [sys.executable, __file__, "--side", side, "--packages", str(packages), "--beam", str(beam)]
    command += ["--sentences", str(count), "--began", str(time.monotonic())]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{side} failed:\n{done.stderr}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def first_by_command(packages: Path) -> float:
    """Seconds from the start of `polyglot translate -` to its end, for one sentence."""
    command = [sys.executable, "-m", "polyglot", "translate", "-", "--from", "fr", "--to", "en", "--engine", "argos"]
    environment = {**os.environ, "ARGOS_PACKAGES_DIR": str(packages)}  # noqa: TID251 - the child is to have all else that this process has
    began = time.monotonic()
    subprocess.run(command, env=environment, input=b"Je suis content.\n", capture_output=True, check=False)
    return time.monotonic() - began


# The full-size package


def make_full(small: Path, place: Path) -> None:
    """Write a package with random weights and the small one's tokenizer."""
    import numpy as np
    from ctranslate2.specs.transformer_spec import TransformerSpec

    chance = np.random.default_rng(5)
    spec = TransformerSpec.from_config((LAYERS, LAYERS), HEADS)
    _randomise(spec, chance)
    known = json.loads((small / "model" / "shared_vocabulary.json").read_text("utf-8"))
    tokens = [*known, *(f"▁w{number}" for number in range(VOCABULARY - len(known)))]
    spec.register_source_vocabulary(tokens)
    spec.register_target_vocabulary(tokens)
    spec.validate()
    spec.optimize("int8")
    (place / "model").mkdir(parents=True)
    spec.save(str(place / "model"))
    for name in ("sentencepiece.model", "metadata.json"):
        shutil.copy(small / name, place)


def _randomise(spec: TransformerSpec, chance: np.random.Generator) -> None:
    """Random weights; the first dimension carries nothing but the time, and at the end of it the end token."""
    import numpy as np

    def drawn(out: int, wide: int, *, last: bool = False) -> NDArray[np.float32]:
        values = chance.normal(0, 0.02, (out, wide)).astype(np.float32)
        values[0, :] *= not last  # what a part adds leaves the first dimension alone
        return values

    def fill(part: Any, shapes: Sequence[tuple[int, int]]) -> None:  # noqa: ANN401 - a part of CTranslate2's
        part.layer_norm.gamma, part.layer_norm.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)
        linears = part.linear if hasattr(part, "linear") else (part.linear_0, part.linear_1)
        for linear, (out, wide) in zip(linears, shapes, strict=True):
            linear.weight, linear.bias = drawn(out, wide, last=linear is linears[-1]), np.zeros(out, np.float32)

    tokens = chance.normal(0, 1, (VOCABULARY, WIDTH)).astype(np.float32)
    tokens[:, 0] = 0
    times = chance.normal(0, 1, (512, WIDTH)).astype(np.float32)
    times[:, 0] = np.where(np.arange(512) < LENGTH, -10, 10)
    sides: tuple[Any, ...] = (spec.encoder, spec.decoder)
    for side in sides:
        side.scale_embeddings = False
        side.position_encodings.encodings = times
        (side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings).weight = tokens
        side.layer_norm.gamma, side.layer_norm.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)
        for layer in side.layer:
            fill(layer.self_attention, ((3 * WIDTH, WIDTH), (WIDTH, WIDTH)))
            fill(layer.ffn, ((INNER, WIDTH), (WIDTH, INNER)))
            if side is spec.decoder:
                fill(layer.attention, ((WIDTH, WIDTH), (2 * WIDTH, WIDTH), (WIDTH, WIDTH)))
    rows = chance.normal(0, 1, (VOCABULARY, WIDTH)).astype(np.float32)  # not those of the tokens, or they would repeat
    rows[:, 0] = 0
    rows[2] = 60 * np.eye(1, WIDTH, dtype=np.float32)
    spec.decoder.projection.weight = rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--sentences", type=int, default=4000)
    parser.add_argument("--full-sentences", type=int, default=1500)
    for hidden, kind in (("--side", str), ("--packages", Path), ("--beam", int), ("--began", float)):
        parser.add_argument(hidden, type=kind, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        work(given.side, given.packages, given.beam, given.sentences, given.began)
        return
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), given)


def compare(folder: Path, given: argparse.Namespace) -> None:
    """Make the packages, run all sides in turns, print the table."""
    with zipfile.ZipFile(SMALL) as archive:
        archive.extractall(folder / "small")
    (unpacked,) = (folder / "small").iterdir()
    make_full(unpacked, folder / "full" / "translate-fr_en-1_0")
    stubs = folder / "stubs"
    stubs.mkdir()
    for name, text in STUBS.items():
        (stubs / f"{name}.py").write_text(text, "utf-8")
    for size, count in (("small", given.sentences), ("full", given.full_sentences)):
        packages = folder / size
        run("polyglot", packages, 2, 1, stubs)  # the first run of all tries the model in a process of its own
        sides = [("argostranslate", 4), *((side, beam) for beam in BEAMS for side in ("polyglot", "ctranslate2"))]
        found: dict[tuple[str, int], list[dict[str, float]]] = {side: [] for side in sides}
        for _ in range(given.rounds):
            for side, beam in sides:
                lines = count // ENOUGH if side == "argostranslate" else count
                found[side, beam].append(run(side, packages, beam, lines, stubs))
        _show(size, count, found)
        print(f"polyglot translate - (the whole command, one sentence): {first_by_command(packages):.2f} s\n")


def _show(size: str, count: int, found: dict[tuple[str, int], list[dict[str, float]]]) -> None:
    """The table of one package: the best round of each side."""
    paces = {side: max(row["pace"] for row in rows) for side, rows in found.items()}
    print(f"{size}: {count} sentences, best of {len(next(iter(found.values())))} rounds")
    print(f"{'':24}{'sentences/s':>12}{'x argos':>9}{'x bare':>8}{'first':>9}{'memory':>10}")
    for (side, beam), rows in found.items():
        argos = paces[side, beam] / paces["argostranslate", 4]
        bare = paces[side, beam] / paces["ctranslate2", beam]
        first, memory = min(row["first"] for row in rows), max(row["memory"] for row in rows)
        ratios = f"{argos:9.1f}{bare:8.2f}"
        print(f"{f'{side}, beam {beam}':24}{paces[side, beam]:12.1f}{ratios}{first:7.2f} s{memory:6.0f} MiB")


if __name__ == "__main__":
    main()
