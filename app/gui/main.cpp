// timbrescope: the window.
#include <QFile>
#include <QFileInfo>
#include <QIcon>
#include <QStringList>
#include <QTimer>
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string_view>
#include <utility>

#include "base/Cores.h"
#include "base/Log.h"
#include "base/StandardPaths.h"
#include "base/UnfinishedFiles.h"
#include "model/catalogue/Catalogue.h"
#include "model/catalogue/DefaultBackend.h"
#include "ui/MainWindow.h"
#include "ui/app/Application.h"
#include "ui/app/EndSignals.h"
#include "ui/app/SingleInstance.h"
#include "ui/audioout/AudioOutput.h"
#include "ui/audioout/QtMicrophone.h"

namespace timbre {
namespace {

constexpr const char* kHelp =
    R"(Usage: timbrescope [options] [FILE or FOLDER ...]
See, hear and bend musical notes with WaveNet autoencoders.

Opens folders of notes in NSynth's format, packed datasets (.tar, .tfrecord), sounds, models and
sessions. A window that is open already takes them.

Options:
  --library DIR   Open this folder of notes
  --new-window    Open a window of its own beside the one that is open
  -h, --help      Show this help
  -v, --version   Show the version

The command line program is called timbre.
)";

struct Options {
  QStringList paths;
  QString library;  ///< empty: none
  bool newWindow = false;
  bool wrong = false;
};

/// Qt's own options with a value of their own: that is not a file to open.
bool takesValue(std::string_view word) {
  static constexpr std::array<std::string_view, 10> kWords{
      "platform", "style", "stylesheet", "display",    "geometry",
      "session",  "title", "icon",       "fontengine", "platformpluginpath"};
  while (word.starts_with('-')) word.remove_prefix(1);
  return std::ranges::find(kWords, word) != kWords.end();
}

[[noreturn]] void say(const char* text) {
  std::fputs(text, stdout);
  std::exit(0);
}

/// Before Qt starts, so that help needs no display. Qt's own options are left to it.
Options optionsOf(int argc, char** argv) {
  Options options;
  bool onlyPaths = false;
  const auto named = [](std::string_view path) {
    const QByteArray bytes(path.data(), static_cast<qsizetype>(path.size()));
    return QFileInfo(QFile::decodeName(bytes)).absoluteFilePath();
  };
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (onlyPaths || !word.starts_with('-')) {
      options.paths << named(word);
    } else if (word == "--") {
      onlyPaths = true;
    } else if (word == "--help" || word == "-h") {
      say(kHelp);
    } else if (word == "--version" || word == "-v") {
      say("timbrescope " TIMBRE_VERSION "\n");
    } else if (word == "--new-window") {
      options.newWindow = true;
    } else if (word.starts_with("--library=")) {
      options.library = named(word.substr(std::strlen("--library=")));
    } else if (word == "--library" && i + 1 < argc) {
      options.library = named(argv[++i]);
    } else if (word == "--library") {
      std::fputs("timbrescope: --library needs a folder; see timbrescope --help\n", stderr);
      options.wrong = true;
    } else if (takesValue(word)) {
      ++i;
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
  parts.factory = []() -> Result<model::ModelBackend*> { return model::defaultBackend(); };
  parts.findModels = [] { return model::findModels(model::modelFolders()); };
  parts.sound = [] { return std::make_unique<ui::AudioOutput>(); };
  parts.microphone = [] { return std::make_unique<ui::QtMicrophone>(); };
  parts.embeddedLibrary = assetsFolder() / "library";
  parts.modelsFolder = userDataFolder() / "models";
  parts.trainer = QString::fromStdString((programFolder() / "timbre").string());
  parts.cacheFolder = userCacheFolder();
  parts.shippedSounds = assetsFolder() / "renditions";
  parts.modelThreads = coresBesideWindow();
  return parts;
}

void nameProgram() {
  QApplication::setApplicationName(QStringLiteral("timbrescope"));
  QApplication::setOrganizationName(QStringLiteral("timbrescope"));
  QApplication::setApplicationDisplayName(QStringLiteral("Timbrescope"));
  QApplication::setDesktopFileName(QStringLiteral("timbrescope"));
  QApplication::setApplicationVersion(QStringLiteral(TIMBRE_VERSION));
  const auto art = assetsFolder() / "icons" / "timbrescope.svg";
  QApplication::setWindowIcon(QIcon(QString::fromStdString(art.string())));
}

void connectWindow(ui::MainWindow& window, ui::Application& application,
                   ui::SingleInstance& instance, ui::EndSignals& endSignals) {
  QObject::connect(&instance, &ui::SingleInstance::handedOver, &window,
                   [&window](const QStringList& paths, const QByteArray& token) {
                     if (!token.isEmpty()) qputenv("XDG_ACTIVATION_TOKEN", token);
                     window.open(paths);
                   });
  QObject::connect(&endSignals, &ui::EndSignals::asked, &window, &ui::MainWindow::closeUnasked);
  QObject::connect(&application, &ui::Application::faultCaught, &window,
                   &ui::MainWindow::tellFault);
}

/// When the display is gone, Qt calls exit() from within the event loop, while workers still use
/// what the destructors of static objects would take away. exit() first destroys the objects of
/// the thread that calls it: this one keeps the window's state and ends the program at once.
class LostDisplay {
 public:
  LostDisplay() = default;
  LostDisplay(const LostDisplay&) = delete;
  LostDisplay& operator=(const LostDisplay&) = delete;
  ~LostDisplay() {
    if (!window_) return;
    logError("The display is gone");
    std::exchange(window_, nullptr)->keepState();
    endProcess(EXIT_FAILURE);
  }
  /// Null: the event loop has ended, and the program ends as usual.
  void watch(ui::MainWindow* window) { window_ = window; }

 private:
  ui::MainWindow* window_ = nullptr;
};

int runLoop(ui::MainWindow& window) {
  static thread_local LostDisplay lostDisplay;
  lostDisplay.watch(&window);
  const int code = ui::Application::exec();
  lostDisplay.watch(nullptr);
  return code;
}

int run(int argc, char** argv, const Options& options) {
  ui::Application application(argc, argv);
  nameProgram();
  openLog("timbrescope");
  logInfo("timbrescope " TIMBRE_VERSION " starts");
  ui::SingleInstance instance(QStringLiteral("timbrescope"));
  if (!options.newWindow) {
    QStringList paths = options.paths;
    if (!options.library.isEmpty()) paths << options.library;
    if (instance.handOver(paths)) return 0;
    instance.listen();
  }
  ui::apply(application, ui::themeOfId(ui::Preferences().theme()));
  ui::MainWindow window(partsOfProgram());
  ui::EndSignals endSignals;
  connectWindow(window, application, instance, endSignals);
  window.show();
  // After the first frame: nothing that reads or computes delays it.
  QTimer::singleShot(0, &window,
                     [&] { window.begin(options.paths, options.library.toStdString()); });
  return runLoop(window);
}

}  // namespace
}  // namespace timbre

int main(int argc, char** argv) {
  const timbre::Options options = timbre::optionsOf(argc, argv);
  if (options.wrong) return 2;
  if (!timbre::hasDisplay(argc, argv)) {
    std::fputs(
        "timbrescope: there is no display. Start it in a desktop session, or use the command line "
        "program, timbre --help\n",
        stderr);
    return 1;
  }
  try {
    return timbre::run(argc, argv, options);
  } catch (const std::exception& e) {  // before there is a window that could say it
    std::fprintf(stderr, "timbrescope: it could not start: %s\n", e.what());
    return 1;
  }
}
