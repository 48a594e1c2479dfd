"""Sets as bits: rows of truths in arrays, words of 64 for the kernels, integers of any length for their twins.

Read next: ``bonus_terms.py``, which uses them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Bits: TypeAlias = npt.NDArray[np.uint64]
"""Sets in words of 64 bits: (sets, words), or (words,) for one. The first member is the lowest bit of the first."""

Truths: TypeAlias = npt.NDArray[np.bool_]
"""Sets as truths: (sets, members), or (members,)."""


def packed(sets: Truths) -> Bits:
    """Truths as words: (sets, words).

    >>> packed(np.array([[True, False, True]])).tolist()
    [[5]]
    """
    padded = np.zeros((len(sets), -(-sets.shape[1] // 64) * 64), np.bool_)
    padded[:, : sets.shape[1]] = sets
    return np.packbits(padded, axis=1, bitorder="little").view("<u8").astype(np.uint64, copy=False)


def integer(words: Bits) -> int:
    """The words of one set as one integer."""
    return int.from_bytes(words.astype("<u8").tobytes(), "little")


def in_words(bits: int, words: int) -> Bits:
    """An integer as words: (words,)."""
    return np.frombuffer(bits.to_bytes(8 * words, "little"), "<u8").astype(np.uint64)


def members(bits: int) -> Iterator[int]:
    """The places of an integer's bits, ascending.

    >>> list(members(0b10110))
    [1, 2, 4]
    """
    while bits:
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1
