//! The module's allocator: a list of free blocks for each power of two. Each step takes the same time however many blocks
//! there are; a list that is searched takes longer with each call that waits, and the standard library's own has 8 kB.

use std::alloc::{GlobalAlloc, Layout};
use std::arch::wasm32::{memory_grow, memory_size};
use std::cell::Cell;
use std::ptr::null_mut;

/// The smallest block, and what every block is aligned to, in bytes.
const MIN_BLOCK: usize = 16;

const PAGE: usize = 65_536;

/// The free blocks by their size's power of two, each pointing to the next; and the memory that was never given out.
struct Blocks {
    free: [Cell<*mut u8>; usize::BITS as usize],
    next: Cell<usize>,
    end: Cell<usize>,
}

// SAFETY: the module has no threads.
#[allow(unsafe_code)]
unsafe impl Sync for Blocks {}

#[global_allocator]
static BLOCKS: Blocks = Blocks {
    free: [const { Cell::new(null_mut()) }; usize::BITS as usize],
    next: Cell::new(0),
    end: Cell::new(0),
};

/// The power of two of the block that a layout takes; `None` for what nothing here asks for.
fn power(layout: Layout) -> Option<usize> {
    let fits = layout.align() <= MIN_BLOCK && layout.size() <= usize::MAX / 4;
    fits.then(|| layout.size().max(MIN_BLOCK).next_power_of_two().trailing_zeros() as usize)
}

impl Blocks {
    /// A block that was never given out.
    fn fresh(&self, size: usize) -> *mut u8 {
        if size > self.end.get() - self.next.get() {
            let pages = size.div_ceil(PAGE);
            let begin = memory_grow::<0>(pages);
            if begin == usize::MAX {
                return null_mut();
            }
            // Somebody else may have grown the memory since: what is left of before is given up then.
            if begin * PAGE != self.end.get() {
                self.next.set(begin * PAGE);
            }
            self.end.set(memory_size::<0>() * PAGE);
        }
        let block = self.next.get();
        self.next.set(block + size);
        block as *mut u8
    }
}

// SAFETY: a block is on a list or given out, never both; each is as large as its power of two and aligned to `MIN_BLOCK`.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Blocks {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some(power) = power(layout) else { return null_mut() };
        let block = self.free[power].get();
        if block.is_null() {
            return self.fresh(1 << power);
        }
        // SAFETY: a free block holds the next one.
        self.free[power].set(unsafe { block.cast::<*mut u8>().read() });
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if let Some(power) = power(layout) {
            // SAFETY: the block is as large as a pointer, and nobody else's from here on.
            unsafe { block.cast::<*mut u8>().write(self.free[power].get()) };
            self.free[power].set(block);
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the alignment is that of a layout.
        let larger = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        if power(larger) == power(layout) {
            return block;
        }
        // SAFETY: both blocks hold as much as is copied.
        unsafe {
            let moved = self.alloc(larger);
            if !moved.is_null() {
                moved.copy_from_nonoverlapping(block, layout.size().min(size));
                self.dealloc(block, layout);
            }
            moved
        }
    }
}
