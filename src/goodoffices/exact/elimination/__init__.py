"""Issues taken out one after another: ``buckets.py`` is the order, ``bucket_elimination.py`` the method."""
