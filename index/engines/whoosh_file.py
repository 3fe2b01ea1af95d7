"""Files of a Whoosh index that are mapped, and not copied, when they are opened.

A segment is one large file. Whoosh maps it, but then copies every part of it into memory when the part is
opened: of an index of 400 MB, a quarter of a second before the first question.
"""

from __future__ import annotations

import mmap
import os

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile

_SEGMENT = ".seg"
_PEEK = 512  # bytes: what stands before a block is shorter


class MappedStorage(FileStorage):  # type: ignore[misc]
    """A folder whose segments are mapped."""

    def open_file(self, name: str, **options: object) -> StructFile:
        """A file of the folder.

        Raises OSError if it cannot be read.
        """
        file: StructFile = super().open_file(name, **options)
        if not name.endswith(_SEGMENT):
            return file
        with file:
            return MappedFile(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)), name)


class MappedFile(BufferFile):  # type: ignore[misc]
    """A mapped file, or a part of one. The mapping ends when nothing refers to it any more."""

    def __init__(self, view: memoryview, name: str | None = None) -> None:
        cursor = _Cursor(view)
        StructFile.__init__(self, cursor, name)  # BufferFile's own would copy
        self._buf = view
        # Asked thousands of times for a prefix, so without a method between.
        self.read, self.seek, self.tell = cursor.read, cursor.seek, cursor.tell

    def subset(self, position: int, length: int, name: str | None = None) -> MappedFile:
        """A part of it, with positions of its own."""
        return MappedFile(self._buf[position : position + length], name or self._name)


class _Cursor:
    """What of a file Whoosh and pickle ask for, over a view."""

    def __init__(self, view: memoryview) -> None:
        self._view = view
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        at = self._at
        found = bytes(self._view[at : at + size] if size >= 0 else self._view[at:])
        self._at = at + len(found)
        return found

    def peek(self, size: int) -> bytes:
        return self._ahead(min(size, _PEEK))  # pickle asks for far more than it needs

    def readline(self) -> bytes:
        size = _PEEK
        while not (end := (found := self._ahead(size)).find(b"\n") + 1) and len(found) == size:
            size *= 2
        return self.read(end or len(found))

    def _ahead(self, size: int) -> bytes:
        return bytes(self._view[self._at : self._at + size])

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence != os.SEEK_SET:
            offset += self._at if whence == os.SEEK_CUR else len(self._view)
        self._at = max(0, offset)
        return self._at

    def tell(self) -> int:
        return self._at
