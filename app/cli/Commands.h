/// The commands of `timbre`. Each reads its words into a struct and leaves behind what there is to
/// do.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <span>

#include "base/Progress.h"
#include "base/Result.h"

namespace timbre::cli {

/// What a command does once its words are read; runs on the main thread.
using Work = std::function<Result<void>(Progress&)>;

/// Adds one command to `app`; its callback sets `work`.
using AddCommand = void (*)(CLI::App& app, Work& work);

void addRainbowgram(CLI::App& app, Work& work);
void addEncode(CLI::App& app, Work& work);
void addDecode(CLI::App& app, Work& work);
void addReconstruct(CLI::App& app, Work& work);
void addMorph(CLI::App& app, Work& work);
void addRender(CLI::App& app, Work& work);
void addPack(CLI::App& app, Work& work);
void addCalibrate(CLI::App& app, Work& work);
void addPostFilter(CLI::App& app, Work& work);
void addImport(CLI::App& app, Work& work);
void addEvaluate(CLI::App& app, Work& work);
void addTrain(CLI::App& app, Work& work);
void addBench(CLI::App& app, Work& work);
void addModels(CLI::App& app, Work& work);
void addImportSound(CLI::App& app, Work& work);
void addLibrary(CLI::App& app, Work& work);
void addTrainClassifier(CLI::App& app, Work& work);
void addStudy(CLI::App& app, Work& work);
void addMidiTable(CLI::App& app, Work& work);
void addSimilar(CLI::App& app, Work& work);
void addExplain(CLI::App& app, Work& work);

}  // namespace timbre::cli
