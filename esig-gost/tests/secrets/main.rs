//! Secrets stay where they belong: not in `Debug`, not in memory that is given back, not below the stack.
//!
//! Every check has a control, a type or a function that does what is forbidden and is caught.
#![deny(unsafe_code)] // opened in `memory` alone

mod dropped;
mod holders;
mod memory;
mod numbers;
mod shown;
mod used;
