"""The Nu HTML Checker."""

import json
import subprocess
from pathlib import Path

from tests.checkers import fetched

JAR = "vnu-jar/build/dist/vnu.jar"


def errors(pages: dict[str, str], folder: Path) -> dict[str, list[str]]:
    """Return what the checker calls an error, by the page's name; warnings are left out."""
    fetched.needs("java")
    for number, page in enumerate(pages.values()):
        (folder / f"{number}.html").write_text(page)
    files = sorted(str(file) for file in folder.glob("*.html"))
    command = ["java", "-jar", str(fetched.package(JAR)), "--errors-only", "--exit-zero-always"]
    answer = subprocess.run(
        [*command, "--format", "json", *files], capture_output=True, text=True, check=True
    )
    names, found = list(pages), {}
    for message in json.loads(answer.stderr)["messages"]:
        name = names[int(Path(message["url"]).stem)]
        text = f"{message.get('lastLine')}: {message['message']}"
        found.setdefault(name, []).append(text)
    return found
