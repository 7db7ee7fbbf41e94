"""How much a file from outside may be. Both sides of the pipe read these; nothing is imported here."""

BYTES = 20_000_000
"""Of the file as it comes."""
ENTRIES = 1_000
"""In a zip archive; a workbook of a hundred sheets has three hundred."""
UNPACKED = 200_000_000
"""Bytes of all that an archive holds, unpacked."""
RATIO = 100
"""How many times larger a part may get; sheets of many like rows reach 30."""
SMALL = 1_000_000
"""Unpacked bytes up to which a part may have any ratio."""
SHEETS = 100
ROWS = 200_000
"""Rows with something in them, over all sheets."""
COLUMNS = 60
CELLS = 4_000_000
LONGEST = 10_000
"""Characters of a cell."""
MEMORY = 1_000_000_000
"""Bytes of address space of the child."""
SECONDS = 60
"""Of the child's processor; its whole life has twice as many."""
