"""The size of the zone, in reading order.

``grouped.py`` (the zone as sums of losses), ``counting_table.py`` and ``halves.py`` (two ways to count),
``counting.py`` (the method *counting*). Then by chance: ``tilt.py`` (which rows to prefer), ``urns.py`` (how to draw
them), ``estimate.py`` (the method *estimate*), ``wider.py`` (the same with bonuses), ``even.py`` and ``sampling.py``
(packages each as likely as another).
"""
