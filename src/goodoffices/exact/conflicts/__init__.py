"""What blocks an agreement and what would open one: ``conflicts.py`` is the method, ``certificate.py`` a proof."""
