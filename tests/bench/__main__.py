"""`./brightwalk bench [sync|capture|lens] [--small]`: sync beside its floors; capture, the lens on a slow tablet."""

import argparse
import asyncio
import logging
import sys
from collections.abc import Sequence

from e2e import bench_capture, bench_lens
from tests.bench import sync

KNOWN = ("sync", "capture", "lens")


def main(words: Sequence[str]) -> int:
    options = argparse.ArgumentParser(prog="./brightwalk bench", description=sync.__doc__)
    options.add_argument("what", nargs="?", choices=KNOWN, default="sync")
    options.add_argument("--small", action="store_true", help="a tenth of everything, in seconds")
    asked = options.parse_args(words)
    logging.disable(logging.INFO)
    if asked.what == "capture":
        bench_capture.run(asked.small)
        return 0
    if asked.what == "lens":
        bench_lens.run()
        return 0
    asyncio.run(sync.run(sync.SMALL if asked.small else sync.WHOLE))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
