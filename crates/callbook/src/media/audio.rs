//! What bytes are: which kind of audio, and how long it plays. Nobody's word is taken for it, only the bytes.
//!
//! Nothing is unpacked, and whatever a file says of itself, looking at it ends after a bounded number of steps. What a header says of
//! the length is believed only as far as there are bytes for it. To take one more kind of audio: its line in [`KINDS`], and by what
//! it is known in [`Kind::of`].

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use lofty::config::{ParseOptions, ParsingMode};
use lofty::file::{AudioFile, FileType};
use lofty::probe::Probe;

/// By so many bytes at its beginning a kind is known.
const BEGINNING_BYTES: usize = 64;
/// The most steps in which a file is looked at: readings and movements.
const STEPS_MAX: u64 = 2_000_000;
/// The most parts of a wave file that are passed over before its sound.
const CHUNKS_MAX: usize = 1_000;
/// No recording is longer than a week, in seconds; what says so is not believed.
const LENGTH_S_MAX: f64 = 7.0 * 86_400.0;

/// A kind of audio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// RIFF WAVE with plain sound: PCM, A-law or µ-law.
    Wav,
    /// MPEG 1 or 2, layer III.
    Mp3,
    /// Vorbis in Ogg.
    Ogg,
    /// FLAC.
    Flac,
    /// AAC or ALAC in MPEG-4.
    M4a,
}

/// Every kind: how its files end, its media type, and how few bytes a second of it can have: below that, silence cannot be said.
const KINDS: &[(Kind, &str, &str, f64)] = &[
    (Kind::Wav, "wav", "audio/wav", 1_000.0),
    (Kind::Mp3, "mp3", "audio/mpeg", 900.0),
    (Kind::Ogg, "ogg", "audio/ogg", 20.0),
    (Kind::Flac, "flac", "audio/flac", 1.0),
    (Kind::M4a, "m4a", "audio/mp4", 20.0),
];

impl Kind {
    fn row(self) -> (&'static str, &'static str, f64) {
        let row = KINDS.iter().find(|(kind, ..)| *kind == self);
        row.map_or(("wav", "audio/wav", 1_000.0), |(_, ending, media_type, least)| (*ending, *media_type, *least))
    }

    /// How its files end.
    pub(crate) fn ending(self) -> &'static str {
        self.row().0
    }

    /// Its media type, where somebody asks by HTTP.
    pub(crate) fn media_type(self) -> &'static str {
        self.row().1
    }

    /// The kind whose files end so.
    pub(crate) fn of_ending(ending: &str) -> Option<Self> {
        KINDS.iter().find(|(_, known, ..)| *known == ending).map(|(kind, ..)| *kind)
    }

    /// The kind that begins so. Sources: RIFF (Microsoft, 1991), RFC 3533 and Vorbis I appendix A.2, RFC 9639, ISO 14496-12 4.3,
    /// ISO 11172-3 2.4.1.3 and ID3v2 3.1.
    fn of(beginning: &[u8]) -> Option<Self> {
        let at = |place: usize, word: &[u8]| beginning.get(place..place + word.len()) == Some(word);
        if at(0, b"RIFF") && at(8, b"WAVE") {
            return Some(Self::Wav);
        }
        // The first page has one segment, and in it the head of the one stream that is taken.
        if at(0, b"OggS") {
            return at(28, b"\x01vorbis").then_some(Self::Ogg);
        }
        if at(0, b"fLaC") {
            return Some(Self::Flac);
        }
        if at(4, b"ftyp") {
            return Some(Self::M4a);
        }
        let is_frame = matches!(beginning, [0xff, second, ..] if second & 0xe0 == 0xe0 && second & 0x06 == 0x02);
        (at(0, b"ID3") || is_frame).then_some(Self::Mp3)
    }

    fn file_type(self) -> FileType {
        match self {
            Self::Wav => FileType::Wav,
            Self::Mp3 => FileType::Mpeg,
            Self::Ogg => FileType::Vorbis,
            Self::Flac => FileType::Flac,
            Self::M4a => FileType::Mp4,
        }
    }
}

/// What a file is, and how many seconds it plays where that can be known; or what was expected.
pub(super) fn look(mut file: File) -> Result<(Kind, Option<f64>), &'static str> {
    let unread = |_| "the file could not be read again";
    let bytes = file.metadata().map_err(unread)?.len();
    let mut beginning = Vec::with_capacity(BEGINNING_BYTES);
    file.by_ref().take(BEGINNING_BYTES as u64).read_to_end(&mut beginning).map_err(unread)?;
    let kind = Kind::of(&beginning).ok_or("expected audio: wav, mp3, ogg with Vorbis, flac or m4a")?;
    file.seek(SeekFrom::Start(0)).map_err(unread)?;
    let mut steps = Steps { file: BufReader::new(file), left: STEPS_MAX };
    let length_s = match kind {
        Kind::Wav => wave(&mut steps, bytes)?,
        _ => measured(steps, kind)?,
    };
    let most = (bytes as f64 / kind.row().2).min(LENGTH_S_MAX);
    Ok((kind, length_s.filter(|length_s| *length_s > 0.0 && *length_s <= most)))
}

/// A file in which only so many steps are taken.
struct Steps {
    file: BufReader<File>,
    left: u64,
}

impl Steps {
    fn step(&mut self) -> io::Result<()> {
        self.left = self.left.checked_sub(1).ok_or_else(|| io::Error::other("too many steps"))?;
        Ok(())
    }
}

impl Read for Steps {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.step()?;
        self.file.read(into)
    }
}

impl Seek for Steps {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.step()?;
        self.file.seek(to)
    }
}

fn measured(steps: Steps, kind: Kind) -> Result<Option<f64>, &'static str> {
    let options = ParseOptions::new().read_tags(false).read_cover_art(false).parsing_mode(ParsingMode::Relaxed);
    let read = Probe::with_file_type(steps, kind.file_type()).options(options).read();
    let read = read.map_err(|_| "it begins like audio, and what follows is none that can be read")?;
    Ok(Some(read.properties().duration().as_secs_f64()))
}

/// A wave file is measured by the bytes of sound that there are: phone systems leave its head unfinished.
fn wave(file: &mut Steps, bytes: u64) -> Result<Option<f64>, &'static str> {
    const BROKEN: &str = "the head of this wave file is not whole";
    let mut place = 12_u64;
    let mut a_second = None;
    for _ in 0..CHUNKS_MAX {
        file.seek(SeekFrom::Start(place)).map_err(|_| BROKEN)?;
        let mut head = [0; 8];
        file.read_exact(&mut head).map_err(|_| BROKEN)?;
        let [a, b, c, d, size @ ..] = head;
        let size = u64::from(u32::from_le_bytes(size));
        match (&[a, b, c, d], a_second) {
            (b"fmt ", _) => {
                let mut said = [0; 16];
                file.read_exact(&mut said).map_err(|_| BROKEN)?;
                a_second = Some(bytes_a_second(&said)?);
            }
            (b"data", Some(a_second)) => {
                let there = bytes.saturating_sub(place + 8).min(size);
                return Ok(Some(there as f64 / f64::from(a_second)));
            }
            _ => {}
        }
        place = place.saturating_add(8 + size + size % 2);
    }
    Err(BROKEN)
}

/// How many bytes a second of sound has, by rate and size of what is counted, not by what the head says it comes to.
fn bytes_a_second(said: &[u8; 16]) -> Result<u32, &'static str> {
    let [tag_low, tag_high, _, _, r0, r1, r2, r3, _, _, _, _, align_low, align_high, _, _] = *said;
    let tag = u16::from_le_bytes([tag_low, tag_high]);
    let (rate, align) = (u32::from_le_bytes([r0, r1, r2, r3]), u16::from_le_bytes([align_low, align_high]));
    // PCM, IEEE float, A-law, µ-law, and PCM in the extensible form (mmreg.h).
    if !matches!(tag, 1 | 3 | 6 | 7 | 0xfffe) {
        return Err("expected plain sound in the wave file: PCM, A-law or µ-law");
    }
    rate.checked_mul(u32::from(align)).filter(|product| *product > 0).ok_or("the head of this wave file is not whole")
}
