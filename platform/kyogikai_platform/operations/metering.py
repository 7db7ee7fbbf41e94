"""Where Prometheus reads the meters: at a port of its own, all workers' added up, and how webhooks stand.

Nothing here imports the library before its folder is said: only then does it count in files.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kyogikai_platform.operations.hooks import Hooks

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


class UnknownPlace(ValueError):
    """A setting that names no place to listen at."""

    def __init__(self, place: str) -> None:
        super().__init__(f"KYOGIKAI_METRICS is an address and a port, as 127.0.0.1:9464, not {place!r}")


@contextmanager
def served(place: str, look: "Callable[[], Mapping[str, Hooks] | None]") -> Iterator[None]:
    """Meters at ``address:port`` for as long as the server runs; for no place, none. Raises UnknownPlace.

    ``look`` looks up how webhooks stand; None where that cannot be told.
    """
    if not place:
        yield
        return
    address, _, port = place.rpartition(":")
    if not (address and port.isdigit()):
        raise UnknownPlace(place)
    with TemporaryDirectory(prefix="kyogikai-meters-") as folder:
        os.environ[FOLDER] = folder
        library = import_module("prometheus_client")
        every = library.CollectorRegistry()
        import_module("prometheus_client.multiprocess").MultiProcessCollector(every, path=folder)
        every.register(import_module("kyogikai_platform.operations.hook_meters").Gauges(look))
        server, thread = library.start_http_server(int(port), address.strip("[]"), every)
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
            del os.environ[FOLDER]
