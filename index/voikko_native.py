"""Voikko's own library (libvoikko 4 with voikko-fi), where the system has it: ten times the wheel's speed.

Never required. ``index.voikko`` uses it only if it reads the probe words as the wheel does, so that an
index does not depend on which of the two made it.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from contextlib import suppress

_NAMES = ("libvoikko.so.1", "libvoikko.1.dylib", "libvoikko-1.dll")


class Native:
    """An open dictionary. Raises OSError when there is none."""

    def __init__(self) -> None:
        self._library = _library()
        failure = ctypes.c_char_p()
        self._handle = self._library.voikkoInit(ctypes.byref(failure), b"fi", None)
        if failure.value or not self._handle:
            raise OSError(f"libvoikko has no Finnish dictionary: {(failure.value or b'').decode()}")

    def outputs(self, word: str) -> list[str]:
        """The transducer's output for every reading of a word."""
        library = self._library
        found = library.voikkoAnalyzeWordCstr(self._handle, word.encode())
        if not found:
            return []
        outputs: list[str] = []
        try:
            for analysis in found:
                if not analysis:
                    break
                value = library.voikko_mor_analysis_value_cstr(analysis, b"FSTOUTPUT")
                # Readings the library adds itself (names of organisations) have no output.
                if value:
                    outputs.append(ctypes.string_at(value).decode())
                    library.voikko_free_mor_analysis_value_cstr(value)
        finally:
            library.voikko_free_mor_analysis(found)
        return outputs


def _library() -> ctypes.CDLL:
    for name in (*_NAMES, ctypes.util.find_library("voikko")):
        if name:
            with suppress(OSError):
                return _declared(ctypes.CDLL(name))
    raise OSError("libvoikko is not installed")


def _declared(library: ctypes.CDLL) -> ctypes.CDLL:
    pointers = ctypes.POINTER(ctypes.c_void_p)
    try:
        library.voikkoInit.restype = ctypes.c_void_p
        library.voikkoInit.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_char_p, ctypes.c_char_p]
        library.voikkoAnalyzeWordCstr.restype = pointers
        library.voikkoAnalyzeWordCstr.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
        library.voikko_mor_analysis_value_cstr.restype = ctypes.c_void_p
        library.voikko_mor_analysis_value_cstr.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
        library.voikko_free_mor_analysis_value_cstr.argtypes = [ctypes.c_void_p]
        library.voikko_free_mor_analysis.argtypes = [pointers]
    except AttributeError as error:
        raise OSError(f"libvoikko is of another version: {error}") from error
    return library
