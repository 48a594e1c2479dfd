"""Compiled kernels: the innermost loops of the exact methods in C, each with a numpy twin beside the method.

Every C file here is an extension module of its own (limited API, buffer protocol; see ``buffers.h``). It holds no
state, does a bounded amount of work in a call, and lets other threads run meanwhile. Where a module was not built, the
twin does the same work more slowly; answers are the same.

To build them in place: ``python setup.py build_ext --inplace``. One alone, for a first try, where ``INCLUDE`` is what
``sysconfig.get_path("include")`` gives: ``gcc -O3 -std=c11 -ffp-contract=off -shared -fPIC -I$INCLUDE NAME.c -o
NAME.abi3.so``.

Read next: ``../merging/merging.py``, the twin of ``merging.c``.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

NAMES: tuple[str, ...] = (
    "bonuses",
    "branch",
    "climbing",
    "conflicts",
    "counting",
    "dense",
    "glancing",
    "merging",
    "polytope",
    "spreading",
)
"""Every kernel family there is."""


@cache
def load(name: str) -> ModuleType | None:
    """The compiled module of that name, or None where it was not built.

    Raises `ValueError` for a name that is none.
    """
    if name not in NAMES:
        raise ValueError(f"there is no kernel '{name}'; there are: {', '.join(NAMES)}")
    return import_module(f"{__name__}.{name}") if find_spec(f"{__name__}.{name}") else None


def missing() -> tuple[str, ...]:
    """The kernels that were not built here. The twins do their work, more slowly."""
    return tuple(name for name in NAMES if find_spec(f"{__name__}.{name}") is None)
