/// The folder a library is rendered into, and the journal by which an interrupted render continues;
/// for this room only.
#pragma once

#include <bitset>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/Result.h"
#include "render/RenderRequest.h"

namespace timbre::render {

/// Removes the written files unless they are to be kept.
class RenderJournal {
 public:
  /// `job`: tells requests apart; an interrupted render continues only where it is the same.
  static Result<std::unique_ptr<RenderJournal>> make(const RenderRequest& request,
                                                     std::uint64_t job);
  ~RenderJournal();
  RenderJournal(const RenderJournal&) = delete;
  RenderJournal& operator=(const RenderJournal&) = delete;

  /// What an earlier run made: the qualities of each note by its id; none for a silent one.
  using Done = std::map<std::string, std::optional<std::bitset<10>>, std::less<>>;
  const Done& done() const { return done_; }
  /// The note's file is there, or is not going to be.
  Result<void> note(const std::string& id, std::optional<std::bitset<10>> qualities);
  std::filesystem::path fileOf(const std::string& id) const;
  /// There is nothing in it to resume.
  void forget() { done_.clear(); }
  /// The library is whole.
  void keep();

 private:
  explicit RenderJournal(const RenderRequest& request);
  Result<void> prepare(std::uint64_t job);
  Result<void> goOn(std::uint64_t job);

  std::filesystem::path out_, audio_, journalPath_;
  FileKind kind_;
  bool resumable_;
  std::vector<std::filesystem::path> made_;
  std::ofstream journal_;
  Done done_;
  bool kept_ = false;
};

}  // namespace timbre::render
