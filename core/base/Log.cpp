#include "base/Log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/ringbuffer_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>

#include <exception>
#include <memory>
#include <mutex>

#include "base/Files.h"
#include "base/PrintableText.h"
#include "base/StandardPaths.h"

namespace timbre {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLargest = 1u << 20;  // bytes of a file
constexpr std::size_t kOlder = 2;
constexpr std::size_t kRemembered = 200;

spdlog::level::level_enum spdlogLevel(LogLevel level) {
  switch (level) {
    case LogLevel::Info:
      return spdlog::level::info;
    case LogLevel::Warning:
      return spdlog::level::warn;
    case LogLevel::Error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

class Log {
 public:
  Log() : memory_(std::make_shared<spdlog::sinks::ringbuffer_sink_mt>(kRemembered)) {
    logger_ = std::make_shared<spdlog::logger>("timbrescope", memory_);
    logger_->set_error_handler([](const std::string&) {});  // a full disk is not a reason to stop
    logger_->flush_on(spdlog::level::info);
    logger_->set_pattern(kPattern);
  }

  void open(std::string_view name) {
    const std::lock_guard lock(mutex_);
    path_ = userStateFolder() / (std::string(name) + ".log");
    toOpen_ = true;
  }

  fs::path path() const {
    const std::lock_guard lock(mutex_);
    return path_;
  }

  void sendTo(LogReceiver receiver) {
    const std::lock_guard lock(mutex_);
    receiver_ = receiver;
  }

  void line(LogLevel level, std::string_view message) {
    const std::lock_guard lock(mutex_);
    if (receiver_) {
      receiver_(level, message);
      return;
    }
    if (toOpen_) openFile();
    logger_->log(spdlogLevel(level), printable(message));
  }

  std::vector<std::string> recent(std::size_t most) { return memory_->last_formatted(most); }

 private:
  static constexpr const char* kPattern = "%Y-%m-%d %H:%M:%S.%e [%P] %l: %v";

  /// Where no file can be made, the memory has to do.
  void openFile() {
    toOpen_ = false;
    if (!makeFolders(path_.parent_path())) return;
    auto file =
        std::make_shared<spdlog::sinks::rotating_file_sink_mt>(path_.string(), kLargest, kOlder);
    file->set_pattern(kPattern);
    logger_->sinks().push_back(std::move(file));
  }

  std::shared_ptr<spdlog::sinks::ringbuffer_sink_mt> memory_;
  std::shared_ptr<spdlog::logger> logger_;
  mutable std::mutex mutex_;
  fs::path path_;
  bool toOpen_ = false;
  LogReceiver receiver_ = nullptr;
};

/// Never destroyed: threads may have something to say until the process has ended.
Log& theLog() {
  static Log& log = *new Log;
  return log;
}

/// Runs `work`; whatever is wrong with the log stays its own affair.
template <class Work>
void quietly(Work&& work) {
  try {
    work();
  } catch (const std::exception&) {
  }
}

}  // namespace

void openLog(std::string_view name) {
  quietly([&] { theLog().open(name); });
}

fs::path logFile() {
  return theLog().path();
}

void sendLogTo(LogReceiver receiver) {
  theLog().sendTo(receiver);
}

void logLine(LogLevel level, std::string_view message) {
  quietly([&] { theLog().line(level, message); });
}

void logInfo(std::string_view message) {
  logLine(LogLevel::Info, message);
}
void logWarning(std::string_view message) {
  logLine(LogLevel::Warning, message);
}
void logError(std::string_view message) {
  logLine(LogLevel::Error, message);
}

std::vector<std::string> recentLogLines(std::size_t most) {
  std::vector<std::string> lines;
  quietly([&] { lines = theLog().recent(most); });
  for (auto& line : lines)
    while (line.ends_with('\n')) line.pop_back();
  return lines;
}

}  // namespace timbre
