"""A built wheel is complete, small enough, and works from any folder with no network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 100 * 10**6  # bytes

# Runs the command line with every way to the network closed; an attempt leaves a file behind.
OFFLINE = """
import pathlib, socket, sys

def refuse(*args, **kwargs):
    pathlib.Path("attempt").touch()
    raise RuntimeError("no network in this test")

class Closed(socket.socket):  # a library may ask whether there is IPv6; none may reach out
    connect = connect_ex = send = sendall = sendto = sendmsg = listen = refuse

socket.socket = Closed
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse

import contradict
from contradict.cli import main
print(contradict.__file__, file=sys.stderr)
main(sys.argv[1:])
"""


def files_below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy: a build leaves files behind that a second would pick up."""
    source = tmp_path_factory.mktemp("source")
    for name in ("contradict", "models"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist", "."]
    ran = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (built,) = (source / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder with nothing but the wheel installed in it."""
    target = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(target), str(wheel)], check=True)
    return target


def test_the_wheel_carries_every_file_of_the_package_and_the_models(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    package = {f"contradict/{name}" for name in files_below(ROOT / "contradict")}
    models = {f"contradict/models/{name}" for name in files_below(ROOT / "models")}
    assert package <= inside
    assert models <= inside
    others = {name for name in inside - package - models if ".dist-info/" not in name}
    assert not others


def test_the_wheel_is_small_enough(wheel: Path) -> None:
    assert wheel.stat().st_size < LARGEST


def test_the_wheel_carries_the_licence(wheel: Path) -> None:
    assert any(name.endswith("/LICENSE") for name in zipfile.ZipFile(wheel).namelist())


def test_a_scan_from_another_folder_with_no_network(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "minister.txt").write_text("The mine was closed in May 2020.\n", encoding="utf-8")
    (tmp_path / "inspector.txt").write_text(
        "The mine was not closed in May 2020.\n", encoding="utf-8"
    )
    args = ["scan", "minister.txt", "inspector.txt", "--format", "json"]
    ran = subprocess.run(
        [sys.executable, "-c", OFFLINE, *args],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(installed)},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr.startswith(str(installed)), "the wheel is tested, not the checkout"
    assert not (tmp_path / "attempt").exists()
    report = json.loads(ran.stdout)
    assert [finding["verdict"] for finding in report["findings"]] == ["contradiction"]
    assert all(model["sha256"] for model in report["models"])
