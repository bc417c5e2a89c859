/// explain: how a sound or a picture was made, as its file says.
#include <algorithm>
#include <iostream>
#include <memory>

#include "app/cli/Commands.h"
#include "synthesis/FileDescription.h"

namespace timbre::cli {
namespace {

struct ExplainArgs {
  std::filesystem::path file;
  bool json = false;
};

std::string known(const std::string& hash) {
  return hash.empty() ? "unknown content" : "content " + hash;
}

void print(const synthesis::SynthesisRequest& request) {
  std::cout << synthesis::describe(request) << '\n';
  for (const synthesis::SourceNote& source : request.notes) {
    std::cout << "  note " << source.note.id << ", " << known(source.note.hash) << '\n';
    if (source.soft)
      std::cout << "  softest recording " << source.soft->id << ", " << known(source.soft->hash)
                << '\n';
  }
  if (request.embedding)
    std::cout << "  embedding " << request.embedding->id << ", " << known(request.embedding->hash)
              << '\n';
  if (request.model)
    std::cout << "  model " << request.model->name << ", weights " << request.model->hash << '\n';
  std::cout << "  written by Timbrescope " << request.program << '\n';
}

Result<void> explain(const ExplainArgs& args) {
  const auto requests = synthesis::requestsOfFile(args.file);
  if (!requests) return tl::unexpected(requests.error());
  if (requests->empty())
    return fail(
        ErrorCode::NotFound,
        args.file.string() + " does not say how it was made; only files that Timbrescope wrote do");
  if (args.json)
    std::cout << synthesis::toJson(*requests) << '\n';
  else
    std::ranges::for_each(*requests, print);
  return {};
}

}  // namespace

void addExplain(CLI::App& app, Work& work) {
  auto args = std::make_shared<ExplainArgs>();
  auto* command = app.add_subcommand(
      "explain", "Print how a sound or picture that this program wrote was made");
  command->add_option("file", args->file, "A .wav, .flac, .png, .svg or .pdf file")->required();
  command->add_flag("--json", args->json, "Print the description that the file carries");
  command->callback([&work, args] { work = [args](Progress&) { return explain(*args); }; });
}

}  // namespace timbre::cli
