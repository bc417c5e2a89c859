/// What happened, for whoever must find out why: a file that never grows large, and the last lines
/// in memory. Any thread; nothing here fails or throws.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace timbre {

enum class LogLevel { Info, Warning, Error };

/// From here on the lines also go to NAME.log in userStateFolder(), which is made when there is
/// something to say: 1 MB, and two older ones. To be called once, at the start of a program. What
/// libraries and tests say stays in memory.
void openLog(std::string_view name);
/// Where openLog() puts it; empty before.
std::filesystem::path logFile();

/// One line; control characters are escaped.
void logLine(LogLevel level, std::string_view message);
/// The last ones of this process, oldest first, with time and level.
std::vector<std::string> recentLogLines(std::size_t most = 200);

void logInfo(std::string_view message);
void logWarning(std::string_view message);
void logError(std::string_view message);

}  // namespace timbre
