"""Quality and speed of sentence segmentation, beside other programs where they are installed.

Speed: megabytes of UTF-8 a second on French news, in one run in which the programs take turns: the first reading of the
text, and the best of some, which tells apart those that remember what they once decided. Quality: pySBD's golden rules
(cases exactly right, white space evened), news of WMT 2013 and 2014 (sentences that end in a full stop, six joined by a
space: F1 of the boundaries; some lines hold two sentences, so no program can reach 1), and the blind paragraphs of
`tests/segmentation/blind` (exactly right).

Usage: python benchmarks/segmentation.py [--data FOLDER], where FOLDER has `segmentation/golden_rules.jsonl` and
`eval/wmt13.fr`, `wmt13.en` and so on. For the others: pip install pysbd nupunkt syntok, in an environment of its own.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from polyglot import segment
from polyglot.model import MarkedUnit, Role, Span, Tag, Unit

ROOT = Path(__file__).parents[1]
BLIND = ROOT / "tests" / "segmentation" / "blind"
SIGNS = str.maketrans({"⍽": "\u00a0", "⎵": "\u202f", "⏎": "\n"})
TOGETHER, LINES, ROUNDS = 6, 1500, 3
PYSBD = ("ar", "de", "el", "en", "es", "fr", "it", "nl", "pl", "ru")

Cut = Callable[[str, str], list[str]]
"""From a text and its language to its sentences."""


class Text(NamedTuple):
    """A text with the sentences that it should be cut into."""

    language: str
    text: str
    sentences: list[str]


# --- the programs ----------------------------------------------------------------------------------------------------


def ours(text: str, language: str) -> list[str]:
    unit = Unit("u", Role.PARAGRAPH, Span(0, len(text)), text)
    return [part.text for part in segment.segment(MarkedUnit(unit, ()), segment.rules(Tag(language))).segments]


def pysbd() -> Cut:
    module = import_module("pysbd")

    @cache
    def segmenter(language: str) -> Callable[[str], list[str]]:
        made = module.Segmenter(language=language if language in PYSBD else "en", clean=False)
        return lambda text: list(made.segment(text))

    return lambda text, language: segmenter(language)(text)


def nupunkt() -> Cut:
    module = import_module("nupunkt")
    return lambda text, _: list(module.sent_tokenize(text))


def syntok() -> Cut:
    module = import_module("syntok.segmenter")

    def cut(text: str, _: str) -> list[str]:
        paragraphs = module.process(text)
        return ["".join(token.spacing + token.value for token in tokens) for found in paragraphs for tokens in found]

    return cut


OTHERS: Mapping[str, Callable[[], Cut]] = {"pysbd": pysbd, "nupunkt": nupunkt, "syntok": syntok}


def programs() -> Mapping[str, Cut]:
    found: dict[str, Cut] = {"polyglot": ours}
    for name, load in OTHERS.items():
        try:
            found[name] = load()
        except ModuleNotFoundError:
            print(f"{name} is not installed: pip install {name}, in an environment of its own, to compare with it")
    return found


# --- the texts -------------------------------------------------------------------------------------------------------


def golden(data: Path) -> Iterator[Text]:
    for line in (data / "segmentation" / "golden_rules.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        yield Text(case["lang"], case["text"], case["sents"])


def news(data: Path, year: int, language: str) -> Iterator[Text]:
    lines = (data / "eval" / f"wmt{year}.{language}").read_text("utf-8").splitlines()
    ended = [line.strip() for line in lines if line.strip().endswith(".")][:LINES]
    for start in range(0, len(ended), TOGETHER):
        group = ended[start : start + TOGETHER]
        yield Text(language, " ".join(group), group)


def blind(path: Path) -> Iterator[Text]:
    for block in re.split(r"\n{2,}", path.read_text("utf-8").strip()):
        lines = [line.translate(SIGNS) for line in block.splitlines()]
        _, text, *sentences = [line for line in lines if not line.startswith(";")]
        yield Text(path.stem, text, [sentence[2:] for sentence in sentences])


# --- the scores ------------------------------------------------------------------------------------------------------


def even(sentences: list[str]) -> list[str]:
    return [" ".join(sentence.split()) for sentence in sentences]


def exact(cut: Cut, texts: list[Text]) -> str:
    right = sum(even(cut(text, language)) == even(sentences) for language, text, sentences in texts)
    return f"{right}/{len(texts)}"


def ends(sentences: list[str]) -> set[int]:
    """Where sentences end, counted in characters that are no white space, without the last."""
    return set(list(accumulate(len("".join(sentence.split())) for sentence in sentences))[:-1])


def f1(cut: Cut, texts: list[Text]) -> str:
    both = found = wanted = 0
    for language, text, sentences in texts:
        right, got = ends(sentences), ends(cut(text, language))
        both, found, wanted = both + len(right & got), found + len(got), wanted + len(right)
    return f"{2 * both / max(1, found + wanted):.4f}"


def rates(cuts: Mapping[str, Cut], texts: list[Text]) -> Mapping[str, list[float]]:
    """Megabytes a second in every round; the programs take turns, and have been started before."""
    size = sum(len(text.text.encode()) for text in texts) / 1e6
    found: dict[str, list[float]] = {name: [] for name in cuts}
    for number in range(-1, ROUNDS):
        for name, cut in cuts.items():
            began = time.perf_counter()
            for language, text, _ in texts if number >= 0 else [Text("fr", "Il vient. Elle part.", [])]:
                cut(text, language)
            found[name] += [size / (time.perf_counter() - began)] if number >= 0 else []
    return found


# --- the tables ------------------------------------------------------------------------------------------------------


def table(cuts: Mapping[str, Cut], title: str, score: Callable[[Cut, list[Text]], str], rows: list[list[Text]]) -> None:
    print(f"\n{title:40}" + "".join(f"{name:>12}" for name in cuts))
    for texts in rows:
        print(f"{texts[0].language:40}" + "".join(f"{score(cut, texts):>12}" for cut in cuts.values()))


def skipped(path: Path) -> bool:
    if not path.exists():
        print(f"\nskipped, not there: {path}")
    return not path.exists()


def measure(data: Path, cuts: Mapping[str, Cut]) -> None:
    if not skipped(data / "eval" / "wmt13.fr"):
        speed = rates(cuts, list(news(data, 13, "fr")))
        for title, pick in (("first reading", lambda rounds: rounds[0]), ("best of all readings", max)):
            rate = {name: pick(rounds) for name, rounds in speed.items()}
            print(f"\n{f'French news, MB/s, {title}':40}" + "".join(f"{one:12.2f}" for one in rate.values()))
            print(f"{'polyglot is faster by':40}" + "".join(f"{rate['polyglot'] / one:12.1f}" for one in rate.values()))
    if not skipped(data / "segmentation" / "golden_rules.jsonl"):
        texts = list(golden(data))
        languages = sorted({text.language for text in texts})
        rows = [[text for text in texts if text.language == language] for language in languages]
        table(cuts, "golden rules, exactly right", exact, rows)
    for year in (13, 14):
        there = [language for language in ("fr", "en") if not skipped(data / "eval" / f"wmt{year}.{language}")]
        table(cuts, f"news of 20{year}, F1", f1, [list(news(data, year, language)) for language in there])
    table(cuts, "blind paragraphs, exactly right", exact, [list(blind(path)) for path in sorted(BLIND.glob("*.txt"))])


def main() -> None:
    parser = argparse.ArgumentParser(description="Quality and speed of sentence segmentation.")
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="the folder with segmentation/ and eval/")
    measure(parser.parse_args().data, programs())


if __name__ == "__main__":
    main()
