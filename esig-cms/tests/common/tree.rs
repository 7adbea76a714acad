//! An encoding as a tree whose nodes can be taken out or exchanged, lengths following.
#![allow(dead_code)] // each test uses its part

use esig_core::encode::element;
use esig_core::raw::{Element, Reader, Tag};
use esig_core::{OcspBuf, ParsedCertificate, ParsedCrl};

/// Where a node stands: the number of the child at each level.
pub(crate) type Path = Vec<usize>;

#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// As it stands.
    Leaf(Vec<u8>),
    /// A constructed element.
    Branch(Tag, Vec<Node>),
}

impl Node {
    /// Reads DER, or what a test takes for it.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        Self::of(Element::from_der(bytes, "tree").expect("DER"))
    }

    fn of(element: Element<'_>) -> Self {
        let bytes = element.as_bytes();
        // What other structures consist of is not CMS.
        let is_other = ParsedCertificate::parse(bytes).is_ok()
            || ParsedCrl::parse(bytes).is_ok()
            || OcspBuf::from_der(bytes).is_ok();
        match children(element).filter(|_| element.tag().is_constructed() && !is_other) {
            Some(children) => Self::Branch(element.tag(), children),
            None => Self::Leaf(bytes.to_vec()),
        }
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        match self {
            Self::Leaf(bytes) => bytes.clone(),
            Self::Branch(tag, children) => {
                let children: Vec<Vec<u8>> = children.iter().map(Self::encode).collect();
                element(*tag, &children.iter().map(Vec::as_slice).collect::<Vec<_>>())
            }
        }
    }

    /// Every node but the root, the upper ones first.
    pub(crate) fn paths(&self) -> Vec<Path> {
        let mut found = Vec::new();
        self.collect(&mut Path::new(), &mut found);
        found.sort_by_key(Vec::len);
        found
    }

    fn collect(&self, at: &mut Path, found: &mut Vec<Path>) {
        let Self::Branch(_, children) = self else { return };
        for (index, child) in children.iter().enumerate() {
            at.push(index);
            found.push(at.clone());
            child.collect(at, found);
            at.pop();
        }
    }

    pub(crate) fn at(&self, path: &[usize]) -> &Self {
        path.iter().fold(self, |node, index| match node {
            Self::Branch(_, children) => &children[*index],
            Self::Leaf(_) => panic!("no child {index}"),
        })
    }

    /// The same without that node.
    pub(crate) fn without(&self, path: &[usize]) -> Self {
        self.changed(path, None)
    }

    /// The same with these octets in the place of that node.
    pub(crate) fn with(&self, path: &[usize], bytes: &[u8]) -> Self {
        self.changed(path, Some(bytes))
    }

    fn changed(&self, path: &[usize], bytes: Option<&[u8]>) -> Self {
        let (Self::Branch(tag, children), Some((index, rest))) = (self, path.split_first()) else {
            panic!("no node at {path:?}");
        };
        let mut children = children.clone();
        match (rest, bytes) {
            ([], None) => drop(children.remove(*index)),
            ([], Some(bytes)) => children[*index] = Self::Leaf(bytes.to_vec()),
            _ => children[*index] = children[*index].changed(rest, bytes),
        }
        Self::Branch(*tag, children)
    }
}

fn children(element: Element<'_>) -> Option<Vec<Node>> {
    let mut reader = Reader::new(element.contents());
    let mut children = Vec::new();
    while !reader.is_empty() {
        children.push(Node::of(reader.any("tree").ok()?));
    }
    Some(children)
}

/// A value of every universal type (X.680 §8.6), and each without contents.
pub(crate) fn universal_types() -> Vec<Vec<u8>> {
    const TYPES: [(u8, &[u8]); 29] = [
        (0x01, &[0xff]),
        (0x02, &[7]),
        (0x03, &[0, 0xa5]),
        (0x04, b"octets"),
        (0x05, &[]),
        (0x06, &[0x2a, 3]),
        (0x07, b"descriptor"),
        (0x28, &[6, 2, 0x2a, 3]),
        (0x09, &[0x80, 0, 1]),
        (0x0a, &[1]),
        (0x2b, &[]),
        (0x0c, "текст".as_bytes()),
        (0x0d, &[3]),
        (0x0e, b"2026-12-01"),
        (0x30, &[6, 2, 0x2a, 3]),
        (0x31, &[6, 2, 0x2a, 3]),
        (0x12, b"12"),
        (0x13, b"text"),
        (0x14, b"text"),
        (0x15, b"text"),
        (0x16, b"text"),
        (0x17, b"261201120000Z"),
        (0x18, b"20261201120000Z"),
        (0x19, b"text"),
        (0x1a, b"text"),
        (0x1b, b"text"),
        (0x1c, &[0, 0, 0, b't']),
        (0x3d, &[]),
        (0x1e, &[0, b't']),
    ];
    let values = TYPES.iter().map(|(tag, contents)| [&[*tag, contents.len() as u8], *contents].concat());
    values.chain(TYPES.iter().map(|(tag, _)| vec![*tag, 0])).collect()
}
