/// The embeddings of the notes of one request, at hand while its sliders move.
#pragma once

#include <map>
#include <string>

#include "synthesis/EmbeddingStore.h"
#include "synthesis/ResolvedRequest.h"

namespace timbre::synthesis {

/// By file and place in it: no look at the disk.
class NoteEmbeddings {
 public:
  void add(const dataset::NoteInfo& note, NoteEmbedding made);

  /// The embedding of a request of these notes: microseconds. NotFound for another note's.
  Result<latent::Embedding> mixed(const ResolvedRequest& request) const;
  /// What a file with its sound says.
  SynthesisRequest describe(const ResolvedRequest& request) const;

 private:
  const NoteEmbedding* find(const dataset::NoteInfo& note) const;

  std::map<std::string, NoteEmbedding> notes_;
};

}  // namespace timbre::synthesis
