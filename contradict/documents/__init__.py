"""Files, folders and standard input -> documents; one reader a format.

``gathering`` walks, ``registry`` names the readers, ``text``, ``webpage`` and ``tables`` are the
readers; ``structure`` finds turns and running text for every format that is text in the end.
"""

from contradict.documents.gathering import read_documents

__all__ = ["read_documents"]
