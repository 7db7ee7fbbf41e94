"""Print what proves the promises of durability, integrity and the API, and the controls that must go red.

    python tests/proofs/run.py [log] [attacks] [anything] [both] [pages] [axe] [timing] [webhooks]
        [restart] [pool] [database-kills] [restore] [deploy] [--kills 40]

Exit 0: every proof holds and every control is red.
"""

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[2]))  # `tests` is no package that anybody installs

from kyogikai_platform import demo, proving
from kyogikai_platform.embedded.programs import programs
from kyogikai_platform.importing import bundled
from kyogikai_platform.installation import Installation
from kyogikai_tenants.commands import Say
from kyogikai_tenants.council.bodies import BodyCreated
from tests.proofs import (
    anything,
    attacks,
    axe,
    both_ways,
    bundles,
    database_kills,
    deploying,
    kills,
    lighthouse,
    pooling,
    restarting,
    restoring,
    retries,
    tampering,
    timing,
    webhooks,
)
from tests.proofs.place import installation
from tests.proofs.report import Line, say, show
from tests.proofs.tampering import Kept
from tests.proofs.writer import WRITER, body, establish

OPERATING = ("restart", "pool", "database-kills", "restore", "deploy")
KINDS = ("log", "attacks", "anything", "both", "pages", "axe", "timing", "webhooks", *OPERATING)
HOSTS = ("kisarazu", "meguro", "asahi")
"""Three councils as their published documents tell of them."""


def integrity(here: Installation, flips: int, random: Random) -> Iterator[Line]:
    """On the rows of real councils, with a checkpoint kept before the last events."""
    for host in HOSTS:
        demo.load(here, bundled()[f"{host}.yaml"], f"{host}.yaml")
    tenants = [here.tenant(host) for host in HOSTS]
    kept = Kept(proving.checkpoint(here, HOSTS[0]), here.key.verifier(here.origin(tenants[0])))
    council = establish(tenants[0])
    opened = tenants[0].execute(Say(BodyCreated, None, body(council, "証明の部会")), actor=WRITER).record_id
    yield from tampering.prove_flips(here, tenants, flips, random)
    yield from tampering.prove_faults(here, tenants, kept)
    yield from bundles.prove(here, HOSTS[0], kept, random)
    yield from retries.prove(here, tenants[0], opened)


def log(count: int, flips: int, random: Random) -> Iterator[Line]:
    """Durability and integrity, with their controls."""
    say("Killing …")
    yield from kills.prove(count, random)
    say("Tampering …")
    with installation() as here:
        yield from integrity(here, flips, random)


def everything(options: argparse.Namespace, random: Random) -> Iterator[Line]:
    """Whatever was asked for; without a word all of it."""
    what = options.what or KINDS
    if "log" in what:
        yield from log(options.kills, options.flips, random)
    proofs: dict[str, tuple[str, Callable[[Installation], Iterator[Line]]]] = {
        "attacks": ("Attacking …", attacks.prove),
        "anything": ("Asking anything …", lambda here: anything.prove(here, options.cases)),
        "both": ("Asking both ways …", lambda here: both_ways.prove(here, options.questions)),
        "pages": ("Looking at pages …", lighthouse.prove),
        "axe": ("Looking at every page …", lambda here: axe.prove(here, options.most, options.parts)),
        "timing": ("Looking at the clock …", lambda here: timing.prove(here, random, options.tries)),
        "webhooks": ("Telling a receiver …", lambda here: webhooks.prove(here, options.deliveries)),
        "restart": ("Restarting …", restarting.prove),
        "pool": ("Pooling …", lambda here: pooling.prove(here, options.questions)),
        "database-kills": (
            "Killing the database …",
            lambda here: database_kills.prove(here, min(options.kills, 10), random),
        ),
        "restore": ("Restoring …", restoring.prove),
        "deploy": ("Judging the files of deploy/ …", deploying.prove),
    }
    for name in (name for name in proofs if name in what):
        told, prove = proofs[name]
        say(told)
        with installation() as here:
            yield from prove(here)


def main() -> int:
    """Prove, print, judge."""
    parser = argparse.ArgumentParser(description="Print what proves the promises, and the controls.")
    parser.add_argument("what", nargs="*", choices=[[], *KINDS], metavar="|".join(KINDS))
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--deliveries", type=int, default=1_000)
    parser.add_argument("--flips", type=int, default=4_000)
    parser.add_argument("--most", type=int, default=4, help="addresses of one page, as each role")
    parser.add_argument("--parts", nargs="+", choices=axe.PARTS, default=axe.PARTS, help="of axe")
    parser.add_argument("--tries", type=int, default=timing.TRIES)
    parser.add_argument("--seed", type=int, default=6962)
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, PostgreSQL {programs().version}, Python {platform.python_version()}\n")
    began, random = time.monotonic(), Random(options.seed)
    sound = show(list(everything(options, random)))
    print(f"\n{'All as promised' if sound else 'NOT as promised'}, after {time.monotonic() - began:.0f} s.")
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
