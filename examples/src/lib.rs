//! Complete programs under 60 lines, each with its command and its output at the top: see `examples/`.
#![forbid(unsafe_code)]
