"""The judge: every question answered by going through all packages one by one. Start with ``brute.py``."""
