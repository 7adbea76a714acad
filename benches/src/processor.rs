//! The processor that a bench runs on.

use std::fs;

/// What the system calls it.
pub fn name() -> String {
    let system = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = system.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown");
    name.trim_start_matches([' ', '\t', ':']).to_owned()
}

/// Whether it has the instructions of the fast Streebog: AVX-512 F, BW and VBMI, and GFNI.
pub fn has_gfni_512() -> bool {
    #[cfg(target_arch = "x86_64")]
    return is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vbmi")
        && is_x86_feature_detected!("gfni");
    #[cfg(not(target_arch = "x86_64"))]
    false
}

/// Whether it has the instructions that verify eight signatures at once: AVX-512 F, DQ and IFMA.
pub fn has_ifma_512() -> bool {
    #[cfg(target_arch = "x86_64")]
    return is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512ifma");
    #[cfg(not(target_arch = "x86_64"))]
    false
}
