"""Drives the program's real window as a person does, and hears what it plays. The pointer and the keys are xdotool's; what is
on the screen is asked over AT-SPI, as a screen reader asks; the sound is recorded from the sound server's monitor.
To be used inside with-display-and-sound."""
import os
import re
import signal
import subprocess
import threading
import time
import wave

import pyatspi

RATE = 48000


class Unseen(Exception):
    """What a journey waited for did not come."""


def wait_for(what, condition, seconds=20):
    """The first answer of `condition` that is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            found = condition()
        except Exception:  # the tree changes while it is read
            found = None
        if found:
            return found
        time.sleep(0.05)
    raise Unseen(f"waited {seconds} s for {what}")


def showing(node):
    """Every accessible thing on the screen from there down."""
    stack = [node]
    while stack:
        each = stack.pop()
        try:
            if each is None or not each.getState().contains(pyatspi.STATE_SHOWING):
                continue
            stack.extend(each.getChildAtIndex(i) for i in reversed(range(each.childCount)))
        except Exception:  # it went away
            continue
        yield each


class Recorder:
    """Records the monitor from its making to stop(). Times are those of time.monotonic()."""

    def __init__(self):
        self._parec = subprocess.Popen(
            ["parec", "-d", os.environ["TIMBRE_SOUND_MONITOR"], "--format=s16le", f"--rate={RATE}", "--channels=1",
             "--latency-msec=20"], stdout=subprocess.PIPE)
        self._samples = bytearray()
        self._began = None
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        wait_for("the recorder", lambda: len(self._samples) > RATE // 10)

    def _read(self):
        while chunk := os.read(self._parec.stdout.fileno(), 4096):
            start = time.monotonic() - (len(self._samples) + len(chunk)) / 2 / RATE
            self._began = start if self._began is None else min(self._began, start)
            self._samples += chunk

    def stop(self, file):
        """Writes the WAV; gives the time of its first sample, late by what the server needs to hand it over."""
        self._parec.send_signal(signal.SIGTERM)
        self._thread.join(5)
        with wave.open(file, "wb") as out:
            out.setparams((1, 2, RATE, 0, "NONE", ""))
            out.writeframes(bytes(self._samples))
        return self._began


class Window:
    """The program, started with these arguments."""

    def __init__(self, program, *arguments):
        environment = dict(os.environ, QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1", QT_ACCESSIBILITY="1")
        self._process = subprocess.Popen([program, *arguments], env=environment)
        self.application = wait_for("the window", self._application)
        wait_for("its first picture", lambda: self.find("push button", "Play"))

    def _application(self):
        desktop = pyatspi.Registry.getDesktop(0)
        for i in range(desktop.childCount):
            each = desktop.getChildAtIndex(i)
            if each and each.get_process_id() == self._process.pid and each.childCount:
                return each
        return None

    def close(self):
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
        return self._process.returncode

    # What is on the screen.
    def all(self, role=None):
        return [each for each in showing(self.application) if role is None or re.fullmatch(role, each.getRoleName())]

    def find(self, role, name):
        """The first whose role and name match the regular expressions."""
        return next((each for each in self.all(role) if re.search(name, each.name or "")), None)

    def await_(self, role, name, seconds=20):
        return wait_for(f"{role} “{name}”", lambda: self.find(role, name), seconds)

    def text(self, name, seconds=20):
        """The words of a label that match."""
        return wait_for(f"the words “{name}”", lambda: next(
            (m.group(0) for each in self.all("label|filler") if (m := re.search(name, each.name or ""))), None), seconds)

    @staticmethod
    def box(node):
        extents = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        return extents.x, extents.y, extents.width, extents.height

    def pixels(self, node):
        """Rows of (red, green, blue) of what is drawn there."""
        x, y, width, height = self.box(node)
        raw = subprocess.run(["import", "-window", "root", "-crop", f"{width}x{height}+{x}+{y}", "-depth", "8", "rgb:-"],
                             check=True, capture_output=True).stdout
        return [[tuple(raw[3 * (row * width + column):][:3]) for column in range(width)] for row in range(height)]

    # What a hand does.
    @staticmethod
    def _xdotool(*words):
        subprocess.run(["xdotool", *map(str, words)], check=True)

    def move(self, x, y):
        self._xdotool("mousemove", x - 2, y, "mousemove", x, y)  # a window that is entered hears of no first step

    def click(self, node, inset=None):
        """In its middle, or so many pixels right of its left edge."""
        x, y, width, height = self.box(node)
        self.move(x + (width // 2 if inset is None else inset), y + height // 2)
        self._xdotool("click", 1)

    def keys(self, *names):
        for name in names:
            self._xdotool("key", "--clearmodifiers", name)
            time.sleep(0.05)

    def type(self, text):
        self._xdotool("type", "--delay", 15, text)

    def command(self, words):
        """By the command palette."""
        self.keys("ctrl+k")
        self.await_("text", "^(Command|Type)")
        self.type(words)
        time.sleep(0.2)
        self.keys("Return")
