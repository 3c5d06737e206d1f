"""What we ask of a reply: policy files, packs, and how their mistakes are told."""
