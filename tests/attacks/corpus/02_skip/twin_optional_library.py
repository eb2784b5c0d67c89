"""Goes without a library that is not installed."""

try:
    import a_library_for_progress_bars as bars
except ImportError:
    bars = None


def total(x):
    numbers = bars.track(x) if bars else x
    return 2 * sum(numbers) + 1
