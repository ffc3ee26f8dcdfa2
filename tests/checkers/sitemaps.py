"""xmllint holds sitemaps against the schemas of the protocol.

The schema of sitemaps is the protocol's own, from npm's `sitemap`. Those of the index and of news
are not to be had in a package; they stand beside this file, after what the protocols document.
"""

import shutil
import subprocess
from pathlib import Path

from tests.checkers import fetched

OFFICIAL = "sitemap/schema/sitemap.xsd"
SCHEMAS = {"urlset": "sitemaps.xsd", "sitemapindex": "siteindex.xsd"}
MOST_BYTES = 50 * 1024 * 1024
MOST_ADDRESSES = 50_000  # larger than a schema can count


def problems(sitemaps: dict[str, bytes], folder: Path) -> dict[str, list[str]]:
    """Return what is wrong, by the sitemap's name."""
    fetched.needs("xmllint")
    shutil.copy(fetched.package(OFFICIAL), folder)
    for schema in fetched.HERE.glob("*.xsd"):
        shutil.copy(schema, folder)
    found = {name: _problems(content, folder) for name, content in sitemaps.items()}
    return {name: each for name, each in found.items() if each}


def _problems(content: bytes, folder: Path) -> list[str]:
    root = "sitemapindex" if b"<sitemapindex" in content else "urlset"
    (folder / "sitemap.xml").write_bytes(content)
    command = ["xmllint", "--noout", "--nonet", "--schema", SCHEMAS[root], "sitemap.xml"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    lines = [line for line in done.stderr.splitlines() if not line.endswith(" validates")]
    lines = lines or [f"xmllint ended with {done.returncode}"] * bool(done.returncode)
    is_long = len(content) > MOST_BYTES or content.count(b"<loc>") > MOST_ADDRESSES
    return lines + ["It is longer than the protocol allows."] * is_long
