"""The encoder as it is trained: a small BERT with one question a row above it, read from published weights."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, INNER, LAYERS, PLACES = 384, 12, 1536, 6, 512
SMALL = 1e-12
DROPPED = 0.1
FAR = -1e4
SCALE = (WIDTH // HEADS) ** -0.5


def published(path: Path) -> Mapping[str, Any]:
    """Read a file of safetensors into arrays, by name."""
    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    told: dict[str, Any] = json.loads(raw[8 : 8 + length])
    start = 8 + length
    return {
        name: np.frombuffer(raw, np.float32, offset=start + one["data_offsets"][0], count=math.prod(one["shape"]))
        .reshape(one["shape"])
        for name, one in told.items()
        if name != "__metadata__" and one["dtype"] == "F32"
    }  # fmt: skip


class Dropped(nn.Module):
    """Leaves features out, the same ones at all places of a reply: a sixth faster than each place its own."""

    def forward(self, x: Tensor) -> Tensor:
        """Return what is kept, made stronger by as much; all of it when not training."""
        if not self.training:
            return x
        shape = (x.shape[0], *(1,) * (x.dim() - 2), x.shape[-1])
        return x * (torch.rand(shape) >= DROPPED).to(x.dtype) / (1 - DROPPED)


class Layer(nn.Module):
    """One layer of attention and one of width, each added to what came in."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.calm = nn.LayerNorm(WIDTH, eps=SMALL)
        self.wide = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.settle = nn.LayerNorm(WIDTH, eps=SMALL)
        self.drop = Dropped()

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the places after this layer."""
        size, length, _ = x.shape

        def parted(y: Tensor) -> Tensor:
            return y.view(size, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        near = parted(self.query(x)) @ parted(self.key(x)).transpose(2, 3) * SCALE + mask
        seen = near.softmax(3) @ parted(self.value(x))
        x = self.calm(x + self.drop(self.out(seen.transpose(1, 2).reshape(size, length, WIDTH))))
        return self.settle(x + self.drop(self.narrow(functional.gelu(self.wide(x)))))


class Encoder(nn.Module):
    """Reads pieces, answers questions in log-odds.

    Args:
        weights: published ones, by name.
        kept: numbers of the pieces that the vocabulary keeps.
        questions: how many there are.
    """

    def __init__(self, weights: Mapping[str, Any], kept: Sequence[int], questions: int) -> None:
        super().__init__()
        self.words = nn.Embedding(len(kept), WIDTH)
        self.places = nn.Embedding(PLACES, WIDTH)
        self.sides = nn.Embedding(2, WIDTH)
        self.calm = nn.LayerNorm(WIDTH, eps=SMALL)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.drop = Dropped()
        self.answer = nn.Linear(3 * WIDTH, questions)
        nn.init.normal_(self.answer.weight, std=0.02)
        nn.init.zeros_(self.answer.bias)
        self._fill(weights, kept)

    def _fill(self, weights: Mapping[str, Any], kept: Sequence[int]) -> None:
        own = {
            "words.weight": weights["embeddings.word_embeddings.weight"][list(kept)],
            "places.weight": weights["embeddings.position_embeddings.weight"],
            "sides.weight": weights["embeddings.token_type_embeddings.weight"],
            "calm.weight": weights["embeddings.LayerNorm.weight"],
            "calm.bias": weights["embeddings.LayerNorm.bias"],
        }
        names = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
            "out": "attention.output.dense", "calm": "attention.output.LayerNorm", "wide": "intermediate.dense",
            "narrow": "output.dense", "settle": "output.LayerNorm",
        }  # fmt: skip
        for at in range(LAYERS):
            for ours, theirs in names.items():
                for part in ("weight", "bias"):
                    own[f"layers.{at}.{ours}.{part}"] = weights[f"encoder.layer.{at}.{theirs}.{part}"]
        told = {name: torch.tensor(np.array(value)) for name, value in own.items()}
        self.load_state_dict(told, strict=False)

    def forward(self, ids: Tensor, sides: Tensor, there: Tensor) -> Tensor:
        """Return log-odds, one a question.

        Args:
            ids: pieces, a row a reply, padded.
            sides: 0 for the draft, 1 for what was said around it.
            there: which places are not padding.
        """
        return self.above(self.below(ids, sides, there, 0), sides, there, 0)

    def below(self, ids: Tensor, sides: Tensor, there: Tensor, layers: int) -> Tensor:
        """Return the places after the lowest layers."""
        x = self.drop(self.calm(self.words(ids) + self.places(torch.arange(ids.shape[1])) + self.sides(sides)))
        return self._through(x, there, self.layers[:layers])

    def above(self, x: Tensor, sides: Tensor, there: Tensor, layers: int) -> Tensor:
        """Return log-odds from the places after the lowest layers."""
        x = self._through(x, there, self.layers[layers:])
        own, around = (there & (sides == 0)).float(), (there & (sides == 1)).float()
        return self.answer(self.drop(torch.cat((x[:, 0], mean(x, own), mean(x, around)), dim=1)).float())

    def _through(self, x: Tensor, there: Tensor, layers: Iterable[nn.Module]) -> Tensor:
        """Go through some layers; what is padding is not looked at."""
        kind = torch.bfloat16 if torch.is_autocast_enabled("cpu") else x.dtype
        mask = torch.where(there, 0.0, FAR)[:, None, None, :].to(kind)
        for layer in layers:
            x = layer(x, mask)
        return x


def mean(x: Tensor, use: Tensor) -> Tensor:
    """Return the mean of the places in use."""
    return torch.einsum("blw,bl->bw", x.float(), use) / use.sum(1, keepdim=True).clamp(min=1.0)
