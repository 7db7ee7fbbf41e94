"""The letter with a signed note, for those who keep it outside; in both languages."""

from collections.abc import Callable

from kyogikai_tenants.log.notary import Issued

JA = """{name}の協議会の記録を封じました（{size:,}件）。
このメールを消さずに残してください。下の封印があれば、ここまでの記録が
書きかえられていないことを、あとから確かめられます。

確かめ方: {address}/evidence
確かめる鍵: {key}
"""
EN = """The record of the council of {name} was sealed ({size:,} entries).
Please keep this mail: with the signed note below it can be verified later
that nothing up to here was rewritten.

How to verify: {address}/evidence
Key to verify with: {key}
"""


def writer(name: str, address: str, key: str) -> Callable[[Issued], tuple[str, str]]:
    """How the letters of a municipality are written."""

    def write(note: Issued) -> tuple[str, str]:
        facts = {"name": name, "size": note.size, "address": address, "key": key}
        text = f"{JA.format(**facts)}\n{EN.format(**facts)}\n{note.note}"
        return f"{name}の記録の封印 / Sealed record ({note.size:,})", text

    return write
