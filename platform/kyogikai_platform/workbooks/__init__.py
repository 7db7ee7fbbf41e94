"""Workbooks as secretariats have them: Excel, CSV, or a folder of CSVs, turned into facts of the import.

A file from outside is read in a child process with limits (``child``, which imports nothing of this
product); what it holds is told of cell by cell; nothing is stored until somebody confirms.
"""
