"""`./run bench`: every measurement, as a table."""

from __future__ import annotations

from .analyse import cases, measure, table


def main() -> None:
    """Measure and print."""
    print("goodoffices analyse FILE --json, beside it numpy writing out all scores to count the zone")
    print(*table([measure(name, case) for name, case in cases().items()]), sep="\n")


if __name__ == "__main__":
    main()
