"""
What every test runs in: a directory of its own session, and the same examples on every run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("gate", derandomize=True, database=None, deadline=None)
settings.load_profile("gate")


@pytest.fixture(autouse=True, scope="session")
def workingDirectory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """
    Files with relative names, among them those of C{TestCase.mktemp}, stay out of the checkout.
    """
    checkout = os.getcwd()
    os.chdir(tmp_path_factory.mktemp("tests"))
    yield
    os.chdir(checkout)
