"""What the commands print and how they behave at a terminal; `cli.py` is the door."""

import gc
import os

# Starting takes a tenth less: pydantic would look for plugins in every installed package, and collecting
# garbage finds none among what is being imported.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
gc.set_threshold(50_000, 20, 20)
