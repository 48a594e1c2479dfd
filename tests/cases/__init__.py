"""Cases whose numbers somebody else published, or that going through all packages settles. Start with ``facts.py``."""
