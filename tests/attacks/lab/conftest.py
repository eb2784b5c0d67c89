"""The tests below are a lab's: graders run them on programs, and the project's own test run leaves them alone."""

collect_ignore_glob = ["*"]
