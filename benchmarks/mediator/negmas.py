"""Handing talks to NegMAS, which runs in a process and an environment of its own, and taking back what it leaves.

Read next: ``contest.py``.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from functools import cache
from typing import Any

from goodoffices.exact.chance import start_of
from goodoffices.exact.problem import Problem
from goodoffices.procedures.steps import Draft
from goodoffices.simulate.behaviours import Behaviour

from ..running import PEERS, interpreter
from ..written import as_space

ENVIRONMENT, SCRIPT = "negmas", "negmas_mechanisms.py"


@dataclass(frozen=True)
class Left:
    """What NegMAS left of one run: the draft it calls the agreement, and the steps it took."""

    draft: Draft | None
    steps: int


class Peer:
    """NegMAS in a process of its own, which ends with ours."""

    def __init__(self) -> None:
        command = [str(interpreter(ENVIRONMENT)), str(PEERS / SCRIPT)]
        # a session of its own: Ctrl-C is ours to answer, and it ends when nobody is there to ask it
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
        )  # fmt: skip

    def left(
        self, mechanism: str, problem: Problem, steps: int, seed: int, how: Behaviour | None = None, times: int = 1
    ) -> tuple[list[Left], float]:
        """What so many runs left, with seeds from this one on, and the processor's seconds of all."""
        asked = {
            "mechanism": mechanism, "space": as_space(problem, "").plain(), "steps": steps, "times": times,
            "seed": start_of(seed, "NegMAS") >> 1, "mistaken": _rate(how),
        }  # fmt: skip
        said = self._put(asked)
        runs = [Left(None if one["draft"] is None else tuple(one["draft"]), one["steps"]) for one in said["runs"]]
        return runs, said["seconds"]

    def _put(self, asked: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"NegMAS ended with {self._process.wait()}; what it said is above")
        return dict(json.loads(line))


@cache
def peer() -> Peer:
    """The one NegMAS of this process."""
    return Peer()


def _rate(how: Behaviour | None) -> float:
    if how is None or how.name == "truthful":
        return 0.0
    assert how.name == "mistaken"
    assert how.who is None
    return float(how.rate or 0)
