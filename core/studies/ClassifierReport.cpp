#include "studies/ClassifierReport.h"

#include <cstdio>
#include <sstream>

namespace timbre::studies {
namespace {

struct Epoch {
  int number = 0;
  double loss = 0, heldOut = 0, unseen = 0, family = 0;  ///< accuracies in per cent
};

std::vector<Epoch> epochsOf(const std::string& curve) {
  std::vector<Epoch> epochs;
  std::istringstream lines(curve);
  for (std::string line; std::getline(lines, line);) {
    Epoch e;
    std::erase_if(line, [](char c) { return c == ':' || c == ',' || c == '%'; });
    if (std::sscanf(line.c_str(),
                    "epoch %d loss %lf pitch held out %lf unseen %lf family unseen %lf", &e.number,
                    &e.loss, &e.heldOut, &e.unseen, &e.family) == 5)
      epochs.push_back(e);
  }
  return epochs;
}

void addCurve(StudyContext& context, const std::vector<Epoch>& epochs) {
  Chart chart;
  chart.x = {.title = "Epoch"};
  chart.y = {.title = "Correct (%)", .low = 0, .high = 100};
  const auto series = [&](const char* name, double Epoch::*of) {
    Series line{.name = name};
    for (const Epoch& e : epochs) {
      line.x.push_back(e.number);
      line.y.push_back(e.*of);
    }
    chart.series.push_back(std::move(line));
  };
  series("pitch, held-out pitches", &Epoch::heldOut);
  series("pitch, unseen instruments", &Epoch::unseen);
  series("family, unseen instruments", &Epoch::family);
  context.add(Figure{.name = "classifier",
                     .title = "The classifier on original notes it was not trained on",
                     .width = 760,
                     .height = 300,
                     .charts = {std::move(chart)}});
}

}  // namespace

void addClassifier(StudyContext& context, const NoteClassifier& classifier) {
  const auto epochs = epochsOf(classifier.curve());
  std::string body =
      "It reads three constant-Q spectra of a note (attack, held part, release) and its envelope, "
      "and has " +
      std::to_string(classifier.parameters()) +
      " parameters and the outputs of the paper's: 128 pitches, 10 qualities, 11 families, 3 "
      "sources. The paper's classifier is a stack of convolutions instead. Neither was trained on "
      "reconstructions.";
  if (!epochs.empty()) {
    const Epoch& last = epochs.back();
    body += "\n\nOn originals, after " + std::to_string(last.number) + " epochs, it recognises " +
            shown(last.heldOut, 1) + " % of the pitches at held-out pitches, " +
            shown(last.unseen, 1) + " % with unseen instruments, and " + shown(last.family, 1) +
            " % of the families of unseen instruments.";
  }
  context.add(Text{"The classifier", std::move(body)});
  if (epochs.size() > 1) addCurve(context, epochs);
}

}  // namespace timbre::studies
