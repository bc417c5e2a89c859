#include "studies/ClassifierTraining.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>

#include "base/ParallelFor.h"
#include "corpus/TrainingPack.h"
#include "sampler/MuLaw.h"
#include "studies/RowMajorMatrix.h"

namespace timbre::studies {
namespace {

using Row = Eigen::Matrix<float, 1, Eigen::Dynamic>;
using Sizes = NoteClassifier;

constexpr float kDropped = 0.2f;  // share of the hidden units that a step does without

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  double uniform() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
  }
  int below(int n) { return std::min(n - 1, static_cast<int>(uniform() * n)); }

 private:
  std::uint64_t state_;
};

/// A layer with Adam's moments.
struct Learner {
  RowMajorMatrix w, dw, m, v;
  Row b, db, mb, vb;

  Learner(int in, int out, Random& random) {
    w.resize(out, in);
    const double bound = std::sqrt(6.0 / in);
    for (Eigen::Index i = 0; i < w.size(); ++i)
      w.data()[i] = static_cast<float>(bound * (2 * random.uniform() - 1));
    m = v = RowMajorMatrix::Zero(out, in);
    b = mb = vb = Row::Zero(out);
  }

  RowMajorMatrix forward(const RowMajorMatrix& x) const {
    RowMajorMatrix y;
    y.noalias() = x * w.transpose();
    y.rowwise() += b;
    return y;
  }

  /// The gradient of x.
  RowMajorMatrix back(const RowMajorMatrix& x, const RowMajorMatrix& dy) {
    dw.noalias() = dy.transpose() * x;
    db = dy.colwise().sum();
    RowMajorMatrix dx;
    dx.noalias() = dy * w;
    return dx;
  }

  void step(double rate, int t) {
    const auto adam = [&](auto& p, const auto& g, auto& first, auto& second) {
      first = 0.9f * first + 0.1f * g;
      second = 0.999f * second + 0.001f * g.cwiseAbs2();
      const auto scale =
          static_cast<float>(rate * std::sqrt(1 - std::pow(0.999, t)) / (1 - std::pow(0.9, t)));
      p.array() -= scale * first.array() / (second.array().sqrt() + 1e-7f);
    };
    adam(w, dw, m, v);
    adam(b, db, mb, vb);
  }

  NoteClassifier::Layer layer() const {
    return {static_cast<int>(w.cols()),
            static_cast<int>(w.rows()),
            {w.data(), w.data() + w.size()},
            {b.data(), b.data() + b.size()}};
  }
};

/// Softmax cross-entropy of some columns; the logits become their gradients.
double choose(Eigen::Ref<Row, 0, Eigen::InnerStride<>> logits, int right) {
  logits.array() -= logits.maxCoeff();
  logits = logits.array().exp();
  logits /= logits.sum();
  const double loss = -std::log(std::max(1e-30f, logits(right)));
  logits(right) -= 1;
  return loss;
}

double lossOf(RowMajorMatrix& logits, std::span<const NoteGuess> truths) {
  double loss = 0;
  for (Eigen::Index i = 0; i < logits.rows(); ++i) {
    const NoteGuess& truth = truths[static_cast<std::size_t>(i)];
    Row row = logits.row(i);
    loss += choose(row.head(Sizes::kPitches), truth.pitch);
    for (int q = 0; q < Sizes::kQualities; ++q) {
      float& z = row(Sizes::kPitches + q);
      const float p = 1 / (1 + std::exp(-z)), y = truth.qualities[static_cast<std::size_t>(q)];
      loss -= std::log(std::max(1e-7f, y > 0 ? p : 1 - p)) / Sizes::kQualities;
      z = (p - y) / Sizes::kQualities;
    }
    loss +=
        choose(row.segment(Sizes::kPitches + Sizes::kQualities, Sizes::kFamilies), truth.family);
    loss += choose(row.tail(Sizes::kSources), truth.source);
    logits.row(i) = row;
  }
  logits /= static_cast<float>(logits.rows());
  return loss / static_cast<double>(logits.rows());
}

class Training {
 public:
  Training(std::span<const LabelledNote> notes, const ClassifierParams& params)
      : notes_(notes),
        params_(params),
        random_(params.seed),
        first_(ClassifierFeatures::kCount, params.hidden, random_),
        second_(params.hidden, params.hidden, random_),
        last_(params.hidden, Sizes::kLogits, random_) {
    for (std::size_t i = 0; i < notes.size(); ++i) {
      if (notes[i].split != dataset::Split::Train) continue;
      order_.push_back(i);
      families_[notes[i].truth.family].push_back(i);
    }
  }

  bool empty() const { return order_.empty(); }

  /// The mean loss of one round through the notes.
  Result<double> epoch(int number, Progress& progress) {
    draw();
    const auto batch = static_cast<std::size_t>(params_.batch);
    double sum = 0, batches = 0;
    for (std::size_t at = 0; at < order_.size(); at += batch) {
      if (progress.cancelled()) return cancelled();
      const double part =
          (number + static_cast<double>(at) / static_cast<double>(order_.size())) / params_.epochs;
      progress.advanced(part);
      const double rate = params_.rate * 0.5 * (1 + std::cos(std::numbers::pi * part));
      sum += step(std::span(order_).subspan(at, std::min(batch, order_.size() - at)), rate);
      ++batches;
    }
    return sum / batches;
  }

  NoteClassifier classifier() const {
    return NoteClassifier({first_.layer(), second_.layer(), last_.layer()});
  }

 private:
  /// The notes of the next epoch: all in another order, or as many of every family.
  void draw() {
    if (params_.balance) {
      auto family = families_.begin();
      for (auto& note : order_) {
        const auto& some = family->second;
        note = some[static_cast<std::size_t>(random_.below(static_cast<int>(some.size())))];
        if (++family == families_.end()) family = families_.begin();
      }
    }
    for (std::size_t i = order_.size(); i > 1; --i)
      std::swap(order_[i - 1],
                order_[static_cast<std::size_t>(random_.below(static_cast<int>(i)))]);
  }

  double step(std::span<const std::size_t> chosen, double rate) {
    RowMajorMatrix x(static_cast<Eigen::Index>(chosen.size()), ClassifierFeatures::kCount);
    std::vector<NoteGuess> truths;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const LabelledNote& note = notes_[chosen[i]];
      const int keys = random_.below(2 * params_.shiftKeys + 1) - params_.shiftKeys;
      NoteGuess truth = note.truth;
      truth.pitch = std::clamp(truth.pitch + keys, 0, Sizes::kPitches - 1);
      const auto seen = note.features.shifted(truth.pitch - note.truth.pitch);
      x.row(static_cast<Eigen::Index>(i)) =
          Eigen::Map<const Row>(seen.values.data(), ClassifierFeatures::kCount);
      truths.push_back(truth);
    }
    RowMajorMatrix h1 = first_.forward(x), h2;
    rectify(h1);
    h2 = second_.forward(h1);
    rectify(h2);
    RowMajorMatrix logits = last_.forward(h2);
    const double loss = lossOf(logits, truths);
    RowMajorMatrix g = last_.back(h2, logits);
    passBack(h2, g);
    g = second_.back(h1, g);
    passBack(h1, g);
    first_.back(x, g);
    ++steps_;
    for (Learner* layer : {&first_, &second_, &last_}) layer->step(rate, steps_);
    return loss;
  }

  void rectify(RowMajorMatrix& h) {
    for (Eigen::Index i = 0; i < h.size(); ++i) {
      float& v = h.data()[i];
      v = v > 0 && random_.uniform() >= kDropped ? v / (1 - kDropped) : 0;
    }
  }
  static void passBack(const RowMajorMatrix& h, RowMajorMatrix& g) {
    for (Eigen::Index i = 0; i < h.size(); ++i)
      g.data()[i] = h.data()[i] > 0 ? g.data()[i] / (1 - kDropped) : 0;
  }

  std::span<const LabelledNote> notes_;
  const ClassifierParams& params_;
  Random random_;
  Learner first_, second_, last_;
  std::vector<std::size_t> order_;
  std::map<int, std::vector<std::size_t>> families_;  // their notes for training
  int steps_ = 0;
};

EpochReport judged(const NoteClassifier& classifier, std::span<const LabelledNote> notes) {
  EpochReport report;
  for (const auto& note : notes) {
    if (note.split == dataset::Split::Train) continue;
    const NoteGuess said = classifier.guess(note.features);
    const bool unseen = note.split == dataset::Split::Unseen;
    auto& pitch = unseen ? report.unseen : report.heldOut;
    pitch.hits += said.pitch == note.truth.pitch;
    ++pitch.of;
    if (!unseen) continue;
    report.unseenFamily.hits += said.family == note.truth.family;
    ++report.unseenFamily.of;
  }
  return report;
}

audio::AudioClip clipOf(const std::vector<std::uint8_t>& classes) {
  std::vector<float> samples(classes.size());
  std::transform(classes.begin(), classes.end(), samples.begin(),
                 [](int c) { return sampler::muLawSample(c); });
  return {std::move(samples), kModelRate};
}

}  // namespace

Result<std::vector<LabelledNote>> labelledNotes(std::span<const std::filesystem::path> packs,
                                                int threads, Progress& progress) {
  std::vector<LabelledNote> all;
  double done = 0;
  for (const auto& path : packs) {
    const auto pack = corpus::TrainingPack::open(path);
    if (!pack) return tl::unexpected(pack.error());
    const auto share = [&](double at) { return at / static_cast<double>(packs.size()); };
    PartOf part(progress, share(done), share(done + 1));
    ++done;
    const std::size_t first = all.size();
    all.resize(first + static_cast<std::size_t>(pack->notes()));
    const auto read =
        parallelFor(static_cast<std::size_t>(pack->notes()), threads, part,
                    [&](std::size_t i, ParallelWorker& worker) -> Result<void> {
                      const auto classes = pack->note(static_cast<int>(i));
                      if (!classes) return tl::unexpected(classes.error());
                      auto features = classifierFeatures(clipOf(*classes), worker);
                      if (!features) return tl::unexpected(features.error());
                      const auto& label = pack->label(static_cast<int>(i));
                      all[first + i] = {std::move(*features),
                                        {label.pitch, label.qualities, label.family, label.source},
                                        label.split};
                      return {};
                    });
    if (!read) return tl::unexpected(read.error());
  }
  return all;
}

Result<NoteClassifier> trainClassifier(std::span<const LabelledNote> notes,
                                       const ClassifierParams& params,
                                       const std::function<void(const EpochReport&)>& report,
                                       Progress& progress) {
  Training training(notes, params);
  if (training.empty())
    return fail(ErrorCode::BadFormat, "There are no notes to learn from; give a training pack");
  for (int epoch = 0; epoch < params.epochs; ++epoch) {
    const auto loss = training.epoch(epoch, progress);
    if (!loss) return tl::unexpected(loss.error());
    if (!report) continue;
    EpochReport said = judged(training.classifier(), notes);
    said.epoch = epoch + 1;
    said.loss = *loss;
    report(said);
  }
  return training.classifier();
}

}  // namespace timbre::studies
