"""Begins new labs."""
