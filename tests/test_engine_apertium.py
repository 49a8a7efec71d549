"""Apertium: what is found, what is said to its programs and read from them, and what comes back from the real ones."""

from __future__ import annotations

import os
import re
import shutil
import signal
import string
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot.engines.apertium import ApertiumEngine
from polyglot.engines.apertium.answer import Answer, Loss, understand
from polyglot.engines.apertium.modes import Mode, fingerprint, installed, route, tag
from polyglot.engines.apertium.pipeline import Pipeline
from polyglot.engines.apertium.relay import GREETING, Leg, Relay
from polyglot.engines.apertium.stream import Held, Piece, Sentence, encode, opaque
from polyglot.errors import EngineFailureError, EngineMissingError
from polyglot.model import Candidates, CodeKind, Masked, Pair, Rung, Slot, Tag

HERE = Path(__file__).parent
SENTENCES = HERE / "apertium" / "sentences.fr.txt"
ABSENT = shutil.which("apertium") is None


def apertium[**P](test: Callable[P, None]) -> Callable[P, None]:
    return test
