"""Issues taken out one after another, along a junction tree: ``bucket_elimination.py`` is the method."""
