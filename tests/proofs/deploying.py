"""Every file of deploy/ is judged by its own tool, as far as that runs without a container engine."""

import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from kyogikai_platform import demo
from kyogikai_platform.importing import bundled
from kyogikai_platform.installation import Installation
from tests.proofs.pooling import program
from tests.proofs.report import Line
from tests.served import free_port, running

DEPLOY = Path(__file__).parents[2] / "deploy"
DOMAIN = "kyogikai.example.jp"
HOST = f"kisarazu.{DOMAIN}"
PATIENCE = 60
Judge = Callable[[Path], str]
"""Judges a copy of deploy/; what is wrong, or nothing."""


def ran(*line: str, **environment: str) -> str:
    """A tool's complaint; nothing where it has none."""
    found = subprocess.run(  # noqa: S603 - a tool of ours, and our own files
        line, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    told = (found.stdout + found.stderr).strip().splitlines()
    return "" if found.returncode == 0 else (told[-1] if told else f"exit {found.returncode}")


def compose(files: Path) -> str:
    """``docker-compose config``, which asks no engine."""
    shutil.copy(files / "kyogikai.env.example", files / "kyogikai.env")
    urls = {"DATABASE_URL": "postgresql://a@database/x", "OWNER_DATABASE_URL": "postgresql://b@database/x"}
    return ran(program("docker-compose"), "--file", str(files / "compose.yaml"), "config", "--quiet", **urls)


def units(files: Path) -> str:
    """``systemd-analyze verify``; the program that they start is not installed here."""
    for unit in (files / "systemd").iterdir():
        unit.write_text(unit.read_text().replace("/opt/kyogikai/current/bin/kyogikai", "/bin/true"))
    names = [str(unit) for unit in sorted((files / "systemd").iterdir())]
    return ran(program("systemd-analyze"), "verify", *names)


def exposed(files: Path) -> str:
    """``systemd-analyze security``: 1.3 of 10 at most, in tenths as it wants them."""
    names = [str(unit) for unit in sorted((files / "systemd").glob("*.service"))]
    return ran(program("systemd-analyze"), "security", "--offline=true", "--threshold=13", *names)


def certificate(folder: Path) -> None:
    """One of our own for the wildcard."""
    line = (program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-days", "2", "-subj", f"/CN=*.{DOMAIN}", "-addext", f"subjectAltName=DNS:*.{DOMAIN}",
            "-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem"))  # fmt: skip
    assert ran(*line) == ""


def proxy(files: Path, port: int = 8000, tls: int = 8443) -> Path:
    """A whole configuration around ours, with everything in one folder and no privileged port."""
    folder = files / "nginx"
    certificate(folder)
    own = (folder / "kyogikai.conf").read_text()
    for there, here in {
        "/etc/kyogikai/tls": str(folder), "/etc/kyogikai/nginx": str(folder), "/var/log/nginx": str(folder),
        "127.0.0.1:8000": f"127.0.0.1:{port}", "listen 443": f"listen 127.0.0.1:{tls}",
        "listen [::]:443": f"listen [::1]:{tls}", "listen 80 ": f"listen 127.0.0.1:{free_port()} ",
        "listen [::]:80 ": f"listen [::1]:{free_port()} ",
    }.items():  # fmt: skip
        assert there in own, there
        own = own.replace(there, here)
    (folder / "kyogikai.conf").write_text(own)
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ {temporary} include {folder}/kyogikai.conf; }}\n"
    )
    return whole


def nginx(files: Path) -> str:
    """``nginx -t``."""
    return ran(program("nginx"), "-t", "-q", "-c", str(proxy(files)), "-p", str(files / "nginx"))


AS_ROOT = "User=kyogikai", "User=root"
FAULTS: dict[str, tuple[Judge, str, str, str]] = {
    "docker-compose config": (compose, "compose.yaml", "depends_on", "depends_upon"),
    "systemd-analyze verify": (units, "systemd/kyogikai.service", "ExecStart=", "ExecBegin="),
    "systemd-analyze security, 1.3 at most": (exposed, "systemd/kyogikai.service", *AS_ROOT),
    "nginx -t": (nginx, "nginx/kyogikai.conf", "ssl_reject_handshake on;", "ssl_reject_handshake on"),
}
"""The tools, each with a fault that it must see."""


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of deploy/ that may be changed."""
    with TemporaryDirectory(dir=tempfile.gettempdir()) as folder:
        files = Path(folder) / "deploy"
        shutil.copytree(DEPLOY, files)
        yield files


def judged() -> Iterator[Line]:
    """Each file by its tool, then with a fault."""
    for name, (judge, path, there, planted) in FAULTS.items():
        with copied() as files:
            wrong = judge(files)
        yield Line(name, wrong or "nothing to say", not wrong)
        with copied() as files:
            file = files / path
            assert there in file.read_text()
            file.write_text(file.read_text().replace(there, planted))
            wrong = judge(files)
        yield Line(f"{planted} for {there}", wrong[-90:], not wrong, control=True)


def asked(tls: int, context: ssl.SSLContext, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    """A question through the proxy, at the municipality's own name."""
    own = HTTPConnection("127.0.0.1", tls, timeout=PATIENCE)
    plain = socket.create_connection(("127.0.0.1", tls), timeout=PATIENCE)
    own.sock = context.wrap_socket(plain, server_hostname=HOST)
    own.request(
        "GET", path, headers={"Host": HOST} | {n.replace("_", "-"): text for n, text in headers.items()}
    )
    found = own.getresponse()
    found.read()
    own.close()
    return found.status, {name.lower(): text for name, text in found.getheaders()}


def through(here: Installation) -> Iterator[Line]:
    """The product behind the proxy, asked over TLS."""
    demo.load(here, bundled()["kisarazu.yaml"], "kisarazu.yaml")
    port, tls = free_port(), free_port()
    settings = {
        "KYOGIKAI_HOME": str(here.settings.home),
        "KYOGIKAI_WORKERS": "1",
        "KYOGIKAI_BASE_DOMAIN": DOMAIN,
        "KYOGIKAI_TRUSTED_PROXIES": "127.0.0.1",
        "KYOGIKAI_POINTS_PUBLIC": "1000",
    }
    with copied() as files, running(here.login, port, settings):
        whole = proxy(files, port, tls)
        line = (program("nginx"), "-c", str(whole), "-p", str(files / "nginx"))
        process = subprocess.Popen(line)  # noqa: S603 - ours
        try:
            yield from _asked(files, tls)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _asked(files: Path, tls: int) -> Iterator[Line]:
    context = ssl.create_default_context(cafile=str(files / "nginx/fullchain.pem"))
    _until(tls, context)
    status, headers = asked(tls, context, "/org", Accept="text/html")
    sound = status == 200 and "strict-transport-security" in headers and len(headers["x-request-id"]) == 32
    yield Line("nginx: a page over TLS, with an id", f"{status}, {headers.get('x-request-id')}", sound)
    question, left = "/graphql?query={council{name}}", []
    for n in range(4):
        forged = {"X_Forwarded_For": f"198.51.100.{n}", "Forwarded": f"for=198.51.100.{n}"}
        left.append(int(asked(tls, context, question, **forged)[1]["x-ratelimit-remaining"]))
    falls = all(later < earlier for earlier, later in pairwise(left))
    yield Line("nginx: a forged address buys no points", f"remaining {left}", falls)
    named = asked(tls, context, question, X_Request_Id="partner-0001")[1]["x-request-id"]
    odd = asked(tls, context, question, X_Request_Id="a b")[1]["x-request-id"]
    well = named == "partner-0001" and len(odd) == 32
    yield Line("nginx: a client names its request, if it does so well", f"{named}, {odd}", well)
    log = (files / "nginx/kyogikai.log").read_text()
    told = [mark for mark in ("/org", "127.0.0.1", "graphql", "198.51") if mark in log]
    yield Line("nginx: its log has no path and no address", f"{len(log.splitlines())} lines", not told)
    with suppress(ssl.SSLError, OSError):
        context.check_hostname = False
        with socket.create_connection(("127.0.0.1", tls)) as plain:
            context.wrap_socket(plain, server_hostname="elsewhere.example").close()
            yield Line("nginx: a host that is not ours gets no certificate", "it got one", clean=False)
            return
    yield Line("nginx: a host that is not ours gets no certificate", "refused at the handshake", clean=True)


def _until(tls: int, context: ssl.SSLContext) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(OSError):
            asked(tls, context, "/health/live")
            return
        time.sleep(0.2)


def prove(here: Installation) -> Iterator[Line]:
    """The tools, then the proxy at work; pgbouncer and pgBackRest have proofs of their own."""
    yield from judged()
    yield from through(here)
