"""The one part in C, which is optional: without a compiler the same is done in Python, slower."""

from setuptools import Extension, setup

setup(ext_modules=[Extension("ingest.readers._bulk", ["ingest/readers/_bulk.c"], optional=True)])
