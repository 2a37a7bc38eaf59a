//! The legs of a call, shared between its versions.
//!
//! A call that rings for an hour has hundreds of legs, and each new signal makes a new version of it. Legs are kept in blocks
//! that versions share, so that a new version copies one block and not the whole list.

use std::ops::{Index, IndexMut};
use std::sync::Arc;

use super::Leg;

/// How many legs share a block: a plain call has one block, and a long list copies and compares few.
const BLOCK_LEGS: usize = 16;

/// Legs in order of offer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Legs {
    /// All but the last are full.
    blocks: Vec<Arc<Vec<Arc<Leg>>>>,
}

impl Legs {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.blocks.last().map_or(0, |last| (self.blocks.len() - 1) * BLOCK_LEGS + last.len())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Adds a leg at the end and gives its place.
    pub fn push(&mut self, leg: Leg) -> usize {
        let place = self.len();
        match self.blocks.last_mut() {
            Some(last) if last.len() < BLOCK_LEGS => Arc::make_mut(last).push(Arc::new(leg)),
            _ => self.blocks.push(Arc::new(vec![Arc::new(leg)])),
        }
        place
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Leg> {
        self.blocks.iter().flat_map(|block| block.iter().map(Arc::as_ref))
    }
}

/// The leg at that place. Like a slice, it must be there.
impl Index<usize> for Legs {
    type Output = Leg;

    fn index(&self, place: usize) -> &Leg {
        &self.blocks[place / BLOCK_LEGS][place % BLOCK_LEGS]
    }
}

/// The leg at that place, to be changed in this version only.
impl IndexMut<usize> for Legs {
    fn index_mut(&mut self, place: usize) -> &mut Leg {
        Arc::make_mut(&mut Arc::make_mut(&mut self.blocks[place / BLOCK_LEGS])[place % BLOCK_LEGS])
    }
}
