"""Named bytes in one SQLite file. A file that is damaged or of another layout is made anew."""

import os
import sqlite3
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

LAYOUT = 1
AT_ONCE = 500
"""Keys in one question; SQLite takes no more than 999 in old builds."""

LARGEST = 256 * 1024 * 1024
"""Bytes of the file beyond which it is made anew at the next opening."""


class DiskStore:
    """A store in a file of the user's own.

    note: what there is to say about opening it; empty when there is nothing.
    """

    def __init__(self, path: Path) -> None:
        self.note = ""
        self._path = path
        self._connection = self._open()

    def get(self, namespace: str, keys: Iterable[str]) -> Mapping[str, bytes]:
        """The values of those keys that are there."""
        found: dict[str, bytes] = {}
        waiting = iter(keys)
        while some := list(islice(waiting, AT_ONCE)):
            marks = ",".join("?" * len(some))
            rows = self._connection.execute(
                f"select key, value from kept where namespace = ? and key in ({marks})", (namespace, *some)
            )
            found.update(rows)
        return found

    def put(self, namespace: str, items: Mapping[str, bytes]) -> None:
        """Keeps values; another run that writes at the same moment is waited for, and if need be left to it."""
        try:
            with self._connection:
                self._write(namespace, items)
        except sqlite3.OperationalError as error:
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
        except sqlite3.OperationalError as error:
            self.note = f"the cache could not be written: {error}"
            return False
        return True

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()

    def _write(self, namespace: str, items: Mapping[str, bytes]) -> None:
        rows = ((namespace, key, value) for key, value in items.items())
        self._connection.executemany("insert or replace into kept values (?, ?, ?)", rows)

    def _open(self) -> sqlite3.Connection:
        if self._path.exists() and self._path.stat().st_size > LARGEST:
            self._path.unlink()
        try:
            return self._connect()
        except sqlite3.DatabaseError as error:
            self.note = f"the cache was damaged ({error}) and is made anew"
            self._path.unlink(missing_ok=True)
            return self._connect()

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
