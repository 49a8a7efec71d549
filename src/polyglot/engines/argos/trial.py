"""A program that loads a CTranslate2 model and translates one token with it: what it dies of, nobody else dies of.

It stands alone, so that it starts at once: `python trial.py MODEL DEVICE`.
"""

import sys


def run(folder: str, device: str) -> None:
    """Load and translate; errors that CTranslate2 reports are told by whoever loads the model next."""
    from ctranslate2 import Translator  # type: ignore[attr-defined]

    try:
        translator = Translator(folder, device=device, inter_threads=1, intra_threads=1)
        translator.translate_batch([["▁a"]], max_decoding_length=4, return_attention=True)
    except (RuntimeError, ValueError):
        return


if __name__ == "__main__":
    run(*sys.argv[1:3])
