"""Files in and out: the talks file and the formats of others. Start with ``loading.py``.

>>> from goodoffices import files
>>> text = "{goodoffices: 1, title: A fence, parties: {ann: {}}, issues: {height: {options: {low: Low, high: High}}}}"
>>> print(files.dump(files.parse(text, "fence.yaml")), end="")
goodoffices: 1
title: A fence
parties:
  ann: {name: ann}
agreement: all
issues:
  height: {name: height, options: {low: Low, high: High}}
"""

from .json_schema import schema
from .loading import Kind, load, parse
from .writing import dump

__all__ = ["Kind", "dump", "load", "parse", "schema"]
