"""git, run as a process: plumbing only, without network, hooks, filters, locks or a pager."""

import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from subprocess import DEVNULL, PIPE, Popen
from typing import IO

from keur.errors import KeurError

ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch what it lacks
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",  # history as it was recorded
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    "LANGUAGE": "C",  # some of its words tell one failure from another
    "LC_ALL": "C",
}

SETTINGS = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.quotePath=false",
    "core.bigFileThreshold=16m",  # what is too large to be read passes through git in pieces
    "submodule.recurse=false",
)


UNOPENED = b"could not open directory"
"""What git only warns of; the files in such a folder would be left out, and nobody would know."""


class GitFailure(Exception):
    """A git command that did not succeed; becomes a `KeurError` or an answer before it leaves this package.

    status: its exit code. words: what it said on standard error.
    """

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words.strip()


class Git:
    """git in one folder."""

    def __init__(self, folder: str, settings: Iterable[str] = ()) -> None:
        self._folder = folder
        self._command = [_program(), "--no-pager"]
        for setting in (*SETTINGS, *settings):
            self._command += ("-c", setting)

    def run(self, *arguments: str) -> bytes:
        """Standard output of one command. Raises `GitFailure` when it does not succeed."""
        return self.run_all(arguments)[0]

    def run_all(self, *commands: Sequence[str]) -> list[bytes]:
        """Standard output of several commands, which run at the same time. Raises `GitFailure` when one fails."""
        processes = [self._start(arguments, DEVNULL) for arguments in commands]
        # Each is read to its end before any failure is told, so that none is left waiting for a reader.
        outputs = [(process.communicate(), process) for process in processes]
        for (_, words), process in outputs:
            if process.returncode or UNOPENED in words:
                raise GitFailure(process.returncode, words.decode(errors="replace"))
        return [output for (output, _), _ in outputs]

    @contextmanager
    def conversation(self, arguments: Iterable[str], lines: Iterable[bytes]) -> Iterator[IO[bytes]]:
        """Feeds lines to one command and gives its standard output, to be read while they are fed.

        Raises `GitFailure` after the output was read when the command does not succeed.
        """
        process = self._start(arguments, PIPE)
        stdin, stdout, stderr = _pipes(process)
        complaints: list[bytes] = []
        feeder = threading.Thread(target=_feed, args=(stdin, lines), daemon=True)
        listener = threading.Thread(target=_listen, args=(stderr, complaints), daemon=True)
        feeder.start()
        listener.start()
        finished = False
        try:
            yield stdout
            finished = True
        finally:
            if not finished:
                process.kill()
            stdout.close()
            feeder.join()
            listener.join()
            stderr.close()
            status = process.wait()
        if status:
            raise GitFailure(status, b"".join(complaints).decode(errors="replace"))

    def _start(self, arguments: Iterable[str], stdin: int) -> Popen[bytes]:
        return Popen(
            [*self._command, *arguments],
            cwd=self._folder,
            env=os.environ | ENVIRONMENT,
            stdin=stdin,
            stdout=PIPE,
            stderr=PIPE,
        )


def _program() -> str:
    program = shutil.which("git")
    if program is None:
        raise KeurError("This is a git repository, but git cannot be run; install git and see that it is on the PATH.")
    return program


def _pipes(process: Popen[bytes]) -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None or process.stderr is None:
        raise AssertionError("a conversation has three pipes")
    return process.stdin, process.stdout, process.stderr


def _feed(stdin: IO[bytes], lines: Iterable[bytes]) -> None:
    with suppress(BrokenPipeError, ValueError):  # the command ended, or its reader had enough
        stdin.writelines(lines)
    with suppress(BrokenPipeError, ValueError):
        stdin.close()


def _listen(stderr: IO[bytes], complaints: list[bytes]) -> None:
    with suppress(ValueError):
        complaints.append(stderr.read())
