"""The samples in deploy/: what they promise holds, as far as this machine can try it."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import time
import tomllib
from collections.abc import Iterator
from http.client import HTTPSConnection
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from bot.settings import read_settings
from bot.telegram.webhook import MAX_BYTES

DEPLOY = Path(__file__).parents[1] / "deploy"
UNIT = (DEPLOY / "wenshi.service").read_text(encoding="utf-8")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
NGINX = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
MAX_EXPOSURE = 20  # tenths; systemd calls everything up to 25 "OK"

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
needs_nginx = pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")), reason="no nginx here"
)


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a program that is there."""
    path = tmp_path / "wenshi.service"
    text = UNIT.replace("/opt/wenshi/.venv/bin/wenshi serve --wait", "/bin/true")
    assert text != UNIT
    path.write_text(text, encoding="utf-8")
    return path


def said(*command: str | Path) -> tuple[int, str]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


@needs_systemd
def test_systemd_reads_the_unit_without_complaint(unit: Path) -> None:
    code, printed = said("systemd-analyze", "verify", unit)
    assert code == 0, printed
    assert "wenshi.service" not in printed


@needs_systemd
def test_systemd_finds_little_to_attack(unit: Path) -> None:
    threshold = f"--threshold={MAX_EXPOSURE}"
    code, printed = said("systemd-analyze", "security", "--offline=yes", threshold, unit)
    assert code == 0, printed


@pytest.mark.parametrize("text", [UNIT, DOCKERFILE], ids=["unit", "Dockerfile"])
def test_every_setting_that_is_set_exists(text: str) -> None:
    """And the program takes the value."""
    pairs = dict(re.findall(r"(WENSHI_[A-Z_]+)=([^\s\\…]+)", text))
    source = (DEPLOY.parent / "bot" / "settings.py").read_text(encoding="utf-8")
    known = {f"WENSHI_{name}" for name in re.findall(r'\bread\("([A-Z_]+)"', source)}
    assert pairs
    assert set(pairs) <= known
    assert read_settings(pairs, Path("no.env")).index == Path(pairs["WENSHI_INDEX"])


def test_the_container_is_nobody_s_root_and_brings_the_model() -> None:
    """The CPU build of torch comes first, else pip would bring the one for a graphics card."""
    steps = re.findall(r"^(?:RUN|USER|CMD|HEALTHCHECK) .*(?:\\\n.*)*", DOCKERFILE, re.MULTILINE)
    installs = [step for step in steps if "pip install" in step]
    assert "whl/cpu" in installs[0]
    assert "-c constraints.txt" in installs[1]
    baked = next(n for n, step in enumerate(steps) if "wenshi index --index" in step)
    user = steps.index("USER wenshi")
    assert baked < user < next(n for n, s in enumerate(steps) if s.startswith("HEALTHCHECK"))
    assert steps[-1].startswith("CMD")
    assert "exec wenshi serve --wait" in steps[-1]


def test_what_the_container_copies_is_there() -> None:
    for line in re.findall(r"^COPY (.+)", DOCKERFILE, re.MULTILINE):
        for name in line.split()[:-1]:
            assert (DEPLOY.parent / name).exists()


def blocks(text: str) -> dict[str, dict[str, str]]:
    """What stands in each block of the nginx file, by the block's head; all it takes to read it."""
    bare = re.sub(r"#.*", "", text)
    assert bare.count("{") == bare.count("}")
    found: dict[str, dict[str, str]] = {}
    heads: list[str] = []
    for piece, mark in re.findall(r"([^{};]*)([{};])", bare):
        words = " ".join(piece.split())
        if mark == "{":
            heads.append(words)
            found[words] = {}
        elif mark == ";":
            name, _, value = words.partition(" ")
            found[heads[-1]][name] = value
        else:
            assert not words, f"{words}: no semicolon"
            heads.pop()
    return found


def test_nginx_and_the_bot_meet_on_one_socket_and_one_path() -> None:
    """As the head of the sample says it, in the folder that the unit makes for the group."""
    told = dict(re.findall(r"#\s+(WENSHI_[A-Z_]+)=(\S+)", NGINX))
    settings = read_settings(told, Path("no.env"))
    read = blocks(NGINX)
    assert settings.webhook_listen is not None
    assert read["upstream wenshi"]["server"] == str(settings.webhook_listen)
    folder = re.search(r"^RuntimeDirectory=(\S+)", UNIT, re.MULTILINE)
    assert folder
    assert settings.webhook_listen.unix.startswith(f"/run/{folder[1]}/")
    location = read[f"location = {urlsplit(settings.webhook_url).path}"]
    assert location["proxy_pass"] == "http://wenshi"
    assert location["deny"] == "all"
    assert location["client_max_body_size"] == f"{MAX_BYTES >> 20}m"


def test_the_container_is_asked_for_its_health_where_the_bot_tells_it() -> None:
    """With a Python that the package takes, and all that changes below the one volume."""
    pairs = dict(re.findall(r"(WENSHI_[A-Z_]+)=([^\s\\]+)", DOCKERFILE))
    settings = read_settings(pairs, Path("no.env"))
    assert f"http://{settings.monitor}/healthz" in DOCKERFILE
    for changing in (settings.index, settings.pages, settings.state, settings.data):
        assert changing is not None
        assert changing.is_relative_to("/data")
    assert "\nVOLUME /data\n" in DOCKERFILE
    project = tomllib.loads((DEPLOY.parent / "pyproject.toml").read_text(encoding="utf-8"))
    version = re.search(r"^FROM python:(\S+)-slim$", DOCKERFILE, re.MULTILINE)
    assert version
    assert project["project"]["requires-python"] == f">={version[1]}"
    packages = {name.partition(".")[0] for name in project["tool"]["setuptools"]["packages"]}
    assert all(f"COPY {name} {name}\n" in DOCKERFILE for name in packages)


@pytest.fixture
def proxied(tmp_path: Path) -> Iterator[int]:
    """The sample with this machine's paths and a free port, and a bot that says yes behind it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    key, cert, sock = tmp_path / "key.pem", tmp_path / "cert.pem", tmp_path / "bot.sock"
    made = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1")
    code, printed = said(*made, "-subj", "/CN=bot.example.org", "-keyout", key, "-out", cert)
    assert code == 0, printed
    text = NGINX.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    text = text.replace("/run/wenshi/bot.sock", str(sock))
    text = text.replace("deny all;", "allow 127.0.0.1;\n        deny all;")
    text = re.sub(r"ssl_certificate \S+;", f"ssl_certificate {cert};", text)
    text = re.sub(r"ssl_certificate_key \S+;", f"ssl_certificate_key {key};", text)
    temporary = "".join(
        f"{kind}_temp_path {tmp_path};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    head = f"user root;\ndaemon off;\npid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\n"
    http = f"http {{\naccess_log off;\n{temporary}{text}}}\n"
    whole = tmp_path / "nginx.conf"
    whole.write_text(head + http, encoding="utf-8")
    code, printed = said("nginx", "-t", "-e", "stderr", "-c", whole)
    assert code == 0, printed
    Thread(target=answer_yes, args=(sock,), daemon=True).start()
    process = subprocess.Popen(["nginx", "-e", "stderr", "-c", str(whole)])
    yield port
    process.terminate()
    process.wait(20)


def answer_yes(sock: Path) -> None:
    """The bot's part: 200 to one request, whose secret it has seen."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(sock))
        server.listen()
        server.settimeout(60)
        connection, _ = server.accept()
        with connection:
            told = connection.recv(65_536).decode()
            seen = "X-Telegram-Bot-Api-Secret-Token: s3cret" in told
            status = "200 OK" if seen and told.startswith("POST /wenshi ") else "500 No"
            connection.sendall(f"HTTP/1.0 {status}\r\nContent-Length: 0\r\n\r\n".encode())


@needs_nginx
def test_nginx_passes_the_update_on_with_its_secret_and_nothing_else(proxied: int) -> None:
    assert post(proxied, "/elsewhere") == 404
    assert post(proxied, "/wenshi", b" " * 2_000_000) == 413
    assert post(proxied, "/wenshi") == 200


def post(port: int, path: str, body: bytes = b"{}") -> int:
    context = ssl._create_unverified_context()
    for _ in range(100):  # until nginx is up
        client = HTTPSConnection("127.0.0.1", port, context=context, timeout=60)
        try:
            client.request("POST", path, body, {"X-Telegram-Bot-Api-Secret-Token": "s3cret"})
            return client.getresponse().status
        except (ConnectionRefusedError, BrokenPipeError):
            time.sleep(0.2)
        finally:
            client.close()
    raise AssertionError("nginx does not answer")
