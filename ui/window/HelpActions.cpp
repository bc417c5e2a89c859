#include "ui/window/HelpActions.h"

#include <QClipboard>
#include <QGuiApplication>

#include "base/StandardPaths.h"
#include "model/catalogue/Diagnostics.h"
#include "ui/views/Help.h"
#include "ui/views/HelpWindow.h"

namespace timbre::ui {
namespace {

void show(QDialog* dialog) {
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

AboutInfo factsOf(const AppContext& bench) {
  AboutInfo facts;
  if (const auto device = bench.out.deviceInUse())
    facts.soundDevice = device->name + QStringLiteral(", %1 Hz").arg(device->rate);
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
      {ActionId::UserGuide,
       "userGuideAction",
       tr("&User guide"),
       {QKeySequence::HelpContents},
       [this] { showPage(QStringLiteral("user-guide.md")); },
       tr("Open the manual, with a search over all pages")},
      {.id = ActionId::ReadingPictures,
       .name = "readingPicturesAction",
       .text = tr("&Reading the pictures"),
       .run = [this] { showPage(QStringLiteral("reading-the-pictures.md")); },
       .tip = tr("Explain the axes, the brightness and the colours")},
      {ActionId::Keys,
       "keysAction",
       tr("&Keys"),
       {Qt::CTRL | Qt::Key_Slash},
       [this] { show(new KeysDialog(window_.actions(), &window_)); }},
      {.id = ActionId::CopyDiagnostics,
       .name = "copyDiagnosticsAction",
       .text = tr("&Copy diagnostics"),
       .run =
           [this] {
             QGuiApplication::clipboard()->setText(diagnosticsOf(bench_));
             emit said(tr("Copied the diagnostics to the clipboard. Paste them into your report."));
           },
       .tip = tr("Copy versions, system details and the last lines of the log. Read them before "
                 "you send them.")},
      {.id = ActionId::About,
       .name = "aboutAction",
       .text = tr("&About Timbrescope"),
       .run = [this] { show(new AboutDialog(factsOf(bench_), &window_)); }},
  };
}

void HelpActions::showPage(const QString& page) {
  if (!manual_) {
    manual_ = new HelpWindow(QString::fromStdString((assetsFolder() / "docs").string()), &window_);
    manual_->setAttribute(Qt::WA_DeleteOnClose);
  }
  manual_->showPage(page);
  manual_->show();
  manual_->raise();
  manual_->activateWindow();
}

QString diagnosticsOf(const AppContext& bench) {
  return diagnostics(factsOf(bench)) + QStringLiteral("\n\n") +
         QString::fromStdString(model::diagnostics());
}

}  // namespace timbre::ui
