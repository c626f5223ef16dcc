"""The sale screen as data: what it is given (`inputs`), what it shows (`view`, `derive`), what one can do (`model`)."""
