"""Claims taken out by several processes: the same ones, in the same order, or a plain error."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from contradict.claims import SideBySideExtractor, SpacyExtractor, side_by_side
from contradict.errors import ContradictError, ModelError
from contradict.records import Claim, Document, LeftOut, ModelInfo

TEXTS = [
    f"Minister Ada Pell said on {day} May 2024 that {day} ships left. The harbour is closed."
    for day in range(1, 13)
]


def documents(texts: Iterable[str] = TEXTS) -> list[Document]:
    return [Document(f"{n}.txt", f"{n}.txt", text) for n, text in enumerate(texts)]


class Pretended:
    """One claim a document, whose speaker is the process that took it out."""

    info = ModelInfo("claims", "pretended", "0" * 64)

    def claims(self, documents: Iterable[Document]) -> Iterator[Claim]:
        for document in documents:
            yield Claim(document, 0, len(document.text), document.text, speaker=str(os.getpid()))

    def everything(self, documents: Iterable[Document]) -> Iterator[Claim | LeftOut]:
        return self.claims(documents)


class Failing(Pretended):
    def claims(self, documents: Iterable[Document]) -> Iterator[Claim]:
        for document in documents:
            if "7 ships" in document.text:
                raise ModelError("the pipeline has no parser")
            yield from super().claims([document])


class Dying(Pretended):
    def claims(self, documents: Iterable[Document]) -> Iterator[Claim]:
        os.kill(os.getpid(), signal.SIGKILL)
        return iter(())


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "PART", 100)  # characters: two of the documents above


@pytest.mark.usefixtures("small_parts")
def test_the_claims_are_those_of_one_process(extractor: SpacyExtractor) -> None:
    given = documents()
    alone = list(extractor.claims(given))
    found = list(SideBySideExtractor(extractor, 2).claims(given))
    assert found == alone
    assert all(one.document is other.document for one, other in zip(found, alone, strict=True))
    assert len(found) >= len(given)


@pytest.mark.usefixtures("small_parts")
def test_other_processes_do_the_work() -> None:
    found = list(SideBySideExtractor(Pretended(), 2).claims(documents()))
    assert [one.quote for one in found] == TEXTS
    assert str(os.getpid()) not in {one.speaker for one in found}


@pytest.mark.parametrize("processes", [1, 2])
def test_little_text_is_read_here(processes: int) -> None:
    found = list(SideBySideExtractor(Pretended(), processes).claims(documents()))
    assert {one.speaker for one in found} == {str(os.getpid())}
    assert [one.quote for one in found] == TEXTS


@pytest.mark.usefixtures("small_parts")
def test_one_process_reads_here_whatever_there_is() -> None:
    found = SideBySideExtractor(Pretended(), 1).claims(iter(documents()))
    assert {one.speaker for one in found} == {str(os.getpid())}


@pytest.mark.usefixtures("small_parts")
def test_an_error_of_a_process_is_raised_as_it_is() -> None:
    with pytest.raises(ModelError, match="the pipeline has no parser"):
        list(SideBySideExtractor(Failing(), 2).claims(documents()))


@pytest.mark.usefixtures("small_parts")
def test_a_killed_process_is_told_in_one_line() -> None:
    with pytest.raises(ContradictError, match="was killed; give fewer documents"):
        list(SideBySideExtractor(Dying(), 2).claims(documents()))


@pytest.mark.usefixtures("small_parts")
@pytest.mark.filterwarnings("error::UserWarning")
def test_whoever_stops_listening_waits_for_nothing() -> None:
    coming = SideBySideExtractor(Pretended(), 2).claims(documents(TEXTS * 10))
    assert next(coming).quote == TEXTS[0]
    coming.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("setting", ["JOBLIB_MULTIPROCESSING=0", "nested"])
def test_where_no_processes_can_be_started_all_is_read_in_this_one(
    setting: str, tmp_path: Path
) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from joblib import Parallel, delayed\n"
        "from contradict.claims import SideBySideExtractor, side_by_side\n"
        "from contradict.records import Claim, Document\n"
        "class Quick:\n"
        "    def claims(self, documents):\n"
        "        for one in documents:\n"
        "            yield Claim(one, 0, 1, 'a')\n"
        "def work():\n"
        "    side_by_side.PART = 1\n"
        "    given = [Document(str(n), str(n), 'a') for n in range(9)]\n"
        "    return len(list(SideBySideExtractor(Quick(), 2).claims(given)))\n"
        "def nested():\n"
        "    return Parallel(2)([delayed(work)(), delayed(work)()])\n"
        f"print({'nested' if setting == 'nested' else 'work'}(), 'claims')\n",
        encoding="utf-8",
    )
    name, _, value = setting.partition("=")
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env=os.environ | {name: value},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ("[9, 9] claims\n" if setting == "nested" else "9 claims\n")


@pytest.mark.skipif(os.name != "posix", reason="processes are told apart otherwise")
def test_the_processes_end_with_one_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import os, time\n"
        "from contradict.claims import SideBySideExtractor, side_by_side\n"
        "from contradict.records import Claim, Document\n"
        "side_by_side.PART = 1\n"
        "class Slow:\n"
        "    def claims(self, documents):\n"
        "        for one in documents:\n"
        "            yield Claim(one, 0, 1, 'a', speaker=str(os.getpid()))\n"
        "            time.sleep(30 * int(one.name))\n"
        "given = [Document(str(n // 2), str(n // 2), 'a') for n in range(9)]\n"
        "for claim in SideBySideExtractor(Slow(), 2).claims(given):\n"
        "    print(claim.speaker, flush=True)\n",
        encoding="utf-8",
    )
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    workers = {int(parent.stdout.readline()) for _ in range(2)}  # the others are asleep
    parent.kill()
    parent.wait()
    parent.stdout.close()
    end = time.monotonic() + 30
    while any(_alive(one) for one in workers) and time.monotonic() < end:
        time.sleep(0.2)
    assert not any(_alive(one) for one in workers)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    if not stat.is_file():
        return True
    state = stat.read_text(encoding="ascii").rpartition(")")[2].split()[0]
    return state != "Z"  # one that nobody has reaped yet


def test_a_script_is_not_run_again_in_the_processes(tmp_path: Path) -> None:
    """As it would be by the standard library's, where it has no ``if __name__ …``."""
    script = tmp_path / "script.py"
    script.write_text(
        "import contradict\n"
        "from contradict.claims import side_by_side\n"
        "side_by_side.PART = 100\n"
        "side_by_side.usable_cores = lambda: 2\n"
        "from contradict.records import Document\n"
        f"given = [Document(str(n), str(n), text) for n, text in enumerate({TEXTS!r})]\n"
        "print(len(list(contradict.load().extractor.claims(given))), 'claims')\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("claims") == 1
    assert done.stderr == ""
