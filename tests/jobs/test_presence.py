import os
import subprocess
import sys

from repo_app.jobs import known_dead, worker_name

SAY_NAME = "from repo_app.jobs import worker_name; print(worker_name(), flush=True); input()"


def test_a_process_is_known_dead_only_once_it_is() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SAY_NAME], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        name = other.stdout.readline().strip()
        assert name != worker_name()
        assert known_dead([name, worker_name()]) == set()
        other.kill()
        os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)  # dead now, and not collected yet
        assert known_dead([name]) == {name}
    assert known_dead([name, worker_name()]) == {name}


def test_the_same_number_given_to_another_process_is_another_worker() -> None:
    host, pid, start, home = worker_name().split(":", 3)
    assert known_dead([f"{host}:{pid}:{int(start) - 1}:{home}"]) != set()


def test_workers_of_other_machines_boots_and_containers_are_never_called_dead() -> None:
    host, _pid, start, home = worker_name().split(":", 3)
    boot, space = home.split(":")
    strangers = [
        f"{host}:999999999:{start}:00000000:{space}",
        f"{host}:999999999:{start}:{boot}:1",
        f"{host}:999999999:-:{boot}:{space}",
        f"{host}:x:{start}:{boot}:{space}",
        "worker-1",
        "",
        "a:b:c:d:e:f",
    ]
    assert known_dead(strangers) == set()


def test_a_name_fits_its_column_and_stays_the_same() -> None:
    assert worker_name() == worker_name()
    assert len(worker_name()) <= 80
