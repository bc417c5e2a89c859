/// The log: a file of limited size, and the last lines in memory. Any thread; nothing here fails or
/// throws.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace timbre {

enum class LogLevel { Info, Warning, Error };

/// From now on the lines also go to NAME.log in userStateFolder(), which is created with the first
/// line: 1 MB, and two older files. Call it once, at the start of a program. Libraries and tests
/// log only to memory.
void openLog(std::string_view name);
/// Where openLog() puts it; empty before.
std::filesystem::path logFile();

/// From here on `receiver` gets the lines of this log instead of it; null ends that. For a module
/// that is loaded at run time and has a log of its own: its lines belong in the program's.
using LogReceiver = void (*)(LogLevel level, std::string_view message);
void sendLogTo(LogReceiver receiver);

/// One line; control characters are escaped.
void logLine(LogLevel level, std::string_view message);
/// The last ones of this process, oldest first, with time and level.
std::vector<std::string> recentLogLines(std::size_t most = 200);

void logInfo(std::string_view message);
void logWarning(std::string_view message);
void logError(std::string_view message);

}  // namespace timbre
