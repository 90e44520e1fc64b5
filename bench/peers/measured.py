"""Runs a command and prints, as the last line of its output, what it took: exit code, CPU seconds, peak of resident memory."""
import json
import resource
import subprocess
import sys
import time

begun = time.monotonic()
# A process that was killed by a signal has a negative code.
code = subprocess.run(sys.argv[1:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(
    json.dumps(
        {
            "code": code,
            "cpuSeconds": used.ru_utime + used.ru_stime,
            "megabytes": used.ru_maxrss * 1024 / 1e6,
            "seconds": time.monotonic() - begun,
        }
    )
)
