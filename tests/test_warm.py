"""The worker: what is forked from it does what a process of its own would do, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from building import COMMAND, write_last_cell
from conftest import copy_project
from settings import clean_environment

from districtbrief.warm import starting
from districtbrief.warm.asking import ADDRESS, Forked
from districtbrief.warm.provisioner import FORKED, STARTED, kernel_name
from districtbrief.warm.starting import worker

SOON = 10.0
TCP = "Kernel is running over TCP"
PROBE = """
import districtbrief, locale, os, random, sys
found = [getattr(districtbrief, "leaked", None), os.environ.get("LEAKED"), os.getcwd(), len(sys.path)]
districtbrief.leaked, os.environ["LEAKED"] = "yes", "yes"
os.chdir("/"); sys.path.append("leaked"); random.seed(1)
from IPython.display import Markdown
Markdown(repr(found))
"""
WARMED = """
import json, sys
from contextlib import suppress
from pathlib import Path
from districtbrief import datapackage
from districtbrief.warm.warming import warm_up
root = Path(sys.argv[1])
for _ in warm_up(root):
    pass
read = datapackage.table_rows
found = {district: [] for district in ("jinshui", "erqi")}
def noted(path):
    found[path.stem].append(path.name) if path.parent.name == "observations" else None
    return read(path)
datapackage.table_rows = noted
for district in found:
    with suppress(Exception):
        datapackage.load(root, [district])
print(json.dumps(list(found.values())))
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not starting.can_fork(), reason="this system has no fork that may be relied on"),
]


def eventually(holds: Callable[[], bool]) -> bool:
    """Wait until something holds; say whether it came to hold."""
    end = time.monotonic() + SOON
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def lives(pid: int) -> bool:
    """Whether a process runs, and is no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def children(pid: int) -> list[int]:
    """List the processes that one has forked."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [child for child in map(int, told.split()) if lives(child)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the project once."""
    return copy_project(tmp_path_factory.mktemp("warm") / "project")


@pytest.fixture(scope="module")
def env(project: Path) -> Iterator[dict[str, str]]:
    """Have a worker for the tests of this file."""
    with worker(project) as asked:
        yield {**os.environ, **asked}


@pytest.fixture(scope="module")
def pid(project: Path, env: dict[str, str]) -> int:
    """Find the worker, once it answers: the parent of what it forks."""
    assert eventually(lambda: Path(env[ADDRESS]).exists())
    step = Forked(env[ADDRESS], "step", ["validate", "shared"], str(project), env)
    parent = int(Path(f"/proc/{step.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])
    assert step.wait() == 0
    return parent


def districtbrief(project: Path, env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a project."""
    return subprocess.run(
        [COMMAND, *arguments], cwd=project, env=env, capture_output=True, text=True, check=False, timeout=120
    )


def shown(project: Path, lang: str) -> str:
    """Read what the last cell of the search page showed."""
    notebook = nbformat.read(project / "reports" / lang / "search.ipynb", as_version=4)
    return str(notebook.cells[-1].outputs[-1].data["text/markdown"])


@pytest.mark.slow
def test_a_forked_step_says_and_writes_what_a_started_one_does(project: Path, env: dict[str, str], pid: int) -> None:
    """Output, errors, exit code and the notebook are the same; only a started kernel warns of its transport."""
    assert pid
    path = "reports/en/search.ipynb"
    alone = {key: value for key, value in env.items() if key != ADDRESS}
    for arguments in (["execute", path], ["execute", "reports/en/serch.ipynb"]):
        started = districtbrief(project, alone, *arguments)
        written = (project / path).read_bytes()
        forked = districtbrief(project, env, *arguments)

        assert (forked.returncode, forked.stdout) == (started.returncode, started.stdout)
        assert forked.stderr == "".join(line for line in started.stderr.splitlines(keepends=True) if TCP not in line)
        assert (project / path).read_bytes() == written


def test_a_step_is_answered_while_the_worker_still_prepares(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is needed is imported by then; the first checks of a build need not wait for charts to be rehearsed."""
    address, hold = tmp_path / "worker", tmp_path / "hold"
    os.mkfifo(hold)
    slow = "import districtbrief.warm.worker as worker\nfrom pathlib import Path\n"
    slow += f"def warm_up(root):\n    for _ in range(2):\n        open({str(hold)!r}).read()\n        yield\n"
    slow += f"worker.warm_up = warm_up\nworker.serve(Path({str(address)!r}), Path({str(project)!r}))\n"
    monkeypatch.setenv(ADDRESS, str(address))
    with subprocess.Popen([sys.executable, "-c", slow], stdin=subprocess.PIPE, start_new_session=True) as process:
        patience = threading.Timer(20, process.kill)  # then whoever still waits is told that there is no worker
        patience.start()
        while not address.exists() and process.poll() is None:
            time.sleep(0.01)
        threading.Timer(0.5, hold.write_text, [""]).start()  # the first piece is done, when somebody asks
        asked = Forked(str(address), "step", ["--version"], str(project), dict(os.environ))
        code = asked.wait()
        patience.cancel()
        process.kill()
    assert code == 0


def test_figures_are_read_before_anything_is_forked(tmp_path: Path) -> None:
    """Pages that compare all districts do not each read every table; what cannot be read is left to who reports it."""
    project = copy_project(tmp_path / "project")
    assert warmed(project) == [[], []]
    table = project / "data" / "observations" / "erqi.csv"
    table.write_bytes(b"\xff")

    assert warmed(project)[1] == ["erqi.csv"]
    themes = project / "data" / "themes.csv"
    themes.write_text(themes.read_text(encoding="utf-8").replace("id,", "key,", 1), encoding="utf-8")
    assert warmed(project) == [[], []]


def warmed(project: Path) -> list[list[str]]:
    """List which observation tables are opened after all is prepared, by one district after the other."""
    command = [sys.executable, "-c", WARMED, str(project)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=project)
    return json.loads(told.stdout)


@pytest.mark.slow
def test_nothing_leaks_from_one_notebook_to_the_next(project: Path, env: dict[str, str], pid: int) -> None:
    """What a notebook changes in modules, environment, folder and path is unknown to the next, and to the worker."""
    before = (project / "notebooks" / "search.ipynb").read_text(encoding="utf-8")
    write_last_cell(project, "search", PROBE)
    try:
        told = []
        for lang in ("zh", "en", "zh"):
            result = districtbrief(project, env, "execute", f"reports/{lang}/search.ipynb")
            assert result.returncode == 0, result.stderr
            told.append(shown(project, lang))
    finally:
        (project / "notebooks" / "search.ipynb").write_text(before, encoding="utf-8")

    assert told[0] == told[2]
    assert told[1] == told[0].replace("reports/zh", "reports/en")
    assert told[0].startswith("[None, None, ")
    assert lives(pid)


def test_the_worker_has_one_thread_and_keeps_no_child(project: Path, env: dict[str, str], pid: int) -> None:
    """A thread would be missing in what is forked; children are gone when they are done."""
    assert districtbrief(project, env, "validate", "shared").returncode == 0

    assert len(list(Path(f"/proc/{pid}/task").iterdir())) == 1
    assert eventually(lambda: not children(pid))


def test_a_step_ends_with_who_asked_for_it(project: Path, env: dict[str, str], pid: int) -> None:
    """When the command is killed, what was forked for it and the kernel it had end too."""
    before = (project / "notebooks" / "search.ipynb").read_text(encoding="utf-8")
    write_last_cell(project, "search", "import time; time.sleep(100)")
    try:
        command = subprocess.Popen([COMMAND, "execute", "reports/en/search.ipynb"], cwd=project, env=env)
        begun = eventually(lambda: len(children(pid)) == 2)  # the step, and its kernel
        command.kill()
        command.wait()
    finally:
        (project / "notebooks" / "search.ipynb").write_text(before, encoding="utf-8")

    assert begun
    assert eventually(lambda: not children(pid))


def test_a_kernel_ends_however_early_who_asked_goes(
    project: Path, tmp_path: Path, env: dict[str, str], pid: int
) -> None:
    """The system tells of an end only what has asked to be told; a kernel looks whether it came too late for that."""
    for number in range(8):
        asked = socket.socket(socket.AF_UNIX)
        asked.connect(env[ADDRESS])
        file = str(tmp_path / f"{number}.json")
        told = {"task": "kernel", "arguments": ["-f", file], "cwd": str(project), "env": env}
        socket.send_fds(asked, [b"{"], [1, 2])
        asked.sendall(json.dumps(told).encode()[1:] + b"\n")
        assert asked.recv(100)  # it has been forked
        asked.close()

    assert eventually(lambda: not children(pid))


def test_a_step_that_dies_is_told(project: Path, env: dict[str, str], pid: int) -> None:
    """A process that ends without a word has failed."""
    assert pid
    step = Forked(env[ADDRESS], "step", ["validate"], str(project), env)
    os.kill(step.pid, signal.SIGKILL)

    assert step.wait() == -1
    assert step.poll() == -1


def test_what_goes_wrong_before_a_step_begins_is_one_line(
    tmp_path: Path, env: dict[str, str], pid: int, capfd: pytest.CaptureFixture[str]
) -> None:
    """The forked process tells it as the command would, without a traceback, and the worker lives on."""
    step = Forked(env[ADDRESS], "step", ["validate"], str(tmp_path / "gone"), env)

    assert step.wait() == 1
    assert capfd.readouterr().err.startswith(f"{tmp_path}/gone: there is no such file or folder (")
    assert lives(pid)


def test_without_its_worker_a_step_runs_alone(project: Path, tmp_path: Path, env: dict[str, str]) -> None:
    """Where nobody answers the command does the work itself."""
    result = districtbrief(project, {**env, ADDRESS: str(tmp_path / "nobody")}, "validate", "shared")

    assert (result.returncode, result.stdout) == (0, "districtbrief: checked data/: shared\n")


def test_a_worker_that_dies_before_it_forks_is_done_without(project: Path, tmp_path: Path, env: dict[str, str]) -> None:
    """Where the connection ends before a process is named, the command does the work itself as well."""
    address = tmp_path / "dying"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(address))
    listener.listen()

    def hang_up() -> None:
        listener.accept()[0].close()

    dying = threading.Thread(target=hang_up)
    dying.start()
    result = districtbrief(project, {**env, ADDRESS: str(address)}, "validate", "shared")
    dying.join()
    listener.close()

    assert (result.returncode, result.stdout) == (0, "districtbrief: checked data/: shared\n")


def test_the_worker_ends_with_its_build(project: Path) -> None:
    """Neither process nor socket is left."""
    with worker(project) as asked:
        address = Path(asked[ADDRESS])
        assert eventually(address.exists)

    assert not address.parent.exists()


def test_kernels_are_forked_only_where_there_is_a_worker(monkeypatch: pytest.MonkeyPatch, env: dict[str, str]) -> None:
    """Whoever runs a notebook by hand has ipykernel's own."""
    monkeypatch.delenv(ADDRESS, raising=False)
    assert kernel_name() == STARTED

    monkeypatch.setenv(ADDRESS, env[ADDRESS])
    monkeypatch.setenv("JUPYTER_PATH", "elsewhere")
    assert kernel_name() == FORKED
    assert os.environ["JUPYTER_PATH"].endswith(f"{os.pathsep}elsewhere")


def test_without_fork_there_is_no_worker(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    """On a system whose libraries do not survive a fork every kernel is started anew."""
    monkeypatch.setattr(starting.sys, "platform", "darwin")

    with worker(project) as asked:
        assert asked == {}


STOPPED_AT = """
import os, signal, sys
from pathlib import Path
from districtbrief.warm.starting import worker

scratch, call = os.environ["TMPDIR"], sys.argv[1]
real = getattr(os, call)

def made_and_stopped(path, *told, **named):
    made = real(path, *told, **named)
    if str(path).startswith(scratch):
        setattr(os, call, real)
        os.kill(os.getpid(), signal.SIGHUP)
    return made

setattr(os, call, made_and_stopped)
signal.signal(signal.SIGHUP, lambda number, _: sys.exit(128 + number))
with worker(Path.cwd()):
    sys.exit("nothing stopped it")
"""


@pytest.mark.parametrize("call", ["open", "mkdir"])
def test_a_stop_waits_until_the_scratch_folder_is_known(project: Path, tmp_path: Path, call: str) -> None:
    """Whether it comes while Python tries where such folders may be made, or once this one is: nothing is left."""
    env = clean_environment(TMPDIR=str(tmp_path))

    ended = subprocess.run([sys.executable, "-c", STOPPED_AT, call], cwd=project, env=env, check=False)

    assert ended.returncode == 128 + signal.SIGHUP
    assert list(tmp_path.iterdir()) == []
