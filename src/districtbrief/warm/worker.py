"""The worker: a process that has imported everything once, and forks for every step and every kernel asked for."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

from districtbrief.faults import FaultError
from districtbrief.telling import only_faults, tell
from districtbrief.warm.asking import ADDRESS, SIZE
from districtbrief.warm.warming import warm_up

LINE = 0
"""The open file whose other end is held by the process that started the worker, and closed when that ends."""


def serve(address: Path, root: Path) -> None:
    """Listen at a socket, import everything, and fork for whoever asks, until the process that started this one ends.

    Who asks before the imports are done waits for them; what is prepared beyond them goes on when all are answered.

    Args:
        address: where the socket is made; in its folder forked kernels have theirs, and everybody scratch files.
        root: the project.
    """
    tempfile.tempdir = str(address.parent)  # for all that is forked too: what a killed one leaves goes with it
    for ending in ENDINGS:
        signal.signal(ending, lambda *_: _end(address.parent))
    if _ends(LINE, tell=os.getpid()):
        _end(address.parent)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for what is forked: its end is told by its socket
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f"{address}.new")
    listener.listen(socket.SOMAXCONN)
    Path(f"{address}.new").rename(address)  # whoever finds it is heard
    os.environ[ADDRESS] = str(address)
    for _ in warm_up(root):
        while select.select([listener], [], [], 0)[0]:
            _fork(listener, listener.accept()[0])
    while True:
        _fork(listener, listener.accept()[0])


def _end(folder: Path) -> None:
    """End when all that was forked has ended: by then nobody writes any more, or holds what this process holds."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(-1, 0)  # whose ends nobody is told are all waited for
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _fork(listener: socket.socket, connection: socket.socket) -> None:
    try:
        forked = os.fork()
    except OSError:  # no memory, or too many processes: who asked does the work itself
        forked = -1
    if forked:
        connection.close()
        return
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_DFL)
    listener.close()
    code = 1
    try:
        with only_faults("the worker"):
            code = _run(connection)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except FaultError as error:
        tell(error.faults)
    finally:  # whatever is raised, the child must never go on as the worker
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
            connection.sendall(f"{code}\n".encode())
        os._exit(code)


def _run(connection: socket.socket) -> int:
    """Become the process that was asked for: its folder, its environment, its output; end when who asked does."""
    request, files = _receive(connection)
    os.setsid()
    connection.sendall(f"{os.getpid()}\n".encode())
    for number, file in zip((1, 2), files, strict=True):
        os.dup2(file, number)
        os.close(file)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if _ends(connection.fileno(), tell=-os.getpgrp()):
        sys.exit(0)  # who asked has gone
    return TASKS[request["task"]](request["arguments"])


def _receive(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    _, files, _, _ = socket.recv_fds(connection, 1, 2)
    pieces = [b"{"]
    while not pieces[-1].endswith(b"\n"):
        if not (piece := connection.recv(SIZE)):
            sys.exit(0)  # who asked has gone
        pieces.append(piece)
    return json.loads(b"".join(pieces)), files


def _ends(line: int, *, tell: int) -> bool:
    """Have the system send SIGIO as soon as the other end of an open file is closed; say whether it is already.

    Args:
        line: the open file, into which nothing is written.
        tell: a process, or, below zero, a group of them: what a step has started ends with it.
    """
    fcntl.fcntl(line, fcntl.F_SETOWN, tell)
    fcntl.fcntl(line, fcntl.F_SETFL, fcntl.fcntl(line, fcntl.F_GETFL) | os.O_ASYNC)
    return bool(select.select([line], [], [], 0)[0])  # of what was closed before nothing is told


def _step(arguments: list[str]) -> int:
    from districtbrief.cli import main  # noqa: PLC0415 - imported by now

    return main(arguments)


def _kernel(arguments: list[str]) -> int:
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415 - imported by now

    parent = f"--IPKernelApp.parent_handle={os.getppid()}"  # else it takes itself for one started by hand
    IPKernelApp.launch_instance(argv=[*arguments, parent])
    return 0


ENDINGS = (signal.SIGTERM, signal.SIGIO)
TASKS = {"step": _step, "kernel": _kernel}

if __name__ == "__main__":
    try:
        with only_faults("the worker"):
            serve(*map(Path, sys.argv[1:]))
    except FaultError as error:
        tell(error.faults)
