"""Training: one process, one CPU or GPU, resumable; what it leaves are numbered checkpoints."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from training import shards
from training.network import Transformer
from training.settings import Schedule, Settings
from training.shards import Batch

STATE = "state.pt"


def train(settings: Settings, folder: Path, vocabulary: int) -> None:
    """Train from the shards in a folder, or go on where a former run stopped; leaves `checkpoint-N.pt`."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(settings.data.seed)
    torch.set_num_threads(settings.schedule.threads)
    model = Transformer(settings.network, vocabulary).to(device)
    rates = {"lr": settings.schedule.rate, "betas": (0.9, 0.98), "eps": 1e-9, "weight_decay": 0.01}
    optimiser = torch.optim.AdamW(model.parameters(), **rates)  # type: ignore[arg-type]
    step, best, worse, spent = _resumed(folder / STATE, model, optimiser)
    run = torch.compile(model, dynamic=True) if settings.schedule.compile else model
    valid = list(shards.batches(shards.read(folder / "valid.npz"), settings.schedule.batch_tokens, random.Random(0)))
    began, tokens, since = time.monotonic() - spent, 0, time.monotonic()
    for batch in _endless(settings, folder, step):
        model.train()
        _set_rate(optimiser, settings.schedule, step)
        loss = _loss(run, batch, device, settings.schedule.smoothing)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        step, tokens = step + 1, tokens + int((batch.wanted >= 0).sum())
        if step % 50 == 0:
            _say(f"step {step}  loss {loss.item():.3f}  {tokens / (time.monotonic() - since):.0f} target tokens/s")
            tokens, since = 0, time.monotonic()
        spent = time.monotonic() - began
        late = spent > settings.schedule.minutes * 60
        if step % settings.schedule.check_every and not late:
            continue
        now = _validated(model, valid, device)
        best, worse = (now, 0) if now < best else (best, worse + 1)
        _say(f"step {step}  validation loss {now:.4f}  (best {best:.4f})  {spent / 60:.1f} min")
        torch.save(model.state_dict(), folder / f"checkpoint-{step:07d}.pt")
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "place": (step, best, worse, spent)}
        torch.save(state, folder / STATE)
        if late or worse >= settings.schedule.patience:
            return


def _resumed(place: Path, model: Transformer, optimiser: torch.optim.Optimizer) -> tuple[int, float, int, float]:
    """Steps done, best loss, checkpoints since it, seconds spent; from the state where there is one."""
    if not place.exists():
        return 0, float("inf"), 0, 0.0
    state = torch.load(place)
    model.load_state_dict(state["model"])
    optimiser.load_state_dict(state["optimiser"])
    step, best, worse, spent = state["place"]
    return step, best, worse, spent


def _endless(settings: Settings, folder: Path, done: int) -> Iterator[Batch]:
    """Batches of all shards, round after round; after `done` steps a run that goes on takes other orders."""
    places = sorted(folder.glob("train-*.npz"))
    for number in count(done):
        chance = random.Random(f"{settings.data.seed}-{number}")
        shard = shards.read(places[number % len(places)])
        yield from shards.batches(shard, settings.schedule.batch_tokens, chance)


def _set_rate(optimiser: torch.optim.Optimizer, schedule: Schedule, step: int) -> None:
    """Up in a line, then down with the root of the steps (Vaswani et al. 2017)."""
    scale = min((step + 1) / schedule.warmup, (schedule.warmup / (step + 1)) ** 0.5)
    for group in optimiser.param_groups:
        group["lr"] = schedule.rate * scale


def _loss(model: torch.nn.Module, batch: Batch, device: torch.device, smoothing: float) -> Tensor:
    source, lengths, given, wanted = (torch.from_numpy(part).to(device, non_blocking=True) for part in batch)
    with torch.autocast(device.type, torch.bfloat16):
        scores = model(source, lengths, given)
    return F.cross_entropy(scores.flatten(0, 1).float(), wanted.flatten(), label_smoothing=smoothing)


@torch.no_grad()
def _validated(model: Transformer, batches: list[Batch], device: torch.device) -> float:
    """Mean loss per target token, without smoothing."""
    model.eval()
    sizes = [int((batch.wanted >= 0).sum()) for batch in batches]
    losses = [_loss(model, batch, device, 0.0).item() * size for batch, size in zip(batches, sizes, strict=True)]
    return sum(losses) / sum(sizes)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
