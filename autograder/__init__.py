"""Autograded deep-learning assignments: one annotated source, hidden tests, a process that students cannot see."""
