"""The size of the zone: ``counting.py`` counts, ``estimate.py`` estimates, ``sampling.py`` draws packages from it."""
