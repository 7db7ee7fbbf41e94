"""What an operator starts from agrees with the code; what needs a tool of its own is in `make proofs`."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest
import sqlalchemy as sa
import yaml

from kyogikai_platform import cli
from kyogikai_platform.operations.proxies import Proxies
from kyogikai_platform.serving import NoSocket, listening
from kyogikai_platform.settings import BadSetting, Settings, settings
from kyogikai_tenants.log.personal_data import MASTER_KEY, PREVIOUS
from tests.deploy.containerfile import faults

DEPLOY = Path(__file__).parents[2] / "deploy"
CONTAINER = (DEPLOY / "Containerfile").read_text()
KEYS = {f"{MASTER_KEY}_FILE", f"{PREVIOUS}_FILE"}
LIBRARIES = {"OTEL_EXPORTER_OTLP_ENDPOINT"}
VARIABLE = re.compile(r"^#?([A-Z][A-Z_]+)=(.*)$", re.MULTILINE)
EXAMPLE = dict(VARIABLE.findall((DEPLOY / "kyogikai.env.example").read_text()))


def changed(name: str) -> set[str]:
    """The fields of the settings that a variable changes."""
    text = {
        "KYOGIKAI_RUNNER": "0",
        "KYOGIKAI_NIGHTLY": "0",
        "KYOGIKAI_HOME": "/elsewhere",
        "KYOGIKAI_GRAPHQL_STATUS": "2026",
    }.get(name, "1")
    plain, other = settings({"HOME": "/"}), settings({"HOME": "/", name: text})
    return {f.name for f in fields(Settings) if getattr(plain, f.name) != getattr(other, f.name)}


def test_the_example_has_every_setting_and_no_other() -> None:
    own = {name: changed(name) for name in EXAMPLE.keys() - KEYS - LIBRARIES}
    assert all(len(found) == 1 for found in own.values()), own
    assert {name for found in own.values() for name in found} == {f.name for f in fields(Settings)}
    assert {name for name in EXAMPLE if MASTER_KEY in name} == KEYS


def test_the_example_is_read_as_it_stands() -> None:
    found = settings(EXAMPLE)
    assert Proxies.of(found.trusted_proxies, found.forwarded).believes("127.0.0.1")
    assert found.pooled
    assert not found.runner


@pytest.mark.parametrize(
    ("name", "text"),
    [("KYOGIKAI_WORKERS", "two"), ("KYOGIKAI_POINTS", "-5"), ("KYOGIKAI_POOLED", "yes"),
     ("KYOGIKAI_NIGHTLY", "false"), ("KYOGIKAI_GRAPHQL_STATUS", "1999")],
)  # fmt: skip
def test_a_setting_that_means_nothing_is_told_by_its_name(name: str, text: str) -> None:
    with pytest.raises(BadSetting, match=f"{name} is .* not {text!r}"):
        settings({"HOME": "/", name: text})
    assert issubclass(BadSetting, cli.EXPECTED)
    assert settings({"HOME": "/", name: ""}) == settings({"HOME": "/"})


@pytest.mark.parametrize(
    ("said", "told"),
    [('FATAL:  role "kyogikai_app" does not exist', "run `kyogikai upgrade`"), ("timed out", "timed out")],
)
def test_a_server_that_was_never_set_up_is_told_as_such(said: str, told: str) -> None:
    assert told in cli.unanswered(sa.exc.OperationalError("", {}, OSError(said)))


def test_a_port_that_is_taken_is_told_in_a_line() -> None:
    with listening("127.0.0.1", 0, {}) as held, pytest.raises(NoSocket, match="in use"):
        listening("127.0.0.1", held.getsockname()[1], {})
    assert issubclass(NoSocket, cli.EXPECTED)


def test_the_image_keeps_the_rules() -> None:
    assert faults(CONTAINER) == []


@pytest.mark.parametrize(
    ("there", "planted"),
    [
        (":3.11.14-slim-bookworm", ":latest"),
        ("USER 10001:10001\n", ""),
        ("USER 10001:10001", "USER kyogikai"),
        (" --require-hashes --requirement requirements.lock", " kyogikai"),
        (" --no-install-recommends", ""),
        ('ENTRYPOINT ["kyogikai"]', "ENTRYPOINT kyogikai"),
        ("WORKDIR /src", "ADD https://example.com/x /src"),
        ("ENV PATH", "ENV KYOGIKAI_MASTER_KEY=x PATH"),
        ("HEALTHCHECK", "#"),
        ("FROM ${PYTHON}\n", ""),
    ],
)
def test_planted_faults_of_an_image_are_seen(there: str, planted: str) -> None:
    assert there in CONTAINER
    assert faults(CONTAINER.replace(there, planted))


CLOSED: dict[str, Callable[[dict[str, Any]], bool]] = {
    "it writes to its image": lambda one: one["read_only"] is True,
    "it has rights of root": lambda one: one["cap_drop"] == ["ALL"] and "privileged" not in one,
    "a file may make it root": lambda one: one["security_opt"] == ["no-new-privileges:true"],
    "its memory has no limit": lambda one: bool(one["mem_limit"]),
    "its processes have no limit": lambda one: one["pids_limit"] > 0,
    "its log fills the disk": lambda one: {"max-size", "max-file"} <= one["logging"]["options"].keys(),
    "what is written to memory may be run": lambda one: all("noexec" in where for where in one["tmpfs"]),
}


def open_services(found: dict[str, dict[str, Any]]) -> dict[str, list[str]]:
    """Services of compose, and what is open of them."""
    judged = {name: [what for what, holds in CLOSED.items() if not holds(one)] for name, one in found.items()}
    return {name: wrong for name, wrong in judged.items() if wrong}


@pytest.mark.parametrize(
    ("there", "planted"),
    [("read_only: true", "read_only: false"), ("cap_drop: [ALL]", "cap_drop: []"), ('["no-new', '["new'),
     ("pids_limit: 512", "pids_limit: -1"), ("max-size: 20m, ", ""), (",noexec", "")],
)  # fmt: skip
def test_planted_faults_of_compose_are_seen(there: str, planted: str) -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    assert there in text
    assert open_services(yaml.safe_load(text.replace(there, planted))["services"])


def test_services_of_compose_are_closed_and_pinned() -> None:
    found = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert open_services(found) == {}
    assert {name for name, one in found.items() if "cap_add" in one} == {"database", "proxy"}
    assert [name for name, one in found.items() if "inside" not in one["networks"]] == ["database"]
    assert [name for name, one in found.items() if "data" not in one["networks"]] == ["proxy"]
    assert all(re.search(r":\d+\.\d+", one["image"]) for one in found.values())
    assert [name for name, one in found.items() if "ports" in one] == ["proxy"], "nobody else is reached"


def test_units_keep_the_socket_and_are_closed() -> None:
    units = {path.name: path.read_text() for path in (DEPLOY / "systemd").iterdir()}
    assert "ExecReload=/bin/kill -HUP $MAINPID" in units["kyogikai.service"]
    assert "Requires=kyogikai.socket" in units["kyogikai.service"]
    for name in (n for n in units if n.endswith(".service")):
        closed = {"NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=", "User=kyogikai",
                  "LimitCORE=0", "MemorySwapMax=0", "PrivateMounts=yes"}  # fmt: skip
        assert closed <= set(units[name].splitlines()), name


@pytest.mark.parametrize("owner", [False, True])
def test_a_command_is_run_as_the_services_are(tmp_path: Path, owner: bool) -> None:  # noqa: FBT001 - each way
    (tmp_path / "systemd-run").write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    (tmp_path / "systemd-run").chmod(0o755)
    line = [str(DEPLOY / "bin" / "kyogikai"), "tenant", "close", "mihon", "--reason", "two words"]
    environ = {"PATH": f"{tmp_path}:/usr/bin:/bin"} | ({"AS_OWNER": "1"} if owner else {})
    done = subprocess.run(line, env=environ, capture_output=True, text=True, check=True)  # noqa: S603 - our own file
    said = done.stdout.splitlines()
    own = [one.removeprefix("--property=") for one in said if one.startswith("--property=")]
    files = [one for one in own if one.startswith("EnvironmentFile=")]
    unit = (DEPLOY / "systemd" / "kyogikai.service").read_text().splitlines()
    assert {"User=kyogikai", "Group=kyogikai", files[0]} <= set(unit) & set(own)
    assert files[1:] == (["EnvironmentFile=/etc/kyogikai/owner.env"] if owner else [])
    assert said[-6:] == ["/opt/kyogikai/current/bin/kyogikai", *line[1:]]


def test_every_command_of_the_runbook_is_one_of_ours() -> None:
    text = re.sub(r"--stanza=kyogikai|sudo -u kyogikai", "", (DEPLOY / "RUNBOOK.md").read_text())
    named = re.findall(r"\bkyogikai ((?:[a-z]+(?: |$|`|,))+)", text, re.MULTILINE)
    said = {" ".join(words.strip("`, ").split()) for words in named}
    unknown = {words for words in said if not _known(words.split())}
    assert len(said) > 8
    assert unknown == set()


DOCS = DEPLOY.parent / "docs"
PAGES = (DEPLOY / "RUNBOOK.md", DOCS / "onboarding.md", DOCS / "closing.md")
TYPED = re.compile(r"(?:^|[ `/;])kyogikai ((?:[a-z]+ ?)+)([^`;#|\n]*)", re.MULTILINE)


def strange(text: str) -> list[str]:
    """Options of commands that those commands do not take."""
    found = []
    for words, rest in TYPED.findall(text):
        command: click.Command = cli.group
        for word in words.split():
            if isinstance(command, click.Group) and word in command.commands:
                command = command.commands[word]
        known = {name for one in command.params for name in one.opts} | {"--help"}
        found += [f"{words.strip()} {n}" for n in re.findall(r"(?<![\w-])--[a-z-]+", rest) if n not in known]
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_of_a_documented_command_is_one_of_its_own(page: Path) -> None:
    text = page.read_text()
    assert strange(text) == []
    assert strange(text.replace("--reason", "--because")), "planted"


def blocks(text: str) -> list[str]:
    """What is typed: lines that are indented by four and more."""
    lines = [line if line.startswith("    ") else "" for line in text.splitlines()]
    return [block for block in "\n".join(lines).split("\n\n") if block.strip()]


def unread(block: str) -> str:
    """What a shell does not understand of one."""
    line = ["bash", "-n"]
    return subprocess.run(line, input=block, capture_output=True, text=True, check=False).stderr  # noqa: S603 - ours


def test_a_shell_reads_every_block_of_the_runbook() -> None:
    found = blocks((DEPLOY / "RUNBOOK.md").read_text())
    assert len(found) > 10
    assert [wrong for wrong in map(unread, found) if wrong] == []
    (quoted,) = [block for block in found if "pg_authid" in block]
    assert unread(quoted.replace("'kyogikai_app'\"", "'kyogikai_app'")), "planted: a quote is missing"


def _known(words: list[str]) -> bool:
    """Whether they lead to a command; what follows one is its own."""
    found: click.Command = cli.group
    for word in words:
        if not isinstance(found, click.Group):
            return True
        if word not in found.commands:
            return False
        found = found.commands[word]
    return True


def test_logs_of_the_proxy_are_those_that_are_rotated() -> None:
    """Debian rotates every file there; the image of nginx writes these two to its standard output."""
    said = re.findall(r"_log +(/\S+)", (DEPLOY / "nginx/kyogikai.conf").read_text())
    assert said == ["/var/log/nginx/access.log", "/var/log/nginx/error.log"]


def test_the_proxy_takes_away_what_strangers_say() -> None:
    said = (DEPLOY / "nginx/proxy.conf").read_text()
    for header in ("Forwarded", "X-Forwarded-Host", "X-Real-IP", "traceparent"):
        assert re.search(rf'proxy_set_header {header} +"";', said), header
    assert re.search(r"proxy_set_header X-Forwarded-For +\$remote_addr;", said), "not what came along"
