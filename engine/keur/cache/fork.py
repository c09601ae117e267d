"""Another process that works over a copy of this one's memory and sends back bytes."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection


def can_fork() -> bool:
    """Whether a copy of this process can be made safely, and a second core is there to run it."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


@contextmanager
def forked(work: Callable[[Connection], None]) -> Iterator[Connection]:
    """A copy of this process that does some work; where to receive what it sends, until it closes its end or dies.

    What is raised inside ends the other process.
    """
    context = get_context("fork")
    here, there = context.Pipe(duplex=False)
    other = context.Process(target=work, args=(there,), daemon=True)
    other.start()
    there.close()
    whole = False
    try:
        yield here
        whole = True
    finally:
        if not whole:
            other.kill()
        here.close()
        other.join()
