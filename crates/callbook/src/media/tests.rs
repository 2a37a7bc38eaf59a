//! Bytes that are taken in, kept, looked at and removed; and links to them.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use calls::signal::{DoerKind, RecordingKind};
use futures_util::stream;

use super::*;
use crate::clock::SetClock;
use crate::scratch::Scratch;
use crate::store::{self, Batch, MediaOf, Mode};

/// A wave file of so many seconds, 8,000 bytes each. Every byte of it is a letter of ASCII, so that it can be told as text.
pub(crate) fn wav(seconds: u32) -> Vec<u8> {
    let sound = seconds * 8_000;
    let mut file = b"RIFF".to_vec();
    file.extend((36 + sound).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data");
    file.extend(sound.to_le_bytes());
    file.resize(44 + sound as usize, b'@');
    file
}

/// MPEG 1, layer III, mono, 128 kbit/s at 44.1 kHz: frames of 417 bytes.
pub(crate) fn mp3(frames: usize) -> Vec<u8> {
    let mut frame = vec![0xff, 0xfb, 0x90, 0xc4];
    frame.resize(417, 0);
    frame.repeat(frames)
}

/// Sound at 8 kHz in one channel that says how many samples it has.
fn flac(samples: u64, bytes: usize) -> Vec<u8> {
    let mut file = b"fLaC\x80\0\0\x22\x10\0\x10\0\0\0\0\0\0\0".to_vec();
    file.extend(((8_000_u64 << 44) | (15 << 36) | samples).to_be_bytes());
    file.extend([0; 16]);
    file.extend(b"\xff\xf8");
    file.resize(bytes, 0x55);
    file
}

fn page(flags: u8, granule: u64, number: u32, packets: &[&[u8]]) -> Vec<u8> {
    let mut page = b"OggS\0".to_vec();
    page.push(flags);
    page.extend(granule.to_le_bytes());
    page.extend(1_u32.to_le_bytes());
    page.extend(number.to_le_bytes());
    page.extend([0; 4]);
    page.push(packets.len() as u8);
    page.extend(packets.iter().map(|packet| packet.len() as u8));
    packets.iter().for_each(|packet| page.extend(*packet));
    let crc = page.iter().fold(0_u32, |crc, byte| {
        (0..8).fold(crc ^ (u32::from(*byte) << 24), |crc, _| (crc << 1) ^ if crc >> 31 == 1 { 0x04c1_1db7 } else { 0 })
    });
    page[22..26].copy_from_slice(&crc.to_le_bytes());
    page
}

fn ogg(samples: u64) -> Vec<u8> {
    let mut head = b"\x01vorbis\0\0\0\0\x01\x40\x1f\0\0".to_vec();
    head.extend([0; 12]);
    head.extend([0xb8, 1]);
    let (notes, setup) = (b"\x03vorbis\0\0\0\0\0\0\0\0\x01", b"\x05vorbis setup");
    [page(2, 0, 0, &[&head]), page(0, 0, 1, &[notes, setup]), page(4, samples, 2, &[&[7; 200]])].concat()
}

fn atom(kind: &[u8; 4], inside: &[u8]) -> Vec<u8> {
    [&(inside.len() as u32 + 8).to_be_bytes()[..], kind, inside].concat()
}

/// Sound at 8 kHz that says how many samples it has, and which says how many entries its table of sizes has.
fn m4a(samples: u32, entries: u32) -> Vec<u8> {
    let zeros = |count: usize| vec![0; count];
    let said = [zeros(12), 8_000_u32.to_be_bytes().to_vec(), samples.to_be_bytes().to_vec()].concat();
    let entry = atom(b"mp4a", &[zeros(6), vec![0, 1], zeros(8), vec![0, 1, 0, 16], zeros(4), vec![0x1f, 0x40, 0, 0]].concat());
    let sounds = atom(b"stsd", &[zeros(4), vec![0, 0, 0, 1], entry].concat());
    let sizes = atom(b"stsz", &[zeros(8), entries.to_be_bytes().to_vec()].concat());
    let times = atom(b"stts", &[zeros(4), entries.to_be_bytes().to_vec()].concat());
    let table = atom(b"stbl", &[sounds, times, sizes].concat());
    let handler = atom(b"hdlr", &[zeros(8), b"soun".to_vec(), zeros(13)].concat());
    let sound = [atom(b"mdhd", &[said.clone(), zeros(4)].concat()), handler, atom(b"minf", &table)].concat();
    let track = atom(b"trak", &atom(b"mdia", &sound));
    let movie = [atom(b"mvhd", &[said, zeros(80)].concat()), track].concat();
    [atom(b"ftyp", b"M4A \0\0\0\0"), atom(b"moov", &movie), atom(b"mdat", &zeros(400))].concat()
}

/// A call that was answered and is over.
fn call() -> Vec<calls::signal::Signal> {
    let table = "00.000 A came_in number=+31612345671 trunk=voip dialled=+31205550199\n\
        01.000 B dialled by=A number=101 user=ann\n04.000 B answered\n04.100 A connected bridge=C\n\
        04.100 B connected bridge=C\n09.000 B ended how=normal\n09.000 A ended how=normal";
    calls::notation::read(table).unwrap()
}

struct House {
    store: Arc<dyn Store>,
    clock: Arc<SetClock>,
    media: Media,
    folder: Arc<Scratch>,
}

impl House {
    async fn new() -> Self {
        let folder = Arc::new(Scratch::new());
        let clock = Arc::new(SetClock::at(Moment::from_micros(1_767_607_200_000_000).unwrap()));
        let house = Self::on(folder, clock, None);
        house.store.put_account(crate::demo::account(house.clock.now(), "UTC")).await.unwrap();
        let batch = Batch {
            account: text("main"),
            signals: call().into(),
            seen: Vec::new(),
            mark: None,
            mode: Mode::Live,
            at: house.clock.now(),
        };
        house.store.record(batch).await.unwrap();
        house
    }

    fn on(folder: Arc<Scratch>, clock: Arc<SetClock>, keep_days: Option<u32>) -> Self {
        let store = store::open(&folder.path().join("callbook.db")).unwrap();
        let public_url = "https://callbook.example/".to_owned();
        let manner = Manner { folder: folder.path().join("media"), bucket: None, keep_days, public_url };
        let media = Media::open(Arc::clone(&store), Arc::clone(&clock) as Arc<dyn Clock>, &manner).unwrap();
        Self { store, clock, media, folder }
    }

    /// As after the server was killed and started again.
    async fn again(self, keep_days: Option<u32>) -> Self {
        let Self { store, clock, media, folder } = self;
        drop(media);
        store.close().await;
        let again = Self::on(folder, clock, keep_days);
        again.media.begin().await.unwrap();
        again
    }

    async fn take(&self, bytes: Vec<u8>) -> Result<Kept, MediaError> {
        let pieces: Vec<io::Result<Bytes>> = bytes.chunks(1_000).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
        self.media.take("main", stream::iter(pieces)).await
    }

    async fn conversation(&self) -> serde_json::Value {
        let page = self.store.conversations("main", &store::Filter::default(), None, 9).await.unwrap();
        serde_json::from_str(&page.rows[0].record).unwrap()
    }

    async fn keep(&self, media: Kept) -> Uuid {
        let id = self.conversation().await["id"].as_str().unwrap().parse().unwrap();
        let key: Text = media.object.clone().into();
        let of = MediaOf::Call { id, key, said: text("x"), kind: RecordingKind::Call };
        let keeping = Keeping { account: text("main"), of, media, by: ann(), version: None, at: self.clock.now() };
        match self.media.keep(keeping).await.unwrap() {
            Did::Done(found) => found.id,
            other => panic!("{other:?}"),
        }
    }

    async fn heard(&self, recording: Uuid) -> Vec<u8> {
        let row = self.store.media("main", recording).await.unwrap().unwrap();
        let mut stream = self.media.read("main", &row, 0..row.media.bytes).await.unwrap();
        let mut all = Vec::new();
        while let Some(piece) = stream.next().await {
            all.extend(piece.unwrap());
        }
        all
    }

    /// All files below the folder of recordings.
    fn files(&self) -> Vec<PathBuf> {
        fn below(folder: PathBuf) -> Vec<PathBuf> {
            let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            entries.flat_map(|path| if path.is_dir() { below(path) } else { vec![path] }).collect()
        }
        below(self.folder.path().join("media"))
    }
}

fn ann() -> Doer {
    Doer { kind: DoerKind::Person, id: text("ann"), name: None }
}

#[tokio::test]
async fn r16_what_is_taken_and_kept_is_heard_after_a_restart_and_nothing_else_lies_about() {
    let house = House::new().await;
    let id = house.keep(house.take(wav(2)).await.unwrap()).await;
    let house = house.again(None).await;
    assert_eq!(house.heard(id).await, wav(2));
    assert_eq!(house.files().len(), 1);
    let recording = house.conversation().await["recordings"][0].clone();
    assert_eq!((&recording["length_s"], &recording["size"]), (&serde_json::json!(2.0), &serde_json::json!(16_044)));
    assert!(recording["stored_at"].is_string() && recording["url"].is_null() && recording["started_at"].is_null());
}

#[tokio::test]
async fn a_kill_between_bytes_and_row_leaves_nothing_that_stays_and_no_row_without_bytes() {
    let house = House::new().await;
    let taken = house.take(wav(1)).await.unwrap();
    let object = house.files();
    assert_eq!(object.len(), 1, "the bytes are durable, and nobody keeps them");
    // What an earlier end may have left: half an object beside it, and half of what came in.
    fs::write(format!("{}#1", object[0].display()), "half").unwrap();
    fs::write(house.folder.path().join("media/.incoming/left"), "half").unwrap();
    let house = house.again(None).await;
    assert_eq!(house.files(), Vec::<PathBuf>::new());
    assert_eq!(house.store.loose(house.clock.now().plus(1), 9).await.unwrap(), []);
    assert_eq!(house.conversation().await["recordings"], serde_json::json!([]), "{}", taken.object);
}

#[tokio::test]
async fn what_is_loose_for_an_hour_is_removed_and_what_is_being_taken_is_not() {
    let house = House::new().await;
    house.take(wav(1)).await.unwrap();
    house.media.sweep().await.unwrap();
    assert_eq!(house.files().len(), 1, "somebody may be about to keep it");
    house.clock.go(LOOSE_FOR + 1);
    house.media.sweep().await.unwrap();
    assert_eq!(house.files().len(), 0);
}

#[tokio::test]
async fn r10_what_is_kept_for_long_enough_is_removed_and_the_record_says_so() {
    let house = House::new().await.again(Some(30)).await;
    let id = house.keep(house.take(wav(1)).await.unwrap()).await;
    house.clock.go(29 * 86_400_000_000);
    house.media.sweep().await.unwrap();
    assert_eq!(house.heard(id).await, wav(1));
    house.clock.go(2 * 86_400_000_000);
    house.media.sweep().await.unwrap();
    assert!(house.files().is_empty());
    let recording = house.conversation().await["recordings"][0].clone();
    assert_eq!(recording["deleted_at"], house.clock.now().to_string());
}

#[tokio::test]
async fn what_is_kept_already_is_not_kept_twice() {
    let house = House::new().await;
    let id = house.keep(house.take(wav(1)).await.unwrap()).await;
    let keep = async |media: Kept| {
        let of = MediaOf::Recording(id);
        let keeping = Keeping { account: text("main"), of, media, by: ann(), version: None, at: house.clock.now() };
        house.media.keep(keeping).await.unwrap()
    };
    assert!(matches!(keep(house.take(wav(1)).await.unwrap()).await, Did::Done(_)));
    assert_eq!(house.files().len(), 1, "the second ones were discarded");
    assert!(matches!(keep(house.take(wav(2)).await.unwrap()).await, Did::OtherSaid));
    assert_eq!(house.heard(id).await, wav(1));
}

#[tokio::test]
async fn the_length_is_found_out_of_the_bytes() {
    let house = House::new().await;
    let cases = [(wav(3), "wav", 3.0), (mp3(100), "mp3", 2.61), (flac(16_000, 400), "flac", 2.0), (ogg(16_000), "ogg", 2.0)];
    for (bytes, ending, seconds) in cases.into_iter().chain([(m4a(16_000, 0), "m4a", 2.0)]) {
        let taken = house.take(bytes).await.unwrap();
        let found = taken.length_s.unwrap_or_default();
        assert!(taken.ending == ending && (found - seconds).abs() < 0.02, "{ending}: {found}");
    }
    // A phone system that was stopped leaves the head as it was when the file began.
    let mut unfinished = wav(2);
    unfinished[4..8].fill(0);
    unfinished[40..44].fill(0xff);
    assert_eq!(house.take(unfinished).await.unwrap().length_s, Some(2.0));
}

#[tokio::test]
async fn what_a_head_says_beyond_its_bytes_is_not_believed() {
    let house = House::new().await;
    for (bytes, what) in [(flac(1 << 35, 400), "flac"), (ogg(u64::MAX >> 2), "ogg"), (m4a(u32::MAX, 0), "m4a")] {
        assert_eq!(house.take(bytes).await.unwrap().length_s, None, "{what}");
    }
    // A table that says it has four thousand million entries: refused or measured, soon and in little memory.
    let began = Instant::now();
    let _ = house.take(m4a(16_000, u32::MAX)).await;
    assert!(began.elapsed().as_secs() < 10);
}

#[tokio::test]
async fn what_is_no_audio_that_is_taken_is_refused_whatever_it_begins_like() {
    let house = House::new().await;
    let mut gsm = wav(1);
    gsm[20] = 0x31;
    let mut silent = wav(1);
    silent[24..28].fill(0);
    let cases: [(&str, Vec<u8>); 12] = [
        ("nothing", Vec::new()),
        ("a page", b"<html><script>alert(1)</script>".to_vec()),
        ("a program", b"\x7fELF\x02\x01\x01".to_vec()),
        ("a packed file", b"PK\x03\x04".repeat(100)),
        ("Opus", page(2, 0, 0, &[b"OpusHead\x01\x01\0\0\x40\x1f\0\0\0\0\0"])),
        ("GSM in a wave file", gsm),
        ("a wave file at no rate", silent),
        ("half a head", wav(1)[..30].to_vec()),
        ("only a frame's beginning", b"\xff\xfb".to_vec()),
        ("a tag and nothing", b"ID3\x04\0\0\x7f\x7f\x7f\x7f".to_vec()),
        ("a film without sound", atom(b"ftyp", b"isom\0\0\0\0")),
        ("half an Ogg", b"OggS\0\x02\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\x01\x1e\x01vorbis".to_vec()),
    ];
    for (what, bytes) in cases {
        assert!(matches!(house.take(bytes).await, Err(MediaError::NoAudio(_))), "{what}");
    }
    assert!(house.files().is_empty());
}

#[tokio::test]
async fn garbage_behind_any_beginning_ends_soon_and_breaks_nothing() {
    let house = House::new().await;
    let mut chance = 7_u64;
    let mut next = || {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        chance
    };
    let began = Instant::now();
    for whole in [wav(1), mp3(20), flac(8_000, 4_000), ogg(8_000), m4a(8_000, 3)] {
        for _ in 0..60 {
            let mut bytes = whole.clone();
            for _ in 0..1 + next() % 8 {
                let place = next() as usize % bytes.len().min(600);
                bytes[place] = next() as u8;
            }
            let _ = house.take(bytes).await;
        }
    }
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
    house.clock.go(LOOSE_FOR + 1);
    house.media.sweep().await.unwrap();
    assert!(house.files().is_empty());
}

#[tokio::test]
async fn what_does_not_end_or_breaks_off_is_refused_and_leaves_nothing() {
    let mut house = House::new().await;
    house.media.bytes_max = 100_000;
    let endless = stream::repeat_with(|| Ok::<_, io::Error>(Bytes::from(vec![b'@'; 10_000])));
    assert!(matches!(house.media.take("main", endless).await, Err(MediaError::TooLarge)));
    let broken = stream::iter([Ok(Bytes::from(wav(1))), Err(io::Error::other("gone"))]);
    assert!(matches!(house.media.take("main", broken).await, Err(MediaError::BrokenOff)));
    assert!(house.files().is_empty());
}

#[tokio::test(start_paused = true)]
async fn whoever_says_nothing_more_is_not_waited_for() {
    let folder = Scratch::new();
    let file = folder.path().join("incoming");
    let silent = stream::iter([Ok::<_, io::Error>(Bytes::from_static(b"RIFF"))]).chain(stream::pending());
    assert!(matches!(written(&file, silent, 100).await, Err(MediaError::BrokenOff)));
}

/// What a bucket holds: whole objects by their paths, and parts of those that are still coming in.
#[derive(Default)]
struct Stock {
    objects: std::collections::BTreeMap<String, Bytes>,
    coming: std::collections::BTreeMap<String, std::collections::BTreeMap<u32, Bytes>>,
    /// How many came in by parts.
    joined: usize,
    /// The part at which it breaks.
    breaks_at: Option<u32>,
}

impl Stock {
    /// Answers as S3 does, as far as objects are put, in one piece or in parts, got and deleted.
    fn answer(
        &mut self,
        method: &axum::http::Method,
        uri: &axum::http::Uri,
        range: Option<&str>,
        body: Bytes,
    ) -> axum::response::Response {
        use axum::http::{Method, StatusCode, header};
        use axum::response::IntoResponse;
        let path = uri.path().to_owned();
        let said: std::collections::BTreeMap<String, String> =
            form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
        let tag = (header::ETAG, "\"1\"".to_owned());
        let heads = [tag.clone(), (header::LAST_MODIFIED, "Mon, 05 Jan 2026 10:00:00 GMT".to_owned())];
        let (id, part) = (said.get("uploadId"), said.get("partNumber").map(|part| part.parse::<u32>().unwrap()));
        match (method, id, part) {
            (&Method::POST, None, _) if said.contains_key("uploads") => {
                self.coming.insert(path.clone(), Default::default());
                let says =
                    format!("<InitiateMultipartUploadResult><UploadId>{path}</UploadId></InitiateMultipartUploadResult>");
                says.into_response()
            }
            (&Method::PUT, Some(id), Some(part)) if self.breaks_at == Some(part) => {
                assert!(self.coming.contains_key(id));
                StatusCode::FORBIDDEN.into_response()
            }
            (&Method::PUT, Some(id), Some(part)) => {
                self.coming.get_mut(id).unwrap().insert(part, body);
                [tag].into_response()
            }
            (&Method::POST, Some(id), None) => {
                let parts = self.coming.remove(id).unwrap();
                // It has to name every part, in order.
                let list = String::from_utf8(body.to_vec()).unwrap();
                assert_eq!(list.matches("<PartNumber>").count(), parts.len(), "{list}");
                self.objects.insert(path.clone(), parts.into_values().flatten().collect());
                self.joined += 1;
                let says = "<CompleteMultipartUploadResult><ETag>1</ETag></CompleteMultipartUploadResult>";
                says.into_response()
            }
            (&Method::DELETE, Some(id), None) => {
                self.coming.remove(id).unwrap();
                StatusCode::NO_CONTENT.into_response()
            }
            (&Method::PUT, None, None) => {
                self.objects.insert(path, body);
                heads.into_response()
            }
            (&Method::DELETE, None, None) => {
                self.objects.remove(&path);
                StatusCode::NO_CONTENT.into_response()
            }
            (&Method::GET | &Method::HEAD, ..) => {
                let Some(found) = self.objects.get(&path) else { return StatusCode::NOT_FOUND.into_response() };
                let (first, last) = range.unwrap().trim_start_matches("bytes=").split_once('-').unwrap();
                let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
                let said = [(header::CONTENT_RANGE, format!("bytes {first}-{last}/{}", found.len()))];
                (StatusCode::PARTIAL_CONTENT, heads, said, found.slice(first..=last)).into_response()
            }
            _ => panic!("{method} {uri}"),
        }
    }
}

/// Something that speaks like S3, as far as objects need it; where it is asked, and what it holds.
async fn s3() -> (Bucket, Arc<std::sync::Mutex<Stock>>) {
    use axum::extract::Request;
    use axum::http::header;
    let stock: Arc<std::sync::Mutex<Stock>> = Arc::default();
    let shared = Arc::clone(&stock);
    let answer = move |request: Request| {
        let shared = Arc::clone(&shared);
        async move {
            let (parts, body) = request.into_parts();
            let said = |name: header::HeaderName| parts.headers.get(name).and_then(|said| said.to_str().ok());
            let signed = said(header::AUTHORIZATION).unwrap_or_default();
            assert!(signed.starts_with("AWS4-HMAC-SHA256 Credential=key/"), "{signed}");
            let body = axum::body::to_bytes(body, 16 << 20).await.unwrap();
            shared.lock().unwrap().answer(&parts.method, &parts.uri, said(header::RANGE), body)
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let bucket = Bucket {
        bucket: "calls".to_owned(),
        region: Some("eu-west-1".to_owned()),
        endpoint: Some(format!("http://{}", listener.local_addr().unwrap())),
        access_key_id: "key".to_owned(),
        secret_access_key: "hush".to_owned(),
    };
    tokio::spawn(async move { axum::serve(listener, axum::Router::new().fallback(answer)).await });
    (bucket, stock)
}

impl House {
    /// From now on recordings are put into that bucket.
    fn in_bucket(&mut self, bucket: &Bucket) {
        self.media.shelf = Some(Shelf::open(&self.folder.path().join("media"), Some(bucket)).unwrap());
    }

    async fn remove(&self, recording: Uuid) {
        let (account, touch, by) = (text("main"), Touch::Removed, ann());
        let touching = Touching { account, recording, touch, by, version: None, at: self.clock.now() };
        self.media.remove(touching).await.unwrap();
    }
}

#[tokio::test]
async fn a_bucket_keeps_what_a_folder_would_and_nothing_stays_in_the_folder() {
    let (bucket, stock) = s3().await;
    let mut house = House::new().await;
    assert!(!format!("{bucket:?}").contains("hush"));
    house.in_bucket(&bucket);
    let id = house.keep(house.take(wav(2)).await.unwrap()).await;
    assert_eq!((house.heard(id).await, house.files()), (wav(2), Vec::new()));
    let names: Vec<String> = stock.lock().unwrap().objects.keys().cloned().collect();
    assert!(names.len() == 1 && names[0].starts_with("/calls/main/"), "{names:?}");
    house.remove(id).await;
    assert!(stock.lock().unwrap().objects.is_empty());
}

#[tokio::test]
async fn what_is_larger_than_a_piece_is_put_into_a_bucket_in_parts_and_is_whole_there_or_not_at_all() {
    let (bucket, stock) = s3().await;
    let mut house = House::new().await;
    house.in_bucket(&bucket);
    let long = wav(2_200);
    assert!(long.len() > 2 * (8 << 20), "more than two parts");
    let id = house.keep(house.take(long.clone()).await.unwrap()).await;
    assert_eq!(stock.lock().unwrap().joined, 1);
    assert!(house.heard(id).await == long && house.files().is_empty());
    house.remove(id).await;
    // A bucket that takes some parts and then no more.
    stock.lock().unwrap().breaks_at = Some(2);
    assert!(matches!(house.take(long).await, Err(MediaError::Unavailable(_))));
    let stock = stock.lock().unwrap();
    assert!(stock.objects.is_empty() && stock.coming.is_empty(), "it was told that no more will come");
    assert_eq!((stock.joined, house.files()), (1, Vec::new()));
}

#[tokio::test]
async fn r16_a_link_counts_as_it_was_signed_and_not_otherwise() {
    let house = House::new().await;
    let id = house.keep(house.take(wav(1)).await.unwrap()).await;
    let until = house.clock.now().plus(LINK_LIFE);
    let link = house.media.links().sign("main", id, until).await.unwrap().unwrap();
    let expires = until.micros() / 1_000_000;
    let (begin, sig) = link.split_once("&sig=").unwrap();
    assert_eq!(begin, format!("https://callbook.example/recordings/{id}.wav?expires={expires}"));
    assert_eq!(house.media.links().sign("main", id, until).await.unwrap().unwrap(), link, "the same bytes on a retry");
    assert_eq!(house.media.links().sign("main", Uuid::from_u128(9), until).await.unwrap(), None);
    let house = house.again(None).await;
    let links = house.media.links();
    let signed = Signed { recording: id, kind: Kind::Wav, expires };
    assert_eq!(links.account(&signed, sig).await.unwrap().as_deref(), Some("main"), "after a restart too");
    let others = [
        Signed { recording: Uuid::from_u128(1), ..signed.clone() },
        Signed { kind: Kind::Mp3, ..signed.clone() },
        Signed { expires: expires + 1, ..signed.clone() },
    ];
    for other in others {
        assert_eq!(links.account(&other, sig).await.unwrap(), None, "{other:?}");
    }
    let account = |name: &str| sig[..64].to_owned() + &links::hex(name.as_bytes());
    let upper = sig.to_uppercase();
    let long = sig.repeat(40);
    for wrong in ["", "0", &sig[..64], &sig[2..], &upper, &long, &account("other"), &account("MAIN"), &account("")] {
        assert_eq!(links.account(&signed, wrong).await.unwrap(), None, "{wrong}");
    }
}
