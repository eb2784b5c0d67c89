"""Sets the accuracy threshold by measurement: the reference is trained over many seeds."""
