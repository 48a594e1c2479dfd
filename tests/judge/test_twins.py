"""The matrix without compiled kernels, on a sample of cases: where no compiler was found, answers are the same.

Nothing here names a kernel's user. A file uses kernels where ``kernels.load`` stands among its names; each of them has
to ask for its kernel while the methods of its folder are judged, or the twins beside it were not.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from types import ModuleType

import pytest
from tests.judge import test_matrix as matrix
from tests.judge.asked import one_of_each
from tests.judge.ways import SEEDS, SLOW, WAYS, lowered, method, takes

from goodoffices import exact
from goodoffices.exact import kernels
from goodoffices.exact.enumerating import heads

QUICK = {"estimate", "hitting sets", "issue merge"}
"""These are judged on all cases: some of their twins are seldom needed on small talks. The others on one in ten."""


def folder(module: str) -> str:
    """The folder of a method, in ``exact``: `counting` of `goodoffices.exact.counting.halves`."""
    return module.removeprefix(f"{exact.__name__}.").split(".")[0]


LOAD = kernels.load
USERS: dict[str, set[str]] = defaultdict(set)
"""By folder, the files that use kernels."""


def _names(file: str) -> list[object]:
    """What the names of a file stand for, but for the package of kernels itself and what is above it."""
    return [] if file in (exact.__name__, kernels.__name__) else list(vars(sys.modules[file]).values())


for file in [file for file in sys.modules if file.startswith(f"{exact.__name__}.")]:
    if any(one is LOAD for one in _names(file)):
        USERS[folder(file)].add(file)

DRAWING = {"goodoffices.exact.counting.even"}
"""Users that answer no exact question: they draw packages, with kernels and without in ``test_counting.py``."""

JUDGED: dict[str, list[str]] = defaultdict(list)
"""By folder, the ways that are judged; but *logic*, which has no kernel."""

for way in WAYS:
    if way not in SLOW:
        JUDGED[folder(method(way).accepts.__module__)].append(way)


@pytest.mark.parametrize("where", JUDGED)
def test_the_twins_say_the_same(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = without_kernels(monkeypatch)
    for way in JUDGED[where]:
        with lowered(way):
            for seed in SEEDS if way in QUICK else SEEDS[3::10]:
                for ground, question in one_of_each(seed):
                    if takes(way, ground.problem, question):
                        assert method(way).cost(ground.problem, question) >= 0  # it may depend on the kernel
                        matrix.judge(way, ground, question)
    assert USERS.get(where, set()) - DRAWING <= asking


def test_every_kernel_and_every_user_is_there() -> None:
    assert set(USERS) <= set(JUDGED)
    assert not [
        file for file in sys.modules if file.startswith(exact.__name__) and any(one is kernels for one in _names(file))
    ]
    assert len(set().union(*USERS.values())) >= len(kernels.NAMES)


def without_kernels(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """As if no kernel had been built; the files that ask for one from now on.

    Glances alone are made as they are with a kernel: without one they are not worth their while, and their twin would
    never be seen.
    """
    asking: set[str] = set()

    def none(file: str, name: str) -> ModuleType | None:
        asking.add(file)
        return None

    for files in USERS.values():
        for file in files:
            instead: Callable[[str], ModuleType | None] = partial(none, file)
            monkeypatch.setattr(sys.modules[file], "load", instead)
    monkeypatch.setattr(heads, "load", lambda name: asking.add(heads.__name__) or kernels)
    monkeypatch.setattr(kernels, "find_spec", lambda name: None)
    monkeypatch.setattr(kernels, "load", lambda name: None)
    assert kernels.missing() == kernels.NAMES
    return asking
