// timbrescope: the window.
#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>

#include "base/StandardPaths.h"
#include "model/Catalogue.h"
#include "model/wavenet/DefaultBackend.h"
#include "ui/MainWindow.h"
#include "ui/audioout/AudioOutput.h"

namespace {

using namespace timbre;

constexpr const char* kHelp =
    R"(Usage: timbrescope [options]
See, hear and bend musical notes with WaveNet autoencoders.

Options:
  --library DIR   Open this folder of notes in NSynth's format
  -h, --help      Show this help
  -v, --version   Show the version

The command line program is called timbre.
)";

struct Options {
  std::string library;
  bool wrong = false;
};

/// Before Qt starts, so that help needs no display. Qt's own options are left to it.
Options optionsOf(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--help" || word == "-h") {
      std::fputs(kHelp, stdout);
      std::exit(0);
    }
    if (word == "--version" || word == "-v") {
      std::puts("timbrescope " TIMBRE_VERSION);
      std::exit(0);
    }
    if (word == "--library" && i + 1 < argc) {
      options.library = argv[++i];
    } else if (word.starts_with("--library=")) {
      options.library = word.substr(std::strlen("--library="));
    } else if (word == "--library") {
      std::fputs("timbrescope: --library needs a folder; see timbrescope --help\n", stderr);
      options.wrong = true;
    }
  }
  return options;
}

/// Qt aborts without a display; a sentence is better.
bool hasDisplay(int argc, char** argv) {
  const auto set = [](const char* name) {
    const char* value = std::getenv(name);
    return value && *value;
  };
  const bool chosen = std::any_of(argv + 1, argv + argc, [](const char* word) {
    return std::string_view(word).ends_with("-platform");
  });
  return set("DISPLAY") || set("WAYLAND_DISPLAY") || set("QT_QPA_PLATFORM") || chosen;
}

ui::WindowParts partsOfProgram() {
  ui::WindowParts parts;
  parts.factory = []() -> Result<model::ModelBackend*> { return model::wavenet::defaultBackend(); };
  parts.findModels = [] { return model::findModels(model::modelFolders()); };
  parts.sound = [] { return std::make_unique<ui::AudioOutput>(); };
  parts.embeddedLibrary = assetsFolder() / "library";
  parts.modelsFolder = userDataFolder() / "models";
  parts.trainer = QString::fromStdString((programFolder() / "timbre").string());
  parts.cacheFolder = userCacheFolder() / "sounds";
  // One core is left to the window.
  parts.modelThreads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1);
  return parts;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = optionsOf(argc, argv);
  if (options.wrong) return 2;
  if (!hasDisplay(argc, argv)) {
    std::fputs(
        "timbrescope: there is no display. Start it in a desktop session, or use the command line "
        "program, timbre --help\n",
        stderr);
    return 1;
  }
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("timbrescope"));
  QApplication::setOrganizationName(QStringLiteral("timbrescope"));
  QApplication::setApplicationDisplayName(QStringLiteral("Timbrescope"));
  QApplication::setDesktopFileName(QStringLiteral("timbrescope"));
  QApplication::setApplicationVersion(QStringLiteral(TIMBRE_VERSION));
  const auto art = assetsFolder() / "icons" / "timbrescope.svg";
  QApplication::setWindowIcon(QIcon(QString::fromStdString(art.string())));
  ui::apply(application, ui::themeOfId(ui::Preferences().theme()));
  ui::MainWindow window(partsOfProgram());
  window.show();
  // After the first frame: nothing that reads or computes delays it.
  QTimer::singleShot(0, &window, [&] { window.begin(options.library); });
  return QApplication::exec();
}
