"""The review catalog: what people and engines said before is recalled from it, and what was said now is recorded in it.

One entry per segment in reading order; a person's words are never overwritten, and where their source changes the entry
turns fuzzy and shows the source it was made for.
"""

from __future__ import annotations

from polyglot.review.approving import approved_by, fingerprint, reviewed, void
from polyglot.review.entries import NAMES, SUGGESTION, comments_of_people, is_persons, made_for, proposed, standing
from polyglot.review.places import NO_MODEL, Policy, Recall, left_out, states
from polyglot.review.recalling import recall
from polyglot.review.recording import Notes, behind, record

__all__ = [
    "NAMES",
    "NO_MODEL",
    "SUGGESTION",
    "Notes",
    "Policy",
    "Recall",
    "approved_by",
    "behind",
    "comments_of_people",
    "fingerprint",
    "is_persons",
    "left_out",
    "made_for",
    "proposed",
    "recall",
    "record",
    "reviewed",
    "standing",
    "states",
    "void",
]
