"""What the commands print and how they behave at a terminal; `cli.py` is the door."""
