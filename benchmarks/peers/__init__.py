"""The programs we are measured against: one script each, run in an environment made for it; read ``stopwatch.py``.

NegMAS is under the AGPL: the project neither imports nor copies any of it, only the script here, in its own process,
calls it. ``requirements-*.txt`` pin the versions.
"""
