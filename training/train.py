"""Training: one process, one CPU or GPU, resumable; what it leaves are numbered checkpoints."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812 (everybody's name for it)
from torch import Tensor

from training import shards
from training.network import Transformer
from training.settings import Schedule, Settings
from training.shards import NOTHING, Batch

STATE = "state.pt"
EVERY = 50
"""Steps between two lines that say how fast it goes."""


@dataclass(slots=True)
class Progress:
    """How far training has come."""

    step: int = 0
    best: float = float("inf")
    """The lowest validation loss."""
    worse: int = 0
    """Checkpoints since it."""
    spent: float = 0.0
    """Seconds, of all runs together."""


def train(settings: Settings, folder: Path, vocabulary: int, pause: float = float("inf")) -> bool:
    """Train from the shards in a folder, or go on where a former run stopped; leaves `checkpoint-N.pt`.

    Stops at a checkpoint after `pause` minutes at the latest; says whether training is done.
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(settings.data.seed)
    torch.set_num_threads(settings.schedule.threads)
    torch.set_float32_matmul_precision("high")
    schedule, began = settings.schedule, time.monotonic()
    model = Transformer(settings.network, vocabulary).to(device)
    optimiser = torch.optim.AdamW(model.parameters(), betas=(0.9, 0.98), eps=1e-9, weight_decay=0.01, fused=True)
    progress = _resumed(folder / STATE, model, optimiser)
    loss_of = torch.compile(_loss) if schedule.compile else _loss
    valid = list(shards.batches(shards.read(folder / "valid.npz"), schedule.rows, schedule.width, random.Random(0)))
    clock = _Clock(progress.spent)
    for batch in _ahead(_endless(settings, folder, progress.step)):
        model.train()
        _set_rate(optimiser, schedule, progress.step, clock.spent)
        loss = loss_of(model, _moved(batch, device), schedule.smoothing)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        progress.step += 1
        clock.count(batch)
        if progress.step % EVERY == 0:
            clock.say(progress.step, loss.item())
        late = clock.spent > schedule.minutes * 60
        paused = time.monotonic() - began > pause * 60
        if progress.step % schedule.check_every and not late and not paused:
            continue
        _judge(progress, _validated(loss_of, model, valid, device), clock.spent)
        _keep(folder, model, optimiser, progress)
        done = late or progress.worse >= schedule.patience
        if done or paused:
            return done
    raise AssertionError("there are always more batches")


class _Clock:
    """How long training has taken, and how fast it goes."""

    def __init__(self, spent: float) -> None:
        self._began = time.monotonic() - spent
        self._since = time.monotonic()
        self._tokens = 0

    @property
    def spent(self) -> float:
        """Seconds of all runs."""
        return time.monotonic() - self._began

    def count(self, batch: Batch) -> None:
        """Note the target tokens of a step."""
        self._tokens += int((batch.wanted != NOTHING).sum())

    def say(self, step: int, loss: float) -> None:
        """Print the speed since the last time."""
        speed = self._tokens / (time.monotonic() - self._since)
        _say(f"step {step}  loss {loss:.3f}  {speed:.0f} target tokens/s  {self.spent / 60:.1f} min")
        self._since, self._tokens = time.monotonic(), 0


def _resumed(place: Path, model: Transformer, optimiser: torch.optim.Optimizer) -> Progress:
    """Where a former run stopped, or the very beginning."""
    if not place.exists():
        return Progress()
    state = torch.load(place)
    model.load_state_dict(state["model"])
    optimiser.load_state_dict(state["optimiser"])
    return Progress(**state["progress"])


def _keep(folder: Path, model: Transformer, optimiser: torch.optim.Optimizer, progress: Progress) -> None:
    """Write a checkpoint, and all that a later run needs, at once or not at all."""
    torch.save(model.state_dict(), folder / f"checkpoint-{progress.step:07d}.pt")
    state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "progress": asdict(progress)}
    torch.save(state, folder / f"{STATE}.new")
    (folder / f"{STATE}.new").replace(folder / STATE)


def _judge(progress: Progress, loss: float, spent: float) -> None:
    better = loss < progress.best
    progress.best, progress.worse = (loss, 0) if better else (progress.best, progress.worse + 1)
    progress.spent = spent
    _say(f"step {progress.step}  validation loss {loss:.4f}  (best {progress.best:.4f})  {spent / 60:.1f} min")


def _endless(settings: Settings, folder: Path, done: int) -> Iterator[Batch]:
    """Batches of all shards, round after round; a run that goes on after `done` steps takes other orders."""
    places = sorted(folder.glob("train-*.npz"))
    schedule, first = settings.schedule, random.Random(f"{settings.data.seed}-{done}").randrange(len(places))
    for number in count(first):
        chance = random.Random(f"{settings.data.seed}-{done}-{number}")
        shard = shards.read(places[number % len(places)])
        yield from shards.batches(shard, schedule.rows, schedule.width, chance)


def _ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches, a few of which are made while the device works."""
    with ThreadPoolExecutor(1) as worker:
        waiting = [worker.submit(next, batches) for _ in range(4)]
        while True:
            waiting.append(worker.submit(next, batches))
            yield waiting.pop(0).result()


def _moved(batch: Batch, device: torch.device) -> list[Tensor]:
    """The arrays of a batch on the device: ids, pair and place of the source, of what is given, then what is wanted."""
    arrays = (torch.from_numpy(part) for part in (*batch.source, *batch.given, batch.wanted))
    return [(part.pin_memory() if device.type == "cuda" else part).to(device, non_blocking=True) for part in arrays]


def _set_rate(optimiser: torch.optim.Optimizer, schedule: Schedule, step: int, spent: float) -> None:
    """Up in a line over some steps, then down in a line to nothing when the time is over."""
    left = max(0.0, 1 - spent / (schedule.minutes * 60))
    for group in optimiser.param_groups:
        group["lr"] = schedule.rate * min((step + 1) / schedule.warmup, left, 1.0)


def _loss(model: torch.nn.Module, parts: list[Tensor], smoothing: float) -> Tensor:
    *sides, wanted = parts
    with torch.autocast(wanted.device.type, torch.bfloat16):
        scores = model(sides[:3], sides[3:])
    return F.cross_entropy(
        scores.flatten(0, 1).float(), wanted.flatten(), ignore_index=NOTHING, label_smoothing=smoothing
    )


@torch.no_grad()
def _validated(
    loss_of: Callable[[torch.nn.Module, list[Tensor], float], Tensor],
    model: Transformer,
    batches: list[Batch],
    device: torch.device,
) -> float:
    """Mean loss per target token, without smoothing."""
    model.eval()
    sizes = [int((batch.wanted != NOTHING).sum()) for batch in batches]
    losses = [
        loss_of(model, _moved(batch, device), 0.0).item() * size for batch, size in zip(batches, sizes, strict=True)
    ]
    return sum(losses) / sum(sizes)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
