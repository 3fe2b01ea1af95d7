"""Measuring the program beside its peers, on files the project makes itself."""
