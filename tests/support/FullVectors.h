/// The cache of a large library as if the program had analysed every note of it.
#pragma once

#include <filesystem>
#include <map>
#include <random>

#include "dataset/NoteLibrary.h"
#include "similarity/NoteVectors.h"

namespace timbre::test {

/// Into `folder`, where NoteVectors::open() finds them. Instruments are clusters. False when they
/// cannot be written.
inline bool writeFullVectors(const dataset::NoteLibrary& library,
                             const std::filesystem::path& folder) {
  constexpr int kAspects = 4;
  const auto space = similarity::TimbreSpace::shipped();
  if (!space) return false;
  similarity::VectorFile file(folder / "notes.vectors", space->identity(),
                              kAspects + similarity::kPlaces);
  std::mt19937 random(7);
  std::normal_distribution<float> normal(0, 1);
  using Place = std::array<float, similarity::kPlaces>;
  std::map<std::string, Place> centres;
  for (const auto& note : library.notes()) {
    const auto [centre, isNew] = centres.try_emplace(note.instrument);
    if (isNew)
      for (float& each : centre->second) each = 4 * normal(random);
    std::array<float, kAspects + similarity::kPlaces> row{
        static_cast<float>(note.pitch), -40 + static_cast<float>(note.velocity) / 4,
        500 + 40 * static_cast<float>(note.pitch), 0.01f + 0.002f * std::abs(normal(random))};
    for (std::size_t d = 0; d < centre->second.size(); ++d)
      row[kAspects + d] = centre->second[d] + 0.7f * normal(random);
    file.add(similarity::keyOf(note), row);
  }
  return file.flush().has_value();
}

}  // namespace timbre::test
