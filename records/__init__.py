"""The system of record: documents, decisions, audit chain, originals. It decides; everything else asks."""
