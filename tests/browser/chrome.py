"""Drives a Chromium without a window over its DevTools protocol, with nothing but the standard library.

The protocol runs over two pipes (`--remote-debugging-pipe`: the browser reads from descriptor 3 and
writes to 4; messages are JSON that ends with a NUL), so there is no port and nothing to install.

    with chrome.Browser() as browser:
        page = browser.open(path, width=360)
        page.evaluate("document.title")
"""

import base64
import contextlib
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
         "--disable-extensions", "--hide-scrollbars", "--remote-debugging-pipe"]
DEADLINE = 600  # seconds: what takes longer hangs, however slow the machine is

# Set before anything of the page runs: what the policy forbade.
WATCH = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
    window.__violations.push(event.violatedDirective + " " + event.blockedURI + " " + event.sample));
"""


def find():
    """The browser's path, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """The process. Messages that are no answer are kept as events of their page."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="textmill-browser-")
        to_read, self.to = os.pipe()
        self.source, to_write = os.pipe()
        program = [find(), *FLAGS, f"--user-data-dir={self.folder}", "about:blank"]
        self.log = open(Path(self.folder, "log"), "w+b")  # noqa: SIM115
        self.process = subprocess.Popen(["sh", "-c", f'exec "$@" 3<&{to_read} 4>&{to_write}', "sh", *program],
                                        pass_fds=(to_read, to_write), stdin=subprocess.DEVNULL,
                                        stdout=self.log, stderr=self.log)
        os.close(to_read)
        os.close(to_write)
        self.number = 0
        self.buffer = b""
        self.events = []
        self.answers = {}
        self.spare = []  # (target, session) of tabs that nobody looks at

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(Exception):
            self.call("Browser.close")
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.process.kill()
        self.process.wait()
        os.close(self.to)
        os.close(self.source)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def receive(self, deadline):
        """Keeps the next message: an answer, or an event."""
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.source], [], [], max(0, deadline - time.monotonic()))
            chunk = os.read(self.source, 1 << 20) if ready else b""
            if not chunk:
                self.log.seek(0)
                raise RuntimeError(f"the browser {'ended' if ready else 'does not answer'}:\n"
                                   f"{self.log.read().decode(errors='replace')[-2000:]}")
            self.buffer += chunk
        message, self.buffer = self.buffer.split(b"\0", 1)
        message = json.loads(message)
        if "id" in message:
            self.answers[message["id"]] = message
        else:
            self.events.append(message)

    def send(self, method, session=None, **parameters):
        """Calls; answer() waits for what comes of it. The browser does one after the other."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.to, data):]
        return self.number

    def answer(self, number):
        deadline = time.monotonic() + DEADLINE
        while number not in self.answers:
            self.receive(deadline)
        answer = self.answers.pop(number)
        if "error" in answer:
            raise RuntimeError(answer["error"]["message"])
        return answer["result"]

    def call(self, method, session=None, **parameters):
        """Calls and waits for the answer."""
        return self.answer(self.send(method, session, **parameters))

    def navigate(self, session, url):
        """Goes there, and waits until all of that document, and not of one before, has been loaded."""
        answer = self.call("Page.navigate", session, url=url)
        if error := answer.get("errorText"):
            raise RuntimeError(f"{url}: {error}")
        self.take("Page.lifecycleEvent", session, name="load", loaderId=answer["loaderId"])

    def take(self, method, session, **wanted):
        """Waits for an event with these parameters, and takes it away."""
        seen, deadline = 0, time.monotonic() + DEADLINE
        while True:
            for place, event in enumerate(self.events[seen:], seen):
                if event["method"] == method and event.get("sessionId") == session and \
                        wanted.items() <= event["params"].items():
                    return self.events.pop(place)["params"]
            seen = len(self.events)
            self.receive(deadline)

    def open(self, path, fresh=False, **how):
        """The page at @path; see Page. @fresh: in a new process, as when somebody opens it."""
        if fresh:
            self.spare.clear()
        return Page(self, path, **how)

    def take_tab(self):
        """(target, session) of a tab, a used one if there is one: a new one takes a process of its own."""
        if self.spare:
            return self.spare.pop()
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable", session)
        self.call("Emulation.setFocusEmulationEnabled", session, enabled=True)
        self.call("Page.addScriptToEvaluateOnNewDocument", session, source=WATCH)
        self.call("Page.setLifecycleEventsEnabled", session, enabled=True)
        return target, session

    def leave_tab(self, target, session):
        """Nothing stays of what was there: neither document nor history nor events."""
        self.navigate(session, "about:blank")
        self.call("Page.resetNavigationHistory", session)
        self.call("Log.clear", session)
        self.forget(session)
        self.spare.append((target, session))

    def forget(self, session):
        self.events = [event for event in self.events if event.get("sessionId") != session]


class Page:
    """A page in a tab that has nothing else: @width in px, @scheme "light" or "dark", @scripts whether its own run."""

    def __init__(self, browser, path, width=1440, height=900, scheme="light", scripts=True, media=""):
        self.browser = browser
        self.url = Path(path).resolve().as_uri()
        self.target, self.session = browser.take_tab()
        self.show(width, height, scheme, media)
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.began = time.monotonic()
        browser.navigate(self.session, self.url)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.browser.leave_tab(self.target, self.session)

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def download(self, folder, begin):
        """The file that @begin() has the browser save, once it is whole."""
        self.browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder), eventsEnabled=True)
        begin()
        while True:
            progress = self.browser.take("Browser.downloadProgress", None)
            if progress["state"] != "inProgress":
                break
        if progress["state"] != "completed":
            raise RuntimeError("the download was cancelled")
        return next(Path(folder).iterdir())

    def show(self, width, height=900, scheme="light", media=""):
        """Gives the window another size and look."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                  mobile=False)
        self.call("Emulation.setEmulatedMedia", media=media,
                  features=[{"name": "prefers-color-scheme", "value": scheme}])

    def evaluate(self, expression):
        """The value of the JavaScript @expression; waits for it if it is a promise."""
        return self.end(self.begin(expression))

    def begin(self, expression):
        """The same without waiting: end() does that, so that other pages can be at work in the meantime."""
        return self.browser.send("Runtime.evaluate", self.session, expression=expression, awaitPromise=True,
                                 returnByValue=True)

    def end(self, begun):
        answer = self.browser.answer(begun)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description", details["text"]))
        return answer["result"].get("value")

    def key(self, name, code=None, text=None):
        """Presses and releases a key."""
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "ArrowLeft": 37, "ArrowRight": 39}
        parameters = {"key": name, "code": code or name, "windowsVirtualKeyCode": codes.get(name, 0)}
        if text:
            parameters["text"] = text
        sent = [self.browser.send("Input.dispatchKeyEvent", self.session, type=what, **parameters)
                for what in ("keyDown" if text else "rawKeyDown", "keyUp")]
        for number in sent:
            self.browser.answer(number)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def frame(self):
        """Waits until the page has been drawn twice, so that what a scroll or focus began is done."""
        self.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def named(self, method):
        return [event["params"] for event in self.browser.events
                if event["method"] == method and event.get("sessionId") == self.session]

    def troubles(self):
        """What no page may do: break its policy, ask the network for anything, throw."""
        self.evaluate("0")
        found = [f"policy: {violation}" for violation in self.evaluate("window.__violations || []")]
        found += [f"request: {it['request']['url'][:200]}" for it in self.named("Network.requestWillBeSent")
                  if it["request"]["url"] != self.url]
        found += [f"exception: {it['exceptionDetails']['text']}" for it in self.named("Runtime.exceptionThrown")]
        found += [f"log: {it['entry']['text']}" for it in self.named("Log.entryAdded")
                  if it["entry"]["level"] == "error"]
        found += ["a dialogue opened" for _ in self.named("Page.javascriptDialogOpening")]
        return found

    def screenshot(self, path, **clip):
        options = {"clip": {"scale": 1, **clip}} if clip else {}
        data = self.call("Page.captureScreenshot", format=Path(path).suffix[1:], captureBeyondViewport=True,
                         **options)["data"]
        Path(path).write_bytes(base64.b64decode(data))
