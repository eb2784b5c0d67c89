"""Holds tests, references and verdicts: never imports a file of a student."""
