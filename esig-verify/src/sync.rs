//! Interior mutability for caches: shared among threads with `std`, single-threaded without.

#[cfg(feature = "std")]
mod shared {
    use std::sync::{OnceLock, PoisonError, RwLock};

    /// A value made on first use.
    #[derive(Debug)]
    pub(crate) struct Once<T>(OnceLock<T>);

    impl<T> Default for Once<T> {
        fn default() -> Self {
            Self(OnceLock::new())
        }
    }

    impl<T> Once<T> {
        pub(crate) fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
            self.0.get_or_init(make)
        }
    }

    /// A value behind a lock. What it guards is a cache, so a writer that panicked left nothing half true.
    #[derive(Debug, Default)]
    pub(crate) struct Shared<T>(RwLock<T>);

    impl<T> Shared<T> {
        pub(crate) fn read<R>(&self, look: impl FnOnce(&T) -> R) -> R {
            look(&self.0.read().unwrap_or_else(PoisonError::into_inner))
        }

        pub(crate) fn write<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
            change(&mut self.0.write().unwrap_or_else(PoisonError::into_inner))
        }
    }
}

#[cfg(not(feature = "std"))]
mod shared {
    use core::cell::{OnceCell, RefCell};

    /// A value made on first use.
    #[derive(Debug)]
    pub(crate) struct Once<T>(OnceCell<T>);

    impl<T> Default for Once<T> {
        fn default() -> Self {
            Self(OnceCell::new())
        }
    }

    impl<T> Once<T> {
        pub(crate) fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
            self.0.get_or_init(make)
        }
    }

    /// A value behind a lock.
    #[derive(Debug, Default)]
    pub(crate) struct Shared<T>(RefCell<T>);

    impl<T> Shared<T> {
        pub(crate) fn read<R>(&self, look: impl FnOnce(&T) -> R) -> R {
            look(&self.0.borrow())
        }

        pub(crate) fn write<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
            change(&mut self.0.borrow_mut())
        }
    }
}

pub(crate) use shared::{Once, Shared};
