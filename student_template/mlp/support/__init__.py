"""Shared by the grader and the kit: compares, probes and reports, with torch, numpy and pytest alone (Python 3.10)."""
