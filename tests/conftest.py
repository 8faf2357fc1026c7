"""For every test: no model is ever looked for on the network, in child processes neither."""

from __future__ import annotations

import os

os.environ["HF_HUB_OFFLINE"] = "1"
