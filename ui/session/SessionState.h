/// The user's work: everything that undo covers, and nothing else.
#pragma once

#include <filesystem>
#include <string>

namespace timbre::ui {

struct SessionState {
  std::filesystem::path library;  ///< an NSynth-format folder; empty: none is open
  std::string noteA;              ///< id of a note of the library; empty: none chosen
  std::string noteB;
  double timbre = 0.5;     ///< 0 = A, 1 = B
  double dynamics = 1.0;   ///< 0 = the softest layer of each note, 1 = the loudest
  std::string model;       ///< ModelCard::name of the model that makes the final morph
  bool postFilter = true;  ///< WaveNets sound through their post-filter, where they have one

  bool operator==(const SessionState&) const = default;
};

}  // namespace timbre::ui
