"""Benchmarks: what `./run bench` measures, each figure side by side with a plain way of doing the same, in one run."""
