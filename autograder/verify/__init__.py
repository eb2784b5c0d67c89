"""Tests a lab's tests: with wrong programs that they must catch, and right ones that they must let pass."""
