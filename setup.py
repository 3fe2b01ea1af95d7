"""The one part in C, which is optional: without a compiler the same is done in Python, slower."""

from setuptools import Extension, setup

FOLDER = "ingest/readers"
SOURCES = [f"{FOLDER}/_bulk{part}.c" for part in ("", "_text", "_piece", "_objects")]

EXACT = ["-ffp-contract=off"]  # each step rounded, as in Python

setup(
    ext_modules=[
        Extension(
            "ingest.readers._bulk",
            SOURCES,
            depends=[f"{FOLDER}/_bulk.h"],
            extra_compile_args=EXACT,
            optional=True,
        )
    ]
)
