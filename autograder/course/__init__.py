"""Many submissions, graded side by side."""
