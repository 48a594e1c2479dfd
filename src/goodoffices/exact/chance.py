"""Chance without a generator's state: the words of a sequence are a function of a seed and of their places.

The sequence is that of SplitMix64 (Steele, Lea & Flood 2014, Fast Splittable Pseudorandom Number Generators, OOPSLA,
453-472). Words can be worked out in any order, in parts and again, and are the same everywhere.

Read next: ``counting/sampling.py`` and ``counting/estimate.py``, which draw with it.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Words: TypeAlias = npt.NDArray[np.uint64]

GOLDEN = 0x9E3779B97F4A7C15
"""The step of SplitMix64: 2**64 over the golden ratio, made odd."""

ALL = (1 << 64) - 1


def start_of(seed: int, what: str) -> int:
    """Where the sequence of a seed begins, for one use of it: 64 bits, any seed of at most 64.

    >>> start_of(0, "draws") != start_of(0, "samples")
    True
    """
    start = seed & ALL
    for byte in what.encode():
        start = mixed(start * 257 + byte + GOLDEN)
    return start


def mixed(word: int) -> int:
    """The output of SplitMix64 for a state of 64 bits: a shuffle of all words.

    >>> hex(mixed(GOLDEN))  # the first output of the published generator started from 0
    '0xe220a8397b1dcdaf'
    """
    word &= ALL
    word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9 & ALL
    word = (word ^ word >> 27) * 0x94D049BB133111EB & ALL
    return word ^ word >> 31


def words(start: int, places: Words) -> Words:
    """The words at these places of the sequence from ``start``: in the shape of ``places``.

    >>> [hex(word) for word in words(0, np.arange(2, dtype=np.uint64)).tolist()]
    ['0xe220a8397b1dcdaf', '0x6e789e6aa1b965f4']
    """
    found = (places + np.uint64(1)) * np.uint64(GOLDEN) + np.uint64(start)
    found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return found ^ (found >> np.uint64(31))


def below(start: int, limit: int, count: int) -> list[int]:
    """Whole numbers from 0 up to ``limit``, it not included, each exactly as likely as another if the words are.

    As many bits as the limit has are taken off the sequence for each; a number that is not below the limit is passed
    over, at most every other on average. So fewer numbers of the same sequence are the first of more.

    >>> below(start_of(0, "here"), 6, 10) == below(start_of(0, "here"), 6, 12)[:10]
    True
    """
    if limit < 1:
        raise ValueError("there is no whole number from 0 up to a limit below 1")
    bits = (limit - 1).bit_length()
    size = max(1, (bits + 63) // 64)
    shift, found, place = 64 * size - bits, list[int](), 0
    while len(found) < count:
        more = max(16, (count - len(found)) * 5 // 4)
        drawn = words(start, np.arange(place, place + more * size, dtype=np.uint64)).astype("<u8").tobytes()
        for at in range(0, len(drawn), 8 * size):
            number = int.from_bytes(drawn[at : at + 8 * size], "little") >> shift
            if number < limit:
                found.append(number)
        place += more * size
    return found[:count]
