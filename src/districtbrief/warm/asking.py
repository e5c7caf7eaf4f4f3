"""How a step or a kernel is asked for: one line of JSON and two open files, answered by a process id and an exit code.

Nothing but the standard library is imported here: the command that asks is started for every step of the pipeline.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping, Sequence

ADDRESS = "DISTRICTBRIEF_WORKER"
"""The environment variable that names the worker's socket; without it every step starts anew."""
SIZE = 65536


class Forked:
    """A process that the worker has forked, seen from who asked for it; it ends when this end is closed.

    It answers as a `subprocess.Popen` does, as far as `jupyter_client` asks. Making one raises an ``OSError`` where
    there is no worker any more.
    """

    stdin = stdout = stderr = None

    def __init__(self, address: str, task: str, arguments: Sequence[str], cwd: str, env: Mapping[str, str]) -> None:
        self.returncode: int | None = None
        self._answer = b""
        self._connection = socket.socket(socket.AF_UNIX)
        self._connection.connect(address)
        told = {"task": task, "arguments": list(arguments), "cwd": cwd, "env": dict(env)}
        socket.send_fds(self._connection, [b"{"], [1, 2])
        self._connection.sendall(json.dumps(told).encode()[1:] + b"\n")
        pid = self._told()
        if pid is None:
            raise ConnectionError("the worker has died")
        self.pid = pid

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its exit code; -1 where it died without one.

        Raises:
            TimeoutError: it still runs.
        """
        if self.returncode is None:
            self._connection.settimeout(timeout)
            told = self._told()
            self.returncode = -1 if told is None else told
        return self.returncode

    def poll(self) -> int | None:
        """Give its exit code, or None while it runs."""
        try:
            return self.wait(0)
        except (BlockingIOError, TimeoutError):
            return None

    def send_signal(self, signum: int) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, signum)

    def _told(self) -> int | None:
        """Read the next number that it tells; None where the connection ends."""
        while b"\n" not in self._answer:
            piece = self._connection.recv(SIZE)
            if not piece:
                return None
            self._answer += piece
        line, _, self._answer = self._answer.partition(b"\n")
        return int(line)
