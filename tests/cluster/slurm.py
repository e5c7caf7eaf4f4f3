"""A Slurm cluster of several nodes on this one machine, in one folder, for tests.

Each node is a `slurmd` in process, mount and host-name namespaces of its own: killing the namespace's first process
kills all that runs on the node at once, as losing a machine does. The file system is the machine's, so it is shared.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "srun", "squeue", "scontrol", "setpriv", "unshare")
CONFIGURATION = """\
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/munge.socket
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
SlurmdTimeout=6
MessageTimeout=5
KillWait=5
MinJobAge=7200
{nodes}
PartitionName=normal Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""
# a shell is the namespace's first process: it reaps what the node's jobs leave behind, as init does
NODE = 'hostname "$1" && mount --bind "$2/etc" /etc/slurm && { slurmd -D -N "$1" -L "$2/$1.log" & wait; }'
COLUMNS = "JobID:|,State:|,NodeList:|,Comment:|,StartTime:|,EndTime:"
UNSHARE = ("unshare", "--kill-child", "--pid", "--mount", "--mount-proc", "--uts")


@dataclass
class Cluster:
    """A running cluster: its folder, the environment its commands need, and the processes it started by name."""

    folder: Path
    nodes: tuple[str, ...]
    environment: dict[str, str]
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start one process of the cluster; what it says goes to `<name>.out`."""
        guarded = ["setpriv", "--pdeathsig", "KILL", *command]  # nothing outlives a test that is killed
        with (self.folder / f"{name}.out").open("wb") as out:
            self.processes[name] = subprocess.Popen(guarded, env=self.environment, stdout=out, stderr=out)

    def ask(self, *command: str) -> str:
        """Run one of Slurm's commands and return what it prints."""
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True).stdout

    def jobs(self) -> list[dict[str, str]]:
        """List every job that Slurm remembers: `id`, `state`, `node`, `slice`, `start` and `end`."""
        lines = self.ask("squeue", "--states=all", "--noheader", "--sort=i", f"--Format={COLUMNS}").splitlines()
        names = ("id", "state", "node", "slice", "start", "end")
        return [dict(zip(names, (word.strip() for word in line.split("|")), strict=True)) for line in lines]

    def kill_node(self, name: str) -> None:
        """Kill a node: its slurmd and whatever its jobs run die at once; Slurm finds out by itself."""
        space = namespace_of(first_child(self.processes[name].pid))
        stop(self.processes[name], signal.SIGKILL)
        wait_until(lambda: space not in {namespace_of(pid) for pid in all_processes()}, f"the end of {name}")

    def close(self) -> None:
        """End what was started and is still there, the nodes first."""
        for name in reversed(list(self.processes)):
            if self.processes[name].poll() is None:
                self.kill_node(name) if name in self.nodes else stop(self.processes[name], signal.SIGTERM)


@contextmanager
def cluster(folder: Path, nodes: int = 3, cpus: int = 2) -> Iterator[Cluster]:
    """Run a cluster in `folder` and end it, with all its jobs, afterwards.

    Args:
        folder: an empty folder for its configuration, state, logs and sockets.
        nodes: how many nodes, named `node1`, `node2`, ...
        cpus: what each node claims to have; the machine may have fewer.

    Yields:
        The cluster, once every node is idle.

    """
    names = tuple(f"node{number}" for number in range(1, nodes + 1))
    configure(folder, names, cpus)
    running = Cluster(folder, names, os.environ | {"SLURM_CONF": str(folder / "etc/slurm.conf")})
    try:
        start_all(running)
        yield running
    finally:
        running.close()


def configure(folder: Path, names: Sequence[str], cpus: int) -> None:
    """Write `etc/slurm.conf` and munge's key."""
    (folder / "etc").mkdir()
    (folder / "state").mkdir()
    controller, *ports = free_ports(len(names) + 1)
    pairs = zip(names, ports, strict=True)
    lines = [f"NodeName={name} NodeAddr=127.0.0.1 Port={port} CPUs={cpus} RealMemory=1000000" for name, port in pairs]
    host = socket.gethostname().partition(".")[0]
    text = CONFIGURATION.format(host=host, port=controller, folder=folder, nodes="\n".join(lines))
    (folder / "etc/slurm.conf").write_text(text, encoding="utf-8")
    (folder / "munge.key").touch(mode=0o600)
    (folder / "munge.key").write_bytes(os.urandom(128))


def start_all(running: Cluster) -> None:
    """Start munge, the controller and the nodes, each once what it needs is there."""
    folder = running.folder
    places = {"socket": "socket", "key-file": "key", "pid-file": "pid", "log-file": "log", "seed-file": "seed"}
    options = [f"--{option}={folder}/munge.{ending}" for option, ending in places.items()]
    running.start("munge", ["munged", "--foreground", "--force", *options])
    wait_until((folder / "munge.socket").exists, "munge's socket")
    running.start("slurmctld", ["slurmctld", "-D", "-L", f"{folder}/slurmctld.log"])
    for name in running.nodes:
        running.start(name, [*UNSHARE, "sh", "-c", NODE, "sh", name, str(folder)])
    wait_until(lambda: set(states(running)) == {"idle"}, "every node to be idle")


def states(running: Cluster) -> list[str]:
    """List the nodes' states; `unknown` while the controller does not answer."""
    try:
        return running.ask("sinfo", "--noheader", "--Node", "--format=%T").split()
    except subprocess.CalledProcessError:
        return ["unknown"]


def free_ports(count: int) -> list[int]:
    """Find ports that nothing listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def stop(process: subprocess.Popen, number: signal.Signals) -> None:
    """Send one process a signal and wait for its end."""
    process.send_signal(number)
    process.wait(timeout=30)


def all_processes() -> list[int]:
    """List the ids of all processes of the machine."""
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def namespace_of(pid: int) -> str:
    """Name the process namespace of a process; empty once it is gone."""
    try:
        return str(Path(f"/proc/{pid}/ns/pid").readlink())
    except OSError:
        return ""


def first_child(pid: int) -> int:
    """Return the id of the process that a process started first."""
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()[0])


def wait_until(done: Callable[[], object], what: str, seconds: float = 60) -> None:
    """Wait until `done()` is true.

    Raises:
        TimeoutError: it is not, after so many seconds.

    """
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.2)


def missing() -> str:
    """Say what a cluster on this machine lacks; empty where it can run."""
    absent = [name for name in PROGRAMS if not shutil.which(name)]
    if absent:
        return f"not installed: {', '.join(absent)} (Debian: munge slurmctld slurmd slurm-client)"
    allowed = subprocess.run([*UNSHARE, "true"], capture_output=True, check=False).returncode == 0
    return "" if allowed and os.geteuid() == 0 else "needs root and the right to make namespaces"
