/// Which notes of a SoundFont are wanted: the table of General MIDI programs and what a request
/// takes of it.
#pragma once

#include <string>
#include <vector>

#include "base/Result.h"
#include "dataset/NoteInfo.h"
#include "render/RenderRequest.h"

namespace timbre::render {

/// One line of the table: a preset of the SoundFont and what NSynth would file it under.
struct Program {
  int bank = 0;
  int number = 0;  ///< 0..127
  std::string name;
  int family = 0;  ///< index into dataset::kFamilies
  int source = 0;  ///< index into dataset::kSources
  int lowest = 0;  ///< MIDI; outside of it the font's samples do not carry the pitch
  int highest = 127;
  std::bitset<10> qualities;  ///< those that are a matter of the instrument, not of measurement
  std::string sampleSets;  ///< as dataset::NoteInfo::sampleSets; "BANK:PROGRAM" when the table does
                           ///< not say
  std::string instrument;  ///< "keyboard_acoustic_004": numbered within family and source in the
                           ///< order of the table
  int instrumentNumber = 0;  ///< line of the table, from 0
};

struct WantedNote {
  Program program;
  int pitch = 0;
  int velocity = 0;
};

/// A CSV with the columns bank, program, name, family, source, low, high and, optionally, qualities
/// and sample_sets (names separated by blanks), in any order; others are passed over. NotFound, or
/// BadFormat naming the line.
Result<std::vector<Program>> readPrograms(const std::filesystem::path& file);

/// In the order of the table (or of the plan). BadFormat when the request asks for nothing or for
/// what is not in the table.
Result<std::vector<WantedNote>> wantedNotes(const RenderRequest& request,
                                            const std::vector<Program>& programs);

}  // namespace timbre::render
