"""The national platform messages, both directions, and the region profile that varies them; the pay channel's."""
