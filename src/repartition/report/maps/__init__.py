"""What maps are drawn from: a schematic grid of tiles, or the reader's own outlines."""
