#include "ui/views/Help.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QStyle>
#include <QSysInfo>
#include <QTableWidget>
#include <QThread>
#include <QVBoxLayout>

#include "base/Cores.h"
#include "ui/CountText.h"

namespace timbre::ui {
namespace {

using Rows = QList<std::pair<QString, QString>>;

Rows plotKeys() {
  return {{KeysDialog::tr("Wheel, + and −"), KeysDialog::tr("Picture: zoom in time")},
          {KeysDialog::tr("Ctrl+wheel"), KeysDialog::tr("Picture: zoom in pitch")},
          {KeysDialog::tr("Shift+wheel, drag"), KeysDialog::tr("Picture: move")},
          {KeysDialog::tr("Arrows"), KeysDialog::tr("Picture: move the crosshair by a cell")},
          {KeysDialog::tr("Page Up, Page Down"), KeysDialog::tr("Picture: by an octave")},
          {KeysDialog::tr("Click, Return"), KeysDialog::tr("Picture: start playing here")},
          {KeysDialog::tr("Shift+drag, Shift+Return"), KeysDialog::tr("Picture: repeat this part")},
          {KeysDialog::tr("H, Ctrl+click"),
           KeysDialog::tr("Picture: play only the line at the crosshair, or this one")},
          {KeysDialog::tr("Ctrl+drag"), KeysDialog::tr("Picture: play only this box")},
          {KeysDialog::tr("F, double click"), KeysDialog::tr("Picture: show all of it")}};
}

QTableWidget* tableOf(const Rows& rows, QWidget* parent) {
  auto* table = new QTableWidget(static_cast<int>(rows.size()), 2, parent);
  table->setObjectName(QStringLiteral("keysTable"));
  table->setAccessibleName(KeysDialog::tr("Keys and what they do"));
  table->setHorizontalHeaderLabels({KeysDialog::tr("Key"), KeysDialog::tr("Action")});
  table->verticalHeader()->hide();
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setSelectionMode(QAbstractItemView::NoSelection);
  table->setTabKeyNavigation(false);  // Tab leaves the table
  table->setShowGrid(false);
  table->setAlternatingRowColors(true);
  for (int row = 0; row < rows.size(); ++row) {
    table->setItem(row, 0, new QTableWidgetItem(rows[row].first));
    table->setItem(row, 1, new QTableWidgetItem(rows[row].second));
  }
  table->resizeColumnsToContents();
  table->resizeRowsToContents();
  table->horizontalHeader()->setStretchLastSection(true);
  return table;
}

}  // namespace

KeysDialog::KeysDialog(const QList<QAction*>& actions, QWidget* parent) : QDialog(parent) {
  setObjectName(QStringLiteral("keysDialog"));
  setWindowTitle(tr("Keys"));
  Rows rows;
  for (const QAction* action : actions) {
    if (action->shortcuts().isEmpty()) continue;
    rows.push_back({QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText),
                    QString(action->text()).remove(QLatin1Char('&')).remove(QStringLiteral(" …"))});
  }
  rows += plotKeys();
  auto* column = new QVBoxLayout(this);
  column->addWidget(tableOf(rows, this));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  buttons->button(QDialogButtonBox::Close)->setDefault(true);
  column->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  resize(QSize(520, 560).boundedTo(screen()->availableSize() - QSize(40, 60)));
}

QString diagnostics(const AboutInfo& facts) {
  QStringList lines;
  lines << QStringLiteral("Timbrescope ") + QApplication::applicationVersion();
  lines << QStringLiteral("Qt ") + QLatin1String(qVersion()) + QStringLiteral(", ") +
               QGuiApplication::platformName();
  lines << QSysInfo::prettyProductName() + QStringLiteral(", ") +
               QSysInfo::currentCpuArchitecture() + QStringLiteral(", ") +
               countText(machineCores(), QStringLiteral("1 core"), QStringLiteral("%1 cores"));
  if (const QScreen* screen = QGuiApplication::primaryScreen()) {
    lines << QStringLiteral("Screen %1 x %2, scale %3")
                 .arg(screen->size().width())
                 .arg(screen->size().height())
                 .arg(screen->devicePixelRatio());
  }
  lines << QStringLiteral("Sound: ") +
               (facts.soundDevice.isEmpty() ? QStringLiteral("no device") : facts.soundDevice);
  if (!facts.audioNotice.isEmpty()) lines << QStringLiteral("Notice: ") + facts.audioNotice;
  lines << QStringLiteral("Models:");
  for (const QString& model : facts.models) lines << QStringLiteral("  ") + model;
  lines << QStringLiteral("Notes: %1, issues: %2").arg(facts.notes).arg(facts.issues);
  return lines.join(QLatin1Char('\n'));
}

AboutDialog::AboutDialog(const AboutInfo& facts, QWidget* parent) : QDialog(parent) {
  setObjectName(QStringLiteral("aboutDialog"));
  setWindowTitle(tr("About Timbrescope"));
  auto* text = new QLabel(
      tr("<h3>Timbrescope %1</h3>"
         "<p>See, hear and bend musical notes with WaveNet autoencoders,<br>after Engel et al., "
         "“Neural Audio Synthesis of Musical Notes<br>with WaveNet Autoencoders”, 2017.</p>"
         "<p>Free software: GNU General Public License, version 3 or later.</p>")
          .arg(QApplication::applicationVersion()),
      this);
  text->setTextFormat(Qt::RichText);  // our own words
  auto* details = new QLabel(diagnostics(facts), this);
  details->setWordWrap(true);
  details->setTextFormat(Qt::PlainText);
  details->setObjectName(QStringLiteral("diagnostics"));
  details->setTextInteractionFlags(Qt::TextSelectableByMouse);
  details->setFrameShape(QFrame::StyledPanel);
  details->setMargin(8);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  auto* copy = buttons->addButton(tr("&Copy diagnostics"), QDialogButtonBox::ActionRole);
  copy->setObjectName(QStringLiteral("copyDiagnostics"));
  copy->setAutoDefault(false);
  buttons->button(QDialogButtonBox::Close)->setDefault(true);
  buttons->button(QDialogButtonBox::Close)->setFocus();
  auto* column = new QVBoxLayout(this);
  column->setSpacing(10);
  column->addWidget(text);
  column->addWidget(details);
  column->addWidget(buttons);
  connect(copy, &QPushButton::clicked, this,
          [facts] { QApplication::clipboard()->setText(diagnostics(facts)); });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

}  // namespace timbre::ui
