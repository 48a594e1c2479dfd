"""The rows of the table, in its order; each file has one row or a few of a kind."""

from . import frontier, frontier_bonuses, nash, nash_bonuses, conflict, size, enumeration, anac, analyse  # noqa: F401, I001
