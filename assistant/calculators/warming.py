"""The heavy libraries of the calculators, imported before the first person needs them."""

import threading

DELAY_S = 2.0  # after the start: the first answers come before it


def warm_later() -> None:
    """Import in the background what the rarer tests use (SciPy takes a second or more)."""
    timer = threading.Timer(DELAY_S, _import)
    timer.daemon = True
    timer.start()


def _import() -> None:
    import numpy.polynomial  # noqa: F401
    import pyxirr  # noqa: F401
    import scipy.special
    import scipy.stats  # noqa: F401
