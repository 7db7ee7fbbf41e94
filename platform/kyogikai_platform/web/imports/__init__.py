"""Bringing a council's history in from workbooks: looked at first, then recorded, or taken back."""
