"""The one part in C, which is optional: without a compiler the same is done in Python, slower."""

from setuptools import Extension, setup

SOURCES = ["ingest/readers/_bulk.c", "ingest/readers/_bulk_text.c"]

setup(ext_modules=[Extension("ingest.readers._bulk", SOURCES, optional=True)])
