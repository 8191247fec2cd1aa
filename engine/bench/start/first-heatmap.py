#!/usr/bin/env python3
"""How long from the command to the first heatmap on the screen, as a person sees it: the pixels of a virtual display are read.

    engine/bench/start/first-heatmap.py [ROUNDS]

Starts `./crosslayer` without arguments on an Xvfb of its own with an empty state folder, looks at the display every 10 ms
until the colours of a heatmap (viridis, dark violet to yellow) cover some of it, and ends the program. Needs Xvfb and numpy;
the project must be built. Prints each round and the median; the first round warms the disk and is left out of it.
"""
import mmap, os, pathlib, signal, statistics, struct, subprocess, sys, tempfile, time
import numpy

ROOT = pathlib.Path(__file__).resolve().parents[3]
DISPLAY = ":93"
DARK_VIOLET = numpy.array([0x44, 0x01, 0x54], int)
# A matrix of 16 × 16 has 16 cells on its diagonal in the first colour; each is some 20 × 20 pixels.
ENOUGH_PIXELS = 1500


class Screen:
    def __init__(self, folder, width=1280, height=800):
        self.server = subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", f"{width}x{height}x24", "-fbdir", folder],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        file = pathlib.Path(folder, "Xvfb_screen0")
        while not file.exists() or file.stat().st_size < width * height * 4:
            time.sleep(0.01)
        with file.open("r+b") as opened:
            self.memory = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        header = struct.unpack(">25I", self.memory[:100])
        self.start = header[0] + header[19] * 12
        self.shape = height, width

    def shows_heatmap(self):
        height, width = self.shape
        pixels = numpy.frombuffer(self.memory, numpy.uint8, height * width * 4, self.start).reshape(height, width, 4)
        near = numpy.abs(pixels[..., 2::-1].astype(int) - DARK_VIOLET).sum(axis=2) < 12
        return int(near.sum()) >= ENOUGH_PIXELS

    def close(self):
        self.server.terminate()
        self.server.wait()


def once():
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as state:
        screen = Screen(folder)
        environment = {**os.environ, "DISPLAY": DISPLAY, "XDG_STATE_HOME": state, "XDG_CONFIG_HOME": state, "HOME": state,
                       "JAVA_HOME": os.environ.get("JAVA_HOME", "")}
        began = time.perf_counter()
        program = subprocess.Popen([ROOT / "crosslayer"], env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            while not screen.shows_heatmap():
                if program.poll() is not None or time.perf_counter() - began > 60:
                    sys.exit("No heatmap came: is the project built, and does ./crosslayer open a window on this machine?")
                time.sleep(0.01)
            return time.perf_counter() - began
        finally:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()
            screen.close()


rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
seconds = []
for number in range(rounds + 1):
    seconds.append(once())
    print(f"round {number}: {seconds[-1]:.2f} s" + (" (warms the disk, not counted)" if number == 0 else ""), flush=True)
counted = seconds[1:]
print(f"median {statistics.median(counted):.2f} s, from {min(counted):.2f} to {max(counted):.2f} s, {rounds} rounds")
