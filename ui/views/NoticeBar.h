/// A line across the window for problems that do not stop the work.
#pragma once

#include <QFrame>
#include <QMap>

class QLabel;

namespace timbre::ui {

/// Hidden while there is nothing to say. Each source of notices has one sentence of its own, which
/// stays until that source takes it back or the user closes the bar. GUI thread.
class NoticeBar : public QFrame {
  Q_OBJECT

 public:
  explicit NoticeBar(QWidget* parent = nullptr);

  enum class Source { Sound, Files, Cache };
  /// Empty: that source has nothing to say any more. A sentence that the user has closed stays
  /// closed until it is another.
  void setText(Source source, const QString& sentence);
  /// What is read now, a line for each source.
  QString text() const;

 private:
  void showSentences();
  void applyAppearance();
  void changeEvent(QEvent* event) override;

  QLabel* sign_;
  QLabel* label_;
  QMap<Source, QString> sentences_;
  QStringList closed_;
};

}  // namespace timbre::ui
