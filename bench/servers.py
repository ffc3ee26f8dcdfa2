"""The programs that are measured: each is started on a free loopback port and stopped again."""

import grp
import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from bench import load, machine
from newsroom.console import Refused, say
from newsroom.environment import KNOWN, PROJECT
from newsroom.occupancy import hold_folder, ready_folder
from newsroom.postgres import Server

# What somebody exported for `make run` must not change what is measured.
NOT_HERE = {*KNOWN, "PORT", "HOST", "DEBUG", "ALLOWED_HOSTS", "DATABASE_URL", "SECRET_KEY"}
MADE_BY_NGINX = ("content-type", "content-length", "etag", "date", "server", "connection")
INSIDE = "from bench import {0}; {0}.main({1}, {2!r})"
PATIENCE = 60  # seconds for a server's first answer

NGINX = """
daemon off; user {user}; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 256; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
    client_body_temp_path {folder}/t; proxy_temp_path {folder}/t; fastcgi_temp_path {folder}/t;
    uwsgi_temp_path {folder}/t; scgi_temp_path {folder}/t;
    server {{
        listen 127.0.0.1:{port};
        location / {{ root {folder}; try_files /page =404; default_type "{kind}"; {headers} }}
    }}
}}
"""


@dataclass(frozen=True)
class Running:
    pid: int
    url: str
    seconds: float  # to its first page
    cpu: float  # seconds of it


def surroundings(data: Path, port: int, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in NOT_HERE}
    return kept | {"NEWSROOM_DATA": str(data), "PORT": str(port), **more}


def run(module: str, *arguments, data: Path) -> str:
    """Run a module of ours to its end and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=PROJECT,
        env=surroundings(data, free_port()),
        text=True,
        stdout=subprocess.PIPE,
    )
    if done.returncode:
        raise Refused(f"{module} failed. The lines above say why.")
    return done.stdout


def prepared(stack: ExitStack, name: str) -> Path:
    """Return a data folder with the demo, kept between runs; its PostgreSQL runs with the stack."""
    home = Path(os.environ.get("NEWSROOM_DATA") or PROJECT / "var").absolute()
    data = home / name
    ready_folder(data)
    stack.enter_context(hold_folder(data))
    server = Server(data)
    stack.callback(server.stop)
    server.start()
    say("Preparing the benchmark’s newsroom.")
    run("newsroom.prepare", data / "announcement", data=data)
    return data


def inside(stack: ExitStack, folder: str, module: str, size: int) -> dict:
    """Run a module of the benchmark's inside a prepared newsroom and return what it measured."""
    data = prepared(stack, folder)
    answer = data / "figures.json"
    run(
        "manage", "shell", "--no-imports", "-c", INSIDE.format(module, size, str(answer)), data=data
    )
    return json.loads(answer.read_text())


@contextmanager
def newsroom(data: Path, **more: str):
    """The newsroom's web server, as `make run` starts it."""
    port = free_port()
    with _started([sys.executable, "-m", "newsroom.serve"], port, data, **more) as running:
        yield running


@contextmanager
def bare(data: Path, page: Path):
    port = free_port()
    with _started(
        [sys.executable, "-m", "bench.bare"], port, data, BENCH_PAGE=str(page)
    ) as running:
        yield running


@contextmanager
def nginx(data: Path, page: Path):
    """Debian's nginx with settings of our own, or None where it is not installed."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        yield None
        return
    port, settings = free_port(), page / "nginx.conf"
    headers = dict(json.loads((page / "headers.json").read_text()))
    lines = (
        f"add_header {name} {json.dumps(value)};"
        for name, value in headers.items()
        if name.lower() not in MADE_BY_NGINX
    )
    user = f"{pwd.getpwuid(os.geteuid()).pw_name} {grp.getgrgid(os.getegid()).gr_name}"
    kind = headers["content-type"]
    settings.write_text(
        NGINX.format(folder=page, port=port, user=user, kind=kind, headers=" ".join(lines))
    )
    with _started([program, "-p", page, "-c", settings], port, data) as running:
        yield running


@contextmanager
def _started(command: list, port: int, data: Path, **more: str):
    """A server, once it gave its first page; it ends with our end of its standard input."""
    began = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=PROJECT,
        env=surroundings(data, port, **more),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        while not _answers(url):
            if process.poll() is not None or time.monotonic() - began > PATIENCE:
                raise Refused(f"{command[-1]} did not start.")
            time.sleep(0.01)
        yield Running(process.pid, url, time.monotonic() - began, machine.cpu_seconds(process.pid))
    finally:
        process.terminate()
        process.wait()


def _answers(url: str) -> bool:
    try:
        return load.get(url, "/").status == 200
    except (OSError, HTTPException):
        return False


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]
