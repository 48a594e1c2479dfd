"""Who may see what. There is one gate, and it is `view`."""

from .view import view

__all__ = ["view"]
