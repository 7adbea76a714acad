//! Known holes of other verifiers, by number and identifier: what must not pass, beside the same thing made right.

mod budgets;
mod chain;
mod crl;
mod issuers;
mod keys;
mod names;
mod ocsp;
mod policies;
mod settings;
