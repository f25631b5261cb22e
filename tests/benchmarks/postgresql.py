"""The measurements on a PostgreSQL server of their own."""

import os
import subprocess
import sys

from tests.postgres import Server

if __name__ == "__main__":
    server = Server()
    os.environ["DATABASE_URL"] = server.start()
    try:
        sys.exit(subprocess.run([sys.executable, "-m", "tests.benchmarks"], check=False).returncode)
    finally:
        server.stop()
