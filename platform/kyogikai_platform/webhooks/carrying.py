"""The courier of an installation, and its thread in the runner's process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kyogikai_platform.accounts.mail import Outbox
from kyogikai_platform.installation import Installation
from kyogikai_platform.webhooks.courier import Courier
from kyogikai_platform.webhooks.telling import Telling


def courier_of(here: Installation) -> Courier:
    """As the settings say."""
    own = here.settings
    post = Outbox(own.smtp, own.home, lambda: here.purpose)
    tell = Telling(here.engine, post, own.base_domain)
    return Courier.of(here.engine, loopback=own.webhook_loopback, tell=tell)


@contextmanager
def carrying(here: Installation, stop: threading.Event) -> Iterator[None]:
    """Deliver beside the jobs. If it breaks off, all of it is to stop, and to be begun again from outside."""

    def carry() -> None:
        try:
            courier_of(here).forever(stop)
        finally:
            stop.set()

    thread = threading.Thread(target=carry)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
