"""How much the slower tests try of what there is no end of: `make check DOSE=4` tries four times as much."""

import os

DOSE = int(os.environ.get("DOSE", "1"))
