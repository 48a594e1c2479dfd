"""What drives long work from outside: so far the clock (``clock.py``)."""
