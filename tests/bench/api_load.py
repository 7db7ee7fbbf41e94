"""A closed loop of requests over a few connections, and the processor time that they cost the other side."""

import os
import select
import selectors
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

TICKS = os.sysconf("SC_CLK_TCK")


class Slice(NamedTuple):
    """A stretch of time: each request's seconds, the stretch's, and the processor's."""

    times: list[float]
    took: float
    cpu: float


class Refused(Exception):
    """A server said something else than 200."""


@dataclass
class Wire:
    """One connection that is kept open, and the answer that is being read."""

    port: int
    data: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        """Connect."""
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._whole = 0

    @property
    def open(self) -> bool:
        """Whether the server has kept it too: between answers there is nothing to read but its end."""
        return not select.select([self.socket], [], [], 0)[0]

    def send(self, request: bytes) -> None:
        """Ask."""
        self.data.clear()
        self._whole = 0
        self.socket.sendall(request)

    def received(self) -> bool:
        """Read what there is; whether the answer is complete."""
        some = self.socket.recv(1 << 18)
        if not some:
            raise Refused("closed the connection")
        self.data += some
        return self._complete()

    def _complete(self) -> bool:
        if not self._whole:
            head = self.data.find(b"\r\n\r\n")
            if head < 0:
                return False
            headers = bytes(self.data[:head]).lower()
            if b" 200 " not in headers[:20]:
                raise Refused(bytes(self.data[:600]).decode(errors="replace"))
            _, found, rest = headers.partition(b"content-length:")
            self._whole = head + 4 + int(rest.partition(b"\r\n")[0]) if found else -1
        return self.data.endswith(b"\r\n0\r\n\r\n") if self._whole < 0 else len(self.data) >= self._whole

    def body(self) -> bytes:
        """The answer's body."""
        _, _, rest = bytes(self.data).partition(b"\r\n\r\n")
        return _joined(rest) if self._whole < 0 else rest


def _joined(chunks: bytes) -> bytes:
    whole = b""
    while chunks:
        size, _, rest = chunks.partition(b"\r\n")
        count = int(size, 16)
        whole, chunks = whole + rest[:count], rest[count + 2 :] if count else b""
    return whole


def ask(wire: Wire, request: bytes) -> bytes:
    """One request, and its answer's body."""
    wire.send(request)
    while not wire.received():
        pass
    return wire.body()


def loop(wires: list[Wire], request: bytes, seconds: float) -> tuple[list[float], float]:
    """Ask on every connection, and again as soon as it has answered, until the time is over."""
    clock, times, sent = time.perf_counter, list[float](), dict[int, float]()
    began = clock()
    with selectors.DefaultSelector() as selector:
        for wire in wires:
            selector.register(wire.socket, selectors.EVENT_READ, wire)
            sent[id(wire)] = clock()
            wire.send(request)
        waiting = len(wires)
        while waiting:
            for key, _ in selector.select():
                wire = key.data
                if wire.received():
                    now = clock()
                    times.append(now - sent[id(wire)])
                    if now - began < seconds:
                        sent[id(wire)] = now
                        wire.send(request)
                    else:
                        waiting -= 1
    return times, clock() - began


def inside(answer: Callable[[], object], seconds: float) -> tuple[list[float], float]:
    """The same without a wire: one call after another."""
    clock, times = time.perf_counter, list[float]()
    began = last = clock()
    while last - began < seconds:
        answer()
        now = clock()
        times.append(now - last)
        last = now
    return times, last - began


def tree(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def used(pids: Iterable[int]) -> dict[int, int]:
    """What processes have used of the processor so far, in its ticks."""
    return {pid: _ticks(pid) for pid in pids}


def spent(before: dict[int, int], after: dict[int, int]) -> float:
    """The seconds of processor time between; a process that has gone meanwhile counts nothing."""
    return sum(max(ticks - before.get(pid, 0), 0) for pid, ticks in after.items()) / TICKS


def _ticks(pid: int) -> int:
    try:
        used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0
    return int(used[11]) + int(used[12])
