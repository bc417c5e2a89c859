/// What the numbers of options may be.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>
#include <sstream>
#include <string>
#include <type_traits>

namespace timbre::cli {

/// For CLI::Option::check(): refuses everything but a number from `lowest` to `highest`, "nan" too,
/// which CLI::Range lets pass.
template <class Number>
CLI::Validator within(Number lowest, Number highest) {
  std::ostringstream type, sentence;
  type << CLI::detail::type_name<Number>() << " in [" << lowest << " - " << highest << "]";
  sentence << " is not a " << (std::is_integral_v<Number> ? "whole " : "") << "number from "
           << lowest << " to " << highest;
  return {[lowest, highest, wrong = sentence.str()](const std::string& word) {
            Number number{};
            // CLI11 would wrap a negative number round.
            const bool wraps = std::is_unsigned_v<Number> && word.starts_with('-');
            const bool read = !wraps && CLI::detail::lexical_cast(word, number);
            return read && number >= lowest && number <= highest ? std::string() : word + wrong;
          },
          type.str()};
}

inline constexpr int kMostThreads = 1024;
inline constexpr const char* kThreadsHelp = "Cores to use (0: all)";

inline CLI::Option* addThreadsOption(CLI::App& command, int& threads,
                                     const std::string& help = kThreadsHelp) {
  return command.add_option("--threads", threads, help)->check(within(0, kMostThreads));
}

/// --seed; `help` says what the same seed gives.
inline CLI::Option* addSeedOption(CLI::App& command, std::uint64_t& seed, const std::string& help) {
  return command.add_option("--seed", seed, "Seed of the random numbers" + help)
      ->check(within(std::uint64_t{0}, std::numeric_limits<std::uint64_t>::max()))
      ->capture_default_str();
}

}  // namespace timbre::cli
