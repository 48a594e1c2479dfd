"""Looking at every package, in reading order.

``blocks.py`` (packages in blocks of arrays), ``tallies.py`` (what is kept of each block), ``best_tally.py``,
``minimal_tally.py`` and ``conflict_tally.py`` (longer tallies), then ``enumeration.py``, the method. Last what makes it
fast: ``estimates.py``, ``glancing.py`` and ``heads.py`` say which blocks nobody has to see.
"""
