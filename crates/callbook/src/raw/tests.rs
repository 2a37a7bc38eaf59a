#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::io::Write;

use calls::Text;

use super::*;
use crate::scratch::Scratch;

const HOUR: i64 = FILE_MICROS;

fn feed() -> FeedName {
    (Text::new("main"), Text::new("office"), Text::new("asterisk-ami"))
}

fn at(micros: i64) -> Moment {
    Moment::from_micros(1_000 * HOUR + micros).unwrap()
}

fn entry(kind: Kind, micros: i64, bytes: &[u8]) -> Entry {
    Entry { kind, at: at(micros), bytes: bytes.to_vec() }
}

fn keep(keeper: &Keeper, entries: &[Entry]) {
    let pieces: Vec<_> = entries.iter().map(|entry| Piece { kind: entry.kind, at: entry.at, bytes: &entry.bytes }).collect();
    keeper.keep(&feed(), &pieces);
}

fn story() -> Vec<Entry> {
    vec![
        entry(Kind::Connected, 0, b""),
        entry(Kind::Bytes, 10, b"Asterisk\r\n\r\nhalf"),
        entry(Kind::Tick, 20, b""),
        entry(Kind::Bytes, 30, &[0, 10, 255]),
        entry(Kind::Closed, HOUR + 40, b""),
        entry(Kind::Request, 2 * HOUR + 50, b"{}"),
    ]
}

fn all(folder: &Path, since: i64) -> (Vec<Entry>, Vec<String>) {
    let mut entries = read(folder, &feed(), at(since));
    let read = entries.by_ref().collect();
    (read, entries.notes)
}

#[test]
fn what_was_kept_is_read_again_from_any_moment() {
    let folder = Scratch::new();
    let keeper = Keeper::new(folder.path().to_owned(), 1);
    for one in story() {
        keep(&keeper, &[one]);
    }
    keeper.end(&feed());
    assert_eq!(all(folder.path(), 0), (story(), vec![]));
    assert_eq!(all(folder.path(), 25), (story()[3..].to_vec(), vec![]));
    assert_eq!(newest(folder.path(), &feed()), Some(at(2 * HOUR + 50)));
    assert_eq!(files_below(folder.path()).len(), 3, "one an hour");
}

#[test]
fn what_a_killed_process_left_is_read_to_its_last_turn() {
    let folder = Scratch::new();
    let keeper = Keeper::new(folder.path().to_owned(), 1);
    keep(&keeper, &story()[..2]);
    keep(&keeper, &story()[2..4]);
    // The file as it is now, without the end that a living process would write.
    let file = files_below(folder.path()).pop().unwrap();
    let bytes = fs::read(&file).unwrap();
    keeper.end(&feed());
    for cut in 0..bytes.len() {
        fs::write(&file, &bytes[..cut]).unwrap();
        let (read, _) = all(folder.path(), 0);
        assert_eq!(read, story()[..read.len()], "cut at {cut}");
    }
    fs::write(&file, &bytes).unwrap();
    let (read, notes) = all(folder.path(), 0);
    assert_eq!((read.as_slice(), notes.len()), (&story()[..4], 1));
}

#[test]
fn garbage_ends_its_file_with_a_note_and_the_next_file_goes_on() {
    let folder = Scratch::new();
    let keeper = Keeper::new(folder.path().to_owned(), 1);
    keep(&keeper, &story()[..2]);
    keeper.end(&feed());
    let mut file = fs::OpenOptions::new().append(true).open(files_below(folder.path()).pop().unwrap()).unwrap();
    file.write_all(b"no gzip").unwrap();
    keep(&keeper, &story()[4..5]);
    keeper.end(&feed());
    let (read, notes) = all(folder.path(), 0);
    assert_eq!((read.len(), notes.len()), (3, 1), "{notes:?}");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(b"bytes 1 99999999999999\nx\n").unwrap();
    fs::write(folder_of(folder.path(), &feed()).join(format!("5{ENDING}")), gzip.finish().unwrap()).unwrap();
    let mut entries = super::read(folder.path(), &feed(), Moment::default());
    assert_eq!((entries.by_ref().count(), entries.notes.len()), (3, 2));
}

#[test]
fn nothing_is_kept_for_no_days_and_old_files_go() {
    let folder = Scratch::new();
    keep(&Keeper::new(folder.path().to_owned(), 0), &story());
    assert_eq!(files_below(folder.path()), Vec::<PathBuf>::new());
    let keeper = Keeper::new(folder.path().to_owned(), 1);
    keep(&keeper, &story()[..1]);
    keep(&keeper, &story()[4..5]);
    keeper.sweep(at(25 * HOUR));
    assert_eq!(files_below(folder.path()).len(), 2);
    keeper.sweep(at(25 * HOUR + 41));
    assert_eq!(files_below(folder.path()).len(), 1);
}

#[test]
fn a_disk_that_fails_stops_nothing_and_is_tried_again() {
    let folder = Scratch::new();
    let blocked = folder.path().join("main");
    fs::write(&blocked, "in the way").unwrap();
    let keeper = Keeper::new(folder.path().to_owned(), 1);
    keep(&keeper, &story()[..1]);
    fs::remove_file(&blocked).unwrap();
    keep(&keeper, &[entry(Kind::Tick, 1_000_000, b"")]);
    assert_eq!(all(folder.path(), 0).0.len(), 0, "it is left alone for a while");
    keep(&keeper, &[entry(Kind::Tick, 11_000_000, b"")]);
    assert_eq!(all(folder.path(), 0).0.len(), 1);
}
