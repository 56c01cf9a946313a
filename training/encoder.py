"""The encoder that the tagger, parser and name finder share: a small transformer over whole words.

One position per word, not per subword: a sentence is a quarter shorter, and a word's input vector depends on its spelling alone, so it
is computed once per word type and cached when the pipeline runs. The vector is the sum of a row for the lower-case form (if frequent),
the mean of rows for its character n-grams (hashed, as in fastText), and rows for its shape and its last letters.
Attention uses rotary positions (Su et al. 2021): nothing to learn per position, and texts longer than those seen in training work.
"""

from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sayso.language.spelling import hashed, ngrams, shape, spelling


@dataclass(frozen=True)
class Size:
    words: int = 40_000  # frequent lower-case forms with a row of their own; row 0 = none
    ngrams: int = 40_000
    shapes: int = 1_000
    embed: int = 160
    width: int = 256
    hidden: int = 768
    heads: int = 4
    depth: int = 6


def features(word: str, vocabulary: dict[str, int], size: Size) -> tuple[int, list[int], int]:
    """(row of the form or 0, rows of its n-grams, row of its shape)."""
    plain = spelling(word)
    return vocabulary.get(plain.lower(), 0), [hashed(g, size.ngrams) for g in ngrams(plain)], hashed(shape(plain), size.shapes)


def drop(x: Tensor, share: float, training: bool) -> Tensor:
    """(batch, time, width): the same places of all words of a row are dropped (Gal and Ghahramani 2016): cheap to draw, and as good."""
    if not training or not share:
        return x
    kept = (torch.rand(x.shape[0], 1, x.shape[2], device=x.device) >= share).to(x.dtype)
    return x * (kept / (1 - share))


class Squared(torch.autograd.Function):
    """relu(x) squared, in two passes over memory instead of four."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:  # type: ignore[override]
        positive = F.relu(x)
        ctx.save_for_backward(positive)
        return positive * positive

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> Tensor:  # type: ignore[override]
        (positive,) = ctx.saved_tensors
        return (grad * positive).mul_(2)


class Layer(nn.Module):
    def __init__(self, size: Size) -> None:
        super().__init__()
        self.heads = size.heads
        self.norm1, self.norm2 = nn.LayerNorm(size.width), nn.LayerNorm(size.width)
        self.qkv, self.out = nn.Linear(size.width, 3 * size.width), nn.Linear(size.width, size.width)
        self.up, self.down = nn.Linear(size.width, size.hidden), nn.Linear(size.hidden, size.width)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor | None, dropout: float) -> Tensor:
        b, t, w = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(b, t, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        scores = (
            q @ k.transpose(-1, -2) * (w // self.heads) ** -0.5
        )  # plain products: on a CPU faster than the fused kernel's backward pass
        if mask is not None:
            scores = scores.masked_fill(~mask, -1e4)
        a = scores.softmax(-1).to(v.dtype) @ v
        x = x + drop(self.out(a.transpose(1, 2).reshape(b, t, w)), dropout, self.training)
        return x + drop(self.down(Squared.apply(self.up(self.norm2(x)))), dropout, self.training)


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    half = x.shape[-1] // 2
    a, b = x[..., :half], x[..., half:]
    return torch.cat((a * cos - b * sin, b * cos + a * sin), -1)


class Encoder(nn.Module):
    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        self.word = nn.Embedding(size.words, size.embed, padding_idx=0)
        self.ngram = nn.EmbeddingBag(size.ngrams, size.embed, mode="mean", padding_idx=0)
        self.shape = nn.Embedding(size.shapes, size.embed)
        self.project = nn.Linear(size.embed, size.width)
        self.norm_in, self.norm_out = nn.LayerNorm(size.width), nn.LayerNorm(size.width)
        self.mask = nn.Parameter(torch.zeros(size.width))
        self.layers = nn.ModuleList(Layer(size) for _ in range(size.depth))
        half = size.width // size.heads // 2
        self.register_buffer("rate", 1.0 / 10_000 ** (torch.arange(half) / half), persistent=False)
        for table in (self.word, self.ngram, self.shape):
            nn.init.normal_(table.weight, std=0.3)
        for layer in self.layers:
            for linear in (layer.out, layer.down):
                nn.init.normal_(linear.weight, std=0.02 / (2 * size.depth) ** 0.5)

    def embed(self, words: Tensor, ngrams: Tensor, shapes: Tensor) -> Tensor:
        """(n,), (n, NGRAMS), (n,) -> (n, width): the input vectors of n word types."""
        return self.norm_in(self.project(self.word(words) + self.ngram(ngrams) + self.shape(shapes)))

    def forward(self, x: Tensor, mask: Tensor | None = None, dropout: float = 0.0) -> Tensor:
        """(batch, time, width) input vectors -> the same shape, in context. `mask` (batch, time): True for words, False for padding."""
        angle = torch.arange(x.shape[1], device=x.device)[:, None] * self.rate
        cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
        attend = None if mask is None else mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, cos, sin, attend, dropout)
        return self.norm_out(x)


def save(path: str, encoder: Encoder, vocabulary: dict[str, int], **more: object) -> None:
    torch.save({"size": asdict(encoder.size), "vocabulary": vocabulary, "encoder": encoder.state_dict(), **more}, path)
