"""Our own reading of QR codes, module by module with a confidence each; for what the engines locate but cannot read."""
