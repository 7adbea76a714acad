//! The glue between a block-level hash of another crate and a hash type of this one.

/// Declares `$hash` with the `digest` traits over `$core`, a newtype that hides `$inner`.
///
/// `$inner` never shows in the public API, so that it can be replaced without a breaking change.
macro_rules! hash {
    (
        $(#[$attr:meta])*
        pub struct $hash:ident;
        $(#[$core_attr:meta])*
        core: $core:ident($inner:ty), name: $name:literal
    ) => {
        $(#[$core_attr])*
        #[derive(Clone, Default)]
        pub struct $core($inner);

        impl digest::HashMarker for $core {}

        impl digest::zeroize::ZeroizeOnDrop for $core {}

        impl digest::block_api::BlockSizeUser for $core {
            type BlockSize = <$inner as digest::block_api::BlockSizeUser>::BlockSize;
        }

        impl digest::block_api::BufferKindUser for $core {
            type BufferKind = digest::block_api::Eager;
        }

        impl digest::OutputSizeUser for $core {
            type OutputSize = <$inner as digest::OutputSizeUser>::OutputSize;
        }

        impl digest::block_api::UpdateCore for $core {
            #[inline]
            fn update_blocks(&mut self, blocks: &[digest::block_api::Block<Self>]) {
                self.0.update_blocks(blocks);
            }
        }

        impl digest::block_api::FixedOutputCore for $core {
            #[inline]
            fn finalize_fixed_core(
                &mut self,
                buffer: &mut digest::block_api::Buffer<Self>,
                out: &mut digest::Output<Self>,
            ) {
                self.0.finalize_fixed_core(buffer, out);
            }
        }

        impl digest::Reset for $core {
            fn reset(&mut self) {
                digest::Reset::reset(&mut self.0);
            }
        }

        impl digest::block_api::AlgorithmName for $core {
            fn write_alg_name(f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str($name)
            }
        }

        impl core::fmt::Debug for $core {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!(stringify!($core), " { .. }"))
            }
        }

        digest::buffer_fixed!(
            $(#[$attr])*
            pub struct $hash($core);
            impl: BaseFixedTraits AlgorithmName Default Clone HashMarker Reset FixedOutputReset;
        );

        impl digest::zeroize::ZeroizeOnDrop for $hash {}
    };
}

pub(crate) use hash;
