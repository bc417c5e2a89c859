#include "ui/window/HelpActions.h"

#include <QClipboard>
#include <QGuiApplication>

#include "base/Log.h"
#include "ui/views/Help.h"

namespace timbre::ui {
namespace {

constexpr std::size_t kLogLines = 60;

void show(QDialog* dialog) {
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

AboutInfo factsOf(const AppContext& bench) {
  AboutInfo facts;
  const auto devices = bench.out.devices();
  for (const SoundDevice& device : devices) {
    if (device.id == bench.out.chosenDevice() ||
        (facts.soundDevice.isEmpty() && device.isDefault)) {
      facts.soundDevice = device.name + QStringLiteral(", %1 Hz").arg(device.rate);
    }
  }
  facts.audioNotice = bench.out.notice();
  for (const auto& card : bench.models.cards()) facts.models << QString::fromStdString(card.key);
  facts.notes = static_cast<int>(bench.session.library().size());
  facts.issues = bench.issues.count();
  return facts;
}

}  // namespace

HelpActions::HelpActions(AppContext& bench, QWidget& window)
    : QObject(&window), bench_(bench), window_(window) {}

std::vector<ActionRow> HelpActions::rows() {
  return {
      {ActionId::Keys,
       "keysAction",
       tr("&Keys"),
       {QKeySequence::HelpContents},
       [this] { show(new KeysDialog(window_.actions(), &window_)); }},
      {.id = ActionId::CopyDiagnostics,
       .name = "copyDiagnosticsAction",
       .text = tr("&Copy diagnostics"),
       .run =
           [this] {
             QGuiApplication::clipboard()->setText(diagnosticsOf(bench_));
             emit said(tr("The diagnostics are in the clipboard: paste them into a report"));
           },
       .tip = tr(
           "Copy versions, facts and the last lines of the log: read them before you send them")},
      {.id = ActionId::About,
       .name = "aboutAction",
       .text = tr("&About Timbrescope"),
       .run = [this] { show(new AboutDialog(factsOf(bench_), &window_)); }},
  };
}

QString diagnosticsOf(const AppContext& bench) {
  QString text = diagnostics(factsOf(bench)) + QStringLiteral("\n\nLog:");
  for (const std::string& line : recentLogLines(kLogLines))
    text += QLatin1Char('\n') + QString::fromStdString(line);
  return text;
}

}  // namespace timbre::ui
