"""Runs beside student code: knows no test, no expected value and no verdict."""
