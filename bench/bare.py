"""The least that a Python program can do: hand over a page that lies ready.

It runs on the newsroom's own server with its own settings, so that what is left between the two is
the newsroom's part. The page is read from the folder that BENCH_PAGE names.
"""

import json
import os
from pathlib import Path

from granian import Granian

from newsroom import serve

FOLDER = Path(os.environ["BENCH_PAGE"])
HEADERS = [tuple(pair) for pair in json.loads((FOLDER / "headers.json").read_text())]
BODY = [(FOLDER / "page").read_bytes()]


def application(environ, start_response):
    start_response("200 OK", HEADERS)
    return BODY


def ours(newsroom: str, **settings) -> Granian:
    return Granian("bench.bare:application", **settings)


if __name__ == "__main__":
    serve.Granian = ours
    serve.main()
