"""Processes that lend a hand: forks of this one, each at work beside it on a share, and heard through a pipe.

On a machine with one core, for few things to do, or where threads are at work, there are none.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

Alone = Callable[[], bool]
"""Whether the process that was helped is gone."""
Job = Callable[[Connection, Alone], None]
"""What a hand does: it hears and answers through its end of the pipe, and stops where it is left alone."""


def never() -> bool:
    """What is asked where nobody can leave."""
    return False


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def wanted(things: int, least: int) -> int:
    """How many processes are to share so many things to do, this one among them; each is worth it for `least`."""
    able = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return max(1, min(cores(), things // least)) if able else 1


@contextmanager
def lent(job: Job) -> Iterator[Connection]:
    """A process at a job, and the pipe to it; it ends with the run."""
    context = multiprocessing.get_context("fork")
    mine, theirs = context.Pipe()
    helper = context.Process(target=_at_work, args=(job, mine, theirs, os.getpid()), daemon=True)
    helper.start()
    theirs.close()
    try:
        yield mine
    finally:
        helper.terminate()
        helper.join()
        mine.close()


def _at_work(job: Job, theirs: Connection, mine: Connection, parent: int) -> None:
    """Do a job in a process of its own; nothing is said, as nothing is decided here."""
    theirs.close()  # else its end would never be heard
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as the process lives
    with suppress(KeyboardInterrupt, EOFError, ConnectionError):
        job(mine, lambda: os.getppid() != parent)
