"""The compiled kernels; everything else about the package stands in pyproject.toml.

Every C file in ``exact/kernels`` becomes an extension module of its own, for the limited API, so that one build serves
Python 3.11 and all that come after. They are optional: where there is no compiler the package is built without them,
and the numpy twins do the work.
"""

import os
import sys
from pathlib import Path

from setuptools import Extension, setup

HERE = Path("src/goodoffices/exact/kernels")
FLAGS = ["/O2"] if sys.platform == "win32" else ["-O3", "-std=c11", "-ffp-contract=off", "-Wall", "-Wextra"]

setup(
    ext_modules=[
        Extension(
            f"goodoffices.exact.kernels.{source.stem}",
            [source.as_posix()],
            depends=[header.as_posix() for header in sorted(HERE.glob("*.h"))],
            extra_compile_args=FLAGS + os.environ.get("GOODOFFICES_KERNEL_FLAGS", "").split(),
            extra_link_args=os.environ.get("GOODOFFICES_KERNEL_FLAGS", "").split(),
            define_macros=[("Py_LIMITED_API", "0x030B0000")],
            py_limited_api=True,
            optional=True,
        )
        for source in sorted(HERE.glob("*.c"))
    ],
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
