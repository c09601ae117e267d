"""Named bytes in one SQLite file. A file that is damaged or of another layout is made anew."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from keur.errors import KeurError

LAYOUT = 1
AT_ONCE = 500
"""Keys in one question; SQLite takes no more than 999 in old builds."""

LARGEST = 256 * 1024 * 1024
"""Bytes of the file beyond which it is made anew at the next opening."""


_NO_DAMAGE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_IOERR")
_DAMAGE = "SQLITE_IOERR_SHORT_READ"


class DiskStore:
    """A store in a file of the user's own. Raises OSError where there can be none: the disk is full, or it is locked.

    note: what there is to say about opening it; empty when there is nothing.
    """

    def __init__(self, path: Path) -> None:
        self.note = ""
        self._path = path
        self._connection = self._open()

    def get(self, namespace: str, keys: Iterable[str]) -> Mapping[str, bytes]:
        """The values of those keys that are there.

        Raises KeurError when the file turns out to be damaged, and deletes it: what was read before may be wrong too.
        """
        try:
            return self._read(namespace, iter(keys))
        except sqlite3.DatabaseError as error:
            self._connection.close()
            self._path.unlink(missing_ok=True)
            raise KeurError(f"The cache was damaged ({error}) and is deleted; run again.") from error

    def put(self, namespace: str, items: Mapping[str, bytes]) -> None:
        """Keeps values; another run that writes at the same moment is waited for, and if need be left to it."""
        try:
            with self._connection:
                self._write(namespace, items)
        except sqlite3.DatabaseError as error:
            self.note = f"the cache could not be written: {error}"

    def keep(
        self, batch: Mapping[str, Mapping[str, bytes]], guard: tuple[str, str], before: bytes | None, after: bytes
    ) -> bool:
        """Writes everything at once, if the guard still holds `before`; it holds `after` then."""
        try:
            with self._connection:
                self._connection.execute("begin immediate")
                if self.get(guard[0], [guard[1]]).get(guard[1]) != before:
                    return False
                for namespace, items in batch.items():
                    self._write(namespace, items)
                self._write(guard[0], {guard[1]: after})
        except sqlite3.DatabaseError as error:
            self.note = f"the cache could not be written: {error}"
            return False
        return True

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()

    def _read(self, namespace: str, waiting: Iterator[str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        while some := list(islice(waiting, AT_ONCE)):
            marks = ",".join("?" * len(some))
            rows = self._connection.execute(
                f"select key, value from kept where namespace = ? and key in ({marks})", (namespace, *some)
            )
            found.update(rows)
        return found

    def _write(self, namespace: str, items: Mapping[str, bytes]) -> None:
        rows = ((namespace, key, value) for key, value in items.items())
        self._connection.executemany("insert or replace into kept values (?, ?, ?)", rows)

    def _open(self) -> sqlite3.Connection:
        if self._path.exists() and self._path.stat().st_size > LARGEST:
            self._path.unlink()
        try:
            try:
                return self._connect()
            except sqlite3.DatabaseError as error:
                if not _damaged(error):
                    raise
                self.note = f"the cache was damaged ({error}) and is made anew"
                self._path.unlink(missing_ok=True)
                return self._connect()
        except sqlite3.DatabaseError as error:
            raise OSError(f"{self._path} cannot be used: {error}") from error

    def _connect(self) -> sqlite3.Connection:
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(self._path, timeout=5, isolation_level=None)
        try:
            # What is lost with the machine's power is found out again by the next run.
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = off")
            (layout,) = connection.execute("pragma user_version").fetchone()
            if layout != LAYOUT:
                connection.execute("drop table if exists kept")
                connection.execute(
                    "create table kept (namespace text, key text, value blob, primary key (namespace, key))"
                    " without rowid"
                )
                connection.execute(f"pragma user_version = {LAYOUT}")
            connection.execute("select count(*) from (select 1 from kept limit 1)").fetchone()
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection


def _damaged(error: sqlite3.DatabaseError) -> bool:
    """Whether the file itself is wrong, and not only out of reach at this moment."""
    name = error.sqlite_errorname
    return name == _DAMAGE or not name.startswith(_NO_DAMAGE)
