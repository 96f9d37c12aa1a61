"""A child that does what no child should: `python -I rogue.py MODE`, started by the sandbox in place of ours."""

import json
import os
import signal
import subprocess
import sys
import time


def say(*messages: object) -> None:
    print(*map(json.dumps, messages), sep="\n", flush=True)


def sleeps() -> None:
    subprocess.Popen(["sleep", "600"], stdin=subprocess.DEVNULL)
    time.sleep(600)


def flood() -> None:
    block = b" " * (1 << 20)
    while True:
        os.write(1, block)


def noise() -> None:
    os.write(2, b"x" * 5_000_000)
    sys.exit(3)


def stays() -> None:
    say({"value": 1})
    os.close(1)
    time.sleep(600)


MODES = {
    "sleeps": sleeps,
    "garbage": lambda: print("no json at all", flush=True),
    "deep": lambda: print("[" * 200_000, flush=True),
    "flood": flood,
    "noise": noise,
    "crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "stays": stays,
    "strange": lambda: say({"fault": {"code": "no.such.code", "params": {}}}),
    "environment": lambda: say({"value": sorted(os.environ)}),
    "two": lambda: say({"value": 1}, {"value": 2}),
}

sys.stdin.buffer.readline()
MODES[sys.argv[1]]()
