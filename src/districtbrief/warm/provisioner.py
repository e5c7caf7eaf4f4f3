"""Where the pipeline's kernels come from: forked from the worker rather than started anew."""

from __future__ import annotations

import asyncio
import math
import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any, cast

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from districtbrief.warm.asking import ADDRESS, Forked

FORKED, STARTED = "districtbrief", "python3"
"""The kernelspecs: the one beside this file, which names this provisioner, and ipykernel's own."""
SEARCHED = "JUPYTER_PATH"


def kernel_name() -> str:
    """Name the kernel to execute with: a forked one where there is a worker, else one that is started anew."""
    if ADDRESS not in os.environ:
        return STARTED
    os.environ[SEARCHED] = os.pathsep.join([str(Path(__file__).parent), *filter(None, [os.environ.get(SEARCHED)])])
    return FORKED


class PromptClient(AsyncKernelClient):
    """Speaks with a kernel as soon as it says that it is idle; others wait until nothing is heard any more."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - jupyter_client's
        """Ask the kernel about itself until it has answered, and what it says of that has come through.

        Raises:
            RuntimeError: it died, or said nothing in time.
        """
        end = time.monotonic() + (math.inf if timeout is None else timeout)
        while not await self._answers():
            if not await self.is_alive():
                raise RuntimeError("the kernel died before it answered")
            if time.monotonic() > end:
                raise RuntimeError(f"the kernel did not answer in {timeout} seconds")

    async def _answers(self) -> bool:
        asked = self.kernel_info()
        try:
            reply = await self.shell_channel.get_msg(timeout=1)
            while True:
                heard = await self.iopub_channel.get_msg(timeout=0.2)
                if heard["content"].get("execution_state") == "idle" and heard["parent_header"]["msg_id"] == asked:
                    self._handle_kernel_info_reply(reply)
                    return True
        except Empty:
            return False


class ForkingProvisioner(LocalProvisioner):
    """Asks the worker for an ipykernel, and speaks with it over sockets in the worker's own folder."""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - jupyter_client's
        """Choose the transport before the connection is written down; a socket's path must be short."""
        manager = cast("Any", self.parent)
        manager.transport, manager.cache_ports = "ipc", False
        manager.client_class = f"{__name__}.{PromptClient.__name__}"
        manager.ip = str(Path(os.environ[ADDRESS]).parent / uuid.uuid4().hex[:12])
        return await super().pre_launch(**kwargs)

    async def kill(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002 - jupyter_client's
        """End the kernel, and see that it has ended: who asked looks again only a tenth of a second later."""
        await super().kill(restart)
        if self.process:
            await asyncio.to_thread(self.process.wait)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:  # noqa: ANN401
        """Fork the kernel; it ends with the process that asked for it."""
        env = kwargs["env"]
        forked = Forked(env[ADDRESS], "kernel", cmd, kwargs.get("cwd") or Path.cwd().as_posix(), env)
        self.process = cast("Any", forked)
        return self.connection_info
