"""Benchmarks: every figure side by side with other programs, on the same space, in one run.

    ./run bench                        every row, three seeds: about an hour
    ./run bench nash --seeds 1         one row
    ./run bench nash --only "20 parties, 5^40"    those of its spaces whose title has this text
    ./run bench --quick                tiny spaces, no program but our own and numpy
    ./run bench --plot growth.html     how time grows with packages, parties and issues
    ./run bench mediator               the mediator's procedures, a benchmark of its own: see ``mediator``

Read in this order: ``generated.py`` (the spaces), ``readings.py`` (what is measured), ``running.py`` (how: every
program in a process of its own), ``ours.py`` and ``peers`` (the programs), ``checks.py`` (the same answer?),
``goals.py`` (what is to be reached), ``bench.py`` and ``rows`` (what is asked of whom), ``table.py``, ``growth.py``.
"""
