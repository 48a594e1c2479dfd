"""Many talks at once: procedures tried on drawn or given talks, with parties that answer in one way or another.

Reading order: ``cases.py`` (the talks), ``yardsticks.py`` (what could have been reached in them, exactly), ``own.py``
(what one party knows), ``behaviours.py`` (how it answers), ``run.py`` (one run, one row), ``proceedings.py``
(procedures as they are written), ``plan.py`` (all runs, cut into batches), ``summary.py`` (what the rows come to).

The floor is pure: batches are carried to cores and clusters by ``engines``, rows to files by ``files``.
"""
