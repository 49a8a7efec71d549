"""A Transformer (Vaswani et al. 2017) as CTranslate2 runs it: normalised before each part, its three embeddings one."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
import torch.nn.functional as F  # noqa: N812 (everybody's name for it)
from torch import Tensor, nn

from training.settings import Network


def positions(count: int, width: int) -> Tensor:
    """Sinusoids of geometric wavelengths: (count x width), sines in the first half, cosines in the second."""
    steps = torch.arange(count).unsqueeze(1)
    waves = torch.exp(torch.arange(width // 2) * (-math.log(10_000) / (width // 2 - 1)))
    return torch.cat([torch.sin(steps * waves), torch.cos(steps * waves)], dim=1)


class Attention(nn.Module):
    """Multi-head attention; `project` makes queries, keys and values in one."""

    def __init__(self, width: int, heads: int, dropout: float, *, crossing: bool) -> None:
        super().__init__()
        self.heads, self.dropout, self.crossing = heads, dropout, crossing
        self.norm = nn.LayerNorm(width)
        self.query = nn.Linear(width, width if crossing else 3 * width)
        self.memory = nn.Linear(width, 2 * width) if crossing else None
        self.out = nn.Linear(width, width)

    def forward(self, x: Tensor, memory: Tensor | None, mask: Tensor) -> Tensor:
        """Rows (batch x time x width) with what they may attend to, by the mask, added."""
        normed = self.norm(x)
        if self.memory is None or memory is None:
            query, key, value = self.query(normed).chunk(3, dim=-1)
        else:
            query, (key, value) = self.query(normed), self.memory(memory).chunk(2, dim=-1)
        query, key, value = (self._split(part) for part in (query, key, value))
        rate = self.dropout if self.training else 0.0
        mixed = F.scaled_dot_product_attention(query, key, value, mask, rate)
        return x + F.dropout(self.out(mixed.transpose(1, 2).flatten(2)), self.dropout, self.training)

    def _split(self, x: Tensor) -> Tensor:
        return x.view(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2)


class FeedForward(nn.Module):
    """Two linear layers with a rectifier between them."""

    def __init__(self, width: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.dropout = dropout
        self.norm = nn.LayerNorm(width)
        self.wide = nn.Linear(width, inner)
        self.narrow = nn.Linear(inner, width)

    def forward(self, x: Tensor) -> Tensor:
        """Rows with their own transformation added."""
        return x + F.dropout(self.narrow(F.relu(self.wide(self.norm(x)))), self.dropout, self.training)


class Layer(nn.Module):
    """A layer of the encoder, or of the decoder, which looks at the encoder's rows too."""

    def __init__(self, shape: Network, *, crossing: bool) -> None:
        super().__init__()
        self.own = Attention(shape.width, shape.heads, shape.dropout, crossing=False)
        self.cross = Attention(shape.width, shape.heads, shape.dropout, crossing=True) if crossing else None
        self.feed = FeedForward(shape.width, shape.inner, shape.dropout)

    def forward(self, x: Tensor, own: Tensor, memory: Tensor | None = None, across: Tensor | None = None) -> Tensor:
        """Rows (batch x time x width) after this layer; `own` and `across` mask what they and the memory have."""
        x = self.own(x, None, own)
        if self.cross is not None:
            x = self.cross(x, memory, across)
        return self.feed(x)  # type: ignore[no-any-return]  # torch's modules return anything


class Transformer(nn.Module):
    """Token ids of both sides in, scores of the next target token out."""

    def __init__(self, shape: Network, vocabulary: int) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(vocabulary, shape.width)
        self.encoder = nn.ModuleList([Layer(shape, crossing=False) for _ in range(shape.encoder)])
        self.decoder = nn.ModuleList([Layer(shape, crossing=True) for _ in range(shape.decoder)])
        self.encoder_norm = nn.LayerNorm(shape.width)
        self.decoder_norm = nn.LayerNorm(shape.width)
        self.register_buffer("places", positions(shape.positions, shape.width), persistent=False)
        nn.init.normal_(self.embedding.weight, std=shape.width**-0.5)
        for part in self.modules():
            if isinstance(part, nn.Linear):
                nn.init.xavier_uniform_(part.weight)
                nn.init.zeros_(part.bias)

    def forward(self, source: Sequence[Tensor], given: Sequence[Tensor]) -> Tensor:
        """Scores (batch x time x vocabulary) of what follows each token of `given`; both are `shards.Side`s."""
        (ids, pair, place), (given_ids, given_pair, given_place) = source, given
        memory = self._embedded(ids, place)
        together = _same(pair, pair)
        for layer in self.encoder:
            memory = layer(memory, together)
        memory = self.encoder_norm(memory)
        x = self._embedded(given_ids, given_place)
        before = _same(given_pair, given_pair).tril()
        across = _same(given_pair, pair)
        for layer in self.decoder:
            x = layer(x, before, memory, across)
        return F.linear(self.decoder_norm(x), self.embedding.weight)

    def _embedded(self, ids: Tensor, place: Tensor) -> Tensor:
        places: Tensor = self.places[place]  # type: ignore[index, assignment]  # a buffer, which torch has no type for
        embedded = self.embedding(ids) * math.sqrt(self.shape.width) + places
        return F.dropout(embedded, self.shape.dropout, self.training)


def _same(mine: Tensor, theirs: Tensor) -> Tensor:
    """Which tokens belong to the same pair: (batch x 1 x mine x theirs)."""
    return (mine.unsqueeze(2) == theirs.unsqueeze(1)).unsqueeze(1)
