"""Where the pipeline's kernels come from: forked from the worker rather than started anew."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import Any, cast

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


class ForkingProvisioner(LocalProvisioner):
    """Asks the worker for an ipykernel, and speaks with it over sockets in the worker's own folder."""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - jupyter_client's
        """Choose the transport before the connection is written down; a socket's path must be short."""
        manager = cast("Any", self.parent)
        manager.transport, manager.cache_ports = "ipc", False
        manager.ip = str(Path(os.environ[ADDRESS]).parent / uuid.uuid4().hex[:12])
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:  # noqa: ANN401
        """Fork the kernel; it ends with the process that asked for it."""
        env = kwargs["env"]
        forked = Forked(env[ADDRESS], "kernel", cmd, kwargs.get("cwd") or Path.cwd().as_posix(), env)
        self.process = cast("Any", forked)
        return self.connection_info
