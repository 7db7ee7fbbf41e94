"""The files that come with the product: three councils, as their published documents describe them."""

from importlib.resources import files

NAMES = ("kisarazu", "meguro", "asahi")


def bundled() -> dict[str, bytes]:
    """The files by their names, in the order in which a demo shows them."""
    folder = files("kyogikai_platform") / "demo_data"
    return {f"{name}.yaml": (folder / f"{name}.yaml").read_bytes() for name in NAMES}
