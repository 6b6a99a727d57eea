//! The caller's 64-bit ids as dense indices, given out in the order in which the ids first appear.
//! One `Keys` for voters, one for accounts, one for proposals; no index is ever taken back.

use rustc_hash::FxHashMap;

/// Ids and their indices, both ways. About 25 bytes an id; at most `u32::MAX` ids.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    index: FxHashMap<i64, u32>,
    keys: Vec<i64>,
}

impl Keys {
    /// The index of `key`, a new one if it has none yet. O(1) amortised.
    pub fn intern(&mut self, key: i64) -> u32 {
        // Four thousand million ids would fill memory long before the index saturates.
        let next = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        let index = *self.index.entry(key).or_insert(next);
        if index == next {
            self.keys.push(key);
        }
        index
    }

    /// The index of `key`, if it was interned.
    #[must_use]
    pub fn find(&self, key: i64) -> Option<u32> {
        self.index.get(&key).copied()
    }

    /// The id behind an index, if there is one.
    #[must_use]
    pub fn key(&self, index: u32) -> Option<i64> {
        self.keys.get(index as usize).copied()
    }

    /// All ids; the position of each is its index.
    #[must_use]
    pub fn keys(&self) -> &[i64] {
        &self.keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_keeps_its_index() {
        let mut keys = Keys::default();
        assert_eq!(keys.intern(70), 0);
        assert_eq!(keys.intern(-3), 1);
        assert_eq!(keys.intern(70), 0);
        assert_eq!(keys.find(-3), Some(1));
        assert_eq!(keys.find(4), None);
        assert_eq!(keys.key(1), Some(-3));
        assert_eq!(keys.key(2), None);
        assert_eq!(keys.keys(), [70, -3]);
    }
}
