//! Many inversions for the price of one.

use alloc::vec::Vec;

use crypto_bigint::modular::FixedMontyForm;

/// Replaces every element by its inverse: one inversion in all, and three products for each element
/// (Montgomery's trick). None is zero, and all have the same modulus.
pub(crate) fn invert_all_vartime<const W: usize>(elements: &mut [FixedMontyForm<W>]) {
    let Some((first, others)) = elements.split_first() else { return };
    let mut product = *first;
    let mut products = Vec::with_capacity(others.len());
    for element in others {
        products.push(product);
        product *= *element;
    }
    let zero = FixedMontyForm::zero(product.params());
    let mut inverse = product.invert_vartime().unwrap_or(zero);
    for (element, before) in elements.iter_mut().skip(1).zip(products).rev() {
        (*element, inverse) = (inverse * before, inverse * *element);
    }
    if let Some(first) = elements.first_mut() {
        *first = inverse;
    }
}
