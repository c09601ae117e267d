"""What outlives a run: parsed files and judged results, on disk, safe to delete."""

from keur.cache.judging import tally_pooled
from keur.cache.parsing import CachedParser
from keur.cache.place import cache_file
from keur.cache.places import PlaceMemory
from keur.cache.pool import parse_pooled
from keur.cache.shipped import ShippedData
from keur.cache.store import DiskStore

__all__ = ["CachedParser", "DiskStore", "PlaceMemory", "ShippedData", "cache_file", "parse_pooled", "tally_pooled"]
