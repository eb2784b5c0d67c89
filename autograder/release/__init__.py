"""What an instructor hands out: the kit, made from the single source."""
