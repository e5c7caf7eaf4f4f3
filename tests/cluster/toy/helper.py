"""Stand in for a warm worker: listen on a socket until the shell that started it ends, however that ends."""

import os
import socket
import sys
from pathlib import Path

parent = os.getppid()
place = Path(sys.argv[1])
with socket.socket(socket.AF_UNIX) as listening:
    listening.bind(str(place))
    listening.listen()
    listening.settimeout(0.5)
    while os.getppid() == parent:
        try:
            listening.accept()[0].close()
        except TimeoutError:
            continue
place.unlink()
place.parent.rmdir()
