"""Rules of a container file, as hadolint has them, and a few of our own; no engine is needed to judge it."""

import re
from collections.abc import Iterator

PINNED = re.compile(r":\d+\.\d+[\w.-]*$|@sha256:[0-9a-f]{64}$")
Step = tuple[str, str]


def steps(text: str) -> list[Step]:
    """Instructions, each in one line."""
    joined = re.sub(
        r"\\\n\s*", " ", "\n".join(n for n in text.splitlines() if not n.lstrip().startswith("#"))
    )
    return [
        (word.upper(), rest.strip()) for word, _, rest in (n.partition(" ") for n in joined.splitlines() if n)
    ]


def faults(text: str) -> list[str]:
    """What is wrong with it."""
    own = steps(text)
    return [*_bases(own), *_account(own), *_installs(own), *_forms(own)]


def _bases(own: list[Step]) -> Iterator[str]:
    given = dict(rest.partition("=")[::2] for word, rest in own if word == "ARG")
    bases = [rest.split() for word, rest in own if word == "FROM"]
    if len(bases) < 2:
        yield "one stage: what builds it would be in the image"
    for base, *_ in bases:
        name = re.sub(r"\$\{(\w+)\}", lambda m: given.get(m[1], ""), base)
        if not PINNED.search(name):
            yield f"{base} is not pinned"


def _account(own: list[Step]) -> Iterator[str]:
    last = max(n for n, (word, _) in enumerate(own) if word == "FROM")
    users = [rest for word, rest in own[last:] if word == "USER"]
    if not users or not re.fullmatch(r"[1-9]\d*(:[1-9]\d*)?", users[-1]):
        yield "it runs as root, or as a name that an orchestrator cannot check"


def _installs(own: list[Step]) -> Iterator[str]:
    for run in (rest for word, rest in own if word == "RUN"):
        if "apt-get install" in run and not {
            "--no-install-recommends",
            "rm -rf /var/lib/apt/lists/*",
        } <= _said(run):
            yield "apt-get leaves more than was asked for"
        for command in run.split("&&"):
            if "pip install" in command and not {"--require-hashes", "--no-index"} & set(command.split()):
                yield "pip takes what it is given, without a hash"
        if re.search(r"\b(curl|wget)\b|\bsudo\b|chmod 777", run):
            yield "something is fetched or opened without being checked"


def _said(run: str) -> set[str]:
    return {one for one in ("--no-install-recommends", "rm -rf /var/lib/apt/lists/*") if one in run}


def _forms(own: list[Step]) -> Iterator[str]:
    words = [word for word, _ in own]
    if "ADD" in words:
        yield "ADD fetches and unpacks; COPY does not"
    for word, rest in own:
        if word in {"ENTRYPOINT", "CMD"} and not rest.startswith("["):
            yield f"{word} runs a shell, which keeps the signals"
        if word in {"ENV", "ARG"} and re.search(r"PASSWORD|SECRET|TOKEN|MASTER_KEY=", rest):
            yield "a secret stands in the image"
    if "HEALTHCHECK" not in words:
        yield "nobody asks whether it lives"
