"""From checkpoints to a package: their mean in 8 bits, a CTranslate2 model, zipped as Argos Translate installs it."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training import augment, pieces
from training.network import positions
from training.settings import Network, Settings

if TYPE_CHECKING:
    from ctranslate2.specs.transformer_spec import TransformerSpec

Weights = dict[str, NDArray[np.float32]]
WEIGHTS = "weights.npz"
SCALE = ":scale"
"""Behind the name of a matrix: what its rows were multiplied with."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the package: the same weights give the same bytes."""


def average(places: Sequence[Path]) -> dict[str, Tensor]:
    """The mean of the weights of several checkpoints."""
    states = [torch.load(place, map_location="cpu") for place in places]
    return {name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]}


def export(settings: Settings, folder: Path) -> Path:
    """Write the mean of the last checkpoints to `weights.npz`: matrices in 8 bits, a scale to each row.

    They are what CTranslate2 makes of them when it stores a model in 8 bits, so that nothing is lost twice.
    """
    checkpoints = sorted(folder.glob("checkpoint-*.pt"))[-settings.schedule.average :]
    arrays: dict[str, NDArray[Any]] = {}
    for name, weight in average(checkpoints).items():
        array = weight.numpy()
        if array.ndim == 1:
            arrays[name] = array
            continue
        scale = 127 / np.maximum(np.abs(array).max(1, keepdims=True), 1e-12)
        arrays[name], arrays[f"{name}{SCALE}"] = np.rint(array * scale).astype(np.int8), scale
    place = folder / WEIGHTS
    np.savez(place, **arrays)  # type: ignore[arg-type]  # names of arrays, none of an option
    return place


def exported(place: Path) -> Weights:
    """The weights that `export` wrote, as ordinary numbers."""
    with np.load(place) as found:
        arrays = {name: found[name] for name in found}
    scales = {name: arrays.pop(f"{name}{SCALE}") for name in list(arrays) if f"{name}{SCALE}" in arrays}
    return {name: array / scales[name] if name in scales else array for name, array in arrays.items()}


def package(settings: Settings, folder: Path, card: str) -> Path:
    """Write `translate-fr_en-0_1.argosmodel` and the folder that it holds; gives its place."""
    about = settings.package
    name = f"translate-{about.source}_{about.target}-{about.version.replace('.', '_')}"
    place = folder / name
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    vocabulary = pieces.load(folder / "sentencepiece.model")
    tokens = [vocabulary.id_to_piece(index) for index in range(vocabulary.get_piece_size())]
    write_model(exported(folder / WEIGHTS), settings.network, tokens, place / "model")
    shutil.copy(folder / "sentencepiece.model", place)
    (place / "metadata.json").write_text(json.dumps(_metadata(settings), indent=1, ensure_ascii=False), "utf-8")
    (place / "README.md").write_text(card, "utf-8")
    return _zipped(place)


def _metadata(settings: Settings) -> dict[str, Any]:
    about = settings.package
    said = {
        "package_version": about.version,
        "argos_version": "1.9",
        "from_code": about.source,
        "to_code": about.target,
        "from_name": about.source,
        "to_name": about.target,
        "name": about.name,
        "licence": about.licence,
        "credit": list(about.credit),
    }
    if not about.both:
        return said
    codes = (about.source, about.target)
    both = [{"code": code, "name": code} for code in codes]
    prefixes = {code: augment.DIRECTION.format(code) for code in codes}
    return {**said, "source_languages": both, "target_languages": both, "target_prefixes": prefixes}


def _zipped(place: Path) -> Path:
    written = place.with_name(f"{place.name}.argosmodel")
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(place.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(str(path.relative_to(place.parent)), EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())
    return written


def write_model(weights: Weights, shape: Network, tokens: Sequence[str], place: Path) -> None:
    """Write a CTranslate2 model, int8, all heads of the last layer giving the alignment."""
    from ctranslate2.specs.transformer_spec import TransformerSpec

    spec = TransformerSpec.from_config((shape.encoder, shape.decoder), shape.heads, alignment_heads=shape.heads)
    _fill(spec, weights, shape)
    spec.register_source_vocabulary(list(tokens))
    spec.register_target_vocabulary(list(tokens))
    spec.validate()
    spec.optimize("int8")
    place.mkdir()
    spec.save(str(place))


def _fill(spec: TransformerSpec, weights: Weights, shape: Network) -> None:
    places = positions(shape.positions, shape.width).numpy()
    for side, name in ((spec.encoder, "encoder"), (spec.decoder, "decoder")):
        side.scale_embeddings = True
        side.position_encodings.encodings = places
        embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        embeddings.weight = weights["embedding.weight"]
        _norm(side.layer_norm, weights, f"{name}_norm")
        for number, layer in enumerate(side.layer):
            start = f"{name}.{number}"
            _attention(layer.self_attention, weights, f"{start}.own", ("query", "out"))
            if name == "decoder":
                _attention(layer.attention, weights, f"{start}.cross", ("query", "memory", "out"))
            _norm(layer.ffn.layer_norm, weights, f"{start}.feed.norm")
            _linear(layer.ffn.linear_0, weights, f"{start}.feed.wide")
            _linear(layer.ffn.linear_1, weights, f"{start}.feed.narrow")
    spec.decoder.projection.weight = weights["embedding.weight"]


def _attention(part: Any, weights: Weights, name: str, linears: Sequence[str]) -> None:  # noqa: ANN401 - a part of CTranslate2's
    _norm(part.layer_norm, weights, f"{name}.norm")
    for linear, called in zip(part.linear, linears, strict=True):
        _linear(linear, weights, f"{name}.{called}")


def _linear(part: Any, weights: Weights, name: str) -> None:  # noqa: ANN401 - a part of CTranslate2's
    part.weight, part.bias = weights[f"{name}.weight"], weights[f"{name}.bias"]


def _norm(part: Any, weights: Weights, name: str) -> None:  # noqa: ANN401 - a part of CTranslate2's
    part.gamma, part.beta = weights[f"{name}.weight"], weights[f"{name}.bias"]
